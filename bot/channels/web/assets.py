"""Static files under addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _Asset:
    content_type: str
    plain: bytes
    packed: bytes


class Assets:
    """The files of some folders, each at an address that holds its content's hash: a browser fetches it once."""

    def __init__(self, prefix: str, *folders: Path) -> None:
        self._prefix = prefix
        self._urls: dict[str, str] = {}
        self._assets: dict[str, _Asset] = {}
        for folder in folders:
            for path in sorted(folder.iterdir()):
                self._add(path)

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError if there is none of this name."""
        return self._urls[name]

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{self._prefix}/{{name}}", self._serve)]

    def _add(self, path: Path) -> None:
        content = path.read_bytes()
        name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._urls[path.name] = f"{self._prefix}/{name}"
        self._assets[name] = _Asset(content_type, content, gzip.compress(content, mtime=0))

    async def _serve(self, request: web.Request) -> web.Response:
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        packed = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
        headers = {
            hdrs.CONTENT_TYPE: f"{asset.content_type}; charset=utf-8",
            hdrs.CACHE_CONTROL: FOR_GOOD,
            hdrs.VARY: hdrs.ACCEPT_ENCODING,
        }
        if packed:
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(body=asset.packed if packed else asset.plain, headers=headers)
