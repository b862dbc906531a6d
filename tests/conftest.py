"""What several folders of tests share: the model of today's data, trained once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings
from bot.model import ensure_model

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder with the model that the product uses too."""
    ensure_model(ROOT / Settings.model_dir)
    return ROOT / Settings.model_dir
