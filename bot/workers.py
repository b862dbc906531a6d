"""The loops that turn and deliver, until they are told to stop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from bot.service.deliver import Deliverer
from bot.service.first_aid import FirstAid
from bot.service.ports import Wakeup
from bot.service.timers import TimerRunner
from bot.service.turns import TurnRunner

POLL_SECONDS = 1.0
"""How long a worker sleeps without a wake-up: rows whose lease ended or whose time has come wake nobody."""
AFTER_ERROR_SECONDS = 1.0
HOUR_SECONDS = 3600.0
TIMER_POLL_SECONDS = 10.0
"""How often timers are looked for: what is due within days may be seconds late, and nothing wakes them."""
CANCEL_AGAIN_SECONDS = 1.0

log = logging.getLogger(__name__)


async def turn_loop(runner: TurnRunner, wakeup: Wakeup) -> None:
    """Runs turns until it is cancelled."""
    await _loop("inbox", runner.run_one, wakeup)


async def delivery_loop(deliverer: Deliverer, wakeup: Wakeup) -> None:
    """Delivers until it is cancelled; what is being sent goes on (see Deliverer.stop)."""
    listening = asyncio.ensure_future(_listen("outbox", wakeup, deliverer.changed))
    try:
        while True:
            deliverer.changed.clear()
            await _guarded("outbox", deliverer.take_up)
            await deliverer.changed.wait()
    finally:
        await end(listening)


async def _listen(topic: str, wakeup: Wakeup, changed: asyncio.Event) -> None:
    while True:
        await wakeup.wait(topic, POLL_SECONDS)
        changed.set()


async def first_aid_loop(first_aid: FirstAid, wakeup: Wakeup) -> None:
    """Looks through waiting messages until it is cancelled."""
    await _loop("inbox", first_aid.run_once, wakeup)


async def timer_loop(timers: TimerRunner, wakeup: Wakeup) -> None:
    """Does what is due until it is cancelled."""
    await _loop("timers", timers.run_once, wakeup, TIMER_POLL_SECONDS)


async def repeat(name: str, seconds: float, step: Callable[[], Awaitable[Any]]) -> None:
    """Does ``step`` every so many seconds until it is cancelled."""
    while True:
        await _guarded(name, step)
        await asyncio.sleep(seconds)


async def _loop(
    topic: str, step: Callable[[], Awaitable[Any]], wakeup: Wakeup, poll_seconds: float = POLL_SECONDS
) -> None:
    while True:
        while await _guarded(topic, step):
            pass
        await wakeup.wait(topic, poll_seconds)


async def _guarded(topic: str, step: Callable[[], Awaitable[Any]]) -> Any:
    try:
        return await step()
    except Exception as error:  # the edge of a worker: a database that is away for a while must not end it
        log.error("worker step failed", extra={"topic": topic, "error": type(error).__name__})
        log.debug("worker step failed here", exc_info=error)
        await asyncio.sleep(AFTER_ERROR_SECONDS)
        return None


async def end(task: asyncio.Future[Any]) -> None:
    """Cancels a task until it has ended.

    Before Python 3.12 a single time may be lost: ``asyncio.wait_for``, by which a free connection is waited for,
    returns as if nothing had happened when the cancellation comes at the moment that it has what it waited for.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=CANCEL_AGAIN_SECONDS)


class LoopThread:
    """A coroutine that runs in a thread and event loop of its own, so that its work holds nobody else up."""

    def __init__(self, name: str, body: Callable[[Future[None]], Awaitable[None]]) -> None:
        """``body`` gets a future to resolve when it is ready."""
        self.ready: Future[None] = Future()
        self._body = body
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    async def stop(self) -> None:
        """Cancels the coroutine and waits until it has cleaned up."""
        while self._thread.is_alive():
            if self._task is not None:
                with suppress(RuntimeError):  # its loop has just ended
                    self._loop.call_soon_threadsafe(self._task.cancel)
            await asyncio.to_thread(self._thread.join, CANCEL_AGAIN_SECONDS)

    async def state(self) -> str:
        """For the health page (see bot.service.health)."""
        if not self.ready.done():
            return "starting"
        return "ok" if self.ready.exception() is None and self._thread.is_alive() else "failing"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._supervise())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _supervise(self) -> None:
        try:
            await self._body(self.ready)
        except Exception as error:
            if not self.ready.done():
                self.ready.set_exception(error)
            else:
                log.critical("worker ended", extra={"error": type(error).__name__})
