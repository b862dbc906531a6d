"""Ending a question that got no answer, so that the resident can ask somebody else."""

from __future__ import annotations

from datetime import datetime

from bot.domain.handover import Actor, Handover, HandoverEvent, Step
from bot.service.notices import to_partner, to_resident
from bot.service.ports import UnitOfWork


async def expire(uow: UnitOfWork, handover: Handover, actor: Actor, channel: str, key: str, at: datetime) -> None:
    """The partner and the resident are told; who else is near is shown to the resident, and nothing moves by itself.

    ``key`` tells this end from all others of the handover. Raises StepNotPossible.
    """
    expired = handover.take(Step.EXPIRE, at)
    await uow.handovers.save(expired)
    await uow.handovers.record(HandoverEvent(expired.id, Step.EXPIRE.value, actor.value, channel, at))
    await uow.outcomes.count(expired.organization_id, expired.service_id, str(expired.state), at)
    organization = (await uow.directory.load()).find_organization(expired.organization_id)
    for notice in to_partner(organization, expired.id, "expired", key) if organization else ():
        await uow.outbox.add(notice, at)
    await uow.inbox.add(expired.conversation_id, to_resident(expired, "handover_expired", key), at)
