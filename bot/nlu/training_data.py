"""The training messages of nlu_data/nlu/<language>/, with what their blocks say about them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.labels import Act, Crisis, Need, Topic
from bot.nlu.example import Example

LANGUAGE = "language"


class FolderLanguageImporter(RasaFileImporter):
    """Reads training data as Rasa does and notes for each message the folder that it stands in, as its language."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return TrainingData().merge(*(_read(path, os.stat(path).st_mtime_ns) for path in self._nlu_files))


def examples(training_data: TrainingData) -> list[Example]:
    """The labelled messages, in their order."""
    return [example(message) for message in labelled(training_data)]


def labelled(training_data: TrainingData) -> list[Message]:
    """The messages that have both a text and an intent."""
    return [message for message in training_data.intent_examples if message.get(TEXT)]


def example(message: Message) -> Example:
    metadata: Mapping[str, Any] = message.get(METADATA) or {}
    block: Mapping[str, Any] = metadata.get(METADATA_INTENT) or {}
    intent = message.get(INTENT)
    return Example(
        text=message.get(TEXT),
        language=metadata.get(LANGUAGE, ""),
        intent=intent,
        needs=frozenset(Need(need) for need in block.get("needs") or ()),
        crisis=Crisis(block["crisis"]) if block.get("crisis") else None,
        act=Act(intent) if intent in {act.value for act in Act} else None,
        topic=Topic(block["topic"]) if block.get("topic") else None,
        near_topic=bool(block.get("near_topic")),
    )


@cache
def _read(path: str, changed: int) -> TrainingData:
    """Kept until the file changes: one training asks for the messages three times."""
    data = cast(TrainingData, load_data(path))
    for message in data.training_examples:
        message.data[METADATA] = {**(message.get(METADATA) or {}), LANGUAGE: Path(path).parent.name}
    return data
