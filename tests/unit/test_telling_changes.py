"""What is told of a change to the question comes from the question itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.telling_changes import tell_changes, words_gone, words_new
from bot.domain.labels import DayPart, Need, Preference, Reach
from bot.domain.question import HelpQuestion
from bot.service import talk, undo
from bot.service.turn import Turn
from tests.support.turns import a_turn

SHOWN = HelpQuestion(
    words="I owe the bank money. My boss shouts",
    needs=(Need.MONEY, Need.WORK),
    support="my sister",
    reach=Reach.HOME_VISIT,
    when=DayPart.MORNING,
    language="en",
    shown=True,
)


def told(turn: Turn) -> list[tuple[str, Any]]:
    """The lines of what is told, each with its text and the value in it."""
    dispatcher = CollectingDispatcher()
    tell_changes(dispatcher, turn)
    changes = [line for message in dispatcher.messages for line in message["changes"]["lines"]]
    return [(each["key"], next(iter(each["values"].values()))) for each in changes]


def test_each_change_is_told_and_nothing_else() -> None:
    turn = a_turn(SHOWN)
    talk.take_out(turn, 1)
    talk.keep_words(turn, "I see badly")
    talk.leave_open(turn, "support")
    talk.set_reach(turn, Reach.PHONE)
    assert told(turn) == [
        ("change.gone", "My boss shouts"),
        ("change.new", "I see badly"),
        ("change.gone", "my sister"),
        ("line.reach", {"key": "reach.phone", "values": {}}),
    ]


def test_a_question_as_it_was_is_no_change() -> None:
    assert told(a_turn(SHOWN)) == []


def test_before_it_was_shown_there_is_nothing_to_compare() -> None:
    turn = a_turn(replace(SHOWN, shown=False))
    talk.take_out(turn, 1)
    assert told(turn) == []


def test_what_was_noted_aloud_is_not_told_again_but_what_goes_is() -> None:
    turn = a_turn(replace(SHOWN, limits="not on Monday"))
    talk.set_limit(turn, "ring twice")
    talk.prefer(turn, Preference.WOMAN)
    assert told(turn) == []
    talk.leave_open(turn, "limits")
    assert told(turn) == [("change.gone", "not on Monday")]


def test_every_change_can_be_put_back_whole() -> None:
    turn = a_turn(SHOWN)
    talk.keep_words(turn, "I see badly")
    talk.set_reach(turn, Reach.PHONE)
    talk.add_need(turn, Need.HEALTH)
    told(turn)
    assert undo.put_back(turn) and turn.conversation.question == SHOWN


def test_what_was_put_back_is_told_and_not_offered_again() -> None:
    turn = a_turn(SHOWN)
    talk.take_out(turn, 1)
    told(turn)
    turn.before = turn.conversation
    assert undo.put_back(turn)
    assert told(turn) == [("change.new", "My boss shouts")] and not undo.can_put_back(turn.conversation)


def test_a_hidden_name_is_shown_nowhere_and_stays_hidden() -> None:
    turn = a_turn(replace(SHOWN, words="My boss Gerard shouts. I am tired"))
    talk.change_question(turn, turn.conversation.question.without_name("Gerard"))
    assert told(turn) == [] and not undo.can_put_back(turn.conversation)


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        (["I have debts and my boss shouts"], ["I have debts"], ["my boss shouts"], []),
        (["I have debts"], ["I have debts and my boss shouts"], [], ["I have debts and my boss shouts"]),
        (["I have debts", "It rains"], ["It rains"], ["I have debts"], []),
    ],
)
def test_of_a_sentence_only_the_part_that_went_is_told(
    before: list[str], after: list[str], gone: list[str], new: list[str]
) -> None:
    assert words_gone("en", before, after) == gone
    assert words_new("en", before, after) == new
