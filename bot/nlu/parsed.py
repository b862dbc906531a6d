"""Rasa's reading of a message in the product's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.labels import Act, Crisis, Need, Topic
from bot.domain.places import Place
from bot.domain.understanding import Understanding

PLACE = "place"
"""The entity that the place finder sets; the place itself stands beside its name."""


def understanding_from(parse_data: Mapping[str, Any]) -> Understanding:
    """The understanding in what Rasa's pipeline gives for a message (``MessageProcessor.parse_message``)."""
    heard, language = parse_data["understanding"], parse_data["language"]
    return Understanding(
        language=language["code"],
        language_score=language["score"],
        needs=tuple(Need(need) for need in heard["needs"]),
        need_scores={Need(need): score for need, score in heard["need_scores"].items()},
        crisis=Crisis(heard["crisis"]) if heard["crisis"] else None,
        crisis_score=heard["crisis_score"],
        crisis_sure=heard["crisis_sure"],
        act=Act(heard["act"]) if heard["act"] else None,
        act_score=heard["act_score"],
        tells=heard["tells"],
        topic=Topic(heard["topic"]) if heard["topic"] else None,
        topic_score=heard["topic_score"],
        reply=Topic(heard["reply"]) if heard["reply"] else None,
        reply_score=heard["reply_score"],
        places=tuple(Place(**each["place"]) for each in parse_data["entities"] if each["entity"] == PLACE),
    )


def understanding_line(heard: Understanding) -> dict[str, Any]:
    """The answer of ``dichtbij understand`` for one message, ready for JSON."""
    return {
        "language": heard.language,
        "needs": [need.value for need in heard.needs],
        "need_scores": {need.value: round(heard.need_scores.get(need, 0.0), 4) for need in Need},
        "crisis": heard.crisis.value if heard.crisis else None,
        "crisis_score": round(heard.crisis_score, 4),
        "act": heard.act.value if heard.act else None,
        "places": [
            {"name": place.name, "municipality": place.municipality, "postal_code": place.postal_code}
            for place in heard.places
        ],
    }
