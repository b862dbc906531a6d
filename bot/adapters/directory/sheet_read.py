"""Reads the coordinator's own sheet: one row a service, in CSV or a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import TypeVar

from bot.adapters.directory.addresses import EXPECTED, read_address
from bot.adapters.directory.areas import MAX_KM, Area, sort_area
from bot.adapters.directory.build import Draft, municipality, slug, village
from bot.adapters.directory.closed_days import WrongDays, parse_closed
from bot.adapters.directory.files import read_rows
from bot.adapters.directory.rows import Findings, Row, split_cells
from bot.adapters.directory.sheet_columns import (
    COLUMNS,
    DESCRIPTION,
    LOCATION_COLUMNS,
    ORGANIZATION_COLUMNS,
    SERVICE_COLUMNS,
    WORKBOOK,
)
from bot.adapters.directory.week import WrongHours, parse_hours
from bot.domain.groups import Group
from bot.domain.labels import LANGUAGES, Need, Reach, ServiceType
from bot.domain.partners import (
    CAPACITIES,
    STATUSES,
    ClosedPeriod,
    HandoverAddress,
    Location,
    OpeningPeriod,
    Organization,
    Service,
)
from bot.service.directory import Reading

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_Organizations = dict[str, Organization]
_T = TypeVar("_T")


def read_sheet(path: Path) -> Reading:
    """The directory of a sheet, with every problem in it."""
    findings = Findings()
    rows = _rows(path, findings)
    draft = Draft(findings)
    if rows and _known_columns(rows[0]):
        named: _Organizations = {}
        for row in takewhile(lambda _: not findings.full, rows):
            _add(row, draft, named)
    return draft.reading(path.name)


def _rows(path: Path, findings: Findings) -> list[Row]:
    if path.suffix.lower() != WORKBOOK:
        return read_rows(path, findings, spreadsheet=True)
    # Here, since the library behind it takes a third of a second, which every start of the product would pay.
    from bot.adapters.directory.workbook_read import read_workbook_rows

    return read_workbook_rows(path, findings)


def _known_columns(first: Row) -> bool:
    """False if this is no such sheet at all; a column that is not known is an error, as it may be a typing error."""
    names = [name for name in first.values if name]
    if not {"organization", "service"} <= set(names):
        first.findings.error(first.file, "1", "", "columns organization and service (see docs/directory.md)")
        return False
    for name in names:
        language = name.removeprefix(DESCRIPTION)
        if name not in COLUMNS and not (name.startswith(DESCRIPTION) and _LANGUAGE.fullmatch(language)):
            first.findings.error(first.file, "1", name, "the name of a known column (see docs/directory.md)")
    return True


def _add(row: Row, draft: Draft, named: _Organizations) -> None:
    organization = _organization(row, named)
    if organization is None:
        return
    draft.add_organization(organization, row)
    if any(row.text(name) for name in SERVICE_COLUMNS):
        draft.add_service(_service(row, organization), row)


def _organization(row: Row, named: _Organizations) -> Organization | None:
    """The row's organisation; its details may stand in its first row alone."""
    name = row.text("organization")
    id = row.text("organization_id") or slug(name)
    if not id:
        row.error("organization_id", "an id in letters a-z and digits, or a name to make it from")
        return None
    if id in named and not any(row.text(column) for column in ORGANIZATION_COLUMNS[2:]):
        return named[id] if name in ("", named[id].name) else _named_otherwise(row, named[id])
    named[id] = Organization(
        id=id,
        name=row.required("organization"),
        description=row.text("organization_description"),
        language=_language(row, "organization_language"),
        website=_website(row),
        handover_addresses=tuple(_handover_addresses(row)),
    )
    return named[id]


def _named_otherwise(row: Row, organization: Organization) -> Organization:
    row.error("organization", "the same name as in the organisation's other rows")
    return organization


def _language(row: Row, name: str) -> str:
    text = row.text(name).casefold() or LANGUAGES[0]
    if not _LANGUAGE.fullmatch(text):
        row.error(name, "a language code like nl")
    return text


def _website(row: Row) -> str:
    text = row.text("organization_website")
    if text and not text.startswith(("http://", "https://")):
        row.error("organization_website", "an address that begins with https://")
    return text


def _handover_addresses(row: Row) -> Iterator[HandoverAddress]:
    for item in row.list("handover"):
        if address := read_address(item):
            yield address
        else:
            row.error("handover", EXPECTED)


def _service(row: Row, organization: Organization) -> Service:
    name, area = row.required("service"), _area(row)
    low, high = _ages(row)
    return Service(
        id=row.text("service_id") or slug(organization.id, name),
        organization_id=organization.id,
        name=name,
        types=row.labels("types", ServiceType),
        needs=row.labels("needs", Need),
        reach=_required(row, "reach", row.labels("reach", Reach)),
        languages=_languages(row),
        interpreter=row.flag("interpreter"),
        descriptions=_descriptions(row),
        women=row.flag("women"),
        only_for=row.labels("only_for", Group),
        area=area.names,
        area_postal_codes=area.postal_codes,
        area_km=area.km,
        locations=tuple(_locations(row, organization)),
        hours=_hours(row),
        closures=_closures(row),
        minimum_age=low,
        maximum_age=high,
        free=row.answer("free"),
        fees=row.text("fees"),
        phone=_phone(row),
        status=row.choice("status", STATUSES),
        capacity=row.choice("capacity", CAPACITIES),
        full_until=row.day("full_until"),
        assured_on=row.day("assured_on"),
        assured_by=_assurer(row),
        coordinator=row.flag("coordinator"),
    )


def _ages(row: Row) -> tuple[int | None, int | None]:
    low, high = row.age("minimum_age"), row.age("maximum_age")
    if low is not None and high is not None and low > high:
        row.error("maximum_age", "an age that is not below minimum_age")
    return low, high


def _required(row: Row, name: str, value: frozenset[_T]) -> frozenset[_T]:
    if not row.text(name):
        row.error(name, "at least one value")
    return value


def _languages(row: Row) -> frozenset[str]:
    codes = [code.casefold() for code in row.list("languages")] or [LANGUAGES[0]]
    if not all(_LANGUAGE.fullmatch(code) for code in codes):
        row.error("languages", "language codes like nl; fr; ar")
    return frozenset(codes)


def _descriptions(row: Row) -> Mapping[str, str]:
    found = ((name.removeprefix(DESCRIPTION), row.text(name)) for name in row.values if name.startswith(DESCRIPTION))
    return {language: text for language, text in sorted(found) if text}


def _area(row: Row) -> Area:
    area = sort_area(row.list("area"))
    for name in area.unknown:
        row.error("area", f"municipalities and postal codes of the region (not {name[:40]})")
    return replace(area, km=row.number_of("area_km", 0, MAX_KM))


def _hours(row: Row) -> tuple[OpeningPeriod, ...]:
    try:
        return parse_hours(row.text("hours"))
    except WrongHours as error:
        row.error("hours", str(error))
        return ()


def _closures(row: Row) -> tuple[ClosedPeriod, ...]:
    try:
        return parse_closed(row.list("closed"))
    except WrongDays as error:
        row.error("closed", str(error))
        return ()


def _assurer(row: Row) -> str:
    text = row.text("assured_by")
    if text and read_address(f"email:{text}") is None:
        row.error("assured_by", "an e-mail address")
    return text


def _phone(row: Row) -> str:
    text = row.text("phone")
    if text and not re.fullmatch(r"\+?[\d ()./-]{3,25}", text):
        row.error("phone", "a telephone number")
    return text


def _locations(row: Row, organization: Organization) -> Iterator[Location]:
    """The columns of the locations keep step: the second item of each belongs to the second location."""
    cells = {name: split_cells(row.text(name)) if row.text(name) else () for name in LOCATION_COLUMNS}
    count = max(len(items) for items in cells.values())
    uneven = [name for name, items in cells.items() if items and len(items) != count]
    for name in uneven:
        row.error(name, f"{count} items, one for each location")
    if uneven or not row.findings.room_for(count, row.file):
        return
    for values in list(zip_longest(*cells.values(), fillvalue=""))[:count]:
        yield _location(row, organization, dict(zip(LOCATION_COLUMNS, values)))


def _location(row: Row, organization: Organization, values: Mapping[str, str]) -> Location:
    code, town = values["postal_code"], municipality(values["municipality"])
    if values["municipality"] and town is None:
        row.error("municipality", "a municipality of the region or a town near it")
    place = village(town or "", code) if values["municipality"] == "" or town else None
    if place is None and not values["municipality"]:
        row.error("postal_code", "a postal code of the region, or a municipality beside it")
    name = values["location"] or values["address"] or code
    return Location(
        id=values["location_id"] or slug(organization.id, name),
        name=name,
        municipality=town or (place.municipality if place else values["municipality"]),
        postal_code=code or (place.postal_code if place else ""),
        latitude=_degrees(row, "latitude", values, 90, place.latitude if place else 0.0),
        longitude=_degrees(row, "longitude", values, 180, place.longitude if place else 0.0),
        address=values["address"],
    )


def _degrees(row: Row, name: str, values: Mapping[str, str], limit: float, default: float) -> float:
    """Coordinates that are not given are those of the village."""
    number = row.as_number(name, values[name], -limit, limit) if values[name] else None
    return default if number is None else number
