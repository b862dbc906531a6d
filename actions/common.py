"""What all actions share: reading what was said, buttons, and texts inside texts."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from bot.domain.labels import Act, Need
from bot.nlu.parsed import understanding_from
from bot.service.turn import Turn, turn_or_standalone

Events = list[EventType]
Slots = dict[str, Any]

OUT_OF_SCOPE = "out_of_scope"

NO_ANSWERS = frozenset(
    [
        "crisis",
        OUT_OF_SCOPE,
        "greet",
        "goodbye",
        "thank",
        "hesitate_shame",
        "hesitate_distrust",
        "hesitate_fear",
        "not_bad_enough",
        "ask_cost",
        "ask_privacy",
        "ask_bot",
        "ask_human",
        "ask_info",
        "for_someone_else",
        "professional_consult",
        "change_language",
        "not_now",
        "withdraw",
        "start",
        "resume",
        "edit",
        "status",
        "recap",
        "restart_talk",
        "restart_now",
        "take_back",
        "delete_all",
        "keep_all",
        "end_relay",
        "stale_button",
        "send_media",
        "say_nothing",
        "handover_accepted",
        "handover_declined",
        "handover_closed",
    ]
)
"""Intents that are never the answer to a form's question: the rules take them, then the form asks again."""


SHOW_OTHERS = ("more_options", "deny", "correct")
"""Intents that, among proposals, ask for other ones: "who else?", "none of these"."""


FEW_WORDS = 5
SOUNDS_LIKE_ANYTHING = frozenset([OUT_OF_SCOPE, *Act]) - {Act.WITHDRAW, Act.NOT_NOW}


def turn_of(tracker: Tracker) -> Turn:
    """The turn that this action belongs to, with what was understood."""
    turn = turn_or_standalone(tracker.sender_id)
    if turn.understanding is None and tracker.latest_message.get("understanding"):
        turn.understanding = understanding_from(tracker.latest_message)
    return turn


def intent_of(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("intent", {}).get("name") or "")


def said(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "").strip()


def value_of(tracker: Tracker, entity: str = "value") -> Any:
    return next(tracker.get_latest_entity_values(entity), None)


def answers(tracker: Tracker, slot: str) -> bool:
    """True if ``slot`` was asked for and the message may be its answer."""
    return tracker.get_slot("requested_slot") == slot and intent_of(tracker) not in NO_ANSWERS


def may_name_an_answer(tracker: Tracker, slot: str) -> bool:
    """True if ``slot`` was asked for and a word of the message may name its answer.

    A few words alone ("at home", "call me") sound like anything, so for them the question that was asked decides.
    """
    asked, few_words = tracker.get_slot("requested_slot") == slot, len(said(tracker).split()) <= FEW_WORDS
    return answers(tracker, slot) or (asked and few_words and intent_of(tracker) in SOUNDS_LIKE_ANYTHING)


def button(title: str | dict[str, str], intent: str, *, standing: bool = False, **entities: Any) -> dict[str, Any]:
    """A button that means ``intent``; ``title`` is a key, or {"text": ...} for a name that is said as it is.

    A ``standing`` button still works after later answers.
    """
    payload = f"/{intent}" + (json.dumps(entities, default=str) if entities else "")
    return {"title": title, "payload": payload, "standing": standing}


def need_buttons(needs: tuple[Need, ...]) -> list[dict[str, Any]]:
    return [button(f"need.{need}", "choose", value=str(need)) for need in needs]


def leave_form() -> Events:
    """Ends the form that is active; what was filled stays."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
