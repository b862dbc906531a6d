"""R5 to R7: answers in order and soon; what a turn does is done whole or not at all."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import event, select

from bot.adapters.tables import consents, handover_events, handovers, inbox, outbox
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.messages import Incoming
from bot.domain.partners import Directory, Organization, Service
from bot.service.receive import receive
from bot.workers import delivery_loop, end, turn_loop
from tests.support.faults.checker import percentile
from tests.support.faults.clock import Clock
from tests.support.faults.figures import record, scale
from tests.support.faults.intake import webhook
from tests.support.faults.parrot import SEND, runner
from tests.support.faults.parts import MAIL, Parts, open_parts, settings_for
from tests.support.faults.process import die_at
from tests.support.faults.telegram import telegram_server
from tests.support.faults.waiting import until
from tests.support.mortal import Mortal

ACTION_SECONDS = 0.05
PARTNER = Organization("p1", "Warm Huis (voorbeeld)", handover_addresses=(MAIL,))
SERVICE = Service(
    "s1",
    "p1",
    "Samen wonen",
    frozenset({ServiceType.HOUSING_SUPPORT}),
    frozenset({Need.HOUSING}),
    frozenset({Reach.HOME_VISIT}),
)


@asynccontextmanager
async def _at_work(*loops: object) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(loop) for loop in loops]  # type: ignore[arg-type]
    try:
        yield
    finally:
        await asyncio.gather(*(end(task) for task in tasks))


async def test_r5_answers_come_in_order(tmp_path: Path) -> None:
    (chats, each), chance = scale((6, 5), (50, 20)), random.Random(5)
    async with (
        telegram_server(quicker=20.0) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
        webhook(parts) as url,
        _at_work(
            *(turn_loop(runner(parts, 0.01, f"w{number}"), parts.core.wakeup) for number in range(3)),
            delivery_loop(parts.deliverer, parts.core.wakeup),
        ),
    ):
        for number in range(each):
            for chat in chance.sample(range(100, 100 + chats), chats):
                if chance.random() < 0.2:
                    telegram.press(chat, f"press {number}")
                else:
                    telegram.write(chat, f"text {number}")
            await asyncio.wait_for(telegram.push(url), 120)
            await asyncio.sleep(chance.uniform(0, 0.05))
        await until(lambda: len(telegram.sent) == chats * each, 240)
        in_order = 0
        for chat in range(100, 100 + chats):
            numbers = [int(message.text.split()[-1]) for message in telegram.to(str(chat))]
            in_order += numbers == list(range(each))
    record("R5", "chats in order", in_order)
    record("R5", "of", chats)
    assert in_order == chats


async def test_r6_a_burst_of_three(tmp_path: Path) -> None:
    async with open_parts(settings_for(tmp_path)) as parts:
        waited = []
        async with _at_work(turn_loop(runner(parts, ACTION_SECONDS), parts.core.wakeup)):
            for number in range(scale(3, 30)):
                begun = time.monotonic()
                for line in range(3):
                    incoming = Incoming("web", f"anna {number}", f"{number}-{line}", "text", f"{line}")
                    id = await receive(parts.core.new_uow, parts.core.clock, incoming)
                while len(await _replies(parts, id)) < 3:
                    await parts.core.wakeup.wait(id, 1)
                waited.append(1000 * (time.monotonic() - begun))
                assert await _replies(parts, id) == ["text 0", "text 1", "text 2"]
    record("R6", "third answer, p50", percentile(waited, 0.5), "ms")
    record("R6", "third answer, p95", percentile(waited, 0.95), "ms")
    if scale(0, 1):
        assert percentile(waited, 0.95) <= 600


async def _replies(parts: Parts, conversation_id: str) -> list[str]:
    async with parts.core.new_uow() as uow:
        return [row.body["text"] for row in await uow.outbox.read(conversation_id, "web", 0)]


async def _ready_to_send(parts: Parts, sender: str) -> None:
    async with parts.core.new_uow() as uow:
        await uow.directory.replace(Directory((PARTNER,), (SERVICE,)), parts.core.clock())
        await uow.commit()
    await receive(parts.core.new_uow, parts.core.clock, Incoming("web", sender, sender, "text", SEND))


async def _whole(parts: Parts, done: int) -> bool:
    """Whether every handover has its consent, its event and its row to the partner, and each turn its answer."""
    async with parts.core.database.connect() as connection:

        async def column(what: object, *conditions: object) -> list[str]:
            query = select(what).where(*conditions)  # type: ignore[call-overload]
            return sorted(set((await connection.execute(query)).scalars()))

        ids = await column(handovers.c.id)
        return (
            len(ids) == done
            and ids == await column(consents.c.handover_id)
            and ids == await column(handover_events.c.handover_id)
            and ids == await column(outbox.c.handover_id, outbox.c.kind == "handover")
            and len(await column(outbox.c.id, outbox.c.kind == "reply")) == done
            and len(await column(inbox.c.id, inbox.c.outcome == "done")) == done
        )


class _Break(Exception):
    """What goes wrong on purpose."""


async def test_r7_an_error_at_each_write(tmp_path: Path) -> None:
    tries, clock = scale(40, 240), Clock()
    async with open_parts(settings_for(tmp_path), clock) as parts:
        at, seen = -1, 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == at:
                raise _Break

        event.listen(parts.core.database._engine.sync_engine, "before_cursor_execute", count)
        await _ready_to_send(parts, "nobody is in the way")
        begun = seen
        assert await _attempt(parts) is not None
        done, writes = 1, seen - begun
        for number in range(tries):
            await _ready_to_send(parts, f"anna {number}")
            at = seen + 1 + number % writes
            turn = await _attempt(parts)
            at = -1
            assert await _whole(parts, done + (turn is not None)), f"broken at statement {number % writes}"
            while turn is None:
                clock.forward(minutes=1)
                turn = await _attempt(parts)
            done += 1
            assert await _whole(parts, done)
    record("R7", "statements of a turn, each broken in turn", writes)
    record("R7", "errors put in", tries)
    record("R7", "handovers without their row", 0)


async def _attempt(parts: Parts) -> object:
    """One try of the turn; None if it failed and has to be done again."""
    try:
        return await runner(parts).run_one()
    except _Break:
        return None


async def test_r7_killed_at_each_write(tmp_path: Path) -> None:
    settings, statements = settings_for(tmp_path, lease_seconds=0.001), scale((4, 12, 20), range(1, 33))
    killed = 0
    for done, statement in enumerate(statements):
        async with open_parts(settings) as parts:
            await _ready_to_send(parts, f"anna {statement}")
        process = Mortal(die_at, (settings, statement))
        process.start()
        assert process.process is not None
        await asyncio.to_thread(process.process.join, 60)
        died = process.process.exitcode == -signal.SIGKILL
        killed += died
        async with open_parts(settings) as parts:
            assert await _whole(parts, done + (not died))
            while not await _whole(parts, done + 1):
                await runner(parts).run_one()
    record("R7", "kills at a write", killed)
    assert killed >= scale(2, 15)
