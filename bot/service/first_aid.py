"""Numbers to call for who writes of danger while nobody answers: at the start, after a failure, without an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.helplines import Helpline, for_crisis
from bot.domain.messages import Reply
from bot.domain.warning_signs import Sign, WarningSigns
from bot.service.ports import Clock, Texts, Unanswered, UnitOfWorkFactory
from bot.service.turns import outgoing
from bot.service.wording import helpline_lines

PATIENCE = timedelta(seconds=1)
"""A turn takes a tenth of a second: whoever waits this long may have to wait much longer."""
DIALOGUE = "dialogue"
"""The heartbeat of whoever answers."""
BEAT_SECONDS = 3.0
GONE_AFTER = timedelta(seconds=10)
"""Without a heartbeat for this long nobody answers: then there is nothing to be patient for."""


@dataclass
class FirstAid:
    """Looks through the messages that wait and answers those that sound like danger, each once.

    The talk itself goes on when they get their turn.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    texts: Texts
    signs: WarningSigns
    helplines: tuple[Helpline, ...]
    _looked_at: frozenset[int] = field(default=frozenset())

    async def run_once(self) -> None:
        now = self.clock()
        async with self.new_uow() as uow:
            beat = await uow.heartbeats.last(DIALOGUE)
            gone = beat is None or now - beat > GONE_AFTER
            # What came in this very moment counts as well.
            waiting = await uow.inbox.unanswered(now + PATIENCE if gone else now - PATIENCE)
        for message in waiting:
            if message.id not in self._looked_at and self.signs.find(message.text):
                await self._answer(message)
        self._looked_at = frozenset(message.id for message in waiting)

    async def _answer(self, message: Unanswered) -> None:
        async with self.new_uow() as uow:
            conversation = await uow.conversations.load(message.conversation_id)
            sign = self.signs.find(message.text, conversation.language)
            assert sign is not None
            settled = conversation.language_chosen or bool(conversation.dialogue)
            reply = self._numbers(sign, conversation.language if settled else sign.answered_in)
            await uow.outbox.add(outgoing(conversation, reply, f"first-aid:{message.id}"), self.clock())
            await uow.commit()

    def _numbers(self, sign: Sign, language: str) -> Reply:
        now = self.clock()
        shown = helpline_lines(for_crisis(self.helplines, sign.crisis, language, now), now)
        return Reply(self.texts.say(language, "crisis.first_aid", helplines=shown), language, voice="crisis")
