"""Words as they are compared: however they were typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئپڤگ", "اااايهويبفج", "ـ")


def normal(word: str) -> str:
    """Lower case without accents; Arabic letters that people mix up are made one."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_ARABIC_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> Iterable[str]:
    """The normalised words of a text."""
    return (normal(match[0]) for match in WORD.finditer(text))
