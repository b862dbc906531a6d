"""The Rasa component that finds places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.adapters.gazetteer import load_gazetteer
from bot.domain.gazetteer import FoundPlace
from bot.domain.labels import Act
from bot.domain.words import words_of
from bot.nlu.parsed import PLACE
from bot.nlu.training_data import examples

WORDS_FILE = "common_words.json"
COMMON_FROM = 2
"""Messages in which a word must occur to count as a common one; a mistyped village hardly occurs twice."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PlaceFinder(GraphComponent, EntityExtractorMixin):
    """Sets a ``place`` entity for each place that a message names; the place itself stands beside its name.

    Training collects the words that people use for other things, which are then not taken for mistyped places.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, common_words: frozenset[str] = frozenset()
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._common_words = common_words
        self._gazetteer = load_gazetteer()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceFinder:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PlaceFinder:
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, frozenset(words))

    def train(self, training_data: TrainingData) -> Resource:
        texts = (each.text for each in examples(training_data) if each.act is not Act.INFORM_PLACE)
        self._common_words = self._words_for_other_things(texts)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / WORDS_FILE).write_text(json.dumps(sorted(self._common_words)), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = self._gazetteer.find(message.get(TEXT) or "", self._common_words)
            entities = self.add_extractor_name([_entity(place) for place in found])
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def _words_for_other_things(self, texts: Iterable[str]) -> frozenset[str]:
        in_messages: Counter[str] = Counter()
        for text in texts:
            named = {
                word
                for found in self._gazetteer.find(text, forgiving=False)
                for word in words_of(text[found.start : found.end])
            }
            in_messages.update(set(words_of(text)) - named)
        return frozenset(word for word, count in in_messages.items() if count >= COMMON_FROM)


def _entity(found: FoundPlace) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: PLACE,
        ENTITY_ATTRIBUTE_VALUE: found.place.name,
        ENTITY_ATTRIBUTE_START: found.start,
        ENTITY_ATTRIBUTE_END: found.end,
        PLACE: vars(found.place),
    }
