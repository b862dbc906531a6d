"""Who does what only one worker may do at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import leases


class SqlLeases:
    """Leases (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        row = leases.c
        if await self._scope.insert_new(leases, {"name": name, "holder": holder, "until": until}):
            return True
        free = update(leases).where(row.name == name, or_(row.holder == holder, row.until <= now))
        return (await self._scope.execute(free.values(holder=holder, until=until))).rowcount == 1

    async def end(self, name: str, holder: str, at: datetime) -> None:
        held = update(leases).where(leases.c.name == name, leases.c.holder == holder)
        await self._scope.execute(held.values(until=at))
