"""Which parts of a message that changes the question go with one another."""

from __future__ import annotations

import pytest

from bot.adapters.change_parts import Kind
from bot.adapters.changes import changes_in
from bot.domain.understanding import Understanding

PARTS = (
    (
        "en",
        "housing and family out, put being alone in",
        [("OUT", "housing"), ("OUT", "family out"), ("ADDED", "put being alone in")],
    ),
    ("en", "take away family and my husband", [("OUT", "take away family"), ("OUT", "my husband")]),
    (
        "nl",
        "nint, da van snachts wakker liggn en bie em liggn moe der uut, da moe gin mens weten",
        [("OUT", "da van snachts wakker liggn"), ("OUT", "bie em liggn moe der uut"), (None, "da moe gin mens weten")],
    ),
    (
        "nl",
        "der sta nog altyd snachts ligk wakker, heel die zin moe weg. en wo is fluvius en den 15e?",
        [
            ("OUT", "der sta nog altyd snachts ligk wakker"),
            ("OUT", "heel die zin moe weg"),
            (None, "wo is fluvius"),
            (None, "den 15e?"),
        ],
    ),
    (
        "nl",
        'de juf is geen helper, dat moet weg bij "Daar let een helper op"',
        [("OUT", "de juf is geen helper"), (None, 'dat moet weg bij "Daar let een helper op"')],
    ),
    (
        "fr",
        "non enlevez letang svp et la solitude aussi, et rajoutez ke jai le dos foutu",
        [("OUT", "enlevez letang svp"), ("OUT", "la solitude aussi"), ("ADDED", "rajoutez ke jai le dos foutu")],
    ),
    (
        "fr",
        "Il manque : pas de message sur le répondeur ! Ajoutez ça et après oui vous pouvez envoyer.",
        [
            ("ADDED", "Il manque"),
            ("ADDED", "pas de message sur le répondeur"),
            ("ADDED", "Ajoutez ça"),
            (None, "après oui vous pouvez envoyer"),
        ],
    ),
    (
        "ar",
        "شيل السكن وشيل العائلة. المهم عندي الشغل",
        [("OUT", "شيل السكن"), ("OUT", "شيل العائلة"), (None, "المهم عندي الشغل")],
    ),
    ("ar", "والفلوس ما جبت طاريها شيلها والعائلة هم", [("OUT", "والفلوس ما جبت طاريها شيلها"), ("OUT", "والعائلة هم")]),
)


@pytest.mark.parametrize(("language", "said", "parts"), PARTS, ids=[said[:30] for _, said, _ in PARTS])
def test_parts_of_an_order_are_read_beside_one_another(
    language: str, said: str, parts: list[tuple[str | None, str]]
) -> None:
    found = changes_in(language, said, Understanding(language)).parts
    assert [(part.kind and part.kind.name, part.says) for part in found] == parts


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "you took too much. school has to stay"),
        ("nl", "nu is te veel weg, de school moet blijven"),
        ("ar", "شلت كتير"),
    ],
)
def test_too_much_that_went_comes_back(language: str, said: str) -> None:
    assert changes_in(language, said, Understanding(language)).of(Kind.BACK)
