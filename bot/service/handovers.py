"""What partners and residents do with a handover after it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.errors import NotFound
from bot.domain.handover import (
    DeclineReason,
    Handover,
    HandoverEvent,
    Outcome,
    RelayMessage,
    Step,
)
from bot.domain.messages import Incoming
from bot.domain.partners import Organization, Service
from bot.service.partner_rows import settled_rows
from bot.service.ports import Clock, Photo, UnitOfWork, UnitOfWorkFactory

EVENT_CHANNEL = "system"
"""The channel of inbox rows that come from partners' steps; their update ids are made unique by step or message."""


@dataclass(frozen=True)
class HandoverView:
    """A handover as its partner may see it."""

    handover: Handover
    organization: Organization
    service: Service | None
    messages: Sequence[RelayMessage]
    events: Sequence[HandoverEvent]


async def list_for(new_uow: UnitOfWorkFactory, organization_id: str) -> Sequence[Handover]:
    """The organisation's handovers, newest first."""
    async with new_uow() as uow:
        return await uow.handovers.of_organization(organization_id)


async def view(new_uow: UnitOfWorkFactory, organization_id: str, handover_id: str) -> HandoverView:
    """Raises NotFound, also if the handover is another organisation's."""
    async with new_uow() as uow:
        handover = await _own(uow, organization_id, handover_id)
        directory = await uow.directory.load()
        services = directory.services_of([handover.service_id])
        return HandoverView(
            handover,
            directory.organization(organization_id),
            services[0] if services else None,
            await uow.handovers.messages(handover_id),
            await uow.handovers.events(handover_id),
        )


async def accept(
    new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, handover_id: str, channel: str
) -> Handover:
    """The partner takes it. Raises NotFound, StepNotPossible, Conflict."""
    return await _partner_step(new_uow, clock, organization_id, handover_id, channel, Step.ACCEPT)


async def decline(
    new_uow: UnitOfWorkFactory,
    clock: Clock,
    organization_id: str,
    handover_id: str,
    channel: str,
    reason: DeclineReason,
) -> Handover:
    """The partner can't take it. Raises NotFound, StepNotPossible, Conflict."""
    return await _partner_step(new_uow, clock, organization_id, handover_id, channel, Step.DECLINE, reason=reason)


async def close(
    new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, handover_id: str, channel: str, outcome: Outcome
) -> Handover:
    """The partner ends it. Raises NotFound, StepNotPossible, Conflict."""
    return await _partner_step(new_uow, clock, organization_id, handover_id, channel, Step.CLOSE, outcome=outcome)


async def write(
    new_uow: UnitOfWorkFactory,
    clock: Clock,
    organization_id: str,
    handover_id: str,
    channel: str,
    text: str,
    message_id: str | None = None,
    *,
    corrected: bool = False,
    photo: bytes | None = None,
) -> RelayMessage:
    """The partner writes to the resident. Raises NotFound, StepNotPossible, Conflict.

    The same ``message_id`` a second time changes nothing and gives the first message. ``corrected`` says that the text
    is to be read in place of an earlier one, which stays. ``photo`` is a cleaned one (see bot.service.ports.Cleaner)
    that goes with the text, which may then be empty.
    """
    async with new_uow() as uow:
        handover = await _own(uow, organization_id, handover_id)
        for known in await uow.handovers.messages(handover_id) if message_id else ():
            if known.id == message_id:
                return known
        await _save(uow, handover.take(Step.CONTACT, clock()), Step.CONTACT, channel)
        file_id = await _keep(uow, handover, photo, clock()) if photo else ""
        id = message_id or uuid.uuid4().hex
        message = RelayMessage(id, handover_id, "partner", text, clock(), file_id=file_id)
        await uow.handovers.add_message(message)
        details = {"text": text, "corrected": corrected, "file_id": file_id}
        await _tell_resident(uow, handover, "partner_message", message.id, clock, **details)
        await uow.commit()
    return message


async def _keep(uow: UnitOfWork, handover: Handover, content: bytes, at: datetime) -> str:
    photo = Photo(uuid.uuid4().hex, handover.conversation_id, handover.id, content, at)
    await uow.photos.add(photo)
    return photo.id


async def photo_of(new_uow: UnitOfWorkFactory, organization_id: str, handover_id: str, file_id: str) -> Photo:
    """A photo of the relay, for the partner. Raises NotFound, also if the handover is another organisation's."""
    async with new_uow() as uow:
        await _own(uow, organization_id, handover_id)
        photo = await uow.photos.get(file_id)
    if photo.handover_id != handover_id:
        raise NotFound("no such photo")
    return photo


async def _own(uow: UnitOfWork, organization_id: str, handover_id: str) -> Handover:
    handover = await uow.handovers.get(handover_id)
    if handover.organization_id != organization_id:
        raise NotFound("no such handover")
    return handover


async def _partner_step(
    new_uow: UnitOfWorkFactory,
    clock: Clock,
    organization_id: str,
    handover_id: str,
    channel: str,
    step: Step,
    *,
    reason: DeclineReason | None = None,
    outcome: Outcome | None = None,
) -> Handover:
    async with new_uow() as uow:
        handover = (await _own(uow, organization_id, handover_id)).take(step, clock(), reason=reason, outcome=outcome)
        await _save(uow, handover, step, channel)
        await _tell_resident(uow, handover, f"handover_{handover.state}", f"{handover_id}:{step.value}", clock)
        await _settle(uow, handover, clock)
        await uow.commit()
    return handover


async def _save(uow: UnitOfWork, handover: Handover, step: Step, channel: str) -> None:
    await uow.handovers.save(handover)
    await uow.handovers.record(HandoverEvent(handover.id, step.value, "partner", channel, handover.updated_at))


async def _settle(uow: UnitOfWork, handover: Handover, clock: Clock) -> None:
    organization = (await uow.directory.load()).organization(handover.organization_id)
    for row in settled_rows(handover, organization):
        await uow.outbox.add(row, clock())


async def _tell_resident(
    uow: UnitOfWork, handover: Handover, event: str, update_id: str, clock: Clock, **data: Any
) -> None:
    incoming = Incoming(
        channel=EVENT_CHANNEL,
        sender="",
        update_id=update_id,
        kind="event",
        content=event,
        data={"handover_id": handover.id, **data},
    )
    await uow.inbox.add(handover.conversation_id, incoming, clock())
