"""How fast something may happen: so much at once, then evenly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Rate:
    """At most ``burst + per_second * t`` times in any ``t`` seconds (a token bucket)."""

    burst: int
    per_second: float


@dataclass
class Bucket:
    """What is left of a rate; starts full."""

    rate: Rate
    _tokens: float = field(init=False)
    _at: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._tokens = self.rate.burst

    def tokens(self, now: datetime) -> float:
        """How often it may happen now. A clock that goes back gives nothing, and takes nothing away."""
        if self._at is not None and now > self._at:
            grown = (now - self._at).total_seconds() * self.rate.per_second
            self._tokens = min(self.rate.burst, self._tokens + grown)
        self._at = now
        return self._tokens

    def wait(self, now: datetime) -> float:
        """Seconds until it may happen once more."""
        return max(0.0, (1 - self.tokens(now)) / self.rate.per_second)

    def take(self, now: datetime) -> None:
        self._tokens = self.tokens(now) - 1

    def is_full(self, now: datetime) -> bool:
        return self.tokens(now) >= self.rate.burst
