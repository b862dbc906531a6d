"""What stands in partners' chats, and photos, are kept for as long as they are needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.storage import Storage
from bot.domain.errors import NotFound
from bot.domain.handover import HandoverState, RelayMessage
from bot.service.ports import Copy, Photo
from tests.support.storage import NOW, a_handover, after, hand_over, hear, said


def a_copy(key: str, handover_id: str = "h", chat: str = "-100", reference: str = "7") -> Copy:
    return Copy(key, handover_id, "telegram", chat, reference, "text", NOW, "3")


async def test_copies_are_found_by_handover_and_by_place(storage: Storage) -> None:
    first, second = a_copy("k1"), replace(a_copy("k2", reference="8"), kind="decide", thread="")
    elsewhere, other = a_copy("k3", "h2", "-200"), a_copy("k4", "h2", reference="9")
    async with storage.new_uow() as uow:
        for copy in (first, second, elsewhere, other, replace(first, reference="99")):
            await uow.copies.add(copy)
        await uow.commit()
    async with storage.new_uow() as uow:
        assert await uow.copies.get("k1") == first
        assert await uow.copies.get("k9") is None
        assert await uow.copies.of_handover("h", "telegram") == [first, second]
        assert await uow.copies.find("telegram", "-200", "7") == elsewhere
        assert await uow.copies.find("telegram", "-100", "9") == other
        assert await uow.copies.find("webhook", "-100", "9") is None
        await uow.copies.remove("k1")
        assert await uow.copies.of_handover("h", "telegram") == [second]


async def test_copies_outlive_the_talk(storage: Storage) -> None:
    (id,) = await hear(storage, said("hello"))
    await hand_over(storage, a_handover("h", id))
    async with storage.new_uow() as uow:
        await uow.copies.add(a_copy("k1"))
        await uow.conversations.erase(id)
        assert await uow.copies.of_handover("h", "telegram") == [a_copy("k1")]
        assert not await uow.conversations.exists(id)


@pytest.mark.parametrize("way", ["erase the talk", "erase the messages", "forget what ended"])
async def test_photos_go_in_three_ways(storage: Storage, way: str) -> None:
    (id,) = await hear(storage, said("hello"))
    ended = replace(a_handover("h", id), state=HandoverState.CLOSED)
    running = replace(a_handover("h2", id), state=HandoverState.IN_CONTACT)
    await hand_over(storage, ended, running)
    photo, kept = Photo("f", id, "h", bytes(range(256)), NOW), Photo("f2", id, "h2", b"x", NOW)
    async with storage.new_uow() as uow:
        await uow.photos.add(photo)
        await uow.photos.add(kept)
        await uow.handovers.add_message(RelayMessage("m", "h", "resident", "", NOW, file_ids=("f",)))
        await uow.photos.forget_ended(NOW)
        assert await uow.photos.get("f") == photo
        match way:
            case "erase the talk":
                await uow.conversations.erase(id)
            case "erase the messages":
                await uow.handovers.erase_messages("h")
                assert await uow.handovers.messages("h") == []
            case _:
                await uow.photos.forget_ended(after(1))
        with pytest.raises(NotFound):
            await uow.photos.get("f")
        if way != "erase the talk":
            assert await uow.photos.get("f2") == kept


async def test_a_message_of_the_relay_comes_back_whole(storage: Storage) -> None:
    (id,) = await hear(storage, said("hello"))
    await hand_over(storage, a_handover("h", id))
    message = RelayMessage("m", "h", "resident", "مرحبا", NOW, "ar", "hallo", ("f", "f2"))
    async with storage.new_uow() as uow:
        await uow.handovers.add_message(message)
        assert await uow.handovers.messages("h") == [message]
