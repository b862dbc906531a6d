"""Helplines: who answers now, for which danger, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from bot.domain.hours import is_open, next_opening
from bot.domain.labels import LANGUAGES, Crisis
from bot.domain.partners import OpeningPeriod

ALL_LANGUAGES = "all"
"""For lines that answer in many languages."""
OF_THE_COUNTRY = frozenset({"nl", "fr"})
"""Lines in these are named to everybody, one in another language alone to who writes in it."""
EVERY_MINUTE_COUNTS = frozenset({Crisis.MEDICAL_EMERGENCY, Crisis.VIOLENCE, Crisis.CHILD_DANGER})
"""Dangers in which the emergency numbers come before everybody; in the others a listener in one's own language does."""
MOST_SHOWN = 4
"""Numbers given at once: who is in danger can't choose from a long list."""


@dataclass(frozen=True)
class Helpline:
    """A number that people can call. Without ``hours`` it answers day and night.

    ``emergency`` numbers are for life in danger, ``children`` ones for whoever is under 18. ``ranks`` gives the line's
    place in each danger that it is for.
    ``source`` says where this was read, ``checked_on`` when, ``not_checked`` what of it rests on no source.
    """

    id: str
    number: str
    name: str
    languages: frozenset[str]
    source: str
    checked_on: date
    not_checked: str = ""
    free: bool = True
    anonymous: bool = True
    emergency: bool = False
    children: bool = False
    chat: str = ""
    hours: tuple[OpeningPeriod, ...] = ()
    on_holidays: bool = False
    ranks: Mapping[Crisis, int] = field(default_factory=dict)

    def speaks(self, language: str) -> bool:
        return bool(self.languages & {language, ALL_LANGUAGES})

    def is_for(self, language: str) -> bool:
        return self.speaks(language) or bool(self.languages & OF_THE_COUNTRY)

    def is_open(self, now: datetime) -> bool:
        return not self.hours or is_open(self.hours, now, on_holidays=self.on_holidays)

    def opens(self, now: datetime) -> datetime | None:
        """When a closed line answers again; None while it is open."""
        return None if self.is_open(now) else next_opening(self.hours, now, on_holidays=self.on_holidays)


def for_crisis(helplines: tuple[Helpline, ...], kind: Crisis, language: str, now: datetime) -> tuple[Helpline, ...]:
    """The lines for a danger in the order in which they are told, at most ``MOST_SHOWN``.

    Emergency numbers come first where every minute counts, else after those in the person's own language that were made
    for this danger. Lines that are closed now come last: a call that nobody answers costs what courage is left.
    """
    fitting = [line for line in helplines if kind in line.ranks and line.is_for(language)]
    emergency = min((line.ranks[kind] for line in fitting if line.emergency), default=0)

    def place(line: Helpline) -> tuple[bool, int, int]:
        if line.emergency:
            return False, 0 if kind in EVERY_MINUTE_COUNTS else 2, line.ranks[kind]
        own = 1 if line.ranks[kind] < emergency else 3
        return not line.is_open(now), own if line.speaks(language) else 4, line.ranks[kind]

    return tuple(sorted(fitting, key=place)[:MOST_SHOWN])


def in_doubt(helplines: tuple[Helpline, ...], kind: Crisis, language: str, now: datetime) -> tuple[Helpline, ...]:
    """Two lines where a danger may only have been meant: who is there for it, and who comes when a life is at stake.

    The police is none of them: who fears it hears of it in vain, and is gone.
    """
    lines, urgent = (for_crisis(helplines, each, language, now) for each in (kind, Crisis.MEDICAL_EMERGENCY))
    if kind is Crisis.MEDICAL_EMERGENCY:
        return lines[:2]
    return (*islice((line for line in lines if not line.emergency), 1), *urgent[:1])


def for_witnesses(helplines: tuple[Helpline, ...]) -> tuple[Helpline, ...]:
    """The lines for whoever sees that somebody is hurt: those for violence at home as well as for a child."""
    both = (line for line in helplines if {Crisis.VIOLENCE, Crisis.CHILD_DANGER} <= line.ranks.keys())
    return tuple(sorted(both, key=lambda line: line.ranks[Crisis.VIOLENCE]))


def for_children(helplines: tuple[Helpline, ...], language: str, now: datetime) -> tuple[Helpline, ...]:
    """The lines that listen to children, those in the child's language and open now first."""
    fitting = [line for line in helplines if line.children]
    return tuple(sorted(fitting, key=lambda line: (not line.speaks(language), not line.is_open(now))))


def one_answers_in(helplines: tuple[Helpline, ...], language: str) -> bool:
    """True if one of these lines is known to answer in this language, beside the emergency numbers, or it is Dutch."""
    return language == LANGUAGES[0] or any(language in line.languages for line in helplines if not line.emergency)


def listeners(helplines: tuple[Helpline, ...], language: str, now: datetime) -> tuple[Helpline, ...]:
    """Lines to talk to somebody about anything: listeners and social work, as for who has no roof, less the police."""
    return tuple(line for line in for_crisis(helplines, Crisis.NO_SHELTER, language, now) if not line.emergency)


def only_listeners(helplines: tuple[Helpline, ...], language: str, now: datetime) -> tuple[Helpline, ...]:
    """Of ``listeners`` those without social work, who are also there for somebody who wants to die."""
    return tuple(line for line in listeners(helplines, language, now) if Crisis.SUICIDE in line.ranks)
