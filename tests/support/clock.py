"""Time that a test moves."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.support.storage import NOW


class MovedClock:
    """A Clock (see bot.service.ports)."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)
