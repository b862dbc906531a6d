"""Short ways to put things into a storage and to work them off."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.adapters.storage import Storage
from bot.domain.handover import Handover
from bot.domain.messages import Incoming, Outgoing
from bot.service.ports import Claimed, Delivery
from bot.service.receive import receive

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
LEASE = 30.0


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def said(text: str, update_id: str | None = None, sender: str = "anna", channel: str = "telegram") -> Incoming:
    return Incoming(channel, sender, update_id or f"{sender}-{text}", "text", text)


async def hear(storage: Storage, *incoming: Incoming) -> list[str]:
    """Stores updates; gives the ids of their conversations."""
    return [await receive(storage.new_uow, lambda: NOW, update) for update in incoming]


async def claim(storage: Storage, worker: str = "w", at: datetime = NOW) -> Claimed | None:
    async with storage.new_uow() as uow:
        claimed = await uow.inbox.claim(worker, at, LEASE)
        await uow.commit()
    return claimed


async def done(storage: Storage, claimed: Claimed | None, worker: str = "w") -> None:
    assert claimed is not None
    async with storage.new_uow() as uow:
        await uow.inbox.done(claimed.id, worker, NOW)
        await uow.commit()


def message(key: str, lane: str = "lane", channel: str = "telegram", conversation_id: str | None = None) -> Outgoing:
    return Outgoing(key, lane, channel, "chat-anna", {"kind": "reply", "text": f"text of {key}"}, conversation_id)


async def send(storage: Storage, *outgoing: Outgoing) -> None:
    async with storage.new_uow() as uow:
        for row in outgoing:
            await uow.outbox.add(row, NOW)
        await uow.commit()


async def claim_out(
    storage: Storage, worker: str = "w", at: datetime = NOW, limit: int = 10, channels: tuple[str, ...] = ("telegram",)
) -> list[Delivery]:
    async with storage.new_uow() as uow:
        claimed = await uow.outbox.claim(worker, channels, at, LEASE, limit)
        await uow.commit()
    return list(claimed)


async def sent(storage: Storage, delivery: Delivery, worker: str = "w", reference: str = "") -> None:
    async with storage.new_uow() as uow:
        await uow.outbox.sent(delivery.id, worker, NOW, reference)
        await uow.commit()


def a_handover(id: str, conversation_id: str, at: datetime = NOW, service: str = "s1", partner: str = "p") -> Handover:
    shared = {"words": f"words of {id}", "phone": "0470000000"}
    return Handover(id, conversation_id, partner, service, "nl", shared, at, at)


async def hand_over(storage: Storage, *handovers: Handover) -> None:
    async with storage.new_uow() as uow:
        for handover in handovers:
            await uow.handovers.add(handover)
        await uow.commit()
