"""A second, slow way to the same score: one service at a time, by the words of Weights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.hours import is_open, next_opening
from bot.domain.labels import Need, Reach
from bot.domain.partners import OpeningPeriod, Service
from bot.domain.places import Place, distance_km
from bot.domain.question import HelpQuestion
from bot.domain.weights import Weights


def slow_parts(
    question: HelpQuestion, service: Service, weights: Weights, now: datetime, no_car: bool
) -> Mapping[str, float]:
    asked = question.needs or tuple(Need)
    by_type = {need for kind in service.types for need in weights.type_needs[kind]}
    answers = [1.0 if need in service.needs else weights.by_type * (need in by_type) for need in asked]
    counts = [weights.next_need**number if question.needs else 1.0 for number in range(len(asked))]
    instead = weights.instead.get(question.reach, {}) if question.reach else {}
    met = [1.0 if reach is question.reach else instead.get(reach, 0.0) for reach in service.reach]
    wait = None if not service.hours else 0.0 if is_open(service.hours, now) else hours_to(service.hours, now)
    age = (now.date() - service.assured_on).days if service.assured_on else float("inf")
    values = {
        "needs": sum(a * c for a, c in zip(answers, counts)) / sum(counts),
        "together": max(sum(a > 0 for a in answers) - 1, 0) / (len(asked) - 1) if len(question.needs) > 1 else 0.0,
        "reach": max(met, default=0.0) if question.reach else 0.0,
        "nearness": slow_nearness(question, service, weights, no_car),
        "language": 1.0 if question.language in service.languages else weights.interpreter * service.interpreter,
        "opening": weights.hours_unknown if wait is None else weights.half_hours / (weights.half_hours + wait),
        "capacity": weights.capacity[service.capacity],
        "freshness": min(max((weights.stale_days - age) / (weights.stale_days - weights.fresh_days), 0.0), 1.0),
    }
    return {part: value * weights.parts[part] for part, value in values.items()}


def hours_to(hours: tuple[OpeningPeriod, ...], now: datetime) -> float:
    opens = next_opening(hours, now)
    return (opens - now).total_seconds() / 3600 if opens else float("inf")


def slow_nearness(question: HelpQuestion, service: Service, weights: Weights, no_car: bool) -> float:
    if service.reach & {Reach.HOME_VISIT, Reach.OUTREACH}:
        return 1.0
    half = weights.half_km_without_car if no_car else weights.half_km
    near = [weights.from_afar] if service.reach & {Reach.PHONE, Reach.CHAT, Reach.VIDEO} else [0.0]
    if Reach.AT_LOCATION in service.reach and question.place:
        for each in service.locations:
            there = Place(each.name, each.municipality, each.postal_code, "village", each.latitude, each.longitude)
            near.append(half / (half + distance_km(question.place, there) * weights.road_factor))
    return max(near)


def fits(question: HelpQuestion, service: Service, weights: Weights) -> bool:
    known = service.needs | {need for kind in service.types for need in weights.type_needs[kind]}
    covers = question.place is None or not service.area or question.place.municipality in service.area
    return service.status == "active" and covers and bool(set(question.needs or Need) & known)
