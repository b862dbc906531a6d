"""Residents' conversations."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, exists, select, update

from bot.adapters import codec
from bot.adapters.repositories.handovers import SqlHandovers
from bot.adapters.repositories.outbox import SqlOutbox
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import conversations, handovers, inbox
from bot.domain.aftercare import Rhythm
from bot.domain.conversation import Conversation
from bot.domain.cut import Cut
from bot.domain.errors import NotFound
from bot.domain.messages import Choice
from bot.domain.question import HelpQuestion
from bot.service.ports import Conflict


class SqlConversations:
    """Conversations (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._handovers = SqlHandovers(scope)
        self._outbox = SqlOutbox(scope)

    async def open(self, channel: str, sender: str, language: str, at: datetime) -> str:
        # The lock keeps an erasure from coming between this and what is about to be added for the conversation.
        found = await self._scope.execute(self._find(channel, sender).with_for_update(read=True, key_share=True))
        if (known := found.scalar_one_or_none()) is not None:
            return str(known)
        new = Conversation(uuid.uuid4().hex, channel, sender).speaking(language)
        resident = self._scope.lookup.resident(channel, sender)
        values = {"id": new.id, "channel": channel, "resident": resident, "version": 0, "created_at": at}
        if await self._scope.insert_new(conversations, {**values, **self._content(new, at)}):
            return new.id
        # Somebody made it between our two statements; on PostgreSQL it can be seen now.
        return await self.find(channel, sender) or new.id

    async def find(self, channel: str, sender: str) -> str | None:
        return (await self._scope.execute(self._find(channel, sender))).scalar_one_or_none()

    async def exists(self, id: str) -> bool:
        found = select(exists().where(conversations.c.id == id))
        return bool((await self._scope.execute(found)).scalar_one())

    async def load(self, id: str) -> Conversation:
        row = (await self._scope.execute(select(conversations).where(conversations.c.id == id))).one_or_none()
        if row is None:
            raise NotFound("no such conversation")
        screen = self._open(row, "screen")
        return Conversation(
            id=row.id,
            channel=row.channel,
            address=self._open(row, "address"),
            language=row.language,
            language_chosen=row.language_chosen,
            question=codec.decode(HelpQuestion, self._open(row, "question")),
            handovers=await self._handovers.of_conversation(id),
            asked={id: codec.decode(HelpQuestion, each) for id, each in screen.get("asked", {}).items()},
            aside=codec.decode(HelpQuestion, screen["aside"]) if screen.get("aside") else None,
            cut=codec.decode(Cut, screen["cut"]) if screen.get("cut") else None,
            rhythm=Rhythm(screen.get("rhythm", Rhythm.DEFAULT)),
            holder=screen.get("holder", ""),
            proposed=tuple(screen["proposed"]),
            near=tuple(screen.get("near", ())),
            told_of=screen.get("told_of", ""),
            choices=tuple(codec.decode(Choice, choice) for choice in screen["choices"]),
            on_screen=tuple(screen["on_screen"]),
            wordings=screen.get("wordings", {}),
            dialogue=self._open(row, "dialogue"),
            version=row.version,
            seen_at=row.updated_at,
        )

    async def save(self, conversation: Conversation, at: datetime) -> None:
        row = conversations.c
        known = update(conversations).where(row.id == conversation.id, row.version == conversation.version)
        values = {"version": conversation.version + 1, **self._content(conversation, at)}
        if (await self._scope.execute(known.values(**values))).rowcount != 1:
            raise Conflict("the conversation was saved by somebody else")

    async def seen_since(self, channel: str, since: datetime) -> Sequence[str]:
        waits = exists().where(inbox.c.conversation_id == conversations.c.id, inbox.c.finished_at.is_(None))
        seen = (conversations.c.channel == channel) & (conversations.c.updated_at >= since)
        rows = await self._scope.execute(select(conversations.c.id).where(seen, ~waits).order_by(conversations.c.id))
        return rows.scalars().all()

    async def erase(self, id: str) -> None:
        own = select(handovers.c.id).where(handovers.c.conversation_id == id)
        for handover_id in (await self._scope.execute(own)).scalars().all():
            await self._outbox.clear(handover_id)
        await self._scope.execute(delete(conversations).where(conversations.c.id == id))
        self._scope.erased.add(id)

    def _find(self, channel: str, sender: str) -> Select[tuple[str]]:
        return select(conversations.c.id).where(
            conversations.c.resident == self._scope.lookup.resident(channel, sender)
        )

    def _content(self, conversation: Conversation, at: datetime) -> Mapping[str, Any]:
        screen = {
            "asked": codec.encode(conversation.asked),
            "aside": codec.encode(conversation.aside),
            "cut": codec.encode(conversation.cut),
            "rhythm": str(conversation.rhythm),
            "holder": conversation.holder,
            "proposed": codec.encode(conversation.proposed),
            "near": codec.encode(conversation.near),
            "told_of": conversation.told_of,
            "choices": codec.encode(conversation.choices),
            "on_screen": codec.encode(conversation.on_screen),
            "wordings": conversation.wordings,
        }
        sealed = {
            "address": conversation.address,
            "question": codec.encode(conversation.question),
            "screen": screen,
            "dialogue": conversation.dialogue,
        }
        seal = self._scope.cipher.seal
        return {
            "language": conversation.language,
            "language_chosen": conversation.language_chosen,
            "updated_at": at,
            **{column: seal(value, "conversations", column, conversation.id) for column, value in sealed.items()},
        }

    def _open(self, row: Row[Any], column: str) -> Any:
        return self._scope.cipher.open(row._mapping[column], "conversations", column, row.id)
