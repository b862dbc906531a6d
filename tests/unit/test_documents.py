"""Of a PDF goes on what can be seen, and nothing else; what could do harm ends with the process that draws it."""

from __future__ import annotations

import asyncio
import io
import random
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.adapters import documents
from bot.adapters.documents import pages_of
from bot.adapters.pdf_pages import LONGEST_SIDE
from bot.adapters.photos import PhotoCleaner
from bot.service.ports import MAX_PAGES, UnfitPhoto
from tests.support.documents import (
    RED,
    SAYS_SECRET,
    document,
    filled_form,
    image,
    locked_document,
    stream,
    telling_document,
)
from tests.support.pictures import SECRET

GREEN = b"0 1 0 rg 50 50 200 200 re f"
SHOWS = b"q 595 0 0 842 0 0 cm /X Do Q"
SHOWN = b"/Resources << /XObject << /X %d 0 R >> >>"


def endless() -> bytes:
    """A page of six thousand million tiles."""
    tile = b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.01 /YStep 0.01 /Resources << >>"
    painted = b"/Pattern cs /P scn 0 0 600 800 re f"
    return document(painted, page=b"/Resources << /Pattern << /P 6 0 R >> >>", more=[stream(b"0 0 1 1 re f", tile)])


def with_image(content: bytes, pages: int = 1) -> bytes:
    return document(*[SHOWS] * pages, page=SHOWN % (4 + 2 * pages), more=[content])


def unfolding(depth: int = 12) -> bytes:
    """Drawings that draw the next one ten times each."""
    box = b"/Subtype /Form /BBox [0 0 600 900] "
    calls = [stream(b"/X Do " * 10, box + SHOWN % (7 + number)) for number in range(depth)]
    return document(b"/X Do", page=SHOWN % 6, more=[*calls, stream(b"0 0 600 800 re f", box)])


async def seen(content: bytes) -> list[Image.Image]:
    return [Image.open(io.BytesIO(page)).convert("RGB") for page in await pages_of(content)]


async def test_only_what_can_be_seen_is_left() -> None:
    telling = telling_document(2)
    assert telling.count(SECRET.encode()) > 5
    pages = await PhotoCleaner()(telling)
    assert pages == await pages_of(document(RED, RED))
    for form in ("utf-8", "utf-16-be", "utf-16-le"):
        assert not any(SECRET.encode(form) in page for page in pages)
    assert not Image.open(io.BytesIO(pages[0])).getexif()


async def test_what_a_black_bar_covers_is_gone() -> None:
    words, bar = b"0 g BT /F 24 Tf 50 600 Td %s Tj ET", b" 0 g 40 590 500 40 re f"
    assert await pages_of(document(words % SAYS_SECRET + bar)) == await pages_of(document(words % b"()" + bar))


async def test_pages_come_in_their_order() -> None:
    pages = await seen(document(RED, GREEN, RED))
    colours = [page.getpixel((300, page.height - 300)) for page in pages]
    assert [max(range(3), key=colour.__getitem__) for colour in colours] == [0, 1, 0]  # type: ignore[union-attr]


async def test_what_was_filled_in_is_seen() -> None:
    (form,) = await seen(filled_form("Anna"))
    (empty,) = await seen(filled_form(""))
    assert sum(form.convert("L").histogram()[:64]) > 1000 > sum(empty.convert("L").histogram()[:64])


@pytest.mark.parametrize("size", [(20_000, 20_000), (14_400, 200), (1, 1), (0.01, 0.01)])
async def test_pages_of_any_size_become_pictures_of_a_bounded_one(size: tuple[float, float]) -> None:
    (page,) = await seen(document(RED, size=size))
    assert min(page.size) >= 1 and max(page.size) <= LONGEST_SIDE


async def test_as_many_pages_as_may_be() -> None:
    assert len(await pages_of(document(*[RED] * MAX_PAGES))) == MAX_PAGES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (document(*[RED] * (MAX_PAGES + 1)), "too_many_pages"),
        (locked_document(), "locked"),
        (document(), "broken"),
        (document(RED, RED)[:400], "broken"),
        (b"%PDF-1.7 and nothing else", "broken"),
        (document(RED).replace(b"/Count 1", b"/Count 9"), "broken"),
    ],
    ids=["eleven pages", "locked", "no pages", "cut off", "junk", "pages that are not there"],
)
async def test_why_a_document_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        await pages_of(content)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "content",
    [
        document(b"q " * 40_000_000),
        unfolding(),
        with_image(image(2000, 800, random.Random(1).randbytes(2000 * 800 * 3)), pages=MAX_PAGES),
    ],
    ids=["a bomb", "drawings in drawings", "much to draw"],
)
async def test_what_takes_too_much_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        await pages_of(content)
    assert refusal.value.code == "too_large"


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        await pages_of(endless(), patience=1)
    assert refusal.value.code == "too_large"


async def test_the_process_that_draws_knows_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DICHTBIJ_KEYS", SECRET)
    tells = "import json, os; print(json.dumps({'unfit': ' '.join(os.environ.values())}))"
    monkeypatch.setattr(documents, "DRAW", (sys.executable, "-I", "-c", tells))
    with pytest.raises(UnfitPhoto) as told:
        await pages_of(document(RED))
    assert SECRET not in told.value.code


@settings(max_examples=12)
@given(st.binary(max_size=100), st.integers(0, 1200))
def test_a_damaged_document_is_drawn_or_refused(junk: bytes, at: int) -> None:
    whole = telling_document()
    with suppress(UnfitPhoto):
        asyncio.run(pages_of(whole[:at] + junk + whole[at + len(junk) :]))
