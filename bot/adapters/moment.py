"""Where the talk is when a message comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.labels import Crisis, Label, Need
from bot.service.turn import Turn

SURE = 0.85
"""Few true acts score less (tests/nlu), and most words that only sound like an act do."""
LIKELY = 0.6
AWAY = timedelta(hours=6)
"""How long after the last message somebody is taken to come back."""
RESUMES = "/resume"
LATE = ("reach", "when", "line", "line_how", "service", "preference", "consent")
"""Slots that are asked when the story is told: what is said there tells of another need only if it does so plainly."""
AFTER_THE_STORY = ("wish", "support", "knows", "place", "summary", "name", "phone")
TAKE_A_STORY = (None, "story", "heard", "main_need")
"""Slots whose answer tells what weighs; elsewhere a word of a need ("when they are at school") is none."""
BEFORE_SENDING = ("summary", "consent")
CHANGED_AT = ("summary", "line", "line_how", "name", "consent")
"""Slots that are asked while the whole question stands on the screen."""
IN_OWN_WORDS = ("wish", "support")
"""Slots that take any words, which are lines of the question as they were said."""
ASKS_IF_RIGHT = ("heard", "summary")
"""Slots whose question is whether something is right."""


class Asked(Label):
    """What the slot ``asked`` holds: what waits for an answer outside the form."""

    IF_SAFE = "safe"
    """From a danger until the person is safe."""
    JUST_TALKS = "talk"
    PAUSED = "paused"
    IF_BACK = "back"
    RESTART = "restart"
    IF_HELPED = "helped"
    DELETE = "delete"


LEFT_ALONE = (Asked.IF_SAFE, Asked.JUST_TALKS)
"""While these are open, nobody is led to a question."""
UNDECIDED = (None, Asked.IF_BACK, Asked.PAUSED, Asked.RESTART, Asked.IF_HELPED)


@dataclass(frozen=True)
class Moment:
    """What waits for an answer: ``asked`` outside the form (see Asked), ``slot`` in it.

    ``has_sent`` tells that a question is open at a partner, ``can_take_back`` also of one that has ended there.
    ``was_checked`` tells that the bot has just asked whether there is danger, ``offered`` what the buttons on the
    screen mean, ``needs`` what was heard so far, ``for_another`` that it is known to be about somebody else,
    ``danger`` is the one that was told, ``dangers_asked`` and ``dangers_settled`` as in HelpQuestion,
    ``relays`` tells that a partner holds the talk, ``ever_sent`` that some question went out, whatever became of it.
    """

    language: str
    asked: str | None
    slot: str | None
    begins: bool
    away: bool
    has_sent: bool
    can_take_back: bool = False
    was_checked: bool = False
    offered: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    for_another: bool = False
    danger: Crisis | None = None
    dangers_asked: tuple[Crisis, ...] = ()
    dangers_settled: tuple[Crisis, ...] = ()
    relays: bool = False
    ever_sent: bool = False

    @property
    def free(self) -> bool:
        """True if nothing waits for an answer."""
        return self.asked is None and self.slot is None

    @property
    def idle(self) -> bool:
        """The same, also where the talk was paused."""
        return self.slot is None and self.asked in (None, Asked.PAUSED)

    @property
    def before_a_story(self) -> bool:
        """True if nothing waits for an answer but the story."""
        return self.slot in (None, "story")

    @property
    def decides(self) -> bool:
        """True if nothing waits for an answer but whether, and how, to go on."""
        return self.slot is None and self.asked in UNDECIDED

    @property
    def offers_a_way_on(self) -> bool:
        """True if nothing but going on with the question was offered."""
        return self.asked is None and self.only_goes_on

    @property
    def only_goes_on(self) -> bool:
        """The same, also where the talk was paused."""
        return self.slot is None and bool(self.offered) and self.offered[0].startswith(RESUMES)


def moment_of(turn: Turn) -> Moment:
    conversation, question = turn.conversation, turn.conversation.question
    away = conversation.seen_at is not None and turn.now - conversation.seen_at >= AWAY
    return Moment(
        language=conversation.language,
        asked=last_slot(conversation.dialogue, "asked"),
        slot=last_slot(conversation.dialogue, "requested_slot"),
        begins=not conversation.dialogue,
        away=away and question.told,
        has_sent=bool(conversation.open_handovers),
        can_take_back=bool(conversation.to_take_back),
        was_checked=any(choice.payload.startswith("/crisis") for choice in conversation.choices_on_screen),
        offered=tuple(choice.payload for choice in conversation.choices_on_screen),
        needs=question.needs,
        for_another=not question.sent and (question.for_someone_else or question.consult),
        danger=question.crisis,
        dangers_asked=question.dangers_asked,
        dangers_settled=question.dangers_settled,
        relays=conversation.relay is not None,
        ever_sent=bool(conversation.handovers),
    )


def typed(turn: Turn) -> str:
    """What was typed; phones put a space behind a word, and behind a question mark."""
    return turn.incoming.content.strip()


def last_slot(dialogue: Mapping[str, Any], name: str) -> Any:
    """The value of a slot at the end of a stored talk (bot.adapters.rasa_tracker)."""
    events = reversed(dialogue.get("events", ()))
    return next((event["value"] for event in events if event["event"] == "slot" and event["name"] == name), None)
