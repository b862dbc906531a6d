"""What stands literally in a message: its letters and words, as sparse vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from bot.domain.words import normal

BUCKETS = 2**15
"""Columns of each of the two kinds; more would make the model larger but not better."""
_ELONGATED = re.compile(r"(\w)\1{2,}")
_DIGIT = re.compile(r"\d")

_CHARACTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(1, 4), n_features=BUCKETS, alternate_sign=False, norm=None, lowercase=False
)
_WORDS = HashingVectorizer(
    token_pattern=r"\w+|[^\w\s]",
    ngram_range=(1, 2),
    n_features=BUCKETS,
    alternate_sign=False,
    norm=None,
    lowercase=False,
)


def folded(text: str) -> str:
    """The text as it is compared: case, accents, drawn-out letters and the value of digits make no difference."""
    return _DIGIT.sub("0", _ELONGATED.sub(r"\1\1", " ".join(normal(text).split())))


def counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Damped counts of letter runs and words, one row a text."""
    readable = [folded(text) for text in texts]
    matrix = sparse.hstack([_CHARACTERS.transform(readable), _WORDS.transform(readable)]).tocsr().astype(np.float32)
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def rarity(matrix: sparse.csr_matrix) -> NDArray[np.float32]:
    """The weight of each column: what is in few messages says more (inverse document frequency)."""
    in_messages = np.bincount(matrix.indices, minlength=matrix.shape[1])
    weights: NDArray[np.float32] = (1 + np.log((1 + matrix.shape[0]) / (1 + in_messages))).astype(np.float32)
    return weights


def weighted(matrix: sparse.csr_matrix, weights: NDArray[np.float32]) -> sparse.csr_matrix:
    """Rows in which letters and words each have length 1."""
    scaled = matrix.multiply(weights).tocsr()
    return sparse.hstack([normalize(scaled[:, :BUCKETS]), normalize(scaled[:, BUCKETS:])]).tocsr()
