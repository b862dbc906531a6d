"""What several folders of tests share: the model of today's data, trained once for all of them, and a PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.config import Settings
from bot.model import ensure_model
from tests.support.postgres import Postgres, running_postgres

ROOT = Path(__file__).parents[1]

settings.register_profile("untimed", deadline=None)  # speed is measured by benchmarks, on a machine that is not busy
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder with the model that the product uses too."""
    ensure_model(ROOT / Settings.model_dir)
    return ROOT / Settings.model_dir


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real server; each test makes a database of its own in it."""
    with running_postgres() as server:
        yield server
