"""Timers and counts, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest

from bot.adapters.storage import Storage
from bot.domain.timers import Timer, TimerKind
from bot.service.ports import Conflict, DueTimer, OutcomeCount
from tests.support.storage import LEASE, NOW, a_handover, after, hand_over, hear, said


@pytest.fixture
async def conversation_id(storage: Storage) -> str:
    (id,) = await hear(storage, said("hello"))
    await hand_over(storage, a_handover("h1", id), a_handover("h2", id))
    return id


async def replace(storage: Storage, handover_id: str, *timers: Timer) -> None:
    async with storage.new_uow() as uow:
        await uow.timers.replace(handover_id, timers)
        await uow.commit()


async def claim(storage: Storage, seconds: float, worker: str = "w") -> list[DueTimer]:
    async with storage.new_uow() as uow:
        found = await uow.timers.claim(worker, after(seconds), LEASE, 10)
        await uow.commit()
    return list(found)


async def test_timers_come_when_they_are_due(storage: Storage, conversation_id: str) -> None:
    late, soon = Timer(TimerKind.EXPIRE, "h1", after(100)), Timer(TimerKind.REMIND, "h1", after(50))
    other = Timer(TimerKind.REMIND, "h2", after(40))
    await replace(storage, "h1", late, soon)
    await replace(storage, "h2", other)
    assert await claim(storage, 39) == []
    assert [each.timer for each in await claim(storage, 60)] == [other, soon]
    assert [each.timer for each in await claim(storage, 100, "v")] == [other, soon, late]  # the first lease is over


async def test_a_timer_is_done_once(storage: Storage, conversation_id: str) -> None:
    await replace(storage, "h1", Timer(TimerKind.REMIND, "h1", NOW))
    (held,) = await claim(storage, 0)
    assert await claim(storage, 1, "v") == []
    async with storage.new_uow() as uow:
        with pytest.raises(Conflict):
            await uow.timers.done(held.id, "v", NOW)
        await uow.timers.done(held.id, "w", NOW)
        assert await uow.timers.due_since() is None
        await uow.commit()
    assert await claim(storage, 1000) == []


async def test_a_timer_that_failed_comes_again(storage: Storage, conversation_id: str) -> None:
    await replace(storage, "h1", Timer(TimerKind.REMIND, "h1", NOW))
    (held,) = await claim(storage, 0)
    async with storage.new_uow() as uow:
        await uow.timers.release(held.id, "w", after(10))
        await uow.commit()
    assert await claim(storage, 9) == []
    assert [each.attempt for each in await claim(storage, 10)] == [2]


async def test_new_timers_take_the_place_of_those_that_waited(storage: Storage, conversation_id: str) -> None:
    await replace(storage, "h1", Timer(TimerKind.REMIND, "h1", NOW))
    await replace(storage, "h2", Timer(TimerKind.REMIND, "h2", after(1)))
    (held,) = await claim(storage, 0)
    await replace(storage, "h1", Timer(TimerKind.AFTERCARE, "h1", after(5)))
    async with storage.new_uow() as uow:
        with pytest.raises(Conflict):
            await uow.timers.done(held.id, "w", NOW)
    assert [each.timer.kind for each in await claim(storage, 5)] == [TimerKind.REMIND, TimerKind.AFTERCARE]


async def test_an_erased_conversation_has_no_timers(storage: Storage, conversation_id: str) -> None:
    await replace(storage, "h1", Timer(TimerKind.REMIND, "h1", NOW))
    async with storage.new_uow() as uow:
        await uow.conversations.erase(conversation_id)
        await uow.commit()
    assert await claim(storage, 0) == []


async def test_outcomes_are_counted_by_month(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        for outcome in ("helped.yes", "helped.no", "helped.yes"):
            await uow.outcomes.count("p", "s1", outcome, NOW)
        await uow.outcomes.count("p", "s1", "helped.yes", after(31 * 24 * 3600))
        await uow.commit()
    async with storage.new_uow() as uow:
        assert await uow.outcomes.all() == [
            OutcomeCount("2026-11", "p", "s1", "helped.no", 1),
            OutcomeCount("2026-11", "p", "s1", "helped.yes", 2),
            OutcomeCount("2026-12", "p", "s1", "helped.yes", 1),
        ]
