"""For whom the question is: somebody else, a professional's client, or oneself after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import QUESTION_FORM, Events, place_slot, said, told_slot, turn_of
from bot.adapters.phrases import asks
from bot.adapters.somebody_else import who_knows
from bot.service import for_whom, talk
from bot.service.turn import Turn


class ActionForSomeoneElse(Action):
    """The question is for a neighbour, a friend, a pupil."""

    def name(self) -> str:
        return "action_for_someone_else"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        heard = turn.understanding
        if _only_asks(turn, said(tracker)):
            dispatcher.utter_message(response="for_another_too")
        if heard is None or not heard.needs:
            dispatcher.utter_message(response="for_someone_else")
        return _begin_for(dispatcher, tracker, for_whom.ask_for_someone_else)


class ActionForOneself(Action):
    """The question is for the writer after all."""

    def name(self) -> str:
        return "action_for_oneself"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        told_of_another = turn.conversation.question.for_someone_else and turn.conversation.question.words
        for_whom.ask_for_oneself(turn)
        dispatcher.utter_message(response="for_oneself_told" if told_of_another else "for_oneself")
        return []


class ActionTellWhoKnows(Action):
    """The one who is asked for knows of it by now, or does not."""

    def name(self) -> str:
        return "action_tell_who_knows"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        knows = bool(who_knows(turn.conversation.language, said(tracker)))
        dispatcher.utter_message(response=for_whom.tell_who_knows(turn, knows))
        return [SlotSet("knows", True)]


class ActionConsult(Action):
    """A professional asks for advice about somebody."""

    def name(self) -> str:
        return "action_consult"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_professional_consult")
        return _begin_for(dispatcher, tracker, for_whom.ask_consult)


def _begin_for(dispatcher: CollectingDispatcher, tracker: Tracker, marks: Callable[[Turn], None]) -> Events:
    """Takes in a question about somebody else, as ``marks`` notes it; who only asks if that may be told nothing yet."""
    turn = turn_of(tracker)
    marks(turn)
    if not _only_asks(turn, said(tracker)):
        talk.hear(turn, said(tracker))
    if tracker.active_loop_name:
        return []
    return [SlotSet("asked", None), told_slot(turn), *place_slot(dispatcher, tracker), FollowupAction(QUESTION_FORM)]


def _only_asks(turn: Turn, words: str) -> bool:
    """True for "can I ask for somebody else?"."""
    heard = turn.understanding
    return asks(turn.conversation.language, words) and not (heard and (heard.needs or heard.crisis))


WHOSE_QUESTION_ACTIONS: tuple[type[Action], ...] = (
    ActionForSomeoneElse,
    ActionForOneself,
    ActionTellWhoKnows,
    ActionConsult,
)
