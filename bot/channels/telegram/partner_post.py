"""Handovers, messages and notices in partners' chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.errors import is_final, is_lost_topic
from bot.channels.telegram.keyboard import keyboard_of
from bot.channels.telegram.partner import NOT_THEIRS, PartnerMessage, partner_message, tag
from bot.channels.telegram.photos import load
from bot.channels.telegram.recall import Recall
from bot.channels.telegram.split import split_text
from bot.service import recalls
from bot.service.ports import Clock, Copy, CopyKind, Delivery, Texts, UnitOfWorkFactory

CHANNEL = "telegram"


@dataclass(frozen=True)
class Place:
    """Where messages about one handover stand: in its topic, or else as replies to the message that brought it."""

    chat_id: int
    thread: str = ""
    reply_to: str = ""

    def where(self) -> dict[str, Any]:
        # Whoever deletes the message that is replied to must not lose the answer.
        reply = ReplyParameters(int(self.reply_to), allow_sending_without_reply=True) if self.reply_to else None
        return {
            "chat_id": self.chat_id,
            "message_thread_id": int(self.thread) if self.thread else None,
            "reply_parameters": reply,
        }


Send = Callable[[Place], Awaitable[Message]]


class PartnerPost:
    """Sends what partners get, and keeps note of it, so that it can be changed and taken back."""

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._recall = Recall(bot, new_uow, texts)

    async def send(self, delivery: Delivery, chat_id: int) -> str:
        """Sends one row to a partner's chat; the reference is the last message's id. Raises TelegramError, NotFound."""
        body = delivery.outgoing.body
        if body["kind"] in ("withdrawn", "expired") or body.get("state") in NOT_THEIRS:
            left = await self._recall.take_back(body["handover_id"], body["language"])
            if body["kind"] == "withdrawn":
                await recalls.report(self._new_uow, self._clock, body, delivery.outgoing.key, left)
        elif body["kind"] in ("closed", "silent", "settled"):
            await self._recall.settle(body["handover_id"], chat_id)
        message = await partner_message(self._new_uow, self._texts, body)
        return await self._put(delivery, chat_id, message) if message else ""

    async def _put(self, delivery: Delivery, chat_id: int, message: PartnerMessage) -> str:
        handover_id = delivery.outgoing.body["handover_id"]
        opens = delivery.outgoing.body["kind"] == "handover"
        place = await self._place(handover_id, chat_id, opens=opens)
        reference = ""
        for number, (kind, send) in enumerate(self._parts(message), 1):
            key = f"{delivery.outgoing.key}:{number}"
            copy = Copy(key, handover_id, CHANNEL, str(chat_id), "", kind, self._clock())
            place, reference = await self._once(copy, place, send)
        return reference

    def _parts(self, message: PartnerMessage) -> list[tuple[CopyKind, Send]]:
        """The messages that one becomes, each with how it is sent."""
        if message.photos:
            return [("file", self._shows(file_id, caption)) for file_id, caption in message.photos]
        *first, last = split_text(message.text)
        kind: CopyKind = "decide" if message.buttons else "notice" if message.is_notice else "text"
        keyboard = keyboard_of(message.buttons)
        return [*(("text", self._sends(piece)) for piece in first), (kind, self._sends(last, keyboard))]

    def _sends(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Send:
        return lambda place: self._bot.send_message(text=text, reply_markup=keyboard, **place.where())

    def _shows(self, file_id: str, caption: str) -> Send:
        async def send(place: Place) -> Message:
            photo = (await load(self._new_uow, file_id)).content
            return await self._bot.send_photo(photo=photo, caption=caption, **place.where())

        return send

    async def _once(self, copy: Copy, place: Place, send: Send) -> tuple[Place, str]:
        """Sends a part if no earlier try did; a topic that was deleted is replaced."""
        async with self._new_uow() as uow:
            known = await uow.copies.get(copy.key)
        if known is not None:
            return place, known.reference
        place, message = await self._where_it_can(send, place, copy.handover_id)
        reference = str(message.message_id)
        if copy.kind != "notice":
            await self._note(replace(copy, reference=reference, thread=place.thread))
        return place, reference

    async def _where_it_can(self, send: Send, place: Place, handover_id: str) -> tuple[Place, Message]:
        try:
            return place, await send(place)
        except BadRequest as error:
            if not (place.thread and is_lost_topic(error)):
                raise
        await self._forget_topic(handover_id, place)
        place = await self._place(handover_id, place.chat_id, opens=True)
        return place, await send(place)

    async def _place(self, handover_id: str, chat_id: int, *, opens: bool) -> Place:
        """The handover's topic, made now if ``opens`` and the group has topics."""
        here = [copy for copy in await self._copies(handover_id) if copy.chat == str(chat_id)]
        topic = next((copy.reference for copy in reversed(here) if copy.kind == "topic"), "")
        if not topic and opens:
            topic = await self._open_topic(handover_id, chat_id)
        first = "" if topic else next((copy.reference for copy in here if copy.kind == "decide"), "")
        return Place(chat_id, topic, first)

    async def _open_topic(self, handover_id: str, chat_id: int) -> str:
        """A new topic's thread; empty where the group has no topics or the bot may not make any."""
        if chat_id > 0 or not (await self._bot.get_chat(chat_id)).is_forum:
            return ""
        try:
            topic = await self._bot.create_forum_topic(chat_id, tag(handover_id))
        except TelegramError as error:
            if not is_final(error):
                raise
            return ""
        thread, key = str(topic.message_thread_id), f"topic:{chat_id}:{topic.message_thread_id}"
        await self._note(Copy(key, handover_id, CHANNEL, str(chat_id), thread, "topic", self._clock()))
        return thread

    async def _forget_topic(self, handover_id: str, place: Place) -> None:
        async with self._new_uow() as uow:
            for copy in await uow.copies.of_handover(handover_id, CHANNEL):
                if copy.kind == "topic" and (copy.chat, copy.reference) == (str(place.chat_id), place.thread):
                    await uow.copies.remove(copy.key)
            await uow.commit()

    async def _copies(self, handover_id: str) -> list[Copy]:
        async with self._new_uow() as uow:
            return list(await uow.copies.of_handover(handover_id, CHANNEL))

    async def _note(self, copy: Copy) -> None:
        async with self._new_uow() as uow:
            await uow.copies.add(copy)
            await uow.commit()
