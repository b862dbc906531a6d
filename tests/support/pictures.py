"""Photos that tell more than they show."""

from __future__ import annotations

import io

from PIL import Image

SECRET = "51.0714N 2.6624E Anna"


def telling_photo(size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG whose description holds SECRET."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E] = SECRET
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def is_plain_photo(content: bytes) -> bool:
    """True for a JPEG that does not tell it."""
    return Image.open(io.BytesIO(content)).format == "JPEG" and SECRET.encode() not in content
