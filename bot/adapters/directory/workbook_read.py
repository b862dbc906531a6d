"""Reads the coordinator's own sheet out of a workbook (XLSX)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import load_workbook

from bot.adapters.directory.files import read_bytes
from bot.adapters.directory.lines import MAX_COLUMNS, Line, rows_of
from bot.adapters.directory.rows import Findings, Row
from bot.adapters.directory.sheet_columns import SHEET
from bot.adapters.directory.workbook_limits import TooMuch, harmless
from bot.adapters.directory.workbook_texts import cell_text

MAX_LINE = 1_048_576
"""The last row that a spreadsheet program has."""
LOST_ZERO = 10_000_000
"""From here on a number in the phone column is no short one: its first 0 or + is gone."""


def read_workbook_rows(path: Path, findings: Findings) -> list[Row]:
    """The rows of the sheet named SHEET, or of the first one; columns after MAX_COLUMNS are not looked at."""
    content = read_bytes(path, findings)
    cells = _Cells(path.name, findings)
    lines = [] if content is None else cells.of_workbook(content)
    return rows_of(lines, path.name, findings, spreadsheet=True)


class _Cells:
    def __init__(self, file: str, findings: Findings) -> None:
        self._file = file
        self._findings = findings

    def of_workbook(self, content: bytes) -> list[Line]:
        """Every line that is not blank; none, with the problem noted, if it can't be opened."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return list(self._lines(_filled(harmless(content))))
        except TooMuch as error:
            self._findings.error(self._file, "", "", str(error))
        # ZIP, XML and the library above them answer a broken file with whatever they stumble over.
        except Exception:
            self._findings.error(self._file, "", "", "a workbook (.xlsx) that a spreadsheet program can open")
        return []

    def _lines(self, rows: Iterable[tuple[int, list[tuple[str, object]]]]) -> Iterator[Line]:
        names: list[str] = []
        for number, cells in rows:
            texts = [self._text(number, name, *cell) for name, cell in zip(_padded(names, len(cells)), cells)]
            names = names or texts
            yield number, texts

    def _text(self, number: int, name: str, kind: str, value: object) -> str:
        if kind == "e":
            self._findings.error(self._file, str(number), name, f"a value, where the sheet has the error {value}")
        if name == "phone" and isinstance(value, (int, float)) and value >= LOST_ZERO:
            expected = "a number typed as text, as in '0470 12 34 56; this cell lost its first 0 or +"
            self._findings.error(self._file, str(number), name, expected)
        return cell_text(value)


def _filled(content: bytes) -> Iterator[tuple[int, list[tuple[str, object]]]]:
    """The lines that are not blank, each with the kind and value of its cells."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    blank: object = None
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_LINE, max_col=MAX_COLUMNS + 1), 1):
        if row is blank:  # a gap of a million lines is one object
            continue
        if any(cell.value is not None for cell in row):
            yield number, [(cell.data_type, cell.value) for cell in row]
        else:
            blank = row


def _padded(names: list[str], count: int) -> list[str]:
    return names + [""] * (count - len(names))
