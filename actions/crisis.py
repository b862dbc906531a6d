"""When somebody is in danger: short, warm, the right numbers, no lecture, no ending."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, button, leave_form, said, turn_of, value_of, way_on
from bot.adapters.helplines import load_helplines
from bot.domain.helplines import Helpline, for_crisis, one_answers_in
from bot.domain.labels import Crisis
from bot.service import talk
from bot.service.turn import Turn
from bot.service.wording import helpline_lines, text


class ActionCrisis(Action):
    """Gives the numbers for this danger and language at once, asks if the person is safe, and stays."""

    def name(self) -> str:
        return "action_crisis"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        named = value_of(tracker)
        if named:
            talk.name_danger(turn, Crisis(named))
        else:
            talk.hear(turn, said(tracker))
        kind = turn.conversation.question.crisis or Crisis.SUICIDE
        dispatcher.utter_message(response=f"crisis.{kind}", helplines=_all_lines(turn), voice="crisis")
        key = _ask_safe_key(turn, kind)
        own = key == "crisis.ask_safe"
        choices = [
            button("button.safe_now" if own else "button.yes", "affirm"),
            button("button.not_safe", "deny"),
            button("button.resume", "resume", standing=True),
        ]
        dispatcher.utter_message(response=key, choices=choices, voice="crisis")
        return [*leave_form(), SlotSet("story", True), SlotSet("asked", "safe")]


class ActionSafe(Action):
    """Glad of it; the talk goes on only if the person wants."""

    def name(self) -> str:
        return "action_safe"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button("button.resume", "resume", standing=True), button("button.not_now", "not_now")]
        dispatcher.utter_message(response="crisis.safe", choices=choices)
        return [SlotSet("asked", None)]


class ActionNotSafe(Action):
    """The first number again, and who may be near."""

    def name(self) -> str:
        return "action_not_safe"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        shown = helpline_lines(_lines_for(turn)[:2], turn.now)
        dispatcher.utter_message(
            response="crisis.not_safe", helplines=shown, choices=[button("button.safe_now", "affirm")], voice="crisis"
        )
        return []


class ActionStay(Action):
    """The person writes on: the bot stays, takes it in, and pushes nothing."""

    def name(self) -> str:
        return "action_stay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        talk.hear(turn, said(tracker))
        first = _lines_for(turn)[0]
        choices = [button("button.safe_now", "affirm"), button("button.resume", "resume", standing=True)]
        dispatcher.utter_message(response="crisis.stay", number=first.number, choices=choices, voice="crisis")
        return []


class ActionAskHuman(Action):
    """Who can be called now, and what the bot can do to bring a person."""

    def name(self) -> str:
        return "action_ask_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        shown = helpline_lines(to_talk(turn), turn.now)
        choices = [] if tracker.active_loop_name else [way_on(turn)]
        dispatcher.utter_message(response="ask_human", helplines=shown, choices=choices)
        return []


def _ask_safe_key(turn: Turn, kind: Crisis) -> str:
    """Asks after the one who is in danger."""
    if kind in (Crisis.CHILD_DANGER, Crisis.MEDICAL_EMERGENCY):
        return f"crisis.ask_safe.{kind}"
    return "crisis.ask_safe.other" if turn.conversation.question.for_someone_else else "crisis.ask_safe"


def to_talk(turn: Turn) -> tuple[Helpline, ...]:
    """Lines to talk to somebody about anything: listeners and social work, as for who has no roof, less the police."""
    listening = for_crisis(_helplines(), Crisis.NO_SHELTER, turn.conversation.language, turn.now)
    return tuple(line for line in listening if not line.emergency)


def _all_lines(turn: Turn) -> dict[str, Any]:
    """The numbers; if none is known to answer in the person's language, that too, with words to say on the phone."""
    helplines = _lines_for(turn)
    shown = helpline_lines(helplines, turn.now)
    if not one_answers_in(helplines, turn.conversation.language):
        shown["lines"].append(text("helpline.no_own_language", sentence=text("helpline.sentence")))
    return shown


@lru_cache(maxsize=1)
def _helplines() -> tuple[Helpline, ...]:
    return load_helplines()


def _lines_for(turn: Turn) -> tuple[Helpline, ...]:
    kind = turn.conversation.question.crisis or Crisis.SUICIDE
    return for_crisis(_helplines(), kind, turn.conversation.language, turn.now)


CRISIS_ACTIONS: tuple[type[Action], ...] = (ActionCrisis, ActionSafe, ActionNotSafe, ActionStay, ActionAskHuman)
