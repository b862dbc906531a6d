"""Taking in what residents send: stored before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.labels import LANGUAGES
from bot.domain.messages import Incoming
from bot.service.ports import Clock, Photo, UnitOfWorkFactory

NewPhotos = Callable[[str, datetime], Sequence[Photo]]
"""Makes the photos that come with an update, once its conversation and time are known."""


async def receive(new_uow: UnitOfWorkFactory, clock: Clock, incoming: Incoming, photos: NewPhotos | None = None) -> str:
    """Stores an update and returns its conversation's id. The same update a second time changes nothing."""
    hint = (incoming.language_hint or "")[:2].lower()
    language = hint if hint in LANGUAGES else LANGUAGES[0]
    async with new_uow() as uow:
        conversation_id = await uow.conversations.open(incoming.channel, incoming.sender, language, clock())
        if await uow.inbox.add(conversation_id, incoming, clock()) and photos:
            for photo in photos(conversation_id, clock()):
                await uow.photos.add(photo)
        await uow.commit()
    return conversation_id
