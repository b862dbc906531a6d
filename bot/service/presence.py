"""Being in touch with a channel, and asking again what was lost while the bot was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.messages import Reply
from bot.service.ports import Clock, Texts, UnitOfWork, UnitOfWorkFactory
from bot.service.turns import outgoing

PRESS_LIVES = timedelta(seconds=150)
"""How long Telegram keeps the press of a button for a bot that does not answer (tdlib/telegram-bot-api, Client.cpp)."""
OPEN_TALK = timedelta(hours=3)
"""Whose last turn was within this time before the bot was away may have pressed; older talks are left in peace."""
BEAT_EVERY = timedelta(seconds=10)


@dataclass
class Presence:
    """Notes that a channel reaches us; after a gap in which presses were lost, offers the last buttons once more."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    texts: Texts
    channel: str
    _beaten: datetime | None = None

    async def in_touch(self) -> None:
        """To be called again and again while the channel works, after what it brought is stored."""
        now = self.clock()
        if self._beaten is not None and self._beaten <= now < self._beaten + BEAT_EVERY:
            return
        async with self.new_uow() as uow:
            last = await uow.heartbeats.last(self.channel)
            if last is not None and now - last > PRESS_LIVES:
                await self._offer_again(uow, last)
            await uow.heartbeats.beat(self.channel, now)
            await uow.commit()
        self._beaten = now

    async def can_store(self) -> bool:
        """Whether something can be stored now."""
        try:
            async with self.new_uow() as uow:
                await uow.heartbeats.beat(self.channel, self.clock())
                await uow.commit()
        except Exception:  # whatever is wrong with the storage, the answer is no
            return False
        return True

    async def _offer_again(self, uow: UnitOfWork, away_since: datetime) -> None:
        for id in await uow.conversations.seen_since(self.channel, away_since - OPEN_TALK):
            conversation = await uow.conversations.load(id)
            if not conversation.choices_on_screen:
                continue
            text = self.texts.say(conversation.language, "was_away")
            reply = Reply(text, conversation.language, conversation.choices_on_screen)
            key = f"back:{id}:{away_since.isoformat()}"
            await uow.outbox.add(outgoing(conversation, reply, key), self.clock())
