"""Words as they are compared: however they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
JOINED_AND = "و"
"""In Arabic "and" is written onto the word that follows."""
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئپڤگ", "اااايهويبفج", "ـ")


def normal(word: str) -> str:
    """Lower case, digits as 0-9, no accents or marks; Arabic letters that people mix up are made one."""
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_ARABIC_LETTERS))
    return "".join(map(_plain_character, bare))


def words_of(text: str) -> Iterable[str]:
    """The normalised words of a text."""
    return (normal(match[0]) for match in WORD.finditer(text))


def plain(text: str) -> str:
    """The same with a space between them, without punctuation and emoji: the form in which texts are compared."""
    return " ".join(words_of(text))


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Mn":
        return ""
    return str(unicodedata.digit(character, character))
