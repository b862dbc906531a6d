"""Taking in what residents send: stored before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.labels import LANGUAGES
from bot.domain.messages import Incoming
from bot.service.ports import Clock, Photo, UnitOfWorkFactory

NewPhoto = Callable[[str, datetime], Photo]
"""Makes the photo that comes with an update, once its conversation and time are known."""


async def receive(new_uow: UnitOfWorkFactory, clock: Clock, incoming: Incoming, photo: NewPhoto | None = None) -> str:
    """Stores an update and returns its conversation's id. The same update a second time changes nothing."""
    hint = (incoming.language_hint or "")[:2].lower()
    language = hint if hint in LANGUAGES else LANGUAGES[0]
    async with new_uow() as uow:
        conversation_id = await uow.conversations.open(incoming.channel, incoming.sender, language, clock())
        if await uow.inbox.add(conversation_id, incoming, clock()) and photo:
            await uow.photos.add(photo(conversation_id, clock()))
        await uow.commit()
    return conversation_id
