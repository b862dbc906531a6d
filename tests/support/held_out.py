"""Messages that no training has seen, from tests/nlu/<language>/: held_out, exam, on_the_way, by_the_way.

On the way has questions about the help and the talk, and as many messages that sound like one and are none; by the way
has dangers that are told in the middle of something else, and calm answers that use the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.labels import Act, Crisis, Need, Topic
from bot.domain.understanding import Understanding

Understand = Callable[..., Understanding]
Parse = Callable[..., dict[str, Any]]
FOLDER = Path(__file__).parents[1] / "nlu"
TRAINING = Path(__file__).parents[2] / "nlu_data" / "nlu"


@dataclass(frozen=True)
class HeldOut:
    """A labelled message that no training has seen."""

    text: str
    language: str
    intent: str
    needs: frozenset[Need]
    crisis: Crisis | None
    act: Act | None
    near_crisis: bool
    variety: str
    topic: Topic | None = None


ON_THE_WAY, BY_THE_WAY = "on_the_way.yml", "by_the_way.yml"


def held_out(language: str) -> list[HeldOut]:
    apart = (ON_THE_WAY, BY_THE_WAY)
    return _read(language, (file for file in sorted((FOLDER / language).glob("*.yml")) if file.name not in apart))


def asked_on_the_way(language: str) -> list[HeldOut]:
    return _read(language, [FOLDER / language / ON_THE_WAY])


def told_by_the_way(language: str) -> list[HeldOut]:
    return _read(language, [FOLDER / language / BY_THE_WAY])


def _read(language: str, files: Iterable[Path]) -> list[HeldOut]:
    blocks = [block for file in files for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]]
    return [_labelled(language, block, line[2:]) for block in blocks for line in block["examples"].splitlines()]


def trained_on() -> frozenset[str]:
    """The training messages, in lower case."""
    lines = (
        line.strip() for path in TRAINING.glob("*/*.yml") for line in path.read_text(encoding="utf-8").splitlines()
    )
    return frozenset(line[2:].strip().casefold() for line in lines if line.startswith("- "))


def _labelled(language: str, block: dict[str, Any], text: str) -> HeldOut:
    metadata = block.get("metadata") or {}
    intent = str(block["intent"])
    return HeldOut(
        text=text,
        language=language,
        intent=intent,
        needs=frozenset(Need(need) for need in metadata.get("needs", ())),
        crisis=Crisis(metadata["crisis"]) if "crisis" in metadata else None,
        act=Act(intent) if intent in {act.value for act in Act} else None,
        near_crisis=bool(metadata.get("near_crisis")),
        variety=str(metadata.get("variety", "")),
        topic=Topic(metadata["topic"]) if "topic" in metadata else None,
    )
