"""Places of the region and how far apart they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A municipality, village (deelgemeente) or hamlet. Coordinates are WGS 84 degrees."""

    name: str
    municipality: str
    postal_code: str
    kind: str = "municipality"
    latitude: float = 0.0
    longitude: float = 0.0


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.longitude - a.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))
