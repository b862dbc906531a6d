"""Reading and writing the files themselves, within limits, so that no file stops the program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.adapters.directory.formulas import with_escape
from bot.adapters.directory.lines import Line, rows_of
from bot.adapters.directory.rows import Findings, Row

MAX_BYTES = 64 * 1024 * 1024
"""More than ten times the largest public export that is known."""
MAX_VALUES = 3_000_000
"""In one file. They are counted by the signs between them, since they take far more memory than the text."""


def read_bytes(path: Path, findings: Findings) -> bytes | None:
    """The content of a file; None, with the problem noted, if it can't be read."""
    try:
        if path.stat().st_size <= MAX_BYTES:
            return path.read_bytes()
        findings.error(path.name, "", "", f"a file of at most {MAX_BYTES // 1024**2} MB")
    except OSError as error:
        findings.error(path.name, "", "", f"a file that can be read ({error.strerror})")
    return None


def read_text(path: Path, findings: Findings) -> str | None:
    """The text of a UTF-8 file; None, with the problem noted, if it can't be read."""
    content = read_bytes(path, findings)
    try:
        text = None if content is None else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.error(path.name, str(line), "", "text in UTF-8 (in Excel: save as CSV UTF-8)")
        return None
    if text is not None and "\0" in text:
        findings.error(path.name, str(text[: text.index("\0")].count("\n") + 1), "", "text, without NUL characters")
        return None
    if text is not None and sum(map(text.count, ",;[{")) > MAX_VALUES:
        findings.error(path.name, "", "", f"at most {MAX_VALUES} values")
        return None
    return text


def read_rows(path: Path, findings: Findings, *, spreadsheet: bool) -> list[Row]:
    """The rows of a CSV file with commas or, as Excel writes here, semicolons; row 1 holds the names of the columns.

    A ``spreadsheet`` is filled in by people: it is read strictly, and formulas are made harmless (see write_rows).
    """
    text = read_text(path, findings)
    lines = _lines(text, path.name, findings) if text is not None else ()
    return rows_of(lines, path.name, findings, spreadsheet=spreadsheet)


def _lines(text: str, file: str, findings: Findings) -> Iterator[Line]:
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, 1)
    except csv.Error:
        spot = str(reader.line_num)
        findings.error(file, spot, "", "rows of cells, with quotes around a cell that holds commas")


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], *, spreadsheet: bool) -> None:
    """In a ``spreadsheet`` a cell that would run as a formula gets an apostrophe; reading takes it off again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write = with_escape if spreadsheet else str
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([write(row.get(column, "")) for column in columns] for row in rows)


def read_json(path: Path, findings: Findings) -> Any:
    """The content of a JSON file, its numbers as they are written; None, with the problem noted, if it is none."""
    text = read_text(path, findings)
    if text is None or not findings.room_for(text.count("{"), path.name):
        return None
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        findings.error(path.name, str(error.lineno), "", "JSON")
    except RecursionError:
        findings.error(path.name, "", "", "JSON that is not nested this deep")
    return None


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
