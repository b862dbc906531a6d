"""A second, slow way to the same score: one service at a time, by the words of Weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from math import inf

from bot.domain.fitting import Hurdle
from bot.domain.groups import Group
from bot.domain.hours import REGION_TIME, is_open, next_opening
from bot.domain.labels import Need, Preference, Reach
from bot.domain.partners import Location, Service
from bot.domain.places import Place, distance_km
from bot.domain.question import HelpQuestion
from bot.domain.rail import STATIONS, Station
from bot.domain.weights import Weights


def slow_parts(question: HelpQuestion, service: Service, weights: Weights, now: datetime) -> Mapping[str, float]:
    asked = question.needs or tuple(Need)
    by_type = {need for kind in service.types for need in weights.type_needs[kind]}
    narrow = [needs for kind in service.types if len(needs := weights.type_needs[kind]) < weights.broad_from]
    unlisted = weights.unlisted if service.needs else weights.by_type

    def answered(by_broad_kind: float) -> list[float]:
        listed = {need: by_broad_kind if need in by_type else weights.listed_only for need in service.needs}
        listed |= {need: 1.0 for need in service.needs if not service.types or any(need in needs for needs in narrow)}
        return [listed.get(need, unlisted * (need in by_type)) for need in asked]

    answers, takes_on = answered(weights.by_broad_kind), answered(1.0)
    counts = [weights.next_need**number if question.needs else 1.0 for number in range(len(asked))]
    instead = weights.instead.get(question.reach, {}) if question.reach else {}
    met = [1.0 if reach is question.reach else instead.get(reach, 0.0) for reach in service.reach]
    today = now.astimezone(REGION_TIME).date()
    age = (today - service.assured_on).days if service.assured_on else inf
    free_again = service.capacity == "full" and service.full_until and service.full_until < today
    values = {
        "needs": sum(a * c for a, c in zip(answers, counts)) / sum(counts),
        "together": (sum(takes_on) - max(takes_on)) / (len(asked) - 1) if len(question.needs) > 1 else 0.0,
        "reach": max(met, default=0.0) if question.reach else 0.0,
        "nearness": slow_nearness(question, service, weights),
        "language": 1.0 if question.language in service.languages else weights.interpreter * service.interpreter,
        "woman": float(service.women and Preference.WOMAN in question.preferences),
        "opening": slow_opening(service, weights, now),
        "capacity": weights.capacity["open" if free_again else service.capacity],
        "freshness": min(max((weights.stale_days - age) / (weights.stale_days - weights.fresh_days), 0.0), 1.0),
    }
    return {part: value * weights.parts[part] for part, value in values.items()}


def slow_opening(service: Service, weights: Weights, now: datetime) -> float:
    if service.hours and is_open(service.hours, now, service.closures):
        return 1.0
    if not service.hours:
        closed = (midnight(day_after_closures(service, now)) - now).total_seconds() / 3600
        return min(weights.hours_unknown, weights.half_hours / (weights.half_hours + max(closed, 0.0)))
    opens = next_opening(service.hours, now, service.closures)
    wait = (opens - now).total_seconds() / 3600 if opens else inf
    return weights.half_hours / (weights.half_hours + wait)


def day_after_closures(service: Service, now: datetime) -> date:
    day = now.astimezone(REGION_TIME).date()
    while any(each.first <= day <= each.last for each in service.closures):
        day += timedelta(days=1)
    return day


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), REGION_TIME)


def slow_nearness(question: HelpQuestion, service: Service, weights: Weights) -> float:
    comes = Reach.OUTREACH in service.reach or (Reach.HOME_VISIT in service.reach and not question.avoids_home)
    if comes and question.reach in (None, Reach.HOME_VISIT, Reach.OUTREACH):
        return 1.0
    half = weights.half_km_without_car if question.no_car else weights.half_km
    near = [weights.from_afar] if service.reach & {Reach.PHONE, Reach.CHAT, Reach.VIDEO} else [0.0]
    if Reach.AT_LOCATION in service.reach and question.place:
        for each in service.locations:
            near.append(half / (half + road_km(question.place, each, weights)))
            if question.no_car and a_train_goes(question.place, each, weights):
                near.append(weights.by_train)
    return max(near)


def place_of(spot: Location | Station) -> Place:
    return Place(spot.name, "", "", "village", spot.latitude, spot.longitude)


def road_km(home: Place, spot: Location | Station, weights: Weights) -> float:
    return distance_km(home, place_of(spot)) * weights.road_factor


def a_train_goes(home: Place, location: Location, weights: Weights) -> bool:
    ends = [min(STATIONS, key=lambda station: road_km(end, station, weights)) for end in (home, place_of(location))]
    walks = [road_km(end, station, weights) for end, station in zip((home, place_of(location)), ends)]
    return max(walks) <= weights.walk_km and ends[0].line == ends[1].line and ends[0] != ends[1]


def slow_unsure(question: HelpQuestion, service: Service) -> bool:
    """True if it is not known whether the service is for this person."""
    low, high = service.minimum_age or 0, inf if service.maximum_age is None else service.maximum_age
    some_ages = question.age is None and not (low <= 18 and high >= 65)
    return some_ages or bool(service.only_for & {Group.WOMEN, Group.MEN} - set(question.groups))


def slow_unlikely(question: HelpQuestion, service: Service) -> bool:
    new = question.language != "nl" or Need.LANGUAGE in question.needs or Group.NEWCOMERS in question.groups
    visits = Reach.HOME_VISIT in service.reach and question.reach is not Reach.HOME_VISIT
    return (Group.NEWCOMERS in service.only_for and not new) or (question.unsafe_at_home and visits)


def helps_first(question: HelpQuestion, service: Service, weights: Weights) -> bool:
    known = service.needs | {need for kind in service.types for need in weights.type_needs[kind]}
    return question.needs[0] in known if question.needs else True


def meant_first(question: HelpQuestion, service: Service, weights: Weights) -> bool:
    """True if the service lists what weighs most, and is of a kind that is meant for it, or of none."""
    meant = {need for kind in service.types for need in weights.type_needs[kind]}
    listed = not question.needs or question.needs[0] in service.needs
    return listed and (not question.needs or not service.types or question.needs[0] in meant)


def fits(question: HelpQuestion, service: Service, weights: Weights) -> bool:
    return not list(slow_hurdles(question, service, weights))


def slow_hurdles(question: HelpQuestion, service: Service, weights: Weights) -> Iterator[Hurdle]:
    known = service.needs | {need for kind in service.types for need in weights.type_needs[kind]}
    if service.status != "active":
        yield Hurdle.STATUS
    if not set(question.needs or Need) & known:
        yield Hurdle.NEED
    if question.place and not serves(service, question.place, weights):
        yield Hurdle.AREA
    low, high = service.minimum_age or 0, inf if service.maximum_age is None else service.maximum_age
    if question.age is not None and not low <= question.age <= high:
        yield Hurdle.AGE
    if service.only_for & question.other_groups:
        yield Hurdle.GROUP
    understood = question.language in service.languages or service.interpreter
    if Preference.OWN_LANGUAGE in question.preferences and not understood:
        yield Hurdle.LANGUAGE
    if service.reach and service.reach <= question.unwished_reach:
        yield Hurdle.REACH


def serves(service: Service, place: Place, weights: Weights) -> bool:
    if not service.area and not service.area_postal_codes and service.area_km is None:
        return place.kind != "outside"
    near = service.area_km is not None and any(
        road_km(place, each, weights) <= service.area_km for each in service.locations
    )
    return near or place.municipality in service.area or place.postal_code in service.area_postal_codes
