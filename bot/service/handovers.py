"""What partners and residents do with a handover after it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.aftercare import timers_after
from bot.domain.errors import NotFound
from bot.domain.handover import (
    OPEN,
    Actor,
    DeclineReason,
    Handover,
    HandoverEvent,
    Outcome,
    RelayMessage,
    Step,
)
from bot.domain.partners import Organization, Service
from bot.service.assurances import note_full
from bot.service.notices import settled, to_resident
from bot.service.ports import Clock, Conflict, Photo, UnitOfWork, UnitOfWorkFactory

TRIES = 4
"""How often a step is tried when others change the handover at the same moment."""


@dataclass(frozen=True)
class HandoverView:
    """A handover as its partner may see it."""

    handover: Handover
    organization: Organization
    service: Service | None
    messages: Sequence[RelayMessage]
    events: Sequence[HandoverEvent]


async def reads(new_uow: UnitOfWorkFactory, handover: Handover) -> str:
    """The language that the resident reads by now, not when the question was sent. Raises NotFound."""
    async with new_uow() as uow:
        return (await uow.conversations.load(handover.conversation_id)).language


async def list_for(new_uow: UnitOfWorkFactory, organization_id: str) -> Sequence[Handover]:
    """The organisation's handovers, newest first."""
    async with new_uow() as uow:
        return await uow.handovers.of_organization(organization_id)


async def waits_since(new_uow: UnitOfWorkFactory, organization_id: str) -> Mapping[str, datetime]:
    """Since when each resident waits for the organisation, by handover: for an answer, or since they wrote last."""
    async with new_uow() as uow:
        lines = await uow.overview.handovers(organization_id=organization_id, states=OPEN)
    return {line.id: line.waits_since for line in lines if line.waits_since}


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
    """The partner takes it. Of several at once one does, the others get StepNotPossible. Raises NotFound, Conflict."""
    return await _partner_step(new_uow, clock, organization_id, handover_id, channel, Step.ACCEPT)


async def acknowledge(
    new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, handover_id: str, channel: str
) -> Handover:
    """The partner has opened it. Raises StepNotPossible if that was known, or decided since; NotFound, Conflict."""
    return await _partner_step(new_uow, clock, organization_id, handover_id, channel, Step.ACKNOWLEDGE)


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
    photos: Sequence[bytes] = (),
) -> RelayMessage:
    """The partner writes to the resident. Raises NotFound, StepNotPossible, Conflict.

    The same ``message_id`` a second time changes nothing and gives the first message. ``corrected`` says that the text
    is to be read in place of an earlier one, which stays. ``photos`` are cleaned ones (see bot.service.ports.Cleaner)
    that go with the text, which may then be empty.
    """
    async with new_uow() as uow:
        handover = await _own(uow, organization_id, handover_id)
        for known in await uow.handovers.messages(handover_id) if message_id else ():
            if known.id == message_id:
                return known
        await _save(uow, handover, handover.take(Step.CONTACT, clock()), Step.CONTACT, channel)
        file_ids = tuple([await _keep(uow, handover, photo, clock()) for photo in photos])
        id = message_id or uuid.uuid4().hex
        message = RelayMessage(id, handover_id, "partner", text, clock(), file_ids=file_ids)
        await uow.handovers.add_message(message)
        details = {"text": text, "corrected": corrected, "file_id": " ".join(file_ids)}
        event = to_resident(handover, "partner_message", message.id, **details)
        await uow.inbox.add(handover.conversation_id, event, clock())
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
    async def once() -> Handover:
        async with new_uow() as uow:
            before = await _own(uow, organization_id, handover_id)
            handover = before.take(step, clock(), reason=reason, outcome=outcome)
            await _save(uow, before, handover, step, channel)
            await _learn(uow, handover, step)
            if handover.state is not before.state:
                await _settle(uow, handover, clock())
            key = f"{handover_id}:{step.value}:{before.version}"
            await uow.inbox.add(
                handover.conversation_id, to_resident(handover, f"handover_{_NEWS[step]}", key), clock()
            )
            await uow.commit()
        return handover

    return await _again_after_conflict(once)


_NEWS = {
    Step.ACKNOWLEDGE: "acknowledged",
    Step.ACCEPT: "accepted",
    Step.DECLINE: "declined",
    Step.CLOSE: "closed",
}
"""What the talk hears of a partner's step: handover_accepted and so on."""


async def _again_after_conflict(work: Callable[[], Awaitable[Handover]]) -> Handover:
    for _ in range(TRIES - 1):
        try:
            return await work()
        except Conflict:
            continue
    return await work()


async def _save(uow: UnitOfWork, before: Handover, handover: Handover, step: Step, channel: str) -> None:
    await uow.handovers.save(handover)
    event = HandoverEvent(handover.id, step.value, Actor.PARTNER.value, channel, handover.updated_at)
    await uow.handovers.record(event)
    timers = timers_after(step, before.state, handover)
    if timers is not None:
        await uow.timers.replace(handover.id, timers)


async def _settle(uow: UnitOfWork, handover: Handover, at: datetime) -> None:
    organization = (await uow.directory.load()).find_organization(handover.organization_id)
    for row in settled(organization, handover) if organization else ():
        await uow.outbox.add(row, at)


async def _learn(uow: UnitOfWork, handover: Handover, step: Step) -> None:
    """What a partner's answer tells of the service beyond this one question."""
    service_id, at = handover.service_id, handover.updated_at
    if handover.declined_because is DeclineReason.FULL:
        await note_full(uow, service_id, at)
    detail = {Step.DECLINE: handover.declined_because, Step.CLOSE: handover.outcome}.get(step)
    if step is not Step.ACKNOWLEDGE:
        await uow.outcomes.count(
            handover.organization_id, service_id, f"{handover.state}.{detail or ''}".rstrip("."), at
        )
