"""Messages that wait to be sent, and those that web and terminal read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, false, func, or_, select, true, update

from bot.adapters import codec
from bot.adapters.crypto import Unreadable
from bot.adapters.repositories.queue import Queue
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import outbox
from bot.domain.messages import Outgoing
from bot.service.ports import DeadLetter, Delayed, Delivery, StoredMessage

TOPIC = "outbox"

READ_CHANNELS = frozenset({"web", "terminal"})
"""Channels whose rows are read by those they are for: nothing is left to deliver, so they never wait."""

NOTICES = ("withdrawn", "closed", "silent", "settled", "expired")
"""Kinds of rows that hold no word of the resident and still have to reach the partner after a taking back."""
_NO_WORDS = ("kind", "handover_id", "organization_id", "language")

URGENT = "crisis"
"""The kind of a reply that speaks in danger."""

SETTLED = ("sent", "read", "erased")
"""Outcomes of rows that need nobody any more; any other is a dead letter."""


def _queue_of(which: ColumnElement[bool]) -> Queue:
    return Queue(
        outbox,
        outbox.c.lane,
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        which,
        also_set={"ambiguous": or_(outbox.c.ambiguous, outbox.c.holder.is_not(None))},
    )


_queue = _queue_of(true())
# One claim for each degree of urgency: sorted by it, a claim would have to look at every row that waits.
_by_urgency = tuple(
    _queue_of(which)
    for which in (outbox.c.kind == URGENT, outbox.c.kind == "reply", outbox.c.kind.not_in((URGENT, "reply")))
)

_is_dead = outbox.c.finished_at.is_not(None) & outbox.c.outcome.not_in(SETTLED)


def _seen(row: Row[Any], reason: str) -> dict[str, Any]:
    """What an operator sees of a row that did not arrive."""
    names = ("id", "channel", "kind", "handover_id", "attempts", "ambiguous", "created_at")
    return {"reason": reason, **{name: getattr(row, name) for name in names}}


def _without_content(row: Row[Any]) -> Outgoing:
    body = {"kind": "reply" if row.kind == URGENT else row.kind}
    if row.handover_id:
        body["handover_id"] = row.handover_id
    return Outgoing(row.key, row.lane, row.channel, "", body, row.conversation_id)


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
            "kind": URGENT if outgoing.body.get("voice") == URGENT else outgoing.body["kind"],
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
        rows: list[Row[Any]] = []
        for queue in _by_urgency:
            if (room := limit - len(rows)) > 0:
                rows += await queue.claim(self._scope, worker, now, until, row_limit=room, channels=list(channels))
        return [self._delivery(row) for row in rows]

    async def sent(self, id: int, worker: str, now: datetime, reference: str = "") -> None:
        await _queue.finish(self._scope, id, worker, now, "sent", reference=self._seal_reference(id, reference))

    async def retry(
        self,
        id: int,
        worker: str,
        again_at: datetime,
        *,
        ambiguous: bool = False,
        reference: str = "",
        failure: str = "",
    ) -> None:
        left = {"ambiguous": or_(outbox.c.ambiguous, true() if ambiguous else false()), "failure": failure or None}
        sealed = self._seal_reference(id, reference)
        await _queue.give_back(self._scope, id, worker, again_at, reference=sealed, **left)

    async def postpone(self, id: int, worker: str, again_at: datetime) -> None:
        await _queue.give_back(self._scope, id, worker, again_at, attempts=outbox.c.attempts - 1)

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

    async def late(self, before: datetime) -> Mapping[str, tuple[int, int]]:
        row = outbox.c
        query = select(row.channel, func.count(), func.max(row.id))
        query = query.where(row.finished_at.is_(None), row.created_at < before).group_by(row.channel)
        return {channel: (count, newest) for channel, count, newest in await self._scope.execute(query)}

    async def delayed(self) -> Sequence[Delayed]:
        waits = outbox.c.finished_at.is_(None) & outbox.c.failure.is_not(None)
        rows = await self._scope.execute(select(outbox).where(waits).order_by(outbox.c.id))
        return [Delayed(**_seen(row, row.failure), again_at=row.available_at) for row in rows]

    async def dead_letters(self, limit: int | None = None) -> Sequence[DeadLetter]:
        rows = await self._scope.execute(select(outbox).where(_is_dead).order_by(outbox.c.id).limit(limit))
        return [DeadLetter(**_seen(row, row.outcome), died_at=row.finished_at) for row in rows]

    async def replay(self, id: int, now: datetime) -> bool:
        waiting = {
            "finished_at": None,
            "outcome": None,
            "attempts": 0,
            "available_at": now,
            "holder": None,
            "failure": None,
        }
        result = await self._scope.execute(update(outbox).where(outbox.c.id == id, _is_dead).values(**waiting))
        self._scope.topics.add(TOPIC)
        return result.rowcount == 1

    def _delivery(self, row: Row[Any]) -> Delivery:
        try:
            reference = self._reference(row)
            return Delivery(row.id, self._open(row), row.attempts, row.ambiguous, row.created_at, reference)
        except Unreadable:
            bare = _without_content(row)
            return Delivery(row.id, bare, row.attempts, row.ambiguous, row.created_at, readable=False)

    def _seal_reference(self, id: int, reference: str) -> bytes:
        return self._scope.cipher.seal(reference, "outbox", "reference", id)

    def _reference(self, row: Row[Any]) -> str:
        return str(self._scope.cipher.open(row.reference, "outbox", "reference", row.id)) if row.reference else ""

    def _open(self, row: Row[Any]) -> Outgoing:
        return codec.decode(Outgoing, self._scope.cipher.open(row.content, "outbox", "content", row.id))
