"""Doing what is due: reminders, deadlines, the question whether it helped, and the end of what fell silent."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.aftercare import silence
from bot.domain.handover import WAITING, Actor, Handover, HandoverEvent, HandoverState
from bot.domain.partners import HandoverAddress, Organization
from bot.domain.timers import TimerKind
from bot.service.expiry import expire, fall_silent
from bot.service.notices import EVENT_CHANNEL, coordinator_address, tell_partner, to_coordinator, to_resident
from bot.service.ports import Clock, Conflict, DueTimer, UnitOfWork, UnitOfWorkFactory

BATCH = 20
RETRY_AFTER = timedelta(minutes=1)
MAX_WAIT = timedelta(hours=1)

log = logging.getLogger(__name__)


@dataclass
class TimerRunner:
    """Claims timers under a lease and does what they are for, each in a transaction of its own, once."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    worker: str
    lease_seconds: float
    coordinator: HandoverAddress | None = None

    async def run_once(self) -> int:
        """Does what is due now; returns how many timers were taken up. One that fails is tried again later."""
        async with self.new_uow() as uow:
            due = await uow.timers.claim(self.worker, self.clock(), self.lease_seconds, BATCH)
            await uow.commit()
        for each in due:
            await self._run(each)
        return len(due)

    async def _run(self, due: DueTimer) -> None:
        try:
            async with self.new_uow() as uow:
                await self._do(uow, due)
                await uow.timers.done(due.id, self.worker, self.clock())
                await uow.commit()
        except Conflict:  # somebody answered at this very moment: what was due is settled, or comes again
            log.info("timer overtaken", extra={"kind": str(due.timer.kind)})
        except Exception as error:  # the edge of a timer: one that fails must not stop the others
            log.error("timer failed", extra={"kind": str(due.timer.kind), "error": type(error).__name__})
            log.debug("timer failed here", exc_info=error)
            await self._again_later(due)

    async def _again_later(self, due: DueTimer) -> None:
        async with self.new_uow() as uow:
            wait = min(RETRY_AFTER * 2 ** min(due.attempt - 1, 10), MAX_WAIT)
            try:
                await uow.timers.release(due.id, self.worker, self.clock() + wait)
                await uow.commit()
            except Conflict:
                log.info("timer overtaken", extra={"kind": str(due.timer.kind)})

    async def _do(self, uow: UnitOfWork, due: DueTimer) -> None:
        handover, kind = await uow.handovers.get(due.timer.handover_id), due.timer.kind
        if kind is TimerKind.AFTERCARE:
            event = to_resident(handover, "aftercare", f"{handover.id}:aftercare:{due.id}")
            await uow.inbox.add(handover.conversation_id, event, self.clock())
        elif kind is TimerKind.SILENCE:
            await self._end_if_silent(uow, handover, due)
        elif handover.state in WAITING:
            await {
                TimerKind.REMIND: self._remind,
                TimerKind.ESCALATE: self._tell_coordinator,
                TimerKind.EXPIRE: self._expire,
            }[kind](uow, handover, due)

    async def _remind(self, uow: UnitOfWork, handover: Handover, due: DueTimer) -> None:
        await tell_partner(uow, handover, "reminder", f"{handover.id}:reminder:{due.id}", self.clock())
        await self._note(uow, handover, "remind")

    async def _tell_coordinator(self, uow: UnitOfWork, handover: Handover, due: DueTimer) -> None:
        coordinator = await coordinator_address(uow, self.coordinator)
        if coordinator is None:
            return
        organization = await _organization(uow, handover)
        notice = to_coordinator(
            coordinator,
            handover.id,
            "unanswered",
            f"{handover.id}:unanswered:{due.id}",
            organization=organization.name if organization else handover.organization_id,
            number=handover.id[:8],
            due={"day": (handover.due_at or due.timer.due_at).isoformat()},
        )
        await uow.outbox.add(notice, self.clock())
        await self._note(uow, handover, "escalate")

    async def _expire(self, uow: UnitOfWork, handover: Handover, due: DueTimer) -> None:
        key = f"{handover.id}:expired:{due.id}"
        await expire(uow, handover, Actor.SYSTEM, EVENT_CHANNEL, key, self.clock())

    async def _end_if_silent(self, uow: UnitOfWork, handover: Handover, due: DueTimer) -> None:
        if handover.state is not HandoverState.IN_CONTACT:
            return
        looks_again = silence(handover)
        if looks_again.due_at > self.clock():
            await uow.timers.add(looks_again)
        else:
            await fall_silent(uow, handover, f"{handover.id}:silent:{due.id}", self.clock())

    async def _note(self, uow: UnitOfWork, handover: Handover, step: str) -> None:
        event = HandoverEvent(handover.id, step, Actor.SYSTEM.value, EVENT_CHANNEL, self.clock())
        await uow.handovers.record(event)


async def _organization(uow: UnitOfWork, handover: Handover) -> Organization | None:
    return (await uow.directory.load()).find_organization(handover.organization_id)
