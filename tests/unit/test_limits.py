"""What a helper is to mind: who is to know nothing, and what comes before a visit or a call."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.adapters.in_danger import told_beside_a_no
from bot.adapters.limits import limiting_parts, limits_told
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.partners import Directory
from bot.domain.question import OWN_LINES, HelpQuestion
from bot.service import talk
from bot.service.turn import Turn


@pytest.mark.parametrize(
    ("language", "said", "limits"),
    [
        ("nl", "Diksmuide. mijn baas mag da nie weten", ["mijn baas mag da nie weten"]),
        (
            "nl",
            "dat ze eerst met mij klappen, bellen mag, niet bij hem aanbellen zonder dat hij ja zegt",
            ["dat ze eerst met mij klappen", "bellen mag, niet bij hem aanbellen zonder dat hij ja zegt"],
        ),
        ("fr", "Diksmuide, un village. mais le patron il doit pas savoir", ["le patron il doit pas savoir"]),
        ("fr", "et met qu'on me previent avant de venir", ["qu'on me previent avant de venir"]),
        (
            "en",
            "my sister helps but I dont want her to know how bad it is",
            ["my sister helps but I dont want her to know how bad it is"],
        ),
        (
            "nl",
            "Wie leest dit? Mijn buurvrouw werkt bij de gemeente in Alveringem en die mag dat niet weten.",
            ["Mijn buurvrouw werkt bij de gemeente in Alveringem en die mag dat niet weten"],
        ),
        (
            "fr",
            "Madame Rita est gentille. Mais elle peut pas savoir. Pas dire à personne de Poperinge",
            ["Madame Rita est gentille. Mais elle peut pas savoir", "Pas dire à personne de Poperinge"],
        ),
        (
            "ar",
            "ابنتي مريم تترجم لي أحيانا ولكن لا أريد أن تعرف عن الديون",
            ["ابنتي مريم تترجم لي أحيانا ولكن لا أريد أن تعرف عن الديون"],
        ),
        ("fr", "je ne veux pas que ma voisine Rita sache", ["je ne veux pas que ma voisine Rita sache"]),
        ("en", "come to the house, but ring first", ["ring first"]),
        ("en", "Watou, 8978. But please not anyone from Watou itself", ["please not anyone from Watou itself"]),
        ("en", "no police n not someone from kortemark", ["no police n not someone from kortemark"]),
        (
            "nl",
            "niemand van Leisele, en niets tegen de gemeente Alveringem",
            ["niemand van Leisele", "niets tegen de gemeente Alveringem"],
        ),
        ("fr", "surtout pas quelquun de wervik", ["pas quelquun de wervik"]),
        ("ar", "ما بدي حدا من ديكسمود", ["ما بدي حدا من ديكسمود"]),
        ("en", "I know nobody here in Watou", []),
        ("en", "nobody helps me, I am from Watou", []),
        ("nl", "een vriend van mij uit Ieper zegt dat niemand helpt", []),
        ("fr", "je ne connais personne à Poperinge", []),
        ("en", "call me first, no visit without asking", ["call me first", "no visit without asking"]),
        ("ar", "ديكسمود. بس ما بدي المدرسة تعرف", ["ما بدي المدرسة تعرف"]),
        ("nl", "ik weet niet wat ik moet doen", []),
        ("fr", "je sais pas à qui demander", []),
        ("en", "I don't know where to go, nobody helps", []),
        ("en", "will my boss know of it?", []),
        ("en", "take out that my boss may not know", []),
        ("ar", "ما بعرف شو اعمل", []),
    ],
)
def test_limits_are_found(language: str, said: str, limits: list[str]) -> None:
    assert limits_told(language, said) == limits


def test_a_limit_stands_in_the_text_as_it_was_written() -> None:
    assert limiting_parts("en", "Ypres, but my boss must not know") == ["my boss must not know"]


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        (
            "nl",
            "neen zeg, zo erg ist niet. gewoon slecht slapen van de schulden",
            "gewoon slecht slapen van de schulden",
        ),
        ("fr", "non non pas de danger, il crie c'est tout", "il crie c'est tout"),
        ("nl", "nee geen gevaar. amai, politie, toch niet hé", ""),
        ("en", "no, nobody hurts me", ""),
    ],
)
def test_of_a_no_to_danger_only_what_it_tells_besides_is_kept(language: str, said: str, told: str) -> None:
    assert told_beside_a_no(language, said) == told


def test_a_limit_is_noted_once() -> None:
    now = datetime(2026, 11, 30, tzinfo=timezone.utc)
    incoming = Incoming("web", "c", "1", "text", "call me first")
    turn = Turn(Conversation("c", "web", "c"), incoming, Directory((), ()), now)
    for said in ("my boss may not know", "call me first", "my boss may not know"):
        talk.set_limit(turn, said)
    assert turn.conversation.question.limits == "my boss may not know\ncall me first"


@pytest.mark.parametrize("line", OWN_LINES)
def test_each_line_in_own_words_is_said_anew(line: str) -> None:
    assert getattr(HelpQuestion().saying(line, "some words"), line) == "some words"


def test_another_line_has_no_words_of_its_own() -> None:
    with pytest.raises(KeyError):
        HelpQuestion().saying("place", "some words")


def test_an_order_before_a_limit_does_not_tell_who_is_meant() -> None:
    assert limits_told("ar", "شيل انو زوجي تركنا، ما بدي حدا يعرف") == ["ما بدي حدا يعرف"]
    assert limits_told("en", "leave out that he left, nobody may know of that") == ["nobody may know of that"]
