"""Questions that the state of the talk answers: what was sent and to whom, what is being deleted, who is shown."""

from __future__ import annotations

import pytest

from bot.adapters.moment import Moment, moment_of
from bot.adapters.told_by_state import asked_of_the_state, asks_to_delete_later, wants_deletion
from bot.domain.labels import Act, Topic
from bot.domain.messages import Choice
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service.turn import Turn
from tests.support.turns import a_turn

DELETE, KEEP = Choice("d", "Delete everything", "/delete_all"), Choice("k", "Leave everything as it is", "/keep_all")
TOLD = HelpQuestion().tell("I can't pay the rent", ())


def asked(turn: Turn, heard: Understanding) -> Topic | None:
    return asked_of_the_state(turn, moment_of(turn), heard).topic


def test_who_asks_if_it_was_deleted_deletes_nothing() -> None:
    order = Understanding("en", act=Act.WITHDRAW, act_score=0.99)
    kept = Understanding("en", topic=Topic.KEPT, topic_score=0.9)
    assert wants_deletion(a_turn(TOLD, said="delete everything"), order)
    assert wants_deletion(a_turn(TOLD, said="can you delete everything?"), order)
    assert not wants_deletion(a_turn(TOLD, said="did you delete everything?"), kept)
    assert not wants_deletion(a_turn(HelpQuestion(), said="did you delete everything?"), order)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "and if I delete, do they keep my paper?"), ("nl", "en als ik wis, houden zij het dan?")],
)
def test_a_question_beside_deleting_is_about_what_is_kept(language: str, said: str) -> None:
    turn = a_turn(TOLD, said=said, language=language)
    heard = Understanding(language, act=Act.HESITATE_FEAR, act_score=0.8)
    assert asked(turn, heard) is None
    turn.conversation = turn.conversation.offering((DELETE, KEEP))
    assert asked(turn, heard) is Topic.KEPT


@pytest.mark.parametrize(
    ("language", "said", "topic"),
    [
        ("en", "do you understand my english? is not good", Topic.LANGUAGES),
        ("fr", "vous comprenez mon français ?", Topic.LANGUAGES),
        ("nl", "kunnen we Frans spreken?", None),
    ],
)
def test_who_asks_to_be_understood_in_the_language_of_the_talk_changes_none(
    language: str, said: str, topic: Topic | None
) -> None:
    heard = Understanding(language, act=Act.CHANGE_LANGUAGE, act_score=0.95)
    assert asked(a_turn(TOLD, said=said, language=language), heard) is topic


@pytest.mark.parametrize(
    ("language", "said", "asks_it"),
    [
        ("nl", "Dank u. Kan ik dit later nog wissen?", True),
        ("en", "can I still delete this later?", True),
        ("fr", "est-ce que je peux effacer ça après ?", True),
        ("en", "can you delete everything?", False),
        ("en", "delete everything please", False),
    ],
)
def test_who_asks_if_it_can_be_deleted_orders_nothing(language: str, said: str, asks_it: bool) -> None:
    moment = Moment(language, None, "service", begins=False, away=False, has_sent=False, for_another=False)
    assert asks_to_delete_later(moment, said) is asks_it
