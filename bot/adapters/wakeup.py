"""Waking workers: within one process, and across processes by PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg

RECENT_SECONDS = 1.0
"""A task's first wait counts a wake-up this old as missed: it may have come between its reading and its waiting."""
FIRST_PAUSE_SECONDS = 0.05
"""Keeps callers that wait in a new task each time from spinning after a wake-up."""
MAX_TOPICS = 10_000
RECONNECT_SECONDS = 1.0
CHECK_SECONDS = 30.0
ANSWER_SECONDS = 10.0
CLOSE_SECONDS = 2.0
NOTIFY_CHANNEL = "dichtbij"
_NOTIFY = "SELECT pg_notify($1, topic) FROM unnest($2::text[]) topic"

log = logging.getLogger(__name__)

Waiter = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class LocalWakeup:
    """Wakes waiters of this process, in whatever thread and event loop they wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiters: dict[str, list[Waiter]] = {}
        self._woken: OrderedDict[str, float] = OrderedDict()
        self._all_woken = float("-inf")
        self._returned: WeakKeyDictionary[asyncio.Task[Any], dict[str, float]] = WeakKeyDictionary()

    async def wait(self, topic: str, timeout: float) -> bool:
        """True on a wake-up of ``topic``, also one since this task's last wait; False after ``timeout`` seconds."""
        loop = asyncio.get_running_loop()
        waiter = (loop, loop.create_future())
        with self._lock:
            last = self._last_returns().get(topic)
            missed = self._last_wake(topic) >= (time.monotonic() - RECENT_SECONDS if last is None else last)
            if not missed:
                self._waiters.setdefault(topic, []).append(waiter)
        try:
            if not missed:
                await asyncio.wait((waiter[1],), timeout=timeout)
            elif last is None:
                await asyncio.sleep(min(timeout, FIRST_PAUSE_SECONDS))
        finally:
            self._leave(topic, waiter)
        return missed or waiter[1].done()

    def wake(self, topic: str) -> None:
        """Wakes all who wait for ``topic``; may be called from any thread."""
        with self._lock:
            self._woken[topic] = time.monotonic()
            self._woken.move_to_end(topic)
            if len(self._woken) > MAX_TOPICS:
                self._woken.popitem(last=False)
            waiters = self._waiters.pop(topic, [])
        _resolve(waiters)

    def _wake_all(self) -> None:
        with self._lock:
            self._all_woken = time.monotonic()
            waiters = [waiter for waiting in self._waiters.values() for waiter in waiting]
            self._waiters.clear()
        _resolve(waiters)

    def _last_wake(self, topic: str) -> float:
        return max(self._woken.get(topic, self._all_woken), self._all_woken)

    def _last_returns(self) -> dict[str, float]:
        task = asyncio.current_task()
        assert task is not None
        return self._returned.setdefault(task, {})

    def _leave(self, topic: str, waiter: Waiter) -> None:
        with self._lock:
            self._last_returns()[topic] = time.monotonic()
            waiting = self._waiters.get(topic, [])
            if waiter in waiting:
                waiting.remove(waiter)
            if not waiting:
                self._waiters.pop(topic, None)


def _resolve(waiters: list[Waiter]) -> None:
    for loop, future in waiters:
        try:
            loop.call_soon_threadsafe(_finish, future)
        except RuntimeError:
            continue  # its event loop has ended, and the waiter with it


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class PostgresqlWakeup(LocalWakeup):
    """Wakes waiters of all processes on one database, over a connection of its own that is made again when lost.

    While it is lost, and for wake-ups sent in that time, waiters come back by their timeout or at the reconnection.
    """

    def __init__(self, dsn: str) -> None:
        super().__init__()
        self._dsn = dsn
        self._name = secrets.token_hex(8)
        self._pending: set[str] = set()
        self._stir = asyncio.Event()
        self._ready = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def start(self) -> None:
        """Returns when wake-ups of other processes come in."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._run())
        await self._ready.wait()

    async def close(self) -> None:
        """Sends what is still to be sent and ends the connection."""
        if self._task is None:
            return
        self._closing = True
        self._stir.set()
        await asyncio.wait((self._task,), timeout=CLOSE_SECONDS)
        self._task.cancel()
        await asyncio.wait((self._task,))
        self._task = None

    def wake(self, topic: str) -> None:
        super().wake(topic)
        with self._lock:
            self._pending.add(topic)
        if self._loop is not None:
            _call(self._loop, self._stir)

    async def _run(self) -> None:
        while True:
            try:
                async with self._listening() as connection:
                    await self._send_while_connected(connection)
                if self._closing:
                    return
            except (OSError, asyncio.TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("wake-up connection lost", extra={"error": type(error).__name__})
            await asyncio.sleep(RECONNECT_SECONDS)

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        connection = await asyncpg.connect(self._dsn, timeout=ANSWER_SECONDS, command_timeout=ANSWER_SECONDS)
        try:
            connection.add_termination_listener(lambda _: self._stir.set())
            await connection.add_listener(NOTIFY_CHANNEL, self._hear)
            self._wake_all()
            self._ready.set()
            yield connection
        finally:
            connection.terminate()

    async def _send_while_connected(self, connection: asyncpg.Connection[Any]) -> None:
        while not connection.is_closed():
            await self._send(connection)
            if self._closing and not self._pending:
                return
            await self._next_stir()

    async def _send(self, connection: asyncpg.Connection[Any]) -> None:
        """Also the check that the connection lives: with nothing to send it still asks for an answer."""
        with self._lock:
            topics, self._pending = self._pending, set()
        payloads = [f"{self._name} {topic}" for topic in topics]
        try:
            await connection.execute(_NOTIFY, NOTIFY_CHANNEL, payloads)
        except BaseException:
            with self._lock:
                self._pending |= topics
            raise

    async def _next_stir(self) -> None:
        timer = asyncio.get_running_loop().call_later(CHECK_SECONDS, self._stir.set)
        try:
            await self._stir.wait()
        finally:
            timer.cancel()
        self._stir.clear()

    def _hear(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        sender, _, topic = str(payload).partition(" ")
        if sender != self._name:
            super().wake(topic)


def _call(loop: asyncio.AbstractEventLoop, stir: asyncio.Event) -> None:
    try:
        loop.call_soon_threadsafe(stir.set)
    except RuntimeError:
        return  # closing down
