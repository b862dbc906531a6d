"""One worker at a time: the others stand by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.service.ports import Clock, Conflict, UnitOfWorkFactory

LEASE = timedelta(seconds=6)
"""Short, since after a crash nobody sends for so long; half of it is far more than one claim takes."""
QUIET = timedelta(seconds=1)
"""Between the last message of one worker and the first of the next, so that no second has the pace of both."""


@dataclass
class Standby:
    """Gives some channels to one of several workers, under a lease that it renews while it is at work.

    A pace is kept in the worker's memory, so it holds for all of them only while one of them sends.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    worker: str
    channels: Collection[str]
    _until: dict[str, datetime] = field(default_factory=dict)

    async def may_send(self, channel: str) -> bool:
        """False while another worker has the channel. Half of a lease is left to send in when this says True."""
        if channel not in self.channels:
            return True
        now = self.clock()
        if self._until.get(channel, now) - now < LEASE / 2:
            self._until.pop(channel, None)
            if await self._hold(channel, now, now + LEASE):
                self._until[channel] = now + LEASE
        return channel in self._until

    async def stop(self) -> None:
        """Lets the next worker in a second later."""
        if not self._until:
            return
        async with self.new_uow() as uow:
            for channel in self._until:
                await uow.leases.end(_name(channel), self.worker, self.clock() + QUIET)
            await uow.commit()
        self._until.clear()

    async def _hold(self, channel: str, now: datetime, until: datetime) -> bool:
        try:
            async with self.new_uow() as uow:
                held = await uow.leases.hold(_name(channel), self.worker, now, until)
                await uow.commit()
        except Conflict:
            return False
        return held


def _name(channel: str) -> str:
    return f"channel:{channel}"
