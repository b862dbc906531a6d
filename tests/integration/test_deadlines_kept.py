"""Three months on a clock that the test sets: reminders, the coordinator, the honest end, and aftercare."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial

import pytest

from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.domain.aftercare import SILENCE, Rhythm
from bot.domain.handover import DeclineReason, HandoverState, Helped, Outcome, StepNotPossible, Urgency
from bot.domain.labels import Crisis, Need
from bot.domain.partners import Directory, Organization
from bot.domain.question import HelpQuestion
from bot.service import for_whom, handovers, own_handovers, proposals, talk
from bot.service.assurances import FULL_FOR
from bot.service.ports import OutcomeCount
from bot.service.turn import Turn
from tests.support.directories import a_service
from tests.support.partnership import COORDINATOR, MONDAY, Partnership, mail_of, three_partners

SILENT = GettextTexts().say("nl", "mail.silent.subject")
THREE_MONTHS = timedelta(days=91)


@pytest.fixture
async def partnership(storage: Storage) -> Partnership:
    partnership = Partnership(storage)
    await partnership.open()
    return partnership


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of late 2026 in UTC, an hour behind the region's winter time."""
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.utc)


async def test_what_nobody_answers_ends_honestly(partnership: Partnership) -> None:
    handover = await partnership.ask("north", HelpQuestion(words="x", crisis=Crisis.NO_SHELTER))
    assert (handover.urgency, handover.due_at) == (Urgency.DAY, at(11, 24, 9))
    await partnership.later(THREE_MONTHS, timedelta(minutes=30))
    mails = await partnership.mails(mail_of("north"))
    assert [(mail.subject, mail.sent_at) for mail in mails[1:]] == [
        ("Dichtbij: een vraag wacht nog op jullie antwoord", at(11, 24, 8)),  # half of the time, once it opens
        ("Dichtbij: de tijd voor een vraag is voorbij", at(11, 24, 9)),
    ]
    (told,) = await partnership.mails(COORDINATOR)
    assert told.sent_at == at(11, 24, 8, 30)
    assert "north" in told.text
    assert handover.id[:8] in told.text
    assert "dinsdag 24 november" in told.text
    assert partnership.heard(handover.id) == ["handover_expired"]
    assert (await partnership.handover(handover.id)).state is HandoverState.EXPIRED


async def test_an_answer_in_time_leaves_nobody_reminded(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    await partnership.later(timedelta(days=1))
    await handovers.accept(partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await partnership.later(THREE_MONTHS, timedelta(hours=6))
    assert len(await partnership.mails(mail_of("north"))) == 1
    assert await partnership.mails(COORDINATOR) == []
    assert partnership.heard(handover.id) == ["handover_accepted", "aftercare"]


async def test_a_partner_with_the_console_alone_is_waited_for_too(partnership: Partnership) -> None:
    handover = await partnership.ask("east")
    assert handover.state is HandoverState.DELIVERED
    await partnership.later(timedelta(days=30), timedelta(hours=6))
    assert len(await partnership.mails(COORDINATOR)) == 1
    assert partnership.heard(handover.id) == ["handover_expired"]


async def test_who_opens_it_has_read_it_once(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    common = (partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await handovers.acknowledge(*common)
    with pytest.raises(StepNotPossible):
        await handovers.acknowledge(*common)
    await partnership.work()
    assert partnership.heard(handover.id) == ["handover_acknowledged"]
    assert (await partnership.handover(handover.id)).acknowledged_at == MONDAY


async def test_too_late_is_told(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    await partnership.later(timedelta(days=30), timedelta(hours=6))
    with pytest.raises(StepNotPossible):
        await handovers.accept(partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")


async def test_a_full_service_ranks_behind_the_others_for_a_while(partnership: Partnership) -> None:
    shown: list[list[str]] = []

    def look(turn: Turn) -> None:
        talk.forget_question(turn)
        shown.append([proposal.service.id for proposal in proposals.propose(turn)])

    handover = await partnership.ask("east")
    common = (partnership.storage.new_uow, partnership.clock, "east", handover.id, "console")
    await partnership.resident(look)
    await handovers.decline(*common, DeclineReason.FULL)
    await partnership.resident(look)
    await partnership.later(FULL_FOR + timedelta(days=1), timedelta(days=1))
    await partnership.resident(look)
    assert [names.index("east-help") if "east-help" in names else None for names in shown] == [None, 2, 0]


async def test_a_no_for_want_of_room_confirms_nothing_else_of_the_service(partnership: Partnership) -> None:
    handover, new_uow = await partnership.ask("north"), partnership.storage.new_uow
    async with new_uow() as uow:
        before = (await uow.directory.load()).service("north-help")
    await handovers.decline(new_uow, partnership.clock, "north", handover.id, "console", DeclineReason.FULL)
    async with new_uow() as uow:
        after = (await uow.directory.load()).service("north-help")
    today = partnership.clock().date()
    assert (before.capacity_on(today), after.capacity_on(today)) == ("open", "full")
    assert after.assured_on in (before.assured_on, today) and after.closures == before.closures


async def test_aftercare_comes_after_the_contact_and_after_the_end(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    common = (partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await handovers.accept(*common)
    await partnership.later(timedelta(days=1))
    await handovers.write(*common, "Hello")
    await partnership.later(timedelta(days=3) - timedelta(hours=1))
    assert "aftercare" not in partnership.heard(handover.id)
    await partnership.later(timedelta(hours=1))
    assert partnership.heard(handover.id).count("aftercare") == 1
    await handovers.close(*common, Outcome.HELPED)
    await partnership.later(timedelta(weeks=3), timedelta(hours=6))
    assert partnership.heard(handover.id).count("aftercare") == 2
    await partnership.later(THREE_MONTHS, timedelta(days=1))
    assert partnership.heard(handover.id).count("aftercare") == 2


async def test_each_week_for_who_wishes_it(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    await handovers.accept(partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await partnership.work()
    await partnership.resident(lambda turn: own_handovers.choose_rhythm(turn, Rhythm.WEEKLY))
    for week in range(1, 4):
        await partnership.later(timedelta(weeks=1), timedelta(hours=6))
        assert partnership.heard(handover.id).count("aftercare") == week
        await partnership.resident(lambda turn: own_handovers.note_asked(turn, turn.conversation.handovers[0]))
    await partnership.resident(lambda turn: own_handovers.choose_rhythm(turn, Rhythm.NONE))
    await partnership.later(THREE_MONTHS, timedelta(days=1))
    assert partnership.heard(handover.id).count("aftercare") == 3


async def test_a_talk_in_which_nobody_writes_for_two_weeks_is_closed(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    common = (partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await handovers.accept(*common)
    await partnership.later(timedelta(days=10), timedelta(hours=6))
    await handovers.write(*common, "Hello")
    await partnership.later(SILENCE - timedelta(hours=6), timedelta(hours=6))
    assert (await partnership.handover(handover.id)).relay_open
    await partnership.later(timedelta(hours=12), timedelta(hours=6))
    assert (await partnership.handover(handover.id)).state is HandoverState.CLOSED
    assert partnership.heard(handover.id).count("handover_closed") == 1
    assert [mail.subject for mail in await partnership.mails(mail_of("north"))].count(SILENT) == 1


async def test_how_it_goes_reaches_the_partner_only_with_a_yes(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    new_uow = partnership.storage.new_uow
    await handovers.accept(new_uow, partnership.clock, "north", handover.id, "console")
    await partnership.work()
    await partnership.resident(lambda turn: own_handovers.say_helped(turn, turn.conversation.handovers[0], Helped.NO))
    assert len(await partnership.mails(mail_of("north"))) == 1
    view = await handovers.view(new_uow, "north", handover.id)
    assert "helped.no" not in {event.step for event in view.events}
    async with new_uow() as uow:
        assert OutcomeCount("2026-11", "north", "north-help", "helped.no", 1) in await uow.outcomes.all()
    await partnership.resident(lambda turn: own_handovers.tell_helped(turn, turn.conversation.handovers[0]))
    assert len(await partnership.mails(mail_of("north"))) == 2
    view = await handovers.view(new_uow, "north", handover.id)
    assert "helped.no" in {event.step for event in view.events}
    async with new_uow() as uow:
        consent = await uow.consents.of_handover(handover.id)
    assert consent is not None
    assert consent.purpose == "handover"


async def test_counts_outlive_an_erasure_and_timers_do_not(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    new_uow = partnership.storage.new_uow
    await handovers.decline(new_uow, partnership.clock, "north", handover.id, "console", DeclineReason.AREA)
    await partnership.ask("south")
    await partnership.work()
    await partnership.resident(own_handovers.erase)
    await partnership.later(THREE_MONTHS, timedelta(days=1))
    assert await partnership.mails(COORDINATOR) == []
    async with new_uow() as uow:
        assert await uow.outcomes.all() == [OutcomeCount("2026-11", "north", "north-help", "declined.area", 1)]


async def test_the_same_partner_is_asked_again(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    common = (partnership.storage.new_uow, partnership.clock, "north", handover.id, "console")
    await handovers.accept(*common)
    await handovers.close(*common, Outcome.STOPPED)
    await partnership.later(timedelta(days=1))
    await partnership.resident(lambda turn: own_handovers.reopen(turn, turn.conversation.handovers[0]))
    reopened = await partnership.handover(handover.id)
    assert reopened.state is HandoverState.DELIVERED  # by mail, which went out at once
    assert reopened.due_at == partnership.now + timedelta(weeks=2)
    await handovers.accept(*common)
    await partnership.work()
    assert partnership.heard(handover.id) == ["handover_accepted", "handover_closed", "handover_accepted"]


async def test_a_partner_who_left_the_directory_keeps_nobody_waiting(partnership: Partnership) -> None:
    handover = await partnership.ask("north")
    async with partnership.storage.new_uow() as uow:
        directory = await uow.directory.load()
        rest = tuple(each for each in directory.organizations if each.id != "north")
        services = tuple(each for each in directory.services if each.organization_id != "north")
        await uow.directory.replace(type(directory)(rest, services), partnership.now)
        await uow.commit()
    await partnership.later(timedelta(days=30), timedelta(hours=6))
    assert partnership.heard(handover.id) == ["handover_expired"]


async def test_a_professional_can_always_ask_the_coordinator(partnership: Partnership) -> None:
    shown: list[list[str]] = []

    def look(turn: Turn, *, consult: bool) -> None:
        talk.forget_question(turn)
        if consult:
            for_whom.ask_consult(turn)
        talk.add_need(turn, Need.HOUSING)
        shown.append([proposal.service.id for proposal in proposals.propose(turn)])

    office = Organization("office", "office")
    advice = a_service("advice", organization_id="office", needs=frozenset({Need.LEGAL}), coordinator=True)
    known = three_partners()
    async with partnership.storage.new_uow() as uow:
        directory = Directory((*known.organizations, office), (*known.services, advice))
        await uow.directory.replace(directory, partnership.now)
        await uow.commit()
    await partnership.resident(partial(look, consult=False))
    await partnership.resident(partial(look, consult=True))
    assert not partnership.script.refused
    assert shown == [["east-help", "north-help", "south-help"], ["east-help", "north-help", "advice"]]
