"""Updates wait in order, one conversation at a time, and are held under a lease."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.adapters.storage import Storage
from bot.adapters.tables import inbox
from bot.domain.messages import Incoming
from bot.service.ports import Claimed, Conflict
from tests.support.storage import NOW, after, claim, done, hear, said


def text_of(claimed: Claimed | None) -> str | None:
    return claimed and claimed.incoming.content


async def test_an_update_comes_out_as_it_went_in(storage: Storage) -> None:
    incoming = Incoming("telegram", "anna", "u1", "event", "مساعدة", "ar", {"handover_id": "h1", "n": [1, None]})
    (conversation_id,) = await hear(storage, incoming)
    claimed = await claim(storage)
    assert claimed == Claimed(1, conversation_id, incoming, attempt=1, received_at=NOW)


async def test_the_same_update_twice_is_stored_once(storage: Storage) -> None:
    (first,) = await hear(storage, said("one", "u1"))
    async with storage.new_uow() as uow:
        assert not await uow.inbox.add(first, said("other", "u1"), NOW)
        assert await uow.inbox.add(first, said("web", "u1", channel="web"), NOW)
        await uow.commit()
    assert text_of(await claim(storage)) == "one"


async def test_update_ids_are_not_stored_as_they_are(storage: Storage) -> None:
    await hear(storage, said("one", "u1"))
    async with storage.database.connect() as connection:
        stored = (await connection.execute(select(inbox.c.update_key))).scalar_one()
    assert stored == storage.new_uow.lookup.update("telegram", "u1")
    assert stored != "u1"


async def test_the_next_of_a_conversation_waits_for_the_one_before(storage: Storage) -> None:
    await hear(storage, said("a1"), said("a2"), said("b1", sender="bilal"))
    first = await claim(storage)
    assert text_of(first) == "a1"
    assert text_of(await claim(storage)) == "b1"
    assert await claim(storage) is None
    await done(storage, first)
    assert text_of(await claim(storage)) == "a2"


async def test_a_row_from_the_future_holds_back_its_conversation_only(storage: Storage) -> None:
    await hear(storage, said("a1"), said("a2"), said("b1", sender="bilal"))
    first = await claim(storage)
    assert first is not None
    async with storage.new_uow() as uow:
        await uow.inbox.release(first.id, "w", after(5))
        await uow.commit()
    assert text_of(await claim(storage)) == "b1"
    assert await claim(storage) is None
    again = await claim(storage, at=after(5))
    assert again is not None
    assert (again.incoming.content, again.attempt) == ("a1", 2)


async def test_an_ended_lease_is_claimed_again_and_the_old_holder_is_fenced_off(storage: Storage) -> None:
    await hear(storage, said("a1"))
    await claim(storage, "old")
    assert await claim(storage, "new", after(29)) is None
    again = await claim(storage, "new", after(30))
    assert again is not None
    assert again.attempt == 2
    async with storage.new_uow() as uow:
        for step in (uow.inbox.done, uow.inbox.fail, uow.inbox.release):
            with pytest.raises(Conflict):
                await step(again.id, "old", NOW)
    await done(storage, again, "new")
    with pytest.raises(Conflict):
        await done(storage, again, "new")


async def test_a_failed_row_lets_the_next_one_go_on(storage: Storage) -> None:
    await hear(storage, said("a1"), said("a2"))
    first = await claim(storage)
    assert first is not None
    async with storage.new_uow() as uow:
        await uow.inbox.fail(first.id, "w", NOW)
        await uow.commit()
    assert text_of(await claim(storage, at=after(1000))) == "a2"


async def test_a_claim_that_is_not_committed_holds_nothing(storage: Storage) -> None:
    await hear(storage, said("a1"))
    async with storage.new_uow() as uow:
        await uow.inbox.claim("w", NOW, 30)
    again = await claim(storage)
    assert again is not None
    assert again.attempt == 1


async def test_history_has_the_latest_texts_and_buttons_oldest_first(storage: Storage) -> None:
    (conversation_id, *_) = await hear(storage, *(said(f"t{number}") for number in range(4)))
    async with storage.new_uow() as uow:
        await uow.inbox.add(conversation_id, Incoming("telegram", "anna", "b", "button", "yes"), after(1))
        await uow.inbox.add(conversation_id, Incoming("telegram", "anna", "c", "command", "start"), after(2))
        history = await uow.inbox.history(conversation_id, 3)
    assert [(incoming.content, at) for incoming, at in history] == [("t2", NOW), ("t3", NOW), ("yes", after(1))]
