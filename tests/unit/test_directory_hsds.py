"""HSDS of others: other versions, other habits, and dirt that is reported and not choked on."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.directory import read_directory
from bot.adapters.directory.hsds import OWN, Term
from bot.adapters.directory.language_codes import language_code
from bot.adapters.directory.schedules import parse_time
from bot.domain.groups import Group
from bot.domain.labels import Reach
from bot.domain.partners import OpeningPeriod
from bot.service.directory import Reading

ORGANIZATION = {"id": "o1", "name": "Elsewhere Inc.", "description": "An organisation of another region"}
SERVICE = {"id": "s1", "name": "Counselling", "status": "active", "description": "We listen"}


def tables(folder: Path, **rows: list[Mapping[str, str]]) -> Reading:
    folder.mkdir(exist_ok=True)
    rows = {"organizations": [ORGANIZATION], "services": [{**SERVICE, "organization_id": "o1"}], **rows}
    for name, found in rows.items():
        columns = list(dict.fromkeys(column for row in found for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(found)
    return read_directory(folder)


def record(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def warned(reading: Reading) -> set[tuple[str, str, str]]:
    return {(problem.file, problem.row, problem.field) for problem in reading.warnings}


@pytest.mark.parametrize(
    ("fees", "amounts", "free"),
    [
        ("", [], None),
        ("Free of charge", [], True),
        ("gratis", [], True),
        ("", ["0", "0.00"], True),
        ("not free", [], None),
        ("niet gratis", [], None),
        ("pas gratuit", [], None),
        ("10 euro", [], None),
        ("", ["5"], False),
    ],
)
def test_only_what_is_said_to_be_free_is(tmp_path: Path, fees: str, amounts: list[str], free: bool | None) -> None:
    options = [{"id": f"c{amount}", "service_id": "s1", "amount": amount} for amount in amounts]
    service = {**SERVICE, "organization_id": "o1", "fees_description": fees}
    reading = tables(tmp_path / "hsds", services=[service], **({"cost_options": options} if options else {}))
    assert reading.directory.services[0].free is free


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", set()),
        ("Women only", {Group.WOMEN}),
        ("Only open to women and girls from 16", {Group.WOMEN}),
        ("Alleen voor vrouwen", {Group.WOMEN}),
        ("Réservé aux femmes", {Group.WOMEN}),
        ("Uniquement pour les mères", {Group.WOMEN}),
        ("Enkel mannen", {Group.MEN}),
        ("Exclusively for refugees", {Group.NEWCOMERS}),
        ("Not only for women", set()),
        ("Niet alleen voor vrouwen", set()),
        ("Women and men only", set()),
        ("For women in need", set()),
        ("Only residents of the town; women are welcome", set()),
    ],
)
def test_whom_alone_it_is_for_where_it_says_so_plainly(tmp_path: Path, text: str, groups: set[Group]) -> None:
    service = {**SERVICE, "organization_id": "o1", "eligibility_description": text}
    assert tables(tmp_path, services=[service]).directory.services[0].only_for == groups
    (tmp_path / "as json").mkdir()
    found = read_directory(record(tmp_path / "as json" / "any.json", {**service, "organization": ORGANIZATION}))
    assert found.directory.services[0].only_for == groups


def test_a_plain_export_comes_in(tmp_path: Path) -> None:
    reading = tables(
        tmp_path / "hsds",
        locations=[
            {"id": "l1", "location_type": "physical", "name": "House", "latitude": "51.07", "longitude": "2.66"}
        ],
        addresses=[{"id": "a1", "location_id": "l1", "address_1": "Street 1", "city": "Veurne", "postal_code": "8630"}],
        service_at_location=[{"id": "x1", "service_id": "s1", "location_id": "l1"}],
        phones=[{"id": "p1", "service_id": "s1", "number": "0000 1"}],
        languages=[{"id": "g1", "service_id": "s1", "code": "", "name": "Urdu"}],
        cost_options=[{"id": "c1", "service_id": "s1", "amount": "0"}],
        schedules=[
            {
                "id": "h1",
                "service_at_location_id": "x1",
                "freq": "WEEKLY",
                "byday": "MO,FR",
                "opens_at": "9 am",
                "closes_at": "5:30 PM",
            }
        ],
    )
    assert reading.errors == ()
    service = reading.directory.services[0]
    assert service.reach == {Reach.AT_LOCATION, Reach.PHONE}
    assert (service.languages, service.phone, service.free) == ({"ur"}, "0000 1", True)
    assert service.descriptions == {"nl": "We listen"}
    assert service.hours == (OpeningPeriod(0, time(9), time(17, 30)), OpeningPeriod(4, time(9), time(17, 30)))
    assert (service.locations[0].municipality, service.locations[0].address) == ("Veurne", "Street 1")
    assert warned(reading) == {("services.csv", "2", "needs")}


def test_dirt_is_a_warning_and_left_out(tmp_path: Path) -> None:
    reading = tables(
        tmp_path / "hsds",
        services=[
            {
                **SERVICE,
                "organization_id": "o1",
                "status": "Active!",
                "minimum_age": "young",
                "assured_date": "soon",
                "fees_description": "",
            }
        ],
        locations=[
            {"id": "l1", "location_type": "physical", "name": "Moon", "latitude": "951", "longitude": "east"},
            {"id": "l2", "location_type": "virtual", "name": "Web", "latitude": "", "longitude": ""},
        ],
        service_at_location=[{"id": "x1", "service_id": "s1", "location_id": id} for id in ("l1", "l2", "gone")],
        languages=[{"id": "g1", "service_id": "s1", "code": "?!", "name": ""}],
        service_areas=[{"id": "v1", "service_id": "s1", "name": "Atlantis"}],
        schedules=[
            {
                "id": "h1",
                "service_id": "s1",
                "freq": "MONTHLY",
                "byday": "1MO",
                "opens_at": "09:00",
                "closes_at": "12:00",
            },
            {
                "id": "h2",
                "service_id": "s1",
                "freq": "WEEKLY",
                "byday": "",
                "opens_at": "by chance",
                "closes_at": "12:00",
            },
            {
                "id": "h3",
                "service_id": "s1",
                "freq": "WEEKLY",
                "byday": "MO,XX",
                "opens_at": "09:00",
                "closes_at": "12:00",
            },
            {"id": "h4", "service_id": "s1", "freq": "WEEKLY", "byday": "", "opens_at": "09:00", "closes_at": "12:00"},
        ],
    )
    assert reading.errors == ()
    service = reading.directory.services[0]
    assert (service.status, service.minimum_age, service.assured_on, service.free) == ("active", None, None, None)
    assert [(each.name, each.latitude) for each in service.locations] == [("Moon", 0.0)]
    assert service.hours == (OpeningPeriod(0, time(9), time(12)),)
    assert service.area == {"Atlantis"}
    expected = {("services.csv", "2", field) for field in ("status", "minimum_age", "assured_date", "needs")}
    expected |= {
        ("locations.csv", "2", "latitude"),
        ("locations.csv", "2", "longitude"),
        ("languages.csv", "2", "code"),
    }
    expected |= {("service_areas.csv", "2", "name"), ("schedules.csv", "2", "freq"), ("schedules.csv", "3", "opens_at")}
    expected |= {("schedules.csv", "4", "byday"), ("schedules.csv", "5", "byday")}
    assert warned(reading) == expected


def test_areas_of_others(tmp_path: Path) -> None:
    areas = ("veurne", "8900", "0001", "within 12.5 km by road", "within -3 km by road", "within reach")
    rows = [{"id": f"v{number}", "service_id": "s1", "name": name} for number, name in enumerate(areas)]
    reading = tables(tmp_path / "hsds", service_areas=rows)
    service = reading.directory.services[0]
    assert (service.area, service.area_postal_codes) == ({"Veurne", "within reach"}, {"8900", "0001"})
    assert service.area_km == 12.5
    assert {row for file, row, _ in warned(reading) if file == "service_areas.csv"} == {"4", "6", "7"}
    assert ("services.csv", "2", "area_km") in warned(reading)


def test_closed_days_that_can_not_be_read_are_left_out(tmp_path: Path) -> None:
    term = Term(OWN, "closed")
    attribute = {"id": "t1", "link_id": "s1", "taxonomy_term_id": term.id, "value": "at Christmas"}
    terms = [{"id": term.id, "taxonomy": term.taxonomy, "code": term.code}]
    reading = tables(tmp_path / "hsds", attributes=[attribute], taxonomy_terms=terms)
    assert reading.directory.services[0].closures == ()
    assert ("services.csv", "2", "attributes") in warned(reading)


def test_what_has_no_name_or_no_owner_is_an_error(tmp_path: Path) -> None:
    services = [{**SERVICE, "organization_id": "o9"}, {"id": "", "name": "", "status": "active", "organization_id": ""}]
    reading = tables(tmp_path / "hsds", services=services)
    found = [(problem.row, problem.field) for problem in reading.errors]
    assert set(found) >= {("2", "organization_id"), ("3", "id"), ("3", "name"), ("3", "organization_id")}


def test_version_1_1(tmp_path: Path) -> None:
    reading = tables(
        tmp_path / "hsds",
        organizations=[{**ORGANIZATION, "url": "https://x.example"}],
        services=[{**SERVICE, "organization_id": "o1", "fees": "5 euro"}],
        locations=[{"id": "l1", "name": "House", "latitude": "51.07", "longitude": "2.66"}],
        physical_addresses=[{"id": "a1", "location_id": "l1", "address_1": "Street 1", "city": "Veurne"}],
        services_at_location=[{"id": "x1", "service_id": "s1", "location_id": "l1"}],
        regular_schedules=[
            {"id": "h1", "service_id": "s1", "weekday": "1", "opens_at": "09:00", "closes_at": "12:00"},
            {"id": "h2", "service_id": "s1", "weekday": "Tuesday", "opens_at": "09:00:00", "closes_at": "24:00"},
            {"id": "h3", "service_id": "s1", "weekday": "Never", "opens_at": "09:00", "closes_at": "12:00"},
        ],
        languages=[{"id": "g1", "service_id": "s1", "language": "French"}],
        service_areas=[{"id": "v1", "service_id": "s1", "service_area": "veurne"}],
    )
    assert reading.errors == ()
    service = reading.directory.services[0]
    assert reading.directory.organizations[0].website == "https://x.example"
    assert (service.fees, service.languages, service.area) == ("5 euro", {"fr"}, {"Veurne"})
    assert service.hours == (OpeningPeriod(0, time(9), time(12)), OpeningPeriod(1, time(9), time(0)))
    assert service.locations[0].address == "Street 1"
    assert ("regular_schedules.csv", "4", "byday") in warned(reading)


def test_json_records_pages_and_folders_are_one(tmp_path: Path) -> None:
    """A list page has less than the full record of the same service; both together make one service."""
    page = {"total_items": 1, "contents": [{**SERVICE, "organization": ORGANIZATION}]}
    full = {
        **SERVICE,
        "organization": ORGANIZATION,
        "phones": [{"id": "p1", "number": "0000 1"}],
        "assured_date": "2026-01-02",
    }
    record(tmp_path / "services" / "page.json", page)
    record(tmp_path / "services" / "s1.json", full)
    record(tmp_path / "organizations" / "o1.json", {**ORGANIZATION, "website": "https://x.example"})
    record(tmp_path / "root.json", {"version": "3.0"})
    reading = read_directory(tmp_path)
    assert reading.errors == ()
    service = reading.directory.services[0]
    assert (service.phone, service.assured_on) == ("0000 1", date(2026, 1, 2))
    assert reading.directory.organizations[0].website == "https://x.example"
    assert ("root.json", "", "") in warned(reading)


@pytest.mark.parametrize(
    "content", [{**SERVICE, "organization": ORGANIZATION}, [{**SERVICE, "organization": ORGANIZATION}]]
)
def test_one_file_with_a_record_or_a_list(tmp_path: Path, content: Any) -> None:
    reading = read_directory(record(tmp_path / "any.json", content))
    assert reading.errors == ()
    assert len(reading.directory.services) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"a": 1}', "[" * 100_000, '{"contents": [1, null]}'])
def test_no_directory_at_all(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    reading = read_directory(path)
    assert reading.errors
    assert reading.directory.services == ()


def test_an_empty_folder(tmp_path: Path) -> None:
    assert read_directory(tmp_path).errors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00", time(9)),
        ("9:30 AM", time(9, 30)),
        ("12 a.m.", time(0)),
        ("12:15 pm", time(12, 15)),
        ("17:00:00Z", time(17)),
        ("08:00+01:00", time(8)),
        ("24:00", time(0)),
        ("9", None),
        ("25:00", None),
        ("closed", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "code"), [("fr", "fr"), ("FR", "fr"), ("fr-BE", "fr"), ("French", "fr"), ("xx?", None), ("", None)]
)
def test_languages(text: str, code: str | None) -> None:
    assert language_code(text) == code
