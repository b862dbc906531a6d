"""Directories for tests: hand-made services, and hypothesis strategies for any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.groups import Group
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.partners import (
    CAPACITIES,
    STATUSES,
    ClosedPeriod,
    Directory,
    HandoverAddress,
    Location,
    OpeningPeriod,
    Organization,
    Service,
)

TOWNS = ("Veurne", "Ieper", "Diksmuide", "Poperinge", "Lo-Reninge", "De Panne")
CODES = ("8600", "8630", "8647", "8900", "8906")
LANGUAGES = ("nl", "fr", "ar", "en", "uk")


def a_service(id: str = "s", **changes: Any) -> Service:
    service = Service(
        id=id,
        organization_id="o",
        name=id,
        types=frozenset(),
        needs=frozenset({Need.HOUSING}),
        reach=frozenset({Reach.AT_LOCATION}),
        free=True,
    )
    return replace(service, **changes)


def a_location(id: str, latitude: float, longitude: float, town: str = "Veurne", code: str = "8630") -> Location:
    return Location(id, id, town, code, latitude, longitude)


def a_directory(*services: Service) -> Directory:
    owners = sorted({service.organization_id for service in services})
    return Directory(tuple(Organization(id, id) for id in owners), services)


def _text(minimum: int = 0) -> st.SearchStrategy[str]:
    """Words as they stand in cells: any letters and signs, no space around them."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), include_characters=" ,;\\'\"\n=+-@")
    return st.text(letters, min_size=minimum, max_size=12).map(str.strip).filter(lambda text: len(text) >= minimum)


def _subset(items: Any, minimum: int = 0) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(tuple(items)), min_size=minimum, max_size=4)


NEAR_STATIONS = ((51.074, 2.671), (51.0327, 2.864), (50.8511, 2.8857), (50.855, 2.727), (50.8485, 2.8775))
"""Points on foot from a station: Veurne, Diksmuide, Ieper, Poperinge, and once more Ieper."""
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
periods = st.builds(OpeningPeriod, st.integers(0, 6), times, times)
hours = st.frozensets(periods, max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda p: (p.weekday, p.opens, p.closes)))
)
edges = st.dates(date(2026, 11, 20), date(2027, 1, 10)).flatmap(
    lambda first: st.builds(ClosedPeriod, st.just(first), st.dates(first, first + timedelta(days=12)))
)
closures = st.frozensets(edges, max_size=3).map(lambda found: tuple(sorted(found)))
points = st.tuples(st.floats(50.7, 51.2), st.floats(2.5, 3.1))


@st.composite
def locations(draw: st.DrawFn, id: str) -> Location:
    latitude, longitude = draw(points | st.sampled_from(NEAR_STATIONS))
    town = draw(st.sampled_from(TOWNS))
    return Location(id, draw(_text(1)), town, "8600", round(latitude, 5), round(longitude, 5), draw(_text()))


@st.composite
def services(draw: st.DrawFn, id: str = "s", organization_id: str = "o") -> Service:
    low = draw(st.none() | st.integers(0, 60))
    count = draw(st.integers(0, 2))
    capacity = draw(st.sampled_from(CAPACITIES))
    return Service(
        id=id,
        organization_id=organization_id,
        name=draw(_text(1)),
        types=draw(_subset(ServiceType)),
        needs=draw(_subset(Need, 1)),
        reach=draw(_subset(Reach, 1)),
        languages=draw(_subset(LANGUAGES, 1)),
        interpreter=draw(st.booleans()),
        descriptions=draw(st.dictionaries(st.sampled_from(LANGUAGES), _text(1), max_size=3)),
        women=draw(st.booleans()),
        only_for=draw(st.just(frozenset()) | _subset(Group)),
        area=draw(_subset(TOWNS)),
        area_postal_codes=draw(_subset(CODES)),
        area_km=draw(st.none() | st.floats(0, 40).map(lambda km: round(km, 1))) if count else None,
        locations=tuple(draw(locations(f"{id}-{number}")) for number in range(count)),
        hours=draw(hours),
        closures=draw(closures),
        minimum_age=low,
        maximum_age=draw(st.none() | st.integers(60, 120)),
        free=draw(st.none() | st.booleans()),
        fees=draw(_text()),
        phone=draw(st.sampled_from(("", "+32 0000 00 00", "0000 12 34 56"))),
        status=draw(st.sampled_from(STATUSES)),
        capacity=capacity,
        full_until=draw(st.none() | st.dates(date(2026, 11, 20), date(2027, 1, 10))) if capacity == "full" else None,
        assured_on=draw(st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31))),
        assured_by=draw(st.sampled_from(("", "team@x.example"))),
        coordinator=draw(st.booleans()),
    )


@st.composite
def directories(draw: st.DrawFn, most: int = 5) -> Directory:
    """At least one service; ids with signs that formats have to keep apart."""
    owners = ["o", "o-2"]
    ids = [f"s{number}" for number in range(draw(st.integers(1, most)))]
    found = tuple(draw(services(id, draw(st.sampled_from(owners)))) for id in ids)
    return Directory(tuple(draw(_organizations(id)) for id in owners), found)


@st.composite
def _organizations(draw: st.DrawFn, id: str) -> Organization:
    addresses = (HandoverAddress("email", "team@x.example"), HandoverAddress("telegram", "-100123"))
    return Organization(
        id=id,
        name=draw(_text(1)),
        description=draw(_text()),
        language=draw(st.sampled_from(LANGUAGES)),
        website=draw(st.sampled_from(("", "https://x.example"))),
        handover_addresses=draw(st.sampled_from(((), addresses, addresses[::-1]))),
    )
