"""Updates that wait for their turn."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from bot.adapters import codec
from bot.adapters.crypto import Unreadable
from bot.adapters.repositories.queue import Queue
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import inbox
from bot.domain.messages import Incoming
from bot.service.ports import Claimed, Unanswered

TOPIC = "inbox"

log = logging.getLogger(__name__)

_queue = Queue(inbox, inbox.c.conversation_id)


class SqlInbox:
    """Inbox (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, conversation_id: str, incoming: Incoming, at: datetime) -> bool:
        id = await self._scope.next_id(inbox, conversation_id)
        values = {
            "id": id,
            "conversation_id": conversation_id,
            "channel": incoming.channel,
            "update_key": self._scope.lookup.update(incoming.channel, incoming.update_id),
            "kind": incoming.kind,
            "content": self._scope.cipher.seal(codec.encode(incoming), "inbox", "content", id),
            "received_at": at,
            "available_at": at,
        }
        added = await self._scope.insert_new(inbox, values)
        if added:
            self._scope.topics.add(TOPIC)
        return added

    async def claim(self, worker: str, now: datetime, lease_seconds: float) -> Claimed | None:
        until = now + timedelta(seconds=lease_seconds)
        while rows := await _queue.claim(self._scope, worker, now, until, row_limit=1):
            row = rows[0]
            try:
                return Claimed(row.id, row.conversation_id, self._open(row), row.attempts, row.received_at)
            except Unreadable:
                # Left in front it would hold up everybody behind it.
                log.error("inbox row set aside", extra={"row": row.id, "error": "unreadable"})
                await _queue.finish(self._scope, row.id, worker, now, "unreadable")
        return None

    async def done(self, id: int, worker: str, now: datetime) -> None:
        await _queue.finish(self._scope, id, worker, now, "done")

    async def release(self, id: int, worker: str, again_at: datetime) -> None:
        await _queue.give_back(self._scope, id, worker, again_at)
        self._scope.topics.add(TOPIC)

    async def fail(self, id: int, worker: str, now: datetime) -> None:
        await _queue.finish(self._scope, id, worker, now, "failed")

    async def due_since(self) -> datetime | None:
        return await _queue.due_since(self._scope)

    async def unanswered(self, before: datetime, limit: int = 200) -> Sequence[Unanswered]:
        waiting = inbox.c.finished_at.is_(None) & (inbox.c.kind == "text") & (inbox.c.received_at < before)
        rows = await self._scope.execute(select(inbox).where(waiting).order_by(inbox.c.id).limit(limit))
        return [Unanswered(row.id, row.conversation_id, said) for row in rows if (said := self._said(row)) is not None]

    async def history(self, conversation_id: str, limit: int) -> Sequence[tuple[Incoming, datetime]]:
        said = inbox.c.kind.in_(("text", "button", "media"))
        query = select(inbox).where(inbox.c.conversation_id == conversation_id, said)
        rows = await self._scope.execute(query.order_by(inbox.c.id.desc()).limit(limit))
        return [(self._open(row), row.received_at) for row in reversed(rows.all())]

    def _said(self, row: Row[Any]) -> str | None:
        """None where the row can't be read: its claim will tell."""
        try:
            return self._open(row).content
        except Unreadable:
            return None

    def _open(self, row: Row[Any]) -> Incoming:
        return codec.decode(Incoming, self._scope.cipher.open(row.content, "inbox", "content", row.id))
