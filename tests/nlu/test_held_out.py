"""Floors for understanding, on messages that were written apart from the training messages."""

from __future__ import annotations

import pytest

from bot.domain.labels import LANGUAGES
from bot.domain.understanding import Understanding
from scripts.evaluation import measures
from scripts.evaluation.measures import Measure, Pair
from tests.support.held_out import HeldOut, Understand, held_out, told_by_the_way

pytestmark = pytest.mark.timeout(600)  # the first test of each worker reads all messages

Readings = dict[str, list[tuple[HeldOut, Understanding]]]

MESSAGES = 250
FLOORS: dict[Measure, dict[str, float]] = {
    measures.needs_f1: {"nl": 0.78, "fr": 0.84, "ar": 0.73, "en": 0.85},
    measures.needs_among_first_three: {"nl": 0.9, "fr": 0.96, "ar": 0.87, "en": 0.96},
    measures.crisis_recall: {"nl": 0.97, "fr": 0.98, "ar": 0.96, "en": 0.97},
    measures.crisis_precision: {"nl": 0.62, "fr": 0.71, "ar": 0.61, "en": 0.74},
    measures.crisis_kind: {"nl": 0.88, "fr": 0.94, "ar": 0.87, "en": 0.9},
    measures.acts: {"nl": 0.85, "fr": 0.92, "ar": 0.86, "en": 0.93},
    measures.language: {"nl": 0.98, "fr": 0.95, "ar": 0.98, "en": 0.98},
}
BY_THE_WAY = {"nl": (0.84, 0.25), "fr": (0.93, 0.18), "ar": (0.84, 0.25), "en": (0.93, 0.18)}
"""Of dangers told by the way, the least share that is heard; of calm messages, the most that are asked about."""
OTHERS, OTHERS_F1, OTHERS_LANGUAGE = "other", 0.82, 0.93
"""Somewhat below what was measured, so that a real loss fails and a changed message does not."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_messages_are_really_held_out(readings: Readings, language: str) -> None:
    assert len(readings[language]) >= MESSAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", FLOORS, ids=lambda measure: measure.__name__)
def test_no_figure_falls_below_its_floor(readings: Readings, measure: Measure, language: str) -> None:
    pairs = [Pair(said, heard) for said, heard in readings[language]]
    assert measure(pairs) >= FLOORS[measure][language]


@pytest.mark.parametrize("language", BY_THE_WAY)
def test_dangers_that_are_told_by_the_way(understand: Understand, language: str) -> None:
    told = [Pair(each, understand(each.text)) for each in told_by_the_way(language)]
    heard, asked_wrongly = BY_THE_WAY[language]
    calm = [pair for pair in told if pair.said.crisis is None]
    assert measures.crisis_recall(told) >= heard
    assert sum(pair.heard.crisis is not None for pair in calm) / len(calm) <= asked_wrongly


def test_languages_without_training_messages(understand: Understand) -> None:
    pairs = [Pair(each, understand(each.text)) for each in held_out(OTHERS)]
    named = sum(pair.heard.language == pair.said.variety for pair in pairs)
    assert measures.needs_f1(pairs) >= OTHERS_F1
    assert named / len(pairs) >= OTHERS_LANGUAGE
