"""The help question: every line can be changed, corrected or left open."""

from __future__ import annotations

import pytest

from bot.domain.consent import shared_fields
from bot.domain.labels import Act, Crisis, DayPart, Need, Preference, Reach
from bot.domain.places import Place
from bot.domain.question import LINES, HelpQuestion, lines_meant, lines_sharing
from bot.domain.understanding import Understanding

VEURNE = Place("Veurne", "Veurne", "8630", "municipality", 51.07, 2.67)
WHOLE = HelpQuestion(
    words="mijn woorden",
    needs=(Need.MONEY, Need.HOUSING),
    wish="rust",
    support="mijn zus",
    place=VEURNE,
    reach=Reach.PHONE,
    when=DayPart.MORNING,
    limits="mijn baas mag het niet weten",
    preferences=(Preference.WOMAN,),
    name="An",
    phone="0470",
    for_someone_else=True,
    consult=True,
)


@pytest.mark.parametrize("line", LINES)
def test_each_line_can_be_left_open_and_then_is_not_shared(line: str) -> None:
    assert line in shared_fields(WHOLE)
    rest = set(shared_fields(WHOLE.without(line)))
    assert rest == set(shared_fields(WHOLE)) - {line} - ({"when"} if line == "reach" else set())


def test_a_correction_that_denies_keeps_what_it_does_not_name() -> None:
    corrected = WHOLE.correct(named=(Need.WORK,), denied=(Need.HOUSING,))
    assert corrected.needs == (Need.WORK, Need.MONEY)


def test_a_correction_that_only_names_replaces_all() -> None:
    assert WHOLE.correct(named=(Need.WORK,), denied=()).needs == (Need.WORK,)


def test_a_consult_and_a_question_for_somebody_else_say_so() -> None:
    fields = shared_fields(HelpQuestion(for_someone_else=True, knows=False, consult=True))
    assert (fields["for_someone_else"], fields["knows"], fields["consult"]) == ("yes", "no", "yes")
    assert {"for_someone_else", "knows", "consult"}.isdisjoint(shared_fields(HelpQuestion()))


def test_parts_of_a_correction() -> None:
    heard = Understanding("nl", needs=(Need.HOUSING,), act=Act.CORRECT)
    corrected = heard.corrected_by([((), False), ((Need.HOUSING,), True), ((Need.WORK, Need.HOUSING), False)])
    assert (corrected.needs, corrected.denied) == ((Need.WORK,), (Need.HOUSING,))
    assert heard.corrected_by([((Need.WORK,), False)]) == heard


FILLERS = frozenset("about all everything leave my not out please said take that the what".split())
TOLD = ("the rent is too high for me", "my father hit me with his belt", "I can't sleep")


def test_a_sentence_can_be_taken_out() -> None:
    question = HelpQuestion(words="\n".join(TOLD))
    assert question.told_sentences == TOLD
    assert question.without_told(1).told_sentences == (TOLD[0], TOLD[2])
    assert question.without_told(7) == question


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("leave out what I said about the belt", (1,)),
        ("not the RENT please", (0,)),
        ("the belts, all of them", (1,)),
        ("take that out", ()),
        ("all of it", ()),
    ],
)
def test_which_sentence_is_meant(said: str, meant: tuple[int, ...]) -> None:
    assert lines_meant(TOLD, said, FILLERS) == meant


def test_a_message_of_several_sentences_loses_only_one() -> None:
    question = HelpQuestion(words="It was 3.50 euros. My ex came! I am tired\nand my son too")
    assert question.told_sentences == ("It was 3.50 euros.", "My ex came!", "I am tired", "and my son too")
    assert question.without_told(1).words == "It was 3.50 euros. I am tired\nand my son too"
    assert question.without_told(3).words == "It was 3.50 euros. My ex came! I am tired"


def test_words_that_two_sentences_share_mean_both() -> None:
    told = ("my sister drinks", "my sister left")
    assert lines_meant(told, "not my sister", FILLERS) == (0, 1)
    assert lines_sharing((*told, "I am tired"), "everything about my sister", FILLERS) == (0, 1)


def test_what_tells_of_a_danger_can_be_taken_out_at_once() -> None:
    question = HelpQuestion(words="\n".join(TOLD)).endangered(Crisis.VIOLENCE, (TOLD[1],))
    assert question.of_danger == (1,)
    left = question.without_told(*question.of_danger)
    assert (left.words, left.of_danger) == (f"{TOLD[0]}\n{TOLD[2]}", ())
    assert HelpQuestion(words="\n".join(TOLD)).without_told(0, 2).words == TOLD[1]


def test_a_night_outside_takes_the_place_of_no_wish_to_die() -> None:
    suicidal = HelpQuestion().endangered(Crisis.SUICIDE)
    assert suicidal.endangered(Crisis.NO_SHELTER).crisis is Crisis.SUICIDE
    assert suicidal.endangered(Crisis.VIOLENCE).crisis is Crisis.VIOLENCE
    assert HelpQuestion().endangered(Crisis.NO_SHELTER).crisis is Crisis.NO_SHELTER


def test_what_was_heard_wrongly_goes_when_more_is_told() -> None:
    heard = HelpQuestion(words="my place", needs=(Need.HOUSING, Need.LONELINESS))
    told = heard.tell("the house is fine, I lost my job", (Need.WORK,), denied=(Need.HOUSING, Need.MONEY))
    assert told.needs == (Need.LONELINESS, Need.WORK)
    assert told.tell("the flat is cold", (Need.HOUSING,)).needs == told.needs
    assert told.tell("no money either", (Need.MONEY,)).needs == (*told.needs, Need.MONEY)
