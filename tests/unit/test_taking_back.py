"""What typed answers mean to "what would you like to take back?" and "shall I delete everything?"."""

from __future__ import annotations

import pytest

from bot.adapters.relay_watch import picks
from bot.adapters.taking_back import taken_back
from bot.domain.labels import Act
from bot.domain.messages import Choice
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service.turn import Turn
from tests.support.turns import a_turn

DELETE, KEEP = Choice("d", "Delete everything", "/delete_all"), Choice("k", "Leave everything as it is", "/keep_all")
KOMPAS = Choice("1", "Take back from Kompas Poperinge", '/take_back{"handover_id": "1"}')
TAALPLEIN = Choice("2", "Take back from Taalplein", '/take_back{"handover_id": "2"}')


def turn_with(said: str, *choices: Choice, language: str = "en", act: Act | None = None) -> Turn:
    turn = a_turn(HelpQuestion(), said=said, language=language)
    turn.conversation = turn.conversation.offering(choices)
    turn.understanding = Understanding(language, act=act, act_score=0.95 if act else 0.0)
    return turn


@pytest.mark.parametrize(
    ("language", "said", "act", "meant"),
    [
        ("en", "yes delete", Act.WITHDRAW, DELETE),
        ("en", "yes please", None, DELETE),
        ("fr", "oui efface salut", None, DELETE),
        ("ar", "اي احذف", Act.WITHDRAW, DELETE),
        ("nl", "ja wis maar", Act.WITHDRAW, DELETE),
        ("en", "no, leave it", None, KEEP),
        ("nl", "nee laat alles maar zoals het is", Act.WITHDRAW, KEEP),
        ("en", "yes but can they still see it?", Act.AFFIRM, None),
        ("en", "thx bye", Act.GOODBYE, None),
        ("en", "yes and my rent is far too high and I have not eaten since", None, None),
    ],
)
def test_a_yes_to_deleting_deletes(language: str, said: str, act: Act | None, meant: Choice | None) -> None:
    turn = turn_with(said, DELETE, KEEP, language=language, act=act)
    assert turn.understanding is not None
    assert taken_back(turn, turn.understanding) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("take back from kompas", KOMPAS),
        ("taalplein, take it back", TAALPLEIN),
        ("take it back", None),
        ("no, leave all of it", KEEP),
        ("yes", None),
    ],
)
def test_of_several_questions_the_one_that_is_named_is_taken_back(said: str, meant: Choice | None) -> None:
    turn = turn_with(said, KOMPAS, TAALPLEIN, DELETE, KEEP)
    assert turn.understanding is not None
    assert taken_back(turn, turn.understanding) == meant


def test_without_these_choices_nothing_is_meant() -> None:
    turn = turn_with("yes delete", KOMPAS, act=Act.WITHDRAW)
    assert turn.understanding is not None
    assert taken_back(turn, turn.understanding) is None


@pytest.mark.parametrize(
    ("language", "said", "to_the_bot"),
    [
        ("nl", "Dit gesprek stoppen", True),
        ("en", "stop this chat please", True),
        ("ar", "وقف هاي المحادثة", True),
        ("fr", "arrête cette conversation", True),
        ("nl", "wis da allemaal aub", True),
        ("en", "can we stop the chat about money for today and talk about the children tomorrow?", False),
        ("en", "Friday is fine", False),
    ],
)
def test_what_is_said_to_the_bot_while_a_partner_is_there(language: str, said: str, to_the_bot: bool) -> None:
    assert picks(turn_with(said, language=language)) is to_the_bot
