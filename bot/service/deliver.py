"""Delivering what was committed: each row once, in order within its lane, again after a failure."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.handover import HandoverEvent, Step
from bot.service import undelivered
from bot.service.ports import Channel, Clock, Conflict, Delivery, SendError, UnitOfWork, UnitOfWorkFactory

BATCH = 20
RETRY_SCHEDULE = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""Waits between tries, over 75 hours in all (the schedule of Standard Webhooks 1.0)."""
JITTER = 0.1

log = logging.getLogger(__name__)


@dataclass
class Deliverer:
    """Sends the rows of the outbox through the channels that push."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    channels: Mapping[str, Channel]
    worker: str
    lease_seconds: float

    async def run_once(self) -> int:
        """Sends what waits now; returns how many rows were taken up."""
        async with self.new_uow() as uow:
            names = tuple(self.channels)
            rows = await uow.outbox.claim(self.worker, names, self.clock(), self.lease_seconds, BATCH)
            await uow.commit()
        for delivery in rows:
            await self._deliver(delivery)
        return len(rows)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            reference = await self.channels[delivery.outgoing.channel].send(delivery)
        except SendError as error:
            await self._after_failure(delivery, error)
        except Exception as error:  # the edge of a delivery: a bug in one channel must not stop the others
            log.error("delivery failed", extra={"error": type(error).__name__, "channel": delivery.outgoing.channel})
            log.debug("delivery failed here", exc_info=error)
            await self._after_failure(delivery, SendError("internal", retryable=True))
        else:
            await self._sent(delivery, reference)

    async def _sent(self, delivery: Delivery, reference: str) -> None:
        async with self.new_uow() as uow:
            try:
                await uow.outbox.sent(delivery.id, self.worker, self.clock(), reference)
                await self._note_delivered(uow, delivery)
                await uow.commit()
            except Conflict:
                log.warning("delivery finished after its lease", extra={"channel": delivery.outgoing.channel})

    async def _note_delivered(self, uow: UnitOfWork, delivery: Delivery) -> None:
        body = delivery.outgoing.body
        if body["kind"] != "handover":
            return
        handover = await uow.handovers.get(body["handover_id"])
        if handover.can(Step.DELIVER):
            now = self.clock()
            await uow.handovers.save(handover.take(Step.DELIVER, now))
            event = HandoverEvent(handover.id, Step.DELIVER.value, "system", delivery.outgoing.channel, now)
            await uow.handovers.record(event)

    async def _after_failure(self, delivery: Delivery, error: SendError) -> None:
        log.warning("not delivered", extra={"channel": delivery.outgoing.channel, "code": error.code})
        async with self.new_uow() as uow:
            try:
                if error.retryable and delivery.attempt <= len(RETRY_SCHEDULE):
                    again_at = self.clock() + wait_after(delivery.attempt, error.retry_after)
                    await uow.outbox.retry(delivery.id, self.worker, again_at)
                else:
                    await uow.outbox.dead(delivery.id, self.worker, self.clock(), error.code)
                    await undelivered.tell_sender(uow, delivery, self.clock())
                await uow.commit()
            except Conflict:
                log.warning("delivery failed after its lease", extra={"channel": delivery.outgoing.channel})


def wait_after(attempt: int, retry_after: float | None = None) -> timedelta:
    """How long to wait after try number ``attempt`` (from 1); never less than what the receiver asked for."""
    planned = RETRY_SCHEDULE[attempt - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    return max(planned, timedelta(seconds=retry_after or 0))
