"""Sends to Telegram: answers to residents, handovers to partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram.partner import partner_message
from bot.channels.telegram.split import split_text
from bot.domain.errors import NotFound
from bot.service.ports import Delivery, SendError, Texts, UnitOfWorkFactory

Buttons = Sequence[tuple[str, str]]
"""(label, callback data) pairs, one a row: rows can't be marked right-to-left (tdlib/telegram-bot-api 882)."""


class TelegramChannel:
    """The Channel for Telegram."""

    name = "telegram"

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, texts: Texts) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._texts = texts

    async def send(self, delivery: Delivery) -> str:
        """Sends one row, in several messages if it is long; the reference is the last one's id. Raises SendError."""
        try:
            text, buttons = await self._content(delivery.outgoing.body)
            return await self._send(delivery.outgoing.address, text, buttons)
        except NotFound as error:
            raise SendError("erased", retryable=False) from error
        except TelegramError as error:
            raise as_send_error(error) from error

    async def _content(self, body: Mapping[str, Any]) -> tuple[str, Buttons]:
        if body["kind"] != "reply":
            return await partner_message(self._new_uow, self._texts, body)
        text = f"{body['sender_name']}:\n{body['text']}" if body["sender_name"] else body["text"]
        return text, [(button["label"], button["id"]) for button in body["buttons"]]

    async def _send(self, chat_id: str, text: str, buttons: Buttons) -> str:
        pieces = split_text(text)
        reference = ""
        for number, piece in enumerate(pieces, 1):
            keyboard = _keyboard(buttons) if number == len(pieces) else None
            message = await self._bot.send_message(int(chat_id), piece, reply_markup=keyboard)
            reference = str(message.message_id)
        return reference


def as_send_error(error: TelegramError) -> SendError:
    """What a failure of the Bot API means for the outbox."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return SendError("throttled", retryable=True, retry_after=seconds)
    if isinstance(error, Forbidden):
        return SendError("blocked", retryable=False)
    if isinstance(error, BadRequest):
        return SendError("rejected", retryable=False)
    if isinstance(error, TimedOut):
        return SendError("timeout", retryable=True)
    return SendError("unreachable", retryable=isinstance(error, NetworkError))


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
