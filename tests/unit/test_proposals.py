"""Who is proposed in a talk: declines of this question alone, the coordinator, and what lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.weights import load_weights
from bot.domain.conversation import Conversation
from bot.domain.handover import DeclineReason, Step
from bot.domain.labels import Need, Preference, Reach
from bot.domain.messages import Incoming
from bot.domain.partners import Service
from bot.domain.question import HelpQuestion
from bot.domain.unmet import UnmetNeed
from bot.service import own_handovers, proposals, talk
from bot.service.turn import Turn
from tests.support.directories import a_directory, a_location, a_service

NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
MESEN = load_gazetteer().named("Mesen")


def a_turn(*services: Service, **question: Any) -> Turn:
    asked = HelpQuestion(**{"words": "hulp", "needs": (Need.HOUSING,), "place": MESEN, **question})
    conversation = Conversation("c", "web", "c", question=asked)
    incoming = Incoming("web", "c", "1", "text", "wie?")
    return Turn(conversation, incoming, a_directory(*services), NOW, weights=load_weights())


def one(id: str, **changes: Any) -> Service:
    return a_service(id, organization_id=f"o-{id}", **{"reach": frozenset({Reach.PHONE}), **changes})


def shown(turn: Turn) -> list[str]:
    return [each.service.id for each in proposals.propose(turn)]


def decline(turn: Turn, service_id: str, reason: DeclineReason = DeclineReason.OTHER) -> None:
    handover = own_handovers.send_handover(turn, service_id)
    declined = handover.take(Step.DECLINE, NOW, reason=reason)
    turn.conversation = turn.conversation.with_handover(declined)
    talk.take_up_again(turn, handover.id)


def test_a_decline_counts_for_its_own_question_alone() -> None:
    turn = a_turn(one("a"), one("b"))
    assert shown(turn) == ["a", "b"]
    decline(turn, "a", DeclineReason.TARGET_GROUP)
    assert shown(turn) == ["b"]
    talk.forget_question(turn)
    talk.add_need(turn, Need.HOUSING)
    assert shown(turn) == ["a", "b"]


def test_a_question_that_is_with_somebody_is_not_proposed_to_them_again() -> None:
    turn = a_turn(one("a"), one("b"))
    own_handovers.send_handover(turn, "a")
    talk.open_sheet(turn)
    talk.add_need(turn, Need.HOUSING)
    assert shown(turn) == ["b"]


def test_unmet_needs_are_counted_once_a_question() -> None:
    turn = a_turn(one("a"), needs=(Need.HOUSING, Need.LEGAL, Need.CHILDCARE))
    assert shown(turn) == ["a"]
    expected = [UnmetNeed("2026-11", "Mesen", "legal"), UnmetNeed("2026-11", "Mesen", "childcare")]
    assert turn.unmet_needs == expected
    talk.look_anew(turn)
    assert shown(turn) == ["a"]
    assert turn.unmet_needs == expected
    talk.forget_question(turn)
    talk.add_need(turn, Need.LEGAL)
    assert shown(turn) == []
    assert turn.unmet_needs == [*expected, UnmetNeed("2026-11", "", "legal")]


def test_who_has_no_room_meets_no_need() -> None:
    full = one("a", capacity="full")
    turn = a_turn(full)
    assert shown(turn) == ["a"]
    assert [each.need for each in turn.unmet_needs] == ["housing"]
    turn = a_turn(full, one("b"))
    assert shown(turn) == ["b", "a"]
    assert turn.unmet_needs == []


def test_after_a_decline_by_the_only_one_the_need_is_unmet() -> None:
    turn = a_turn(one("a"))
    shown(turn)
    assert turn.unmet_needs == []
    decline(turn, "a")
    assert shown(turn) == []
    assert [each.need for each in turn.unmet_needs] == ["housing"]


def test_a_fourth_who_fits_meets_a_need_too() -> None:
    everywhere = [one(id, needs=frozenset({Need.HOUSING})) for id in "abc"]
    fourth = one("d", needs=frozenset({Need.LEGAL}), capacity="waiting_list")
    turn = a_turn(*everywhere, fourth, needs=(Need.HOUSING, Need.LEGAL))
    assert "d" not in shown(turn)
    assert turn.unmet_needs == []


def test_the_coordinator_is_turned_to_only_where_nobody_fits() -> None:
    coordinator = one("z", needs=frozenset(), coordinator=True)
    turn = a_turn(one("a"), coordinator, needs=(Need.LEGAL,))
    assert shown(turn) == []
    found = proposals.turn_to_coordinator(turn)
    assert found == coordinator
    assert turn.conversation.near == ("z",)
    decline(turn, "z")
    assert shown(turn) == []
    assert proposals.turn_to_coordinator(turn) is None
    assert shown(a_turn(one("a"), coordinator)) == ["a"]


@pytest.mark.parametrize("changes", [{"status": "inactive"}, {"area": frozenset({"Veurne"})}, {"coordinator": False}])
def test_who_is_no_coordinator_here(changes: dict[str, Any]) -> None:
    turn = a_turn(replace(one("z", coordinator=True), **changes), needs=(Need.LEGAL,))
    assert proposals.turn_to_coordinator(turn) is None


def test_a_wish_shows_only_who_fulfils_it_new_ones_first() -> None:
    visits, both = frozenset({Reach.HOME_VISIT}), frozenset({Reach.HOME_VISIT, Reach.PHONE})
    turn = a_turn(*(one(id, reach=visits) for id in "abc"), one("d", reach=both), one("e"))
    assert shown(turn) == ["a", "b", "c"]
    found = proposals.propose(turn, "home")
    assert [each.service.id for each in found] == ["d"]
    assert not proposals.were_seen(turn, found)
    found = proposals.propose(turn, "home")
    assert [each.service.id for each in found] == ["a", "b", "c"]
    assert proposals.were_seen(turn, found)
    assert [each.service.id for each in proposals.propose(turn, "phone")] == ["e"]
    assert proposals.propose(turn, "woman") == ()
    assert shown(turn) == []


def test_where_a_woman_can_be_asked_for() -> None:
    wish = {"preferences": (Preference.WOMAN,)}
    assert proposals.has_women(a_turn(one("a"), one("b", women=True), **wish))
    assert not proposals.has_women(a_turn(one("a"), one("b", women=True, needs=frozenset({Need.LEGAL})), **wish))
    assert shown(a_turn(one("a"), one("b", women=True), **wish))[0] == "b"


def test_when_a_car_matters() -> None:
    far, here = a_location("f", 51.07, 2.66), a_location("h", 50.76, 2.9, "Mesen", "8957")
    there = frozenset({Reach.AT_LOCATION})
    for service, matters in (
        (one("a", reach=there, locations=(far,)), True),
        (one("a", reach=there, locations=(here,)), False),
        (one("a", reach=there | {Reach.PHONE}, locations=(far,)), False),
    ):
        turn = a_turn(service)
        assert shown(turn) == ["a"]
        assert proposals.needs_travel(turn) == matters


def test_who_has_no_car_still_has_none_in_the_next_question() -> None:
    turn = a_turn(one("a"), no_car=True)
    own_handovers.send_handover(turn, "a")
    talk.open_sheet(turn)
    assert turn.conversation.question.no_car
    turn = a_turn(one("a"), no_car=True, for_someone_else=True)
    own_handovers.send_handover(turn, "a")
    talk.open_sheet(turn)
    assert not turn.conversation.question.no_car


def test_who_left_the_directory_takes_no_questions() -> None:
    turn = a_turn(one("a"), one("b", status="inactive"))
    assert [proposals.takes_questions(turn, id) for id in ("a", "b", "gone")] == [True, False, False]


def test_what_the_coordinator_has_is_not_asked_elsewhere_need_by_need() -> None:
    turn = a_turn(one("c", needs=frozenset(), coordinator=True))
    assert proposals.turn_to_coordinator(turn) is not None
    handover = own_handovers.send_handover(turn, "c")
    assert proposals.needs_left(turn, handover) == ()
