"""Answering a button by typing: its label, its number, "the second one", or a word of it."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

from bot.domain.messages import Choice

SAME_LABEL = 90
"""Similarity (0 to 100) from which a typed text counts as a label: one slip in a short word, two in a long one."""

WORDS_OF_A_NAME, LETTERS_OF_A_NAME = 4, 4
"""How long a text may be that names a choice by words of its label, and how long its longest word is at least."""


def typed_choice(text: str, choices: tuple[Choice, ...], ordinals: tuple[frozenset[str], ...] = ()) -> Choice | None:
    """The choice that ``text`` names, or None if it names none or more than one.

    ``ordinals`` are the words for first, second, third... in the language of the talk.
    """
    said = plain(text)
    if not said or not choices:
        return None
    position = _position(said, ordinals)
    if position is not None:
        return choices[position] if position < len(choices) else None
    exact = [choice for choice in choices if plain(choice.label) == said]
    close = exact or [choice for choice in choices if fuzz.ratio(plain(choice.label), said) >= SAME_LABEL]
    return close[0] if len(close) == 1 else None


def named_choice(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The one choice whose label has all words of ``text`` ("my home": "somebody comes to my home"), if it is short.

    Looser than ``typed_choice``: not for answers that set something going.
    """
    said = set(plain(text).split())
    if not said or len(said) > WORDS_OF_A_NAME or max(map(len, said)) < LETTERS_OF_A_NAME:
        return None
    found = [choice for choice in choices if said <= set(plain(choice.label).split())]
    return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    """Lower case, digits as 0-9, no accents, marks, emoji or punctuation; Arabic letters that people mix up as one."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_MIXED_UP))
    return " ".join("".join(_plain_character(character) for character in bare).split())


_MIXED_UP = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Mn":
        return ""
    if character.isdigit():
        return str(unicodedata.digit(character, character))
    return character if character.isalnum() or character.isspace() else " "


def _position(said: str, ordinals: tuple[frozenset[str], ...]) -> int | None:
    if re.fullmatch(r"[1-9]", said):
        return int(said) - 1
    words = set(said.split())
    found = [
        index for index, names in enumerate(ordinals) if words & {plain(name) for name in names} and len(words) <= 4
    ]
    return found[0] if len(found) == 1 else None
