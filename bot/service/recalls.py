"""What can be taken back at a partner, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.errors import NotFound
from bot.domain.messages import Incoming, Outgoing
from bot.domain.partners import Organization
from bot.service.notices import COORDINATOR_LANGUAGE, EVENT_CHANNEL
from bot.service.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.service.turn import Turn
from bot.service.wording import lines, text

CHAT = "telegram"
"""The channel whose messages can be taken back."""
WAYS = (CHAT, "email", "webhook")
EVENT = "copies_left"
"""The event that tells a resident what could not be taken back."""


def outlook(organization: Organization) -> dict[str, Any]:
    """What happens to the copies that an organisation has, by the ways in which it gets handovers; its page is one."""
    ways = {address.channel for address in organization.handover_addresses}
    return lines([text(f"recall.{way}") for way in (*WAYS, "console") if way == "console" or way in ways])


async def to_old_chats(uow: UnitOfWork, turn: Turn, handover_id: str) -> Sequence[Outgoing]:
    """A row that takes back what stands in chats of a partner that has left the directory, or no chat any more."""
    copies = await uow.copies.of_handover(handover_id, CHAT)
    reached = (row.channel for row in turn.outgoing if row.body.get("handover_id") == handover_id)
    if not copies or CHAT in reached:
        return ()
    organization_id = turn.changed_handovers[handover_id].organization_id
    partner = turn.directory.find_organization(organization_id)
    language = partner.language if partner else COORDINATOR_LANGUAGE
    named = {"handover_id": handover_id, "organization_id": organization_id, "language": language}
    key, lane = f"partner:{handover_id}:withdrawn:old", f"partner:{handover_id}:old"
    return [Outgoing(key, lane, CHAT, copies[-1].chat, {"kind": "withdrawn", **named})]


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
        incoming = Incoming(EVENT_CHANNEL, "", f"{key}:left", "event", EVENT, data=data)
        await uow.inbox.add(conversation_id, incoming, clock())
        await uow.commit()


async def _conversation_of(uow: UnitOfWork, handover_id: str) -> str | None:
    try:
        return (await uow.handovers.get(handover_id)).conversation_id
    except NotFound:
        return None
