"""Workbooks for tests: as a spreadsheet program makes them, and as nobody should."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

FIRST_SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, *rows: Sequence[object], formats: Mapping[str, str] | None = None) -> Path:
    """Cells typed as their Python values; ``formats`` are number formats by the cell's place, like ``A2``."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for place, format in (formats or {}).items():
        sheet[place].number_format = format
    book.save(path)
    return path


def with_part(path: Path, name: str, content: str | bytes, compression: int = ZIP_DEFLATED) -> Path:
    """The workbook with one part put in another's place, or added."""
    with ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    written = io.BytesIO()
    with ZipFile(written, "w", compression) as archive:
        for part, old in {**parts, name: content}.items():
            archive.writestr(part, old)
    path.write_bytes(written.getvalue())
    return path


def sheet_xml(rows: str, before: str = "") -> str:
    """A worksheet's part around its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def text_cells(*texts: str) -> str:
    """The cells of a row, in XML."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
