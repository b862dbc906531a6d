"""Who can help with a question: hard conditions first, then a score whose parts and reasons can be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.domain.hours import REGION_TIME, next_opening
from bot.domain.labels import Need, Reach
from bot.domain.partners import Directory, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.reasons import Reason, Situation, reasons_for
from bot.domain.service_table import NEEDS, REACHES, TYPES, Column, Flags, ServiceTable, table_of
from bot.domain.weights import PARTS, Weights

__all__ = ["Proposal", "Reason", "rank"]

COMES_TO_YOU = (Reach.HOME_VISIT, Reach.OUTREACH)
FROM_AFAR = (Reach.PHONE, Reach.CHAT, Reach.VIDEO)


@dataclass(frozen=True)
class Proposal:
    """A service that may help, with the points of each part (they add up to the score) and the reasons to tell."""

    service: Service
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]


def rank(
    question: HelpQuestion,
    directory: Directory,
    now: datetime,
    *,
    weights: Weights,
    exclude: frozenset[str] = frozenset(),
    open_counts: Mapping[str, int] | None = None,
    no_car: bool = False,
    one_each: bool = False,
    limit: int | None = None,
) -> tuple[Proposal, ...]:
    """The services that fit, the best first.

    A service fits if it is active, not excluded, covers the place (if that is known) and answers a need (if one is
    named). Among equals the one with fewer ``open_counts`` comes first. ``one_each`` keeps one service of each
    organisation. The order of the services in the directory changes nothing.
    """
    table = table_of(directory)
    if not len(table):
        return ()
    ranking = _Ranking(table, question, now, weights, no_car)
    order = ranking.order(exclude, open_counts or {})
    return tuple(ranking.proposal(at) for at in _chosen(table, order, one_each, limit))


def _chosen(table: ServiceTable, order: list[int], one_each: bool, limit: int | None) -> list[int]:
    if not one_each:
        return order[:limit]
    seen: set[str] = set()
    chosen: list[int] = []
    for at in order:
        organization = table.services[at].organization_id
        if len(chosen) == limit:
            break
        if organization not in seen:
            seen.add(organization)
            chosen.append(at)
    return chosen


class _Ranking:
    """One question's columns over the table."""

    def __init__(
        self, table: ServiceTable, question: HelpQuestion, now: datetime, weights: Weights, no_car: bool
    ) -> None:
        self.table, self.question, self.now, self.weights = table, question, now, weights
        self.half_km = weights.half_km_without_car if no_car else weights.half_km
        self.asked = [NEEDS.index(need) for need in question.needs] or list(range(len(NEEDS)))
        self.answers = self._answers()
        self.road_km = self._road_km(question.place)
        self.waits = table.hours_until_open(now)
        self.parts = {part: getattr(self, f"_{part}")() * weights.parts[part] for part in PARTS}
        self.scores = np.add.reduce([self.parts[part] for part in PARTS])

    def order(self, exclude: frozenset[str], open_counts: Mapping[str, int]) -> list[int]:
        fitting = np.flatnonzero(self._fits(exclude))
        scores = self.scores[fitting]
        step = self.weights.equal_within
        bands = np.floor(scores / step) if step else scores
        busy = self._busy(open_counts)[fitting]
        return [int(at) for at in fitting[np.lexsort((fitting, -scores, busy, -bands))]]

    def proposal(self, at: int) -> Proposal:
        parts = {part: round(float(column[at]), 3) for part, column in self.parts.items()}
        service = self.table.services[at]
        return Proposal(service, round(sum(parts.values()), 3), parts, reasons_for(service, self._situation(at)))

    def _situation(self, at: int) -> Situation:
        km, hours, open_now = float(self.road_km[at]), self.table.services[at].hours, bool(self.waits[at] == 0)
        answered = tuple(NEEDS[need] for need, answer in zip(self.asked, self.answers[:, at]) if answer > 0)
        return Situation(
            question=self.question,
            answered=answered if self.question.needs else (),
            km=km if np.isfinite(km) else None,
            open_now=open_now,
            opens=None if open_now else next_opening(hours, self.now),
            now=self.now,
        )

    def _fits(self, exclude: frozenset[str]) -> Flags:
        fits: Flags = np.logical_and(self.table.active, self.answers.any(axis=0))
        if self.question.place is not None:
            fits &= self.table.serves(self.question.place)
        fits[[self.table.position[id] for id in exclude if id in self.table.position]] = False
        return fits

    def _busy(self, open_counts: Mapping[str, int]) -> Column:
        busy = self.table.zeros()
        for id, count in open_counts.items():
            if id in self.table.position:
                busy[self.table.position[id]] = count
        return busy

    def _answers(self) -> Column:
        """How well each need that was asked is answered (rows, in their order) by each service (columns)."""
        by_type = [self._any_type(NEEDS[need]) * self.weights.by_type for need in self.asked]
        return np.maximum(self.table.needs[self.asked], by_type)

    def _any_type(self, need: Need) -> Flags:
        kinds = [at for at, kind in enumerate(TYPES) if need in self.weights.type_needs.get(kind, ())]
        return _any(self.table.types[kinds])

    def _road_km(self, place: Place | None) -> Column:
        if place is None:
            return np.full(len(self.table), np.inf)
        return np.asarray(self.table.km(place) * self.weights.road_factor)

    def _offers(self, *reaches: Reach) -> Flags:
        return _any(self.table.reach[[REACHES.index(reach) for reach in reaches]])

    def _needs(self) -> Column:
        counts = self.weights.next_need ** np.arange(len(self.asked)) if self.question.needs else np.ones(len(NEEDS))
        total = self.table.zeros()
        for answer, count in zip(self.answers, counts):
            total += answer * count
        return np.asarray(total / counts.sum())

    def _together(self) -> Column:
        others = len(self.question.needs) - 1
        if others < 1:
            return self.table.zeros()
        return np.asarray(np.maximum((self.answers > 0).sum(axis=0) - 1, 0) / others)

    def _reach(self) -> Column:
        wished = self.question.reach
        column = self.table.zeros()
        if wished is None:
            return column
        for reach, value in ((wished, 1.0), *self.weights.instead.get(wished, {}).items()):
            column = np.maximum(column, self._offers(reach) * value)
        return column

    def _nearness(self) -> Column:
        by_road = np.where(self._offers(Reach.AT_LOCATION), self.half_km / (self.half_km + self.road_km), 0.0)
        from_afar = self._offers(*FROM_AFAR) * self.weights.from_afar
        return np.maximum(np.maximum(by_road, from_afar), self._offers(*COMES_TO_YOU))

    def _language(self) -> Column:
        return np.maximum(self.table.speaks(self.question.language), self.table.interpreter * self.weights.interpreter)

    def _opening(self) -> Column:
        half = self.weights.half_hours
        return np.where(np.isnan(self.waits), self.weights.hours_unknown, half / (half + self.waits))

    def _capacity(self) -> Column:
        return self.table.capacity(self.weights.capacity)

    def _freshness(self) -> Column:
        age = self.now.astimezone(REGION_TIME).date().toordinal() - self.table.assured
        span = self.weights.stale_days - self.weights.fresh_days
        return np.asarray(np.clip((self.weights.stale_days - age) / span, 0.0, 1.0))


def _any(flags: Flags) -> Flags:
    return np.asarray(flags.any(axis=0))
