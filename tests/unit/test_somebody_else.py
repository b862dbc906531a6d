"""For whom somebody asks, and who knows of it."""

from __future__ import annotations

import pytest

from bot.adapters.moment import Moment
from bot.adapters.somebody_else import about_self, asks_for_another, only_tells_who_knows, who_knows
from bot.domain.labels import Topic
from bot.domain.understanding import Understanding


def a_moment(language: str, slot: str | None, *, for_another: bool = True) -> Moment:
    return Moment(language, None, slot, begins=False, away=False, has_sent=False, for_another=for_another)


@pytest.mark.parametrize(
    ("language", "said", "knows"),
    [
        ("nl", "de mama heeft gezegd dat het mag! ik heb haar aan de poort gesproken. en het mag per telefoon", True),
        ("nl", "hij weet niet dat ik dit doe", False),
        ("nl", "ja", None),
        ("nl", "weet hij dat dan?", None),
        ("fr", "Jeanne est d'accord", True),
        ("fr", "elle ne sait pas encore", False),
        ("fr", "oui", None),
        ("ar", "الأم موافقة", True),
        ("ar", "ما بتعرف", False),
        ("en", "she did not know, but she knows now", True),
        ("en", "yes", None),
        ("en", "call me in the evening", None),
    ],
)
def test_who_knows_of_it(language: str, said: str, knows: bool | None) -> None:
    assert who_knows(language, said) is knows


def test_only_who_asks_for_another_tells_who_knows() -> None:
    assert only_tells_who_knows(a_moment("en", "reach"), "she knows now")
    assert not only_tells_who_knows(a_moment("en", "reach", for_another=False), "she knows now")
    assert not only_tells_who_knows(a_moment("en", "story"), "she knows now")
    assert not only_tells_who_knows(a_moment("en", "reach"), "she knows now, call her in the evening")


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "nee, het is voor mij"), ("fr", "c'est pour moi-même"), ("ar", "هذا لنفسي آني"), ("en", "it's for me")],
)
def test_who_asks_for_themselves_after_all(language: str, said: str) -> None:
    assert about_self(a_moment(language, "place"), said)
    assert about_self(a_moment(language, "wish"), said)


def test_something_for_me_is_a_wish() -> None:
    assert not about_self(a_moment("en", "wish", for_another=False), "some time that is only about me")
    assert not about_self(a_moment("en", None, for_another=False), "it's for me")


@pytest.mark.parametrize(
    ("language", "said", "topic", "asks"),
    [
        ("en", "can i ask stuff for someone else or is that not allowed lol", None, True),
        ("nl", "mag ik ook voor iemand anders vragen?", Topic.ASK_OTHERS, True),
        ("fr", "est-ce que je peux demander pour ma soeur ou c'est pas permis", None, True),
        ("ar", "هل يمكنني أن أسأل عن شخص آخر؟", Topic.ASK_OTHERS, True),
        ("en", "this is for my sister", None, False),
        ("en", "can I ask something", None, False),
    ],
)
def test_who_asks_whether_it_may_be_for_another(language: str, said: str, topic: Topic | None, asks: bool) -> None:
    heard = Understanding(language, topic=topic, topic_score=0.9 if topic else 0.0)
    assert asks_for_another(a_moment(language, None, for_another=False), heard, said) is asks
    assert not asks_for_another(a_moment(language, "service", for_another=False), heard, said)
