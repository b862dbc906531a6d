"""One-time links and console sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import links, sessions
from bot.domain.errors import NotFound
from bot.service.ports import Session


class SqlAccess:
    """Access (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add_link(self, token_hash: str, organization_id: str, target: str, expires_at: datetime) -> None:
        values = {"organization_id": organization_id, "target": target, "expires_at": expires_at}
        await self._scope.execute(insert(links).values(token_hash=token_hash, **values))

    async def link(self, token_hash: str, now: datetime) -> tuple[str, str]:
        query = select(links.c.organization_id, links.c.target)
        query = query.where(links.c.token_hash == token_hash, links.c.expires_at > now)
        return _organization_and_target((await self._scope.execute(query)).one_or_none())

    async def use_link(self, token_hash: str, now: datetime) -> tuple[str, str]:
        await self._sweep(now)
        used = delete(links).where(links.c.token_hash == token_hash)
        used_one = used.returning(links.c.organization_id, links.c.target)
        return _organization_and_target((await self._scope.execute(used_one)).one_or_none())

    async def add_session(self, token_hash: str, session: Session) -> None:
        await self._scope.execute(insert(sessions).values(token_hash=token_hash, **vars(session)))

    async def session(self, token_hash: str, now: datetime) -> Session:
        query = select(sessions).where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
        row = (await self._scope.execute(query)).one_or_none()
        if row is None:
            raise NotFound("no such session")
        return Session(row.organization_id, row.expires_at)

    async def end_session(self, token_hash: str) -> None:
        await self._scope.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    async def _sweep(self, now: datetime) -> None:
        for table in (links, sessions):
            await self._scope.execute(delete(table).where(table.c.expires_at <= now))


def _organization_and_target(row: Row[Any] | None) -> tuple[str, str]:
    if row is None:
        raise NotFound("this link was used or has expired")
    return row.organization_id, row.target
