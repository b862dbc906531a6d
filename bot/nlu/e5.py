"""Multilingual E5 small: texts to sentence vectors, with the tuned layers on the packaged word table."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from bot.nlu.e5_file import E5File, Floats, dequantise
from bot.nlu.tokens import Tokenizer
from bot.nlu.tuned import CACHE, LAYERS, PACKAGED, PROVIDERS, unpacked


class E5:
    """Runs on the thread that calls it, and may be called by several at once."""

    def __init__(self, layers: Path = LAYERS, cache: Path = CACHE) -> None:
        file = E5File(PACKAGED)
        self.width = file.width
        self._tokenizer = Tokenizer(file.pieces)
        self._words = file.rows("emb.word")
        self._positions = file.weights("emb.pos").reshape(-1, file.width) + file.weights("emb.type")[: file.width]
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._layers = InferenceSession(str(unpacked(layers, cache)), options, providers=PROVIDERS)

    def encode(self, text: str) -> Floats:
        """A vector of length 1: the mean of the tokens' last states."""
        ids = self._tokenizer.ids(text)
        words = dequantise(self._words[ids]).reshape(len(ids), self.width)
        (states,) = self._layers.run(None, {"embedded": (words + self._positions[: len(ids)])[None]})
        middle = states[0].mean(axis=0)
        return cast(Floats, middle / np.linalg.norm(middle))
