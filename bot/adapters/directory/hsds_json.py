"""HSDS 3.0 in JSON: single records, list pages and folders of them, as tables and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.adapters.directory.files import read_json, write_json
from bot.adapters.directory.hsds import NUMBERS, Record, Records, Tables
from bot.adapters.directory.hsds_csv import READ
from bot.adapters.directory.rows import Findings, Row

PAGE_KEYS = ("contents", "content", "items")
"""Where a list page keeps its records; the second and third are what some servers call it."""

_LISTS: Mapping[str, str] = {
    "services": "services",
    "locations": "locations",
    "service_at_locations": "service_at_location",
    "addresses": "addresses",
    "phones": "phones",
    "languages": "languages",
    "schedules": "schedules",
    "service_areas": "service_areas",
    "cost_options": "cost_options",
    "attributes": "attributes",
}
_OBJECTS: Mapping[str, tuple[str, str]] = {
    "organization": ("organizations", "organization_id"),
    "location": ("locations", "location_id"),
    "taxonomy_term": ("taxonomy_terms", "taxonomy_term_id"),
}
_PARENT_KEYS: Mapping[str, str] = {
    "organizations": "organization_id",
    "services": "service_id",
    "locations": "location_id",
    "service_at_location": "service_at_location_id",
}
_SINGLE: Mapping[str, str] = {
    "organizations": "organizations",
    "services": "services",
    "service_at_locations": "service_at_location",
    "taxonomy_terms": "taxonomy_terms",
}


def read_records(path: Path, findings: Findings) -> Tables:
    """The tables in a JSON file, or in all those of a folder; a record that stands in several places is one row."""
    reader = _Reader(findings, strict=not path.is_dir())
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        findings.error(path.name, "", "", "JSON files of HSDS 3, or organizations.csv and the other files of HSDS")
    for file in files:
        content = read_json(file, findings)
        if content is not None:
            reader.read(content, file)
    return reader.tables()


class _Reader:
    """``strict``: a file without records is an error; in a folder others may lie beside them."""

    def __init__(self, findings: Findings, *, strict: bool) -> None:
        self._findings = findings
        self._strict = strict
        self._rows: dict[tuple[str, str], Row] = {}

    def tables(self) -> Tables:
        tables: Tables = {name: [] for name in READ}
        for (table, _), row in self._rows.items():
            tables[table].append(row)
        return tables

    def read(self, content: Any, file: Path) -> None:
        records = list(_records(content))
        for path, record in records:
            table = _table_of(record, file)
            if table is not None:
                self._take(table, record, file.name, path)
        if not records:
            report = self._findings.error if self._strict else self._findings.warning
            report(file.name, "", "", "an HSDS record, or a page with a list of them")

    def _take(self, table: str, record: Mapping[str, Any], file: str, path: str, **parent: str) -> str:
        """Adds a record and what is nested in it; gives its id."""
        id = _text(record.get("id"))
        values = {**{key: text for key, value in record.items() if (text := _text(value))}, **parent}
        for key, (other, foreign_key) in _OBJECTS.items():
            if isinstance(record.get(key), dict):
                values[foreign_key] = self._take(other, record[key], file, f"{path}/{key}")
        self._merge(table, id or f"{file}/{path}", Row(self._findings, file, path, values, strict=False))
        for key, other in _LISTS.items():
            for number, item in enumerate(_items(record.get(key))):
                self._take(other, item, file, f"{path}/{key}/{number}", **_link(table, other, id))
        return id

    def _merge(self, table: str, key: str, row: Row) -> None:
        """List pages hold less than full records: what one lacks the other adds."""
        known = self._rows.get((table, key))
        self._rows[table, key] = replace(known, values={**row.values, **known.values}) if known else row


def _records(content: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    page = next((content[key] for key in PAGE_KEYS if key in content), None) if isinstance(content, dict) else content
    if isinstance(page, list):
        yield from ((str(number), item) for number, item in enumerate(page) if isinstance(item, dict))
    elif isinstance(content, dict) and content.get("id"):
        yield "", content


def _table_of(record: Mapping[str, Any], file: Path) -> str | None:
    """By the folder that it lies in, as servers lay them out; else by what only such records have."""
    if file.parent.name in _SINGLE:
        return _SINGLE[file.parent.name]
    if "services" in record or {"website", "legal_status", "tax_status"} & set(record):
        return "organizations"
    if "status" in record or "organization_id" in record:
        return "services"
    if "location" in record or "service" in record:
        return "service_at_location"
    return "taxonomy_terms" if "taxonomy" in record or "code" in record else None


def _link(parent: str, table: str, id: str) -> dict[str, str]:
    if table == "attributes":
        return {"link_id": id}
    key = _PARENT_KEYS.get(parent)
    return {key: id} if key else {}


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Without NUL and halves of characters, which JSON can name and nothing can store."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value) if isinstance(value, (str, int, float)) else ""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def write_records(tables: Records, path: Path) -> None:
    """A folder with a file for each organisation, its services in it; or, for a name in .json, one list page."""
    nest = _Nest(tables)
    organizations = [nest.organization(row) for row in tables["organizations"]]
    if path.suffix.lower() == ".json":
        write_json(path, _page(organizations))
        return
    for organization in organizations:
        write_json(path / "organizations" / f"{organization['id']}.json", organization)
    for table in ("taxonomies", "taxonomy_terms"):
        for row in tables[table]:
            write_json(path / table / f"{row['id']}.json", _json(row))


def _page(contents: list[dict[str, Any]]) -> dict[str, Any]:
    count = len(contents)
    whole = {"total_items": count, "total_pages": 1, "page_number": 1, "size": count}
    return {**whole, "first_page": True, "last_page": True, "empty": not count, "contents": contents}


class _Nest:
    """Puts the rows of the tables into the records that they belong to."""

    def __init__(self, tables: Records) -> None:
        self._tables = tables
        self._terms = {row["id"]: _json(row) for row in tables["taxonomy_terms"]}
        self._locations = {row["id"]: row for row in tables["locations"]}
        self._index: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def organization(self, row: Record) -> dict[str, Any]:
        services = [self._service(each) for each in self._of("services", "organization_id", row["id"])]
        return self._with_attributes(row, services=services)

    def _service(self, row: Record) -> dict[str, Any]:
        lists = {
            table: self._plain(table, row["id"]) for table in ("phones", "schedules", "service_areas", "languages")
        }
        places = [self._at_location(each) for each in self._of("service_at_location", "service_id", row["id"])]
        return self._with_attributes(row, **lists, service_at_locations=places)

    def _at_location(self, row: Record) -> dict[str, Any]:
        location = self._locations[row["location_id"]]
        addresses = [_json(each) for each in self._of("addresses", "location_id", location["id"])]
        return {**_json(row), "location": self._with_attributes(location, addresses=addresses)}

    def _with_attributes(self, row: Record, **nested: list[dict[str, Any]]) -> dict[str, Any]:
        attributes = [
            {**_json(each), "taxonomy_term": self._terms[each["taxonomy_term_id"]]}
            for each in self._of("attributes", "link_id", row["id"])
        ]
        return {**_json(row), **{key: items for key, items in {**nested, "attributes": attributes}.items() if items}}

    def _plain(self, table: str, service_id: str) -> list[dict[str, Any]]:
        return [_json(row) for row in self._of(table, "service_id", service_id)]

    def _of(self, table: str, key: str, id: str) -> list[Record]:
        if (table, key) not in self._index:
            index: dict[str, list[Record]] = {}
            for row in self._tables[table]:
                index.setdefault(row[key], []).append(row)
            self._index[table, key] = index
        return self._index[table, key].get(id, [])


_KEPT_EMPTY = frozenset({"description", "address_1", "city", "postal_code"})
"""Fields that HSDS asks for, also where there is nothing to say."""


def _json(row: Record) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if value or key in _KEPT_EMPTY}
    return {key: float(value) if key in NUMBERS else value for key, value in kept.items()}
