"""A partner's own services in its language, ready to be shown and confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from babel.dates import format_date

from bot.console.words import LOCALES
from bot.domain.assurance import Assurance
from bot.domain.hours import REGION_TIME
from bot.domain.partners import ClosedPeriod, Service
from bot.service.ports import Texts
from bot.service.wording import opening_lines


@dataclass(frozen=True)
class Fact:
    """One line of what the directory says of a service."""

    label: str
    value: str


@dataclass(frozen=True)
class ServiceCard:
    """A service as its partner sees it. ``is_full``, ``can_reopen`` tell which ways out to offer."""

    id: str
    name: str
    confirmed: str
    states: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_full: bool
    can_reopen: bool


def seen(cards: Sequence[ServiceCard]) -> str:
    """A mark of what is shown, another one as soon as anything of it changes."""
    return hashlib.sha256(repr([astuple(card) for card in cards]).encode()).hexdigest()[:16]


class ServiceWords:
    """Says services in one language."""

    def __init__(self, texts: Texts, language: str, now: datetime) -> None:
        self._say = partial(texts.say, language)
        self._locale = LOCALES[language]
        self._today = now.astimezone(REGION_TIME).date()

    def card(self, service: Service, said: Assurance | None) -> ServiceCard:
        """``said`` is the partner's own word, which alone it can take back."""
        capacity = service.capacity_on(self._today)
        coming = tuple(each for each in service.closures if each.last >= self._today)
        return ServiceCard(
            id=service.id,
            name=service.name,
            confirmed=self._confirmed(service.assured_on),
            states=tuple(self._states(service, capacity, coming)),
            facts=tuple(self._facts(service)),
            is_full=capacity == "full",
            can_reopen=any(each in coming for each in said.closures) if said else False,
        )

    def _confirmed(self, day: date | None) -> str:
        if day is None:
            return self._say("console.service.never_confirmed")
        return self._say("console.service.confirmed", day=self._day(day))

    def _states(self, service: Service, capacity: str, coming: tuple[ClosedPeriod, ...]) -> Iterator[str]:
        if service.status != "active":
            yield self._say("console.service.not_shown")
        until = service.full_until if capacity == "full" else None
        if until is not None:
            yield self._say("console.service.full_until", day=self._day(until))
        else:
            yield self._say(f"console.service.capacity.{capacity}")
        for period in coming:
            yield self._say("console.service.closed", first=self._day(period.first), last=self._day(period.last))

    def _facts(self, service: Service) -> Iterator[Fact]:
        needs = [self._say(f"console.need.{need}") for need in sorted(service.needs)]
        addresses = [f"{each.address}, {each.postal_code} {each.municipality}" for each in service.locations]
        hours = self._say("console.service.hours_of", hours=opening_lines(service.hours)) if service.hours else ""
        values: dict[str, Any] = {
            "needs": " · ".join(needs),
            "reach": " · ".join(self._say(f"console.reach.{reach}") for reach in sorted(service.reach)),
            "area": " · ".join((*sorted(service.area), *sorted(service.area_postal_codes))),
            "address": " · ".join(addresses),
            "hours": hours,
            "phone": service.phone,
        }
        for name, value in values.items():
            if value:
                yield Fact(self._say(f"console.service.{name}"), value)

    def _day(self, day: date) -> str:
        return format_date(day, "d MMMM y", locale=self._locale)
