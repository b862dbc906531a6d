"""The trained pipeline, and what it makes of the held-out messages."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.labels import LANGUAGES
from bot.domain.understanding import Understanding
from bot.model import model_path
from tests.support.held_out import HeldOut, Parse, Understand, held_out, trained_on


@pytest.fixture(scope="session")
def parse(model: Path) -> Parse:
    """Rasa's reading of a text."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    processor = Agent.load(str(model_path(model))).processor
    assert processor is not None
    thread = ThreadPoolExecutor(max_workers=1)

    def read(text: str, hint: str | None = None) -> dict[str, object]:
        message = UserMessage(text=text, metadata={"language": hint} if hint else None)
        # In a thread: the tests' own event loop may be running in this one.
        return dict(thread.submit(asyncio.run, processor.parse_message(message)).result())

    return read


@pytest.fixture(scope="session")
def understand(parse: Parse) -> Understand:
    from bot.nlu.parsed import understanding_from

    return lambda text, hint=None: understanding_from(parse(text, hint))


@pytest.fixture(scope="session")
def readings(understand: Understand) -> dict[str, list[tuple[HeldOut, Understanding]]]:
    """By language, each held-out message with what was understood; those that were trained on are left out."""
    trained = trained_on()
    return {
        language: [(each, understand(each.text)) for each in held_out(language) if each.text.casefold() not in trained]
        for language in LANGUAGES
    }
