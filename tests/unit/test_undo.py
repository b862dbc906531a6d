"""Leaving something out of the question, and putting it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.leaving_out import put_back
from bot.adapters.orders import (
    Order,
    goes_beside_back,
    is_named_in,
    names_to_hide,
    order_in,
    puts_back,
    unkept_beside,
)
from bot.adapters.word_lists import without_parts
from bot.domain.cut import Cut
from bot.domain.labels import Need, Preference, Reach
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service import talk, undo
from bot.service.turn import Turn
from tests.support import turns

BEFORE = HelpQuestion(
    words="he drinks. He hit me once.\nwe live in Ieper",
    needs=(Need.ADDICTION, Need.HOUSING),
    wish="some rest",
    reach=Reach.PHONE,
    phone="0470 11 22 33",
    preferences=(Preference.NOT_OCMW,),
    refused=("ocmw",),
    told_in_danger=("He hit me once.",),
)


def turn_with(question: HelpQuestion) -> Turn:
    return turns.a_turn(question, language="nl")


def test_a_sentence_comes_back_where_it_stood_before_what_was_told_since() -> None:
    cut = Cut(BEFORE, BEFORE.without_told(1))
    told_since = cut.after.tell("and I have a dog", ())
    assert cut.undone(cut.after) == BEFORE
    assert cut.undone(told_since).told_sentences == (*BEFORE.told_sentences, "and I have a dog")
    assert cut.undone(told_since).told_in_danger == BEFORE.told_in_danger


def test_only_what_was_cut_comes_back() -> None:
    cut = Cut(BEFORE, BEFORE.without_told(1))
    without_number = replace(cut.after.correct((), (Need.ADDICTION,)), phone="")
    back = cut.undone(without_number)
    assert (back.words, back.phone, back.needs) == (BEFORE.words, "", (Need.HOUSING,))


def test_a_line_comes_back_with_all_that_belongs_to_it() -> None:
    cut = Cut(BEFORE, BEFORE.without("preferences"))
    assert cut.undone(cut.after) == BEFORE


def test_of_what_was_cut_a_need_comes_back_where_it_is_named() -> None:
    before = HelpQuestion(words="k eet niet goed. k drink te veel", needs=(Need.HEALTH, Need.ADDICTION))
    turn = turn_with(before)
    turn.told = (Understanding("nl", needs=(Need.HEALTH,)), Understanding("nl", needs=(Need.ADDICTION,)))
    talk.change_question(turn, HelpQuestion())
    undo.remember(turn, before)
    assert put_back(CollectingDispatcher(), turn, "gezondheid moet er weer bij, zet terug")
    assert turn.conversation.question.needs == (Need.HEALTH,)
    assert turn.conversation.question.words == "k eet niet goed."


def test_what_is_complained_of_does_not_go_out_once_more() -> None:
    assert not goes_beside_back("en", "you have taken out my daughter! Put that back please.")
    assert goes_beside_back("en", "put the rent back. and leave out my boss") == ("leave out my boss",)


def test_parts_of_arabic_are_joined_in_arabic() -> None:
    assert without_parts("ar", "أنا تعبان، وعندي ديون، وأريد الراحة", ["عندي ديون"]).count(",") == 0


def test_the_last_cut_is_undone_once_and_an_order_that_cuts_nothing_changes_nothing() -> None:
    turn = turn_with(BEFORE)
    talk.take_out(turn, 1)
    undo.remember(turn, BEFORE)
    undo.remember(turn, turn.conversation.question)
    assert undo.can_put_back(turn.conversation)
    assert undo.put_back(turn) and turn.conversation.question == BEFORE
    assert not undo.put_back(turn)


def test_what_was_sent_is_not_changed_any_more() -> None:
    turn = turn_with(BEFORE)
    talk.take_out(turn, 1)
    undo.remember(turn, BEFORE)
    talk.change_question(turn, replace(turn.conversation.question, sent=True))
    assert not undo.can_put_back(turn.conversation)


def test_what_is_not_to_be_written_down_stands_nowhere() -> None:
    turn = turn_with(BEFORE.tell("he has a knife", ()))
    turn.unkept = "he has a knife"
    talk.leave_unwritten(turn)
    assert turn.conversation.question.words == BEFORE.words


def test_a_name_is_hidden_wherever_it_stands() -> None:
    told = HelpQuestion(words="moussa is away. I miss Moussa, and Moussandu too", wish="see Moussa")
    assert told.without_name("Moussa").words == "… is away. I miss …, and Moussandu too"
    assert told.without_name("Moussa").wish == "see …"


@pytest.mark.parametrize(
    ("language", "said", "names"),
    [
        ("en", "leave the name of Moussa out", ["Moussa"]),
        ("en", "leave out the name of my husband", []),
        ("en", "The name is not sorry!", []),
        ("nl", "laat de naam van Katrien weg", ["Katrien"]),
        ("nl", "laat de naam van mijn man weg", []),
        ("fr", "enlève le nom d'Amina", ["Amina"]),
        ("fr", "enlevez le nom de mon mari", []),
        ("ar", "احذف اسم كريم", ["كريم"]),
        ("ar", "احذف اسم زوجي", []),
    ],
)
def test_whose_name_is_to_stay_out(language: str, said: str, names: list[str]) -> None:
    told = "Katrien and Moussa, Amina, كريم, زوجي, my husband is not away"
    assert [name for name in names_to_hide(language, said) if is_named_in(name, told)] == names


@pytest.mark.parametrize(
    ("language", "said", "order"),
    [
        (
            "en",
            "add that I have a dog and a cat, and leave the belt out",
            Order(goes=("leave the belt out",), added="I have a dog and a cat"),
        ),
        ("nl", "laat dat van de riem weg", Order(goes=("laat dat van de riem weg",))),
        (
            "en",
            'leave out "add that he drinks and he hit me" and his age',
            Order(goes=("his age",), quoted=("add that he drinks and he hit me",)),
        ),
        (
            "en",
            "Marek is no good idea, take out Marek, he lose job also",
            Order(goes=("take out Marek",)),
        ),
        ("en", "leave Gerard out please", Order(goes=("leave Gerard out please",))),
        ("nl", "neem Kevin weg maar laat de rest staan", Order(goes=("neem Kevin weg",))),
        ("fr", "enlève 'j'ai peur de la police'", Order(quoted=("j'ai peur de la police",))),
        ("ar", "احذف «ما عندي شغل» واسم علي", Order(goes=("واسم علي",), quoted=("ما عندي شغل",))),
    ],
)
def test_what_an_order_names(language: str, said: str, order: Order) -> None:
    assert order_in(language, said) == order


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "he struck me yesterday. Please don't write that in", "he struck me yesterday"),
        ("nl", "hij slaat mij, maar zet dat er niet in", "hij slaat mij"),
        ("nl", "zet dat er niet in", None),
        ("fr", "je suis en prison depuis lundi, ne l'écrivez pas", "je suis en prison depuis lundi"),
    ],
)
def test_what_is_told_and_not_to_be_written_down(language: str, said: str, told: str | None) -> None:
    assert unkept_beside(language, said) == told


@pytest.mark.parametrize(
    ("language", "said", "gone", "rest"),
    [
        ("en", "0470.12.34.56, who calls me?", ["who calls me?"], "0470.12.34.56"),
        ("nl", "na 16:30, en wat kost het?", ["wat kost het?"], "na 16:30"),
        ("en", "my mother and my sister. who reads this?", ["who reads this?"], "my mother and my sister"),
    ],
)
def test_what_is_left_beside_questions_stays_as_it_was_written(
    language: str, said: str, gone: list[str], rest: str
) -> None:
    assert without_parts(language, said, gone) == rest


@pytest.mark.parametrize(
    ("language", "said", "goes"),
    [
        ("nl", "zet de huur terug, alleen mijn zus moet eruit", ("alleen mijn zus moet eruit",)),
        ("nl", "zet dat van de huur mo were bie", ()),
        ("fr", "remettez le loyer, seulement ma soeur doit partir", ("seulement ma soeur doit partir",)),
        ("ar", "رجعوا الايجار، بس اختي شيلوها", ("اختي شيلوها",)),
        ("en", "put the rent back, only my sister has to go", ("only my sister has to go",)),
        ("en", "can you put back what I said about school?", ()),
    ],
)
def test_one_thing_back_and_another_out(language: str, said: str, goes: tuple[str, ...]) -> None:
    assert puts_back(language, said)
    assert goes_beside_back(language, said) == goes


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "laat mijn zus weg"),
        ("nl", "mijn man is terug"),
        ("ar", "زوجي رجع"),
        ("en", "he is back"),
        ("en", "take my sister out"),
    ],
)
def test_what_puts_nothing_back(language: str, said: str) -> None:
    assert not puts_back(language, said)


@pytest.mark.parametrize(
    ("language", "said", "goes"),
    [
        ("nl", "dat van de huur, doe dat maar weg, ik schaam mij", ("dat van de huur", "doe dat", "weg")),
        ("ar", "شيل اسمي علي، ما اريده", ("شيل اسمي علي",)),
        ("en", "leave out my sister and my brother too", ("leave out my sister", "my brother too")),
        ("en", "leave out my sister, I am ashamed", ("leave out my sister",)),
    ],
)
def test_an_order_names_what_goes_and_no_reason(language: str, said: str, goes: tuple[str, ...]) -> None:
    assert order_in(language, said).goes == goes
