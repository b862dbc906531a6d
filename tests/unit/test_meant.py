"""What of a question an order means, and what is not written down at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.cutting import last_said, shortened
from bot.adapters.meant import Meant, all_meant, meant, meant_together
from bot.adapters.orders import names_nothing, points_back
from bot.adapters.quotes import quoted
from bot.domain.labels import Act, Crisis, Need, Preference, Topic
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service import talk
from bot.service.turn import Turn
from tests.support import turns

QUESTION = HelpQuestion(
    words="The boss does not pay me. My friend Marek works there too. I sleep in a caravan, 0470 11 22 33",
    needs=(Need.WORK, Need.HOUSING),
    wish="my money, and a room",
    support="my sister and the nurse",
    phone="0470 11 22 33",
    preferences=(Preference.DISCREET, Preference.WOMAN),
)
TOLD = (
    Understanding("en", needs=(Need.WORK,)),
    Understanding("en"),
    Understanding("en", needs=(Need.HOUSING,), need_scores={Need.HOUSING: 0.95}),
)


def a_turn(question: HelpQuestion = QUESTION) -> Turn:
    return turns.a_turn(question, TOLD)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("take out Marek", Meant(sentences=(1,))),
        ("the nurse", Meant(parts=("the nurse",))),
        ("leave out the housing", Meant(needs=(Need.HOUSING,))),
        ("take out the caravan", Meant(sentences=(2,), needs=(Need.HOUSING,))),
        ("take out the name of Marek", Meant(names=("Marek",))),
        ("my number has to go", Meant(sentences=(2,), lines=("phone",))),
        ("his age", Meant()),
        ("what I said of the party in the boss's garden", Meant()),
        ("nobody at home may notice", Meant(wishes=(Preference.DISCREET,))),
        ("leave my name out", Meant(names=("Marek",))),
        ("ne'er a nurse nor my sister", Meant(parts=("my sister", "the nurse"))),
    ],
)
def test_what_an_order_means(said: str, expected: Meant) -> None:
    assert meant(a_turn(), said) == expected


def test_of_many_sentences_none_is_meant_for_sure() -> None:
    told = HelpQuestion(words="my sister drinks. my sister left. my sister came back")
    assert not meant(a_turn(told), "take out my sister")
    assert meant(a_turn(told), "take out everything about my sister").sentences == (0, 1, 2)


def test_a_sentence_that_is_only_thought_to_tell_of_a_need_stays() -> None:
    turn = a_turn()
    turn.told = (*TOLD[:2], Understanding("en", needs=(Need.HOUSING,), need_scores={Need.HOUSING: 0.6}))
    assert meant(turn, "leave out the housing") == Meant(needs=(Need.HOUSING,))


def test_what_is_quoted_is_meant_word_by_word() -> None:
    assert quoted(a_turn(), "My friend Marek works there too") == Meant(sentences=(1,))
    assert quoted(a_turn(), "a room") == Meant(parts=("a room",))


def test_several_things_together() -> None:
    found = all_meant([Meant(sentences=(2,)), Meant(sentences=(0, 2), parts=("a room",)), Meant()])
    assert found == Meant(sentences=(0, 2), parts=("a room",))


def test_a_need_that_is_told_in_each_of_several_things_goes_with_all_of_them() -> None:
    told = HelpQuestion(words="my sister is angry. my son skips school. I owe money", needs=(Need.FAMILY, Need.MONEY))
    turn = a_turn(told)
    turn.told = tuple(Understanding("en", needs=(need,)) for need in (Need.FAMILY, Need.FAMILY, Need.MONEY))
    found = [meant(turn, said) for said in ("leave out my sister", "and my son too")]
    assert [each.needs for each in found] == [(), ()]
    assert meant_together(turn, "leave out my sister, and my son too", found) == Meant((0, 1), needs=(Need.FAMILY,))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("place", Meant(lines=("support",))),
        ("support", Meant(lines=("wish",))),
        ("wish", Meant(sentences=(2,), needs=(Need.HOUSING,))),
    ],
)
def test_what_was_said_last(asked: str, expected: Meant) -> None:
    turn = a_turn()
    slot = {"event": "slot", "name": "requested_slot", "value": asked}
    turn.conversation = replace(turn.conversation, dialogue={"events": [slot]})
    assert last_said(turn) == expected


def test_leaving_the_danger_out_finds_what_sounds_like_one() -> None:
    turn = a_turn()
    turn.told = (TOLD[0], Understanding("en", crisis=Crisis.VIOLENCE, crisis_score=0.5), TOLD[2])
    assert meant(turn, "leave the danger out") == Meant(sentences=(1,))
    known = replace(turn.conversation.question, told_in_danger=(QUESTION.told_sentences[0],))
    turn.conversation, turn.told = replace(turn.conversation, question=known), TOLD
    assert meant(turn, "leave the danger out") == Meant(sentences=(0,))


def test_a_person_may_be_called_otherwise_than_they_were() -> None:
    told = HelpQuestion(words="I owe money. my mum helps", support="my mum, but she has bad knees")
    assert meant(a_turn(told), "leave my mother out") == Meant((1,), ("my mum", "she has bad knees"))


@pytest.mark.parametrize(
    ("language", "said", "back"),
    [
        ("nl", "da moet er nie in", True),
        ("nl", "schrijf dat niet op", True),
        ("nl", "weg van hier", False),
        ("nl", "zonder schulden leven", False),
        ("fr", "n'écris pas ça", True),
        ("fr", "ça ne doit pas être dedans", True),
        ("fr", "partir loin", False),
        ("ar", "هاد لا تكتبه", True),
        ("ar", "روح لبعيد", False),
        ("en", "that has to stay out", True),
        ("en", "that of my sister has to stay out", False),
        ("en", "away from here", False),
    ],
)
def test_an_order_that_names_nothing_points_back(language: str, said: str, back: bool) -> None:
    assert points_back(language, said) is back
    assert names_nothing(language, said) or not back


def test_what_is_said_to_the_bot_is_written_nowhere() -> None:
    turn = a_turn(HelpQuestion())
    turn.to_the_bot = frozenset(["Did you even read that?"])
    talk.hear(turn, "I owe the bank money. Did you even read that? I sleep badly")
    talk.say_line(turn, "wish", "Did you even read that? Some peace")
    question = turn.conversation.question
    assert (question.words, question.wish) == ("I owe the bank money. I sleep badly", "Some peace")


def test_what_only_carries_the_talk_on_is_no_part_of_the_story() -> None:
    turn = a_turn(HelpQuestion())
    turn.no_story = frozenset(["Yes, that is it.", "who reads this?"])
    talk.hear(turn, "Yes, that is it. I owe the bank money")
    talk.say_line(turn, "wish", "Yes, that is it. Some peace")
    question = turn.conversation.question
    assert (question.words, question.wish) == ("I owe the bank money", "Yes, that is it. Some peace")


@pytest.mark.parametrize(
    ("heard", "carries_on"),
    [
        (Understanding("en", act=Act.AFFIRM, act_score=0.9), True),
        (Understanding("en", act=Act.AFFIRM, act_score=0.3), False),
        (Understanding("en", act=Act.THANK, act_score=0.9, tells=0.6), False),
        (Understanding("en", act=Act.DENY, act_score=0.9, needs=(Need.WORK,)), False),
        (Understanding("en", act=Act.CHOOSE, act_score=0.9), False),
    ],
)
def test_what_only_carries_the_talk_on(heard: Understanding, carries_on: bool) -> None:
    assert heard.carries_on is carries_on


@pytest.mark.parametrize(
    ("heard", "to_the_bot"),
    [
        (Understanding("en", topic=Topic.COMPLAINT, topic_score=0.9), True),
        (Understanding("en", topic=Topic.COMPLAINT, topic_score=0.7), True),
        (Understanding("en", topic=Topic.REMARK, topic_score=0.7), False),
        (Understanding("en", topic=Topic.COMPLAINT, topic_score=0.9, tells=0.6), False),
        (Understanding("en", topic=Topic.COMPLAINT, topic_score=0.9, needs=(Need.WORK,)), False),
        (Understanding("en"), False),
    ],
)
def test_what_is_surely_said_to_the_bot(heard: Understanding, to_the_bot: bool) -> None:
    assert heard.to_the_bot is to_the_bot


@pytest.mark.parametrize(
    ("heard", "about_the_talk"),
    [
        (Understanding("en", act=Act.CORRECT, act_score=0.6, tells=0.1), True),
        (Understanding("en", act=Act.CORRECT, act_score=0.6, tells=0.4), False),
        (Understanding("en", act=Act.HESITATE_FEAR, act_score=0.9), False),
        (Understanding("en", topic=Topic.COMPLAINT, topic_score=0.6), True),
        (Understanding("en", topic=Topic.RIGHTS, topic_score=0.9), False),
        (Understanding("en", reply=Topic.KEEP_IT, reply_score=0.6), True),
        (Understanding("en", reply=Topic.KEEP_IT, reply_score=0.6, crisis=Crisis.VIOLENCE), False),
        (Understanding("en", tells=0.0), False),
    ],
)
def test_what_is_about_the_talk_and_no_part_of_the_story(heard: Understanding, about_the_talk: bool) -> None:
    assert heard.about_the_talk is about_the_talk


def test_of_a_story_without_marks_only_the_part_that_is_meant_goes() -> None:
    story = HelpQuestion(words="i have debts and my husband drinks", needs=(Need.MONEY, Need.FAMILY))
    left, out = shortened(a_turn(story), Meant(sentences=(0,)), ["leave out my husband"])
    assert (left, out) == ("i have debts", Meant(needs=(Need.FAMILY,)))


def test_a_story_of_which_a_sentence_stays_is_not_parted() -> None:
    assert shortened(a_turn(), Meant(sentences=(1,)), ["take out Marek"]) == ("", Meant(sentences=(1,)))
    short = HelpQuestion(words="my husband drinks", needs=(Need.ADDICTION,))
    assert shortened(a_turn(short), Meant(sentences=(0,)), ["my husband"]) == ("", Meant(sentences=(0,)))
