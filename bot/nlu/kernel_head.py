"""What the readers of topics and of replies have in common: one kernel with one head on it, and what teaches them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.nlu import ngrams
from bot.nlu.example import Example
from bot.nlu.heads import Head
from bot.nlu.kernel import KernelModel, Matrix
from bot.nlu.tuned import key
from bot.nlu.vectors import Vectors

WORDS_OF_A_SHORT_ONE = 25
"""Longer messages tell a story, and teach nothing about those that ask or order something."""


@dataclass(frozen=True)
class KernelHead:
    """A kernel over vectors and n-grams of ``rarity``, and the head that makes probabilities of its scores."""

    kernel: KernelModel
    rarity: NDArray[np.float32]
    head: Head

    def scores(self, vectors: Vectors, counted: sparse.csr_matrix) -> Matrix:
        """The kernel's scores, a row a text."""
        return self.kernel.scores(vectors, ngrams.weighted(counted, self.rarity))

    def save(self, folder: Path, name: str) -> None:
        self.kernel.save(folder / f"{name}_kernel.npz")
        weights, bias = self.head.weights, self.head.bias
        np.savez_compressed(
            folder / f"{name}_head.npz",
            rarity=self.rarity,
            weights=weights,
            bias=bias,
            exclusive=self.head.exclusive,
        )

    @classmethod
    def load(cls, folder: Path, name: str) -> KernelHead:
        with np.load(folder / f"{name}_head.npz") as arrays:
            head = Head(arrays["weights"], arrays["bias"], exclusive=bool(arrays["exclusive"]))
            return cls(KernelModel.load(folder / f"{name}_kernel.npz"), arrays["rarity"], head)


def is_kept(example: Example, share: float) -> bool:
    """True for ``share`` of the short messages, the same whatever the others are: from these the rest is told."""
    short = len(example.text.split()) <= WORDS_OF_A_SHORT_ONE
    return short and key(example.text)[1] < share * 256  # byte 0 chooses what is held back from the encoder
