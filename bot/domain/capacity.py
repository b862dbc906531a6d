"""For how long a service counts as full once its partner said so."""

from __future__ import annotations

from datetime import datetime, timedelta

FULL_FOR = timedelta(weeks=3)
"""Long enough to spare others a no, short enough not to forget a service whose partner never says that it has place."""


def full_until(said_at: datetime) -> datetime:
    """Until when a service ranks behind all others, unless its partner takes somebody before."""
    return said_at + FULL_FOR
