"""Noting what became of deliveries, many in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.service.ports import UnitOfWork, UnitOfWorkFactory

PAUSES_BEFORE_NOTING_AGAIN = (0.1, 1.0, 3.0)

Step = Callable[[UnitOfWork], Awaitable[None]]


class Notes:
    """What comes to be noted while a transaction is being written goes into the next one, together.

    What was sent and is not noted when a worker dies is sent again, so the time between the two is kept short (group
    commit, as databases do it with their logs).
    """

    def __init__(self, new_uow: UnitOfWorkFactory) -> None:
        self._new_uow = new_uow
        self._waiting: list[tuple[Step, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def note(self, step: Step) -> None:
        """Returns once the step is committed. Tries more than once; raises what the last try raised."""
        try:
            await self._with_others(step)
        except Exception:  # one that can't be noted must not keep the others from it
            await self._alone(step)

    async def stop(self) -> None:
        """Breaks off what is being written."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait((self._writer,))

    async def _with_others(self, step: Step) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((step, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            error = await self._failure(*(step for step, _ in batch))
            for done in (done for _, done in batch if not done.done()):
                done.set_exception(error) if error else done.set_result(None)

    async def _failure(self, *steps: Step) -> Exception | None:
        try:
            await self._commit(*steps)
        except Exception as error:
            return error
        return None

    async def _alone(self, step: Step) -> None:
        for pause in PAUSES_BEFORE_NOTING_AGAIN:
            if await self._failure(step) is None:
                return
            await asyncio.sleep(pause)
        await self._commit(step)

    async def _commit(self, *steps: Step) -> None:
        async with self._new_uow() as uow:
            for step in steps:
                await step(uow)
            await uow.commit()
