"""The coordinator's own sheet: read kindly, every mistake with its row and field."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from bot.adapters.directory import read_directory
from bot.adapters.directory.files import MAX_BYTES
from bot.adapters.directory.rows import join_list, split_cells, split_list
from bot.adapters.directory.week import WrongHours, format_hours, parse_hours
from bot.domain.groups import Group
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.partners import ClosedPeriod, HandoverAddress, OpeningPeriod
from bot.service.directory import Reading


def sheet(folder: Path, header: str, *rows: str, encoding: str = "utf-8") -> Reading:
    path = folder / "directory.csv"
    path.write_bytes("\n".join((header, *rows)).encode(encoding))
    return read_directory(path)


def spots(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.row, problem.field) for problem in reading.errors]


def test_a_short_sheet_is_enough(tmp_path: Path) -> None:
    reading = sheet(tmp_path, "organization,service,needs,reach", "Warm Huis,Thuis,money,home visit")
    assert reading.problems == ()
    service = reading.directory.services[0]
    assert (service.id, service.organization_id) == ("warm-huis-thuis", "warm-huis")
    assert (service.needs, service.reach) == ({Need.MONEY}, {Reach.HOME_VISIT})
    assert (service.languages, service.free, service.status, service.capacity) == ({"nl"}, None, "active", "open")


def test_every_column(tmp_path: Path) -> None:
    header = (
        "organization_id,organization,organization_description,organization_language,organization_website,handover,"
        "service_id,service,types,needs,reach,languages,interpreter,area,location,address,postal_code,hours,"
        "minimum_age,maximum_age,free,fees,phone,status,capacity,assured_on,description_nl,description_uk,"
        "women,only_for,area_km,closed"
    )
    row = (
        "o,Huis,Tekst,fr,https://x.example,email:a@x.example; telegram:-100123,"
        "s,Dienst,buddy; outreach,money;work,phone,nl; AR,ja,ieper; 8647; de panne,"
        "Een; Twee,Straat 1; Plein 2,8900; 8660,"
        "ma 09:00-12:00 13.00-17.00; do-vr 9:00-12:00,18,30,nee,5 euro,0000 11,temporarily closed,full,2026-10-01,"
        'wij komen,ми прийдемо,ja,Women; newcomers,"7,5",2027-02-15; 2026-12-24 .. 2027-01-03'
    )
    reading = sheet(tmp_path, header, row)
    assert reading.problems == ()
    organization, service = reading.directory.organizations[0], reading.directory.services[0]
    assert organization.handover_addresses == (
        HandoverAddress("email", "a@x.example"),
        HandoverAddress("telegram", "-100123"),
    )
    assert (organization.language, service.types) == ("fr", {ServiceType.BUDDY, ServiceType.OUTREACH})
    assert (service.languages, service.interpreter, service.free) == ({"nl", "ar"}, True, False)
    assert (service.area, service.area_postal_codes, service.area_km) == ({"Ieper", "De Panne"}, {"8647"}, 7.5)
    assert service.women
    assert service.only_for == {Group.WOMEN, Group.NEWCOMERS}
    assert service.closures == (
        ClosedPeriod(date(2026, 12, 24), date(2027, 1, 3)),
        ClosedPeriod(date(2027, 2, 15), date(2027, 2, 15)),
    )
    assert [(each.name, each.municipality, each.address) for each in service.locations] == [
        ("Een", "Ieper", "Straat 1"),
        ("Twee", "De Panne", "Plein 2"),
    ]
    assert service.locations[1].latitude == pytest.approx(51.1, abs=0.05)
    assert service.hours[0] == OpeningPeriod(0, time(9), time(12))
    assert len(service.hours) == 4
    assert (service.minimum_age, service.maximum_age, service.assured_on) == (18, 30, date(2026, 10, 1))
    assert (service.status, service.capacity) == ("temporarily closed", "full")
    assert service.descriptions == {"nl": "wij komen", "uk": "ми прийдемо"}


def test_every_error_is_found_at_once(tmp_path: Path) -> None:
    header = "organization,handover,organization_website,service,types,needs,reach,languages,interpreter,area,"
    header += "postal_code,latitude,hours,minimum_age,maximum_age,phone,status,assured_on"
    reading = sheet(
        tmp_path,
        header,
        "Huis,,,Goed,,money,phone,,,,,,,,,,,",
        "Huis,,,,,money,,,,,,,,,,,,",
        "Huis,,,Fout,buddies,cash,fax,dutch!,maybe,Parijs,,,noon,40,20,none,gone,01/10/2026",
        "Plein,pigeon:x,plein.be,Ver,,work,phone,,,,0001,95,,old,,,,",
        ",,,Wees,,work,phone,,,,,,,,,,,",
    )
    assert reading.errors
    found = spots(reading)
    fields = ("types", "needs", "reach", "languages", "interpreter", "area", "hours", "maximum_age", "phone", "status")
    expected = [("3", "service"), ("3", "reach"), *(("4", field) for field in (*fields, "assured_on"))]
    expected += [
        ("5", field) for field in ("handover", "organization_website", "postal_code", "latitude", "minimum_age")
    ]
    expected += [("6", "organization_id")]
    assert set(expected) <= set(found)
    assert not [row for row, _ in found if row == "2"]
    assert all(problem.file == "directory.csv" and problem.expected for problem in reading.errors)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("area", "0001"),
        ("area", "8600; Parijs"),
        ("area_km", "far"),
        ("area_km", "-1"),
        ("area_km", "5"),
        ("women", "perhaps"),
        ("only_for", "moeders"),
        ("closed", "summer"),
        ("closed", "2026-02-30"),
        ("closed", "2027-01-03..2026-12-24"),
        ("closed", "24/12/2026"),
    ],
)
def test_wrong_areas_and_days(tmp_path: Path, column: str, cell: str) -> None:
    """A distance needs a location to count from."""
    reading = sheet(tmp_path, f"organization,service,needs,reach,{column}", f"H,S,money,phone,{cell}")
    assert spots(reading) == [("2", column)]


def test_rows_of_one_organisation_agree(tmp_path: Path) -> None:
    header = "organization_id,organization,handover,service,needs,reach"
    first = "o,Huis,email:a@x.example,Een,money,phone"
    assert spots(sheet(tmp_path, header, first, "o,,,Twee,work,phone")) == []
    assert spots(sheet(tmp_path, header, first, "o,Ander,,Twee,work,phone")) == [("3", "organization")]
    assert spots(sheet(tmp_path, header, first, "o,Huis,email:b@x.example,Twee,work,phone")) == [
        ("3", "organization_id")
    ]
    assert spots(sheet(tmp_path, header, first, "o,Huis,,Een,work,phone")) == [("3", "service_id")]


def test_columns_of_locations_keep_step(tmp_path: Path) -> None:
    header = "organization,service,needs,reach,location,postal_code,address"
    assert spots(sheet(tmp_path, header, "H,S,money,phone,A; B,8900,Straat 1; Straat 2")) == [("2", "postal_code")]
    reading = sheet(tmp_path, header, "H,S,money,phone,A; B,8900; 8630,; Straat 2")
    assert [(each.address, each.municipality) for each in reading.directory.services[0].locations] == [
        ("", "Ieper"),
        ("Straat 2", "Veurne"),
    ]


def test_a_row_without_needs_and_types_is_an_error(tmp_path: Path) -> None:
    assert spots(sheet(tmp_path, "organization,service,reach", "H,S,phone")) == [("2", "needs")]


def test_an_organisation_may_stand_alone(tmp_path: Path) -> None:
    reading = sheet(tmp_path, "organization,service,needs,reach", "H,S,money,phone", "Plein,,,")
    assert [each.id for each in reading.directory.organizations] == ["h", "plein"]


def test_as_excel_saves_it_here(tmp_path: Path) -> None:
    header = "\ufefforganization;service;needs;reach"
    reading = sheet(tmp_path, header, 'Huis;Één;"money; work";phone')
    assert reading.problems == ()
    assert reading.directory.services[0].needs == {Need.MONEY, Need.WORK}


def test_cells_over_several_lines(tmp_path: Path) -> None:
    header = "organization,service,needs,reach,description_nl"
    reading = sheet(tmp_path, header, 'H,S,money,phone,"een\ntwee"', "H,T,cash,phone,")
    assert reading.directory.services[0].descriptions == {"nl": "een\ntwee"}
    assert spots(reading) == [("3", "needs"), ("3", "needs")]


@pytest.mark.parametrize(
    ("header", "rows", "encoding", "spot"),
    [
        ("organization,service,needs,reach,colour", ["H,S,money,phone,red"], "utf-8", ("1", "colour")),
        ("name,phone", ["H,1"], "utf-8", ("1", "")),
        ("organization,service,needs,reach", ["H,S,money,phone,more"], "utf-8", ("2", "")),
        ("organization,service,needs,reach", ["H,Één,money,phone"], "cp1252", ("2", "")),
        ("organization,service,needs,reach", ["H,S\x00,money,phone"], "utf-8", ("2", "")),
        ("organization,service,needs,reach", [f"H,{'S' * 200_000},money,phone"], "utf-8", ("2", "")),
        ("organization,service,needs,reach", [], "utf-8", ("", "")),
        ("", [], "utf-8", ("", "")),
    ],
)
def test_files_that_are_no_sheet(
    tmp_path: Path, header: str, rows: list[str], encoding: str, spot: tuple[str, str]
) -> None:
    assert spot in spots(sheet(tmp_path, header, *rows, encoding=encoding))


def test_too_large_missing_and_other_files(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "at most" in read_directory(large).errors[0].expected
    assert "can be read" in read_directory(tmp_path / "none.csv").errors[0].expected
    assert "folder" in read_directory(tmp_path / "directory.docx").errors[0].expected


def test_hours_are_read_as_people_write_them() -> None:
    assert format_hours(parse_hours("Tu-We 9.00-12:00 , 13h30-17:00; su 10:00-24:00")) == (
        "tu 09:00-12:00 13:30-17:00; we 09:00-12:00 13:30-17:00; su 10:00-00:00"
    )
    assert parse_hours("  ") == ()


@pytest.mark.parametrize("text", ["noon", "mo", "mo 9-12", "xx 09:00-12:00", "fr-mo 09:00-12:00", "mo 25:00-26:00"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(WrongHours, match="mo 09:00"):
        parse_hours(text)


def test_lists() -> None:
    assert split_list("a; b ;;c") == ("a", "b", "c")
    assert split_cells("; b") == ("", "b")
    assert split_list(join_list(["a;b", "c\\", "d"])) == ("a;b", "c\\", "d")
