"""A piece of what was told that is to be another."""

from __future__ import annotations

import pytest

from bot.adapters.rewording import reworded


@pytest.mark.parametrize(
    ("language", "told", "said", "found"),
    [
        ("fr", "ma voisine Fatou un peu", "corrigez: c'est pas Fatou c'est Fatima", ("Fatou", "Fatima")),
        ("nl", "mijn zus helpt mij", "nee het is niet mijn zus maar mijn nicht", ("mijn zus", "mijn nicht")),
        ("en", "my cousin Ben drives me", "it's Tom, not Ben", ("Ben", "Tom")),
        (
            "en",
            "my wife tries",
            "change my wife tries to my wife and my brother",
            ("my wife tries", "my wife and my brother"),
        ),
        ("ar", "جارتي فاطمة تساعدني", "ليس فاطمة بل فتحية", ("فاطمة", "فتحية")),
    ],
)
def test_one_word_for_another(language: str, told: str, said: str, found: tuple[str, str]) -> None:
    assert reworded(language, said, told) == found


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        ("nl", "ik heb schulden en ik ben moe", "nee, niet schulden maar mijn huis"),
        ("nl", "ik woon in Veurne", "niet Veurne maar Ieper"),
        ("en", "call me on Monday", "not Monday but Tuesday"),
        ("en", "my brother drinks", "it is not like that"),
        ("fr", "mon frère boit", "non, pas ça"),
        ("en", "i want to learn dutch", "i don't want my husband know"),
        ("en", "my brother drinks", "I do not want that my brother hears of it at all, ever"),
    ],
)
def test_what_has_a_line_of_its_own_or_names_nothing(language: str, told: str, said: str) -> None:
    assert reworded(language, said, told) is None
