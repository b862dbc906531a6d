"""Lines of cells, from CSV or a workbook, as rows with named cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from bot.adapters.directory.formulas import without_escape
from bot.adapters.directory.rows import Findings, Row

MAX_COLUMNS = 200
MAX_SHEET_ROWS = 20_000
"""Of a sheet that people fill in; far more than there are services in the country's largest region."""

Line = tuple[int, list[str]]
"""The number of a line, from 1, and its cells."""


def rows_of(lines: Iterable[Line], file: str, findings: Findings, *, spreadsheet: bool) -> list[Row]:
    """The rows that are not blank; the first line holds the names of the columns.

    A ``spreadsheet`` is strict: each of its rows has every column, and no column stands there twice.
    """
    rest = iter(lines)
    names = _names(next(rest, (1, []))[1])
    if not _are_names(names, file, findings, strict=spreadsheet):
        return []
    rows: list[Row] = []
    for number, cells in _filled(rest):
        if not findings.room_for(1, file):
            return []
        if spreadsheet and len(rows) == MAX_SHEET_ROWS:
            findings.error(file, str(number), "", f"at most {MAX_SHEET_ROWS} rows")
            return []
        rows.append(_row(findings, file, number, names, cells, strict=spreadsheet))
    return rows


def _names(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which stand in the files of many programs."""
    last = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return [cell.strip() for cell in cells[:last]]


def _filled(lines: Iterator[Line]) -> Iterator[Line]:
    return ((number, cells) for number, cells in lines if any(map(str.strip, cells)))


def _are_names(names: list[str], file: str, findings: Findings, *, strict: bool) -> bool:
    if len(names) > MAX_COLUMNS:
        findings.error(file, "1", "", f"at most {MAX_COLUMNS} columns")
        return False
    twice = sorted({name for name in names if name and names.count(name) > 1}) if strict else []
    for name in twice:
        findings.error(file, "1", name, "each column once")
    return not twice


def _row(findings: Findings, file: str, number: int, names: list[str], cells: list[str], *, strict: bool) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        findings.error(file, str(number), "", f"{len(names)} cells, as in the first row")
    if strict:
        named = zip_longest(names, map(without_escape, cells[: len(names)]), fillvalue="")
        return Row(findings, file, str(number), dict(named), strict)
    return Row(findings, file, str(number), dict(zip(names, cells)), strict)
