"""R1 to R4: whatever Telegram brings is stored once, in order, before it is acknowledged."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap.core import open_core
from bot.channels.telegram.intake import poll
from bot.config import SettingsError
from bot.domain.messages import Incoming
from bot.workers import end
from tests.support.faults.checker import tally
from tests.support.faults.clock import Clock
from tests.support.faults.figures import record, scale
from tests.support.faults.intake import presence_of, webhook
from tests.support.faults.parts import Parts, open_parts, settings_for
from tests.support.faults.process import answers, role
from tests.support.faults.telegram import SECRET, telegram_server
from tests.support.faults.waiting import until
from tests.support.ports import free_port


async def _stored(parts: Parts) -> list[tuple[str, Incoming]]:
    """Every update that was taken in, with its conversation, in order; takes each out as a turn would."""
    found = []
    async with parts.core.new_uow() as uow:
        while claimed := await uow.inbox.claim("test", parts.core.clock(), 30):
            await uow.inbox.done(claimed.id, "test", parts.core.clock())
            found.append((claimed.conversation_id, claimed.incoming))
        await uow.commit()
    return found


def _in_order(stored: Sequence[tuple[str, Incoming]]) -> bool:
    lanes = defaultdict(list)
    for conversation_id, incoming in stored:
        lanes[conversation_id, incoming.kind].append(int(incoming.update_id))
    return all(ids == sorted(ids) for ids in lanes.values())


@pytest.mark.timeout(600)
async def test_r1_killed_at_random_moments(tmp_path: Path) -> None:
    count, kills, chance = *scale((100, 3), (1000, 20)), random.Random(1)
    async with telegram_server(quicker=20.0) as telegram:
        port = free_port()
        settings = dataclasses.replace(
            settings_for(tmp_path, telegram=telegram.url),
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            telegram_webhook_secret=SECRET,
        )
        gateway = role(settings, "gateway")
        gateway.start()
        await answers(settings.public_url)
        written = [str(telegram.write(100 + number % 10, f"text {number}")) for number in range(count)]
        pushing = asyncio.ensure_future(telegram.push(f"{settings.public_url}/telegram/webhook"))
        away = []
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            await asyncio.to_thread(gateway.kill)
            died = time.monotonic()
            gateway.start()
            await answers(settings.public_url)
            away.append(time.monotonic() - died)
        await asyncio.wait_for(pushing, 300)
        gateway.end()
        async with open_parts(settings) as parts:
            stored = await _stored(parts)
    found = tally(written, [incoming.update_id for _, incoming in stored])
    record("R1", "updates", count)
    record("R1", "kills", kills)
    record("R1", "lost", found.lost)
    record("R1", "doubled", found.doubled)
    record("R1", "longest time to be back", max(away), "s")
    assert (found.lost, found.doubled, found.unexpected) == (0, 0, 0)
    assert _in_order(stored)


async def test_r2_the_same_update_again_and_again(tmp_path: Path) -> None:
    count, clock = scale(20, 500), Clock()
    async with telegram_server(clock=clock) as telegram:
        settings = settings_for(tmp_path, telegram=telegram.url)
        for number in range(count):
            telegram.write(100 + number % 25, f"text {number}")
        stored, turns = [], []
        for hours in (0, 0, 47):
            clock.forward(hours=hours)
            async with open_parts(settings, clock) as parts, webhook(parts) as url, aiohttp.ClientSession() as http:
                tries = [telegram.post(http, url, update.body) for update in telegram.updates * 3]
                assert Counter(status for status, _ in await asyncio.gather(*tries)) == {200: 3 * count}
                turns.append(await _stored(parts))
            stored += turns[-1]
    assert [len(each) for each in turns] == [count, 0, 0]
    assert len({incoming.update_id for _, incoming in stored}) == count
    record("R2", "updates, nine times each", count)
    record("R2", "turns", len(stored))


async def test_r3_ids_that_begin_anew_lower(tmp_path: Path) -> None:
    async with telegram_server() as telegram, open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts:
        assert parts.telegram is not None
        telegram.next_id, taken = 900_000_000, 0
        polling = asyncio.ensure_future(poll(parts.telegram.bot, parts.telegram.updates, presence_of(parts)))
        for first_id in (900_000_000, 17, 5_000):
            telegram.next_id = first_id
            for number in range(5):
                telegram.write(100 + number, "hallo")
            await until(lambda: not telegram.updates)
            taken += len(await _stored(parts))
        await end(polling)
    record("R3", "taken of 15 after the ids fell", taken)
    assert taken == 15


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.timeout(300)
async def test_r4_nothing_can_be_stored_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.database.BUSY_SECONDS", scale(0.2, 10))
    seconds = scale(2, 60)
    async with (
        telegram_server(quicker=scale(20.0, 1.0)) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
        webhook(parts) as url,
        aiohttp.ClientSession() as http,
    ):
        written, refused = [], []
        with _locked(tmp_path / "dichtbij.sqlite3"):
            for number in range(10 * seconds):
                written.append(str(telegram.write(100 + number % 5, f"text {number}")))
                refused.append(asyncio.ensure_future(telegram.post(http, url, telegram.updates[-1].body)))
                await asyncio.sleep(0.1)
            first = [task.result()[0] for task in refused if task.done()]
        assert first and set(first) == {503}
        await asyncio.gather(*refused)
        await asyncio.wait_for(telegram.push(url), 120)
        stored = await _stored(parts)
    found = tally(written, [incoming.update_id for _, incoming in stored])
    assert (found.lost, found.doubled, found.unexpected) == (0, 0, 0)
    record("R4", "storage away", seconds, "s")
    record("R4", "acknowledged meanwhile", sum(status == 200 for status in first))
    record("R4", "lost", found.lost)


async def test_r4_order_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.database.BUSY_SECONDS", 0.1)
    async with (
        telegram_server(quicker=40.0) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
        webhook(parts) as url,
    ):
        for number in range(40):
            telegram.write(100 + number % 5, f"text {number}")
        with _locked(tmp_path / "dichtbij.sqlite3"):
            pushing = asyncio.ensure_future(telegram.push(url))
            await asyncio.sleep(1)
        await asyncio.wait_for(pushing, 60)
        stored = await _stored(parts)
    assert len(stored) == 40 and _in_order(stored)


async def test_r4_no_start_where_nothing_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "dichtbij.sqlite3").mkdir()
    with pytest.raises(SettingsError):
        async with open_core(settings_for(tmp_path)):
            pass


async def test_an_update_that_breaks_the_program_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.intake.AFTER_ERROR_SECONDS", 0.01)
    async with telegram_server() as telegram, open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts:
        assert parts.telegram is not None
        telegram.write(100, "before")
        telegram.write(101, "poison")
        telegram.updates[1].body["message"]["text"] = "\ud800"  # half a character, which nothing can store
        telegram.write(102, "after")
        polling = asyncio.ensure_future(poll(parts.telegram.bot, parts.telegram.updates, presence_of(parts)))
        stored, deadline = [], time.monotonic() + 20
        while len(stored) < 2 and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
            stored += await _stored(parts)
        await end(polling)
    assert [incoming.content for _, incoming in stored] == ["before", "after"]
