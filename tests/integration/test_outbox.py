"""Messages go out once, in order within their lane, and are held under a lease."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.storage import Storage
from bot.domain.messages import Outgoing
from bot.service.ports import Conflict, DeadLetter, StoredMessage
from tests.support.storage import NOW, after, claim_out, hear, message, said, send, sent


async def test_a_message_comes_out_as_it_went_in(storage: Storage) -> None:
    (conversation_id,) = await hear(storage, said("hello"))
    body = {"kind": "reply", "text": "مرحبا", "buttons": [{"id": "x", "label": "Oké"}], "n": None}
    outgoing = Outgoing("k", "lane", "telegram", "chat 7", body, conversation_id)
    await send(storage, outgoing)
    (delivery,) = await claim_out(storage)
    assert delivery.outgoing == outgoing
    assert (delivery.attempt, delivery.ambiguous, delivery.created_at) == (1, False, NOW)


async def test_one_key_is_sent_once(storage: Storage) -> None:
    await send(storage, message("k"), message("k"))
    await send(storage, message("k", lane="other"))
    (delivery,) = await claim_out(storage)
    await sent(storage, delivery)
    assert await claim_out(storage, at=after(1000)) == []


async def test_one_row_of_each_lane_at_a_time(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("a2", "a"), message("b1", "b"), message("b2", "b"))
    first = await claim_out(storage)
    assert [delivery.outgoing.key for delivery in first] == ["a1", "b1"]
    assert await claim_out(storage) == []
    await sent(storage, first[1])
    assert [delivery.outgoing.key for delivery in await claim_out(storage)] == ["b2"]


async def test_limit_and_channels(storage: Storage) -> None:
    await send(storage, *(message(f"t{n}", f"t{n}") for n in range(3)), message("e", "e", channel="email"))
    assert [delivery.outgoing.key for delivery in await claim_out(storage, limit=2)] == ["t0", "t1"]
    claimed = await claim_out(storage, channels=("email", "telegram"))
    assert [delivery.outgoing.key for delivery in claimed] == ["t2", "e"]


async def test_a_retry_waits_and_is_not_ambiguous(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("a2", "a"))
    (delivery,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.retry(delivery.id, "w", after(5))
        await uow.commit()
    assert await claim_out(storage, at=after(4)) == []
    (again,) = await claim_out(storage, at=after(5))
    assert (again.outgoing.key, again.attempt, again.ambiguous) == ("a1", 2, False)


async def test_a_vanished_sender_leaves_the_row_ambiguous(storage: Storage) -> None:
    await send(storage, message("a1"))
    await claim_out(storage, "old")
    assert await claim_out(storage, "new", after(29)) == []
    (again,) = await claim_out(storage, "new", after(30))
    assert (again.attempt, again.ambiguous) == (2, True)
    async with storage.new_uow() as uow:
        with pytest.raises(Conflict):
            await uow.outbox.sent(again.id, "old", NOW)
        with pytest.raises(Conflict):
            await uow.outbox.retry(again.id, "old", NOW)
        with pytest.raises(Conflict):
            await uow.outbox.dead(again.id, "old", NOW, "blocked")
    await sent(storage, again, "new")


async def test_a_dead_row_no_longer_blocks_its_lane(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("a2", "a"))
    (first,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.dead(first.id, "w", NOW, "blocked")
        await uow.commit()
    assert [delivery.outgoing.key for delivery in await claim_out(storage)] == ["a2"]


async def test_web_rows_are_read_and_never_claimed(storage: Storage) -> None:
    (conversation_id,) = await hear(storage, said("hello", channel="web"))
    rows = [message(f"k{n}", conversation_id, "web", conversation_id) for n in range(3)]
    await send(storage, *rows, message("other", "telegram", "telegram", conversation_id))
    async with storage.new_uow() as uow:
        read = await uow.outbox.read(conversation_id, "web", 0)
        later = await uow.outbox.read(conversation_id, "web", read[0].id, limit=1)
    assert read == [StoredMessage(n + 1, rows[n].body, NOW) for n in range(3)]
    assert later == [read[1]]
    assert await claim_out(storage, channels=("web",)) == []


async def test_due_since_looks_at_the_heads_of_lanes(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        assert await uow.outbox.due_since() is None
        await uow.outbox.add(message("a1", "a"), after(1))
        await uow.outbox.add(message("a2", "a"), after(0))
        await uow.outbox.add(message("w", "w", "web"), NOW)
        assert await uow.outbox.due_since() == after(1)
        await uow.commit()


async def test_a_pause_after_a_failure_is_not_due(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("a2", "a"))
    (delivery,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.retry(delivery.id, "w", after(300))
        assert await uow.outbox.due_since() == after(300)


def about(key: str, kind: str, handover_id: str = "h", lane: str = "lane") -> Outgoing:
    body = {
        "kind": kind,
        "handover_id": handover_id,
        "organization_id": "p",
        "language": "nl",
        "text": f"text of {key}",
    }
    return Outgoing(key, lane, "telegram", "chat-p", body)


async def test_clearing_leaves_notices_and_others(storage: Storage) -> None:
    await send(storage, about("done", "handover"), about("waits", "relay", lane="l2"))
    await send(storage, about("told", "withdrawn", lane="l3"), about("other", "relay", "h2", "l4"))
    (first,) = await claim_out(storage, limit=1)
    await sent(storage, first)
    async with storage.new_uow() as uow:
        await uow.outbox.clear("h")
        assert await uow.outbox.outcomes("") == {"told": None, "other": None}
        await uow.commit()
    assert [row.outgoing.key for row in await claim_out(storage)] == ["told", "other"]


async def test_clearing_keeps_the_place_of_what_is_being_sent(storage: Storage) -> None:
    await send(storage, about("first", "relay"), about("after", "withdrawn"))
    (held,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.clear("h")
        await uow.commit()
    assert await claim_out(storage) == [], "nothing may overtake it"
    (again,) = await claim_out(storage, "other", after(30))
    bare = {"kind": "relay", "handover_id": "h", "organization_id": "p", "language": "nl"}
    assert (again.outgoing.key, again.outgoing.body) == ("first", bare)
    await sent(storage, again, "other")
    assert [row.outgoing.key for row in await claim_out(storage)] == ["after"]
    assert held.outgoing.body["text"] == "text of first"


async def test_danger_goes_first_then_residents_then_partners(storage: Storage) -> None:
    rows = [
        replace(message("partner", "p"), body={"kind": "handover", "handover_id": "h"}),
        message("reply", "r"),
        replace(message("crisis", "c"), body={"kind": "reply", "text": "112", "voice": "crisis"}),
    ]
    await send(storage, *rows)
    first = await claim_out(storage, limit=2)
    assert {delivery.outgoing.key for delivery in first} == {"crisis", "reply"}
    assert [delivery.outgoing.key for delivery in await claim_out(storage)] == ["partner"]


async def test_a_postponed_row_was_not_tried(storage: Storage) -> None:
    await send(storage, message("a1"), message("a2"))
    (delivery,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.postpone(delivery.id, "w", after(2))
        await uow.commit()
    assert await claim_out(storage, at=after(1)) == []
    (again,) = await claim_out(storage, at=after(2))
    assert (again.outgoing.key, again.attempt, again.ambiguous) == ("a1", 1, False)


async def test_a_try_leaves_word_for_the_next(storage: Storage) -> None:
    await send(storage, message("a1"))
    (delivery,) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.retry(delivery.id, "w", after(5), ambiguous=True, reference="7 8")
        await uow.commit()
    (again,) = await claim_out(storage, at=after(5))
    assert (again.ambiguous, again.reference) == (True, "7 8")
    async with storage.new_uow() as uow:
        await uow.outbox.retry(again.id, "w", after(6))
        await uow.commit()
    (third,) = await claim_out(storage, at=after(6))
    assert third.ambiguous


async def test_dead_letters_are_kept_and_sent_again(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("b1", "b"))
    first, second = await claim_out(storage)
    await sent(storage, second)
    async with storage.new_uow() as uow:
        await uow.outbox.dead(first.id, "w", after(9), "blocked")
        await uow.commit()
    async with storage.new_uow() as uow:
        (letter,) = await uow.outbox.dead_letters()
        assert letter == DeadLetter(first.id, "telegram", "reply", None, "blocked", 1, False, NOW, after(9))
        assert not await uow.outbox.replay(second.id, after(10))
        assert await uow.outbox.replay(first.id, after(10))
        assert not await uow.outbox.replay(first.id, after(10))
        await uow.commit()
    (again,) = await claim_out(storage, at=after(10))
    assert (again.outgoing.key, again.attempt) == ("a1", 1)


async def test_what_is_late_whatever_it_waits_for(storage: Storage) -> None:
    await send(storage, message("a1", "a"), message("a2", "a"), message("m", "m", "email"))
    (delivery, *_) = await claim_out(storage)
    async with storage.new_uow() as uow:
        await uow.outbox.retry(delivery.id, "w", after(1000))
        assert await uow.outbox.late(NOW) == {}
        assert await uow.outbox.late(after(1)) == {"telegram": (2, 2), "email": (1, 3)}
