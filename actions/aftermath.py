"""After a question was sent: what partners do with it, and taking it back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import AFRESH, QUESTION_FORM, Events, button, leave_form, partner_name, turn_of, value_of, way_on
from bot.domain.handover import Handover, Step
from bot.service import own_handovers, recalls, talk
from bot.service.turn import Turn
from bot.service.wording import lines, text


class ActionStatus(Action):
    """Says where each question is."""

    def name(self) -> str:
        return "action_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if not turn.conversation.handovers:
            told = turn.conversation.question.told
            begin = button("button.resume" if told else "button.begin", "resume")
            dispatcher.utter_message(response="status_none", choices=[begin])
            return []
        shown = [
            text(f"status.{handover.state}", organization=partner_name(turn, handover))
            for handover in turn.conversation.handovers
        ]
        dispatcher.utter_message(response="status", lines=lines(shown), choices=_take_back_buttons(turn))
        return []


class ActionHandoverAccepted(Action):
    """The partner takes the question: the two can write to each other from now on."""

    def name(self) -> str:
        return "action_handover_accepted"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = _handover(turn, tracker)
        if handover is None or not handover.relay_open:
            return []
        choices = [
            button("button.end_relay", "end_relay", standing=True, handover_id=handover.id),
            button("button.take_back", "take_back", standing=True, handover_id=handover.id),
        ]
        name = partner_name(turn, handover)
        dispatcher.utter_message(response="handover_accepted", organization=name, choices=choices)
        return []


class ActionHandoverDeclined(Action):
    """The partner can't take it: says so honestly, and shows who else is near. Nothing is sent without a new yes."""

    def name(self) -> str:
        return "action_handover_declined"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = _handover(turn, tracker)
        if handover is None:
            return []
        reason = text(f"declined.{handover.declined_because}")
        dispatcher.utter_message(response="handover_declined", organization=partner_name(turn, handover), reason=reason)
        if tracker.active_loop_name:
            return []
        talk.take_up_again(turn)
        known = [SlotSet(slot, True) for slot in AFRESH if slot not in ("service", "consent")]
        return [*known, SlotSet("service", None), SlotSet("consent", None), FollowupAction(QUESTION_FORM)]


class ActionHandoverClosed(Action):
    """The partner ended the contact: the bot is back."""

    def name(self) -> str:
        return "action_handover_closed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = _handover(turn, tracker)
        if handover is not None:
            dispatcher.utter_message(response="handover_closed", organization=partner_name(turn, handover))
        return []


class ActionEndRelay(Action):
    """The resident ends the chat with the partner: the bot is back."""

    def name(self) -> str:
        return "action_end_relay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = _handover(turn, tracker) or turn.conversation.relay
        if handover is None or not handover.can(Step.CLOSE):
            dispatcher.utter_message(response="utter_stale_button")
            return []
        own_handovers.end_relay(turn, handover)
        dispatcher.utter_message(response="relay_ended", organization=partner_name(turn, handover))
        return []


class ActionWithdraw(Action):
    """Offers what can be taken back: a question that was sent, or everything."""

    def name(self) -> str:
        return "action_withdraw"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [*_take_back_buttons(turn_of(tracker)), button("button.delete_all", "delete_all")]
        key = "ask_withdraw" if len(choices) > 1 else "ask_delete"
        dispatcher.utter_message(response=key, choices=[*choices, button("button.keep_all", "keep_all")])
        return [*leave_form(), SlotSet("asked", "delete" if key == "ask_delete" else None)]


class ActionTakeBack(Action):
    """Takes one question back."""

    def name(self) -> str:
        return "action_take_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = _handover(turn, tracker)
        if handover is None or not handover.can(Step.WITHDRAW):
            dispatcher.utter_message(response="take_back_late")
            return []
        own_handovers.withdraw(turn, handover)
        choices = [button("button.new_question", "restart_talk", standing=True)]
        copies = recalls.outlook(turn.directory.organization(handover.organization_id))
        name = partner_name(turn, handover)
        dispatcher.utter_message(response="taken_back", organization=name, copies=copies, choices=choices)
        return []


class ActionDeleteAll(Action):
    """Deletes everything, and says so."""

    def name(self) -> str:
        return "action_delete_all"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        key = "deleted_sent" if turn.conversation.handovers else "deleted"
        own_handovers.erase(turn)
        dispatcher.utter_message(response=key)
        return [*leave_form(), AllSlotsReset()]


class ActionKeepAll(Action):
    """Nothing is taken back."""

    def name(self) -> str:
        return "action_keep_all"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="kept", choices=[way_on(turn_of(tracker))])
        return [SlotSet("asked", None)]


def _handover(turn: Turn, tracker: Tracker) -> Handover | None:
    return turn.conversation.handover(str(value_of(tracker, "handover_id")))


def _take_back_buttons(turn: Turn) -> list[dict[str, Any]]:
    return [
        button("button.take_back_from", "take_back", handover_id=handover.id)
        | {"values": {"organization": partner_name(turn, handover)}}
        for handover in turn.conversation.open_handovers
    ]


AFTERMATH_ACTIONS: tuple[type[Action], ...] = (
    ActionStatus,
    ActionHandoverAccepted,
    ActionHandoverDeclined,
    ActionHandoverClosed,
    ActionEndRelay,
    ActionWithdraw,
    ActionTakeBack,
    ActionDeleteAll,
    ActionKeepAll,
)
