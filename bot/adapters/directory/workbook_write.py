"""Writes the coordinator's own sheet as a workbook (XLSX): with drop-downs, and with sheets that explain it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from bot.adapters.directory.formulas import with_workbook_escape
from bot.adapters.directory.lines import MAX_SHEET_ROWS
from bot.adapters.directory.sheet_columns import CHOICES, DESCRIPTION, LISTS, SHEET
from bot.adapters.directory.workbook_texts import MAX_TEXT, held_text
from bot.adapters.texts import GettextTexts
from bot.domain.errors import DichtbijError
from bot.service.ports import Texts

EXPLAINED_IN = ("nl", "fr", "en")
"""The languages of the coordinators."""
EXPLANATIONS, WORDS = "Uitleg - Explication", "Woorden - Mots"
MAX_PROMPT = 255
"""Characters of the message beside a cell."""
_TEXT, _WIDTH = "@", 30
_LONG_AGO = datetime(1980, 1, 1)


def write_workbook(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Every cell is text, which no program runs or changes. The same rows give the same file.

    Raises DichtbijError for a text that is longer than a cell.
    """
    # All of them before the first is written: a sheet that was begun can't be left.
    lines = [[_held(row.get(name, "")) for name in columns] for row in rows]
    texts, book = GettextTexts(), Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for number, name in enumerate(columns, 1):
        sheet.data_validations.append(_validation(name, get_column_letter(number), texts))
    _fill(sheet, columns, lines)
    _fill(book.create_sheet(EXPLANATIONS), ("column", *EXPLAINED_IN), _explanations(columns, texts))
    _fill(book.create_sheet(WORDS), ("column", "word", *EXPLAINED_IN), _words(texts))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_packed(book))


def _held(text: str) -> str:
    held = held_text(with_workbook_escape(text))
    if len(held) > MAX_TEXT:
        raise DichtbijError(f"a text of {len(text)} characters is too long for a cell: {text[:40]}...")
    return held


def _fill(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The first line stays in sight; empty cells are text too, so that what is typed there stays as it is typed."""
    sheet.freeze_panes = "A2"
    for number in range(1, len(columns) + 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width, column.number_format = _WIDTH, _TEXT
    sheet.append([_cell(sheet, name, font=Font(name="Calibri", bold=True)) for name in columns])
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        sheet.append([_cell(sheet, text, alignment=wrapped) if text else None for text in row])


def _cell(sheet: Any, text: str, **style: Font | Alignment) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", _TEXT
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _validation(name: str, letter: str, texts: Texts) -> DataValidation:
    """A drop-down where one word is asked for; everywhere a message with what belongs there."""
    cells = f"{letter}2:{letter}{MAX_SHEET_ROWS + 1}"
    prompt = {"promptTitle": name[:32], "prompt": _explanation(name, EXPLAINED_IN[0], texts)[:MAX_PROMPT]}
    if name not in CHOICES:
        return DataValidation(sqref=cells, showInputMessage=True, **prompt)
    words = ",".join(CHOICES[name])
    error = {"errorTitle": name, "error": words, "showErrorMessage": True}
    return DataValidation(
        type="list", formula1=f'"{words}"', allow_blank=True, sqref=cells, showInputMessage=True, **error, **prompt
    )


def _explanations(columns: Sequence[str], texts: Texts) -> Iterator[list[str]]:
    for name in columns:
        yield [name, *(_explanation(name, language, texts) for language in EXPLAINED_IN)]


def _explanation(name: str, language: str, texts: Texts) -> str:
    if not name.startswith(DESCRIPTION):
        return texts.say(language, f"sheet.{name}")
    return texts.say(language, "sheet.description", language={"key": f"language.{name.removeprefix(DESCRIPTION)}"})


def _words(texts: Texts) -> Iterator[list[str]]:
    """The words of the columns that take several; they are explained as residents read them."""
    for name, (kind, labels) in LISTS.items():
        for label in labels:
            yield [name, str(label), *(texts.say(language, f"{kind}.{label}") for language in EXPLAINED_IN)]


def _packed(book: Workbook) -> bytes:
    """The workbook's file, with no moment of writing in it."""
    book.properties = DocumentProperties(creator="Dichtbij", created=_LONG_AGO, modified=_LONG_AGO)
    written, steady = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(written, "w", ZIP_DEFLATED)).save()
    with ZipFile(written) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(ZipInfo(part.filename, _LONG_AGO.timetuple()[:6]), source.read(part), ZIP_DEFLATED)
    return steady.getvalue()
