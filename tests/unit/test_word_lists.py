"""Each list of words that people type stands in the guide for who edits them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.adapters.word_lists import clauses, joined_by_commas, told_parts

ROOT = Path(__file__).parents[2]


def test_every_list_of_words_is_explained() -> None:
    with (ROOT / "locales" / "nl" / "LC_MESSAGES" / "bot.po").open("rb") as file:
        keys = {str(message.id).partition(".")[0] for message in read_po(file) if message.id}
    lists = {key for key in keys if key.endswith("_words")} - SAID
    guide = (ROOT / "docs" / "conversation.md").read_text(encoding="utf-8")
    assert sorted(key for key in lists if f"`{key}" not in guide) == []


SAID = {"ask_story_more_words", "edit_words", "no_words"}
"""Keys of texts, which only end like those of lists."""


def test_an_arabic_word_that_begins_like_and_is_not_parted() -> None:
    parts = [part.strip() for part in told_parts("ar", "عندي ورقة من المحكمة والولاد تعبانين")]
    assert parts == ["عندي ورقة من المحكمة", "والولاد تعبانين"]
    assert joined_by_commas(parts) == "عندي ورقة من المحكمة، والولاد تعبانين"


@pytest.mark.parametrize(
    ("language", "said", "parts"),
    [
        ("nl", "bel maar naar mij", ["bel maar naar mij"]),
        ("nl", "bel maar niet op zondag", ["bel", "maar niet op zondag"]),
        ("nl", "ik wil bellen maar vandaag nog", ["ik wil bellen", "maar vandaag nog"]),
        ("en", "anything but the town hall", ["anything but the town hall"]),
        ("en", "call me but not today", ["call me", "but not today"]),
    ],
)
def test_a_but_parts_only_where_something_else_follows(language: str, said: str, parts: list[str]) -> None:
    assert [part.strip() for part in clauses(language, said)] == parts
