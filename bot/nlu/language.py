"""The Rasa component that tells a message's language."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.labels import LANGUAGES
from bot.nlu.language_model import LanguageModel, learn
from bot.nlu.training_data import LANGUAGE, examples


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Sets ``language`` to {"code", "score"}. ``language`` in the message's metadata hints at the talk's language."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LanguageModel | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LanguageModel.load(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return f"scikit-learn {version('scikit-learn')}"

    def train(self, training_data: TrainingData) -> Resource:
        known = [example for example in examples(training_data) if example.language in LANGUAGES]
        self._model = learn([example.text for example in known], [example.language for example in known])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self._model is not None:
                hint: Mapping[str, Any] = message.get(METADATA) or {}
                found = self._model.identify(message.get(TEXT) or "", hint.get(LANGUAGE))
                message.set(LANGUAGE, {"code": found.code, "score": found.score}, add_to_output=True)
        return messages
