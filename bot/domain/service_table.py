"""The services of a directory as columns, so that ranking them costs a few operations on whole columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.domain.gazetteer import OUTSIDE
from bot.domain.hours_table import HoursTable
from bot.domain.labels import Label, Need, Reach, ServiceType
from bot.domain.partners import Directory, Service
from bot.domain.places import EARTH_RADIUS_KM, Place

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]
Word = TypeVar("Word", bound=str)

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
        self.active = self._flags(lambda service: service.status == "active")
        self.everywhere = self._flags(lambda service: not service.area)
        self.assured = np.array([_day_number(service) for service in self.services], dtype=float)
        self._languages = self._by_word(lambda service: service.languages)
        self._areas = self._by_word(lambda service: service.area)
        self._capacities = self._by_word(lambda service: (service.capacity,))
        self._hours = HoursTable([service.hours for service in self.services])
        self._owners, self._points = self._locations()

    def __len__(self) -> int:
        return len(self.services)

    def zeros(self) -> Column:
        return np.zeros(len(self))

    def none(self) -> Flags:
        return np.zeros(len(self), dtype=bool)

    def speaks(self, language: str) -> Flags:
        return self._languages.get(language, self.none())

    def serves(self, place: Place) -> Flags:
        """Those whose area covers the place; the whole region is no area for a place outside it."""
        named = self._areas.get(place.municipality, self.none())
        return named if place.kind == OUTSIDE else self.everywhere | named

    def capacity(self, values: Mapping[str, float]) -> Column:
        column = self.zeros()
        for word, flags in self._capacities.items():
            column[flags] = values.get(word, 0.0)
        return column

    def km(self, place: Place) -> Column:
        """The straight distance to the nearest location, infinite where no location is known."""
        column = np.full(len(self), np.inf)
        if not len(self._owners):
            return column
        square = ((self._points - _points([place.latitude], [place.longitude])) ** 2).sum(axis=0)
        owners, first = np.unique(self._owners, return_index=True)
        column[owners] = np.minimum.reduceat(np.sqrt(square), first) * EARTH_RADIUS_KM
        return column

    def hours_until_open(self, now: datetime) -> Column:
        """See HoursTable."""
        return self._hours.hours_until_open(now)

    def _flags(self, of: Callable[[Service], bool]) -> Flags:
        return np.fromiter((of(service) for service in self.services), dtype=bool, count=len(self.services))

    def _marked(self, labels: Sequence[Label], of: Callable[[Service], Iterable[Label]]) -> Flags:
        """One row a label, one column a service."""
        marked = self._by_word(of)
        return np.array([marked.get(label, self.none()) for label in labels])

    def _by_word(self, of: Callable[[Service], Iterable[Word]]) -> dict[Word, Flags]:
        positions: dict[Word, list[int]] = defaultdict(list)
        for at, service in enumerate(self.services):
            for word in of(service):
                positions[word].append(at)
        return {word: self._flags_at(found) for word, found in positions.items()}

    def _flags_at(self, positions: list[int]) -> Flags:
        flags = self.none()
        flags[positions] = True
        return flags

    def _locations(self) -> tuple[NDArray[np.int64], Column]:
        known = [
            (at, location)
            for at, service in enumerate(self.services)
            for location in service.locations
            if location.latitude or location.longitude
        ]
        owners = np.array([at for at, _ in known], dtype=np.int64)
        points = _points([place.latitude for _, place in known], [place.longitude for _, place in known])
        return owners, points


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


def _day_number(service: Service) -> float:
    return service.assured_on.toordinal() if service.assured_on else float("-inf")


def _points(latitudes: list[float], longitudes: list[float]) -> Column:
    """Places on the unit sphere: over the distances of a region the straight chord is as long as the arc."""
    lat, lon = np.radians(latitudes), np.radians(longitudes)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
