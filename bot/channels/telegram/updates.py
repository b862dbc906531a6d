"""What comes from Telegram: residents' updates go to the inbox, partners' are done at once."""

from __future__ import annotations

import logging
from functools import partial

from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, ReplyParameters, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.channels.telegram.desk import SEND, Notice, PartnerDesk, Spot
from bot.channels.telegram.keyboard import keyboard_of
from bot.channels.telegram.partner import PREFIX
from bot.channels.telegram.photos import fetch, file_in
from bot.domain.labels import LANGUAGES
from bot.domain.messages import Incoming, IncomingKind
from bot.domain.partners import Organization
from bot.service import chat_moves
from bot.service.photos import receive_photo
from bot.service.ports import Cleaner, Clock, Texts, UnitOfWorkFactory
from bot.service.receive import receive

CHANNEL = "telegram"
MEDIA = (
    "photo",
    "voice",
    "video",
    "video_note",
    "audio",
    "document",
    "sticker",
    "location",
    "contact",
    "animation",
    "poll",
)

log = logging.getLogger(__name__)


class Updates:
    """Takes in updates. ``take`` returns only after what it was given is stored, so it can be acknowledged then."""

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts, clean: Cleaner) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._clean = clean
        self._desk = PartnerDesk(new_uow, clock, texts, clean)

    async def take(self, update: Update) -> None:
        """Channel posts and what Telegram itself writes into a group are none of ours and are passed over."""
        message = update.edited_message or update.message
        if update.callback_query:
            await self._take_press(update, update.callback_query)
        elif message and message.migrate_to_chat_id:
            await chat_moves.move(self._new_uow, self._clock, str(message.chat.id), str(message.migrate_to_chat_id))
        elif message and not _is_service(message):
            await self._take_message(update, message)

    async def _take_press(self, update: Update, query: CallbackQuery) -> None:
        chat_id = query.message.chat.id if query.message else query.from_user.id
        notice: str | None = None
        if query.data and query.data.startswith(f"{PREFIX}:"):
            partners = await self._desk.organizations_at(chat_id)
            if partners and query.message:
                notice = await self._take_partner_press(partners, query.message, query.data)
        elif query.data:
            await self._store(update, chat_id, "button", query.data, query.from_user.language_code)
        await self._quietly(query.answer(notice))

    async def _take_partner_press(
        self, partners: tuple[Organization, ...], pressed: MaybeInaccessibleMessage, data: str
    ) -> str:
        spot = _spot(pressed) if isinstance(pressed, Message) else Spot(str(pressed.chat.id), str(pressed.message_id))
        notice, done = await self._desk.press(partners, data, spot)
        if not done:  # what was done is told by the outbox, to all chats of the partner
            await self._tell(spot, Notice(notice))
        elif data.split(":")[1] == SEND:
            await self._quietly(self._bot.edit_message_text(notice, pressed.chat.id, pressed.message_id))
        return notice

    async def _take_message(self, update: Update, message: Message) -> None:
        partners = await self._desk.organizations_at(message.chat.id)
        if partners:
            await self._take_partner_message(partners, update, message)
        elif message.chat.type != ChatType.PRIVATE:
            await self._refuse_group(message)
        elif message.text or not update.edited_message:
            await self._take_resident_message(update, message)
            await self._quietly(self._bot.send_chat_action(message.chat.id, ChatAction.TYPING))

    async def _take_resident_message(self, update: Update, message: Message) -> None:
        kind, content = _content(message, edited=update.edited_message is not None)
        language = message.from_user.language_code if message.from_user else None
        file = file_in(message)
        if kind == "media" and file:
            incoming = Incoming(CHANNEL, str(message.chat.id), str(update.update_id), kind, content, language)
            await receive_photo(self._new_uow, self._clock, self._clean, incoming, partial(fetch, self._bot, file))
        else:
            await self._store(update, message.chat.id, kind, content, language)
        if kind == "media" and message.caption:
            await self._store(update, message.chat.id, "text", message.caption, language, part="caption")

    async def _take_partner_message(self, partners: tuple[Organization, ...], update: Update, message: Message) -> None:
        spot = _spot(message)
        if not (spot.reply_to or spot.thread) and message.chat.type != ChatType.PRIVATE:
            return
        key = str(update.update_id)
        file = file_in(message)
        if message.text is None and file is None:
            notice: Notice | None = Notice(self._texts.say(partners[0].language, "telegram.photo.type"))
        elif update.edited_message:
            notice = await self._desk.correct(partners, spot, message.text or message.caption or "", key)
        else:
            fetching = partial(fetch, self._bot, file) if file else None
            notice = await self._desk.write(partners, spot, message.text or message.caption or "", key, fetching)
        if notice is not None:
            await self._tell(spot, notice)

    async def _refuse_group(self, message: Message) -> None:
        if message.text and message.text.startswith("/"):
            code = (message.from_user.language_code or "")[:2] if message.from_user else ""
            language = code if code in LANGUAGES else LANGUAGES[0]
            await self._tell(_spot(message), Notice(self._texts.say(language, "telegram.no_groups")))

    async def _store(
        self, update: Update, chat_id: int, kind: IncomingKind, content: str, language: str | None, part: str = ""
    ) -> None:
        key = f"{update.update_id}:{part}" if part else str(update.update_id)
        incoming = Incoming(CHANNEL, str(chat_id), key, kind, content, language)
        await receive(self._new_uow, self._clock, incoming)

    async def show_writing(self, _conversation_id: str, address: str) -> None:
        """Shows a resident for five seconds that somebody writes to them."""
        await self._quietly(self._bot.send_chat_action(int(address), ChatAction.TYPING))

    async def _tell(self, spot: Spot, notice: Notice) -> None:
        reply = ReplyParameters(int(spot.message), allow_sending_without_reply=True)
        thread = int(spot.thread) if spot.thread else None
        keyboard = keyboard_of(notice.buttons)
        sending = self._bot.send_message(
            int(spot.chat), notice.text, message_thread_id=thread, reply_parameters=reply, reply_markup=keyboard
        )
        await self._quietly(sending)

    async def _quietly(self, call: object) -> None:
        """A courtesy (typing sign, notice) that fails must not bring the stored update back."""
        try:
            await call  # type: ignore[misc]
        except TelegramError as error:
            log.info("telegram courtesy failed", extra={"error": type(error).__name__})


def _spot(message: Message) -> Spot:
    """In a topic Telegram lets every message reply to the topic's beginning, which is no reply of the partner's."""
    thread = str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return Spot(str(message.chat.id), str(message.message_id), thread)
    words = replied.text or replied.caption or ""
    return Spot(str(message.chat.id), str(message.message_id), thread, str(replied.message_id), words)


def _is_service(message: Message) -> bool:
    return not (message.text or message.caption or any(getattr(message, kind) for kind in MEDIA))


def _content(message: Message, *, edited: bool) -> tuple[IncomingKind, str]:
    if edited:
        return "edit", message.text or ""
    if message.text and message.text.startswith("/"):
        return "command", message.text[1:].replace("@", " @", 1).split(" @")[0].strip()
    if message.text:
        return "text", message.text
    return "media", next((kind for kind in MEDIA if getattr(message, kind)), "other")
