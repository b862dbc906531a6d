"""The packaged encoder's own tokenizer, in Python: SentencePiece unigram with the pieces of its file."""

from __future__ import annotations

import math
import re

from bot.nlu.e5_file import Pieces

META = "\u2581"
"""Stands for a space at a word's beginning. No piece has it further on, so each word is split by itself."""
PREFIX = "query: "
UNKNOWN_PENALTY = 10.0
_SPACES = re.compile(" +")
_WORD = re.compile(f"{META}[^{META}]*")


class Tokenizer:
    """Gives the ids that the encoder itself would read, for texts of up to 510 pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._begin, self._end = pieces.begin, pieces.end
        self._normal = {code: "".join(map(chr, written)) for code, written in pieces.normal.items()}
        self._longest = max(map(len, pieces.words))
        scored = enumerate(zip(pieces.words, pieces.scores.tolist()))
        self._known = {word: (score, id) for id, (word, score) in scored if word and id != pieces.unknown}
        self._unknown = (float(pieces.scores.min()) - UNKNOWN_PENALTY, pieces.unknown)

    def ids(self, text: str, limit: int = 510) -> list[int]:
        """With the prefix that questions get, and the ids for beginning and end."""
        written = _SPACES.sub(META, (PREFIX + text).translate(self._normal))
        words = _WORD.findall(written if written.startswith(META) else META + written)
        return [self._begin, *[id for word in words for id in self._best_split(word)][:limit], self._end]

    def _best_split(self, word: str) -> list[int]:
        """Viterbi: the pieces with the highest sum of scores."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-math.inf, 0, 0)] * len(word)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = self._known.get(word[start:end], self._unknown if end == start + 1 else None)
                if piece and best[start][0] + piece[0] > best[end][0]:
                    best[end] = (best[start][0] + piece[0], start, piece[1])
        found, at = [], len(word)
        while at:
            _, at, id = best[at]
            found.append(id)
        return found[::-1]
