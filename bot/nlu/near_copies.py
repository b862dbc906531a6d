"""Messages that say almost the same as another one: they teach nothing new, and in an exam they make it easier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.domain.words import words_of

RUN = 3
"""Words in a row that count as one piece."""
ALIKE = 0.5
"""The share of all pieces of two messages (Jaccard index) from which one is a near-copy of the other."""
COMMON = 50
"""A piece in more messages than this is a turn of phrase."""
FROM_WORDS = 5
"""Shorter messages can't help being alike."""

Pieces = frozenset[tuple[str, ...]]


def near_copies(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the earlier one first. Messages of fewer than ``FROM_WORDS`` words are in none."""
    pieces = [_pieces(text) for text in texts]
    messages: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, own in enumerate(pieces):
        others = {other for piece in own if len(messages[piece]) <= COMMON for other in messages[piece]}
        yield from ((other, at) for other in sorted(others) if _alike(pieces[other], own))
        for piece in own:
            messages[piece].append(at)


def _pieces(text: str) -> Pieces:
    words = tuple(words_of(text))
    return frozenset(words[at : at + RUN] for at in range(len(words) - RUN + 1 if len(words) >= FROM_WORDS else 0))


def _alike(one: Pieces, other: Pieces) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
