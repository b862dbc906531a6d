"""Several changes in one message, read part by part."""

from __future__ import annotations

import pytest

from bot.adapters.change_parts import Kind
from bot.adapters.changes import changes_in, told_beside
from bot.adapters.phrases import first_wished
from bot.domain.labels import Crisis
from bot.domain.understanding import Understanding

SEVERAL = (
    (
        "en",
        "not the rent but the gas, I live in Veurne and I'd rather be called Tuesday",
        "NEEDS PLACE CONTACT",
    ),
    ("en", "I live in Veurne, could you leave my sister out and call me in the morning", "PLACE OUT CONTACT"),
    ("nl", "'t is Poperinge, niet Ieper, en mijn zus moet eruit", "PLACE OUT"),
    ("nl", "laat maar bellen, nee toch best dat ze komen", "CONTACT"),
    ("fr", "ce n'est pas le loyer, c'est le gaz, et j'habite à Furnes, et enlevez ma soeur", "NEEDS PLACE OUT"),
    ("ar", "ليس الإيجار بل الكهرباء، وأنا أسكن في فورني، واحذف أختي", "NEEDS PLACE OUT"),
    ("ar", "احذف أختي واتصلوا بي صباحاً", "OUT CONTACT"),
)
ONE_AT_MOST = (
    ("en", "I live with my mother in Veurne and the rent is too high"),
    ("en", "he hits me in the evening and I live in Veurne"),
    ("nl", "ik wil liever dat ze mij bellen"),
    ("fr", "pouvez-vous m'appeler, et j'habite à Furnes, c'est loin ?"),
    ("ar", "أسكن في إيبر والإيجار غالي"),
)


@pytest.mark.parametrize(("language", "said", "kinds"), SEVERAL)
def test_what_is_changed(language: str, said: str, kinds: str) -> None:
    changes = changes_in(language, said, Understanding(language))
    assert changes
    assert {part.kind for part in changes.parts if part.kind} == {Kind[kind] for kind in kinds.split()}


@pytest.mark.parametrize(("language", "said"), ONE_AT_MOST)
def test_a_story_a_question_and_a_single_change_are_not_several(language: str, said: str) -> None:
    assert not changes_in(language, said, Understanding(language))


def test_a_village_that_is_to_be_avoided_is_no_home() -> None:
    changes = changes_in("en", "my son has to go. and add: nobody from Watou", Understanding("en"))
    assert not changes.of(Kind.PLACE)


def test_danger_changes_nothing() -> None:
    heard = Understanding("en", crisis=Crisis.VIOLENCE, crisis_sure=True)
    assert not changes_in("en", "I live in Veurne, leave my sister out", heard)


def test_what_it_is_about_instead_is_told_and_a_place_is_not() -> None:
    said = "please change: not the rent but the electricity, I live in Veurne"
    changes = changes_in("en", said, Understanding("en"))
    assert told_beside("en", said, changes) == "not the rent but the electricity"


def test_what_is_added_goes_on_until_another_change() -> None:
    changes = changes_in(
        "nl", "zet erbij dat er een brief kwam, en ik ben bang, mijn zus moet eruit", Understanding("nl")
    )
    assert [part.kind for part in changes.parts] == [Kind.ADDED, Kind.ADDED, Kind.OUT]


@pytest.mark.parametrize(
    ("language", "said", "way"),
    [
        ("en", "best a visit but maybe call me first", "home_visit"),
        ("ar", "لا بدي حدا يتصل فيي بالتلفون، مو بالكتابة", "phone"),
        ("en", "no, write me here", "chat"),
        ("en", "no phone", None),
    ],
)
def test_the_first_way_that_is_wished(language: str, said: str, way: str | None) -> None:
    assert first_wished(language, "reach_words", said) == way
