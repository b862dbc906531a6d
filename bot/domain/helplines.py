"""Helplines: who answers now, for which danger, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.hours import is_open
from bot.domain.labels import Crisis
from bot.domain.partners import OpeningPeriod

EMERGENCY = ("112", "101")
"""Answered at every hour; a life in danger comes before every other line."""
MOST_SHOWN = 4
"""Numbers given at once: who is in danger can't choose from a long list."""


@dataclass(frozen=True)
class Helpline:
    """A number that people can call. ``crises`` are the dangers it is for; no ``hours`` means day and night."""

    id: str
    number: str
    name: str
    crises: tuple[Crisis, ...]
    languages: tuple[str, ...]
    source: str
    checked_on: date | None
    hours: tuple[OpeningPeriod, ...] = ()

    @property
    def always_open(self) -> bool:
        return not self.hours


def for_crisis(helplines: tuple[Helpline, ...], kind: Crisis, language: str, now: datetime) -> tuple[Helpline, ...]:
    """The lines for a danger in the order in which they are told, at most ``MOST_SHOWN``.

    Emergency numbers come first where a life is at stake at once, else after the line that listens in the person's own
    language. Lines that are closed now come last.
    """
    fitting = [line for line in helplines if kind in line.crises]
    return tuple(sorted(fitting, key=lambda line: _rank(line, kind, language, now))[:MOST_SHOWN])


def _rank(line: Helpline, kind: Crisis, language: str, now: datetime) -> tuple[bool, int, bool]:
    closed = not line.always_open and not is_open(line.hours, now)
    own_language = language in line.languages
    if line.number in EMERGENCY:
        first = kind in (Crisis.MEDICAL_EMERGENCY, Crisis.VIOLENCE, Crisis.CHILD_DANGER)
        return closed, 0 if first else 2, not own_language
    return closed, 1 if own_language else 3, not own_language
