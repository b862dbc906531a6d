"""Showing a resident that the partner is writing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.errors import NotFound
from bot.service.ports import UnitOfWorkFactory

Sign = Callable[[str, str], Awaitable[None]]
"""Shows the sign for some seconds, to a conversation's id and its channel's address. Raises nothing."""


def writing_topic(conversation_id: str) -> str:
    """What is woken (see bot.service.ports.Wakeup) while the partner writes to somebody on the web page."""
    return f"writing:{conversation_id}"


async def show_writing(
    new_uow: UnitOfWorkFactory, signs: Mapping[str, Sign], organization_id: str, handover_id: str
) -> None:
    """Shows the sign, by the channel that the resident is on, if the partner holds the talk. Raises NotFound."""
    async with new_uow() as uow:
        handover = await uow.handovers.get(handover_id)
        if handover.organization_id != organization_id:
            raise NotFound("no such handover")
        conversation = await uow.conversations.load(handover.conversation_id)
    sign = signs.get(conversation.channel)
    if sign is not None and handover.relay_open:
        await sign(conversation.id, conversation.address)
