"""The form that leads from the first words to the yes: one question at a time, and only those that apply."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.common import intent_of, turn_of
from actions.handover_answers import HandoverAnswers
from actions.leaving_out import obey
from actions.line_answers import SAID_LATE
from actions.looking import LOOKS_FURTHER
from actions.question_answers import QuestionAnswers
from bot.adapters.orders import order_of
from bot.adapters.times_told import tells_when
from bot.domain.labels import Reach
from bot.nlu.example import CRISIS

SHOWN_AT_LAST = ("consent", "line", "line_how")
"""Slots that are asked once a helper was chosen, and take changes."""


class ValidateQuestionForm(QuestionAnswers, HandoverAnswers, FormValidationAction):
    """Asks the domain's slots in their order."""

    def name(self) -> str:
        return "validate_question_form"

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """What a message answers, and what it orders beside; a danger answers nothing, whatever place it names."""
        if intent_of(tracker) == CRISIS:
            return []
        if (turn := turn_of(tracker)).goes:
            obey(dispatcher, turn, ". ".join(turn.goes), order_of(turn.conversation.language, turn.goes))
        return _with_the_choice(tracker, list(await super().get_extraction_events(dispatcher, tracker, domain)))

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        question = turn_of(tracker).conversation.question
        changes_a_line = tracker.get_slot("summary") is False
        applies = {
            "heard": bool(question.needs),
            "main_need": len(question.needs) > 1,
            "support": not question.consult,
            "knows": question.for_someone_else,
            "when": question.reach in (Reach.HOME_VISIT, Reach.PHONE) and not _tells_when(tracker),
            "line": changes_a_line,
            "line_how": changes_a_line,
            "name": not question.name or tracker.get_slot("requested_slot") == "name",
            "preference": tracker.get_slot("service") == LOOKS_FURTHER or bool(tracker.get_slot("preference")),
            "phone": question.reach is Reach.PHONE
            and (not question.phone or tracker.get_slot("requested_slot") == "phone"),
        }
        line = tracker.get_slot("line")
        changed = line if line in SAID_LATE and not changes_a_line else None
        return [
            *filter(None, [changed]),
            *(slot for slot in domain_slots if applies.get(slot, True) and slot != changed),
        ]


def _with_the_choice(tracker: Tracker, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events with a helper who was chosen before: asked again for another place or one more need.

    Where the very message stood on the screen it is shown anew, instead of the question before it.
    """
    turn, chosen = turn_of(tracker), tracker.get_slot("service")
    told = {event["name"]: event["value"] for event in events}
    if chosen in (None, LOOKS_FURTHER) or "service" in told:
        return events
    before, question = turn.before.question, turn.conversation.question
    if before.place != question.place or set(question.needs) - set(before.needs):
        return [*events, SlotSet("service", None), SlotSet("consent", None)]
    shows_it = tracker.get_slot("requested_slot") in SHOWN_AT_LAST and told.get("summary", True) is None
    return [*events, SlotSet("summary", True)] if shows_it and question.told else events


def _tells_when(tracker: Tracker) -> bool:
    """True where days and hours were told before they were asked: they stand with what a helper is to mind."""
    conversation = turn_of(tracker).conversation
    unasked = tracker.get_slot("requested_slot") != "when" and not tracker.get_slot("when")
    return unasked and tells_when(conversation.language, conversation.question.limits)
