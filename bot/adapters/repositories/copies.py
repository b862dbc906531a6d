"""What stands in partners' chats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import copies
from bot.service.ports import Copy


class SqlCopies:
    """Copies (see bot.service.ports). A chat is found again by a keyed hash, as residents are."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, copy: Copy) -> None:
        values = {
            **vars(copy),
            "chat_key": self._scope.lookup.chat(copy.channel, copy.chat),
            "chat": self._scope.cipher.seal(copy.chat, "copies", "chat", copy.key),
        }
        await self._scope.insert_new(copies, values)

    async def get(self, key: str) -> Copy | None:
        row = (await self._scope.execute(select(copies).where(copies.c.key == key))).one_or_none()
        return None if row is None else self._copy(row)

    async def find(self, channel: str, chat: str, reference: str) -> Copy | None:
        there = copies.c.chat_key == self._scope.lookup.chat(channel, chat)
        query = select(copies).where(there, copies.c.reference == reference).limit(1)
        row = (await self._scope.execute(query)).one_or_none()
        return None if row is None else self._copy(row)

    async def of_handover(self, handover_id: str, channel: str) -> Sequence[Copy]:
        query = select(copies).where(copies.c.handover_id == handover_id, copies.c.channel == channel)
        return [self._copy(row) for row in await self._scope.execute(query.order_by(copies.c.number))]

    async def remove(self, key: str) -> None:
        await self._scope.execute(delete(copies).where(copies.c.key == key))

    def _copy(self, row: Row[Any]) -> Copy:
        values = {name: value for name, value in row._mapping.items() if name not in ("number", "chat_key")}
        return Copy(**{**values, "chat": self._scope.cipher.open(row.chat, "copies", "chat", row.key)})
