"""Directory files: what is written comes back as the same directory, in every format."""

from __future__ import annotations

import csv
import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.adapters.directory import FORMATS, read_directory, write_directory
from bot.adapters.directory.hsds import COLUMNS
from bot.domain.errors import DichtbijError
from bot.domain.partners import Directory
from tests.support.directories import a_directory, a_service, directories

SAMPLE = Path(__file__).parents[2] / "examples" / "directory.csv"
REQUIRED = {
    "organizations": {"id", "name", "description"},
    "services": {"id", "name", "status"},
    "locations": {"id", "location_type"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phones": {"id", "number"},
    "taxonomies": {"id", "name", "description"},
    "taxonomy_terms": {"id", "name", "description"},
}
"""What HSDS 3.0 asks for in each record; the other tables need but an id."""


def there_and_back(directory: Directory, format: str, folder: Path) -> Directory:
    path = folder / {"sheet": "directory.csv", "xlsx": "directory.xlsx"}.get(format, "directory")
    write_directory(directory, path, format)
    reading = read_directory(path)
    assert reading.problems == ()
    return reading.directory


def in_order(directory: Directory) -> Directory:
    organizations = tuple(sorted(directory.organizations, key=lambda each: each.id))
    return Directory(organizations, tuple(sorted(directory.services, key=lambda each: each.id)))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40)
@given(directory=directories())
def test_round_trip(format: str, directory: Directory) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert there_and_back(directory, format, Path(folder)) == in_order(directory)


@pytest.mark.parametrize("format", FORMATS)
def test_the_sample_comes_back_through_every_format(format: str, tmp_path: Path) -> None:
    sample = read_directory(SAMPLE).directory
    assert there_and_back(sample, format, tmp_path) == sample


def test_one_json_file_is_a_list_page(tmp_path: Path) -> None:
    sample = read_directory(SAMPLE).directory
    write_directory(sample, tmp_path / "all.json", "hsds-json")
    page = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert (page["total_items"], page["last_page"]) == (len(sample.organizations), True)
    assert read_directory(tmp_path / "all.json").directory == sample


def test_the_same_directory_gives_the_same_files(tmp_path: Path) -> None:
    sample = read_directory(SAMPLE).directory
    for format in FORMATS:
        for turn in ("first", "second"):
            write_directory(sample, tmp_path / turn / format / "d.csv", format)
    first, second = (
        sorted(path for path in (tmp_path / turn).rglob("*") if path.is_file()) for turn in ("first", "second")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def records(content: Any, table: str) -> list[tuple[str, dict[str, Any]]]:
    """Every record in a nested one, with the table that it belongs to."""
    nested = {"service_at_locations": "service_at_location", "taxonomy_term": "taxonomy_terms", "location": "locations"}
    found = [(table, content)]
    for key, value in content.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found += records(item, nested.get(key, key))
    return found


def test_json_records_hold_what_hsds_asks_for(tmp_path: Path) -> None:
    write_directory(read_directory(SAMPLE).directory, tmp_path, "hsds-json")
    found = [
        pair
        for file in (tmp_path / "organizations").glob("*.json")
        for pair in records(json.loads(file.read_text(encoding="utf-8")), "organizations")
    ]
    assert {table for table, _ in found} <= set(COLUMNS)
    for table, record in found:
        assert REQUIRED.get(table, {"id"}) <= set(record)
        assert str(uuid.UUID(record["id"])) == record["id"]
    assert all(isinstance(record["latitude"], float) for table, record in found if table == "locations")


def test_csv_tables_hold_what_hsds_asks_for(tmp_path: Path) -> None:
    write_directory(read_directory(SAMPLE).directory, tmp_path, "hsds-csv")
    known: dict[str, set[str]] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    for file in tmp_path.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            rows[file.stem] = list(csv.DictReader(stream))
        known[file.stem] = {row["id"] for row in rows[file.stem]}
        assert len(known[file.stem]) == len(rows[file.stem])
        assert REQUIRED.get(file.stem, {"id"}) <= set(rows[file.stem][0])
    links = {"organization_id": "organizations", "service_id": "services", "location_id": "locations"}
    links |= {"taxonomy_term_id": "taxonomy_terms", "taxonomy_id": "taxonomies"}
    for table in rows.values():
        for row in table:
            assert [key for key, other in links.items() if key in row and row[key] not in known[other]] == []


def test_formulas_are_made_harmless_in_the_sheet_alone(tmp_path: Path) -> None:
    evil = a_directory(a_service("s", name='=HYPERLINK("http://x.example")', fees="'+1", phone="+32 0000 00 00"))
    write_directory(evil, tmp_path / "d.csv", "sheet")
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]
    assert there_and_back(evil, "sheet", tmp_path) == evil
    write_directory(evil, tmp_path / "hsds", "hsds-csv")
    assert "\n+32" not in (tmp_path / "hsds" / "phones.csv").read_text(encoding="utf-8")
    assert ",+32 0000" in (tmp_path / "hsds" / "phones.csv").read_text(encoding="utf-8")


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DichtbijError, match="expected one of sheet"):
        write_directory(Directory(), tmp_path / "d.docx", "docx")


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DichtbijError, match="can't be written"):
        write_directory(Directory(), tmp_path / "file" / "d.csv", "sheet")
