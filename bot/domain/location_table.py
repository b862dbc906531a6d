"""Where many services are given, as columns: how far that is, and whether a train goes there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.hours_table import Column, Flags, Positions, first_of_each
from bot.domain.partners import Location
from bot.domain.places import EARTH_RADIUS_KM, Place
from bot.domain.rail import STATIONS, nearest_station

_LINES = tuple(sorted({station.line for station in STATIONS}))
_LINE_OF = np.array([_LINES.index(station.line) for station in STATIONS], dtype=np.int64)


class LocationTable:
    """Locations by the position of who has them; those without coordinates are left out."""

    def __init__(self, locations: Sequence[tuple[Location, ...]]) -> None:
        known = [(at, each) for at, own in enumerate(locations) for each in own if each.latitude or each.longitude]
        self._size = len(locations)
        self._owners = np.array([at for at, _ in known], dtype=np.int64)
        self._first = first_of_each(self._owners) if known else self._owners
        self._points = _points([each.latitude for _, each in known], [each.longitude for _, each in known])
        self._station, self._station_km = self._nearest_stations()

    def km(self, place: Place) -> Column:
        """The straight distance to the nearest location, infinite where no location is known."""
        column = np.full(self._size, np.inf)
        if len(self._owners):
            square = _square(self._points, place.latitude, place.longitude)
            column[self._owners[self._first]] = np.sqrt(np.minimum.reduceat(square, self._first)) * EARTH_RADIUS_KM
        return column

    def by_train(self, place: Place, walk_km: float) -> Flags:
        """Those with a location to which a train goes from the place; walks are no longer than ``walk_km``, straight.

        The same as bot.domain.rail.joined.
        """
        found = np.zeros(self._size, dtype=bool)
        home = nearest_station(place.latitude, place.longitude)
        if home.km > walk_km:
            return found
        here = STATIONS.index(home.station)
        joined = (self._station_km <= walk_km) & (_LINE_OF[self._station] == _LINE_OF[here]) & (self._station != here)
        found[self._owners[joined]] = True
        return found

    def _nearest_stations(self) -> tuple[Positions, Column]:
        nearest = np.zeros(len(self._owners), dtype=np.int64)
        square = np.full(len(self._owners), np.inf)
        for at, station in enumerate(STATIONS):
            other = _square(self._points, station.latitude, station.longitude)
            nearest[other < square] = at
            square = np.minimum(square, other)
        return nearest, np.asarray(np.sqrt(square) * EARTH_RADIUS_KM)


def _square(points: Column, latitude: float, longitude: float) -> Column:
    return np.asarray(((points - _points([latitude], [longitude])) ** 2).sum(axis=0))


def _points(latitudes: list[float], longitudes: list[float]) -> NDArray[np.float64]:
    """Places on the unit sphere: over the distances of a region the straight chord is as long as the arc."""
    lat, lon = np.radians(latitudes), np.radians(longitudes)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
