"""From the summary to the yes, and sending."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.common import (
    FEW_WORDS,
    SHOW_OTHERS,
    Events,
    Slots,
    answers,
    button,
    intent_of,
    leave_form,
    may_name_an_answer,
    said,
    turn_of,
    value_of,
)
from bot.adapters.phrases import reach_named
from bot.domain.labels import Reach
from bot.service import talk

MAX_NAME_LENGTH = 60
SURE_YES = 0.8
"""How sure a "yes" is no name ("yes send it")."""
PHONE_NUMBER = re.compile(r"\+?[\d\s./()-]{8,20}")
AFRESH = ("story", "heard", "main_need", "summary", "service", "name", "phone", "consent")
"""Slots that a new question asks anew; place and reach stay known."""
EDITED = {"words": ("story", "heard", "main_need"), "needs": ("main_need",), "place": ("place",), "reach": ("reach",)}


class ValidateHandoverForm(FormValidationAction):
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def name(self) -> str:
        return "validate_handover_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """A number is asked only of those who want to be called."""
        wants_call = turn_of(tracker).conversation.question.reach is Reach.PHONE
        return [slot for slot in domain_slots if slot != "phone" or wants_call]

    def extract_summary(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not may_name_an_answer(tracker, "summary"):
            return {}
        intent, turn = intent_of(tracker), turn_of(tracker)
        few_words = len(said(tracker).split()) <= FEW_WORDS
        reach = reach_named(turn.conversation.language, said(tracker)) if few_words else None
        if reach is not None:
            talk.set_reach(turn, reach)
            dispatcher.utter_message(response="hear_more")
            return {"reach": str(reach), "summary": None}
        if intent == "affirm":
            return {"summary": True}
        if intent in ("deny", "correct"):
            dispatcher.utter_message(response="utter_correct")
            return {"summary": None}
        return {}

    def extract_service(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not answers(tracker, "service"):
            return {}
        if intent_of(tracker) in SHOW_OTHERS:
            return {"service": None}
        value = value_of(tracker)
        known = any(service.id == value for service in turn_of(tracker).directory.services)
        return {"service": value} if known else {}

    def extract_name(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != "name":
            return {}
        if value_of(tracker) == "none":
            talk.set_contact(turn_of(tracker), name="")
            return {"name": True}
        if not _may_be_a_name(tracker):
            return {}
        talk.set_contact(turn_of(tracker), name=" ".join(said(tracker).split()))
        return {"name": True}

    def extract_phone(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != "phone":
            return {}
        if value_of(tracker) == "none":
            talk.set_contact(turn_of(tracker), phone="")
            return {"phone": True}
        number = PHONE_NUMBER.search(said(tracker))
        if number:
            talk.set_contact(turn_of(tracker), phone=number.group().strip())
            return {"phone": True}
        if intent_of(tracker) not in _MAY_BE_A_NAME:
            return {}
        dispatcher.utter_message(response="phone_unreadable")
        return {"phone": None}

    def extract_consent(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Only the button, or its very words, is a yes: a "yes" may have been meant for the question before."""
        if not answers(tracker, "consent"):
            return {}
        intent = intent_of(tracker)
        if intent in ("give_consent", "refuse_consent", "deny"):
            return {"consent": intent == "give_consent"}
        if intent == "affirm":
            dispatcher.utter_message(response="consent_press")
            return {"consent": None}
        return {}


_MAY_BE_A_NAME = frozenset(["choose", "tell", "inform_place", "out_of_scope", "greet", "affirm", "correct"])
"""A name typed alone can sound like any of these; a question, a worry or a crisis is no name."""


def _may_be_a_name(tracker: Tracker) -> bool:
    heard = turn_of(tracker).understanding
    plainly_yes = intent_of(tracker) == "affirm" and heard is not None and heard.act_score >= SURE_YES
    return intent_of(tracker) in _MAY_BE_A_NAME and not plainly_yes and len(said(tracker)) <= MAX_NAME_LENGTH


class ActionEditLine(Action):
    """Asks one line of the question again, then shows the summary."""

    def name(self) -> str:
        return "action_edit_line"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        line = str(value_of(tracker, "line"))
        talk.reopen(turn_of(tracker), line)
        if line == "words":
            dispatcher.utter_message(response="edit_words")
        undone = [*EDITED.get(line, ()), "service", "consent"] + (["summary"] if line != "service" else [])
        form = "question_form" if line in EDITED else "handover_form"
        return [*leave_form(), *[SlotSet(slot, None) for slot in undone], FollowupAction(form)]


class ActionMoreOptions(Action):
    """Who else is near, when nothing was being chosen."""

    def name(self) -> str:
        return "action_more_options"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return [SlotSet("service", None), SlotSet("consent", None), FollowupAction("handover_form")]


class ActionSend(Action):
    """Sends the question if the person said yes, and says what happens next."""

    def name(self) -> str:
        return "action_send"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, service_id = turn_of(tracker), tracker.get_slot("service")
        if tracker.get_slot("consent") and service_id:
            handover = talk.send_handover(turn, service_id)
            name = turn.directory.organization(handover.organization_id).name
            choices = [
                button("button.status", "status", standing=True),
                button("button.take_back", "take_back", standing=True, handover_id=handover.id),
            ]
            dispatcher.utter_message(response="sent", organization=name, choices=choices)
            return [SlotSet(slot, None) for slot in AFRESH]
        dispatcher.utter_message(response="not_sent", choices=[button("button.resume", "resume", standing=True)])
        return [SlotSet("service", None), SlotSet("consent", None)]


HANDOVER_FORM_ACTIONS: tuple[type[Action], ...] = (
    ValidateHandoverForm,
    ActionEditLine,
    ActionMoreOptions,
    ActionSend,
)
