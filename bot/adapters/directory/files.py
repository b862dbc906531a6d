"""Reading and writing the files themselves, within limits, so that no file stops the program."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.adapters.directory.rows import Findings, Row

MAX_BYTES = 64 * 1024 * 1024
"""More than ten times the largest public export that is known."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def read_text(path: Path, findings: Findings) -> str | None:
    """The text of a UTF-8 file; None, with the problem noted, if it can't be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            findings.error(path.name, "", "", f"a file of at most {MAX_BYTES // 1024**2} MB")
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.error(path.name, str(line), "", "text in UTF-8 (in Excel: save as CSV UTF-8)")
    except OSError as error:
        findings.error(path.name, "", "", f"a file that can be read ({error.strerror})")
    else:
        if "\0" not in text:
            return text
        findings.error(path.name, str(text[: text.index("\0")].count("\n") + 1), "", "text, without NUL characters")
    return None


def read_rows(path: Path, findings: Findings, *, spreadsheet: bool) -> list[Row]:
    """The rows of a CSV file with commas or, as Excel writes here, semicolons; row 1 holds the names of the columns.

    A ``spreadsheet`` is filled in by people: it is read strictly, and formulas are made harmless (see write_rows).
    """
    text = read_text(path, findings)
    if text is None:
        return []
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    try:
        names = [name.strip() for name in next(reader, [])]
        for number, cells in enumerate(reader, 2):
            if any(cell.strip() for cell in cells):
                rows.append(_row(Row(findings, path.name, str(number), {}, spreadsheet), names, cells))
    except csv.Error:
        findings.error(
            path.name, str(reader.line_num), "", "rows of cells, with quotes around a cell that holds commas"
        )
    return rows


def _row(empty: Row, names: list[str], cells: list[str]) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        empty.error("", f"{len(names)} cells, as in the first row")
    read = _without_escape if empty.strict else str
    return replace(empty, values={name: read(cell) for name, cell in zip(names, cells)})


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, spreadsheet: bool) -> None:
    """In a ``spreadsheet`` a cell that would run as a formula gets an apostrophe; reading takes it off again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write = _with_escape if spreadsheet else str
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([write(row.get(column, "")) for column in columns] for row in rows)


def read_json(path: Path, findings: Findings) -> Any:
    """The content of a JSON file; None, with the problem noted, if it is none."""
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        findings.error(path.name, str(error.lineno), "", "JSON")
    except RecursionError:
        findings.error(path.name, "", "", "JSON that is not nested this deep")
    return None


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _with_escape(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _without_escape(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell
