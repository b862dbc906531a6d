"""Resident and partner write to each other over Telegram: everything arrives, or its sender hears that it did not."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.channels.telegram.recall import BLANK
from bot.domain.errors import NotFound
from bot.domain.partners import HandoverAddress
from bot.service import handovers
from bot.service.photos import forget_old
from bot.service.ports import MAX_BYTES
from tests.channels.telegram_emulator import labels
from tests.channels.telegram_village import GROUP, RESIDENT, Village, say
from tests.support.pictures import is_plain_photo, telling_photo

NAME = "Huis De Maan (voorbeeld)"


PHOTO = telling_photo()
WORD = b"PK\x03\x04 word/document.xml"


async def _texts(village: Village) -> list[str]:
    return [message["text"] for message in await village.resident.received()]


async def _partner_texts(village: Village) -> list[str]:
    return [message["text"] for message in await village.partner.received()]


async def test_signs_of_markup_arrive_as_they_were_written(village: Village) -> None:
    await village.taken()
    hard = "<b>*_[x](http://x)_* `a` & > # \\ 100%"
    await village.partner.reply((await village.partner.received())[0], hard)
    await village.resident.write(hard)
    await village.work()
    assert (await _texts(village))[-1] == f"{NAME}:\n{hard}"
    assert (await _partner_texts(village))[-1].startswith(hard)


async def test_neither_sees_the_other_account(village: Village) -> None:
    await village.taken()
    await village.resident.write("hallo")
    await village.work()
    assert str(RESIDENT) not in "".join(await _partner_texts(village))


async def test_a_reply_finds_its_way_without_the_mark(village: Village) -> None:
    await village.taken()
    first = (await village.partner.received())[0]
    await village.partner.reply({**first, "text": "(not readable)"}, "dag")
    await village.work()
    assert (await _texts(village))[-1] == f"{NAME}:\ndag"


async def test_a_correction_of_the_partner_is_marked(village: Village) -> None:
    await village.taken()
    first = (await village.partner.received())[0]
    number = await village.partner.reply(first, "om 9 uur")
    await village.partner.edit(number, "om 10 uur", **village.partner.replying(first))
    await village.work()
    before, after = (await _texts(village))[-2:]
    assert before == f"{NAME}:\nom 9 uur"
    assert after == f"{NAME}:\n{say('relay.corrected', text='om 10 uur')}"
    assert say("telegram.passed_on_corrected") in await _partner_texts(village)


async def test_an_edit_of_what_never_went_out_changes_nothing(village: Village) -> None:
    await village.taken()
    seen, told = await _texts(village), await _partner_texts(village)
    await village.partner.edit(999, "tussen collega's")
    await village.work()
    assert (await _texts(village), await _partner_texts(village)) == (seen, told)


async def test_a_correction_of_the_resident_is_marked(village: Village) -> None:
    await village.taken()
    number = await village.resident.write("ik ben thuis")
    await village.resident.edit(number, "ik ben niet thuis")
    await village.work()
    assert (await _partner_texts(village))[-1].startswith(f"{say('telegram.corrected')}\n\nik ben niet thuis")


async def test_an_edit_outside_a_relay_is_no_message(village: Village) -> None:
    number = await village.resident.write("/nonsense")
    await village.work()
    said = await _texts(village)
    await village.resident.edit(number, "iets anders")
    await village.work()
    assert await _texts(village) == said


async def test_danger_in_an_edit_is_heard(village: Village) -> None:
    number = await village.resident.write("/nonsense")
    await village.resident.edit(number, "ik ben in gevaar")
    await village.work()
    assert (await _texts(village))[-1] == "edit: ik ben in gevaar"


async def test_in_a_topic_what_replies_to_nothing_waits_for_a_press(village: Village) -> None:
    await village.server.call("_group", chat_id=GROUP, forum=True)
    await village.taken()
    (topic,) = await village.server.call("_topics", chat_id=GROUP)
    seen = await _texts(village)
    beside = village.partner.beside(topic["thread"])
    number = await village.partner.write("zij klinkt moe, wie belt?", **beside)
    await village.work()
    assert await _texts(village) == seen
    hint = (await village.partner.received())[-1]
    assert hint["text"] == say("telegram.not_sent_yet")
    assert (hint["reply_to"], hint["thread"]) == (number, str(topic["thread"]))
    written = {**village.partner.quoted(hint), "message_id": number, "text": "wij bellen morgen"}
    for _ in range(2):
        await village.partner.press(hint, say("telegram.button.send"), reply_to_message=written)
    await village.work()
    assert await _texts(village) == [*seen, f"{NAME}:\nwij bellen morgen"]
    hint = (await village.partner.received())[-1]
    assert hint["text"] == say("telegram.done.send") and labels(hint) == []


async def test_chatter_in_a_group_without_topics_is_left_alone(village: Village) -> None:
    await village.taken()
    seen, told = await _texts(village), await _partner_texts(village)
    await village.partner.write("wie heeft de sleutel?")
    await village.work()
    assert (await _texts(village), await _partner_texts(village)) == (seen, told)


async def test_a_partner_hears_that_the_resident_can_not_be_reached(village: Village) -> None:
    handover = await village.taken()
    await village.server.call("_block", chat_id=RESIDENT)
    await village.partner.reply((await village.partner.received())[0], "dag")
    await village.work()
    assert any(say("telegram.unreached") in text for text in await _partner_texts(village))
    view = await handovers.view(village.storage.new_uow, "moon", handover.id)
    assert "unreached" in [event.step for event in view.events]


async def test_a_resident_hears_that_the_partner_can_not_be_reached(village: Village) -> None:
    await village.taken()
    await village.server.call("_block", chat_id=GROUP)
    await village.resident.write("hallo?")
    await village.work()
    assert (await _texts(village))[-1] == say("relay.not_delivered", organization=NAME)


async def test_what_arrived_by_another_way_is_not_called_lost(village: Village) -> None:
    other = village.server.person(-2002, kind="supergroup")
    await village.addresses(HandoverAddress("telegram", str(GROUP)), HandoverAddress("telegram", "-2002"))
    await village.taken()
    await village.server.call("_block", chat_id=GROUP)
    seen = await _texts(village)
    await village.resident.write("hallo?")
    await village.work()
    assert await _texts(village) == seen
    assert any("hallo?" in message["text"] for message in await other.received())


async def test_nothing_goes_through_after_it_was_taken_back(village: Village) -> None:
    handover = await village.taken()
    first = (await village.partner.received())[0]
    await village.resident.write("/take_back")
    await village.partner.reply(first, "nog iets?")
    await village.work()
    assert f"{NAME}:\nnog iets?" not in await _texts(village)
    await village.partner.reply({**first, "text": f"#{handover.id[:8]}"}, "hallo?")
    await village.work()
    assert say("telegram.late.withdrawn") in await _partner_texts(village)
    assert f"{NAME}:\nhallo?" not in await _texts(village)


async def test_a_message_that_waits_is_not_sent_once_it_was_taken_back(village: Village) -> None:
    handover = await village.taken()
    await village.server.call("_fault", method="sendMessage", code=502, times=1)
    await village.resident.write("mijn geheim")
    await village.resident.write("/take_back")
    await village.work()
    village.deliverer.clock = lambda: utc_now().replace(year=utc_now().year + 1)
    await village.work()
    told = await _partner_texts(village)
    assert not any("mijn geheim" in text for text in told)
    assert sum(f"#{handover.id[:8]}" in text for text in told) >= 1


async def test_a_photo_of_the_resident_arrives_without_what_it_tells(village: Village) -> None:
    await village.taken()
    await village.resident.send_photo(PHOTO, caption="mijn brief")
    await village.work()
    photo, words = (await village.partner.received())[-2:]
    assert is_plain_photo(_content(photo))
    assert "mijn brief" in words["text"] and say("telegram.reply_here") in photo["caption"]
    await village.partner.reply(photo, "gelezen")
    await village.work()
    assert (await _texts(village))[-1] == f"{NAME}:\ngelezen"


async def test_a_photo_of_the_partner_arrives_without_what_it_tells(village: Village) -> None:
    await village.taken()
    first = (await village.partner.received())[0]
    await village.partner.send_photo(PHOTO, caption="dit is de ingang", **village.partner.replying(first))
    await village.work()
    photo = (await village.resident.received())[-1]
    assert photo["caption"] == f"{NAME}:\ndit is de ingang"
    assert is_plain_photo(_content(photo))
    assert say("telegram.passed_on") in await _partner_texts(village)


async def test_a_picture_that_was_sent_as_a_file_is_a_photo(village: Village) -> None:
    await village.taken()
    await village.resident.send_file(PHOTO, "image/jpeg")
    await village.work()
    assert _content((await village.partner.received())[-1])


async def test_other_files_are_refused_to_either_side(village: Village) -> None:
    await village.taken()
    told = await _partner_texts(village)
    await village.resident.send_file(WORD, "application/msword")
    await village.work()
    assert (await _texts(village))[-1] == say("photo.type")
    assert await _partner_texts(village) == told
    first = (await village.partner.received())[0]
    await village.partner.send_file(WORD, "application/msword", **village.partner.replying(first))
    await village.partner.send_photo(b"not a photo", **village.partner.replying(first))
    await village.work()
    assert (await _partner_texts(village))[-2:] == [say("telegram.photo.type")] * 2


async def test_a_photo_that_is_too_large_is_refused(village: Village) -> None:
    await village.taken()
    await village.resident.send_photo(PHOTO, size=MAX_BYTES + 1)
    await village.work()
    assert (await _texts(village))[-1] == say("photo.too_large")
    assert "getFile" not in await _calls(village)


async def test_a_photo_is_not_even_fetched_before_a_partner_holds_the_talk(village: Village) -> None:
    await village.hand_over()
    await village.resident.send_photo(PHOTO)
    await village.work()
    assert (await _texts(village))[-1] == "media: photo"
    assert "getFile" not in await _calls(village)


@pytest.mark.parametrize("later", [0, 49 * 3600], ids=["soon", "after two days"])
async def test_photos_are_taken_back_too(village: Village, later: int) -> None:
    handover = await village.taken()
    await village.resident.send_photo(PHOTO)
    await village.work()
    async with village.storage.new_uow() as uow:
        (message,) = await uow.handovers.messages(handover.id)
        assert (await uow.photos.get(message.file_ids[0])).handover_id == handover.id
    await village.server.call("_later", seconds=later)
    await village.resident.write("/take_back")
    await village.work()
    left = [_content(message) for message in await village.partner.received() if message.get("photo")]
    assert left == ([BLANK] if later else [])
    async with village.storage.new_uow() as uow:
        with pytest.raises(NotFound):
            await uow.photos.get(message.file_ids[0])


async def test_photos_are_forgotten_a_day_after_the_end(village: Village) -> None:
    handover = await village.taken()
    await village.resident.send_photo(PHOTO)
    await village.resident.write("/end")
    await village.work()
    async with village.storage.new_uow() as uow:
        (message,) = await uow.handovers.messages(handover.id)
    for hours, kept in ((23, True), (25, False)):
        await forget_old(village.storage.new_uow, lambda ahead=hours: utc_now() + timedelta(hours=ahead))
        async with village.storage.new_uow() as uow:
            try:
                await uow.photos.get(message.file_ids[0])
                there = True
            except NotFound:
                there = False
        assert there is kept


async def _calls(village: Village) -> list[str]:
    return [call["method"] for call in await village.server.call("_calls")]


def _content(message: dict[str, Any]) -> bytes:
    return base64.b64decode(message["photo"])
