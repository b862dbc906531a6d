"""What every page and every request must keep to."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, hdrs, web
from multidict import MultiMapping

from bot.service.ports import MAX_BYTES

MAX_BODY = 64 * 1024
"""Bytes of a request that is read; 20,000 letters of any alphabet fit in."""

FILES = ("image/", "application/pdf")
"""How the types of files begin that may be sent; what a file is, its content tells."""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
_OFF = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    hdrs.CACHE_CONTROL: "no-store",
}
HTTPS_ONLY = "max-age=31536000"


def is_https(public_url: str) -> bool:
    return urlsplit(public_url).scheme == "https"


def security_headers(public_url: str) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal that puts the headers on every response; a handler's own values stay."""

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if is_https(public_url):
            response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
        response.headers.pop(hdrs.SERVER, None)

    return prepare


def require_same_origin(request: web.Request, public_url: str) -> None:
    """Lets a request pass that our own pages sent. Raises HTTPForbidden for another site's."""
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
    ours = urlsplit(public_url)
    if not origin.netloc or (origin.netloc != request.host and origin[:2] != ours[:2]):
        raise web.HTTPForbidden


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request. Raises HTTPUnsupportedMediaType, HTTPRequestEntityTooLarge, HTTPBadRequest."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    return parse_json(await request.clone(client_max_size=MAX_BODY).read())


def parse_json(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is. Raises HTTPBadRequest."""
    try:
        # Python's parser recurses: a body of brackets alone runs out of stack.
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(value, dict):
        raise web.HTTPBadRequest
    return value


async def read_form(request: web.Request) -> MultiMapping[Any]:
    """The fields of a form. Raises HTTPUnsupportedMediaType, HTTPRequestEntityTooLarge."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    return await request.clone(client_max_size=MAX_BODY).post()


async def read_file(request: web.Request) -> bytes:
    """The body of a request that holds a picture or PDF. Raises HTTPUnsupportedMediaType, HTTPRequestEntityTooLarge."""
    if not request.content_type.startswith(FILES):
        raise web.HTTPUnsupportedMediaType
    return await request.clone(client_max_size=MAX_BYTES).read()


async def read_upload(request: web.Request) -> tuple[dict[str, str], bytes]:
    """The fields of a form with a file, and the file. It is read into memory: aiohttp's own way leaves it on the disk.

    Raises HTTPUnsupportedMediaType, HTTPRequestEntityTooLarge, HTTPBadRequest.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    fields: dict[str, str] = {}
    content, left = bytearray(), MAX_BYTES + MAX_BODY
    try:
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            value = bytearray()
            while chunk := await part.read_chunk():
                left -= len(chunk)
                if left < 0:
                    raise web.HTTPRequestEntityTooLarge(MAX_BYTES, MAX_BYTES - left)
                value += chunk
            if part.filename is not None:
                content = value
            elif part.name:
                fields[part.name] = value.decode("utf-8", "replace")
    except ValueError:
        raise web.HTTPBadRequest from None
    return fields, bytes(content)


def picture(content: bytes) -> web.Response:
    """A photo, or page of a document, that a page shows."""
    return web.Response(body=content, content_type="image/jpeg")


def clean(text: str) -> str:
    """Text without what no database stores: halves of surrogate pairs and null characters."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


class RateLimit:
    """So many a second for each key, after a burst; what is remembered stays in memory and stays small."""

    def __init__(
        self, per_second: float, burst: int, *, keys: int = 10_000, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._keys = keys
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        """Whether one more may pass now, which then counts."""
        now = self._now()
        left, at = self._left.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > self._keys:
            self._left.popitem(last=False)
        return allowed
