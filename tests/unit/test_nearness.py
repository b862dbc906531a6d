"""Whom a service serves, and who reaches it without a car."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.weights import load_weights
from bot.domain.labels import Need, Reach
from bot.domain.location_table import LocationTable
from bot.domain.matching import Proposal, rank
from bot.domain.partners import Location, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.rail import STATIONS, joined, nearest_station, station_for
from tests.support.directories import a_directory, a_location, a_service
from tests.unit.test_matching import NOW

WEIGHTS = load_weights()
WALK_KM = 2.0
Point = tuple[float, float]
IEPER_HOUSE = a_location("ieper", 50.851, 2.886, "Ieper", "8900")


def village(name: str) -> Place:
    found = load_gazetteer().named(name)
    assert found is not None
    return found


def only(place: Place, service: Service, *, no_car: bool = False) -> Proposal | None:
    question = HelpQuestion(needs=(Need.HOUSING,), place=place, no_car=no_car)
    found = rank(question, a_directory(service), NOW, weights=WEIGHTS)
    return found[0] if found else None


def nearness(place: Place, service: Service, no_car: bool = True) -> float:
    found = only(place, service, no_car=no_car)
    assert found is not None
    return found.parts["nearness"] / WEIGHTS.parts["nearness"]


@pytest.mark.parametrize(
    ("area", "served"),
    [
        ({}, {"Elverdinge", "Boezinge", "Veurne", "Lo"}),
        ({"area": frozenset({"Ieper"})}, {"Elverdinge", "Boezinge"}),
        ({"area_postal_codes": frozenset({"8906", "8647"})}, {"Elverdinge", "Lo"}),
        ({"area": frozenset({"Veurne"}), "area_postal_codes": frozenset({"8906"})}, {"Elverdinge", "Veurne"}),
        ({"area_km": 9.0}, {"Elverdinge", "Boezinge"}),
        ({"area_km": 0.0}, set()),
        ({"area_km": 9.0, "area": frozenset({"Veurne"})}, {"Elverdinge", "Boezinge", "Veurne"}),
        ({"area_km": 99.0, "locations": ()}, set()),
    ],
)
def test_areas(area: dict[str, object], served: set[str]) -> None:
    service = replace(a_service("s", locations=(IEPER_HOUSE,)), **area)  # type: ignore[arg-type]
    places = ("Elverdinge", "Boezinge", "Veurne", "Lo")
    assert {name for name in places if only(village(name), service)} == served


@pytest.mark.parametrize(
    ("area", "served"),
    [
        ({}, False),
        ({"area": frozenset({"Ieper"})}, False),
        ({"area": frozenset({"Oostende"})}, True),
        ({"area_postal_codes": frozenset({"8400"})}, True),
        ({"area_km": 20.0}, False),
        ({"area_km": 60.0}, True),
    ],
)
def test_outside_the_region_only_what_means_the_place(area: dict[str, object], served: bool) -> None:
    outside = Place("Oostende", "Oostende", "8400", "outside", 51.228, 2.926)
    service = replace(a_service("s", locations=(IEPER_HOUSE,)), **area)  # type: ignore[arg-type]
    assert bool(only(outside, service)) == served


def test_a_place_without_a_postal_code_is_in_none() -> None:
    hamlet = replace(village("Ieper"), postal_code="")
    assert only(hamlet, a_service("s", area_postal_codes=frozenset({"8900"}))) is None


@pytest.mark.parametrize(
    ("home", "there", "station"),
    [
        ("Poperinge", "Ieper", "Ieper"),
        ("Adinkerke", "Kortemark", "Kortemark"),
        ("Veurne", "Diksmuide", "Diksmuide"),
        ("Ieper", "Ieper", None),
        ("Veurne", "Ieper", None),
        ("Elverdinge", "Poperinge", None),
        ("Poperinge", "Zillebeke", None),
    ],
)
def test_where_a_train_goes(home: str, there: str, station: str | None) -> None:
    start, end = village(home), village(there)
    location = a_location("l", end.latitude, end.longitude)
    found = station_for(start, (location,), WALK_KM)
    assert (found.name if found else None) == station
    service = a_service("s", locations=(location,))
    told = only(start, service, no_car=True)
    assert told is not None
    reasons = {reason.key: reason.values for reason in told.reasons}
    assert reasons.get("reason.by_train") == ({"station": station} if station else None)
    by_car = only(start, service)
    assert by_car is not None and "reason.by_train" not in {reason.key for reason in by_car.reasons}


around_stations = st.builds(
    lambda station, north, east: (station.latitude + north, station.longitude + east),
    st.sampled_from(STATIONS),
    st.floats(-0.03, 0.03),
    st.floats(-0.03, 0.03),
)


@settings(max_examples=300)
@given(around_stations, st.lists(around_stations, max_size=3), st.floats(0, 3))
def test_the_table_knows_the_same_trains(home: Point, spots: list[Point], walk_km: float) -> None:
    start = Place("", "", "", "", *home)
    locations = tuple(a_location(f"l{number}", *spot) for number, spot in enumerate(spots))
    found = LocationTable([(), locations]).by_train(start, walk_km)
    ends = [nearest_station(*spot) for spot in spots]
    assert found.tolist() == [False, any(joined(nearest_station(*home), end, walk_km) for end in ends)]


def test_walks_are_by_road() -> None:
    """1.7 km in a straight line is more than 2 km of road."""
    service = a_service("s", locations=(a_location("l", 50.8627, 2.8766),))
    assert nearness(village("Poperinge"), service) < WEIGHTS.by_train


def test_no_train_to_what_is_as_near_on_foot() -> None:
    beside_the_next_station = a_service("s", locations=(a_location("l", 51.0775, 2.656),))
    found = only(village("Veurne"), beside_the_next_station, no_car=True)
    assert found is not None and "reason.by_train" not in {reason.key for reason in found.reasons}


def test_of_several_places_the_one_with_the_shorter_walk() -> None:
    locations = [
        Location(name, name, "", "", *point) for name, point in (("far", (51.037, 2.88)), ("near", (51.025, 3.043)))
    ]
    found = station_for(village("Veurne"), locations, WALK_KM)
    assert found is not None and found.name == "Kortemark"


def test_without_a_car_a_train_is_as_near_as_a_walk() -> None:
    poperinge = village("Poperinge")
    in_ieper, in_watou = (
        a_service(name, locations=(a_location("l", place.latitude, place.longitude),))
        for name, place in (("i", village("Ieper")), ("w", village("Watou")))
    )
    assert nearness(poperinge, in_ieper) == pytest.approx(WEIGHTS.by_train)
    assert nearness(poperinge, in_watou) < WEIGHTS.by_train
    assert nearness(poperinge, in_ieper, no_car=False) < nearness(poperinge, in_watou, no_car=False)
    home = replace(in_watou, reach=frozenset({Reach.HOME_VISIT}))
    phone = replace(in_watou, reach=frozenset({Reach.PHONE, Reach.AT_LOCATION}))
    assert nearness(poperinge, home) > nearness(poperinge, phone) > nearness(poperinge, in_ieper)


def test_who_comes_to_you_spares_you_the_train() -> None:
    service = a_service("s", reach=frozenset({Reach.HOME_VISIT, Reach.AT_LOCATION}), locations=(IEPER_HOUSE,))
    found = only(village("Poperinge"), service, no_car=True)
    assert found is not None and found.reasons[0].key == "reason.home_visit"
    assert "reason.by_train" not in {reason.key for reason in found.reasons}


def test_stations_lie_where_they_are_named() -> None:
    """Each stop of the region is the nearest one to the village of its name, and its own line has no other there."""
    for name in ("De Panne", "Veurne", "Diksmuide", "Kortemark", "Poperinge", "Ieper"):
        place = village(name)
        assert nearest_station(place.latitude, place.longitude).station.name == name
    ends = {station.line: [each.name for each in STATIONS if each.line == station.line] for station in STATIONS}
    assert [(line, stops[0], stops[-1]) for line, stops in ends.items()] == [
        ("Deinze - De Panne", "De Panne", "Tielt"),
        ("Kortrijk - Poperinge", "Poperinge", "Kortrijk"),
    ]
    near = [nearest_station(each.latitude, each.longitude) for each in STATIONS]
    assert all(joined(a, b, 0.0) == (a.station.line == b.station.line and a != b) for a in near for b in near)
