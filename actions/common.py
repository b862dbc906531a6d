"""What all actions share: reading what was said, buttons, and texts inside texts."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.adapters.asides import asks_about_danger
from bot.adapters.other_words import cries_for_help
from bot.domain.gazetteer import OUTSIDE
from bot.domain.handover import Handover
from bot.domain.labels import LANGUAGES, Need
from bot.domain.partners import Service
from bot.nlu.example import OUT_OF_SCOPE
from bot.nlu.parsed import understanding_from
from bot.service import proposals
from bot.service.turn import SHELL, Turn, turn_or_standalone
from bot.service.wording import organization_name, place_text, text

Events = list[EventType]
Slots = dict[str, Any]

SAYS_NOTHING = "say_nothing"
WRITE_IT = "write_it"
"""Value of the button that adds to the question what was kept beside it."""
FURTHER_NEEDS = 2
PATIENCE = 2
"""How often in a row the bot says that it did not understand, before it goes on otherwise."""

SHOW_OTHERS = ("deny", "correct")
"""Intents that, among proposals, ask for other ones: "none of these"."""
QUESTION_FORM = "question_form"
AFRESH = ("story", "heard", "main_need", "wish", "support", "knows", "summary", "service", "name", "phone", "consent")
"""Slots that a new question asks anew; place, reach and when stay known."""
CHANGES_A_LINE = ("line", "line_how", "preference")
"""Slots that hold what is being changed in a question, or looked for anew."""
LINE_SLOTS = {
    "words": ("story",),
    "needs": ("main_need",),
    "wish": ("wish",),
    "support": ("support",),
    "place": ("place",),
    "language": (),
    "reach": ("reach", "when"),
    "when": ("when",),
    "limits": (),
    "preferences": (),
    "name": ("name",),
    "phone": ("phone",),
    "for_someone_else": (),
    "consult": (),
}
"""The slots that ask for a line of the question again."""


def afresh() -> Events:
    """What the form forgets of one question before it asks for the next."""
    return [SlotSet(slot, None) for slot in (*AFRESH, *CHANGES_A_LINE)]


def turn_of(tracker: Tracker) -> Turn:
    """The turn that this action belongs to, with what was understood; in `rasa shell`, what Rasa read."""
    turn = turn_or_standalone(tracker.sender_id)
    if turn.incoming.channel == SHELL and tracker.latest_message.get("understanding"):
        turn.understanding = understanding_from(tracker.latest_message)
    return turn


def intent_of(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("intent", {}).get("name") or "")


def said(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "").strip()


def value_of(tracker: Tracker, entity: str = "value") -> Any:
    return next(tracker.get_latest_entity_values(entity), None)


def partner_name(turn: Turn, of: Handover | Service) -> Any:
    """The name of the organisation that has a handover or gives a service; a text if it is in the directory no more."""
    return organization_name(turn.directory, of.organization_id)


def handover_in(turn: Turn, tracker: Tracker) -> Handover | None:
    """The handover that the latest message is about."""
    return turn.conversation.handover(str(value_of(tracker, "handover_id")))


def handover_on_screen(turn: Turn, intent: str) -> Handover | None:
    """The handover that the newest buttons of this meaning are about."""
    payloads = (choice.payload for choice in reversed(turn.conversation.choices))
    meant = next((payload for payload in payloads if payload.startswith(f"/{intent}{{")), None)
    return turn.conversation.handover(json.loads(meant[len(intent) + 1 :])["handover_id"]) if meant else None


def say_heard(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """Says that something was taken in, if it was; of a danger that is asked about beside, not as of a list."""
    if turn.conversation.question == turn.before.question:
        return
    dispatcher.utter_message(response="hear_heavy" if asks_about_danger(turn) else "hear_more")


def say_relay_goes_on(dispatcher: CollectingDispatcher, turn: Turn, relay: Handover) -> None:
    """The partner holds the talk: what is written now goes there."""
    dispatcher.utter_message(response="relay_goes_on", organization=partner_name(turn, relay))


def say_on_telegram(dispatcher: CollectingDispatcher, turn: Turn, key: str) -> None:
    """Says what is so only where another company carries the chat and keeps it."""
    if turn.conversation.channel == "telegram":
        dispatcher.utter_message(response=key)


def button(title: str | dict[str, str], intent: str, *, standing: bool = False, **entities: Any) -> dict[str, Any]:
    """A button that means ``intent``; ``title`` is a key, or {"text": ...} for a name that is said as it is.

    A ``standing`` button still works after later answers.
    """
    payload = f"/{intent}" + (json.dumps(entities, default=str) if entities else "")
    return {"title": title, "payload": payload, "standing": standing}


def language_buttons() -> list[dict[str, Any]]:
    return [button(f"language_own.{language}", "change_language", value=language) for language in LANGUAGES]


def times_lost(tracker: Tracker) -> int:
    """How many messages in a row, up to now, were not understood; an answer to what the form asked ends the row.

    Rasa forgets the messages that a form took for answers: that another question is asked since tells of them.
    """
    asked = tracker.get_slot("requested_slot")
    since = takewhile(lambda event: not _asks_for_another(event, asked), reversed(tracker.events))
    heard = (event["parse_data"]["intent"].get("name") for event in since if event["event"] == "user")
    return sum(1 for _ in takewhile(lambda intent: intent in (OUT_OF_SCOPE, SAYS_NOTHING), heard))


def times_asked(tracker: Tracker, slot: str) -> int:
    """How often a question of the form was put since the talk, or this question, was begun anew."""
    since = takewhile(lambda event: not _begins_anew(event), reversed(tracker.events))
    return sum(1 for event in since if event["event"] == "action" and event["name"] == f"action_ask_{slot}")


def _begins_anew(event: dict[str, Any]) -> bool:
    return event["event"] == "action" and event["name"] in ("action_restart_question", "action_send")


def _asks_for_another(event: dict[str, Any], asked: str | None) -> bool:
    return event["event"] == "slot" and event["name"] == "requested_slot" and event["value"] != asked


def way_on(turn: Turn, *, standing: bool = False) -> dict[str, Any]:
    """The button that goes on with the question, or, once it was sent, tells where it is."""
    question = turn.conversation.question
    if question.sent:
        return button("button.status", "status", standing=standing)
    return button("button.resume" if question.told else "button.begin", "resume", standing=standing)


def need_buttons(needs: tuple[Need, ...]) -> list[dict[str, Any]]:
    return [button(f"need.{need}", "choose", value=str(need)) for need in needs]


def further_buttons(turn: Turn, handover: Handover) -> list[dict[str, Any]]:
    """Of a question with several needs: asking somebody else for those that nobody looks at yet."""
    return [
        button("button.also_for", "ask_others", standing=True, handover_id=handover.id, value=str(need))
        | {"values": {"need": text(f"need.{need}")}}
        for need in proposals.needs_left(turn, handover)[:FURTHER_NEEDS]
    ]


def told_slot(turn: Turn) -> EventType:
    """The story counts as told once a need was heard in it."""
    return SlotSet("story", bool(turn.conversation.question.needs) or None)


def place_slot(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """The place that is known by now; of one outside the region it is said, once, that it is."""
    place = turn_of(tracker).conversation.question.place
    if place is None or place.name == tracker.get_slot("place"):
        return []
    if place.kind == OUTSIDE:
        dispatcher.utter_message(response="place_outside", place=place_text(place.name))
    return [SlotSet("place", place.name)]


def tells_nothing_yet(turn: Turn, words: str) -> bool:
    """A bare "help" opens the talk and says nothing that a helper could use."""
    heard = turn.understanding
    return cries_for_help(turn.conversation.language, words) and not (heard and heard.needs)


def ask_nothing_more() -> Events:
    """Ends the turn: the form does not put its question again."""
    return [FollowupAction("action_listen")]


def leave_form() -> Events:
    """Ends the form that is active; what was filled stays."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
