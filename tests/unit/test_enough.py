"""What "no nothing, thanks" answers, by what was asked."""

from __future__ import annotations

import pytest

from bot.adapters.enough import TOLD_ENOUGH, enough_answers, wants_nothing
from bot.adapters.moment import Moment
from bot.domain.labels import Act, Need
from bot.domain.understanding import Understanding
from bot.nlu.example import OUT_OF_SCOPE, TELL


@pytest.mark.parametrize(
    ("language", "said", "nothing"),
    [
        ("nl", "nee niets, bedankt", True),
        ("nl", "niks meer merci", True),
        ("nl", "neen da was alles, dankje", True),
        ("nl", "tis al", True),
        ("nl", "ik heb niets meer om te eten", False),
        ("nl", "niets helpt", False),
        ("fr", "non rien merci", True),
        ("fr", "c'était tout, merci beaucoup", True),
        ("fr", "nn c bon mrc", True),
        ("fr", "rien ne va plus", False),
        ("ar", "لا شي شكرا", True),
        ("ar", "هذا كل شيء، شكرا لكم", True),
        ("ar", "لا والو شكرا بزاف", True),
        ("ar", "ما في شي أكله", False),
        ("en", "no nothing, thanks", True),
        ("en", "Nothing more, thank you.", True),
        ("en", "that was all, thanks", True),
        ("en", "nothing works anymore", False),
    ],
)
def test_who_wants_nothing_more(language: str, said: str, nothing: bool) -> None:
    assert wants_nothing(language, said) is nothing


def at(slot: str | None = None, asked: str | None = None, *offered: str, needs: tuple[Need, ...] = ()) -> Moment:
    return Moment("en", asked, slot, begins=False, away=False, has_sent=False, offered=offered, needs=needs)


@pytest.mark.parametrize(
    ("moment", "heard_as", "answers"),
    [
        (at("story", needs=(Need.MONEY,)), TELL, Act.DENY),
        (at("story", None, TOLD_ENOUGH), OUT_OF_SCOPE, Act.DENY),
        (at("story"), Act.DENY, Act.NOT_NOW),
        (at("service"), Act.DENY, Act.NOT_NOW),
        (at("heard"), Act.DENY, Act.AFFIRM),
        (at("heard"), Act.THANK, Act.AFFIRM),
        (at("wish"), Act.DENY, None),
        (at(), OUT_OF_SCOPE, Act.DENY),
        (at(), Act.THANK, None),
        (at(None, "talk"), TELL, Act.DENY),
        (at(None, None, "/resume"), Act.CORRECT, Act.NOT_NOW),
        (at(None, "delete"), TELL, None),
    ],
)
def test_what_it_answers(moment: Moment, heard_as: str, answers: str | None) -> None:
    assert enough_answers(moment, Understanding("en"), "no nothing, thanks", heard_as) == answers


def test_a_story_that_ends_so_is_told() -> None:
    assert enough_answers(at("story"), Understanding("en"), "he is jealous, that's all", TELL) is None
