"""The scripted talks of tests/dialogues/talks, each from its first word to where it has to end."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.adapters.texts import GettextTexts
from bot.domain.labels import LANGUAGES
from tests.support.scripted import Player, Script, scripts
from tests.support.talks import Town

ALL = tuple(scripts())
A_LANGUAGE = 20


@pytest.mark.parametrize("script", ALL, ids=lambda script: f"{script.language}: {script.title}")
async def test_talk(the_town: Town, words: GettextTexts, script: Script) -> None:
    the_town.await_monday()
    await Player(the_town, words, script).play()


def test_enough_talks_in_each_language() -> None:
    counts = Counter(script.language for script in ALL)
    assert all(counts[language] >= A_LANGUAGE for language in LANGUAGES), counts
