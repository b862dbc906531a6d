"""Scripted talks: what a resident writes and presses, and what has to come of it (docs/conversation.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.adapters.moment import last_slot
from bot.adapters.texts import GettextTexts
from bot.adapters.wordings import catalogues
from bot.domain.conversation import Conversation
from bot.domain.handover import DeclineReason, Handover
from bot.domain.labels import LANGUAGES
from bot.service import handovers
from scripts.plain_words import binds
from tests.support.talks import Talk, Town, labels, texts

TALKS = Path(__file__).parents[1] / "dialogues" / "talks"
_MARKS = re.compile("[\u2066-\u2069]")


@dataclass(frozen=True)
class Script:
    """One talk. ``steps`` and ``ends`` are as docs/conversation.md tells."""

    language: str
    title: str
    persona: str
    steps: tuple[Mapping[str, Any], ...]
    ends: Mapping[str, Any]


def scripts() -> Iterator[Script]:
    """All talks of tests/dialogues/talks, language by language."""
    for language in LANGUAGES:
        for file in sorted(TALKS.glob(f"{language}*.yml")):
            for talk in yaml.safe_load(file.read_text(encoding="utf-8")):
                steps, ends = tuple(talk["steps"]), talk.get("ends", {})
                yield Script(language, talk["title"], talk.get("persona", ""), steps, ends)


class Player:
    """Plays one script in a town and checks each step."""

    def __init__(self, town: Town, words: GettextTexts, script: Script) -> None:
        self.town, self.words, self.script = town, words, script
        self.talk: Talk = town.talk(None if script.steps[0].get("finds_language") else script.language)
        self.language = script.language
        self.last = ""
        self.played: list[tuple[str, list[Mapping[str, Any]]]] = []

    async def play(self) -> None:
        for number, step in enumerate(self.script.steps, 1):
            where = f"{self.script.language}, {self.script.title!r}, step {number}"
            answers = await self._take(step)
            self.played.append((self._shown(step), answers))
            conversation = await self.talk.conversation()
            self.language = conversation.language
            self._check_stance(answers, where)
            self._check_step(step, answers, conversation, where)
        self._check_end(await self.talk.conversation())

    async def _take(self, step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        if "days_later" in step:
            self.town.later(timedelta(days=step["days_later"]))
        if "wait" in step:
            self.town.later(timedelta(days=step["wait"]))
            await self.town.keep_time()
            return await self.talk.read()
        if "say" in step:
            return await self.talk.say(step["say"])
        if "press" in step:
            return await self.talk.press(self._label(step["press"]))
        if "choose" in step:
            return await self.talk.press(await self._option(step["choose"]))
        if "command" in step:
            return await self.talk.send("command", step["command"])
        return await self._partner(step["partner"], step.get("of", 0))

    def _shown(self, step: Mapping[str, Any]) -> str:
        """A step as it is written down."""
        days = f"({step['days_later']} days later) " if "days_later" in step else ""
        if "say" in step:
            return f"{days}{step['say']}"
        if "press" in step:
            return f"{days}[{self._label(step['press'])}]"
        kind = next(kind for kind in ("choose", "command", "partner", "wait") if kind in step)
        return f"{days}({kind}: {step[kind]})"

    def _label(self, key: str) -> str:
        return self.words.say(self.language, key) if self.words.has(key) else key

    async def _option(self, number: int) -> str:
        """The label of the so-many-th partner that is shown."""
        return (await self.talk.conversation()).choices_on_screen[number - 1].label

    async def _partner(self, does: Any, of: int) -> list[Mapping[str, Any]]:
        """The partner who has the so-many-th handover, or the last one, does something."""
        core, handover = self.town.core, (await self.talk.conversation()).handovers[of - 1]
        common = (core.new_uow, core.clock, handover.organization_id, handover.id, "console")
        if does == "accepts":
            await handovers.accept(*common)
        elif does == "reads":
            await handovers.acknowledge(*common)
        elif does == "closes":
            await handovers.close(*common, None)
        elif does in list(DeclineReason):
            await handovers.decline(*common, DeclineReason(does))
        else:
            await handovers.write(*common, does["writes"])
        return await self.talk.read()

    def _check_stance(self, answers: list[Mapping[str, Any]], where: str) -> None:
        """Nobody is told what they must do, nothing is empty, and nothing is said twice running."""
        for answer in answers:
            if answer["voice"] == "partner":
                continue
            own = answer["text"]
            for step in self.script.steps:
                told = str(step.get("say", ""))
                for part in (told, *re.split(r"[.,،]", told)):  # a part may stand in a line of its own
                    own = own.replace(part.strip() or "\0", "")
            assert own.strip() or answer["text"].strip(), f"{where}: an empty answer"
            assert not binds(self.language, own), f"{where}: tells somebody what they must do: {own}"
        said = texts(answers)
        assert not said or said != self.last, f"{where}: the very same answer again: {said}"
        self.last = said

    def _check_step(
        self, step: Mapping[str, Any], answers: list[Mapping[str, Any]], conversation: Conversation, where: str
    ) -> None:
        said = without_marks(texts(answers))
        for key in _listed(step.get("answers")):
            assert self._says(key, said), f"{where}: expected {key}, got:\n{said}"
        for key in _listed(step.get("never")):
            assert not self._says(key, said), f"{where}: did not expect {key}, got:\n{said}"
        for part in _listed(step.get("mentions")):
            assert str(part) in said, f"{where}: expected {part!r} in:\n{said}"
        for part in _listed(step.get("leaves_out")):
            assert str(part) not in said, f"{where}: did not expect {part!r} in:\n{said}"
        for key in _listed(step.get("offers")):
            assert self._label(key) in labels(answers), f"{where}: expected button {key}, got {labels(answers)}"
        heard = {str(need) for need in conversation.question.needs}
        assert set(_listed(step.get("hears"))) <= heard, f"{where}: heard {heard}"
        assert not answers or step.get("silent") is not True, f"{where}: the bot spoke: {said}"
        assert answers or step.get("silent") is True, f"{where}: no answer"

    def _says(self, key: str, said: str) -> bool:
        return says(self.language, key, said)

    def _check_end(self, conversation: Conversation) -> None:
        where = f"{self.script.language}, {self.script.title!r}, end"
        question = conversation.question
        for name, expected in self.script.ends.items():
            actual = _state(conversation, name) if name in _STATES else _value(getattr(question, name))
            assert actual == expected, f"{where}: {name} is {actual!r}, expected {expected!r}"


def says(language: str, key: str, said: str) -> bool:
    """True if ``said``, which has no marks of direction, holds a text in one of its wordings."""
    return any(pattern.search(said) for pattern in _patterns(language, key))


@cache
def _patterns(language: str, key: str) -> tuple[re.Pattern[str], ...]:
    """Each wording of a text, with anything in place of its values."""
    words = catalogues()
    if not words.has(key):
        raise KeyError(f"no text has the key {key}")
    keys = [key, *[f"{key}~{number}" for number in range(2, words.variants(key) + 1)]]
    wordings = [without_marks(words.template(language, each)) for each in keys]
    return tuple(re.compile(".*?".join(map(re.escape, re.split(r"\{\w+\}", each))), re.DOTALL) for each in wordings)


def without_marks(text: str) -> str:
    """A text without the marks that isolate names and numbers from its direction."""
    return _MARKS.sub("", text)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


_STATES = ("language", "handovers", "waits_for", "shared")


def _state(conversation: Conversation, name: str) -> Any:
    if name == "language":
        return conversation.language
    if name == "handovers":
        return [str(handover.state) for handover in conversation.handovers]
    if name == "shared":
        return sorted(_newest(conversation).shared)
    return last_slot(conversation.dialogue, "requested_slot")


def _newest(conversation: Conversation) -> Handover:
    return conversation.handovers[-1]


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    return str(getattr(value, "name", None) or value) if not hasattr(value, "value") else str(value)
