"""A conversation is kept whole, found again by its person, and can be erased."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.adapters.storage import Storage
from bot.adapters.tables import metadata
from bot.domain.consent import Consent
from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound
from bot.domain.handover import HandoverEvent, RelayMessage
from bot.domain.labels import Crisis, DayPart, Need, Preference, Reach
from bot.domain.messages import Choice, Outgoing
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.service.ports import Conflict
from tests.support.storage import NOW, a_handover, after, claim, claim_out, hand_over, hear, message, said, send, sent


async def open_for(storage: Storage, sender: str, channel: str = "telegram") -> str:
    async with storage.new_uow() as uow:
        id = await uow.conversations.open(channel, sender, "fr", NOW)
        await uow.commit()
    return id


async def load(storage: Storage, id: str) -> Conversation:
    async with storage.new_uow() as uow:
        return await uow.conversations.load(id)


async def save(storage: Storage, conversation: Conversation) -> None:
    async with storage.new_uow() as uow:
        await uow.conversations.save(conversation, after(1))
        await uow.commit()


def filled(conversation: Conversation) -> Conversation:
    place = Place("Lo", "Lo-Reninge", "8647", "village", 50.98, 2.75)
    question = HelpQuestion(
        "Ik heb geen werk,\nen 💶 schulden",
        (Need.MONEY, Need.WORK),
        wish="rust",
        support="mijn zus",
        crisis=Crisis.NO_SHELTER,
        place=place,
        reach=Reach.PHONE,
        when=DayPart.EVENING,
        preferences=(Preference.WOMAN,),
        language="ar",
        name="A",
        phone="1",
        for_someone_else=True,
        knows=False,
    )
    choices = (Choice("c1", "Ja", "/yes"), Choice("c2", "Nee", "/no", standing=True))
    dialogue = {"events": [{"event": "slot", "value": None}, {"event": "user", "text": "é", "confidence": 0.5}]}
    kept = replace(
        conversation, language="ar", language_chosen=True, question=question, proposed=("s1", "s2"), near=("s2",)
    )
    return replace(kept, choices=choices, on_screen=("c1",), wordings={"hear_more": 2}, dialogue=dialogue)


async def test_a_person_has_one_conversation_for_each_channel(storage: Storage) -> None:
    first = await open_for(storage, "anna")
    assert await open_for(storage, "anna") == first
    assert await open_for(storage, "anna", "web") != first
    assert await open_for(storage, "bilal") != first
    async with storage.new_uow() as uow:
        assert await uow.conversations.find("telegram", "anna") == first
        assert await uow.conversations.find("telegram", "carla") is None


async def test_a_new_conversation_is_empty(storage: Storage) -> None:
    id = await open_for(storage, "anna")
    assert await load(storage, id) == Conversation(id, "telegram", "anna").speaking("fr")


async def test_an_unknown_conversation_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await load(storage, "nobody")


async def test_what_is_saved_comes_back(storage: Storage) -> None:
    conversation = filled(await load(storage, await open_for(storage, "anna")))
    await save(storage, conversation)
    assert await load(storage, conversation.id) == replace(conversation, version=1)


async def test_the_second_to_save_is_refused(storage: Storage) -> None:
    conversation = await load(storage, await open_for(storage, "anna"))
    await save(storage, conversation)
    with pytest.raises(Conflict):
        await save(storage, replace(conversation, language="en"))
    assert (await load(storage, conversation.id)).language == "fr"


async def test_handovers_come_with_it_oldest_first(storage: Storage) -> None:
    id = await open_for(storage, "anna")
    older, newer = a_handover("z", id, NOW), a_handover("a", id, after(1))
    await hand_over(storage, newer, older)
    assert (await load(storage, id)).handovers == (older, newer)


async def open_and_fail(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        await uow.conversations.open("telegram", "anna", "nl", NOW)
        raise ZeroDivisionError


async def test_leaving_without_commit_undoes_everything(storage: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        await open_and_fail(storage)
    async with storage.new_uow() as uow:
        await uow.conversations.open("telegram", "anna", "nl", NOW)
    async with storage.new_uow() as uow:
        assert await uow.conversations.find("telegram", "anna") is None


async def counts(storage: Storage) -> dict[str, int]:
    async with storage.database.connect() as connection:
        tables = ("conversations", "inbox", "outbox", "handovers", "handover_events", "relay_messages", "consents")
        return {
            name: (await connection.execute(select(func.count()).select_from(metadata.tables[name]))).scalar_one()
            for name in tables
        }


async def fill(storage: Storage, sender: str) -> str:
    """A conversation with one row in every table, and messages to its partner in every state."""
    (id,) = await hear(storage, said("hello", sender=sender))
    handover = a_handover(f"h-{sender}", id)
    await hand_over(storage, handover)
    async with storage.new_uow() as uow:
        await uow.handovers.record(HandoverEvent(handover.id, "consent", "resident", "telegram", NOW))
        await uow.handovers.add_message(RelayMessage(f"m-{sender}", handover.id, "resident", "hello", NOW))
        await uow.consents.add(Consent(f"c-{sender}", id, handover.id, "p", ("words",), "1", "nl", NOW))
        await uow.commit()
    for kind in ("handover", "closed", "relay", "withdrawn"):
        body = {"kind": kind, "handover_id": handover.id}
        await send(storage, Outgoing(f"{kind}-{sender}", f"{kind}-{sender}", "email", "partner", body))
    await send(storage, message(f"reply-{sender}", id, conversation_id=id))
    (done, *_) = await claim_out(storage, channels=("email",), limit=1)
    await sent(storage, done)
    return id


async def test_erasing_leaves_nothing_but_the_partners_notices(storage: Storage) -> None:
    stays = await fill(storage, "bilal")
    one_person = await counts(storage)
    assert min(one_person.values()) >= 1
    await claim_out(storage, at=after(-60), channels=("email",))
    goes = await fill(storage, "anna")
    async with storage.new_uow() as uow:
        await uow.conversations.erase(goes)
        await uow.commit()
    left = await counts(storage)
    assert left == {**one_person, "outbox": one_person["outbox"] + 2}
    with pytest.raises(NotFound):
        await load(storage, goes)
    assert (await load(storage, stays)).handovers
    notices = [row.outgoing.key for row in await claim_out(storage, at=after(1000), channels=("email",))]
    assert [key for key in notices if key.endswith("anna")] == ["closed-anna", "withdrawn-anna"]


async def test_who_was_erased_can_start_again(storage: Storage) -> None:
    (old,) = await hear(storage, said("hello", "u1"))
    claimed = await claim(storage)
    assert claimed is not None
    async with storage.new_uow() as uow:
        await uow.inbox.done(claimed.id, "w", NOW)
        await uow.conversations.erase(old)
        new = await uow.conversations.open("telegram", "anna", "nl", NOW)
        await uow.commit()
    assert new != old
    (again,) = await hear(storage, said("again", "u2"))
    assert again == new
    fresh = await claim(storage)
    assert fresh is not None
    assert fresh.id > claimed.id, "numbers of erased rows must not come back"
