"""Two partners at once: what is typed goes to one of them, and never by surprise to the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.domain.handover import Handover, Outcome
from bot.domain.labels import Need
from bot.domain.question import HelpQuestion
from bot.service import handovers, own_handovers, proposals, talk
from bot.service.turn import Turn
from tests.support.partnership import Partnership


@pytest.fixture
async def partnership(storage: Storage) -> Partnership:
    partnership = Partnership(storage)
    await partnership.open()
    return partnership


async def taken(partnership: Partnership, partner: str) -> Handover:
    handover = await partnership.ask(partner)
    await handovers.accept(partnership.storage.new_uow, partnership.clock, partner, handover.id, "console")
    await partnership.work()
    return handover


async def written(partnership: Partnership, handover: Handover) -> list[str]:
    async with partnership.storage.new_uow() as uow:
        return [message.text for message in await uow.handovers.messages(handover.id)]


async def test_who_comes_second_does_not_take_the_talk(partnership: Partnership) -> None:
    first, second = await taken(partnership, "north"), await taken(partnership, "south")
    await partnership.say("for north")
    await partnership.resident(lambda turn: setattr(turn, "conversation", turn.conversation.written_to(second.id)))
    await partnership.say("for south")
    assert await written(partnership, first) == ["for north"]
    assert await written(partnership, second) == ["for south"]


async def test_it_is_the_one_who_took_it_first_not_the_one_who_was_asked_first(partnership: Partnership) -> None:
    asked_first, asked_later = await partnership.ask("north"), await partnership.ask("south")
    for handover in (asked_later, asked_first):
        common = (partnership.storage.new_uow, partnership.clock, handover.organization_id, handover.id, "console")
        await handovers.accept(*common)
        await partnership.work()
    await partnership.say("for south")
    assert await written(partnership, asked_later) == ["for south"]


async def test_a_talk_that_sleeps_gives_way(partnership: Partnership) -> None:
    first = await taken(partnership, "north")
    await partnership.later(timedelta(days=8), timedelta(days=1))
    second = await taken(partnership, "south")
    await partnership.say("for south")
    assert await written(partnership, first) == []
    assert await written(partnership, second) == ["for south"]


async def close(partnership: Partnership, handover: Handover) -> None:
    common = (partnership.storage.new_uow, partnership.clock, handover.organization_id, handover.id, "console")
    await handovers.close(*common, Outcome.HELPED)


def told_of(partner: str) -> str:
    return GettextTexts().say("nl", "writes_to", organization=partner)


async def test_the_talk_falls_back_to_who_is_left_and_the_resident_hears_it(partnership: Partnership) -> None:
    first, second = await taken(partnership, "north"), await taken(partnership, "south")
    await partnership.resident(lambda turn: setattr(turn, "conversation", turn.conversation.written_to(second.id)))
    await close(partnership, second)
    await partnership.work()
    assert (await partnership.replies())[-1] == told_of("north")
    await partnership.say("for north again")
    assert await written(partnership, first) == ["for north again"]


async def test_what_was_typed_for_one_who_has_just_closed_goes_to_nobody_else(partnership: Partnership) -> None:
    first, second = await taken(partnership, "north"), await taken(partnership, "south")
    await partnership.type("for north")
    await close(partnership, first)
    await partnership.work()
    assert await written(partnership, first) == await written(partnership, second) == []
    assert (await partnership.replies())[-1] == told_of("south")
    await partnership.say("for south")
    assert await written(partnership, second) == ["for south"]


@pytest.mark.parametrize("end", [own_handovers.end_relay, own_handovers.withdraw])
async def test_who_ends_one_talk_hears_with_whom_the_other_goes_on(
    partnership: Partnership, end: Callable[[Turn, Handover], Handover]
) -> None:
    first, second = await taken(partnership, "north"), await taken(partnership, "south")
    third = await taken(partnership, "east")

    def ends(handover: Handover) -> Callable[[Turn], object]:
        return lambda turn: end(turn, turn.conversation.handover(handover.id) or handover)

    for ended, left in ((second, "north"), (first, "east")):
        await partnership.resident(ends(ended))
        assert (await partnership.replies())[-1] == told_of(left)
    await partnership.say("for east")
    assert await written(partnership, third) == ["for east"]
    told = len(await partnership.replies())
    await partnership.resident(ends(third))
    assert len(await partnership.replies()) == told
    assert not partnership.script.refused


async def test_the_other_ones_message_says_who_is_written_to(partnership: Partnership) -> None:
    first, second = await taken(partnership, "north"), await taken(partnership, "south")
    for partner, handover in (("north", first), ("south", second)):
        common = (partnership.storage.new_uow, partnership.clock, partner, handover.id, "console")
        await handovers.write(*common, f"hello from {partner}")
        await partnership.work()
    assert "partner_message" not in partnership.heard(first.id)
    assert partnership.heard(second.id)[-1] == "partner_message"


async def test_somebody_else_can_be_asked_for_what_is_left(partnership: Partnership) -> None:
    left: list[tuple[Need, ...]] = []

    def look(turn: Turn) -> None:
        left.append(proposals.needs_left(turn, turn.conversation.handovers[0]))

    handover = await partnership.ask("north", HelpQuestion(words="x", needs=(Need.HOUSING, Need.LEGAL)))
    await partnership.resident(look)
    await partnership.resident(lambda turn: talk.take_up_again(turn, handover.id, Need.LEGAL))
    conversation = await partnership.conversation()
    assert conversation is not None
    assert left == [(Need.LEGAL,)]
    assert conversation.question.needs == (Need.LEGAL, Need.HOUSING)
    assert not conversation.question.sent


async def test_what_was_begun_meanwhile_comes_back(partnership: Partnership) -> None:
    handover = await partnership.ask("north", HelpQuestion(words="first", needs=(Need.HOUSING,)))
    found: list[bool] = []

    def begin(turn: Turn) -> None:
        talk.open_sheet(turn)
        talk.change_question(turn, turn.conversation.question.tell("second", (Need.WORK,)))

    await partnership.resident(begin)
    await partnership.resident(lambda turn: talk.take_up_again(turn, handover.id))
    conversation = await partnership.conversation()
    assert conversation is not None
    assert conversation.question.words == "first"
    for _ in range(2):
        await partnership.resident(lambda turn: found.append(talk.bring_back(turn)))
    conversation = await partnership.conversation()
    assert conversation is not None
    assert (conversation.question.words, conversation.aside, found) == ("second", None, [True, False])
    assert not partnership.script.refused
