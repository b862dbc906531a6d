"""A labelled message, free of Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.labels import Act, Crisis, Need, Topic

TELL, CRISIS, OUT_OF_SCOPE = "tell", "crisis", "out_of_scope"
"""The intents beside the acts."""


@dataclass(frozen=True)
class Example:
    """One labelled message; ``language`` is the name of its folder. With ``near_topic`` it sounds like a topic only."""

    text: str
    language: str
    intent: str
    needs: frozenset[Need]
    crisis: Crisis | None
    act: Act | None
    topic: Topic | None = None
    near_topic: bool = False

    @property
    def on_the_way(self) -> bool:
        """True for what the topics are learnt from (bot.nlu.topic_reader)."""
        return self.near_topic or self.topic is not None

    @property
    def is_story(self) -> bool:
        """True for what needs, crises and acts are learnt from.

        Of what belongs to the topics that is only what a danger is told apart from, and dangers that sound like that.
        """
        return not self.on_the_way or self.topic is Topic.NO_DANGER or self.crisis is not None


def stories(examples: Sequence[Example]) -> list[Example]:
    """Those from which needs, crises and acts are learnt."""
    return [example for example in examples if example.is_story]
