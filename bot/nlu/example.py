"""A labelled message, free of Rasa."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.labels import Act, Crisis, Need

TELL, CRISIS, OUT_OF_SCOPE = "tell", "crisis", "out_of_scope"
"""The intents beside the acts."""


@dataclass(frozen=True)
class Example:
    """One labelled message; ``language`` is the name of its folder."""

    text: str
    language: str
    intent: str
    needs: frozenset[Need]
    crisis: Crisis | None
    act: Act | None
