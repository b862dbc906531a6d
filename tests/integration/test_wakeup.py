"""Whoever waits is woken: in this process, in other threads, and over PostgreSQL in other processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.storage import Storage, open_storage
from bot.adapters.wakeup import LocalWakeup, PostgresqlWakeup
from bot.config import Settings
from bot.service.ports import Wakeup
from tests.support.postgres import Postgres
from tests.support.storage import NOW, claim, hear, message, said

LONG = 60.0
"""A timeout that no test may wait for."""
SOON = 30.0
END_LISTENERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ '^(LISTEN|SELECT pg_notify)'"


async def waited(wakeup: Wakeup, topic: str, timeout: float = LONG) -> float:
    begin = time.monotonic()
    await wakeup.wait(topic, timeout)
    return time.monotonic() - begin


async def test_waiting_ends_by_the_timeout() -> None:
    wakeup = LocalWakeup()
    assert 0.1 <= await waited(wakeup, "inbox", 0.1) < SOON
    wakeup.wake("outbox")
    assert 0.1 <= await waited(wakeup, "inbox", 0.1) < SOON


async def test_everybody_who_waits_is_woken() -> None:
    wakeup = LocalWakeup()
    waiting = [asyncio.create_task(waited(wakeup, "inbox")) for _ in range(3)]
    await asyncio.sleep(0.05)
    wakeup.wake("inbox")
    assert max(await asyncio.gather(*waiting)) < SOON


async def test_a_wake_up_between_two_waits_is_not_lost() -> None:
    wakeup = LocalWakeup()
    await wakeup.wait("inbox", 0.01)
    other = asyncio.create_task(waited(wakeup, "inbox"))
    await asyncio.sleep(0.01)
    wakeup.wake("inbox")
    await asyncio.sleep(1.1)
    assert await waited(wakeup, "inbox") < SOON
    assert await waited(wakeup, "inbox", 0.2) >= 0.2, "one wake-up ends one wait"
    assert await other < SOON


async def test_a_wake_up_just_before_the_first_wait_is_not_lost() -> None:
    wakeup = LocalWakeup()
    wakeup.wake("inbox")
    assert await waited(wakeup, "inbox") < SOON


async def test_a_wait_that_was_cancelled_leaves_nothing_behind() -> None:
    wakeup = LocalWakeup()
    task = asyncio.create_task(wakeup.wait("inbox", LONG))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait((task,))
    assert task.cancelled()
    assert wakeup._waiters == {}


async def test_threads_with_their_own_loops_wake_each_other() -> None:
    wakeup = LocalWakeup()
    took: list[float] = []
    thread = threading.Thread(target=lambda: took.append(asyncio.run(waited(wakeup, "inbox"))))
    thread.start()
    await asyncio.sleep(0.2)
    wakeup.wake("inbox")
    await asyncio.to_thread(thread.join, SOON)
    assert took
    assert took[0] < SOON


async def test_a_commit_wakes_and_an_undone_unit_of_work_does_not(storage: Storage) -> None:
    (id,) = await hear(storage, said("hello"))
    for topic in ("inbox", "outbox", id):
        await storage.wakeup.wait(topic, 0.2)
        await storage.wakeup.wait(topic, 0.05)
    async with storage.new_uow() as uow:
        await uow.inbox.add(id, said("again"), NOW)
    assert await waited(storage.wakeup, "inbox", 0.2) >= 0.2
    async with storage.new_uow() as uow:
        await uow.inbox.add(id, said("again"), NOW)
        await uow.outbox.add(message("k", id, "web", id), NOW)
        await uow.commit()
    for topic in ("inbox", "outbox", id):
        assert await waited(storage.wakeup, topic) < SOON


@pytest.fixture
async def pair(postgres: Postgres) -> AsyncIterator[list[PostgresqlWakeup]]:
    """Two that listen to one database, as in two processes."""
    dsn = postgres.url(postgres.new_database()).replace("+asyncpg", "")
    both = [PostgresqlWakeup(dsn), PostgresqlWakeup(dsn)]
    for wakeup in both:
        await wakeup.start()
    yield both
    for wakeup in both:
        await wakeup.close()


async def test_processes_wake_each_other(pair: list[PostgresqlWakeup]) -> None:
    await asyncio.sleep(1.1)  # past what a first wait counts as missed: the connections' own start
    one, other = pair
    for near, far, topic in ((one, other, "inbox"), (other, one, "outbox"), (one, other, "an id's topic")):
        waiting = asyncio.create_task(waited(far, topic))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        near.wake(topic)
        assert await waiting < SOON


async def test_the_last_wake_up_before_closing_is_sent(pair: list[PostgresqlWakeup]) -> None:
    await asyncio.sleep(1.1)
    waiting = asyncio.create_task(waited(pair[1], "inbox"))
    await asyncio.sleep(0.1)
    pair[0].wake("inbox")
    await pair[0].close()
    assert await waiting < SOON


async def test_a_lost_connection_is_made_again(pair: list[PostgresqlWakeup], postgres: Postgres) -> None:
    await asyncio.sleep(1.1)
    waiting = asyncio.create_task(waited(pair[1], "inbox"))
    await asyncio.sleep(0.1)
    postgres.psql("postgres", END_LISTENERS)
    assert await waiting < SOON, "what was missed in the gap may be there already, so all are woken"
    await asyncio.sleep(1.5)
    again = asyncio.create_task(waited(pair[1], "outbox"))
    await asyncio.sleep(0.1)
    pair[0].wake("outbox")
    assert await again < SOON


async def test_a_worker_of_another_process_is_woken_by_a_commit(
    postgres: Postgres, upgraded: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=postgres.url(postgres.new_database(upgraded)))
    async with open_storage(settings) as gateway, open_storage(settings) as dialogue:
        await asyncio.sleep(1.1)
        waiting = asyncio.create_task(waited(dialogue.wakeup, "inbox"))
        await asyncio.sleep(0.1)
        await hear(gateway, said("hello"))
        assert await waiting < SOON
        assert await claim(dialogue) is not None


async def test_threads_share_one_wakeup(storage: Storage, settings: Settings) -> None:
    """The dialogue has a thread, a loop and a storage of its own."""
    taken: list[str] = []

    async def dialogue() -> None:
        async with open_storage(settings, storage.wakeup) as own:
            while (claimed := await claim(own)) is None:
                await own.wakeup.wait("inbox", LONG)
            taken.append(claimed.incoming.content)

    thread = threading.Thread(target=lambda: asyncio.run(dialogue()))
    thread.start()
    await asyncio.sleep(0.5)
    await hear(storage, said("hello"))
    await asyncio.to_thread(thread.join, SOON)
    assert taken == ["hello"]
