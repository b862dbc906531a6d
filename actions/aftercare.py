"""Aftercare: asking whether it helped, and what may come of the answer."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import (
    Events,
    button,
    handover_in,
    handover_on_screen,
    intent_of,
    partner_name,
    turn_of,
    value_of,
)
from bot.adapters.moment import LEFT_ALONE, Asked
from bot.adapters.whereabouts import answer_by
from bot.domain.aftercare import Rhythm
from bot.domain.handover import Handover, HandoverState, Helped, Step
from bot.service import own_handovers, proposals
from bot.service.turn import Turn

_MEANT = {"affirm": Helped.YES, "deny": Helped.NO}
_NOT_ASKED = frozenset({HandoverState.DECLINED, HandoverState.EXPIRED, HandoverState.WITHDRAWN})


class ActionAftercare(Action):
    """Asks whether it helped, unless somebody does not wish to be asked."""

    def name(self) -> str:
        return "action_aftercare"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or handover.state in _NOT_ASKED or turn.conversation.rhythm is Rhythm.NONE:
            return []
        own_handovers.note_asked(turn, handover)
        answers = [each for each in Helped if each is not Helped.NO_CONTACT or handover.relay_open]
        choices = [_button(f"button.helped.{each}", "helped", handover, value=str(each)) for each in answers]
        choices.append(button("button.rhythm.none", "aftercare_rhythm", standing=True, value=str(Rhythm.NONE)))
        key = "aftercare_open" if handover.relay_open else "aftercare_closed"
        dispatcher.utter_message(response=key, organization=partner_name(turn, handover), choices=choices)
        busy = tracker.active_loop_name or tracker.get_slot("asked") in LEFT_ALONE
        return [] if busy else [SlotSet("asked", Asked.IF_HELPED.value)]


class ActionHelped(Action):
    """Takes in whether it helped; what follows is the resident's choice, and the partner hears nothing by itself."""

    def name(self) -> str:
        return "action_helped"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker) or handover_on_screen(turn, "helped")
        said = value_of(tracker) or _MEANT.get(intent_of(tracker))
        if handover is None or said not in list(Helped):
            dispatcher.utter_message(response="utter_stale_button")
            return [SlotSet("asked", None)]
        own_handovers.say_helped(turn, handover, Helped(said))
        choices = _next_steps(turn, handover, Helped(said))
        name = partner_name(turn, handover)
        dispatcher.utter_message(response=f"helped.{Helped(said)}", organization=name, choices=choices)
        return [SlotSet("asked", None)]


class ActionTellHelped(Action):
    """Tells the partner how it goes, now that the resident agreed to it."""

    def name(self) -> str:
        return "action_tell_helped"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or handover.helped is None or handover.state in _NOT_ASKED:
            dispatcher.utter_message(response="utter_stale_button")
            return []
        own_handovers.tell_helped(turn, handover)
        dispatcher.utter_message(response="helped_told", organization=partner_name(turn, handover))
        return []


class ActionAftercareRhythm(Action):
    """Asks how it goes as often as the resident wishes, or not any more."""

    def name(self) -> str:
        return "action_aftercare_rhythm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        rhythm = value_of(tracker)
        if rhythm not in list(Rhythm):
            dispatcher.utter_message(response="utter_stale_button")
            return [SlotSet("asked", None)]
        own_handovers.choose_rhythm(turn_of(tracker), Rhythm(rhythm))
        other = Rhythm.DEFAULT if rhythm == Rhythm.NONE else Rhythm.NONE
        choices = [button(f"button.rhythm.{other}", "aftercare_rhythm", standing=True, value=str(other))]
        dispatcher.utter_message(response=f"rhythm.{Rhythm(rhythm)}", choices=choices)
        return [SlotSet("asked", None)]


class ActionReopen(Action):
    """Asks the same partner again after the contact had ended."""

    def name(self) -> str:
        return "action_reopen"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or not _can_reopen(turn, handover):
            dispatcher.utter_message(response="utter_stale_button")
            return []
        reopened = own_handovers.reopen(turn, handover)
        choices = [_button("button.take_back", "take_back", reopened)]
        name, by = partner_name(turn, reopened), answer_by(reopened)
        dispatcher.utter_message(response="reopened", organization=name, by=by, choices=choices)
        return []


def _can_reopen(turn: Turn, handover: Handover) -> bool:
    return handover.can(Step.REOPEN) and proposals.takes_questions(turn, handover.service_id)


def _next_steps(turn: Turn, handover: Handover, helped: Helped) -> list[dict[str, Any]]:
    """What can follow on an answer: each only if it is pressed."""
    name = {"values": {"organization": partner_name(turn, handover)}}
    tell = _button("button.tell_helped", "tell_helped", handover) | name
    others = _button("button.ask_others", "ask_others", handover)
    weekly = button("button.rhythm.weekly", "aftercare_rhythm", standing=True, value=str(Rhythm.WEEKLY))
    if helped is Helped.YES:
        return [tell, *([weekly] if handover.relay_open else [])]
    if helped is Helped.SOMEWHAT:
        return [tell, others, *([weekly] if handover.relay_open else [])]
    again = [_button("button.reopen", "reopen", handover) | name] if _can_reopen(turn, handover) else []
    return [others, *again, tell, button("button.leave_it", "not_now")]


def _button(title: str, intent: str, handover: Handover, **entities: Any) -> dict[str, Any]:
    return button(title, intent, standing=True, handover_id=handover.id, **entities)


AFTERCARE_ACTIONS: tuple[type[Action], ...] = (
    ActionAftercare,
    ActionHelped,
    ActionTellHelped,
    ActionAftercareRhythm,
    ActionReopen,
)
