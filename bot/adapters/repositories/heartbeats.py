"""When each part of the product was last known to work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import heartbeats


class SqlHeartbeats:
    """Heartbeats (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def beat(self, name: str, at: datetime) -> None:
        if not await self._scope.insert_new(heartbeats, {"name": name, "at": at}):
            later = update(heartbeats).where(heartbeats.c.name == name, heartbeats.c.at < at)
            await self._scope.execute(later.values(at=at))

    async def last(self, name: str) -> datetime | None:
        query = select(heartbeats.c.at).where(heartbeats.c.name == name)
        moment: datetime | None = (await self._scope.execute(query)).scalar_one_or_none()
        return moment
