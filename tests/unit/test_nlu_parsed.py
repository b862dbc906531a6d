"""Rasa's reading of a message in the product's own words, and the line of ``dichtbij understand``."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.labels import Act, Crisis, Need
from bot.domain.places import Place
from bot.nlu.parsed import understanding_from, understanding_line

LO = Place("Lo", "Lo-Reninge", "8647", "village", 50.98036, 2.74965)


def parse_data(**heard: Any) -> dict[str, Any]:
    understood = {
        "needs": ["money", "housing"],
        "need_scores": {need.value: 0.123456 for need in Need},
        "crisis": None,
        "crisis_score": 0.03,
        "crisis_sure": False,
        "act": None,
        "act_score": 0.2,
        "tells": 0.2,
        "topic": "duration",
        "topic_score": 0.8,
        "reply": "go_on",
        "reply_score": 0.7,
    }
    return {
        "text": "...",
        "language": {"code": "nl", "score": 0.9},
        "understanding": {**understood, **heard},
        "entities": [
            {"entity": "place", "value": "Lo", "start": 3, "end": 5, "place": vars(LO)},
            {"entity": "something_else", "value": "x"},
        ],
    }


def test_all_that_was_understood_is_carried_over() -> None:
    heard = understanding_from(parse_data(crisis="suicide", crisis_score=0.8, act="hesitate_fear"))
    assert heard.needs == (Need.MONEY, Need.HOUSING)
    assert heard.crisis is Crisis.SUICIDE
    assert heard.act is Act.HESITATE_FEAR
    assert heard.places == (LO,)
    assert (heard.language, heard.language_score, heard.crisis_score, heard.act_score) == ("nl", 0.9, 0.8, 0.2)


def test_a_crisis_is_a_danger_or_a_doubt() -> None:
    sure = understanding_from(parse_data(crisis="suicide", crisis_sure=True))
    assert (sure.danger, sure.doubt) == (Crisis.SUICIDE, None)
    unsure = understanding_from(parse_data(crisis="suicide"))
    assert (unsure.danger, unsure.doubt) == (None, Crisis.SUICIDE)


def test_the_line_has_all_scores_and_null_for_nothing() -> None:
    line = understanding_line(understanding_from(parse_data()))
    assert json.loads(json.dumps(line)) == {
        "language": "nl",
        "needs": ["money", "housing"],
        "need_scores": {need.value: 0.1235 for need in Need},
        "crisis": None,
        "crisis_score": 0.03,
        "act": None,
        "places": [{"name": "Lo", "municipality": "Lo-Reninge", "postal_code": "8647"}],
    }
