"""After a question was sent: what partners do with it, and taking it back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import (
    AFRESH,
    LEFT_ALONE,
    QUESTION_FORM,
    Events,
    answer_by,
    button,
    further_buttons,
    handover_in,
    leave_form,
    partner_name,
    say_on_telegram,
    turn_of,
    value_of,
    way_on,
)
from bot.domain.handover import WAITING, Handover, HandoverState, Step
from bot.domain.labels import Need
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
        shown = lines([_where(turn, handover) for handover in turn.conversation.handovers])
        choices = [*_take_back_buttons(turn), *further_buttons(turn, turn.conversation.handovers[-1])]
        dispatcher.utter_message(response="status", lines=shown, choices=choices)
        return []


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
        handover = handover_in(turn, tracker)
        if handover is None:
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


class ActionAskOthers(Action):
    """Takes up a question that was sent, or one need of it, to ask somebody else."""

    def name(self) -> str:
        return "action_ask_others"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None:
            dispatcher.utter_message(response="utter_stale_button")
            return []
        need = value_of(tracker)
        return _look_on(turn, handover, Need(need) if need in list(Need) else None)


class ActionHandoverClosed(Action):
    """The partner ended the contact: the bot is back."""

    def name(self) -> str:
        return "action_handover_closed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is not None:
            dispatcher.utter_message(response="handover_closed", organization=partner_name(turn, handover))
        return []


class ActionEndRelay(Action):
    """The resident ends the chat with the partner: the bot is back."""

    def name(self) -> str:
        return "action_end_relay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker) or turn.conversation.relay
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
        handover = handover_in(turn, tracker)
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
        say_on_telegram(dispatcher, turn, "telegram_keeps")
        return [*leave_form(), AllSlotsReset()]


class ActionKeepAll(Action):
    """Nothing is taken back."""

    def name(self) -> str:
        return "action_keep_all"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="kept", choices=[way_on(turn_of(tracker))])
        return [SlotSet("asked", None)]


def _where(turn: Turn, handover: Handover) -> dict[str, Any]:
    """Where one question is; of several, each with what it is about."""
    read = handover.state in WAITING and handover.acknowledged_at is not None
    name: Any = partner_name(turn, handover)
    needs = [text(f"need.{need}") for need in handover.shared.get("needs", "").split()]
    if needs and len(turn.conversation.handovers) > 1:
        name = text("status_about", organization=name, needs=needs)
    return text(
        "status.acknowledged" if read else f"status.{handover.state}", organization=name, by=answer_by(handover)
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
    return [] if busy else _look_on(turn, handover)


def _look_on(turn: Turn, handover: Handover, first: Need | None = None) -> Events:
    talk.take_up_again(turn, handover.id, first)
    known = [SlotSet(slot, True) for slot in AFRESH if slot not in ("service", "consent")]
    anew = [SlotSet(slot, None) for slot in ("service", "consent", "asked")]
    return [*known, *anew, FollowupAction(QUESTION_FORM)]


def _take_back_buttons(turn: Turn) -> list[dict[str, Any]]:
    return [
        button("button.take_back_from", "take_back", handover_id=handover.id)
        | {"values": {"organization": partner_name(turn, handover)}}
        for handover in turn.conversation.open_handovers
    ]


AFTERMATH_ACTIONS: tuple[type[Action], ...] = (
    ActionStatus,
    ActionHandoverAcknowledged,
    ActionHandoverAccepted,
    ActionHandoverDeclined,
    ActionHandoverExpired,
    ActionAskOthers,
    ActionHandoverClosed,
    ActionEndRelay,
    ActionWithdraw,
    ActionTakeBack,
    ActionDeleteAll,
    ActionKeepAll,
)
