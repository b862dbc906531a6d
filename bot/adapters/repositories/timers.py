"""What happens by itself after some time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert

from bot.adapters.repositories.queue import Queue
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import timers
from bot.domain.timers import Timer, TimerKind
from bot.service.ports import DueTimer

_queue = Queue(timers, timers.c.id)  # each a lane of its own: a timer waits for no other


class SqlTimers:
    """Timers (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def replace(self, handover_id: str, new: Sequence[Timer]) -> None:
        unfinished = timers.c.finished_at.is_(None)
        await self._scope.execute(delete(timers).where(timers.c.handover_id == handover_id, unfinished))
        for timer in new:
            await self.add(timer)

    async def add(self, timer: Timer) -> None:
        moments = {"due_at": timer.due_at, "available_at": timer.due_at}
        await self._scope.execute(
            insert(timers).values(kind=timer.kind.value, handover_id=timer.handover_id, **moments)
        )

    async def claim(self, worker: str, now: datetime, lease_seconds: float, limit: int) -> Sequence[DueTimer]:
        until = now + timedelta(seconds=lease_seconds)
        rows = await _queue.claim(self._scope, worker, now, until, row_limit=limit)
        found = [
            DueTimer(row.id, Timer(TimerKind(row.kind), row.handover_id, row.due_at), row.attempts) for row in rows
        ]
        return sorted(found, key=lambda each: each.timer.due_at)

    async def done(self, id: int, worker: str, now: datetime) -> None:
        await _queue.finish(self._scope, id, worker, now, "done")

    async def release(self, id: int, worker: str, again_at: datetime) -> None:
        await _queue.give_back(self._scope, id, worker, again_at)

    async def due_since(self) -> datetime | None:
        return await _queue.due_since(self._scope)
