"""The packaged encoder's own tokenizer, in Python: SentencePiece unigram with the pieces of its file."""

from __future__ import annotations

import math
import re

from bot.nlu.e5_file import Pieces

META = 0x2581
"""The character that stands for a space at a word's beginning."""
PREFIX = "query: "
UNKNOWN_PENALTY = 10.0


class Tokenizer:
    """Gives the ids that the encoder itself would read, for texts of up to 510 pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._ids = {piece: id for id, piece in enumerate(pieces.pieces) if piece and id != pieces.unknown}
        self._longest = max(map(len, pieces.pieces))
        self._unknown_score = float(pieces.scores.min()) - UNKNOWN_PENALTY

    def ids(self, text: str, limit: int = 510) -> list[int]:
        """With the prefix that questions get, and the ids for beginning and end."""
        letters = [chr(code).encode() for code in self._normal(PREFIX + text)]
        return [self._pieces.begin, *self._best_split(letters)[:limit], self._pieces.end]

    def _normal(self, text: str) -> list[int]:
        written = [code for letter in text for code in self._pieces.normal.get(ord(letter), (ord(letter),))]
        spaced = re.sub(" {2,}", " ", "".join(map(chr, written)))
        return [META if letter == " " else ord(letter) for letter in (spaced if spaced[:1] == " " else " " + spaced)]

    def _best_split(self, letters: list[bytes]) -> list[int]:
        """Viterbi: the pieces with the highest sum of scores."""
        best, origin = [0.0] + [-math.inf] * len(letters), [(0, 0)] * (len(letters) + 1)
        for start in range(len(letters)):
            span = b""
            for end in range(start + 1, len(letters) + 1):
                span += letters[end - 1]
                if len(span) > self._longest:
                    break
                id = self._ids.get(span)
                score = best[start] + (self._unknown_score if id is None else float(self._pieces.scores[id]))
                if (id is not None or end == start + 1) and score > best[end]:
                    best[end], origin[end] = score, (start, self._pieces.unknown if id is None else id)
        found, at = [], len(letters)
        while at:
            at, id = origin[at]
            found.append(id)
        return found[::-1]
