"""Listening: the opening, taking in what is told, pausing and coming back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, button, intent_of, leave_form, said, turn_of, value_of
from bot.adapters.phrases import language_named
from bot.domain.labels import LANGUAGES
from bot.service import talk
from bot.service.turn import Turn
from bot.service.wording import text

WORDS_OF_A_CRY = 2


class ActionSessionStart(Action):
    """Says once what this is; in a crisis that waits."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.understanding is None or turn.understanding.danger is None:
            dispatcher.utter_message(response="utter_welcome")
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionHear(Action):
    """Takes in the first words of a question."""

    def name(self) -> str:
        return "action_hear"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if tracker.get_slot("story") is None:
            talk.start_question(turn)
        if not _cries_for_help(turn, said(tracker)):
            talk.hear(turn, said(tracker))
        told = bool(turn.conversation.question.needs)
        return [SlotSet("asked", None), SlotSet("story", told or None), SlotSet("heard", None), *_place_slot(tracker)]


def _cries_for_help(turn: Turn, words: str) -> bool:
    """A bare "help" opens the talk and says nothing that a helper could use."""
    return len(words.split()) <= WORDS_OF_A_CRY and not (turn.understanding and turn.understanding.needs)


class ActionHearMore(Action):
    """Adds what is told while something else was asked."""

    def name(self) -> str:
        return "action_hear_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        before = turn.conversation.question.needs
        talk.hear(turn, said(tracker))
        new = [text(f"need.{need}") for need in turn.conversation.question.needs if need not in before]
        dispatcher.utter_message(response="hear_more_needs" if new else "hear_more", needs=new)
        return [*_place_slot(tracker)]


class ActionNotePlace(Action):
    """Remembers where somebody lives, and goes on with what was open."""

    def name(self) -> str:
        return "action_note_place"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        places = turn.understanding.places if turn.understanding else ()
        if len(places) == 1:
            talk.set_place(turn, places[0])
            dispatcher.utter_message(response="place_noted", place=places[0].name)
        if tracker.active_loop_name:
            return _place_slot(tracker)
        return [*_place_slot(tracker), FollowupAction(next_form(tracker))]


class ActionForSomeoneElse(Action):
    """The question is for a neighbour, a friend, a pupil."""

    def name(self) -> str:
        return "action_for_someone_else"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if tracker.get_slot("story") is None:
            talk.start_question(turn)
        talk.ask_for_someone_else(turn)
        talk.hear(turn, said(tracker))
        dispatcher.utter_message(response="for_someone_else")
        if tracker.active_loop_name:
            return []
        told = bool(turn.conversation.question.needs)
        return [SlotSet("story", told or None), *_place_slot(tracker), FollowupAction("question_form")]


class ActionResume(Action):
    """Takes up the question where it was left."""

    def name(self) -> str:
        return "action_resume"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return [SlotSet("asked", None), FollowupAction(tracker.active_loop_name or next_form(tracker))]


class ActionPause(Action):
    """Not now, or goodbye: a good ending, with a way back."""

    def name(self) -> str:
        return "action_pause"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        key = "goodbye" if intent_of(tracker) == "goodbye" else "not_now"
        dispatcher.utter_message(response=key, choices=[button("button.resume", "resume", standing=True)])
        return [*leave_form(), SlotSet("asked", None)]


class ActionChangeLanguage(Action):
    """Changes the language to the one that is named, or asks which."""

    def name(self) -> str:
        return "action_change_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        language = value_of(tracker) or language_named(said(tracker))
        if language in LANGUAGES:
            talk.choose_language(turn, language)
            dispatcher.utter_message(response="language_changed")
        else:
            dispatcher.utter_message(response="ask_language", choices=language_buttons())
        return []


def language_buttons() -> list[dict[str, Any]]:
    return [button(f"language_own.{language}", "change_language", value=language) for language in LANGUAGES]


def next_form(tracker: Tracker) -> str:
    """The form that has something left to ask."""
    complete = all(tracker.get_slot(slot) for slot in ("story", "place", "reach"))
    return "handover_form" if complete else "question_form"


def _place_slot(tracker: Tracker) -> Events:
    place = turn_of(tracker).conversation.question.place
    return [SlotSet("place", place.name)] if place else []


LISTENING_ACTIONS: tuple[type[Action], ...] = (
    ActionSessionStart,
    ActionHear,
    ActionHearMore,
    ActionNotePlace,
    ActionForSomeoneElse,
    ActionResume,
    ActionPause,
    ActionChangeLanguage,
)
