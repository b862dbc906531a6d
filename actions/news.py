"""What partners, and time, did with a question that was sent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import (
    AFRESH,
    QUESTION_FORM,
    Events,
    button,
    handover_in,
    leave_form,
    partner_name,
    turn_of,
)
from bot.adapters.moment import LEFT_ALONE
from bot.adapters.whereabouts import answer_by
from bot.domain.handover import WAITING, Handover, HandoverState
from bot.domain.labels import LANGUAGES, Need
from bot.service import own_handovers, talk
from bot.service.expiry import SILENCE
from bot.service.turn import Turn
from bot.service.wording import text


class ActionHandoverAcknowledged(Action):
    """The partner has read the question: told where nothing else is being asked; the status tells it anyway."""

    def name(self) -> str:
        return "action_handover_acknowledged"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or handover.state not in WAITING or _busy(turn, tracker):
            return []
        name, by = partner_name(turn, handover), answer_by(handover)
        dispatcher.utter_message(response="handover_acknowledged", organization=name, by=by)
        return []


class ActionHandoverAccepted(Action):
    """The partner takes the question: the two can write to each other from now on."""

    def name(self) -> str:
        return "action_handover_accepted"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or not handover.relay_open:
            return []
        if not own_handovers.take_talk(turn, handover):
            _say_who_is_written_to(dispatcher, turn, handover, "handover_accepted_too")
            return []
        name, language = partner_name(turn, handover), turn.conversation.asks_in
        if not _speaks(turn, handover, language):
            spoken = text(f"language.{language}")
            dispatcher.utter_message(response="relay_language", organization=name, language=spoken)
        dispatcher.utter_message(response="handover_accepted", organization=name, choices=relay_buttons(handover))
        return leave_form() if tracker.active_loop_name else []  # the two would talk over each other


class ActionPartnerMessage(Action):
    """A partner wrote who does not hold the talk: says who gets what is typed, and how to change that."""

    def name(self) -> str:
        return "action_partner_message"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is not None and handover.relay_open:
            _say_who_is_written_to(dispatcher, turn, handover, "other_writes")
        return []


class ActionHandoverDeclined(Action):
    """The partner can't take it: says so honestly, and shows who else is near. Nothing is sent without a new yes."""

    def name(self) -> str:
        return "action_handover_declined"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or handover.state is not HandoverState.DECLINED:
            return []
        reason = text(f"declined.{handover.declined_because}")
        return _tell_and_look_on(dispatcher, tracker, handover, "handover_declined", reason=reason)


class ActionHandoverExpired(Action):
    """No answer came in time: says so honestly, and shows who else is near. Nothing is sent without a new yes."""

    def name(self) -> str:
        return "action_handover_expired"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        handover = handover_in(turn_of(tracker), tracker)
        if handover is None or handover.state is not HandoverState.EXPIRED:
            return []
        return _tell_and_look_on(dispatcher, tracker, handover, "handover_expired")


class ActionHandoverClosed(Action):
    """The partner ended the contact: the bot is back."""

    def name(self) -> str:
        return "action_handover_closed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is not None:
            silent = turn.incoming.data.get("by") == SILENCE
            say_ended(dispatcher, turn, handover, "handover_silent" if silent else "handover_closed")
        return []


def say_ended(dispatcher: CollectingDispatcher, turn: Turn, handover: Handover, key: str) -> None:
    """A talk with a partner is over; the bot is back only where no other partner has one."""
    own = f"{key}.other" if turn.conversation.talks else key
    dispatcher.utter_message(response=own, organization=partner_name(turn, handover))


def _speaks(turn: Turn, handover: Handover, language: str) -> bool:
    """True if the service that has a question speaks a language, as all speak Dutch."""
    services = turn.directory.services_of([handover.service_id])
    return language == LANGUAGES[0] or any(language in service.languages for service in services)


def relay_buttons(handover: Handover) -> list[dict[str, Any]]:
    """What can be done while a partner holds the talk."""
    return [
        button("button.end_relay", "end_relay", standing=True, handover_id=handover.id),
        button("button.take_back", "take_back", standing=True, handover_id=handover.id),
    ]


def write_to_button(turn: Turn, handover: Handover) -> dict[str, Any]:
    """From now on, what is typed goes to the partner who has this handover."""
    write = button("button.write_to", "write_to", standing=True, handover_id=handover.id)
    return write | {"values": {"organization": partner_name(turn, handover)}}


def look_on(turn: Turn, handover: Handover, first: Need | None = None) -> Events:
    """Shows who else is near for a question that was sent, or for one need of it."""
    talk.take_up_again(turn, handover.id, first)
    known = [SlotSet(slot, True) for slot in AFRESH if slot not in ("service", "consent")]
    anew = [SlotSet(slot, None) for slot in ("service", "consent", "asked")]
    return [*known, *anew, FollowupAction(QUESTION_FORM)]


def _say_who_is_written_to(dispatcher: CollectingDispatcher, turn: Turn, other: Handover, key: str) -> None:
    """Tells that what is typed goes to the one who holds the talk, and offers the ``other``."""
    holder = turn.conversation.relay or other
    name = partner_name(turn, other)
    dispatcher.utter_message(
        response=key, organization=name, holder=partner_name(turn, holder), choices=[write_to_button(turn, other)]
    )


def _busy(turn: Turn, tracker: Tracker) -> bool:
    """True while something else is being asked, or somebody else holds the talk."""
    asked = tracker.active_loop_name or tracker.get_slot("asked") in LEFT_ALONE
    return bool(asked or turn.conversation.relay)


def _tell_and_look_on(
    dispatcher: CollectingDispatcher, tracker: Tracker, handover: Handover, key: str, **values: Any
) -> Events:
    """Says what became of a question, and shows who else is near: at once, or when the resident presses."""
    turn = turn_of(tracker)
    busy = _busy(turn, tracker)
    choices = [button("button.ask_others", "ask_others", standing=True, handover_id=handover.id)] if busy else []
    dispatcher.utter_message(response=key, organization=partner_name(turn, handover), choices=choices, **values)
    return [] if busy else look_on(turn, handover)


NEWS_ACTIONS: tuple[type[Action], ...] = (
    ActionHandoverAcknowledged,
    ActionHandoverAccepted,
    ActionPartnerMessage,
    ActionHandoverDeclined,
    ActionHandoverExpired,
    ActionHandoverClosed,
)
