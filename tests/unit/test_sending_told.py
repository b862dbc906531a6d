"""Words that want the question sent, or nothing sent, and what is said beside these."""

from __future__ import annotations

import pytest

from bot.adapters.sending_told import beside_a_refusal, wants_it_sent, wants_nothing_sent


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Send it as it is. I don't want to fiddle any longer."),
        ("en", "send ok"),
        ("en", "I have nothing to add, send it"),
        ("nl", "stuur maar, niets meer"),
        ("fr", "rien d'autre, envoyez"),
        ("ar", "ابعت خلاص"),
    ],
)
def test_what_is_to_be_sent(language: str, said: str) -> None:
    assert wants_it_sent(language, said)
    assert beside_a_refusal(language, said) is None


@pytest.mark.parametrize(
    ("language", "said", "beside"),
    [
        (
            "nl",
            "die eerste ma stuurt nog niks, ik wil er nog over slapen",
            ["die eerste ma", "ik wil er nog over slapen"],
        ),
        ("fr", "non merci envoyez rien je dois demander à ma soeur", ["non merci", "je dois demander a ma soeur"]),
        ("en", "send nothing, just give me the number", ["just give me the number"]),
        ("ar", "ما تصيفطي والو، غير عطيني النمرة", ["غير عطيني النمره"]),
        ("ar", "لا! ما ترسل شيئا", []),
    ],
)
def test_a_refusal_stands_whatever_is_said_beside_it(language: str, said: str, beside: list[str]) -> None:
    assert not wants_it_sent(language, said)
    assert wants_nothing_sent(language, said)
    assert beside_a_refusal(language, said) == beside


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "do you send nothing without my yes?"), ("en", "don't send my number"), ("nl", "verstuur zonder naam")],
)
def test_no_refusal(language: str, said: str) -> None:
    assert beside_a_refusal(language, said) is None
