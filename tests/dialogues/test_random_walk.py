"""The talk walked at random: never an exception, an empty answer, a bubble three times running, or a dead end."""

from __future__ import annotations

import os

import pytest

from bot.adapters.texts import GettextTexts
from bot.domain.labels import LANGUAGES
from tests.support.talks import Town
from tests.support.walk import Walk

WALKS = int(os.environ.get("DICHTBIJ_WALKS", "6"))
"""Walks in each language; `make test-faults` takes more."""
STEPS = 50


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_any_way_through_the_talk(the_town: Town, words: GettextTexts, language: str) -> None:
    for seed in range(WALKS):
        await Walk(the_town, words, language, seed).go(STEPS)
