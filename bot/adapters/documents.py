"""Making pictures of PDFs: what is drawn holds nothing of the file but what can be seen."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE

from bot.service.ports import UnfitPhoto

DRAW = (sys.executable, "-I", "-m", "bot.adapters.pdf_pages")
PATIENCE = 20.0
"""Seconds for all pages; the process itself is given less of the processor."""
HEADER = 1024
"""Bytes within which a PDF says that it is one (ISO 32000-1, implementation note 13)."""


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:HEADER]


async def pages_of(content: bytes, patience: float = PATIENCE) -> list[bytes]:
    """The pages of a PDF as JPEGs, drawn by a process of its own that knows nothing else. Raises UnfitPhoto."""
    process = await asyncio.create_subprocess_exec(*DRAW, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={})
    try:
        answer, _ = await asyncio.wait_for(process.communicate(content), patience)
    except asyncio.TimeoutError:
        raise UnfitPhoto("too_large") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _read(answer, process.returncode)


def _read(answer: bytes, code: int | None) -> list[bytes]:
    """What the process said; a signal ended it where it took more than it may."""
    if code:
        raise UnfitPhoto("too_large" if code < 0 else "broken")
    said = json.loads(answer)
    if "unfit" in said:
        raise UnfitPhoto(said["unfit"])
    return [base64.b64decode(page) for page in said["pages"]]
