"""Listening: the opening, taking in what is told, pausing and coming back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.aftermath import ActionStatus
from actions.asking import need_texts
from actions.beside import offer_to_write
from actions.common import (
    QUESTION_FORM,
    Events,
    ask_nothing_more,
    intent_of,
    language_buttons,
    leave_form,
    place_slot,
    said,
    say_relay_goes_on,
    tells_nothing_yet,
    told_slot,
    turn_of,
    value_of,
    way_on,
)
from actions.crisis import say_of_another, say_why_danger
from actions.leaving_out import left_out
from actions.reading import put_right, reword, say_what_is_left
from actions.thread import ActionNotUnderstood
from bot.adapters.asides import NO_DANGER, OF_ANOTHER, UNSETTLED, WHY_DANGER
from bot.adapters.in_danger import told_beside_a_no
from bot.adapters.languages_named import language_named
from bot.adapters.limits import is_a_limit
from bot.adapters.moment import LEFT_ALONE, Asked
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.other_words import only_looks
from bot.adapters.word_lists import begins_with, mentions, without_lead
from bot.domain.gazetteer import OUTSIDE
from bot.domain.labels import LANGUAGES, Need, Topic
from bot.service import danger, talk
from bot.service.turn import Turn
from bot.service.wording import place_text

WELCOME = "utter_welcome"


class ActionSessionStart(Action):
    """Says once what this is; in a crisis that waits."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.understanding is None or turn.understanding.danger is None:
            dispatcher.utter_message(response=WELCOME)
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionGreet(Action):
    """A greeting; inside the form only that, since a question is open already."""

    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="hello" if tracker.active_loop_name else "utter_greet")
        return []


class ActionHear(Action):
    """Takes in the first words of a question."""

    def name(self) -> str:
        return "action_hear"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if not tells_nothing_yet(turn, said(tracker)):
            talk.hear(turn, said(tracker))
        return [SlotSet("asked", None), told_slot(turn), SlotSet("heard", None), *place_slot(dispatcher, tracker)]


class ActionHearMore(Action):
    """Adds what is told while something else was asked; once the question was shown, only if that is wished."""

    def name(self) -> str:
        return "action_hear_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, words = turn_of(tracker), said(tracker)
        before = turn.conversation.question.needs
        if not turn.story(words):  # it was said to the bot, which may have answered by now
            return [] if turn.replies else list(await ActionNotUnderstood().run(dispatcher, tracker, domain))
        if turn.conversation.question.shown and not begins_with(turn.conversation.language, "add_words", words):
            if not (turn.replies and len(words.split()) <= WORDS_OF_AN_ANSWER):  # then it was answered, or noted
                offer_to_write(dispatcher, turn, words)
            return []
        if _is_noted(turn, words):
            return []
        talk.hear(turn, without_lead(turn.conversation.language, "add_words", words))
        new = need_texts(tuple(need for need in turn.conversation.question.needs if need not in before))
        dispatcher.utter_message(response="hear_more_needs" if new else "hear_more", needs=new)
        return [*place_slot(dispatcher, tracker)]


def _is_noted(turn: Turn, words: str) -> bool:
    """True where a short text only says what is wished of a helper, which stands in a line of its own by now."""
    before, question = turn.before.question, turn.conversation.question
    noted = (before.preferences, before.refused, before.limits) != (
        question.preferences,
        question.refused,
        question.limits,
    )
    tells = turn.understanding is not None and bool(turn.understanding.needs)
    return noted and not tells and len(words.split()) <= WORDS_OF_AN_ANSWER


class ActionChoose(Action):
    """A need that is chosen where nothing was asked begins the question; any other choice is asked back."""

    def name(self) -> str:
        return "action_choose"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        value = value_of(tracker)
        if value not in list(Need) or tracker.active_loop_name:
            dispatcher.utter_message(response="utter_choose")
            return []
        talk.add_need(turn_of(tracker), Need(value))
        return [SlotSet("asked", None), SlotSet("story", True), FollowupAction(QUESTION_FORM)]


class ActionNotePlace(Action):
    """Remembers where somebody lives, and goes on with what was open."""

    def name(self) -> str:
        return "action_note_place"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        places = turn.understanding.places if turn.understanding else ()
        if len(places) == 1:
            talk.set_place(turn, places[0])
            if places[0].kind != OUTSIDE:
                dispatcher.utter_message(response="place_noted", place=place_text(places[0].name))
        if tracker.active_loop_name or tracker.get_slot("asked") in LEFT_ALONE:
            return place_slot(dispatcher, tracker)
        return [SlotSet("asked", None), *place_slot(dispatcher, tracker), FollowupAction(QUESTION_FORM)]


class ActionCorrect(Action):
    """What was heard wrongly is put right; if nothing is named, the person is asked what it is."""

    def name(self) -> str:
        return "action_correct"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.replies and is_a_limit(turn.conversation.language, said(tracker)):  # it is noted by now
            return []
        if (left := left_out(dispatcher, turn, said(tracker))) is not None:
            return [SlotSet(slot, value) for slot, value in left.items()]
        if reword(turn, said(tracker)):
            dispatcher.utter_message(response="line_changed")
            return []
        if turn.conversation.question.needs and put_right(turn, said(tracker)):
            return [SlotSet(slot, value) for slot, value in say_what_is_left(dispatcher, turn).items()]
        told = mentions(turn.conversation.language, "told_words", said(tracker))
        orders = turn.conversation.question.told and Topic.LEAVE_OUT in turn.orders.values()
        key = "out_later" if orders else "told_already" if told else "utter_correct"
        dispatcher.utter_message(response=key)
        return []


class ActionResume(Action):
    """Takes up the question where it was left."""

    def name(self) -> str:
        return "action_resume"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if value_of(tracker) == WHY_DANGER:
            say_why_danger(dispatcher, turn)
            return ask_nothing_more()
        if value_of(tracker) == OF_ANOTHER:
            say_of_another(dispatcher, turn)
            return ask_nothing_more()
        if turn.conversation.relay is not None:
            say_relay_goes_on(dispatcher, turn, turn.conversation.relay)
            return [*leave_form(), SlotSet("asked", None)]
        if value_of(tracker) in (NO_DANGER, UNSETTLED):
            dispatcher.utter_message(response=value_of(tracker))
            if value_of(tracker) == NO_DANGER:
                danger.settle_asked(turn)
            told = told_beside_a_no(turn.conversation.language, said(tracker))
            if turn.understanding is not None and told:
                talk.hear_unasked(turn, told)
            if tracker.get_slot("asked"):  # what was asked there is still open, and may be answered
                return []
        if turn.conversation.question.sent:
            return [SlotSet("asked", None), *await ActionStatus().run(dispatcher, tracker, domain)]
        if WELCOME not in turn.conversation.wordings:  # it waited for a danger to pass
            dispatcher.utter_message(response=WELCOME)
        talk.open_sheet(turn)
        talk.look_anew(turn)
        return [SlotSet("asked", None), FollowupAction(QUESTION_FORM)]


class ActionPause(Action):
    """Not now, or goodbye: a good ending, with a way back."""

    def name(self) -> str:
        return "action_pause"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        key = "goodbye" if intent_of(tracker) == "goodbye" else "not_now"
        if (
            key == "not_now"
            and not turn.conversation.question.told
            and only_looks(turn.conversation.language, said(tracker))
        ):
            key = "just_looking"
        dispatcher.utter_message(response=key, choices=[way_on(turn, standing=True)])
        return [*leave_form(), SlotSet("asked", Asked.PAUSED.value)]


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
            if not turn.conversation.question.told and not tracker.active_loop_name and not tracker.get_slot("asked"):
                dispatcher.utter_message(response="utter_start")
        else:
            dispatcher.utter_message(response="ask_language", choices=language_buttons())
        return []


LISTENING_ACTIONS: tuple[type[Action], ...] = (
    ActionSessionStart,
    ActionGreet,
    ActionHear,
    ActionHearMore,
    ActionChoose,
    ActionNotePlace,
    ActionCorrect,
    ActionResume,
    ActionPause,
    ActionChangeLanguage,
)
