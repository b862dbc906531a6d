"""Messages that wait to be sent, and those that web and terminal read."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update

from bot.adapters import codec
from bot.adapters.crypto import Unreadable
from bot.adapters.repositories.queue import Queue
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import outbox
from bot.domain.messages import Outgoing
from bot.service.ports import Delivery, StoredMessage

TOPIC = "outbox"

READ_CHANNELS = frozenset({"web", "terminal"})
"""Channels whose rows are read by those they are for: nothing is left to deliver, so they never wait."""

NOTICES = ("withdrawn", "closed", "settled", "expired")
"""Kinds of rows that hold no word of the resident and still have to reach the partner after a taking back."""
_NO_WORDS = ("kind", "handover_id", "organization_id", "language")

log = logging.getLogger(__name__)

_queue = Queue(
    outbox,
    outbox.c.lane,
    outbox.c.channel.in_(bindparam("channels", expanding=True)),
    also_set={"ambiguous": or_(outbox.c.ambiguous, outbox.c.holder.is_not(None))},
)


class SqlOutbox:
    """Outbox (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, outgoing: Outgoing, at: datetime) -> bool:
        id = await self._scope.next_id(outbox, outgoing.lane)
        is_read = outgoing.channel in READ_CHANNELS
        values = {
            "id": id,
            "key": outgoing.key,
            "lane": outgoing.lane,
            "channel": outgoing.channel,
            "kind": outgoing.body["kind"],
            "conversation_id": outgoing.conversation_id,
            "handover_id": outgoing.body.get("handover_id"),
            "content": self._scope.cipher.seal(codec.encode(outgoing), "outbox", "content", id),
            "created_at": at,
            "available_at": at,
            "finished_at": at if is_read else None,
            "outcome": "read" if is_read else None,
        }
        is_new = await self._scope.insert_new(outbox, values)
        if is_new:
            self._scope.topics.update(topic for topic in (TOPIC, outgoing.conversation_id) if topic)
        return is_new

    async def claim(
        self, worker: str, channels: Sequence[str], now: datetime, lease_seconds: float, limit: int
    ) -> Sequence[Delivery]:
        until = now + timedelta(seconds=lease_seconds)
        rows = await _queue.claim(self._scope, worker, now, until, row_limit=limit, channels=list(channels))
        return [delivery for row in rows if (delivery := await self._delivery(row, worker, now))]

    async def sent(self, id: int, worker: str, now: datetime, reference: str = "") -> None:
        sealed = self._scope.cipher.seal(reference, "outbox", "reference", id)
        await _queue.finish(self._scope, id, worker, now, "sent", reference=sealed)

    async def retry(self, id: int, worker: str, again_at: datetime) -> None:
        await _queue.give_back(self._scope, id, worker, again_at)

    async def dead(self, id: int, worker: str, now: datetime, reason: str) -> None:
        await _queue.finish(self._scope, id, worker, now, reason)

    async def read(self, conversation_id: str, channel: str, after: int, limit: int = 100) -> Sequence[StoredMessage]:
        row = outbox.c
        query = select(outbox).where(row.conversation_id == conversation_id, row.channel == channel, row.id > after)
        rows = await self._scope.execute(query.order_by(row.id).limit(limit))
        return [StoredMessage(row.id, self._open(row).body, row.created_at) for row in rows]

    async def outcomes(self, prefix: str) -> Mapping[str, str | None]:
        query = select(outbox.c.key, outbox.c.outcome).where(outbox.c.key.startswith(prefix, autoescape=True))
        return {row.key: row.outcome for row in await self._scope.execute(query)}

    async def clear(self, handover_id: str) -> None:
        row = outbox.c
        own, waits = row.handover_id == handover_id, and_(row.finished_at.is_(None), row.kind.in_(NOTICES))
        held = and_(row.finished_at.is_(None), row.holder.is_not(None))
        await self._scope.execute(delete(outbox).where(own, ~waits, ~held))
        for found in (await self._scope.execute(select(outbox).where(own, held, ~waits))).all():
            await self._take_words_out(found)

    async def _take_words_out(self, found: Row[Any]) -> None:
        known = self._open(found)
        bare = replace(known, body={name: value for name, value in known.body.items() if name in _NO_WORDS})
        content = self._scope.cipher.seal(codec.encode(bare), "outbox", "content", found.id)
        await self._scope.execute(update(outbox).where(outbox.c.id == found.id).values(content=content))

    async def due_since(self) -> datetime | None:
        return await _queue.due_since(self._scope)

    async def _delivery(self, row: Row[Any], worker: str, now: datetime) -> Delivery | None:
        try:
            return Delivery(row.id, self._open(row), row.attempts, row.ambiguous, row.created_at)
        except Unreadable:
            # Left in front it would hold up its lane for good.
            log.error("outbox row set aside", extra={"row": row.id, "error": "unreadable"})
            await _queue.finish(self._scope, row.id, worker, now, "unreadable")
            return None

    def _open(self, row: Row[Any]) -> Outgoing:
        return codec.decode(Outgoing, self._scope.cipher.open(row.content, "outbox", "content", row.id))
