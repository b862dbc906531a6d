"""Which format a file is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.adapters.directory.hsds_csv import is_older, read_older_tables, read_tables, write_older_tables, write_tables
from bot.adapters.directory.hsds_json import read_records, write_records
from bot.adapters.directory.hsds_read import directory_of
from bot.adapters.directory.hsds_write import tables_of
from bot.adapters.directory.rows import Findings
from bot.adapters.directory.sheet_columns import WORKBOOK
from bot.adapters.directory.sheet_read import read_sheet
from bot.adapters.directory.sheet_write import write_sheet, write_sheet_as_workbook
from bot.domain.errors import DichtbijError
from bot.domain.partners import Directory
from bot.service.directory import Reading

FORMATS: Mapping[str, Callable[[Directory, Path], None]] = {
    "sheet": write_sheet,
    "xlsx": write_sheet_as_workbook,
    "hsds-json": lambda directory, path: write_records(tables_of(directory), path),
    "hsds-csv": lambda directory, path: write_tables(tables_of(directory), path),
    "hsds-csv-1.1": lambda directory, path: write_older_tables(tables_of(directory), path),
}
"""How each format is written."""

EXPECTED = "a .csv or .xlsx sheet, a .json file, or a folder with HSDS files in CSV or JSON"


def read_directory(path: Path) -> Reading:
    """The directory in a file or folder of any known format; whatever is wrong with it is in the problems."""
    findings = Findings()
    if path.is_dir() and (path / "organizations.csv").is_file():
        read = read_older_tables if is_older(path) else read_tables
        return directory_of(read(path, findings), findings, path.name)
    if path.is_dir() or path.suffix.lower() == ".json":
        return directory_of(read_records(path, findings), findings, path.name)
    if path.suffix.lower() in (".csv", WORKBOOK):
        return read_sheet(path)
    findings.error(path.name, "", "", EXPECTED)
    return Reading(Directory(), tuple(findings.problems))


def format_of(path: Path) -> str:
    """The format that a path's name asks for."""
    return {".csv": "sheet", WORKBOOK: "xlsx"}.get(path.suffix.lower(), "hsds-json")


def write_directory(directory: Directory, path: Path, format: str) -> None:
    """Writes a directory so that read_directory reads it as the same one. Raises DichtbijError."""
    if format not in FORMATS:
        raise DichtbijError(f"{format} is no format of a directory: expected one of {', '.join(FORMATS)}")
    try:
        FORMATS[format](directory, path)
    except OSError as error:
        raise DichtbijError(f"{path} can't be written: {error.strerror}") from error
