"""What is asked beside something else is answered with the text of that question, whatever else has its name."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.adapters import asides
from bot.adapters.topic_answers import ABOUT, TEXT_WHY_DANGER, answer_to
from bot.adapters.topics import HAS_AN_ANSWER
from bot.adapters.wordings import catalogues
from bot.domain.conversation import Conversation
from bot.domain.labels import Act
from bot.domain.messages import Incoming
from bot.domain.partners import Directory
from bot.service.turn import Turn


def a_turn() -> Turn:
    now = datetime(2026, 11, 30, 9, tzinfo=timezone.utc)
    return Turn(Conversation("c", "web", "c"), Incoming("web", "c", "1", "text", "and that?"), Directory((), ()), now)


@pytest.mark.parametrize("topic", sorted(HAS_AN_ANSWER))
def test_each_topic_has_its_own_answer(topic: str) -> None:
    turn, texts = a_turn(), catalogues()
    asides.answer(turn, topic, texts)
    key, values = answer_to(turn, topic)
    assert [reply.text for reply in turn.replies] == [texts.say(turn.conversation.language, key, **values)]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Act.ASK_COST, "utter_ask_cost"),
        ("hesitate_fear.children", "hesitate_fear.children"),
        (f"{ABOUT}place", "about.place"),
        (TEXT_WHY_DANGER, TEXT_WHY_DANGER),
    ],
)
def test_acts_fears_and_whys_have_theirs(asked: str, key: str) -> None:
    turn, texts = a_turn(), catalogues()
    asides.answer(turn, asked, texts)
    assert [reply.text for reply in turn.replies] == [texts.say(turn.conversation.language, key)]
