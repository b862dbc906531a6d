"""Orders about the question: which words stand for it, how much goes, and what is offered where that is not plain."""

from __future__ import annotations

import pytest

from actions.contact import details
from actions.picking import PIECES_NEAR, piece_buttons, piece_chosen
from bot.adapters.change_parts import Kind
from bot.adapters.changes import changes_in
from bot.adapters.cutting import shortened
from bot.adapters.meant import Meant, meant
from bot.adapters.moment import Moment
from bot.adapters.orders import order_of, wording
from bot.adapters.orders_read import beside_an_order
from bot.adapters.phrases import wished
from bot.adapters.wishes import either_fits
from bot.domain.labels import Need, Preference, Topic
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service.turn import Turn
from tests.support import turns

WIDOW = HelpQuestion(
    words="My husband died last year, the children are far away and nobody visits me. I like to play cards.",
    needs=(Need.LONELINESS, Need.FAMILY),
    wish="coffee once a week",
    support="a neighbour waves",
    limits="the bell is broken, I am deaf",
    preferences=(Preference.WOMAN,),
)


def a_turn(said: str = "", question: HelpQuestion = WIDOW, language: str = "en") -> Turn:
    return turns.a_turn(question, said=said, language=language)


def kinds(said: str, orders: dict[str, Topic]) -> list[Kind | None]:
    return [part.kind for part in changes_in("en", said, Understanding("en"), orders).parts]


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("en", "write: find work again", "find work again"),
        ("en", "just put 'after four'", "after four"),
        ("en", "put housing with it", "housing"),
        ("nl", "schrijf: terug werk vinden", "terug werk vinden"),
        ("fr", "mettez plutôt : un lit et du calme", "un lit et du calme"),
    ],
)
def test_the_words_that_an_order_gives(language: str, said: str, words: str) -> None:
    assert wording(language, said) == words


def test_what_is_learnt_tells_the_kind_of_an_order_where_no_list_does() -> None:
    assert kinds("scrap that thing with the dog", {"scrap that thing with the dog": Topic.LEAVE_OUT}) == [Kind.OUT]
    assert kinds("I'd hold on to that line", {"I'd hold on to that line": Topic.KEEP_IT}) == [Kind.KEPT]
    assert kinds("work belongs there", {"work belongs there": Topic.ADD_TO_IT}) == [Kind.ADDED]


def test_words_that_add_are_no_order_to_take_out() -> None:
    said = "add that I have to leave my sister's place by Christmas"
    assert kinds(said, {said: Topic.LEAVE_OUT}) == [Kind.ADDED]


def test_what_stands_before_an_order_that_names_nothing_goes() -> None:
    assert kinds("I speak fine Dutch, take that out", {}) == [Kind.OUT, Kind.OUT]


def test_a_moment_that_is_to_be_written_is_no_addition() -> None:
    assert kinds("put: in the afternoon", {"put": Topic.ADD_TO_IT})[-1] is Kind.CONTACT


def test_a_question_beside_an_order_does_not_hide_it() -> None:
    assert Kind.OUT in kinds("leave my sister out. is it far?", {})
    assert not changes_in("en", "I live in Veurne, is it far?", Understanding("en"))


def test_a_quote_and_a_name_in_one_order() -> None:
    order = order_of("en", ['take out the bit on the boss and "I feel silly today"'])
    assert order.quoted == ("I feel silly today",)
    assert order.goes == ("take out the bit on the boss and",)


def test_of_a_sentence_only_the_part_goes_that_is_meant() -> None:
    words, out = shortened(a_turn(), Meant(sentences=(0,)), ["leave out that the children are far"])
    assert words == "My husband died last year, nobody visits me. I like to play cards."
    assert out == Meant()


def test_a_person_is_not_all_of_a_need() -> None:
    told = HelpQuestion(words="I lost my job. my boss shouted", needs=(Need.WORK, Need.MONEY))
    turn = a_turn(question=told)
    turn.told = (Understanding("en", needs=(Need.WORK,), need_scores={Need.WORK: 0.9}), Understanding("en"))
    assert meant(turn, "leave out my boss") == Meant(sentences=(1,))


def test_a_need_stays_that_another_line_tells() -> None:
    told = HelpQuestion(words="I lost my job. the rent is late", needs=(Need.WORK, Need.HOUSING), wish="a job")
    turn = a_turn(question=told)
    turn.told = (Understanding("en", needs=(Need.WORK,)), Understanding("en", needs=(Need.HOUSING,)))
    assert meant(turn, "take out that I lost it all").needs == ()


def test_a_wish_of_a_helper_goes_by_its_own_word() -> None:
    assert meant(a_turn(), "with a woman") == Meant(wishes=(Preference.WOMAN,))


def test_every_piece_is_a_button() -> None:
    turn = a_turn()
    titles = [each["title"]["text"] for each in piece_buttons(turn) if isinstance(each["title"], dict)]
    assert titles == [
        "✕ My husband died last year, the children…",
        "✕ I like to play cards.",
        "✕ coffee once a week",
        "✕ a neighbour waves",
        "✕ the bell is broken",
        "✕ I am deaf",
    ]
    assert piece_chosen(turn, "limits.1") == Meant(parts=("I am deaf",))
    assert piece_chosen(turn, "words.1").sentences == (1,)
    assert piece_chosen(turn, "needs.family") == Meant(needs=(Need.FAMILY,))
    assert piece_chosen(turn, "keep") == piece_chosen(turn, None) == Meant()


def test_an_order_beside_an_answer_is_noted_and_the_answer_left() -> None:
    turn = a_turn("my sister. but don't write that of the cards")
    moment = Moment("en", None, "support", begins=False, away=False, has_sent=False)
    assert beside_an_order(turn, moment) == "my sister"
    assert turn.goes == ("don't write that of the cards",)


@pytest.mark.parametrize("said", ["my sister", "don't write that of the cards"])
def test_an_answer_alone_and_an_order_alone_are_left_as_they_are(said: str) -> None:
    turn = a_turn(said)
    moment = Moment("en", None, "support", begins=False, away=False, has_sent=False)
    assert beside_an_order(turn, moment) is None
    assert turn.goes == ()


@pytest.mark.parametrize(
    ("language", "said", "when"),
    [
        ("fr", "seulement avant 17h", None),
        ("en", "before 6 pm", None),
        ("fr", "après 17h", "evening"),
        ("en", "before 11", "morning"),
        ("nl", "tot 18 uur", None),
    ],
)
def test_the_last_hour_is_not_the_one_to_call(language: str, said: str, when: str | None) -> None:
    assert wished(language, "when_words", said) == when


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("any moment, I'm home all day haha", ""),
        ("in the evening, as I said, the bell is broken", "the bell is broken"),
        ("call me, after 6 I have class", "after 6 I have class"),
        ("a woman please, the dog barks", "the dog barks"),
    ],
)
def test_jokes_and_what_has_a_line_of_its_own_are_no_notes(said: str, kept: str) -> None:
    assert details(a_turn(), said) == kept


def test_either_fits_is_told_and_not_asked() -> None:
    assert either_fits("en", "man or woman, all the same")
    assert not either_fits("en", "is it a man or a woman?")


def test_of_many_pieces_those_nearest_in_meaning_come_first_and_the_others_on_wish() -> None:
    near = piece_buttons(a_turn(), "not that thing of the games")
    assert near[0]["title"] == {"text": "✕ I like to play cards."}
    assert len(near) == PIECES_NEAR + 1 and near[-1]["title"] == "button.something_else"
