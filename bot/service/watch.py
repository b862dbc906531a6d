"""Looks for what stands still, and rings at the coordinator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.service.alarm import Alarm
from bot.service.ports import Clock, UnitOfWorkFactory

EVERY_SECONDS = 5.0
UNSENT = timedelta(seconds=120)
UNANSWERED = timedelta(seconds=20)
"""A turn takes a tenth of a second; a start with everything to load takes half a minute."""


@dataclass
class Watch:
    """Rings when more stands still than it has told of, at most once an hour for each channel."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    alarm: Alarm
    _told: dict[str, int] = field(default_factory=dict)

    async def run_once(self) -> None:
        now = self.clock()
        hour = now.strftime("%Y-%m-%dT%H")
        async with self.new_uow() as uow:
            late = await uow.outbox.late(now - UNSENT)
            rang = {
                channel: newest
                for channel, (count, newest) in late.items()
                if newest > self._told.get(channel, 0)
                and await self.alarm.ring(uow, f"{hour}:{channel}", "late", now, channel=channel, count=count)
            }
            waiting = await uow.inbox.due_since()
            if waiting is not None and now - waiting > UNANSWERED:
                await self.alarm.ring(uow, hour, "answering", now)
            await uow.commit()
        self._told.update(rang)
