"""Draws the pages of a PDF: a process of its own, which can reach nothing of ours and dies where it takes too much.

It reads the PDF from standard input and answers in JSON: the ``pages`` as JPEGs in base64, or why it is ``unfit``.
"""

from __future__ import annotations

import base64
import io
import json
import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import JpegImagePlugin

from bot.adapters.enclosure import enclose
from bot.service.ports import MAX_PAGES, UnfitPhoto

CPU_SECONDS = 10
MEMORY = 500_000_000
"""Bytes of address space. A page scanned in colour at 600 dots an inch takes 105 MB of it."""
MAX_DRAWN = 20_000_000
"""Bytes of all pages together."""
SCALE = 200 / 72
"""Pixels for each point: 200 dots an inch, enough for small print."""
LONGEST_SIDE = 2560
QUALITY = 85
LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
OOM_SCORE = Path("/proc/self/oom_score_adj")
"""Where memory runs out on the machine, this process goes first (proc(5))."""
READABLE = (sys.prefix, sys.base_prefix, "/usr/share/fonts", "/usr/local/share/fonts")
"""Python's own files, which it loads when they are needed, and fonts that a PDF does not bring along."""
BOUNDS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NPROC: 0,
}


def main() -> None:
    os.nice(10)
    with suppress(OSError):  # some containers don't let it
        OOM_SCORE.write_text("1000")
    enclose(READABLE)
    for kind, bound in BOUNDS.items():
        resource.setrlimit(kind, (bound, bound))
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


def _answer(content: bytes) -> Mapping[str, object]:
    try:
        return {"pages": [base64.b64encode(page).decode() for page in drawn(content)]}
    except UnfitPhoto as unfit:
        return {"unfit": unfit.code}
    except MemoryError:
        return {"unfit": "too_large"}


def drawn(content: bytes) -> list[bytes]:
    """Each page as a viewer shows it, filled-in forms and notes too, as a JPEG. Raises UnfitPhoto."""
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()
        count = len(document)
        if not 0 < count <= MAX_PAGES:
            raise UnfitPhoto("too_many_pages" if count else "broken")
        return _within_bounds(document, count)
    except pypdfium2.PdfiumError as error:
        raise UnfitPhoto("locked" if error.err_code in LOCKED else "broken") from None


def _within_bounds(document: pypdfium2.PdfDocument, count: int) -> list[bytes]:
    pages: list[bytes] = []
    for number in range(count):
        pages.append(_page(document[number]))
        if sum(map(len, pages)) > MAX_DRAWN:
            raise UnfitPhoto("too_large")
    return pages


def _page(page: pypdfium2.PdfPage) -> bytes:
    scale = min(SCALE, LONGEST_SIDE / max(page.get_size()))
    image = page.render(scale=scale, limit_image_cache=True).to_pil()
    page.close()
    out = io.BytesIO()
    image.save(out, JpegImagePlugin.JpegImageFile.format, quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    main()
