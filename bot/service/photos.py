"""Taking in photos and PDFs from residents: only while a partner holds the talk, and only what can be seen."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.messages import Incoming
from bot.service.ports import Cleaner, Clock, Photo, Texts, UnfitPhoto, UnitOfWorkFactory
from bot.service.receive import receive

KEPT_AFTER_END = timedelta(days=1)
"""How long photos of a talk that ended are still there: for a delivery that is late."""

Fetch = Callable[[], Awaitable[bytes]]
"""Gets a photo from where the channel keeps it. Raises UnfitPhoto."""


async def receive_photo(
    new_uow: UnitOfWorkFactory, clock: Clock, clean: Cleaner, incoming: Incoming, fetch: Fetch
) -> str:
    """Stores a photo, or all pages, with its update and returns its conversation's id; repeats change nothing.

    Nothing is fetched while no partner holds the talk: then, as for what is no photo, only the update is stored.
    """
    handover_id = await _relay(new_uow, incoming)
    if handover_id is None:
        return await receive(new_uow, clock, incoming)
    try:
        pictures = await clean(await fetch())
    except UnfitPhoto as unfit:
        return await receive(new_uow, clock, replace(incoming, data={"unfit": unfit.code}))
    contents = {uuid.uuid4().hex: picture for picture in pictures}
    with_photos = replace(incoming, data={"file_id": " ".join(contents), "handover_id": handover_id})

    def photos(conversation_id: str, at: datetime) -> list[Photo]:
        return [Photo(id, conversation_id, handover_id, content, at) for id, content in contents.items()]

    return await receive(new_uow, clock, with_photos, photos)


def page_names(texts: Texts, language: str, count: int) -> list[str]:
    """What stands with each of several pictures: which page it is, of how many. A photo alone has no name."""
    if count == 1:
        return [""]
    return [texts.say(language, "photo.page", page=page, pages=count) for page in range(1, count + 1)]


async def forget_old(new_uow: UnitOfWorkFactory, clock: Clock) -> None:
    """Deletes the photos of talks that ended a while ago."""
    async with new_uow() as uow:
        await uow.photos.forget_ended(clock() - KEPT_AFTER_END)
        await uow.commit()


async def _relay(new_uow: UnitOfWorkFactory, incoming: Incoming) -> str | None:
    async with new_uow() as uow:
        id = await uow.conversations.find(incoming.channel, incoming.sender)
        holder = (await uow.conversations.load(id)).relay if id else None
    return holder.id if holder else None
