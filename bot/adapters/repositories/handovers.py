"""Handovers, their history and the relay."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import files, handover_events, handovers, relay_messages
from bot.domain.errors import NotFound
from bot.domain.handover import (
    OPEN,
    DeclineReason,
    Handover,
    HandoverEvent,
    HandoverState,
    Helped,
    Outcome,
    RelayMessage,
    Urgency,
)
from bot.service.ports import Conflict

_IS_OPEN = handovers.c.state.in_([state.value for state in OPEN])


class SqlHandovers:
    """Handovers (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, handover: Handover) -> None:
        fixed = {
            "id": handover.id,
            "conversation_id": handover.conversation_id,
            "organization_id": handover.organization_id,
            "service_id": handover.service_id,
            "created_at": handover.created_at,
            "version": handover.version,
        }
        await self._scope.execute(insert(handovers).values(**fixed, **self._content(handover)))

    async def get(self, id: str) -> Handover:
        found = await self._all(select(handovers).where(handovers.c.id == id))
        if not found:
            raise NotFound("no such handover")
        return found[0]

    async def save(self, handover: Handover) -> None:
        known = update(handovers).where(handovers.c.id == handover.id, handovers.c.version == handover.version)
        changed = known.values(version=handover.version + 1, **self._content(handover))
        if (await self._scope.execute(changed)).rowcount != 1:
            raise Conflict("the handover was saved by somebody else")

    async def of_organization(self, organization_id: str, limit: int = 200) -> Sequence[Handover]:
        query = select(handovers).where(handovers.c.organization_id == organization_id)
        return await self._all(query.order_by(handovers.c.created_at.desc(), handovers.c.id).limit(limit))

    async def of_conversation(self, conversation_id: str) -> tuple[Handover, ...]:
        """Oldest first."""
        query = select(handovers).where(handovers.c.conversation_id == conversation_id)
        return tuple(await self._all(query.order_by(handovers.c.created_at, handovers.c.id)))

    async def record(self, event: HandoverEvent) -> None:
        values = {"step": event.step, "actor": event.actor, "channel": event.channel, "at": event.at}
        await self._scope.execute(insert(handover_events).values(handover_id=event.handover_id, **values))

    async def events(self, handover_id: str) -> Sequence[HandoverEvent]:
        query = select(handover_events).where(handover_events.c.handover_id == handover_id)
        rows = await self._scope.execute(query.order_by(handover_events.c.id))
        return [HandoverEvent(row.handover_id, row.step, row.actor, row.channel, row.at) for row in rows]

    async def add_message(self, message: RelayMessage) -> None:
        words = {"text": message.text, "translation": message.translation or None}
        sealed = {
            column: self._scope.cipher.seal(value, "relay_messages", column, message.id)
            for column, value in words.items()
            if value is not None
        }
        others = {name: value for name, value in vars(message).items() if name not in (*words, "file_ids")}
        file_id = " ".join(message.file_ids)
        await self._scope.execute(insert(relay_messages).values(**others, **sealed, file_id=file_id))

    async def messages(self, handover_id: str) -> Sequence[RelayMessage]:
        query = select(relay_messages).where(relay_messages.c.handover_id == handover_id)
        rows = await self._scope.execute(query.order_by(relay_messages.c.number))
        return [self._message(row) for row in rows]

    async def erase_messages(self, handover_id: str) -> None:
        for table in (relay_messages, files):
            await self._scope.execute(delete(table).where(table.c.handover_id == handover_id))

    async def open_count_by_service(self) -> Mapping[str, int]:
        query = select(handovers.c.service_id, func.count().label("open"))
        query = query.where(_IS_OPEN).group_by(handovers.c.service_id)
        return {row.service_id: row.open for row in await self._scope.execute(query)}

    async def open_services(self) -> Collection[tuple[str, str]]:
        query = select(handovers.c.organization_id, handovers.c.service_id).where(_IS_OPEN).distinct()
        return {(row.organization_id, row.service_id) for row in await self._scope.execute(query)}

    async def _all(self, query: Select[Any]) -> list[Handover]:
        return [self._handover(row) for row in await self._scope.execute(query)]

    def _content(self, handover: Handover) -> Mapping[str, Any]:
        return {
            "language": handover.language,
            "shared": self._scope.cipher.seal(dict(handover.shared), "handovers", "shared", handover.id),
            "state": handover.state.value,
            "declined_because": handover.declined_because and handover.declined_because.value,
            "outcome": handover.outcome and handover.outcome.value,
            "urgency": handover.urgency.value,
            "due_at": handover.due_at,
            "acknowledged_at": handover.acknowledged_at,
            "helped": handover.helped and handover.helped.value,
            "updated_at": handover.updated_at,
        }

    def _handover(self, row: Row[Any]) -> Handover:
        return Handover(
            id=row.id,
            conversation_id=row.conversation_id,
            organization_id=row.organization_id,
            service_id=row.service_id,
            language=row.language,
            shared=self._scope.cipher.open(row.shared, "handovers", "shared", row.id),
            created_at=row.created_at,
            updated_at=row.updated_at,
            state=HandoverState(row.state),
            declined_because=row.declined_because and DeclineReason(row.declined_because),
            outcome=row.outcome and Outcome(row.outcome),
            urgency=Urgency(row.urgency),
            due_at=row.due_at,
            acknowledged_at=row.acknowledged_at,
            helped=row.helped and Helped(row.helped),
            version=row.version,
        )

    def _message(self, row: Row[Any]) -> RelayMessage:
        return RelayMessage(
            id=row.id,
            handover_id=row.handover_id,
            sender=row.sender,
            text=self._words(row, "text"),
            at=row.at,
            language=row.language or "",
            translation=self._words(row, "translation"),
            file_ids=tuple((row.file_id or "").split()),
        )

    def _words(self, row: Row[Any], column: str) -> str:
        sealed = row._mapping[column]
        return "" if sealed is None else str(self._scope.cipher.open(sealed, "relay_messages", column, row.id))
