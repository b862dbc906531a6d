"""One person's talk in the terminal: what is said goes through the inbox, what comes back is read from the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound
from bot.domain.messages import Incoming, IncomingKind
from bot.domain.understanding import Understanding
from bot.service.ports import Clock, StoredMessage, UnitOfWork, UnitOfWorkFactory
from bot.service.receive import receive

CHANNEL = "terminal"

AfterTurn = Callable[[Conversation], Awaitable[None]]
"""What happens elsewhere after a turn, before the next line is read."""


@dataclass
class TerminalTalk:
    """A conversation whose turns are run by ``work``, which returns when the inbox is empty."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    work: Callable[[], Awaitable[Understanding | None]]
    language: str | None = None
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    understood: Understanding | None = None
    _seen: int = 0

    async def say(self, kind: IncomingKind, content: str) -> Sequence[StoredMessage]:
        """Sends one update and returns the answers to it."""
        incoming = Incoming(CHANNEL, self.sender, uuid.uuid4().hex, kind, content, self.language)
        await receive(self.new_uow, self.clock, incoming)
        self.understood = await self.work()
        return await self.read()

    async def read(self) -> Sequence[StoredMessage]:
        """What came since the last time."""
        async with self.new_uow() as uow:
            messages = await uow.outbox.read(await self._id(uow), CHANNEL, self._seen)
        if messages:
            self._seen = messages[-1].id
        return messages

    async def press(self, label: str) -> Sequence[StoredMessage]:
        """Presses the button with this label or number (from 1); said as text if there is none."""
        choices = (await self.conversation()).choices_on_screen
        number = int(label) if label.isdecimal() else 0
        pressed = next((choice for choice in choices if choice.label == label), None)
        if pressed is None and 1 <= number <= len(choices):
            pressed = choices[number - 1]
        return await self.say("button", pressed.id) if pressed else await self.say("text", label)

    async def conversation(self) -> Conversation:
        async with self.new_uow() as uow:
            return await uow.conversations.load(await self._id(uow))

    async def _id(self, uow: UnitOfWork) -> str:
        """Looked up each time: after everything was deleted the talk goes on under a new one."""
        id = await uow.conversations.find(CHANNEL, self.sender)
        if id is None:
            raise NotFound("this talk has not begun")
        return id


def shown(body: Mapping[str, Any]) -> dict[str, Any]:
    """A reply as the line protocol gives it."""
    reply = {"text": body["text"], "buttons": [button["label"] for button in body["buttons"]]}
    return {**reply, "from": body["sender_name"]} if body["voice"] == "partner" else reply
