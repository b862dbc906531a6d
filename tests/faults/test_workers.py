"""R8 and R9: workers that vanish lose nothing, and others go on soon."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.domain.partners import HandoverAddress
from bot.service import webhooks
from bot.workers import delivery_loop, end
from tests.support.faults.checker import percentile, tally
from tests.support.faults.faults import AMBIGUOUS, Fault, Faults
from tests.support.faults.figures import record, scale
from tests.support.faults.mail import mail_server
from tests.support.faults.parts import MAIL, Parts, open_parts, settings_for
from tests.support.faults.process import impatient, role
from tests.support.faults.telegram import telegram_server
from tests.support.faults.waiting import until
from tests.support.mortal import Mortal
from tests.support.partner_system import partner_system

SINK_FAULTS = (Fault.ERROR, Fault.HANG, Fault.RESET, Fault.SLOW, Fault.DROP)


async def _busy_database(folder: Path, seconds: float) -> None:
    def hold() -> None:
        with closing(sqlite3.connect(folder / "dichtbij.sqlite3", isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    await asyncio.to_thread(hold)


class _Storm:
    """One thing goes wrong after another."""

    def __init__(self, folder: Path, worker: Mortal, sinks: list[Faults], chance: random.Random) -> None:
        self._folder, self._worker, self._sinks, self._chance = folder, worker, sinks, chance
        self._rolls = random.Random(chance.random())
        self.kills = 0

    async def blow(self, times: int, seconds: float) -> None:
        for _ in range(times):
            await self._one(self._chance.choice(("kill", "kill", "database", "sink", "sink", "sink")), seconds)

    async def _one(self, what: str, seconds: float) -> None:
        if what == "kill":
            await asyncio.sleep(self._chance.uniform(0, seconds))
            await asyncio.to_thread(self._worker.kill)
            self._worker.start()
            self.kills += 1
        elif what == "database":
            await _busy_database(self._folder, seconds)
        else:
            fault = self._chance.choice(SINK_FAULTS)
            sink = self._chance.choice(self._sinks)
            sink.rule = lambda _: fault if self._rolls.random() < 0.3 else None
            await asyncio.sleep(seconds)
            sink.rule = lambda _: None


@pytest.mark.timeout(900)
async def test_r8_what_goes_in_comes_out(tmp_path: Path) -> None:
    (count, faults, seconds), chance = scale((24, 5, 1.0), (2000, 30, 2.0)), random.Random(8)
    with mail_server() as mail:
        async with telegram_server() as telegram, partner_system() as system:
            settings = settings_for(tmp_path, telegram=telegram.url, mail=mail.url, lease_seconds=3)
            settings = replace(settings, webhook_networks=(ip_network("127.0.0.0/8"),))
            async with open_parts(settings) as parts:
                await parts.partner(MAIL, HandoverAddress("webhook", system.url))
                await webhooks.secret(parts.core.new_uow, parts.core.clock, "p1")
                resident = await parts.resident(channel="web")
                worker = impatient(settings)
                worker.start()
                sinks = [telegram.faults, mail.faults, system.faults]
                storm = _Storm(tmp_path, worker, sinks, chance)
                blowing = asyncio.ensure_future(storm.blow(faults, seconds))
                ids = [f"{number:08x}" for number in range(count)]
                for batch in range(0, count, 4):
                    await parts.hand_over(resident, *ids[batch : batch + 4])
                    await parts.say(await parts.resident(f"{5000 + batch}"), f"answer {batch}")
                    await asyncio.sleep(faults * seconds / (count / 4) / 2)
                await blowing
                begun = time.monotonic()
                await _drained(parts, 120)
                drained = time.monotonic() - begun
                worker.end()
                dead = await _dead_count(parts)
    answers = [f"answer {batch}" for batch in range(0, count, 4)]
    said = tally(answers, [message.text for message in telegram.sent if message.text.startswith("answer")])
    mails, calls = Counter(mail.ids), Counter(call.headers["webhook-id"] for call in system.calls)
    injected = sum(sum(sink.injected.values()) for sink in sinks)
    doubtful = sum(sink.count(AMBIGUOUS) for sink in sinks)
    again = mails.total() - len(mails) + calls.total() - len(calls)
    record("R8", "handovers, each by mail and webhook", count)
    record("R8", "answers on Telegram", len(answers))
    record("R8", "kills", storm.kills)
    record("R8", "faults of the servers", injected)
    record("R8", "of these, after it was taken", doubtful)
    record("R8", "lost", 2 * count - len(mails) - len(calls) + said.lost)
    record("R8", "given up", dead)
    record("R8", "doubled, under the same id by mail and webhook", again)
    record("R8", "doubled on Telegram", said.doubled)
    record("R8", "drained in", drained, "s")
    assert (len(mails), len(calls), said.lost, said.unexpected, dead) == (count, count, 0, 0, 0)
    assert again + said.doubled <= injected + storm.kills


async def _dead_count(parts: Parts) -> int:
    async with parts.core.new_uow() as uow:
        return len(await uow.outbox.dead_letters())


async def _drained(parts: Parts, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with parts.core.new_uow() as uow:
            if await uow.outbox.due_since() is None:
                return
        await asyncio.sleep(0.1)
    raise AssertionError("the outbox does not empty")


@pytest.mark.timeout(300)
async def test_r9_a_dead_workers_rows_are_taken_up(tmp_path: Path) -> None:
    lease = scale(2.0, 30.0)
    with mail_server() as mail:
        settings = settings_for(tmp_path, mail=mail.url, lease_seconds=lease)
        async with open_parts(settings) as parts:
            await parts.partner(MAIL)
            await parts.hand_over(await parts.resident(channel="web"), *(f"h{number}" for number in range(5)))
            mail.faults.plan([Fault.HANG] * 5)
            first = role(settings, "delivery")
            first.start()
            await until(lambda: len(mail.tries) == 5)
            await asyncio.to_thread(first.kill)
            died = time.monotonic()
            async with parts.core.new_uow() as uow:
                held = await uow.outbox.due_since()
            assert held is not None and held > parts.core.clock()
            second = role(settings, "delivery")
            second.start()
            await until(lambda: len(mail.mails) == 5)
            waited = time.monotonic() - died
            second.end()
            assert len(set(mail.ids)) == len(mail.ids) == 5
    record("R9", "lease", lease, "s")
    record("R9", "taken up after", waited, "s")
    if scale(0, 1):
        assert waited <= 35


@pytest.mark.timeout(300)
async def test_how_soon_a_message_leaves(tmp_path: Path) -> None:
    waits = []
    with mail_server() as mail:
        settings = settings_for(tmp_path, mail=mail.url)
        async with open_parts(settings) as parts:
            await parts.partner(MAIL)
            resident = await parts.resident(channel="web")
            running = asyncio.ensure_future(_deliver(parts))
            for number in range(scale(10, 100)):
                asked, before = time.monotonic(), len(mail.mails)
                await parts.hand_over(resident, f"h{number}")
                await until(lambda before=before: len(mail.mails) > before)
                waits.append(1000 * (time.monotonic() - asked))
            await end(running)
    record("delivery", "commit to receipt by mail, p50", percentile(waits, 0.5), "ms")
    record("delivery", "commit to receipt by mail, p95", percentile(waits, 0.95), "ms")


async def _deliver(parts: Parts) -> None:
    await delivery_loop(parts.deliverer, parts.core.wakeup)
