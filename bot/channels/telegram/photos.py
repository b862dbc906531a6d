"""Photos and PDFs on Telegram: what of a message may be one, and getting it."""

from __future__ import annotations

from telegram import Bot, Document, Message, PhotoSize
from telegram.error import TelegramError

from bot.service.ports import MAX_BYTES, Photo, UnfitPhoto, UnitOfWorkFactory

MAX_CAPTION = 1024


UNKNOWN = "application/octet-stream"
MAY_BE = ("image/", "application/pdf", UNKNOWN)
"""How the types of documents begin that are looked at; what one is, its content tells."""


def file_in(message: Message) -> PhotoSize | Document | None:
    """A message's photo in its largest size, or its document if that may be a picture or a PDF."""
    if message.photo:
        return message.photo[-1]
    document = message.document
    return document if document and (document.mime_type or UNKNOWN).startswith(MAY_BE) else None


async def fetch(bot: Bot, file: PhotoSize | Document) -> bytes:
    """Raises UnfitPhoto, also if Telegram does not give it."""
    if (file.file_size or 0) > MAX_BYTES:
        raise UnfitPhoto("too_large")
    try:
        return bytes(await (await bot.get_file(file.file_id)).download_as_bytearray())
    except TelegramError:
        raise UnfitPhoto("broken") from None


async def load(new_uow: UnitOfWorkFactory, id: str) -> Photo:
    """Raises NotFound."""
    async with new_uow() as uow:
        return await uow.photos.get(id)
