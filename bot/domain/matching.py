"""Who can help with a question: hard conditions first, then a score whose parts and reasons can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.domain.fitting import Fitting, Hurdle
from bot.domain.handover import DeclineReason
from bot.domain.hours import REGION_TIME
from bot.domain.hours_table import Column, Flags, Positions
from bot.domain.labels import Preference, Reach
from bot.domain.partners import Directory, Service
from bot.domain.question import HelpQuestion
from bot.domain.rail import station_for
from bot.domain.reasons import Reason, Situation, coming_to, reasons_for
from bot.domain.service_table import NEEDS, REACHES, ServiceTable, table_of
from bot.domain.weights import PARTS, Weights

__all__ = ["Hurdle", "LeftOut", "Proposal", "Reason", "left_out", "rank"]

FROM_AFAR = (Reach.PHONE, Reach.CHAT, Reach.VIDEO)
NOT_FOR_THEM = frozenset({DeclineReason.TARGET_GROUP, DeclineReason.AREA})
"""What an organisation says of the person, and would say again of its other services or by way of a neighbour."""


@dataclass(frozen=True)
class Proposal:
    """A service that may help, with the points of each part (they add up to the score) and the reasons to tell."""

    service: Service
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class LeftOut:
    """A service that is not proposed, and all that stands in the way."""

    service: Service
    hurdles: tuple[Hurdle, ...]


def rank(
    question: HelpQuestion,
    directory: Directory,
    now: datetime,
    *,
    weights: Weights,
    exclude: frozenset[str] = frozenset(),
    declined: Mapping[str, DeclineReason] | None = None,
    open_counts: Mapping[str, int] | None = None,
    one_each: bool = False,
    limit: int | None = None,
) -> tuple[Proposal, ...]:
    """The services that fit, the best first.

    A service fits if it is active, neither excluded nor ``declined``, covers the place and takes somebody of this age
    (as far as these are known), answers a need (if one is named), meets people in other ways than those that are
    refused, is not only for others, and has the person's language if they wish that.
    Where it is not known if one is for them (an age that was not told), the first is one that is for sure. Those for
    newcomers come after the others where nothing speaks for a newcomer, those who visit people at home where somebody
    there is to be feared, full ones last, and after them those of an
    organisation that ``declined`` because of whom it helps or where: nobody is sent back and forth. Among equals the
    one with fewer ``open_counts`` comes first. ``one_each`` keeps one service of each organisation. The order of the
    services in the directory changes nothing.
    """
    table, declined = table_of(directory), declined or {}
    if not len(table):
        return ()
    ranking = _Ranking(Fitting(table, question, weights), now)
    order = ranking.order(exclude, declined, open_counts or {})
    return tuple(ranking.proposal(at) for at in _chosen(table, order, one_each, limit))


def left_out(
    question: HelpQuestion,
    directory: Directory,
    *,
    weights: Weights,
    exclude: frozenset[str] = frozenset(),
    declined: Mapping[str, DeclineReason] | None = None,
) -> tuple[LeftOut, ...]:
    """The services that ``rank`` never gives for this question, by their ids."""
    table = table_of(directory)
    if not len(table):
        return ()
    hurdles = Fitting(table, question, weights).hurdles(exclude, declined or {})
    unfit = np.flatnonzero(np.logical_or.reduce(list(hurdles.values())))
    return tuple(
        LeftOut(table.services[at], tuple(hurdle for hurdle, flags in hurdles.items() if flags[at])) for at in unfit
    )


def _chosen(table: ServiceTable, order: Positions, one_each: bool, limit: int | None) -> Iterable[int]:
    if not one_each:
        return map(int, order[:limit])
    chosen: dict[str, int] = {}
    for at in order:
        if len(chosen) == limit:
            break
        chosen.setdefault(table.services[at].organization_id, int(at))
    return chosen.values()


class _Ranking:
    """One question's scores over the table."""

    def __init__(self, fitting: Fitting, now: datetime) -> None:
        self.fitting, self.now = fitting, now
        self.table, self.question, self.weights = fitting.table, fitting.question, fitting.weights
        self.half_km = self.weights.half_km_without_car if self.question.no_car else self.weights.half_km
        self.by_train = self._by_train()
        self.today = now.astimezone(REGION_TIME).date()
        self.waits = self.table.hours.hours_until_open(now)
        self.parts = {part: getattr(self, f"_{part}")() * self.weights.parts[part] for part in PARTS}
        self.scores = np.add.reduce([self.parts[part] for part in PARTS])

    def order(
        self,
        exclude: frozenset[str],
        declined: Mapping[str, DeclineReason],
        open_counts: Mapping[str, int],
    ) -> Positions:
        hurdles = self.fitting.hurdles(exclude, declined)
        fitting = np.flatnonzero(~np.logical_or.reduce(list(hurdles.values())))
        scores, step = self.scores[fitting], self.weights.equal_within
        bands = np.floor(scores / step) if step else scores
        busy, late = self._busy(open_counts)[fitting], self._late(declined)[fitting]
        # Sorting keeps equals in their order, which is that of the ids.
        order = np.lexsort((-scores, busy, -bands, late))
        return self._sure_first(np.asarray(fitting[order]), late[order])

    def _sure_first(self, order: Positions, late: Column) -> Positions:
        """Begins with one that is for this person for sure, if one is no later and helps with what weighs most.

        One that is meant for that comes before those that hardly are, and one that names it before those that do not,
        if it is not far behind and takes people as soon.
        """
        helps = self.fitting.answers[0] if self.question.needs else np.ones(len(self.table))
        sure = np.flatnonzero(((helps > 0) & ~self.fitting.unsure)[order] & (late == late[:1]))
        best, room = order[sure[:1]], self.parts["capacity"]
        near = self.scores[order[sure]] >= self.scores[best] - self.weights.first_within
        enough = near & (room[order[sure]] >= room[best])
        meant, lists_it = helps >= 1, self.table.needs[self.fitting.asked[0]] > 0
        fitting = (sure[enough & which[order[sure]]][:1] for which in (meant, lists_it))
        first = next(filter(len, fitting), sure[:1])
        return np.concatenate((order[first], np.delete(order, first)))

    def proposal(self, at: int) -> Proposal:
        parts = {part: round(float(column[at]), 3) for part, column in self.parts.items()}
        service = self.table.services[at]
        return Proposal(service, round(sum(parts.values()), 3), parts, reasons_for(service, self._situation(at)))

    def _situation(self, at: int) -> Situation:
        km, place = float(self.fitting.road_km[at]), self.question.place
        station = None
        if place is not None and self.by_train[at] and self.weights.by_train > self._near_by_road(km):
            station = station_for(place, self.table.services[at].locations, self._walk_km)
        return Situation(
            question=self.question,
            km=km if np.isfinite(km) else None,
            station=station.name if station else None,
            now=self.now,
        )

    def _late(self, declined: Mapping[str, DeclineReason]) -> Column:
        """What comes after all others: 1 for those that are hardly for this person, 2 for full services.

        It is 4 and more for those that would send somebody back.
        """
        late = self.fitting.unlikely * 1.0 + self.table.full(self.today) * 2.0
        known = [id for id, reason in declined.items() if reason in NOT_FOR_THEM and id in self.table.position]
        for organization in {self.table.services[self.table.position[id]].organization_id for id in known}:
            late += self.table.of_organization(organization) * 4.0
        return late

    def _busy(self, open_counts: Mapping[str, int]) -> Column:
        busy = self.table.zeros()
        for id, count in open_counts.items():
            if id in self.table.position:
                busy[self.table.position[id]] = count
        return busy

    @property
    def _walk_km(self) -> float:
        return self.weights.walk_km / self.weights.road_factor

    def _by_train(self) -> Flags:
        """Those that somebody without a car reaches by train."""
        if not self.question.no_car or self.question.place is None:
            return self.table.at([])
        return self.table.locations.by_train(self.question.place, self._walk_km) & self._offers(Reach.AT_LOCATION)

    def _near_by_road(self, km: Column | float) -> Column | float:
        return self.half_km / (self.half_km + km)

    def _offers(self, *reaches: Reach) -> Flags:
        return np.asarray(self.table.reach[[REACHES.index(reach) for reach in reaches]].any(axis=0))

    def _needs(self) -> Column:
        asked, answers = self.fitting.asked, self.fitting.answers
        counts = self.weights.next_need ** np.arange(len(asked)) if self.question.needs else np.ones(len(NEEDS))
        total = self.table.zeros()
        for answer, count in zip(answers, counts):
            total += answer * count
        return np.asarray(total / counts.sum())

    def _together(self) -> Column:
        others = len(self.question.needs) - 1
        if others < 1:
            return self.table.zeros()
        answers = self.fitting.takes_on
        return np.asarray((answers.sum(axis=0) - answers.max(axis=0)) / others)

    def _reach(self) -> Column:
        wished = self.question.reach
        column = self.table.zeros()
        if wished is None:
            return column
        for reach, value in ((wished, 1.0), *self.weights.instead.get(wished, {}).items()):
            column = np.maximum(column, self._offers(reach) * value)
        return column

    def _nearness(self) -> Column:
        by_road = np.where(self._offers(Reach.AT_LOCATION), self._near_by_road(self.fitting.road_km), 0.0)
        from_afar = np.maximum(self._offers(*FROM_AFAR) * self.weights.from_afar, self.by_train * self.weights.by_train)
        comes = self._offers(*coming_to(self.question))
        return np.maximum(np.maximum(by_road, from_afar), comes)

    def _language(self) -> Column:
        return np.maximum(self.table.speaks(self.question.language), self.table.interpreter * self.weights.interpreter)

    def _woman(self) -> Column:
        return self.table.women * float(Preference.WOMAN in self.question.preferences)

    def _opening(self) -> Column:
        half, unknown = self.weights.half_hours, np.isnan(self.waits)
        soon = half / (half + np.where(unknown, self.table.hours.hours_closed(self.now), self.waits))
        return np.where(unknown, np.minimum(soon, self.weights.hours_unknown), soon)

    def _capacity(self) -> Column:
        return self.table.capacity(self.weights.capacity, self.today)

    def _freshness(self) -> Column:
        age = self.today.toordinal() - self.table.assured
        span = self.weights.stale_days - self.weights.fresh_days
        return np.asarray(np.clip((self.weights.stale_days - age) / span, 0.0, 1.0))
