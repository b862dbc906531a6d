"""What stands in a partner's group: topics, buttons that go dead, and taking everything back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.domain.handover import DeclineReason, Handover, HandoverState, Outcome
from bot.domain.partners import Directory, HandoverAddress
from bot.service import handovers
from bot.service.ports import Copy
from tests.channels.telegram_emulator import labels
from tests.channels.telegram_village import GROUP, WORDS, Village, marked, say
from tests.support.pictures import telling_photo

TWO_DAYS = 49 * 3600
DECIDE = [say("telegram.button.accept"), *(say(f"telegram.button.no_{reason}") for reason in DeclineReason)]


async def _forum(village: Village, **rights: bool) -> None:
    await village.server.call("_group", chat_id=GROUP, forum=True, **rights)


def _holds(messages: list[dict[str, Any]], words: str) -> bool:
    return any(words in message["text"] + message["caption"] for message in messages)


async def _console(village: Village, handover: Handover, step: Any, *details: Any) -> None:
    await step(village.storage.new_uow, utc_now, "moon", handover.id, "console", *details)
    await village.work()


async def test_in_a_group_with_topics_each_case_has_its_own(village: Village) -> None:
    await _forum(village)
    handover = await village.taken()
    await village.resident.write("dag, ik ben er")
    await village.work()
    (topic,) = await village.server.call("_topics", chat_id=GROUP)
    assert topic["name"] == f"#{handover.id[:8]}"
    assert {message["thread"] for message in await village.partner.received()} == {str(topic["thread"])}


async def test_without_topics_messages_reply_to_the_handover(village: Village) -> None:
    await village.taken()
    await village.resident.write("dag, ik ben er")
    await village.work()
    first, *_, last = await village.partner.received()
    assert last["reply_to"] == first["message_id"]
    await village.server.call("_drop", chat_id=GROUP, message_id=first["message_id"])
    await village.resident.write("nog iets")
    await village.work()
    *_, last = await village.partner.received()
    assert "nog iets" in last["text"] and last["reply_to"] is None


async def test_a_group_that_lets_the_bot_make_no_topics_gets_replies(village: Village) -> None:
    await _forum(village, may_manage=False)
    await village.taken()
    assert {message["thread"] for message in await village.partner.received()} == {""}


async def test_a_deleted_topic_is_replaced(village: Village) -> None:
    await _forum(village)
    await village.taken()
    (old,) = await village.server.call("_topics", chat_id=GROUP)
    await village.server.call("_drop_topic", chat_id=GROUP, thread=old["thread"])
    await village.resident.write("ben je daar nog")
    await village.work()
    (new,) = await village.server.call("_topics", chat_id=GROUP)
    (message,) = await village.partner.received()
    assert "ben je daar nog" in message["text"] and message["thread"] == str(new["thread"]) != str(old["thread"])
    await village.partner.reply(message, "ja hoor")
    await village.work()
    assert "ja hoor" in (await village.resident.received())[-1]["text"]


async def test_buttons_follow_what_other_channels_do(village: Village) -> None:
    handover = await village.hand_over()
    (message,) = await village.partner.received()
    assert labels(message) == DECIDE
    await _console(village, handover, handovers.accept)
    message, told = await village.partner.received()
    assert labels(message) == [say("telegram.button.close")]
    assert say("telegram.done.accept") in told["text"]
    await _console(village, handover, handovers.close, Outcome.HELPED)
    assert labels((await village.partner.received())[0]) == []


@pytest.mark.parametrize("command", ["/end", "/take_back"])
async def test_buttons_go_dead_when_the_resident_ends_it(village: Village, command: str) -> None:
    await village.taken()
    await village.resident.write(command)
    await village.work()
    assert [label for message in await village.partner.received() for label in labels(message)] == []


async def test_what_was_declined_is_not_theirs_to_read_any_more(village: Village) -> None:
    await village.hand_over()
    (message,) = await village.partner.received()
    await village.partner.press(message, say("telegram.button.no_full"))
    await village.work()
    (told,) = await village.partner.received()
    assert say("telegram.done.decline") in told["text"] and labels(told) == []


async def test_two_chats_of_a_partner_see_who_was_first(village: Village) -> None:
    other = village.server.person(-2002, kind="supergroup")
    await village.addresses(HandoverAddress("telegram", str(GROUP)), HandoverAddress("telegram", "-2002"))
    await village.hand_over()
    (here,), (there,) = await village.partner.received(), await other.received()
    await village.partner.press(here, say("telegram.button.accept"))
    await other.press(there, say("telegram.button.accept"))
    await village.work()
    assert labels((await other.received())[0]) == [say("telegram.button.close")]
    assert _holds(await other.received(), say("telegram.late.accepted"))


async def test_taking_back_erases_what_the_partner_has(village: Village) -> None:
    handover = await village.taken()
    await village.resident.write("mijn adres is geheim")
    await village.work()
    await village.resident.write("/take_back")
    await village.work()
    left = await village.partner.received()
    assert not _holds(left, WORDS) and not _holds(left, "geheim")
    assert say("telegram.withdrawn") in left[-1]["text"]
    async with village.storage.new_uow() as uow:
        kept = await uow.handovers.get(handover.id)
        assert (kept.state, kept.shared) == (HandoverState.WITHDRAWN, {})
        assert await uow.handovers.messages(handover.id) == []
        assert await uow.copies.of_handover(handover.id, "telegram") == []


async def test_taking_back_deletes_the_topic(village: Village) -> None:
    await _forum(village)
    await village.taken()
    await village.resident.write("/take_back")
    await village.work()
    assert await village.server.call("_topics", chat_id=GROUP) == []
    (notice,) = await village.partner.received()
    assert say("telegram.withdrawn") in notice["text"] and notice["thread"] == ""


async def test_what_is_too_old_to_delete_is_made_empty(village: Village) -> None:
    await village.taken()
    await village.server.call("_later", seconds=TWO_DAYS)
    await village.resident.write("/take_back")
    await village.work()
    left = await village.partner.received()
    assert not _holds(left, WORDS) and left[0]["text"] == say("telegram.taken_back")
    assert not await _told_of_copies(village)


async def test_what_can_not_be_taken_back_is_told(village: Village) -> None:
    await village.taken()
    await village.server.call("_later", seconds=TWO_DAYS)
    await village.server.call("_freeze")
    await village.resident.write("/take_back")
    await village.work()
    assert _holds(await village.partner.received(), WORDS)
    assert await _told_of_copies(village) == [say("copies_left", organization="Huis De Maan (voorbeeld)", count=1)]


async def test_deleting_everything_reaches_the_partner_and_tells_what_is_left(village: Village) -> None:
    handover = await village.taken()
    await village.server.call("_later", seconds=TWO_DAYS)
    await village.server.call("_freeze")
    await village.resident.write("/erase")
    await village.work()
    assert _holds(await village.partner.received(), say("telegram.withdrawn"))
    assert await _told_of_copies(village) == [say("copies_left", organization="Huis De Maan (voorbeeld)", count=1)]
    assert marked(await village.partner.received(), handover)


async def test_deleting_everything_erases_what_the_partner_has(village: Village) -> None:
    await village.taken()
    await village.resident.write("/erase")
    await village.work()
    assert not _holds(await village.partner.received(), WORDS)
    assert not await _told_of_copies(village)


async def test_deleting_everything_reaches_talks_that_ended(village: Village) -> None:
    await village.taken()
    await village.resident.write("/end")
    await village.work()
    assert _holds(await village.partner.received(), WORDS)
    await village.resident.write("/erase")
    await village.work()
    assert not _holds(await village.partner.received(), WORDS)
    assert _holds(await village.partner.received(), say("telegram.withdrawn"))


async def test_taking_back_reaches_the_words_and_photos_of_a_talk_that_ended(village: Village) -> None:
    handover = await village.taken()
    await village.resident.write("mijn adres is geheim")
    await village.resident.send_photo(telling_photo())
    await village.work()
    await village.resident.write("/end")
    await village.work()
    assert _holds(await village.partner.received(), "geheim")
    assert any(message.get("photo") for message in await village.partner.received())
    await village.resident.write("/take_back")
    await village.work()
    left = await village.partner.received()
    assert not _holds(left, WORDS) and not _holds(left, "geheim")
    assert not any(message.get("photo") for message in left)
    assert await _kept(village, handover) == []


@pytest.mark.parametrize("has_left", [True, False])
async def test_taking_back_reaches_a_chat_that_the_partner_no_longer_has(village: Village, has_left: bool) -> None:
    handover = await village.taken()
    await village.resident.write("/end")
    await village.work()
    if has_left:
        await village.know(Directory((), ()))
    else:
        await village.addresses(HandoverAddress("email", "maan@example.org"))
    await village.resident.write("/take_back")
    await village.work()
    left = await village.partner.received()
    assert not _holds(left, WORDS) and _holds(left, say("telegram.withdrawn"))
    assert await _kept(village, handover) == []


async def test_a_limit_in_the_middle_of_taking_back_is_waited_out(village: Village) -> None:
    await village.taken()
    await village.server.call("_fault", method="deleteMessage", code=429, retry_after=1, times=1)
    await village.resident.write("/take_back")
    await village.work()
    assert _holds(await village.partner.received(), WORDS)
    village.deliverer.clock = lambda: utc_now().replace(year=utc_now().year + 1)
    await village.work()
    assert not _holds(await village.partner.received(), WORDS)
    assert _holds(await village.partner.received(), say("telegram.withdrawn"))


async def test_a_long_question_that_was_half_sent_is_not_doubled(village: Village) -> None:
    village.engine.words = "lang verhaal " * 500
    await village.server.call("_fault", method="sendMessage", code=0, times=1)
    await village.server.call("_fault", method="sendMessage", code=429, retry_after=1, times=1)
    await village.hand_over()
    assert len(await village.partner.received()) == 1
    village.deliverer.clock = lambda: utc_now().replace(year=utc_now().year + 1)
    await village.work()
    pieces = await village.partner.received()
    assert len(pieces) == 2 and labels(pieces[0]) == [] and labels(pieces[1]) == DECIDE


async def test_a_group_that_became_a_supergroup_is_followed(village: Village) -> None:
    new = village.server.person(-100777, kind="supergroup")
    await village.taken()
    await village.server.call("_move", chat_id=GROUP, to=-100777)
    await village.resident.write("ben je verhuisd")
    await village.resident.write("nog iets")
    await village.work()
    first, second = await new.received()
    assert "ben je verhuisd" in first["text"] and "nog iets" in second["text"]
    await new.reply(first, "ja, hier nu")
    await village.work()
    assert "ja, hier nu" in (await village.resident.received())[-1]["text"]


async def _kept(village: Village, handover: Handover) -> list[Copy]:
    async with village.storage.new_uow() as uow:
        return list(await uow.copies.of_handover(handover.id, "telegram"))


async def _told_of_copies(village: Village) -> list[str]:
    start = say("copies_left", organization="", count=0).split(",")[0][:12]
    return [message["text"] for message in await village.resident.received() if message["text"].startswith(start)]
