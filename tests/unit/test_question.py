"""The help question: every line can be changed, corrected or left open."""

from __future__ import annotations

import pytest

from bot.domain.consent import shared_fields
from bot.domain.labels import Act, DayPart, Need, Preference, Reach
from bot.domain.places import Place
from bot.domain.question import LINES, HelpQuestion
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
