"""Taking out of a photo what it tells besides the picture: place, time, camera, names, a smaller first version.

Of a PDF, its pages are drawn (see bot.adapters.documents).
"""

from __future__ import annotations

import asyncio
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.adapters.documents import is_pdf, pages_of
from bot.service.ports import MAX_BYTES, UnfitPhoto

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 20_000_000
MAX_PIXELS_OF_JPEG = 50_000_000
"""A file of a few kilobytes can unfold to gigabytes: what is larger than a screenshot or a phone's photo is not
unfolded. A JPEG is unfolded only as far as it is needed, so it may be larger."""
LONGEST_SIDE = 2560
"""Pixels: enough to read a letter."""
QUALITY = 85
BACKGROUND = (255, 255, 255)


class PhotoCleaner:
    """The Cleaner that draws each picture anew, with Pillow, and each page of a PDF.

    One photo and one PDF at a time, so that memory stays bounded and nobody's photo waits for another's PDF.
    """

    def __init__(self) -> None:
        self._one_photo = asyncio.Lock()
        self._one_pdf = asyncio.Lock()

    async def __call__(self, content: bytes) -> list[bytes]:
        if len(content) > MAX_BYTES:
            raise UnfitPhoto("too_large")
        if is_pdf(content):
            async with self._one_pdf:
                return await pages_of(content)
        async with self._one_photo:
            return [await asyncio.to_thread(redrawn, content)]


def redrawn(content: bytes) -> bytes:
    """The picture as a new JPEG that holds nothing but its pixels. Raises UnfitPhoto."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked here
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _drawn_anew(image)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UnfitPhoto("type" if isinstance(error, UnidentifiedImageError) else "too_large") from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, MemoryError):
        raise UnfitPhoto("broken") from None


def _drawn_anew(image: Image.Image) -> bytes:
    if image.width * image.height > (MAX_PIXELS_OF_JPEG if image.format == "JPEG" else MAX_PIXELS):
        raise UnfitPhoto("too_large")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(image, in_place=True)
    pixels = image.convert("RGBA")
    plain = Image.new("RGB", pixels.size, BACKGROUND)
    plain.paste(pixels, mask=pixels.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
