"""A danger in doubt: when it is asked about, alone on the screen, and what answers the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.adapters.asides import ask_about_danger_alone, mention_numbers
from bot.adapters.doubt import answer_to_doubt, is_a_guess, may_doubt, with_doubt
from bot.adapters.moment import Moment
from bot.adapters.wordings import catalogues
from bot.domain.conversation import Conversation
from bot.domain.labels import Act, Crisis, Topic
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


ONCE_IN_DANGER = replace(CHECKED, slot="service", was_checked=False, offered=(), danger=Crisis.VIOLENCE)
LONG = "and now and then he gets loud and then I do not feel so well with him"


def test_who_was_safe_and_writes_that_he_is_back_is_in_danger_again() -> None:
    back = with_doubt(heard(), ONCE_IN_DANGER, "he's back early, what if he sees this")
    assert (back.crisis, back.crisis_sure) == (Crisis.VIOLENCE, True)
    assert with_doubt(heard(), replace(ONCE_IN_DANGER, danger=None), "he's back early").crisis is None
    assert with_doubt(heard(), replace(ONCE_IN_DANGER, danger=Crisis.SUICIDE), "he's back early").crisis is None


@pytest.mark.parametrize(
    ("slot", "asked_before", "score", "asks"),
    [
        ("wish", False, 0.2, True),
        ("wish", False, 0.12, False),
        ("story", False, 0.12, False),
        ("story", False, 0.22, True),
        ("story", True, 0.2, False),
        ("wish", True, 0.5, True),
    ],
)
def test_how_likely_a_danger_is_to_be_asked_about(slot: str, asked_before: bool, score: float, asks: bool) -> None:
    moment = replace(ONCE_IN_DANGER, slot=slot, danger=None, dangers_asked=(Crisis.SUICIDE,) * asked_before)
    told = replace(heard(), crisis=Crisis.VIOLENCE, crisis_score=score)
    assert may_doubt(moment, told, LONG) is asks


@pytest.mark.parametrize(
    ("score", "said", "guess"),
    [(0.3, "I stay in the house all day", True), (0.5, "he comes in", False), (0.3, "i see no point anymore", False)],
)
def test_a_guess_is_no_question(score: float, said: str, guess: bool) -> None:
    told = replace(heard(), crisis=Crisis.VIOLENCE, crisis_score=score)
    assert is_a_guess(CHECKED, told, said) is guess


def test_the_numbers_are_mentioned_once_and_only_for_a_doubt() -> None:
    turn = a_turn()
    turn.understanding = heard()
    mention_numbers(turn, catalogues())
    assert not turn.replies
    turn.understanding = replace(heard(), crisis=Crisis.VIOLENCE, crisis_score=0.3)
    mention_numbers(turn, catalogues())
    mention_numbers(turn, catalogues())
    assert ["112" in reply.text for reply in turn.replies] == [True]
    assert not turn.conversation.question.dangers_asked


def test_whether_to_call_is_asked_and_no_danger_told() -> None:
    asked = replace(heard(danger=True), topic=Topic.CALLING, topic_score=0.9, crisis_score=0.03)
    assert with_doubt(asked, CHECKED, "should I call 112 or not?").crisis is None
    assert with_doubt(replace(asked, crisis_score=0.5), CHECKED, "she is blue, should I call 112?").crisis is not None


def test_who_asks_who_helps_those_who_are_hit_tells_of_no_danger() -> None:
    asked = replace(heard(danger=True), topic=Topic.AFRAID_AT_HOME, topic_score=0.9, crisis_score=0.3)
    assert with_doubt(asked, CHECKED, "who helps women who are hit at home?").crisis is None
    assert with_doubt(replace(asked, crisis_score=0.7), CHECKED, "he hits me, who helps?").crisis is not None


def test_a_few_words_that_are_nearly_sure_are_asked_about() -> None:
    few = replace(heard(), crisis=Crisis.VIOLENCE, crisis_score=0.95)
    assert may_doubt(replace(ONCE_IN_DANGER, danger=None), few, "he does it")
    assert not may_doubt(replace(ONCE_IN_DANGER, danger=None), replace(few, crisis_score=0.5), "he does it")


RELAYS = replace(CHECKED, was_checked=False, offered=(), slot=None, relays=True)


@pytest.mark.parametrize(
    ("moment", "score", "sure"),
    [
        (RELAYS, 0.7, False),
        (replace(RELAYS, danger=Crisis.SUICIDE), 0.7, True),
        (replace(RELAYS, was_checked=True), 0.7, True),
        (replace(RELAYS, danger=Crisis.SUICIDE), 0.3, False),
        (replace(CHECKED, was_checked=False, slot="consent", danger=Crisis.SUICIDE), 0.93, True),
        (replace(CHECKED, was_checked=False, slot="consent", danger=Crisis.VIOLENCE), 0.93, False),
    ],
)
def test_a_danger_that_is_told_again_is_no_doubt(moment: Moment, score: float, sure: bool) -> None:
    again = Understanding("en", crisis=Crisis.SUICIDE, crisis_score=score, crisis_sure=False)
    assert with_doubt(again, moment, "it is bad again tonight and I stand in the shed").crisis_sure is sure


@pytest.mark.parametrize("moment", [RELAYS, replace(CHECKED, was_checked=False, slot="consent")])
def test_an_order_or_an_appointment_is_asked_about_at_most(moment: Moment) -> None:
    sure = Understanding("en", crisis=Crisis.SUICIDE, crisis_score=0.99, crisis_sure=True)
    assert not with_doubt(sure, moment, "tomorrow afternoon is good, do not say that it was me who wrote").crisis_sure
    assert with_doubt(sure, moment, "I am going to hang myself tonight in the shed").crisis_sure


def test_an_appointment_is_no_danger() -> None:
    moment = replace(CHECKED, was_checked=False, slot="support")
    likely = Understanding("en", crisis=Crisis.SUICIDE, crisis_score=0.6)
    assert not may_doubt(moment, likely, "only message me wed or fri after 4 and put that im 17")
    violent = replace(likely, crisis=Crisis.VIOLENCE)
    assert may_doubt(moment, violent, "on Friday he comes home after the pub and then it begins again")
    assert may_doubt(moment, likely, "it all gets darker and darker around me, since Friday")
