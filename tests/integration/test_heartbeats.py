"""When parts were last known to work, and which talks were open then."""

from __future__ import annotations

from bot.adapters.storage import Storage
from tests.support.storage import NOW, after, claim, done, hear, said


async def test_the_latest_beat_counts(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        assert await uow.heartbeats.last("telegram") is None
        await uow.heartbeats.beat("telegram", after(5))
        await uow.heartbeats.beat("telegram", NOW)
        await uow.heartbeats.beat("dialogue", after(1))
        await uow.commit()
    async with storage.new_uow() as uow:
        assert await uow.heartbeats.last("telegram") == after(5)
        await uow.heartbeats.beat("telegram", after(6))
        assert await uow.heartbeats.last("telegram") == after(6)
        assert await uow.heartbeats.last("dialogue") == after(1)


async def test_talks_that_were_seen_and_in_which_nothing_waits(storage: Storage) -> None:
    anna, bert, web = await hear(storage, said("a", "1", "anna"), said("b", "2", "bert"), said("c", "3", channel="web"))
    for _ in range(3):
        await done(storage, await claim(storage))
    await hear(storage, said("later", "4", "bert"))
    async with storage.new_uow() as uow:
        assert await uow.conversations.seen_since("telegram", NOW) == [anna]
        assert await uow.conversations.seen_since("web", NOW) == [web]
        assert await uow.conversations.seen_since("telegram", after(1)) == []
    assert bert not in (anna, web)
