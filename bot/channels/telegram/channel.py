"""Sends to Telegram: answers to residents, handovers to partners."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from telegram import Bot, Message
from telegram.error import ChatMigrated, TelegramError

from bot.channels.telegram.errors import as_send_error
from bot.channels.telegram.keyboard import keyboard_of
from bot.channels.telegram.pace import pause_between_pieces
from bot.channels.telegram.partner_post import PartnerPost
from bot.channels.telegram.photos import MAX_CAPTION, load
from bot.channels.telegram.split import split_text, units
from bot.domain.errors import NotFound
from bot.service import chat_moves
from bot.service.ports import Clock, Delivery, SendError, Texts, UnitOfWorkFactory


class TelegramChannel:
    """The Channel for Telegram."""

    name = "telegram"

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._clock = clock
        self._post = PartnerPost(bot, new_uow, clock, texts)

    async def send(self, delivery: Delivery) -> str:
        """Sends one row, in several messages if it is long; an answer's reference is their ids. Raises SendError."""
        try:
            return await self._send_there(delivery, delivery.outgoing.address)
        except NotFound as error:
            raise SendError("erased", retryable=False) from error
        except TelegramError as error:
            raise as_send_error(error) from error

    async def _send_there(self, delivery: Delivery, address: str) -> str:
        try:
            return await self._send(delivery, int(address))
        except ChatMigrated as moved:
            await chat_moves.move(self._new_uow, self._clock, address, str(moved.new_chat_id))
            return await self._send(delivery, moved.new_chat_id)

    async def _send(self, delivery: Delivery, chat_id: int) -> str:
        body = delivery.outgoing.body
        if body["kind"] == "reply":
            return await self._answer(delivery, chat_id)
        if body["kind"] == "alarm":
            return str((await self._bot.send_message(chat_id, body["values"]["text"])).message_id)
        return await self._post.send(delivery, chat_id)

    async def _answer(self, delivery: Delivery, chat_id: int) -> str:
        """Goes on where an earlier try stopped between two messages: none of them comes twice."""
        sent = delivery.reference.split()
        for send in (await self._parts(delivery.outgoing.body))[len(sent) :]:
            if sent:
                await asyncio.sleep(pause_between_pieces(str(chat_id)))
            try:
                message = await send(chat_id)
            except ChatMigrated:
                raise
            except TelegramError as error:
                raise as_send_error(error, " ".join(sent)) from error
            sent.append(str(message.message_id))
        return " ".join(sent)

    async def _parts(self, body: Mapping[str, Any]) -> list[Callable[[int], Awaitable[Message]]]:
        """The messages that one answer becomes, each by how it is sent."""
        text = f"{body['sender_name']}:\n{body['text']}" if body["sender_name"] else body["text"]
        buttons = [(button["label"], button["id"]) for button in body["buttons"]]
        parts: list[Callable[[int], Awaitable[Message]]] = []
        if body.get("file_id"):
            photo = (await load(self._new_uow, body["file_id"])).content
            caption, text = (text, "") if units(text) <= MAX_CAPTION else (body["sender_name"], text)
            parts.append(lambda chat_id: self._bot.send_photo(chat_id, photo, caption=caption))
        pieces = split_text(text)
        for number, piece in enumerate(pieces, 1):
            keyboard = keyboard_of(buttons) if number == len(pieces) else None
            parts.append(partial(self._bot.send_message, text=piece, reply_markup=keyboard))
        return parts
