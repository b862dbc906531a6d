"""Who somebody says that they are, and what that changes about who is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.adapters.moment import Moment
from bot.adapters.selves import note_age, note_groups
from bot.adapters.weights import load_weights
from bot.domain.conversation import Conversation
from bot.domain.groups import Group
from bot.domain.labels import Need
from bot.domain.messages import Incoming
from bot.domain.question import HelpQuestion
from bot.service import for_whom, proposals, selves
from bot.service.turn import Turn
from tests.support.directories import a_directory, a_service

NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
SERVICES = (
    a_service("all", organization_id="a"),
    a_service("young", organization_id="b", minimum_age=18, maximum_age=30),
    a_service("women", organization_id="c", only_for=frozenset({Group.WOMEN})),
)


def a_turn() -> Turn:
    conversation = Conversation("c", "web", "c", question=HelpQuestion(needs=(Need.HOUSING,)))
    incoming = Incoming("web", "c", "1", "text", "")
    turn = Turn(conversation, incoming, a_directory(*SERVICES), NOW, weights=load_weights())
    proposals.propose(turn)
    return turn


def hear(turn: Turn, said: str, language: str = "nl", slot: str | None = "service") -> bool:
    """True if others are looked for."""
    moment = Moment(language, None, slot, begins=False, away=False, has_sent=False)
    note_age(turn, moment, said)
    note_groups(turn, moment, said)
    return selves.look_past_others(turn)


def shown(turn: Turn) -> list[str]:
    return sorted(turn.conversation.near or (each.service.id for each in proposals.propose(turn)))


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("nl", "ik ben 52", ["all", "women"]),
        ("nl", "da's voor jongeren", ["all", "women"]),
        ("nl", "kben te oud", ["all", "women"]),
        ("fr", "c'est pour les jeunes", ["all", "women"]),
        ("ar", "هذا للشباب", ["all", "women"]),
        ("en", "that's for young people", ["all", "women"]),
        ("nl", "ik ben een man", ["all", "young"]),
        ("nl", "k zin e vint", ["all", "young"]),
        ("nl", "dat is voor vrouwen", ["all", "young"]),
        ("fr", "Je suis un homme.", ["all", "young"]),
        ("fr", "je suis pas une femme", ["all", "young"]),
        ("ar", "أنا رجل", ["all", "young"]),
        ("en", "I'm a man", ["all", "young"]),
        ("nl", "ik ben een man van 52", ["all"]),
        ("fr", "je suis un homme de 52 ans", ["all"]),
    ],
)
def test_who_is_there_for_others_goes(language: str, said: str, left: list[str]) -> None:
    turn = a_turn()
    assert hear(turn, said, language)
    assert shown(turn) == left


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "is dat voor vrouwen?"),
        ("nl", "is dat voor jongeren?"),
        ("nl", "ik ben een vrouw"),
        ("nl", "ik ben man en kinderen kwijt"),
        ("fr", "c'est pour les jeunes ?"),
        ("en", "I'm 25"),
    ],
)
def test_who_is_shown_stays(language: str, said: str) -> None:
    turn = a_turn()
    assert not hear(turn, said, language)
    assert shown(turn) == ["all", "women", "young"]


def test_youth_and_women_in_a_story_say_nothing_of_the_writer() -> None:
    turn = a_turn()
    assert not hear(turn, "het jeugdhuis is voor jongeren en het café is voor vrouwen", slot="story")
    assert turn.conversation.question.age is None
    assert turn.conversation.question.groups == ()


def test_what_is_told_of_oneself_is_not_told_of_somebody_else() -> None:
    turn = a_turn()
    hear(turn, "ik ben een man van 52")
    for_whom.ask_for_someone_else(turn)
    assert (turn.conversation.question.age, turn.conversation.question.groups) == (None, ())
    hear(turn, "ik ben een man van 52")
    assert (turn.conversation.question.age, turn.conversation.question.groups) == (None, ())


def test_the_last_word_counts() -> None:
    turn = a_turn()
    for said in ("ik ben nieuw in België", "ik ben een man", "ik ben een vrouw"):
        hear(turn, said)
    assert turn.conversation.question.groups == (Group.NEWCOMERS, Group.WOMEN)
    turn.conversation = replace(turn.conversation, question=HelpQuestion())
    hear(turn, "ik ben geen vrouw")
    assert turn.conversation.question.groups == (Group.MEN,)
