"""Why a service is proposed, free of any language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.labels import Need, Reach
from bot.domain.partners import Service
from bot.domain.question import HelpQuestion

LANGUAGE_OF_THE_REGION = "nl"
"""Spoken by every partner, so no reason of its own."""
DAYS_AHEAD = 6
"""An opening later than this can't be told by its weekday."""
SAME_VILLAGE_KM = 2.5
SHORT_KM = 8.0
"""How far by road a location may be to speak for a service that comes to you anyway."""


@dataclass(frozen=True)
class Reason:
    """A message key with the values of its placeholders."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """What is known about a service for one question; ``km`` is by road, ``answered`` the needs it helps with."""

    question: HelpQuestion
    answered: tuple[Need, ...]
    km: float | None
    open_now: bool
    opens: datetime | None
    now: datetime


def reasons_for(service: Service, situation: Situation) -> tuple[Reason, ...]:
    """What speaks for the service, in the order in which it is told."""
    return (
        *_help(situation),
        *_nearness(service, situation),
        *_wished_reach(service, situation),
        *_language(service, situation.question.language),
        cost_of(service),
        *_opening(situation),
    )


def _help(situation: Situation) -> Iterator[Reason]:
    asked = situation.question.needs
    if len(situation.answered) < 2:
        return
    key = "reason.covers_all" if len(situation.answered) == len(asked) else "reason.covers_needs"
    yield Reason(key, {"needs": tuple(str(need) for need in situation.answered)})


def _nearness(service: Service, situation: Situation) -> Iterator[Reason]:
    comes = service.reach & {Reach.HOME_VISIT, Reach.OUTREACH}
    if comes:
        yield Reason("reason.home_visit" if Reach.HOME_VISIT in comes else "reason.outreach")
    if Reach.AT_LOCATION not in service.reach or situation.km is None:
        return
    if not comes or situation.km <= SHORT_KM or situation.question.reach is Reach.AT_LOCATION:
        yield _distance(service, situation.question, situation.km)


def _distance(service: Service, question: HelpQuestion, km: float) -> Reason:
    codes = {location.postal_code for location in service.locations}
    if question.place is not None and question.place.postal_code in codes and km <= SAME_VILLAGE_KM:
        return Reason("reason.same_place", {"place": question.place.name})
    return Reason("reason.distance", {"km": max(1, round(km))})


def _wished_reach(service: Service, situation: Situation) -> Iterator[Reason]:
    """By phone or chat is told to those who wish it, and where nobody comes and nothing is near."""
    near = service.reach & {Reach.HOME_VISIT, Reach.OUTREACH, Reach.AT_LOCATION}
    for reach, key in ((Reach.PHONE, "reason.by_phone"), (Reach.CHAT, "reason.chat"), (Reach.VIDEO, "reason.video")):
        if reach in service.reach and (situation.question.reach is reach or not near):
            yield Reason(key)


def _language(service: Service, language: str) -> Iterator[Reason]:
    if language == LANGUAGE_OF_THE_REGION:
        return
    if language in service.languages:
        yield Reason("reason.speaks", {"language": language})
    elif service.interpreter:
        yield Reason("reason.interpreter", {"language": language})


def cost_of(service: Service) -> Reason:
    """Whether the service costs anything, and what, as far as the directory tells."""
    if service.free:
        return Reason("reason.free")
    return Reason("reason.fees", {"fees": service.fees}) if service.fees else Reason("reason.not_free")


def _opening(situation: Situation) -> Iterator[Reason]:
    if situation.open_now:
        yield Reason("reason.open_now")
    elif situation.opens is not None and (situation.opens - situation.now).days < DAYS_AHEAD:
        yield Reason("reason.opens", {"at": situation.opens})
