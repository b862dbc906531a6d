"""Ends that nobody decides: of a question that got no answer, and of a talk in which nobody writes any more."""

from __future__ import annotations

from datetime import datetime

from bot.domain.aftercare import timers_after
from bot.domain.handover import Actor, Handover, HandoverEvent, Step
from bot.service.notices import EVENT_CHANNEL, tell_partner, to_resident
from bot.service.ports import UnitOfWork

SILENCE = "silence"
"""Who closed a talk in which nobody wrote any more, as the talk hears it."""


async def expire(uow: UnitOfWork, handover: Handover, actor: Actor, channel: str, key: str, at: datetime) -> None:
    """The partner and the resident are told; who else is near is shown to the resident, and nothing moves by itself.

    ``key`` tells this end from all others of the handover. Raises StepNotPossible.
    """
    expired = await _end(uow, handover, HandoverEvent(handover.id, Step.EXPIRE.value, actor.value, channel, at))
    await tell_partner(uow, expired, "expired", key, at)
    await uow.inbox.add(expired.conversation_id, to_resident(expired, "handover_expired", key), at)


async def fall_silent(uow: UnitOfWork, handover: Handover, key: str, at: datetime) -> None:
    """The talk is closed: from now on the resident writes with the bot again. Raises StepNotPossible."""
    event = HandoverEvent(handover.id, Step.CLOSE.value, Actor.SYSTEM.value, EVENT_CHANNEL, at)
    closed = await _end(uow, handover, event)
    for timer in timers_after(Step.CLOSE, handover.state, closed) or ():
        await uow.timers.add(timer)  # beside the one that is being done now
    await tell_partner(uow, closed, "silent", key, at)
    await uow.inbox.add(closed.conversation_id, to_resident(closed, "handover_closed", key, by=SILENCE), at)


async def _end(uow: UnitOfWork, handover: Handover, event: HandoverEvent) -> Handover:
    ended = handover.take(Step(event.step), event.at)
    await uow.handovers.save(ended)
    await uow.handovers.record(event)
    await uow.outcomes.count(ended.organization_id, ended.service_id, str(ended.state), event.at)
    return ended
