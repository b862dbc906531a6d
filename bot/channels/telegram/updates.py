"""What comes from Telegram: residents' updates go to the inbox, partners' are done at once."""

from __future__ import annotations

import logging

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.channels.telegram.partner import PREFIX, PartnerDesk
from bot.domain.labels import LANGUAGES
from bot.domain.messages import Incoming, IncomingKind
from bot.domain.partners import Organization
from bot.service.ports import Clock, Texts, UnitOfWorkFactory
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

    def __init__(self, bot: Bot, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts) -> None:
        self._bot = bot
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._desk = PartnerDesk(new_uow, clock, texts)

    async def take(self, update: Update) -> None:
        """Edited messages and channel posts are none of ours and are passed over."""
        if update.callback_query:
            await self._take_press(update, update.callback_query)
        elif update.message:
            await self._take_message(update, update.message)

    async def _take_press(self, update: Update, query: CallbackQuery) -> None:
        chat_id = query.message.chat.id if query.message else query.from_user.id
        notice: str | None = None
        if query.data and query.data.startswith(f"{PREFIX}:"):
            partners = await self._desk.organizations_at(chat_id)
            if partners:
                notice = await self._desk.press(partners, query.data)
                await self._tell(chat_id, notice)
        elif query.data:
            await self._store(update, chat_id, "button", query.data, query.from_user.language_code)
        await self._quietly(query.answer(notice))

    async def _take_message(self, update: Update, message: Message) -> None:
        partners = await self._desk.organizations_at(message.chat.id)
        if partners:
            await self._take_partner_message(partners, update, message)
        elif message.chat.type != ChatType.PRIVATE:
            await self._refuse_group(message)
        else:
            kind, content = _content(message)
            language = message.from_user.language_code if message.from_user else None
            await self._store(update, message.chat.id, kind, content, language)
            await self._quietly(self._bot.send_chat_action(message.chat.id, ChatAction.TYPING))

    async def _take_partner_message(self, partners: tuple[Organization, ...], update: Update, message: Message) -> None:
        replied_to, language = message.reply_to_message, partners[0].language
        if replied_to is None and message.chat.type != ChatType.PRIVATE:
            return
        if message.text is None:
            notice: str | None = self._texts.say(language, "telegram.text_only")
        else:
            original = (replied_to.text or "") if replied_to else ""
            notice = await self._desk.write(partners, original, message.text, f"telegram:{update.update_id}")
        await self._tell(message.chat.id, notice or self._texts.say(language, "telegram.passed_on"))

    async def _refuse_group(self, message: Message) -> None:
        if message.text and message.text.startswith("/"):
            code = (message.from_user.language_code or "")[:2] if message.from_user else ""
            language = code if code in LANGUAGES else LANGUAGES[0]
            await self._tell(message.chat.id, self._texts.say(language, "telegram.no_groups"))

    async def _store(
        self, update: Update, chat_id: int, kind: IncomingKind, content: str, language: str | None
    ) -> None:
        incoming = Incoming(CHANNEL, str(chat_id), str(update.update_id), kind, content, language)
        await receive(self._new_uow, self._clock, incoming)

    async def _tell(self, chat_id: int, text: str) -> None:
        await self._quietly(self._bot.send_message(chat_id, text))

    async def _quietly(self, call: object) -> None:
        """A courtesy (typing sign, notice) that fails must not bring the stored update back."""
        try:
            await call  # type: ignore[misc]
        except TelegramError as error:
            log.info("telegram courtesy failed", extra={"error": type(error).__name__})


def _content(message: Message) -> tuple[IncomingKind, str]:
    if message.text and message.text.startswith("/"):
        return "command", message.text[1:].replace("@", " @", 1).split(" @")[0].strip()
    if message.text:
        return "text", message.text
    return "media", next((kind for kind in MEDIA if getattr(message, kind)), "other")
