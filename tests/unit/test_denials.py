"""A danger that somebody says is not there, and what tells of it anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.denials import beside_denials, denials, told_anew
from bot.adapters.doubt import answer_to_doubt, with_doubt
from bot.adapters.moment import Asked, Moment
from bot.adapters.somebody_else import is_another
from bot.domain.labels import Crisis
from bot.domain.understanding import Understanding

TALKING = Moment("en", None, "wish", begins=False, away=False, has_sent=False)
OVER = replace(TALKING, danger=Crisis.VIOLENCE, dangers_settled=(Crisis.VIOLENCE,))
NONE = replace(TALKING, dangers_asked=(Crisis.VIOLENCE,), dangers_settled=(Crisis.VIOLENCE,))
LONG = "he goes on about it at night and then he wants the car keys and my card"


@pytest.mark.parametrize(
    ("language", "crisis", "said", "rest"),
    [
        (
            "nl",
            Crisis.VIOLENCE,
            "nee ni zo, hij slaat ni ofzo. hij heeft geld gepikt",
            "nee ni zo. hij heeft geld gepikt",
        ),
        ("nl", Crisis.VIOLENCE, "niemand doet mij pijn", ""),
        ("nl", Crisis.NO_SHELTER, "ik ben niet dakloos", ""),
        ("fr", Crisis.VIOLENCE, "mais non, personne ne me frappe. il crie", "mais non. il crie"),
        ("ar", Crisis.VIOLENCE, "لا أحد يضربني", ""),
        ("en", Crisis.VIOLENCE, "nobody hit anyone?? he wants to die", "he wants to die"),
        ("en", Crisis.MEDICAL_EMERGENCY, "good heavens no, nobody is dying!", "good heavens no"),
    ],
)
def test_a_danger_is_denied_in_words(language: str, crisis: Crisis, said: str, rest: str) -> None:
    assert denials(language, crisis, said)
    assert beside_denials(language, crisis, said) == rest


@pytest.mark.parametrize(
    ("language", "crisis", "said"),
    [
        ("en", Crisis.VIOLENCE, "he never stops hitting me"),
        ("en", Crisis.VIOLENCE, "nobody helps me"),
        ("en", Crisis.SUICIDE, "nobody hit anyone"),
        ("nl", Crisis.VIOLENCE, "hij houdt niet op met slaan"),
        ("nl", Crisis.VIOLENCE, "ik durf niet naar huis want hij slaat mij"),
        ("fr", Crisis.VIOLENCE, "c'est ma soeur qui est frappée vous allez pas appeler la police"),
        ("fr", Crisis.VIOLENCE, "il me frappe pas tous les jours"),
    ],
)
def test_a_not_beside_a_danger_is_no_denial_of_it(language: str, crisis: Crisis, said: str) -> None:
    assert not denials(language, crisis, said)


@pytest.mark.parametrize(
    ("crisis", "said", "anew"),
    [
        (Crisis.VIOLENCE, "he hits me again", True),
        (Crisis.VIOLENCE, "he never hits me", False),
        (Crisis.VIOLENCE, "ok if it is not the police", False),
        (Crisis.SUICIDE, "i don't want to kill myself", True),
    ],
)
def test_plain_words_tell_it_anew(crisis: Crisis, said: str, anew: bool) -> None:
    assert told_anew("en", crisis, said) is anew


@pytest.mark.parametrize(
    ("moment", "crisis", "score", "said", "heard"),
    [
        (NONE, Crisis.VIOLENCE, 0.99, LONG, (None, False)),
        (NONE, Crisis.VIOLENCE, 0.99, "he hits me now with the belt", (Crisis.VIOLENCE, True)),
        (OVER, Crisis.VIOLENCE, 0.99, LONG, (Crisis.VIOLENCE, False)),
        (replace(OVER, dangers_settled=()), Crisis.VIOLENCE, 0.99, LONG, (Crisis.VIOLENCE, False)),
        (replace(NONE, dangers_settled=(Crisis.SUICIDE,)), Crisis.SUICIDE, 0.95, LONG, (Crisis.SUICIDE, False)),
        (replace(NONE, dangers_settled=(Crisis.SUICIDE,)), Crisis.SUICIDE, 0.5, LONG, (None, False)),
        (
            replace(NONE, dangers_settled=(Crisis.SUICIDE,)),
            Crisis.SUICIDE,
            0.5,
            "i will kill myself tonight, it is all too much for me now",
            (Crisis.SUICIDE, True),
        ),
    ],
)
def test_what_is_settled_takes_plain_words_to_come_back(
    moment: Moment, crisis: Crisis, score: float, said: str, heard: tuple[Crisis | None, bool]
) -> None:
    told = with_doubt(Understanding("en", crisis=crisis, crisis_score=score, crisis_sure=True), moment, said)
    assert (told.crisis, told.crisis_sure) == heard


def test_where_somebody_is_asked_if_safe_a_score_alone_brings_no_other_danger() -> None:
    asked = replace(TALKING, slot=None, asked=Asked.IF_SAFE, danger=Crisis.SUICIDE)
    told = Understanding("en", crisis=Crisis.VIOLENCE, crisis_score=0.84, crisis_sure=True)
    assert not with_doubt(told, asked, LONG).crisis_sure
    assert with_doubt(told, replace(asked, danger=Crisis.CHILD_DANGER), LONG).crisis_sure


def test_words_of_dying_are_not_about_blows() -> None:
    told = Understanding("en", crisis=Crisis.VIOLENCE, crisis_score=0.99, crisis_sure=True)
    said = "he lost his job and yesterday he wrote me that there is no point anymore"
    assert with_doubt(told, TALKING, said).crisis is Crisis.SUICIDE


def test_a_denial_answers_the_question_about_that_danger() -> None:
    yes, no = '/crisis{"value": "violence"}', '/resume{"value": "no_danger"}'
    asked = replace(TALKING, was_checked=True, offered=(yes, no), dangers_asked=(Crisis.VIOLENCE,))
    assert answer_to_doubt(asked, Understanding("en"), "nobody hit anyone, he is just loud") == no
    assert answer_to_doubt(asked, Understanding("en"), "nobody hit the kids. he hits me") != no


@pytest.mark.parametrize(
    ("language", "said", "another"),
    [
        ("en", "im fine im at home, its KOBE not me. he wont go to police", True),
        ("en", "they did not believe me", False),
        ("fr", "oui mais PAS MOI ma soeur", True),
        ("fr", "pas a moi a ma soeur cest pour elle que jecris", True),
        ("nl", "dat weet ik niet", False),
        ("nl", "niet ik, mijn broer", True),
        ("nl", "hij slaat mij niet", False),
    ],
)
def test_it_is_another_who_is_in_danger(language: str, said: str, another: bool) -> None:
    assert is_another(replace(TALKING, language=language), said) is another
    assert not is_another(replace(TALKING, language=language, for_another=True), said)
