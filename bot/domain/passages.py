"""The passages of a long text, for who reads it piece by piece."""

from __future__ import annotations

import re

MANY_WORDS = 25
"""A text of so many words may tell more than one thing."""
WORDS_OF_A_PASSAGE = 6
"""A sentence of fewer words is read with the one after it."""
LONGEST_PASSAGE = 15
"""Who writes on without a mark is read in pieces of so many words."""
MOST_PASSAGES = 12
_BETWEEN_PASSAGES = re.compile(r"[.,;:!?\n،؛؟]+(?=\s|$)")


def passages(said: str) -> list[str]:
    """The sentences, or parts of sentences, of a long text; of a shorter one none."""
    if len(said.split()) < MANY_WORDS:
        return []
    found: list[list[str]] = [[]]
    for part in (piece for sentence in _BETWEEN_PASSAGES.split(said) for piece in _pieces(sentence.split())):
        if len(found[-1]) < WORDS_OF_A_PASSAGE:
            found[-1] += part
        else:
            found.append(part)
    return [" ".join(words) for words in found[:MOST_PASSAGES] if words] if len(found) > 1 else []


def _pieces(words: list[str]) -> list[list[str]]:
    return [words[start : start + LONGEST_PASSAGE] for start in range(0, len(words), LONGEST_PASSAGE)]
