"""Each list of words that people type stands in the guide for who edits them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from bot.adapters.word_lists import joined_by_commas, told_parts

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
