"""Answering a button by typing: its label, its number, "the second one", or a word of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.domain.messages import Choice
from bot.domain.words import plain

SAME_LABEL = 90
"""Similarity (0 to 100) from which a typed text counts as a label: one slip in a short word, two in a long one."""

WORDS_OF_A_NAME, LETTERS_OF_A_NAME = 4, 4
EVERYDAY = frozenset(["open"])
"""Words of names that are said of any helper ("who is open now?")."""
WORDS_AROUND_A_NAME = 8
"""How long a text may be that names a choice by words of its label, and how long its longest word is at least."""


@dataclass(frozen=True)
class Ordinals:
    """How a place in a list is said: the words for first, second, third..., and those that may stand around them."""

    names: tuple[frozenset[str], ...] = ()
    around: frozenset[str] = frozenset()

    def position(self, said: str) -> int | None:
        """From 0; None where more is said than a place ("the rent first")."""
        place = self.mentioned(said)
        alone = place is not None and frozenset(said.split()) <= self.names[place] | self.around
        return place if alone else None

    def mentioned(self, text: str) -> int | None:
        """The one place that a text speaks of, from 0 ("what does the second one do?")."""
        words = frozenset(plain(text).split())
        found = [index for index, names in enumerate(self.names) if words & names]
        return found[0] if len(found) == 1 else None

    def bare(self, text: str) -> str:
        """What a text names, without the words around it ("the Dutch one": "dutch")."""
        return " ".join(word for word in plain(text).split() if word not in self.around)


def typed_choice(text: str, choices: tuple[Choice, ...], ordinals: Ordinals = Ordinals()) -> Choice | None:
    """The choice that ``text`` names, or None if it names none or more than one.

    The words of ``ordinals`` are those of the talk's language, as ``plain`` gives them back.
    """
    said = plain(text)
    if not said or not choices:
        return None
    if (position := place_typed(text, ordinals)) is not None:
        return choices[position] if position < len(choices) else None
    exact = [choice for choice in choices if plain(choice.label) == said]
    close = exact or [choice for choice in choices if fuzz.ratio(plain(choice.label), said) >= SAME_LABEL]
    return close[0] if len(close) == 1 else None


def place_typed(text: str, ordinals: Ordinals) -> int | None:
    """The place in a list, from 0, that a text is ("2", "the second one"); None of anything else."""
    said = plain(text)
    return int(said) - 1 if re.fullmatch(r"[1-9]", said) else ordinals.position(said)


def named_choice(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The one choice whose label has all words of ``text`` ("my home": "somebody comes to my home"), if it is short.

    Looser than ``typed_choice``: not for answers that set something going.
    """
    said = set(plain(text).split())
    if not said or len(said) > WORDS_OF_A_NAME or max(map(len, said)) < LETTERS_OF_A_NAME:
        return None
    found = [choice for choice in choices if said <= set(plain(choice.label).split())]
    return found[0] if len(found) == 1 else None


def told_choice(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The one choice whose own words are all in a short ``text`` ("the Green House, I think"); None for a question.

    A choice's own words are those of its label that no other label has.
    """
    said = plain(text).split()
    if len(said) > WORDS_AROUND_A_NAME or any(mark in text for mark in "?؟"):
        return None
    labels = [set(plain(choice.label).split()) for choice in choices]
    found = [choice for index, choice in enumerate(choices) if len(own := _own(labels, index)) > 0 and own <= set(said)]
    return found[0] if len(found) == 1 else None


def _own(labels: list[set[str]], index: int) -> set[str]:
    return labels[index].difference(*(label for other, label in enumerate(labels) if other != index))


def names_meant(text: str, names: Sequence[str], others: Sequence[str] = ()) -> list[int]:
    """Which of ``names`` a text means: those of which it has a word that stands in none of the others.

    Where it has such a word of one of ``others``, which are not to choose from, a word that stands in those too is not
    enough: "Chat Point Westhoek" does not mean "Social House Westhoek".
    """
    said, words = set(plain(text).split()) - EVERYDAY, [set(plain(name).split()) for name in (*names, *others)]
    shown, aside = words[: len(names)], range(len(names), len(words))
    meant = [{word for word in _own(shown, at) if len(word) >= LETTERS_OF_A_NAME} & said for at in range(len(shown))]
    if any(len(word) >= LETTERS_OF_A_NAME for at in aside for word in _own(words, at) & said):
        shared = set[str]().union(*(words[at] for at in aside))
        meant = [found - shared for found in meant]
    return [at for at, found in enumerate(meant) if found]
