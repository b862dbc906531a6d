"""What a workbook may hold: looked through part by part, with nothing built from it, before a library opens it.

A workbook is a ZIP file of XML: a small one can unpack to any size, and name more than fits in memory.
"""

from __future__ import annotations

import io
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from defusedxml.sax import parseString

MAX_PARTS = 500
MAX_UNPACKED = 32 * 1024 * 1024
"""Of all parts together."""
MAX_DEPTH = 50
MAX_ATTRIBUTES = 100
MAX_ELEMENTS = 20_000
MAX_CELLS = 600_000
"""Elements of a part with cells or their texts; of any other part MAX_ELEMENTS, as each becomes a large object."""

_WITH_CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")


class TooMuch(ValueError):
    """The workbook is larger than any that is filled in by people; says what was expected."""


def harmless(content: bytes) -> bytes:
    """The same workbook with nothing but its XML, every part of which was looked through.

    Raises TooMuch; and for what is no workbook, as ZIP and XML readers do, nearly any Exception.
    """
    small = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(small, "w", ZIP_STORED) as copy:
        for part in _parts(archive):
            xml = archive.read(part)
            parseString(xml, _Limits(part.filename), forbid_dtd=True)
            copy.writestr(part.filename, xml)
    return small.getvalue()


def _parts(archive: ZipFile) -> list[ZipInfo]:
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooMuch(f"a workbook of at most {MAX_UNPACKED // 1024**2} MB when it is unpacked")
    # Others unpack without a limit.
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise TooMuch("a workbook that is packed as spreadsheet programs do")
    return parts


class _Limits(ContentHandler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._left = MAX_CELLS if name.startswith(_WITH_CELLS) else MAX_ELEMENTS
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._left -= 1
        self._depth += 1
        if self._left < 0 or self._depth > MAX_DEPTH or len(attrs) > MAX_ATTRIBUTES:
            raise TooMuch("a workbook with one sheet of services, without so many cells or styles")

    def endElement(self, name: str) -> None:
        self._depth -= 1
