"""HSDS as a folder of CSV files: 3.0, and the older 1.1 that many public exports still use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.adapters.directory.files import read_rows, write_rows
from bot.adapters.directory.hsds import COLUMNS, NEEDS, SERVICE_TYPES, Records, Tables, uuid_of
from bot.adapters.directory.hsds_write import WEEKDAYS
from bot.adapters.directory.rows import Findings, Row

READ = (*COLUMNS, "cost_options")
OLDER_NAMES: Mapping[str, str] = {
    "schedules": "regular_schedules",
    "addresses": "physical_addresses",
    "service_at_location": "services_at_location",
    "taxonomy_terms": "taxonomy",
}
"""Tables that had another name in 1.1."""
OLDER_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "organizations": {"website": "url"},
    "services": {"fees_description": "fees"},
    "languages": {"code": "language"},
    "service_areas": {"name": "service_area"},
    "taxonomy_terms": {"taxonomy": "vocabulary"},
}
"""Fields that had another name in 1.1. Those that it had not at all stand under their later names: it allows more."""
TERMS_OF_SERVICES = "services_taxonomy"
_DAY_NAMES = {
    name: at for at, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}


def is_older(folder: Path) -> bool:
    """True for a folder of 1.1: it has a file that 3.0 does not know."""
    names = (*OLDER_NAMES.values(), TERMS_OF_SERVICES, "service_taxonomy")
    return any((folder / f"{name}.csv").is_file() for name in names)


def read_tables(folder: Path, findings: Findings) -> Tables:
    return {table: _read(folder, table, findings) for table in READ}


def write_tables(tables: Records, folder: Path) -> None:
    for table, columns in COLUMNS.items():
        write_rows(folder / f"{table}.csv", columns, tables[table], spreadsheet=False)


def read_older_tables(folder: Path, findings: Findings) -> Tables:
    """The tables of 1.1 under their later names."""
    tables: Tables = {}
    for table in READ:
        rows = _read(folder, OLDER_NAMES.get(table, table), findings) or _read(folder, table, findings)
        tables[table] = [_renamed(row, OLDER_COLUMNS.get(table, {})) for row in rows]
    tables["schedules"] = [_with_day(row) for row in tables["schedules"]]
    links = [*_read(folder, TERMS_OF_SERVICES, findings), *_read(folder, "service_taxonomy", findings)]
    tables["attributes"] += [_as_attribute(row) for row in links]
    return tables


def write_older_tables(tables: Records, folder: Path) -> None:
    """1.1 with what it lacks in more columns and an attributes table, so that nothing is lost."""
    older: Records = {**tables, "schedules": [_weekday(row) for row in tables["schedules"]]}
    for table, columns in COLUMNS.items():
        renamed = OLDER_COLUMNS.get(table, {})
        names = [renamed.get(column, column) for column in columns]
        names = ["id", "service_id", "weekday", "opens_at", "closes_at"] if table == "schedules" else names
        rows = [{renamed.get(column, column): value for column, value in row.items()} for row in older[table]]
        write_rows(folder / f"{OLDER_NAMES.get(table, table)}.csv", names, rows, spreadsheet=False)
    columns = ("id", "service_id", "taxonomy_id", "taxonomy_detail")
    write_rows(folder / f"{TERMS_OF_SERVICES}.csv", columns, _terms_of_services(tables), spreadsheet=False)


def _read(folder: Path, table: str, findings: Findings) -> list[Row]:
    path = folder / f"{table}.csv"
    return read_rows(path, findings, spreadsheet=False) if path.is_file() else []


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    later = {older: name for name, older in names.items()}
    return replace(row, values={later.get(name, name): value for name, value in row.values.items()})


def _with_day(row: Row) -> Row:
    """Weekdays of 1.1 are numbers from Monday, 1, or English names, in full or cut short."""
    text = row.text("weekday").casefold()
    if text in ("1", "2", "3", "4", "5", "6", "7"):
        day = WEEKDAYS[int(text) - 1]
    else:
        found = [at for name, at in _DAY_NAMES.items() if len(text) >= 2 and name.startswith(text)]
        day = WEEKDAYS[found[0]] if found else text
    return replace(row, values={**row.values, "byday": day}) if text else row


def _weekday(record: Mapping[str, str]) -> dict[str, str]:
    return {**record, "weekday": str(WEEKDAYS.index(record["byday"]) + 1)}


def _as_attribute(row: Row) -> Row:
    link = {"link_id": row.text("service_id"), "taxonomy_term_id": row.text("taxonomy_id")}
    return replace(row, values={**link, "link_entity": "service", "value": row.text("taxonomy_detail")})


def _terms_of_services(tables: Records) -> list[dict[str, str]]:
    """The link of 1.1 between services and terms, for readers who don't know the attributes table."""
    ours = {row["id"] for row in tables["taxonomy_terms"] if row["taxonomy"] in (SERVICE_TYPES, NEEDS)}
    return [
        {
            "id": uuid_of(TERMS_OF_SERVICES, row["id"]),
            "service_id": row["link_id"],
            "taxonomy_id": row["taxonomy_term_id"],
            "taxonomy_detail": row["value"],
        }
        for row in tables["attributes"]
        if row["taxonomy_term_id"] in ours
    ]
