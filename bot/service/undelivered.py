"""Messages between resident and partner that could not be delivered: their sender hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.errors import NotFound
from bot.domain.handover import Actor, Handover, HandoverEvent
from bot.domain.messages import Incoming
from bot.service.notices import EVENT_CHANNEL, tell_follower
from bot.service.ports import Delivery, UnitOfWork

RELAYED = "relay"
"""The kind of rows that bring a partner what a resident wrote or sent."""
EVENT = "not_delivered"
ARRIVED = ("sent", None)
"""Outcomes of a row that arrived, or still may."""


async def tell_sender(uow: UnitOfWork, delivery: Delivery, now: datetime) -> None:
    """To be called in the unit of work in which a row is given up; does nothing for what nobody wrote."""
    body = delivery.outgoing.body
    handover = await _handover(uow, body)
    if handover is None:
        return
    if body["kind"] == RELAYED:
        if not await _arrives_elsewhere(uow, delivery.outgoing.key):
            await _tell_resident(uow, handover, delivery.id, now)
    else:
        await _tell_partner(uow, handover, delivery.id, now)


async def _handover(uow: UnitOfWork, body: Mapping[str, Any]) -> Handover | None:
    id = body["handover_id"] if body["kind"] == RELAYED else body.get("from_handover")
    try:
        return await uow.handovers.get(id) if id else None
    except NotFound:  # everything was deleted meanwhile
        return None


async def _arrives_elsewhere(uow: UnitOfWork, key: str) -> bool:
    """True if another address of the partner got the message, or still may."""
    message, _, own = key.rpartition(":")
    outcomes = await uow.outbox.outcomes(f"{message}:")
    return any(outcome in ARRIVED for other, outcome in outcomes.items() if other != f"{message}:{own}")


async def _tell_resident(uow: UnitOfWork, handover: Handover, row: int, now: datetime) -> None:
    data = {"handover_id": handover.id}
    incoming = Incoming(EVENT_CHANNEL, "", f"undelivered:{row}", "event", EVENT, data=data)
    await uow.inbox.add(handover.conversation_id, incoming, now)


async def _tell_partner(uow: UnitOfWork, handover: Handover, row: int, now: datetime) -> None:
    await uow.handovers.record(HandoverEvent(handover.id, "unreached", Actor.SYSTEM.value, "", now))
    await tell_follower(uow, handover, "unreached", f"unreached:{row}", now)
