"""What a service serves, as files say it: municipalities, postal codes, and what lies near a location."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.adapters.directory.build import municipality, village
from bot.adapters.directory.rows import Row
from bot.domain.partners import Service

MAX_KM = 100.0
"""Farther than across the whole region."""

_POSTAL_CODE = re.compile(r"\d{4}")
_NEAR = re.compile(r"within ([\d.e+-]+) km by road")


@dataclass(frozen=True)
class Area:
    """The area of one service; names and codes of no place in the gazetteer are ``unknown`` too."""

    names: frozenset[str] = frozenset()
    postal_codes: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    km: float | None = None


def sort_area(items: Iterable[str]) -> Area:
    """Tells municipalities and postal codes apart; municipalities get the names that the region writes."""
    items = tuple(items)
    codes = frozenset(item for item in items if _POSTAL_CODE.fullmatch(item))
    known = {item: municipality(item) for item in items if item not in codes}
    unknown = [item for item in items if (village("", item) if item in codes else known[item]) is None]
    return Area(frozenset(name or item for item, name in known.items()), codes, tuple(unknown))


def area_names(service: Service) -> list[str]:
    """One name for each part of the area, for HSDS, where an area is free text."""
    near = [] if service.area_km is None else [f"within {service.area_km} km by road"]
    return [*sorted(service.area), *sorted(service.area_postal_codes), *near]


def area_of(rows: Iterable[Row]) -> Area:
    """The area in rows of HSDS; a name that means nothing here is kept, so that nobody is sent from elsewhere."""
    named = {row.text("name"): row for row in rows if row.text("name")}
    near = {name: match[1] for name in named if (match := _NEAR.fullmatch(name))}
    area = sort_area(name for name in named if name not in near)
    for name in area.unknown:
        named[name].wrong("name", "a municipality or postal code of the region; nobody there is sent here")
    distances = [named[name].as_number("name", number, 0, MAX_KM) for name, number in near.items()]
    return replace(area, km=max((each for each in distances if each is not None), default=None))
