"""What follows when a row is given up: who waits for it is told, and the coordinator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotFound
from bot.domain.handover import Actor, Handover, HandoverEvent, HandoverState
from bot.domain.messages import Reply
from bot.service import alarm, undelivered
from bot.service.alarm import Alarm
from bot.service.notices import to_partner
from bot.service.ports import Delivery, Texts, UnitOfWork
from bot.service.turns import outgoing
from bot.service.wording import organization_name

STEP = "undelivered"
"""What the handover's history says of it."""

UNREACHABLE = frozenset({"blocked", "rejected"})
"""Reasons for which nothing more will reach that chat."""


@dataclass(frozen=True)
class GivingUp:
    """Does its part in the transaction that gives the row up, so nobody is left without word."""

    texts: Texts
    alarm: Alarm

    async def __call__(self, uow: UnitOfWork, delivery: Delivery, reason: str, now: datetime) -> None:
        body = delivery.outgoing.body
        if body["kind"] == alarm.KIND or reason == "erased":
            return
        await undelivered.tell_sender(uow, delivery, now)
        if "handover_id" in body:
            concerned = await self._partner_missed(uow, delivery, now)
        else:
            concerned = await self._resident_missed(uow, delivery, reason, now)
        if concerned:
            where = {"channel": delivery.outgoing.channel, "reason": reason, "letter": delivery.id}
            await self.alarm.ring(uow, f"{delivery.id}:{now.isoformat()}", "dead", now, **where)

    async def _partner_missed(self, uow: UnitOfWork, delivery: Delivery, now: datetime) -> bool:
        try:
            handover = await uow.handovers.get(delivery.outgoing.body["handover_id"])
        except NotFound:
            return True  # erased since; that the partner does not know of it still has to be told to somebody
        await self._flag(uow, handover, delivery, now)
        await self._tell_resident(uow, handover, delivery, now)
        return True

    async def _flag(self, uow: UnitOfWork, handover: Handover, delivery: Delivery, now: datetime) -> None:
        event = HandoverEvent(handover.id, STEP, Actor.SYSTEM.value, delivery.outgoing.channel, now)
        await uow.handovers.record(event)

    async def _tell_resident(self, uow: UnitOfWork, handover: Handover, delivery: Delivery, now: datetime) -> None:
        """Of a question of theirs that did not arrive, by any way."""
        if delivery.outgoing.body["kind"] != "handover" or handover.state is not HandoverState.QUEUED:
            return
        conversation = await uow.conversations.load(handover.conversation_id)
        directory = await uow.directory.load()
        name = organization_name(directory, handover.organization_id)
        text = self.texts.say(conversation.language, "handover_undelivered", organization=name)
        reply = outgoing(conversation, Reply(text, conversation.language), f"{STEP}:{delivery.id}")
        await uow.outbox.add(reply, now)

    async def _resident_missed(self, uow: UnitOfWork, delivery: Delivery, reason: str, now: datetime) -> bool:
        """Tells the partners who would wait for an answer; True if there are any."""
        if delivery.outgoing.conversation_id is None:
            return False
        conversation = await uow.conversations.load(delivery.outgoing.conversation_id)
        directory = await uow.directory.load()
        for handover in conversation.open_handovers:
            await self._flag(uow, handover, delivery, now)
            organization = directory.find_organization(handover.organization_id)
            has_heard = handover.id == delivery.outgoing.body.get("from_handover")
            if organization is not None and reason in UNREACHABLE and not has_heard:
                key = f"{handover.id}:unreachable"
                for row in to_partner(organization, handover.id, "unreachable", key):
                    await uow.outbox.add(row, now)
        return bool(conversation.open_handovers)
