"""A danger in doubt: when it is asked about, alone on the screen, and what answers the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.adapters.asides import ask_about_danger_alone
from bot.adapters.doubt import answer_to_doubt
from bot.adapters.moment import Moment
from bot.domain.conversation import Conversation
from bot.domain.labels import Act, Crisis
from bot.domain.messages import Choice, Incoming, Reply
from bot.domain.partners import Directory
from bot.domain.understanding import Understanding
from bot.service import danger
from bot.service.turn import Turn

YES, NO = '/crisis{"value": "suicide"}', '/resume{"value": "no_danger"}'
CHECKED = Moment("en", None, "heard", begins=False, away=False, has_sent=False, was_checked=True, offered=(YES, NO))
CHECK = Reply("Is there danger?", "en", (Choice("a", "Yes", YES), Choice("b", "No", NO)), "crisis")
HEARD = Reply("You are tired.", "en")
ASKED = Reply("Is that right?", "en", (Choice("c", "Yes", "/affirm"),))


def a_turn(*replies: Reply) -> Turn:
    incoming = Incoming("web", "c", "1", "text", "so tired")
    now = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
    return Turn(Conversation("c", "web", "c"), incoming, Directory((), ()), now, replies=[*replies])


def heard(act: Act | None = None, danger: bool = False) -> Understanding:
    crisis = Crisis.SUICIDE if danger else None
    return Understanding("en", act=act, act_score=0.7 if act else 0.0, crisis=crisis, crisis_sure=danger)


def test_the_question_about_danger_comes_last_and_alone() -> None:
    turn = a_turn(CHECK, HEARD, ASKED)
    ask_about_danger_alone(turn, form_asks=True)
    assert turn.replies == [HEARD, CHECK]


def test_what_the_form_does_not_ask_stays_without_its_buttons() -> None:
    turn = a_turn(CHECK, ASKED)
    ask_about_danger_alone(turn, form_asks=False)
    assert turn.replies == [replace(ASKED, buttons=()), CHECK]


def test_without_a_doubt_nothing_changes() -> None:
    turn = a_turn(HEARD, ASKED)
    ask_about_danger_alone(turn, form_asks=True)
    assert turn.replies == [HEARD, ASKED]


@pytest.mark.parametrize(
    ("understood", "said", "payload"),
    [
        (heard(Act.AFFIRM), "yes", YES),
        (heard(Act.DENY), "no", NO),
        (heard(), "no no I'm just tired, there is no danger", NO),
        (heard(danger=True), "I don't want to die, I am ashamed", NO),
        (heard(danger=True), "I don't want to die but I can't go on", None),
        (heard(Act.AFFIRM), "yes and the rent is too high too", None),
        (heard(Act.NOT_NOW), "not now, I won't do anything, I am tired", YES),
        (heard(), "the letters", None),
    ],
)
def test_a_yes_or_no_answers_it(understood: Understanding, said: str, payload: str | None) -> None:
    assert answer_to_doubt(CHECKED, understood, said) == payload


def test_where_no_danger_was_asked_about_a_yes_is_for_something_else() -> None:
    assert answer_to_doubt(replace(CHECKED, was_checked=False), heard(Act.AFFIRM), "yes") is None


@pytest.mark.parametrize(
    ("said", "payload"),
    [("no, that is just how I talk", NO), ("I am fine, my friend is with me", NO), ("yes, I am afraid of him", YES)],
)
def test_a_yes_or_no_with_more_behind_it_settles_the_doubt(said: str, payload: str) -> None:
    assert answer_to_doubt(CHECKED, heard(), said) == payload


def test_what_settles_nothing_is_no_answer_to_what_stood_before() -> None:
    asked_before = replace(CHECKED, slot="wish")
    assert (
        answer_to_doubt(asked_before, heard(), "what do you mean by danger") == '/resume{"value": "danger_unsettled"}'
    )
    assert answer_to_doubt(CHECKED, heard(), "what do you mean by danger") is None


def test_veiled_words_of_dying_are_asked_about_once_more_after_a_no() -> None:
    turn = a_turn()
    turn.understanding = Understanding("en", crisis=Crisis.SUICIDE)
    assert danger.to_ask_about(turn) is Crisis.SUICIDE
    assert danger.to_ask_about(turn) is None
    assert danger.to_ask_about(turn, again=True) is Crisis.SUICIDE
    assert danger.to_ask_about(turn, again=True) is None
