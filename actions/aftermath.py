"""After a question was sent: where it is, asking others too, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import (
    Events,
    button,
    further_buttons,
    handover_in,
    leave_form,
    partner_name,
    said,
    say_on_telegram,
    turn_of,
    value_of,
    way_on,
)
from actions.news import look_on, relay_buttons, say_ended, write_to_button
from bot.adapters.in_time import comes_before, may_be_late
from bot.adapters.moment import Asked
from bot.adapters.phrases import wants_all_deleted
from bot.adapters.until import told_until
from bot.adapters.whereabouts import answer_due, told_apart, whereabouts
from bot.domain.handover import OPEN, WAITING, Handover, Step
from bot.domain.hours import start_of
from bot.domain.labels import Need
from bot.service import own_handovers, recalls
from bot.service.turn import Turn
from bot.service.wording import day_text, lines, text


class ActionStatus(Action):
    """Says where each question is."""

    def name(self) -> str:
        return "action_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if not turn.conversation.handovers:
            begun = turn.conversation.question.told
            begin = button("button.resume" if begun else "button.begin", "resume")
            dispatcher.utter_message(response="status_none", choices=[] if tracker.active_loop_name else [begin])
            return []
        told = lines([*whereabouts(turn), *_in_time(turn)])
        latest, holder = turn.conversation.handovers[-1], turn.conversation.relay
        others = [each for each in turn.conversation.handovers if each.relay_open and each != holder]
        # While the form asks, the first button is the first answer to it: nothing that has ended may stand there.
        conversation = turn.conversation
        shown = conversation.open_handovers if tracker.active_loop_name else conversation.to_take_back
        choices = [
            *[write_to_button(turn, each) for each in others],
            *_take_back_buttons(turn, shown),
            *further_buttons(turn, latest),
            *_begin_anew_buttons(turn),
        ]
        dispatcher.utter_message(response="status", lines=told, choices=choices)
        return []


class ActionWriteTo(Action):
    """From now on what is typed goes to this partner."""

    def name(self) -> str:
        return "action_write_to"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        handover = handover_in(turn, tracker)
        if handover is None or not handover.relay_open:
            dispatcher.utter_message(response="utter_stale_button")
            return []
        turn.conversation = turn.conversation.written_to(handover.id)
        name = partner_name(turn, handover)
        dispatcher.utter_message(response="writes_to", organization=name, choices=relay_buttons(handover))
        return []


class ActionAskOthers(Action):
    """Takes up a question that was sent, or one need of it, to ask somebody else."""

    def name(self) -> str:
        return "action_ask_others"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        typed = value_of(tracker, "handover_id") is None
        latest = next(reversed(turn.conversation.handovers), None)
        handover = latest if typed else handover_in(turn, tracker)
        if handover is None:
            dispatcher.utter_message(response="utter_stale_button")
            return []
        need = value_of(tracker)
        return look_on(turn, handover, Need(need) if need in list(Need) else None)


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
        say_ended(dispatcher, turn, handover, "relay_ended")
        return []


class ActionWithdraw(Action):
    """Offers what can be taken back: a question that was sent, or everything; only that if it was asked for."""

    def name(self) -> str:
        return "action_withdraw"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        everything = wants_all_deleted(turn.conversation.language, said(tracker))
        single = () if everything else turn.conversation.to_take_back
        choices = [*_take_back_buttons(turn, single), button("button.delete_all", "delete_all")]
        only_deletes, sent = len(choices) == 1, turn.conversation.to_take_back
        key = ("ask_delete_sent" if sent else "ask_delete") if only_deletes else "ask_withdraw"
        names = list({each.organization_id: partner_name(turn, each) for each in sent}.values())
        choices.append(button("button.keep_all", "keep_all"))
        dispatcher.utter_message(response=key, organizations=names, choices=choices)
        return [*leave_form(), SlotSet("asked", Asked.DELETE.value if only_deletes else None)]


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
        choices = [
            button("button.ask_others", "ask_others", standing=True, handover_id=handover.id),
            button("button.new_question", "restart_talk", standing=True),
        ]
        organization = turn.directory.find_organization(handover.organization_id)
        if organization is None:
            dispatcher.utter_message(response="taken_back_gone", choices=choices)
            return []
        copies = recalls.outlook(organization)
        dispatcher.utter_message(response="taken_back", organization=organization.name, copies=copies, choices=choices)
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


def _in_time(turn: Turn) -> list[dict[str, Any]]:
    """To who asks for an answer before a day, whether the first that is waited for is due by then."""
    until = told_until(turn.conversation.language, turn.incoming.content, turn.today)
    waiting = [each for each in turn.conversation.open_handovers if each.state in WAITING]
    if until is None or not waiting:
        return []
    first = min(waiting, key=answer_due)
    if comes_before(until, answer_due(first)):
        return [text("status_in_time", until=day_text(start_of(until)))]
    phones = (service.phone for service in turn.directory.services_of([first.service_id]))
    key, values = may_be_late(until, next(phones, ""))
    return [text(key, **values)]


def _begin_anew_buttons(turn: Turn) -> list[dict[str, Any]]:
    """A way to another question, once nobody has the last one before them."""
    ended = turn.conversation.question.sent and not turn.conversation.open_handovers
    return [button("button.new_question", "restart_talk", standing=True)] if ended else []


def _take_back_buttons(turn: Turn, handovers: Sequence[Handover]) -> list[dict[str, Any]]:
    return [
        button("button.take_back_from", "take_back", handover_id=handover.id)
        | {"values": {"organization": _told_apart(turn, handover)}}
        for handover in handovers
    ]


def _told_apart(turn: Turn, handover: Handover) -> Any:
    """The partner's name; of one that has more than one question, with what this one is about; how it ended."""
    name, partner = partner_name(turn, handover), handover.organization_id
    if sum(each.organization_id == partner for each in turn.conversation.to_take_back) > 1:
        name = told_apart(handover, name)
    return name if handover.state in OPEN else text(f"take_back_ended.{handover.state}", organization=name)


AFTERMATH_ACTIONS: tuple[type[Action], ...] = (
    ActionStatus,
    ActionWriteTo,
    ActionAskOthers,
    ActionEndRelay,
    ActionWithdraw,
    ActionTakeBack,
    ActionDeleteAll,
    ActionKeepAll,
)
