"""PDFs that tell more than they show, made by hand."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from tests.support.pictures import SECRET

A4 = (595, 842)
FONT = b"/Resources << /Font << /F 3 0 R >> >>"
RED = b"1 0 0 rg 50 50 200 200 re f"
SAYS_SECRET = f"({SECRET})".encode()


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """An object that is a stream, packed."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), dictionary, packed)


def image(width: int, height: int, pixels: bytes) -> bytes:
    """An object that is a picture in colour."""
    kind = b"/Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Width %d /Height %d"
    return stream(pixels, kind % (width, height))


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def document(
    *pages: bytes,
    size: tuple[float, float] = A4,
    page: bytes = b"",
    root: bytes = b"",
    trailer: bytes = b"",
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF of pages with this content; ``more`` objects begin at number 4 + 2 for each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %g %g] %s >>" % (kids, len(pages), *size, FONT),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(pages):
        objects += [b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (5 + 2 * number, page), stream(content)]
    return file_of([*objects, *more], trailer)


def telling_document(pages: int = 1) -> bytes:
    """Red squares, with SECRET in all that is not seen: white words, metadata, a script, a file inside."""
    hidden = b"1 g BT /F 12 Tf 50 600 Td %s Tj ET 3 Tr BT /F 12 Tf 50 500 Td %s Tj ET" % (SAYS_SECRET, SAYS_SECRET)
    script, about, inside, named, info = range(4 + 2 * pages, 9 + 2 * pages)
    does = b"/OpenAction %d 0 R /Metadata %d 0 R" % (script, about)
    files = b"/Names << /EmbeddedFiles << /Names [%s %d 0 R] >> >>" % (SAYS_SECRET, named)
    more = [
        b"<< /S /JavaScript /JS %s >>" % SAYS_SECRET,
        stream(SECRET.encode(), b"/Type /Metadata /Subtype /XML"),
        stream(SECRET.encode(), b"/Type /EmbeddedFile"),
        b"<< /Type /Filespec /F %s /EF << /F %d 0 R >> >>" % (SAYS_SECRET, inside),
        b"<< /Author %s /Title %s >>" % (SAYS_SECRET, SAYS_SECRET),
    ]
    whole = document(*[RED + b" " + hidden] * pages, root=does + files, trailer=b"/Info %d 0 R" % info, more=more)
    return whole + SECRET.encode()


def filled_form(value: str) -> bytes:
    """A form with a text field, whose value is in the field alone and drawn by no page."""
    look = b"/DA (/F 48 Tf 0 g) /Rect [50 50 500 150]"
    field = b"<< /Subtype /Widget /FT /Tx /T (name) /V (%s) /F 4 %s >>" % (value.encode(), look)
    form = b"/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /F 3 0 R >> >> /DA (/F 48 Tf 0 g) >>"
    return document(b"", page=b"/Annots [6 0 R]", root=form, more=[field])


def locked_document() -> bytes:
    """Asks for a password."""
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
    return document(RED, trailer=lock % (b"ab" * 32, b"cd" * 32))
