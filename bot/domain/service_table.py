"""The services of a directory as columns, so that ranking them costs a few operations on whole columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np

from bot.domain.gazetteer import OUTSIDE
from bot.domain.groups import Group
from bot.domain.hours_table import Column, Flags, HoursTable, Positions
from bot.domain.labels import Label, Need, Reach, ServiceType
from bot.domain.location_table import LocationTable
from bot.domain.partners import Directory, Service
from bot.domain.places import Place

Word = TypeVar("Word", bound=str)
Words = Mapping[Word, Positions]
"""The positions of the services that have each word."""

GROWN_UP_AT, OLD_AT = 18, 65
NEEDS, TYPES, REACHES = tuple(Need), tuple(ServiceType), tuple(Reach)


class ServiceTable:
    """Services in the order of their ids, whatever their order in the directory."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.services = tuple(sorted(services, key=lambda service: service.id))
        self.position = {service.id: at for at, service in enumerate(self.services)}
        self.needs = self._marked(NEEDS, lambda service: service.needs)
        self.types = self._marked(TYPES, lambda service: service.types)
        self.reach = self._marked(REACHES, lambda service: service.reach)
        self.interpreter = self._flags(lambda service: service.interpreter)
        self.women = self._flags(lambda service: service.women)
        self.active = self._flags(lambda service: service.status == "active")
        self._full_until = self._column(_last_full_day)
        self.assured = self._column(_day_number)
        self.locations = LocationTable([service.locations for service in self.services])
        self.hours = HoursTable([each.hours for each in self.services], [each.closures for each in self.services])
        self._youngest = self._column(lambda service: _or(service.minimum_age, -np.inf))
        self._oldest = self._column(lambda service: _or(service.maximum_age, np.inf))
        self._languages = self._by_word(lambda service: service.languages)
        self._organizations = self._by_word(lambda service: (service.organization_id,))
        self._capacities = self._by_word(lambda service: (service.capacity,))
        self._groups: Words[Group] = self._by_word(lambda service: service.only_for)
        self._areas = self._by_word(lambda service: service.area)
        self._codes = self._by_word(lambda service: service.area_postal_codes)
        self._area_km = self._column(lambda service: _or(service.area_km, -np.inf))
        self._everywhere = self._flags(_serves_the_region)

    def __len__(self) -> int:
        return len(self.services)

    def zeros(self) -> Column:
        return np.zeros(len(self))

    def at(self, positions: Sequence[int] | Positions) -> Flags:
        flags = np.zeros(len(self), dtype=bool)
        flags[positions] = True
        return flags

    def those(self, ids: Iterable[str]) -> Flags:
        """The services with these ids; ids of others are left out."""
        return self.at([self.position[id] for id in ids if id in self.position])

    def speaks(self, language: str) -> Flags:
        return self._with(self._languages, language)

    def of_organization(self, id: str) -> Flags:
        return self._with(self._organizations, id)

    def takes(self, age: int) -> Flags:
        """Those that no limit of age closes to somebody of this age."""
        return np.asarray((self._youngest <= age) & (age <= self._oldest))

    @property
    def not_for_all_ages(self) -> Flags:
        """Those whose limits of age close them to some of the people who work or bring up children."""
        return ~(self.takes(GROWN_UP_AT) & self.takes(OLD_AT))

    def only_for(self, groups: Iterable[Group]) -> Flags:
        """Those that are only for one of these groups."""
        flags = self.at([])
        for group in groups:
            flags |= self.at(self._groups.get(group, []))
        return flags

    def serves(self, place: Place, road_km: Column) -> Flags:
        """Those whose area covers the place; the whole region is no area for a place outside it."""
        named = self._with(self._areas, place.municipality) | self._with(self._codes, place.postal_code)
        named |= road_km <= self._area_km
        return named if place.kind == OUTSIDE else self._everywhere | named

    def full(self, day: date) -> Flags:
        return np.asarray(self._full_until >= day.toordinal())

    def capacity(self, values: Mapping[str, float], day: date) -> Column:
        column = self.zeros()
        for word, positions in self._capacities.items():
            column[positions] = values.get(word, 0.0)
        over = np.isfinite(self._full_until) & ~self.full(day)
        return np.where(over, values.get("open", 0.0), column)

    def _with(self, words: Words[str], word: str) -> Flags:
        return self.at(words.get(word, []))

    def _column(self, of: Callable[[Service], float]) -> Column:
        return np.fromiter((of(service) for service in self.services), dtype=float, count=len(self.services))

    def _flags(self, of: Callable[[Service], bool]) -> Flags:
        return np.fromiter((of(service) for service in self.services), dtype=bool, count=len(self.services))

    def _marked(self, labels: Sequence[Label], of: Callable[[Service], Iterable[Label]]) -> Flags:
        """One row a label, one column a service."""
        marked = self._by_word(of)
        return np.array([self.at(marked.get(label, [])) for label in labels])

    def _by_word(self, of: Callable[[Service], Iterable[Word]]) -> Words[Word]:
        found: dict[Word, list[int]] = defaultdict(list)
        for at, service in enumerate(self.services):
            for word in of(service):
                found[word].append(at)
        return {word: np.array(positions, dtype=np.int64) for word, positions in found.items()}


def table_of(directory: Directory) -> ServiceTable:
    """The table of a directory, made once for as long as this very directory is in use."""
    return _table(_Same(directory))


class _Same:
    """A directory that is equal only to itself: comparing two by content would cost more than the table."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def __hash__(self) -> int:
        return id(self.directory)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.directory is other.directory


@lru_cache(maxsize=2)
def _table(same: _Same) -> ServiceTable:
    return ServiceTable(same.directory.services)


def _serves_the_region(service: Service) -> bool:
    return not service.area and not service.area_postal_codes and service.area_km is None


def _or(number: float | None, default: float) -> float:
    return default if number is None else number


def _last_full_day(service: Service) -> float:
    """Infinite where no end is known, infinitely long ago where it is not full."""
    if service.capacity != "full":
        return float("-inf")
    return service.full_until.toordinal() if service.full_until else float("inf")


def _day_number(service: Service) -> float:
    return service.assured_on.toordinal() if service.assured_on else float("-inf")
