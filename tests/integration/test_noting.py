"""Notes of deliveries: together in one transaction, and one that fails takes no other with it."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.storage import Storage
from bot.service.noting import Notes, Step
from bot.service.ports import UnitOfWork
from tests.support.storage import NOW


class Counted:
    """Makes units of work, and counts those that were asked for."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.made = 0

    def __call__(self) -> UnitOfWork:
        self.made += 1
        return self._storage.new_uow()


def beat(role: str) -> Step:
    async def step(uow: UnitOfWork) -> None:
        await uow.heartbeats.beat(role, NOW)

    return step


async def breaks(uow: UnitOfWork) -> None:
    await uow.heartbeats.beat("broken", NOW)
    raise ValueError("broken")


async def noted(storage: Storage, *roles: str) -> list[bool]:
    async with storage.new_uow() as uow:
        return [await uow.heartbeats.last(role) == NOW for role in roles]


async def test_what_comes_meanwhile_is_written_together(storage: Storage) -> None:
    new_uow = Counted(storage)
    notes = Notes(new_uow)
    roles = [f"role-{number}" for number in range(20)]
    await asyncio.gather(*(notes.note(beat(role)) for role in roles))
    await notes.note(beat("later"))
    assert all(await noted(storage, *roles, "later"))
    assert new_uow.made == 2


async def test_one_that_fails_takes_no_other_with_it(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.noting.PAUSES_BEFORE_NOTING_AGAIN", (0.0, 0.0))
    notes = Notes(storage.new_uow)
    results = await asyncio.gather(
        *(notes.note(step) for step in (beat("a"), breaks, beat("b"))), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert await noted(storage, "a", "broken", "b") == [True, False, True]


async def test_what_fails_once_is_tried_again(storage: Storage) -> None:
    failures = [ValueError()]

    async def step(uow: UnitOfWork) -> None:
        if failures:
            raise failures.pop()
        await uow.heartbeats.beat("role", NOW)

    await Notes(storage.new_uow).note(step)
    assert await noted(storage, "role") == [True]
