"""One engine for all talks: loading it takes seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.rasa_engine import RasaEngine
from bot.adapters.texts import GettextTexts
from bot.bootstrap import load_engine
from bot.config import Settings
from tests.support.talks import Town, town


@pytest.fixture(scope="session")
def engine(model: Path) -> RasaEngine:
    return load_engine(Settings(model_dir=model))


@pytest.fixture
async def the_town(tmp_path: Path, engine: RasaEngine) -> AsyncIterator[Town]:
    async with town(tmp_path, engine) as running:
        yield running


@pytest.fixture(scope="session")
def words() -> GettextTexts:
    return GettextTexts()
