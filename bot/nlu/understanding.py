"""The Rasa component that says what a message is about."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.warning_signs import load_warning_signs
from bot.domain.labels import Topic
from bot.nlu import ngrams, tuned
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.example import CRISIS, OUT_OF_SCOPE, TELL, stories
from bot.nlu.kernel import Matrix
from bot.nlu.kernel_head import KernelHead
from bot.nlu.reader import Reader, Reading, learn
from bot.nlu.reply_reader import ReplyReader, learn_replies
from bot.nlu.topic_reader import TopicReader, learn_topics
from bot.nlu.training_data import examples, labelled
from bot.nlu.vectors import WIDTH, Vectors

UNDERSTANDING = "understanding"
TOPIC, REPLY = "topic", "reply"
"""Names under which their readers are saved."""
Found = tuple[Topic | None, float]
"""A topic, and how probable it is."""
TELLS_FROM = 0.3
"""Below one half: "things aren't going well" is a welcome start, and a remark on the weather may be one too."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnderstandingClassifier(GraphComponent, IntentClassifier):
    """Sets ``understanding`` (see bot.nlu.parsed) and the intent: ``crisis``, an act, ``tell`` or ``out_of_scope``."""

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        reader: Reader | None = None,
        topic_reader: TopicReader | None = None,
        reply_reader: ReplyReader | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._reader = reader
        self._topic_reader = topic_reader
        self._reply_reader = reply_reader

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UnderstandingClassifier:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UnderstandingClassifier:
        with model_storage.read_from(resource) as folder:
            topics, replies = (KernelHead.load(folder, name) for name in (TOPIC, REPLY))
            return cls(model_storage, resource, Reader.load(folder), TopicReader(topics), ReplyReader(replies))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return f"scikit-learn {version('scikit-learn')}"

    def train(self, training_data: TrainingData) -> Resource:
        messages, given = labelled(training_data), examples(training_data)
        vectors, counted = _vectors(messages), ngrams.counts([example.text for example in given])
        self._topic_reader = learn_topics(given, vectors, counted)
        self._reply_reader = learn_replies(given, vectors, counted)
        told = stories(given)
        texts = [example.text for example in told]
        held_back = np.array([tuned.held_back(text) for text in texts])
        is_told = np.array([example.is_story for example in given])
        self._reader = learn(told, vectors[is_told], counted[is_told], extras(texts), held_back)
        with self._model_storage.write_to(self._resource) as folder:
            self._reader.save(folder)
            self._topic_reader.model.save(folder, TOPIC)
            self._reply_reader.model.save(folder, REPLY)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        readable = [message for message in messages if message.get(TEXT)]
        if readable and self._reader and self._topic_reader and self._reply_reader:
            texts = [message.get(TEXT) for message in readable]
            signs = [load_warning_signs().find(text) for text in texts]
            dangers = [sign.crisis if sign else None for sign in signs]
            vectors, counted = _vectors(readable), ngrams.counts(texts)
            readings = self._reader.read(vectors, counted, extras(texts), dangers)
            topics = self._topic_reader.read(vectors, counted)
            replies = self._reply_reader.read(vectors, counted)
            for message, reading, asked, reply in zip(readable, readings, topics, replies, strict=True):
                _write(message, reading, asked, reply)
        return messages


def extras(texts: Sequence[str]) -> Matrix:
    """Features beside the words: how long a text is, and how much of it names a place."""
    return np.array([_extras(text) for text in texts]).reshape(-1, 3)


def _extras(text: str) -> tuple[float, float, float]:
    found = load_gazetteer().find(text, forgiving=False)
    named = sum(end - start for start, end in {(place.start, place.end) for place in found})
    return np.log1p(len(text.split())), float(bool(found)), named / max(1, len(text))


def intent_of(reading: Reading) -> tuple[str, float]:
    """Rasa's intent, and how sure it is."""
    if reading.crisis_sure:
        return CRISIS, reading.crisis_score
    if reading.act is not None:
        return reading.act.value, reading.act_score
    if reading.needs or reading.tells >= TELLS_FROM:
        return TELL, reading.tells
    return OUT_OF_SCOPE, 1 - reading.tells


def _write(message: Message, reading: Reading, asked: Found, reply: Found) -> None:
    name, confidence = intent_of(reading)
    heard = {
        "needs": [need.value for need in reading.needs],
        "need_scores": {need.value: score for need, score in reading.need_scores.items()},
        "crisis": reading.crisis.value if reading.crisis else None,
        "crisis_score": reading.crisis_score,
        "crisis_sure": reading.crisis_sure,
        "act": reading.act.value if reading.act else None,
        "act_score": reading.act_score,
        "tells": reading.tells,
        "topic": asked[0].value if asked[0] else None,
        "topic_score": asked[1],
        "reply": reply[0].value if reply[0] else None,
        "reply_score": reply[1],
    }
    message.set(UNDERSTANDING, heard, add_to_output=True)
    message.set(INTENT, {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}, add_to_output=True)


def _vectors(messages: Sequence[Message]) -> Vectors:
    rows = [message.get_dense_features(TEXT)[1] for message in messages]
    return np.vstack([row.features if row else np.zeros((1, WIDTH), np.float32) for row in rows])
