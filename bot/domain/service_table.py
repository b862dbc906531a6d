"""The services of a directory as columns, so that ranking them costs a few operations on whole columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.domain.gazetteer import OUTSIDE
from bot.domain.hours import is_open, next_opening
from bot.domain.labels import Label, Need, Reach, ServiceType
from bot.domain.partners import Directory, OpeningPeriod, Service
from bot.domain.places import EARTH_RADIUS_KM, Place

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]

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
        self._patterns, self._pattern_of = self._hours()
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
        chords = self._points - _point(place.latitude, place.longitude)
        # Squares are added one by one: whole-row functions may round differently by position in the column.
        square = chords[:, 0] ** 2 + chords[:, 1] ** 2 + chords[:, 2] ** 2
        np.minimum.at(column, self._owners, np.sqrt(square) * EARTH_RADIUS_KM)
        return column

    def hours_until_open(self, now: datetime) -> Column:
        """0 where it is open; not a number where the hours are not known, infinite where it does not open soon."""
        waits = np.array([_wait(pattern, now) for pattern in self._patterns], dtype=float)
        return waits[self._pattern_of] if len(self) else self.zeros()

    def _flags(self, of: Callable[[Service], bool]) -> Flags:
        return np.fromiter((of(service) for service in self.services), dtype=bool, count=len(self.services))

    def _marked(self, labels: tuple[Label, ...], of: Callable[[Service], Iterable[Label]]) -> Flags:
        column_of = {label: at for at, label in enumerate(labels)}
        marked = np.zeros((len(self.services), len(labels)), dtype=bool)
        for at, service in enumerate(self.services):
            marked[at, [column_of[label] for label in of(service)]] = True
        return marked

    def _by_word(self, of: Callable[[Service], Iterable[str]]) -> dict[str, Flags]:
        words: dict[str, Flags] = {}
        for at, service in enumerate(self.services):
            for word in of(service):
                words.setdefault(word, self.none())[at] = True
        return words

    def _hours(self) -> tuple[tuple[tuple[OpeningPeriod, ...], ...], NDArray[np.int64]]:
        number: dict[tuple[OpeningPeriod, ...], int] = {}
        pattern_of = [number.setdefault(service.hours, len(number)) for service in self.services]
        return tuple(number), np.array(pattern_of, dtype=np.int64)

    def _locations(self) -> tuple[NDArray[np.int64], Column]:
        known = [
            (at, location)
            for at, service in enumerate(self.services)
            for location in service.locations
            if location.latitude or location.longitude
        ]
        owners = np.array([at for at, _ in known], dtype=np.int64)
        points = np.array([_point(location.latitude, location.longitude) for _, location in known]).reshape(-1, 3)
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


def _point(latitude: float, longitude: float) -> Column:
    """A place on the unit sphere: over the distances of a region the straight chord is as long as the arc."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _wait(pattern: tuple[OpeningPeriod, ...], now: datetime) -> float:
    if not pattern:
        return float("nan")
    if is_open(pattern, now):
        return 0.0
    opens = next_opening(pattern, now)
    return (opens - now.astimezone(timezone.utc)).total_seconds() / 3600 if opens else float("inf")
