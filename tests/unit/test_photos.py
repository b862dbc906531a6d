"""A photo that goes on holds its picture and nothing else; what could do harm is refused before it is unfolded."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from bot.adapters.photos import LONGEST_SIDE, MAX_PIXELS, PhotoCleaner, redrawn
from bot.service.ports import MAX_BYTES, UnfitPhoto

SECRET = "51.0714N 2.6624E Anna"


def photo(format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size, "red" if mode != "P" else 0)
    image.save(out, format, **more)
    return out.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET  # description
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = SECRET  # GPS
    return exif


def _text_chunks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET)
    info.add_itxt("XML:com.adobe.xmp", SECRET)
    return info


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(redrawn(content)))


@pytest.mark.parametrize(
    "content",
    [
        photo(exif=_exif(), comment=SECRET.encode(), icc_profile=SECRET.encode()),
        photo(exif=_exif()) + SECRET.encode(),
        photo("PNG", pnginfo=_text_chunks()),
        photo("PNG", exif=_exif()),
        photo("WEBP", exif=_exif(), xmp=SECRET.encode()),
        photo("GIF", comment=SECRET.encode()),
    ],
    ids=["jpeg", "behind the end", "png text", "png exif", "webp", "gif"],
)
def test_only_the_picture_is_left(content: bytes) -> None:
    assert SECRET.encode() in content
    clean = redrawn(content)
    assert SECRET.encode() not in clean
    image = Image.open(io.BytesIO(clean))
    assert image.format == "JPEG" and dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_lay_on_its_side_stands_upright() -> None:
    assert shown(photo(exif=_exif())).size == (40, 60)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "CMYK", "1"])
def test_every_kind_of_colour_can_be_seen(mode: str) -> None:
    format = "JPEG" if mode == "CMYK" else "PNG"
    assert shown(photo(format, mode=mode)).mode == "RGB"


def test_what_can_be_seen_through_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert shown(out.getvalue()).getpixel((4, 4)) == (255, 255, 255)


def test_large_photos_become_as_large_as_a_letter_needs() -> None:
    image = shown(photo(size=(6000, 3000)))
    assert image.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def _bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(60_000, 60_000), (MAX_PIXELS // 1000 + 1, 1000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_not_unfolded(size: tuple[int, int]) -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        redrawn(_bomb(*size))
    assert refusal.value.code in ("too_large", "broken")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "type"),
        (b"%PDF-1.7 not a photo", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "type"),
        (photo("TIFF"), "type"),
        (photo(size=(800, 800))[:300], "broken"),
    ],
    ids=["nothing", "pdf", "svg", "tiff", "cut off"],
)
def test_what_is_no_photo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        redrawn(content)
    assert refusal.value.code == code


@given(st.binary(max_size=400), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 600))
def test_a_damaged_file_is_read_or_refused(junk: bytes, format: str, at: int) -> None:
    whole = photo(format)
    with suppress(UnfitPhoto):
        redrawn(whole[:at] + junk + whole[at + len(junk) :])


async def test_what_weighs_too_much_is_not_even_opened() -> None:
    with pytest.raises(UnfitPhoto) as refusal:
        await PhotoCleaner()(photo() + bytes(MAX_BYTES))
    assert refusal.value.code == "too_large"
