"""What a service has to fulfil to be proposed at all: the hard conditions, over a whole table at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.groups import INSTEAD, Group
from bot.domain.hours_table import Column, Flags
from bot.domain.labels import Label, Need, Preference, Reach
from bot.domain.partners import Service
from bot.domain.question import HelpQuestion
from bot.domain.service_table import NEEDS, REACHES, TYPES, ServiceTable
from bot.domain.weights import Weights


class Hurdle(Label):
    """Why a service does not fit a question."""

    STATUS = "status"
    NEED = "need"
    AREA = "area"
    AGE = "age"
    GROUP = "group"
    LANGUAGE = "language"
    REACH = "reach"
    DECLINED = "declined"
    EXCLUDED = "excluded"


def is_for(service: Service, question: HelpQuestion) -> bool:
    """False for a service that is only for people of another age or group than this person's, as far as told."""
    youngest, oldest = service.minimum_age, service.maximum_age
    too_young = question.age is not None and youngest is not None and question.age < youngest
    too_old = question.age is not None and oldest is not None and question.age > oldest
    return not (too_young or too_old or service.only_for & question.other_groups)


@dataclass(frozen=True)
class Fitting:
    """One question's hard conditions over the table."""

    table: ServiceTable
    question: HelpQuestion
    weights: Weights

    @cached_property
    def asked(self) -> list[int]:
        """The rows of the needs that were named; of all where none was."""
        return [NEEDS.index(need) for need in self.question.needs] or list(range(len(NEEDS)))

    @cached_property
    def answers(self) -> Column:
        """How well each need that was asked is answered (rows, in their order) by each service (columns)."""
        return self._answered(self.weights.by_broad_kind)

    @cached_property
    def takes_on(self) -> Column:
        """The same where a kind that takes on almost everything counts as much: for who coordinates it is no lack."""
        return self._answered(1.0)

    def _answered(self, by_broad_kind: float) -> Column:
        answers = np.empty((len(self.asked), len(self.table)))
        of_no_kind = ~self.table.types.any(axis=0)
        by_type = np.where(self.table.needs.any(axis=0), self.weights.unlisted, self.weights.by_type)
        for row, need in zip(answers, self.asked):
            meant_for_it, in_particular = self._any_type(NEEDS[need]), self._any_type(NEEDS[need], narrow=True)
            by_kind = np.where(meant_for_it, by_broad_kind, self.weights.listed_only)
            listed = np.where(in_particular | of_no_kind, 1.0, by_kind)
            np.maximum(self.table.needs[need] * listed, meant_for_it * by_type, out=row)
        return answers

    @cached_property
    def road_km(self) -> Column:
        """How far the nearest location is; infinite where that is not known."""
        if self.question.place is None:
            return np.full(len(self.table), np.inf)
        return np.asarray(self.table.locations.km(self.question.place) * self.weights.road_factor)

    @cached_property
    def unsure(self) -> Flags:
        """Those that are for some ages, or for women or men alone, where it is not known if the person is one."""
        unknown = self.table.only_for(set(INSTEAD) - set(self.question.groups))
        return unknown | self.table.not_for_all_ages if self.question.age is None else unknown

    @cached_property
    def unlikely(self) -> Flags:
        """Those for newcomers alone, where nothing speaks for one, and those who visit whom a visit endangers."""
        unlikely = self.table.only_for(() if self.question.may_be_new else (Group.NEWCOMERS,))
        unsafe = self.question.unsafe_at_home and self.question.avoids_home
        return unlikely | self.table.reach[REACHES.index(Reach.HOME_VISIT)] if unsafe else unlikely

    def hurdles(self, exclude: Iterable[str], declined: Iterable[str]) -> Mapping[Hurdle, Flags]:
        """Each hurdle that there is for this question, with the services for which it stands in the way."""
        question, table = self.question, self.table
        found = {Hurdle.STATUS: ~table.active, Hurdle.NEED: ~self.answers.any(axis=0)}
        if question.place is not None:
            found[Hurdle.AREA] = ~table.serves(question.place, self.road_km)
        if question.age is not None:
            found[Hurdle.AGE] = ~table.takes(question.age)
        if question.other_groups:
            found[Hurdle.GROUP] = table.only_for(question.other_groups)
        if Preference.OWN_LANGUAGE in question.preferences:
            found[Hurdle.LANGUAGE] = ~(table.speaks(question.language) | table.interpreter)
        if question.unwished_reach:
            found[Hurdle.REACH] = self._meets_only_as_unwished()
        return {**found, Hurdle.DECLINED: table.those(declined), Hurdle.EXCLUDED: table.those(exclude)}

    def _meets_only_as_unwished(self) -> Flags:
        """Services all whose ways of meeting are out of the question; not those of which none is known."""
        unwished = np.array([reach in self.question.unwished_reach for reach in REACHES])
        return np.asarray(self.table.reach.any(axis=0) & ~self.table.reach[~unwished].any(axis=0))

    def _any_type(self, need: Need, *, narrow: bool = False) -> Flags:
        """Those of a kind that is meant for a need; if ``narrow``, of one that is not meant for almost everything."""
        most = self.weights.broad_from if narrow else np.inf
        meant = {kind: needs for kind, needs in self.weights.type_needs.items() if need in needs and len(needs) < most}
        kinds = [at for at, kind in enumerate(TYPES) if kind in meant]
        return np.asarray(self.table.types[kinds].any(axis=0))
