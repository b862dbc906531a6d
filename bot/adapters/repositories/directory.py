"""The partner directory: each import is one row, the latest counts, and so does what partners said since."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from bot.adapters import codec
from bot.adapters.locks import DIRECTORY
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import assurances, directories
from bot.domain.assurance import Assurance, assured
from bot.domain.directory_changes import Edition
from bot.domain.partners import Directory
from bot.service.ports import Conflict

_STATE = select(
    select(func.coalesce(func.max(directories.c.version), 0)).scalar_subquery().label("version"),
    select(func.coalesce(func.max(assurances.c.number), 0)).scalar_subquery().label("number"),
)


class SqlDirectoryStore:
    """DirectoryStore (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._changed = False

    async def version(self) -> int:
        return (await self._state())[0]

    async def load(self) -> Directory:
        state, cache = await self._state(), self._scope.cache
        if self._changed:
            # Not to be remembered: it may still be undone, and its numbers given to another one.
            return await self._stored(state[0])
        if state != cache.state:
            cache.directory, cache.state = await self._stored(state[0]), state
        return cache.directory

    async def imported(self) -> Directory:
        return await self._imported(await self.version())

    async def replace(self, directory: Directory, at: datetime, after: int | None = None) -> int:
        version = (await self.version() if after is None else after) + 1
        content = zlib.compress(json.dumps(codec.encode(directory), ensure_ascii=False).encode())
        if not await self._scope.insert_new(directories, {"version": version, "content": content, "imported_at": at}):
            raise Conflict("another directory is being imported")
        self._changed = True
        return version

    async def history(self) -> Sequence[Edition]:
        rows = await self._scope.execute(select(directories).order_by(directories.c.version.desc()))
        return [_edition(row.version, row.imported_at, _unpacked(row.content)) for row in rows]

    async def assurances(self) -> Mapping[str, Assurance]:
        latest = select(func.max(assurances.c.number)).group_by(assurances.c.service_id)
        rows = await self._scope.execute(select(assurances.c.content).where(assurances.c.number.in_(latest)))
        said = [codec.decode(Assurance, _unpacked(row.content)) for row in rows]
        return {each.service_id: each for each in said}

    async def assure(self, assurance: Assurance, at: datetime) -> None:
        content = zlib.compress(json.dumps(codec.encode(assurance)).encode())
        values = {"service_id": assurance.service_id, "content": content, "at": at}
        await self._scope.execute(insert(assurances).values(**values))
        self._changed = True

    async def hold(self) -> None:
        await self._scope.lock(DIRECTORY)

    async def _state(self) -> tuple[int, int]:
        row = (await self._scope.execute(_STATE)).one()
        return row.version, row.number

    async def _stored(self, version: int) -> Directory:
        return assured(await self._imported(version), await self.assurances())

    async def _imported(self, version: int) -> Directory:
        if version == 0:
            return Directory()
        query = select(directories.c.content).where(directories.c.version == version)
        return codec.decode(Directory, _unpacked((await self._scope.execute(query)).scalar_one()))


def _unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


def _edition(version: int, at: datetime, content: Mapping[str, Sequence[Any]]) -> Edition:
    """Counted before it is decoded: an old one may hold words that no longer exist."""
    return Edition(version, at, len(content["organizations"]), len(content["services"]))
