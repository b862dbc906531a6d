"""The partner directory: each import is one row, the latest counts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot.adapters import codec
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import directories
from bot.domain.directory_changes import Edition
from bot.domain.partners import Directory
from bot.service.ports import Conflict


class SqlDirectoryStore:
    """DirectoryStore (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._replaced = False

    async def version(self) -> int:
        query = select(func.coalesce(func.max(directories.c.version), 0))
        return int((await self._scope.execute(query)).scalar_one())

    async def load(self) -> Directory:
        version, cache = await self.version(), self._scope.cache
        if version == 0:
            return Directory()
        if self._replaced:
            # Not to be remembered: it may still be undone, and its number given to another one.
            return await self._stored(version)
        if version != cache.version:
            cache.directory, cache.version = await self._stored(version), version
        return cache.directory

    async def replace(self, directory: Directory, at: datetime, after: int | None = None) -> int:
        version = (await self.version() if after is None else after) + 1
        content = zlib.compress(json.dumps(codec.encode(directory), ensure_ascii=False).encode())
        if not await self._scope.insert_new(directories, {"version": version, "content": content, "imported_at": at}):
            raise Conflict("another directory is being imported")
        self._replaced = True
        return version

    async def history(self) -> Sequence[Edition]:
        rows = await self._scope.execute(select(directories).order_by(directories.c.version.desc()))
        return [_edition(row.version, row.imported_at, _unpacked(row.content)) for row in rows]

    async def _stored(self, version: int) -> Directory:
        query = select(directories.c.content).where(directories.c.version == version)
        return codec.decode(Directory, _unpacked((await self._scope.execute(query)).scalar_one()))


def _unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


def _edition(version: int, at: datetime, content: Mapping[str, Sequence[Any]]) -> Edition:
    """Counted before it is decoded: an old one may hold words that no longer exist."""
    return Edition(version, at, len(content["organizations"]), len(content["services"]))
