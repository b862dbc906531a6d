"""Why a service is proposed, free of any language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.hours import REGION_TIME, first_day_after, is_open, next_opening, start_of
from bot.domain.labels import Preference, Reach
from bot.domain.partners import Service
from bot.domain.question import HelpQuestion

LANGUAGE_OF_THE_REGION = "nl"
"""Spoken by every partner, so no reason of its own."""
DAYS_AHEAD = 6
"""An opening later than this can't be told by its weekday."""
COMES = frozenset({Reach.HOME_VISIT, Reach.OUTREACH})
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
    """What is known about a service for one question.

    ``km`` is by road, ``station`` where a train goes for who has no car.
    """

    question: HelpQuestion
    km: float | None
    station: str | None
    now: datetime


def reasons_for(service: Service, situation: Situation) -> tuple[Reason, ...]:
    """What speaks for the service and when there is place and time, in the order in which it is told."""
    return (
        *_help(service, situation.question),
        *_nearness(service, situation),
        *_wished_reach(service, situation),
        *_language(service, situation.question.language),
        *_woman(service, situation.question),
        cost_of(service),
        *opening_of(service, situation.now),
        *_no_place(service, situation.now),
    )


def _help(service: Service, question: HelpQuestion) -> Iterator[Reason]:
    """Only what the partner says itself is told: what follows from the kind of service alone may not be so."""
    answered = tuple(str(need) for need in question.needs if need in service.needs)
    if len(answered) > 1:
        key = "reason.covers_all" if len(answered) == len(question.needs) else "reason.covers_needs"
        yield Reason(key, {"needs": answered})


def _nearness(service: Service, situation: Situation) -> Iterator[Reason]:
    comes = _comes(service, situation.question)
    if comes:
        yield Reason("reason.home_visit" if Reach.HOME_VISIT in comes else "reason.outreach")
    if Reach.AT_LOCATION not in service.reach or situation.km is None:
        return
    if not comes or situation.km <= SHORT_KM:
        yield _distance(service, situation.question, situation.km)
    if not comes and situation.station is not None:
        yield Reason("reason.by_train", {"station": situation.station})


def _comes(service: Service, question: HelpQuestion) -> frozenset[Reach]:
    """The ways of coming that are told; those that are only not wished too, where the service has no other."""
    told = _may_come(question) if service.reach <= COMES else coming_to(question)
    return service.reach & told


def coming_to(question: HelpQuestion) -> frozenset[Reach]:
    """The ways of coming to somebody that speak for a service.

    A visit at home does not for who avoids that, and none does for who wishes to be met in another way.
    """
    if question.reach not in (None, *COMES):
        return frozenset()
    return _may_come(question)


def _may_come(question: HelpQuestion) -> frozenset[Reach]:
    return frozenset({Reach.OUTREACH}) if question.avoids_home else COMES


def _distance(service: Service, question: HelpQuestion, km: float) -> Reason:
    codes = {location.postal_code for location in service.locations}
    if question.place is not None and question.place.postal_code in codes and km <= SAME_VILLAGE_KM:
        return Reason("reason.same_place", {"place": question.place.name})
    return Reason("reason.distance", {"km": max(1, round(km))})


def _wished_reach(service: Service, situation: Situation) -> Iterator[Reason]:
    """By phone or chat is told to those who wish it, and where nobody comes and nothing is near."""
    near = service.reach & {*coming_to(situation.question), Reach.AT_LOCATION}
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


def _woman(service: Service, question: HelpQuestion) -> Iterator[Reason]:
    if service.women and Preference.WOMAN in question.preferences:
        yield Reason("reason.woman")


def cost_of(service: Service) -> Reason:
    """Whether the service costs anything, and what, as far as the directory tells."""
    if service.free:
        return Reason("reason.free")
    if service.fees:
        return Reason("reason.fees", {"fees": service.fees})
    return Reason("reason.cost_unknown" if service.free is None else "reason.not_free")


def opening_of(service: Service, now: datetime) -> Iterator[Reason]:
    """That it is open, or when it opens, as far as that is known.

    The next opening is told by its weekday, one that is far off by its date; after a closure at the earliest its end.
    """
    if is_open(service.hours, now, service.closures):
        yield Reason("reason.open_now")
        return
    today = now.astimezone(REGION_TIME).date()
    back = first_day_after(service.closures, today)
    opens = next_opening(service.hours, max(now, start_of(back)), service.closures)
    if opens is not None and (opens - now).days < DAYS_AHEAD:
        yield Reason("reason.opens", {"at": opens})
    elif opens is not None or back > today:
        yield Reason("reason.opens_on", {"day": opens.astimezone(REGION_TIME).date() if opens else back})


def away_until(service: Service, now: datetime) -> Reason | None:
    """When it opens, if that is later than tomorrow; None too where that is not known."""
    tomorrow = now.astimezone(REGION_TIME).date() + timedelta(days=1)
    for reason in opening_of(service, now):
        if reason.values and _day_of(reason) > tomorrow:
            return reason
    return None


def _day_of(reason: Reason) -> date:
    at = reason.values.get("at")
    day: date = at.astimezone(REGION_TIME).date() if at else reason.values["day"]
    return day


def _no_place(service: Service, now: datetime) -> Iterator[Reason]:
    capacity = service.capacity_on(now.astimezone(REGION_TIME).date())
    if capacity == "full" and service.full_until is not None:
        yield Reason("reason.full_until", {"day": service.full_until})
    elif capacity in ("full", "waiting_list"):
        yield Reason(f"reason.{capacity}")
