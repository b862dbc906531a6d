"""The railway of the region: which places a train joins.

Names and coordinates of the stations are from iRail's list (https://github.com/iRail/stations, CC0), the order of the
stops on a line from the railway's own map. On both lines a train runs about once an hour, also at weekends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.partners import Location
from bot.domain.places import Place, distance_km


@dataclass(frozen=True)
class Station:
    """A stop on one line."""

    name: str
    line: str
    latitude: float
    longitude: float


_COAST, _SOUTH = "Deinze - De Panne", "Kortrijk - Poperinge"
STATIONS = (
    Station("De Panne", _COAST, 51.0774, 2.601963),
    Station("Koksijde", _COAST, 51.079197, 2.65277),
    Station("Veurne", _COAST, 51.073867, 2.66994),
    Station("Diksmuide", _COAST, 51.032723, 2.868943),
    Station("Kortemark", _COAST, 51.025244, 3.043459),
    Station("Lichtervelde", _COAST, 51.025163, 3.127212),
    Station("Tielt", _COAST, 50.990842, 3.330341),
    Station("Poperinge", _SOUTH, 50.854449, 2.736343),
    Station("Ieper", _SOUTH, 50.847402, 2.876593),
    Station("Komen", _SOUTH, 50.772072, 2.999286),
    Station("Wervik", _SOUTH, 50.781861, 3.046983),
    Station("Menen", _SOUTH, 50.799489, 3.113791),
    Station("Wevelgem", _SOUTH, 50.811526, 3.18352),
    Station("Bissegem", _SOUTH, 50.825845, 3.224205),
    Station("Kortrijk", _SOUTH, 50.824506, 3.264549),
)
"""All stops of the region, and those beyond it that a train from there calls at without a change."""


@dataclass(frozen=True)
class NearestStation:
    """The station that is nearest to a point, and how far away it is in a straight line."""

    station: Station
    km: float


def nearest_station(latitude: float, longitude: float) -> NearestStation:
    here = Place("", "", "", "", latitude, longitude)
    return min((NearestStation(each, distance_km(here, _PLACES[each])) for each in STATIONS), key=lambda each: each.km)


def joined(a: NearestStation, b: NearestStation, walk_km: float) -> bool:
    """True if one can walk to a station, take a train without a change, and walk from another one."""
    by_train = a.station.line == b.station.line and a.station != b.station
    return by_train and a.km <= walk_km and b.km <= walk_km


def station_for(home: Place, locations: Iterable[Location], walk_km: float) -> Station | None:
    """Where to get off for one of the locations, if a train goes there; the shortest walk if it goes to several."""
    start = nearest_station(home.latitude, home.longitude)
    stops = (nearest_station(each.latitude, each.longitude) for each in locations)
    reached = sorted((stop for stop in stops if joined(start, stop, walk_km)), key=lambda stop: stop.km)
    return reached[0].station if reached else None


_PLACES: Mapping[Station, Place] = {
    each: Place(each.name, "", "", "station", each.latitude, each.longitude) for each in STATIONS
}
