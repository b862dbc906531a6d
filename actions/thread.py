"""Keeping the thread: not understanding, what was told until now, beginning anew."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import OPENERS, question_lines
from actions.common import OUT_OF_SCOPE, Events, button, intent_of, leave_form, need_buttons, turn_of
from actions.crisis import to_talk
from actions.handover_form import AFRESH
from bot.service import talk
from bot.service.wording import helpline_lines, lines

SAYS_NOTHING = "say_nothing"
PATIENCE = 2
"""How often in a row the bot says that it did not understand, before it shows who else can be spoken to."""
CHOICES_WHEN_LOST = 4
ABOUT_THE_QUESTION = (*AFRESH, "place", "reach")


class ActionNotUnderstood(Action):
    """Says so, each time otherwise; the third time in a row it names people to talk to. Inside a form, that asks on."""

    def name(self) -> str:
        return "action_not_understood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        choices = [] if tracker.active_loop_name else need_buttons(OPENERS[:CHOICES_WHEN_LOST])
        if _times_lost(tracker) > PATIENCE:
            shown = helpline_lines(to_talk(turn), turn.now)
            dispatcher.utter_message(response="stuck", helplines=shown, choices=choices)
            return []
        key = "utter_not_understood" if intent_of(tracker) == SAYS_NOTHING else "utter_out_of_scope"
        dispatcher.utter_message(response=key, choices=choices)
        return []


def _times_lost(tracker: Tracker) -> int:
    """How many messages in a row, up to now, were not understood."""
    heard = (
        event["parse_data"]["intent"].get("name") for event in reversed(tracker.events) if event["event"] == "user"
    )
    return sum(1 for _ in takewhile(lambda intent: intent in (OUT_OF_SCOPE, SAYS_NOTHING), heard))


class ActionRecap(Action):
    """What was told until now, line by line."""

    def name(self) -> str:
        return "action_recap"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        choices = [] if tracker.active_loop_name else [button("button.resume", "resume")]
        if turn.conversation.question.words or turn.conversation.question.needs:
            dispatcher.utter_message(response="recap", lines=lines(question_lines(turn)), choices=choices)
        else:
            dispatcher.utter_message(response="recap_none", choices=choices)
        return []


class ActionAskRestart(Action):
    """Asks before it forgets a question."""

    def name(self) -> str:
        return "action_ask_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button("button.restart", "restart_now"), button("button.resume", "resume")]
        dispatcher.utter_message(response="ask_restart", choices=choices)
        return leave_form()


class ActionRestart(Action):
    """Forgets the question that is being written; what was sent stays with the partner."""

    def name(self) -> str:
        return "action_restart_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        talk.forget_question(turn_of(tracker))
        dispatcher.utter_message(response="restarted", choices=need_buttons(OPENERS[:CHOICES_WHEN_LOST]))
        return [*leave_form(), SlotSet("asked", None), *[SlotSet(slot, None) for slot in ABOUT_THE_QUESTION]]


THREAD_ACTIONS: tuple[type[Action], ...] = (ActionNotUnderstood, ActionRecap, ActionAskRestart, ActionRestart)
