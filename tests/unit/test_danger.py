"""A danger that the person names, and careful contact where somebody at home is feared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.in_danger import denies_a_plan
from bot.domain.consent import is_about
from bot.domain.labels import Crisis, Need, Preference
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service import danger, talk
from tests.support.turns import a_turn

CALM, ALARMING = Understanding("en"), Understanding("en", crisis=Crisis.VIOLENCE)


@pytest.mark.parametrize(
    ("told", "of_danger"),
    [((CALM, CALM, ALARMING), (2,)), ((ALARMING, CALM, CALM), (1, 2)), ((), (1, 2))],
)
def test_a_yes_is_about_what_was_told_last_and_sounds_like_it(
    told: tuple[Understanding, ...], of_danger: tuple[int, ...]
) -> None:
    turn = a_turn(HelpQuestion(words="I have no work.\nI owe money. He throws plates"), told)
    danger.name(turn, Crisis.VIOLENCE)
    assert turn.conversation.question.of_danger == of_danger


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        (HelpQuestion(crisis=Crisis.VIOLENCE), True),
        (HelpQuestion(afraid_at_home=True), True),
        (HelpQuestion(crisis=Crisis.SUICIDE), False),
        (HelpQuestion(crisis=Crisis.VIOLENCE, consult=True), False),
        (HelpQuestion(crisis=Crisis.VIOLENCE, preferences=(Preference.DISCREET,)), False),
    ],
)
def test_careful_contact_is_asked_for_once(question: HelpQuestion, asks: bool) -> None:
    turn = a_turn(question)
    assert talk.ask_for_care(turn) is asks
    assert not talk.ask_for_care(turn)
    assert (Preference.DISCREET in turn.conversation.question.preferences) is (asks or bool(question.preferences))


def test_what_is_denied_goes_with_all_that_came_by_itself() -> None:
    told = ("he hits me",)
    turn = a_turn(HelpQuestion(words="he hits me", crisis=Crisis.VIOLENCE, told_in_danger=told))
    talk.ask_for_care(turn)
    danger.deny(turn)
    question = turn.conversation.question
    assert (question.crisis, question.told_in_danger, question.preferences) == (None, (), ())
    assert question.dangers_settled == (Crisis.VIOLENCE,)
    assert danger.to_ask_about(replace(turn, understanding=ALARMING)) is None


def test_who_fears_somebody_at_home_keeps_the_careful_contact() -> None:
    turn = a_turn(HelpQuestion(crisis=Crisis.VIOLENCE, afraid_at_home=True))
    talk.ask_for_care(turn)
    danger.deny(turn)
    assert turn.conversation.question.preferences == (Preference.DISCREET,)


def test_a_danger_that_is_told_again_is_settled_no_more() -> None:
    turn = a_turn(HelpQuestion(dangers_asked=(Crisis.SUICIDE, Crisis.VIOLENCE)))
    danger.settle_asked(turn)
    assert turn.conversation.question.dangers_settled == (Crisis.VIOLENCE,)
    danger.name(turn, Crisis.VIOLENCE)
    assert turn.conversation.question.dangers_settled == ()


@pytest.mark.parametrize(
    ("crisis", "told", "about"),
    [
        (Crisis.VIOLENCE, ("he hits me",), ("violence", "money")),
        (Crisis.CHILD_DANGER, ("he hits me",), ("violence", "money")),
        (Crisis.VIOLENCE, (), ("money",)),
        (Crisis.SUICIDE, ("he hits me",), ("money",)),
        (None, (), ("money",)),
    ],
)
def test_violence_stands_in_what_it_is_about_where_its_words_do(
    crisis: Crisis | None, told: tuple[str, ...], about: tuple[str, ...]
) -> None:
    assert is_about(HelpQuestion(words="he hits me", needs=(Need.MONEY,), crisis=crisis, told_in_danger=told)) == about


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "bah ja ge moe nie verschietn, kga niks doen, k zegge da mo"),
        ("fr", "je vais pas le faire la mtn non, je dis ca comme ca"),
        ("en", "nah im not gonna do owt daft, got the dog to feed"),
        ("ar", "لا تخاف ما راح اعمل شي، بس حكي"),
    ],
)
def test_who_will_not_do_it_denies_a_plan(language: str, said: str) -> None:
    assert denies_a_plan(language, said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I won't do anything today but I don't see the point anymore"),
        ("nl", "ik heb de pillen hier liggen"),
        ("en", "he does nothing for me"),
    ],
)
def test_a_plan_is_not_denied_beside_veiled_words(language: str, said: str) -> None:
    assert not denies_a_plan(language, said)
