"""Many workers and writers at once, each with its own connections: one row of a lane at a time, in order, once."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest

from bot.adapters.storage import Storage, open_storage
from bot.config import Settings
from bot.domain.handover import DeclineReason, HandoverState, Step, StepNotPossible
from bot.domain.timers import Timer, TimerKind
from bot.service import handovers
from bot.service.ports import Conflict
from bot.service.timers import TimerRunner
from tests.support.faults.figures import record
from tests.support.storage import NOW, a_handover, claim, claim_out, done, hand_over, hear, message, said, send, sent

LANES = [f"person{number}" for number in range(6)]
ROWS_PER_LANE = 12
WORKERS = 6
RACES = int(os.environ.get("DICHTBIJ_RACES", "50"))


@pytest.fixture
async def storages(settings: Settings) -> AsyncIterator[list[Storage]]:
    """Several openings of one database, as by several processes."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_storage(settings)) for _ in range(4)]


@dataclass
class Log:
    """What workers did; fails as soon as two hold rows of one lane."""

    in_hand: set[str] = field(default_factory=set)
    order: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    texts: Counter[str] = field(default_factory=Counter)

    async def work(self, lane: str, id: int, text: str) -> None:
        assert lane not in self.in_hand, "two rows of one lane are held at once"
        self.in_hand.add(lane)
        self.order[lane].append(id)
        self.texts[text] += 1
        await asyncio.sleep(random.uniform(0, 0.01))
        self.in_hand.remove(lane)

    def check(self, written: list[str]) -> None:
        assert self.texts == Counter(written)
        for ids in self.order.values():
            assert ids == sorted(ids)


async def until_stopped(stopped: asyncio.Event, step: Callable[[], Awaitable[bool]]) -> None:
    """Repeats ``step`` until it found nothing after ``stopped`` was set."""
    while True:
        last_round = stopped.is_set()
        if not await step() and last_round:
            return


async def run(workers: list[Callable[[], Awaitable[bool]]], writers: list[Awaitable[None]]) -> None:
    stopped = asyncio.Event()
    working = [asyncio.create_task(until_stopped(stopped, worker)) for worker in workers]
    await asyncio.gather(*writers)
    stopped.set()
    await asyncio.gather(*working)


async def test_the_inbox_under_load(storages: list[Storage]) -> None:
    log = Log()

    def worker(name: str, storage: Storage) -> Callable[[], Awaitable[bool]]:
        async def step() -> bool:
            claimed = await claim(storage, name)
            if claimed is None:
                return False
            await log.work(claimed.conversation_id, claimed.id, claimed.incoming.content)
            await done(storage, claimed, name)
            return True

        return step

    async def writer(storage: Storage, part: int) -> None:
        for number in range(part, ROWS_PER_LANE, len(storages)):
            for lane in random.sample(LANES, len(LANES)):
                await hear(storage, said(f"{lane} {number}", sender=lane))

    workers = [worker(f"w{n}", storages[n % len(storages)]) for n in range(WORKERS)]
    await run(workers, [writer(storage, part) for part, storage in enumerate(storages)])
    log.check([f"{lane} {number}" for lane in LANES for number in range(ROWS_PER_LANE)])


async def test_the_outbox_under_load(storages: list[Storage]) -> None:
    log = Log()

    def worker(name: str, storage: Storage) -> Callable[[], Awaitable[bool]]:
        async def step() -> bool:
            deliveries = await claim_out(storage, name, limit=3)
            for delivery in deliveries:
                await log.work(delivery.outgoing.lane, delivery.id, delivery.outgoing.key)
                await sent(storage, delivery, name)
            return bool(deliveries)

        return step

    async def writer(storage: Storage, part: int) -> None:
        for number in range(part, ROWS_PER_LANE, len(storages)):
            await send(storage, *(message(f"{lane} {number}", lane) for lane in LANES))

    workers = [worker(f"w{n}", storages[n % len(storages)]) for n in range(WORKERS)]
    await run(workers, [writer(storage, part) for part, storage in enumerate(storages)])
    log.check([f"{lane} {number}" for lane in LANES for number in range(ROWS_PER_LANE)])


async def test_one_update_received_many_times_at_once(storages: list[Storage]) -> None:
    incoming = said("hello")
    ids = await asyncio.gather(*(hear(storage, incoming) for storage in storages * 4))
    assert len({id for (id,) in ids}) == 1
    assert await claim(storages[0]) is not None
    assert await claim(storages[0]) is None


async def test_a_row_is_not_seen_before_an_older_one_of_its_lane(storages: list[Storage]) -> None:
    (conversation_id,) = await hear(storages[0], said("first"))
    await done(storages[0], await claim(storages[0]))
    async with storages[0].new_uow() as slow:
        await slow.inbox.add(conversation_id, said("older"), NOW)
        quick = asyncio.create_task(hear(storages[1], said("newer")))
        ended, _ = await asyncio.wait((quick,), timeout=0.3)
        assert not ended, "the newer row would be claimed before the older one"
        await slow.commit()
    await quick
    claimed = await claim(storages[2])
    assert claimed is not None
    assert claimed.incoming.content == "older"


async def test_two_openings_of_one_new_conversation(storages: list[Storage]) -> None:
    async def open_it(storage: Storage) -> str:
        async with storage.new_uow() as uow:
            id = await uow.conversations.open("telegram", "anna", "nl", NOW)
            await asyncio.sleep(0.05)
            await uow.commit()
        return id

    assert len(set(await asyncio.gather(*(open_it(storage) for storage in storages)))) == 1


async def test_work_that_gets_in_each_others_way_ends_in_a_conflict(storages: list[Storage]) -> None:
    """Two transactions that take two rows in opposite order: one goes through, the other can be done again."""
    (id,) = await hear(storages[0], said("hello"))
    pair = [a_handover("h1", id), a_handover("h2", id)]
    await hand_over(storages[0], *pair)

    async def accept(storage: Storage, order: list[int]) -> None:
        async with storage.new_uow() as uow:
            for number in order:
                await uow.handovers.save(pair[number].take(Step.ACCEPT, NOW))
                await asyncio.sleep(0.2)
            await uow.commit()

    results = await asyncio.gather(accept(storages[0], [0, 1]), accept(storages[1], [1, 0]), return_exceptions=True)
    assert [type(result) for result in results].count(Conflict) == 1
    assert results.count(None) == 1


async def test_a_cancelled_unit_of_work_leaves_no_lock_behind(storages: list[Storage]) -> None:
    entered = asyncio.Event()

    async def stuck() -> None:
        async with storages[0].new_uow() as uow:
            await uow.conversations.open("telegram", "anna", "nl", NOW)
            entered.set()
            await asyncio.sleep(60)

    for _ in range(3):
        task = asyncio.create_task(stuck())
        await asyncio.wait_for(entered.wait(), 30)
        task.cancel()
        await asyncio.wait((task,))
        assert task.cancelled()
        entered.clear()
    for storage in storages[:2]:
        await asyncio.wait_for(hear(storage, said("hello")), 30)


async def test_two_partners_press_take_at_once(storages: list[Storage]) -> None:
    """Each time exactly one owns it, and the other is told that it is taken."""
    (id,) = await hear(storages[0], said("hello"))
    for race in range(RACES):
        await hand_over(storages[0], a_handover(f"h{race}", id))
        pressed = (handovers.accept(each.new_uow, lambda: NOW, "p", f"h{race}", "console") for each in storages[:2])
        results = await asyncio.gather(*pressed, return_exceptions=True)
        late = [result for result in results if isinstance(result, StepNotPossible)]
        assert [each.state for each in late] == [HandoverState.ACCEPTED], results
        async with storages[2].new_uow() as uow:
            assert [event.step for event in await uow.handovers.events(f"h{race}")] == ["accept"]
    record("R16", "races with one owner", RACES)


async def test_yes_no_and_the_deadline_at_once(storages: list[Storage]) -> None:
    """Whichever is first, it is the only one, and the resident hears of it once."""
    (id,) = await hear(storages[0], said("hello"))
    await done(storages[0], await claim(storages[0]))
    for race in range(RACES // 5):
        name = f"h{race}"
        await hand_over(storages[0], a_handover(name, id))
        async with storages[0].new_uow() as uow:
            await uow.timers.replace(name, (Timer(TimerKind.EXPIRE, name, NOW),))
            await uow.commit()
        common = (lambda: NOW, "p", name, "console")
        work = [
            handovers.accept(storages[0].new_uow, *common),
            handovers.decline(storages[1].new_uow, *common, DeclineReason.FULL),
            TimerRunner(storages[2].new_uow, lambda: NOW, "timers", 30).run_once(),
        ]
        await asyncio.gather(*random.sample(work, len(work)), return_exceptions=True)
        async with storages[3].new_uow() as uow:
            (event,) = await uow.handovers.events(name)
            handover = await uow.handovers.get(name)
        heard = await claim(storages[3])
        assert heard is not None
        assert heard.incoming.content == f"handover_{handover.state}"
        assert Step(event.step) in (Step.ACCEPT, Step.DECLINE, Step.EXPIRE)
        await done(storages[3], heard)
        assert await claim(storages[3]) is None


async def test_timers_under_load(storages: list[Storage]) -> None:
    """Several delivery processes: each deadline is kept once."""
    (id,) = await hear(storages[0], said("hello"))
    await done(storages[0], await claim(storages[0]))
    names = [f"h{number}" for number in range(30)]
    await hand_over(storages[0], *(a_handover(name, id) for name in names))
    async with storages[0].new_uow() as uow:
        for name in names:
            await uow.timers.replace(name, (Timer(TimerKind.EXPIRE, name, NOW),))
        await uow.commit()

    async def keep(storage: Storage, worker: str) -> None:
        while await TimerRunner(storage.new_uow, lambda: NOW, worker, 30).run_once():
            pass

    await asyncio.gather(*(keep(storage, f"w{number}") for number, storage in enumerate(storages)))
    heard = Counter[str]()
    while (event := await claim(storages[0])) is not None:
        heard[event.incoming.data["handover_id"]] += 1
        await done(storages[0], event)
    assert heard == Counter(names)
