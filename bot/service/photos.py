"""Taking in photos from residents: only while a partner holds the talk, and only the picture itself."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.messages import Incoming
from bot.service.ports import Cleaner, Clock, Photo, UnfitPhoto, UnitOfWorkFactory
from bot.service.receive import receive

KEPT_AFTER_END = timedelta(days=1)
"""How long photos of a talk that ended are still there: for a delivery that is late."""

Fetch = Callable[[], Awaitable[bytes]]
"""Gets a photo from where the channel keeps it. Raises UnfitPhoto."""


async def receive_photo(
    new_uow: UnitOfWorkFactory, clock: Clock, clean: Cleaner, incoming: Incoming, fetch: Fetch
) -> str:
    """Stores a photo with its update and returns its conversation's id; repeats change nothing.

    Nothing is fetched while no partner holds the talk: then, as for what is no photo, only the update is stored.
    """
    handover_id = await _relay(new_uow, incoming)
    if handover_id is None:
        return await receive(new_uow, clock, incoming)
    try:
        content = await clean(await fetch())
    except UnfitPhoto as unfit:
        return await receive(new_uow, clock, replace(incoming, data={"unfit": unfit.code}))
    id = uuid.uuid4().hex
    with_photo = replace(incoming, data={"file_id": id, "handover_id": handover_id})
    return await receive(
        new_uow, clock, with_photo, lambda conversation_id, at: Photo(id, conversation_id, handover_id, content, at)
    )


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
