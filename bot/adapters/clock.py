"""The time now."""

from __future__ import annotations

from datetime import datetime, timezone


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(timezone.utc)
