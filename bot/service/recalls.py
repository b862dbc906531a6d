"""What can be taken back at a partner, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.errors import NotFound
from bot.domain.messages import Incoming
from bot.domain.partners import Organization
from bot.service.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.service.wording import lines, text

WAYS = ("telegram", "email", "webhook")
EVENT = "copies_left"
"""The event that tells a resident what could not be taken back."""


def outlook(organization: Organization) -> dict[str, Any]:
    """What happens to the copies that an organisation has, by the ways in which it gets handovers; its page is one."""
    ways = {address.channel for address in organization.handover_addresses}
    return lines([text(f"recall.{way}") for way in (*WAYS, "console") if way == "console" or way in ways])


async def report(new_uow: UnitOfWorkFactory, clock: Clock, body: Mapping[str, Any], key: str, left: int) -> None:
    """Tells the resident, once for ``key``, that ``left`` messages still stand at the partner; 0 tells nothing.

    ``body`` is that of the outbox row that took back. Whoever deleted everything hears it in the talk that began after
    that, if there is one.
    """
    if left == 0:
        return
    async with new_uow() as uow:
        conversation_id = body.get("tell") or await _conversation_of(uow, body["handover_id"])
        if conversation_id is None or not await uow.conversations.exists(conversation_id):
            return
        data = {"organization_id": body["organization_id"], "left": left}
        incoming = Incoming("system", "", f"{key}:left", "event", EVENT, data=data)
        await uow.inbox.add(conversation_id, incoming, clock())
        await uow.commit()


async def _conversation_of(uow: UnitOfWork, handover_id: str) -> str | None:
    try:
        return (await uow.handovers.get(handover_id)).conversation_id
    except NotFound:
        return None
