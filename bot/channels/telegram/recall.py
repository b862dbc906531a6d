"""Changing and taking back what stands in partners' chats."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.errors import is_final, is_gone, is_unchanged
from bot.channels.telegram.keyboard import keyboard_of
from bot.channels.telegram.partner import buttons_now
from bot.service.ports import Copy, Texts, UnitOfWorkFactory

CHANNEL = "telegram"
BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000400000004008000000008f022e020000002a4944415478daedcc411100000c0220fb27339621"
    "f6db4100d2a308040281402010080402814020f81e0c040a80b5918e434f0000000049454e44ae426082"
)
"""A grey square: stands in for a photo that can be replaced but not deleted."""


class Recall:
    """Deletes messages; those that Telegram does not let a bot delete any more (48 hours) lose their content."""

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, texts: Texts) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._texts = texts

    async def take_back(self, handover_id: str, language: str) -> int:
        """Takes back all messages about a handover, in whatever chat they stand; gives how many are left there.

        Raises TelegramError for what may go better later; what is gone by then is not tried again.
        """
        copies = await self._of(handover_id)
        for topic in (copy for copy in copies if copy.kind == "topic"):
            if await self._delete_topic(topic):
                await self._forget(*(copy for copy in copies if _in(topic, copy)))
        left = 0
        for copy in await self._of(handover_id):
            if copy.kind in ("topic", "own") or await self._take_back(copy, language):
                await self._forget(copy)
            else:
                left += 1
        return left

    async def settle(self, handover_id: str, chat_id: int) -> None:
        """Leaves the handover's messages in a chat with those buttons that still work."""
        here = [copy for copy in await self._of(handover_id) if copy.chat == str(chat_id) and copy.kind == "decide"]
        keyboard = keyboard_of(await buttons_now(self._new_uow, self._texts, handover_id)) if here else None
        for copy in here:
            await _done(self._bot.edit_message_reply_markup(chat_id, int(copy.reference), reply_markup=keyboard))

    async def _delete_topic(self, topic: Copy) -> bool:
        """With all its messages, the partner's own too."""
        return await _done(self._bot.delete_forum_topic(int(topic.chat), int(topic.reference)))

    async def _take_back(self, copy: Copy, language: str) -> bool:
        deleted = await _done(self._bot.delete_message(int(copy.chat), int(copy.reference)))
        return deleted or await self._blank(copy, self._texts.say(language, "telegram.taken_back"))

    async def _blank(self, copy: Copy, text: str) -> bool:
        chat_id, message_id = int(copy.chat), int(copy.reference)
        if copy.kind == "file":
            photo = InputMediaPhoto(BLANK, caption=text)
            return await _done(self._bot.edit_message_media(photo, chat_id, message_id))
        return await _done(self._bot.edit_message_text(text, chat_id, message_id))

    async def _of(self, handover_id: str) -> list[Copy]:
        async with self._new_uow() as uow:
            return list(await uow.copies.of_handover(handover_id, CHANNEL))

    async def _forget(self, *copies: Copy) -> None:
        async with self._new_uow() as uow:
            for copy in copies:
                await uow.copies.remove(copy.key)
            await uow.commit()


async def _done(call: Awaitable[Any]) -> bool:
    """True if it worked or there was nothing left to do, False if it is refused for good; else raises TelegramError."""
    try:
        await call
    except BadRequest as error:
        return is_gone(error) or is_unchanged(error)
    except TelegramError as error:
        if not is_final(error):
            raise
        return False
    return True


def _in(topic: Copy, copy: Copy) -> bool:
    """True for the topic itself and for what stands in it."""
    return copy.chat == topic.chat and topic.reference in (copy.thread, copy.reference)
