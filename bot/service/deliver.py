"""Delivering what was committed: in order within its lane, many lanes at once, again after a failure."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.handover import Actor, HandoverEvent, Step
from bot.service import undelivered
from bot.service.noting import Notes
from bot.service.ports import Channel, Clock, Delivery, Pace, SendError, UnitOfWork, UnitOfWorkFactory
from bot.service.standby import Standby

AT_ONCE = 32
"""Deliveries of one channel that run side by side: one that hangs holds up its own lane and one place of these."""
FRESH_AT_ONCE = 4
PATIENCE_SECONDS = 0.5
"""So many of those have begun within so many seconds: what a worker has under way when it dies may come twice."""
SHARE_OF_LEASE = 2 / 3
"""How much of its lease a try may take, so that nobody else has the row while it is being sent."""
JITTER = 0.1
"""How much longer a wait may be, so that many do not come back at once; never shorter than its schedule promises."""
STOP_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.1


def _seconds(*seconds: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=each) for each in seconds)


RETRY_SCHEDULE = _seconds(5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""Waits between tries, over 75 hours in all (the schedule of Standard Webhooks 1.0)."""
REPLY_SCHEDULE = _seconds(1, 5, 15, 60, *[300] * 24, *[3600] * 22)
"""For answers to residents, who sit and wait: every five minutes for two hours, every hour for a day."""
BUG_SCHEDULE = RETRY_SCHEDULE[:2]
"""After an error of our own: what fails three times will fail again."""

log = logging.getLogger(__name__)

OnDead = Callable[[UnitOfWork, Delivery, str, datetime], Awaitable[None]]
"""Does what has to be done in the transaction that gives a row up, for which a code says why."""


async def tell_sender(uow: UnitOfWork, delivery: Delivery, _reason: str, now: datetime) -> None:
    """The least that has to be done (see bot.service.giving_up for all)."""
    await undelivered.tell_sender(uow, delivery, now)


@dataclass
class Deliverer:
    """Sends the rows of the outbox through the channels that push.

    Every channel has places of its own, so one that hangs holds up no other. A receiver that asks for a pause is left
    alone until it ends; the others go on. A channel that has a pace is sent through by one worker at a time.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    channels: Mapping[str, Channel]
    worker: str
    lease_seconds: float
    paces: Mapping[str, Pace] = field(default_factory=dict)
    on_dead: OnDead = tell_sender
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there may be more to take up."""
    _running: dict[str, dict[asyncio.Task[None], float]] = field(default_factory=lambda: defaultdict(dict))
    """With when each has begun."""
    _held: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _notes: Notes = field(init=False)
    _standby: Standby = field(init=False)

    def __post_init__(self) -> None:
        self._notes = Notes(self.new_uow)
        self._standby = Standby(self.new_uow, self.clock, self.worker, self.paces)

    async def run_once(self) -> int:
        """Sends what waits; returns how many rows were taken up, once all are dealt with."""
        sent = 0
        while taken := await self.take_up():
            sent += taken
            await self.settled()
        return sent

    async def take_up(self) -> int:
        """Begins to send what waits now, as far as there is room; returns how many rows that are."""
        return sum([await self._take_up(name) for name in self.channels])

    async def settled(self, timeout: float | None = None) -> None:
        """Waits until nothing is being sent."""
        if running := [task for tasks in self._running.values() for task in tasks]:
            await asyncio.wait(running, timeout=timeout)

    async def stop(self) -> None:
        """Lets what is being sent come to its end, for a while: whatever is broken off may come twice."""
        await self.settled(STOP_SECONDS)
        for tasks in self._running.values():
            for task in tasks:
                task.cancel()
        await self.settled()
        await self._notes.stop()
        await self._standby.stop()

    async def _take_up(self, channel: str) -> int:
        running, pace = self._running[channel], self.paces.get(channel)
        fresh = sum(begun > time.monotonic() - PATIENCE_SECONDS for begun in running.values())
        room = min(AT_ONCE - len(running), FRESH_AT_ONCE - fresh, pace.room(self.clock()) if pace else AT_ONCE)
        may_take = room > 0 and await self._standby.may_send(channel)
        taken = await self._claim(channel, room) if may_take else 0
        if taken == room and len(running) < AT_ONCE:
            self._look_again(LOOK_AGAIN_SECONDS)
        return taken

    async def _claim(self, channel: str, room: int) -> int:
        async with self.new_uow() as uow:
            rows = await uow.outbox.claim(self.worker, (channel,), self.clock(), self.lease_seconds, room)
            await uow.commit()
        for delivery in rows:
            self._begin(delivery)
        return len(rows)

    def _begin(self, delivery: Delivery) -> None:
        running = self._running[delivery.outgoing.channel]
        task = asyncio.create_task(self._handle(delivery))
        running[task] = time.monotonic()

        def ended(task: asyncio.Task[None]) -> None:
            del running[task]
            self.changed.set()

        task.add_done_callback(ended)

    async def _handle(self, delivery: Delivery) -> None:
        try:
            if not delivery.readable:
                log.error("outbox row unreadable", extra=_where(delivery))
                await self._give_up(delivery, "unreadable")
            elif (wait := self._wait(delivery)) > 0:
                again_at = self.clock() + timedelta(seconds=wait)
                await self._notes.note(lambda uow: uow.outbox.postpone(delivery.id, self.worker, again_at))
                self._look_again(wait)
            elif delivery.attempt > len(_schedule(delivery)) + 1:
                await self._give_up(delivery, "exhausted")  # it took every worker with it that tried
            else:
                await self._deliver(delivery)
        except Exception as error:  # the edge of a delivery: its lease ends, and it is taken up again
            log.error("delivery not noted", extra={"error": type(error).__name__, **_where(delivery)})

    def _wait(self, delivery: Delivery) -> float:
        """Seconds until this receiver may be sent to."""
        outgoing, now = delivery.outgoing, self.clock()
        held = self._held.get((outgoing.channel, outgoing.address), now)
        if held > now:
            return (held - now).total_seconds()
        pace = self.paces.get(outgoing.channel)
        return pace.wait(outgoing.address, now) if pace else 0.0

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            sending = self.channels[delivery.outgoing.channel].send(delivery)
            reference = await asyncio.wait_for(sending, self.lease_seconds * SHARE_OF_LEASE)
        except SendError as error:
            await self._after_failure(delivery, error)
        except asyncio.TimeoutError:
            await self._after_failure(delivery, SendError("timeout", retryable=True, ambiguous=True))
        except Exception as error:  # the edge of a delivery: a bug in one channel must not stop the others
            log.error("delivery failed", extra={"error": type(error).__name__, **_where(delivery)})
            log.debug("delivery failed here", exc_info=error)
            await self._after_failure(delivery, SendError("internal", retryable=True))
        else:
            await self._notes.note(lambda uow: self._sent(uow, delivery, reference))

    async def _sent(self, uow: UnitOfWork, delivery: Delivery, reference: str) -> None:
        await uow.outbox.sent(delivery.id, self.worker, self.clock(), reference)
        body = delivery.outgoing.body
        if body["kind"] != "handover":
            return
        handover = await uow.handovers.get(body["handover_id"])
        if handover.can(Step.DELIVER):
            now = self.clock()
            await uow.handovers.save(handover.take(Step.DELIVER, now))
            event = HandoverEvent(handover.id, Step.DELIVER.value, Actor.SYSTEM.value, delivery.outgoing.channel, now)
            await uow.handovers.record(event)

    async def _after_failure(self, delivery: Delivery, error: SendError) -> None:
        log.warning("not delivered", extra={"code": error.code, **_where(delivery)})
        schedule = BUG_SCHEDULE if error.code == "internal" else _schedule(delivery)
        if not error.retryable or delivery.attempt > len(schedule):
            await self._give_up(delivery, error.code)
            return
        again_at = self.clock() + wait_after(delivery.attempt, error.retry_after, schedule)
        self._hold(delivery, error)
        await self._notes.note(
            lambda uow: uow.outbox.retry(
                delivery.id,
                self.worker,
                again_at,
                ambiguous=error.ambiguous,
                reference=error.reference,
                failure=error.code,
            )
        )

    def _hold(self, delivery: Delivery, error: SendError) -> None:
        """Whoever asked for a pause gets it from all rows for the same address."""
        if error.retry_after:
            now = self.clock()
            self._held = {receiver: until for receiver, until in self._held.items() if until > now}
            until = now + timedelta(seconds=error.retry_after)
            self._held[delivery.outgoing.channel, delivery.outgoing.address] = until

    async def _give_up(self, delivery: Delivery, reason: str) -> None:
        async def note(uow: UnitOfWork) -> None:
            await uow.outbox.dead(delivery.id, self.worker, self.clock(), reason)
            await self.on_dead(uow, delivery, reason, self.clock())

        await self._notes.note(note)

    def _look_again(self, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self.changed.set)


def wait_after(
    attempt: int, retry_after: float | None = None, schedule: tuple[timedelta, ...] = RETRY_SCHEDULE
) -> timedelta:
    """How long to wait after try number ``attempt`` (from 1); never less than what the receiver asked for."""
    planned = schedule[attempt - 1] * random.uniform(1, 1 + JITTER)
    return max(planned, timedelta(seconds=retry_after or 0))


def _schedule(delivery: Delivery) -> tuple[timedelta, ...]:
    return REPLY_SCHEDULE if delivery.outgoing.body["kind"] == "reply" else RETRY_SCHEDULE


def _where(delivery: Delivery) -> Mapping[str, str | int]:
    return {"channel": delivery.outgoing.channel, "row": delivery.id}
