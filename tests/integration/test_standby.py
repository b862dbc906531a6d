"""A channel with a pace is sent through by one worker at a time: leases on every database, and who stands by."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.storage import Storage
from bot.service.standby import LEASE, QUIET, Standby
from tests.support.clock import MovedClock
from tests.support.storage import NOW, after

SECONDS = LEASE.total_seconds()


async def _hold(storage: Storage, holder: str, at: float = 0, name: str = "channel:telegram") -> bool:
    async with storage.new_uow() as uow:
        held = await uow.leases.hold(name, holder, after(at), after(at + SECONDS))
        await uow.commit()
    return held


async def test_one_holder_at_a_time(storage: Storage) -> None:
    assert await _hold(storage, "a")
    assert not await _hold(storage, "b")
    assert await _hold(storage, "b", name="channel:other")
    assert await _hold(storage, "a", SECONDS - 1), "who holds it renews it"
    assert not await _hold(storage, "b", SECONDS + 1)
    assert await _hold(storage, "b", 2 * SECONDS - 1)
    assert not await _hold(storage, "a", 2 * SECONDS)


async def test_of_many_at_once_one_gets_it(storage: Storage) -> None:
    workers = [Standby(storage.new_uow, lambda: NOW, f"w{number}", ("telegram",)) for number in range(8)]
    for _ in range(3):
        held = await asyncio.gather(*(worker.may_send("telegram") for worker in workers))
        assert sum(held) == 1


async def test_only_who_holds_it_ends_it(storage: Storage) -> None:
    assert await _hold(storage, "a")
    async with storage.new_uow() as uow:
        await uow.leases.end("channel:telegram", "b", NOW)
        await uow.commit()
    assert not await _hold(storage, "b", 1)
    async with storage.new_uow() as uow:
        await uow.leases.end("channel:telegram", "a", after(1))
        await uow.commit()
    assert await _hold(storage, "b", 1)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


def _two(storage: Storage, clock: MovedClock) -> tuple[Standby, Standby]:
    first, second = (Standby(storage.new_uow, clock, name, ("telegram",)) for name in ("first", "second"))
    return first, second


async def test_a_channel_without_a_pace_is_for_everybody(storage: Storage, clock: MovedClock) -> None:
    assert all([await each.may_send("email") for each in _two(storage, clock)])


async def test_who_vanishes_is_replaced_within_a_lease(storage: Storage, clock: MovedClock) -> None:
    first, second = _two(storage, clock)
    for _ in range(20):
        assert (await first.may_send("telegram"), await second.may_send("telegram")) == (True, False)
        clock.move(seconds=2)
    vanished = clock()
    while not await second.may_send("telegram"):
        clock.move(seconds=1)
    assert clock() - vanished <= LEASE
    assert not await first.may_send("telegram")


async def test_who_stops_lets_the_next_one_in(storage: Storage, clock: MovedClock) -> None:
    first, second = _two(storage, clock)
    assert await first.may_send("telegram")
    await first.stop()
    assert not await second.may_send("telegram")
    clock.now += QUIET
    assert await second.may_send("telegram")
    await first.stop()
    assert not await first.may_send("telegram")
