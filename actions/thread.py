"""Keeping the thread: not understanding, what was told until now, coming back, beginning anew, just talking."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import OPENERS, just_told, need_texts, reflect
from actions.common import (
    PATIENCE,
    SAYS_NOTHING,
    Events,
    afresh,
    button,
    intent_of,
    leave_form,
    need_buttons,
    said,
    times_lost,
    told_slot,
    turn_of,
    way_on,
)
from actions.crisis import to_talk
from actions.leaving_out import put_back
from actions.showing import question_lines
from bot.adapters.moment import Asked
from bot.adapters.phrases import asks
from bot.adapters.topic_answers import receivers
from bot.adapters.whereabouts import whereabouts
from bot.service import talk
from bot.service.wording import helpline_lines, lines

CHOICES_WHEN_LOST = 4
KNOWN_BEFORE = ("place", "reach", "when")


class ActionNotUnderstood(Action):
    """Says so, each time otherwise; the third time in a row it names people to talk to. Inside a form, that asks on."""

    def name(self) -> str:
        return "action_not_understood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        choices = [] if tracker.active_loop_name else need_buttons(OPENERS[:CHOICES_WHEN_LOST])
        if times_lost(tracker) > PATIENCE:
            shown = helpline_lines(to_talk(turn), turn.now)
            dispatcher.utter_message(response="stuck", helplines=shown, choices=choices)
            return []
        if _has_sent(tracker):
            steps = (("recap", "recap"), ("new_question", "restart_talk"))
            choices = [button(f"button.{title}", intent) for title, intent in steps]
            dispatcher.utter_message(response="not_understood_sent", lines=lines(whereabouts(turn)), choices=choices)
            return []
        if intent_of(tracker) == SAYS_NOTHING:
            dispatcher.utter_message(response="no_words", choices=choices)
            return []
        key = "utter_not_understood" if tracker.active_loop_name else "utter_out_of_scope"
        if turn.conversation.question.told and asks(turn.conversation.language, said(tracker)):
            key = "question_unknown"
        dispatcher.utter_message(response=key, choices=choices)
        return []


def _has_sent(tracker: Tracker) -> bool:
    """True for who has sent a question and was asked nothing since: no new one begins by what is not understood."""
    return tracker.active_loop_name is None and turn_of(tracker).conversation.question.sent


class ActionRecap(Action):
    """What was told until now, or was sent, line by line."""

    def name(self) -> str:
        return "action_recap"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        told = turn.conversation.question.told
        if turn.conversation.question.sent and turn.conversation.handovers:
            shown = lines(question_lines(turn))
            dispatcher.utter_message(response="recap_sent", organizations=receivers(turn), lines=shown)
            return []
        next_step = way_on(turn) if told else button("button.begin", "resume")
        dispatcher.utter_message(
            response="recap" if told else "recap_none",
            lines=lines(question_lines(turn)),
            choices=[] if tracker.active_loop_name else [next_step],
        )
        return []


class ActionPutBack(Action):
    """Puts back what was left out of the question last; where it was shown, it is shown again."""

    def name(self) -> str:
        return "action_put_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if not put_back(dispatcher, turn, said(tracker)):
            dispatcher.utter_message(response="put_back_nothing")
            return []
        return [told_slot(turn), *([SlotSet("summary", None)] if turn.conversation.question.shown else [])]


class ActionComeBack(Action):
    """Somebody is here again: what it was about, and whether to go on."""

    def name(self) -> str:
        return "action_come_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        conversation = turn_of(tracker).conversation
        needs = need_texts(conversation.question.needs)
        choices = [way_on(turn_of(tracker)), button("button.new_question", "restart_talk")]
        key = "welcome_back" if needs else "welcome_back_plain"
        dispatcher.utter_message(response=key, needs=needs, choices=choices)
        return [*leave_form(), SlotSet("asked", Asked.IF_BACK.value)]


class ActionAskRestart(Action):
    """Asks before it forgets a question."""

    def name(self) -> str:
        return "action_ask_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button("button.restart", "restart_now"), button("button.resume", "resume")]
        dispatcher.utter_message(response="ask_restart", choices=choices)
        return [*leave_form(), SlotSet("asked", Asked.RESTART.value)]


class ActionRestart(Action):
    """Forgets the question that is being written; what was sent stays with the partner."""

    def name(self) -> str:
        return "action_restart_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        talk.forget_question(turn_of(tracker))
        dispatcher.utter_message(response="restarted", choices=need_buttons(OPENERS[:CHOICES_WHEN_LOST]))
        return [*leave_form(), SlotSet("asked", None), *afresh(), *[SlotSet(slot, None) for slot in KNOWN_BEFORE]]


class ActionJustTalk(Action):
    """Nothing has to come of it: from now on the bot listens and asks for nothing."""

    def name(self) -> str:
        return "action_just_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_just_talk")
        return [*leave_form(), SlotSet("asked", Asked.JUST_TALKS.value)]


class ActionKeepCompany(Action):
    """Gives back what is told, and leaves it to the person whether it becomes a question."""

    def name(self) -> str:
        return "action_keep_company"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        before = turn.conversation.question.needs
        talk.hear(turn, said(tracker))
        if turn.conversation.question.needs != before:
            key, needs, _ = reflect(just_told(turn))
            dispatcher.utter_message(response=key, needs=need_texts(needs))
        choices = [button("button.look_for_help", "resume", standing=True), button("button.not_now", "not_now")]
        dispatcher.utter_message(response="listen_on", choices=choices)
        return [told_slot(turn)]


THREAD_ACTIONS: tuple[type[Action], ...] = (
    ActionNotUnderstood,
    ActionRecap,
    ActionPutBack,
    ActionComeBack,
    ActionAskRestart,
    ActionRestart,
    ActionJustTalk,
    ActionKeepCompany,
)
