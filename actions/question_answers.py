"""Taking in the answers that make up the help question."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.beside import hear_beside, meet_beside
from actions.common import Slots, intent_of, said, turn_of, value_of
from actions.contact import (
    another_way,
    keep_details_of_when,
    number_beside,
    number_told,
    refused_ways,
    ways_beside,
    when_known,
    when_told,
)
from actions.reading import names_place, passes, places_named, refuses
from actions.story_answers import SKIPS, StoryAnswers
from actions.taking import answers, may_name_an_answer
from actions.weighing import weighs_as_before
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import number_in
from bot.adapters.phrases import asks, denies, first_wished, named, wished
from bot.adapters.times_told import names_a_time, times_told
from bot.adapters.word_lists import clauses
from bot.domain.gazetteer import OUTSIDE
from bot.domain.labels import REFUSALS, DayPart, Reach
from bot.domain.places import Place
from bot.nlu.example import OUT_OF_SCOPE
from bot.service import for_whom, talk
from bot.service.turn import Turn
from bot.service.wording import place_text

ASKED_FOR_THE_PLACE = ("place", "line", "line_how")
"""Slots in whose answers another place is told than the one that was noted, or none."""


class QuestionAnswers(StoryAnswers):
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_knows(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, intent = turn_of(tracker), intent_of(tracker)
        if turn.conversation.question.knows is not None:  # it was told beside something else
            return {} if tracker.get_slot("knows") else {"knows": True}
        language = turn.conversation.language
        told = wished(language, "knows_words", said(tracker)) or named(language, "knows_words", said(tracker))
        if told is None and (instead := _ways_instead(dispatcher, tracker, "knows")):
            return instead
        if not may_name_an_answer(tracker, "knows"):
            return {}
        if told is None and intent == "dont_know":
            return {"knows": False}
        if told is None and intent not in ("affirm", "deny"):
            return {}
        knows = told == "yes" if told else intent == "affirm"
        said_to_it = for_whom.tell_who_knows(turn, knows)
        if not knows:
            dispatcher.utter_message(response=said_to_it)
        return {"knows": True, **ways_beside(turn, said(tracker))}

    def extract_place(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value = turn_of(tracker), value_of(tracker)
        if (known := _known_by_now(tracker)) is not None:
            return _say_if_outside(dispatcher, known)
        if (place := _only_place(tracker)) is not None:
            return _place(dispatcher, tracker, place)
        if _will_not_say_where(tracker):
            talk.leave_open(turn, "place")
            return {"place": "withheld"}
        if instead := _ways_instead(dispatcher, tracker, "place"):
            return instead
        if not answers(tracker, "place"):
            return {}
        places = (Place(**value),) if isinstance(value, dict) else places_named(turn)
        if not places and intent_of(tracker) == "affirm":
            places = _offered(turn)
        if len(places) == 1:
            return _place(dispatcher, tracker, places[0])
        if not places and intent_of(tracker) in ("tell", "correct"):
            return {}
        if not places:
            dispatcher.utter_message(response="place_unknown")
        return {"place": None}

    def extract_reach(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        tells_a_number = tracker.get_slot("requested_slot") == "reach" and number_in(said(tracker)) is not None
        if not (may_name_an_answer(tracker, "reach") or _tells_when(tracker, "reach") or tells_a_number):
            return {}
        turn, language = turn_of(tracker), turn_of(tracker).conversation.language
        value = value_of(tracker) or first_wished(language, "reach_words", said(tracker))
        if value is None and tells_a_number and not denies(language, said(tracker)):  # "at the office 058 ..."
            value = Reach.PHONE
        refused = refused_ways(turn, said(tracker))
        if (told := number_told(turn, said(tracker))) is not None:
            return told
        if value in list(Reach):
            talk.set_reach(turn, Reach(value))
            hear_beside(tracker, "reach_words", value)
            meet_beside(dispatcher, tracker)
            beside = {**when_known(turn), **when_told(tracker), **number_beside(turn, said(tracker))}
            return {"reach": value, **beside, **weighs_as_before(turn)}
        if refused:
            dispatcher.utter_message(response=str(REFUSALS[refused[0]]))
            meet_beside(dispatcher, tracker)
            return {"reach": None}
        all_the_same = wished(language, "when_words", said(tracker)) == "any"
        if value == "any" or all_the_same or passes(tracker) or intent_of(tracker) in ("affirm", *SKIPS):
            talk.set_reach(turn, None)
            return {"reach": "any"}
        if told := when_told(tracker):
            talk.set_limit(turn, times_told(language, said(tracker)))
            dispatcher.utter_message(response="noted")
            return {"reach": None, **told}
        if _tells_when(tracker, "reach"):
            talk.set_limit(turn, said(tracker))
            dispatcher.utter_message(response="noted")
            return {"reach": None}
        return {}

    def extract_when(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not (may_name_an_answer(tracker, "when") or _tells_when(tracker, "when")):
            return {}
        turn = turn_of(tracker)
        if (other := another_way(turn, said(tracker)) or _way_instead(turn, said(tracker))) is not None:
            dispatcher.utter_message(response="noted")
            return {"reach": other, "when": None}
        if refused := refused_ways(turn, said(tracker)):
            dispatcher.utter_message(response=str(REFUSALS[refused[0]]))
            return {"reach": None, "when": None}
        value = value_of(tracker) or first_wished(turn.conversation.language, "when_words", said(tracker))
        if (told := number_told(turn, said(tracker))) is not None:
            dispatcher.utter_message(response="noted")
            return {"when": None, **told}
        leaves_open = intent_of(tracker) in ("affirm", *SKIPS) or passes(tracker)
        if value is None and (leaves_open or _tells_when(tracker, "when")):
            value = "any"
        if value is None:
            return {}
        talk.set_when(turn, DayPart(value) if value in list(DayPart) else None)
        if not hear_beside(tracker, "when_words", value) and value_of(tracker) is None:
            keep_details_of_when(turn, said(tracker))
        return {"when": value, **weighs_as_before(turn)}


def _way_instead(turn: Turn, words: str) -> str | None:
    """Writing, where only the moment was asked ("I can write at work, at lunch"); "I am at home at six" is no visit."""
    language = turn.conversation.language
    if wished(language, "reach_words", words) != Reach.CHAT or asks(language, words):
        return None
    talk.set_reach(turn, Reach.CHAT)
    talk.set_limit(turn, times_told(language, words))
    return str(Reach.CHAT)


def _tells_when(tracker: Tracker, slot: str) -> bool:
    """True for days and hours, where how or when was asked ("between 1 and 3, not on Thursday")."""
    turn, words = turn_of(tracker), said(tracker)
    asked = tracker.get_slot("requested_slot") == slot and len(words.split()) <= WORDS_OF_AN_ANSWER
    timed = names_a_time(turn.conversation.language, words)
    return asked and timed and not asks(turn.conversation.language, words)


def _known_by_now(tracker: Tracker) -> Place | None:
    """Where somebody lives, if that was told, and noted, before it was asked."""
    is_asked = tracker.get_slot("requested_slot") in ASKED_FOR_THE_PLACE
    return None if is_asked or tracker.get_slot("place") else turn_of(tracker).conversation.question.place


def _ways_instead(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> Slots:
    """Takes how to be reached, where ``slot`` was asked ("just ring me, after six"); empty of other texts."""
    turn, words = turn_of(tracker), said(tracker)
    asked = tracker.get_slot("requested_slot") == slot and value_of(tracker) is None and not places_named(turn)
    if not asked or first_wished(turn.conversation.language, "reach_words", words) is None:
        return {}
    if len(words.split()) > WORDS_OF_AN_ANSWER or asks(turn.conversation.language, words):
        return {}
    told = ways_beside(turn, words)
    if told:
        dispatcher.utter_message(response="noted")
    return {slot: None, **told} if told else {}


def _offered(turn: Turn) -> tuple[Place, ...]:
    """The one place that the question named ("Is it in Watou?"), to which a yes is an answer."""
    payloads = (choice.payload for choice in turn.conversation.choices_on_screen)
    meant = [json.loads(payload.removeprefix("/choose"))["value"] for payload in payloads if "/choose{" in payload]
    places = tuple(Place(**value) for value in meant if isinstance(value, dict))
    return places if len(places) == 1 else ()


def _only_place(tracker: Tracker) -> Place | None:
    """The one place of a message that is not understood otherwise, or that withholds something else ("no street")."""
    turn, asked = turn_of(tracker), tracker.get_slot("requested_slot") == "place"
    places = places_named(turn) if asked else ()
    if len(places) != 1:
        return None
    plainly = [part for part in clauses(turn.conversation.language, said(tracker)) if names_place(part, places[0])]
    withheld = all(denies(turn.conversation.language, part) for part in plainly)
    return places[0] if intent_of(tracker) == OUT_OF_SCOPE or (plainly and not withheld) else None


def _will_not_say_where(tracker: Tracker) -> bool:
    """True for the button, a no, and a refusal in a few words ("nobody may know where I am")."""
    heard, asked = turn_of(tracker).understanding, tracker.get_slot("requested_slot") == "place"
    if answers(tracker, "place") and (value_of(tracker) == "withheld" or intent_of(tracker) in SKIPS):
        return True
    if asked and passes(tracker):
        return True
    tells_nothing = heard is not None and not heard.needs and not heard.places
    return asked and tells_nothing and intent_of(tracker) in ("tell", OUT_OF_SCOPE) and refuses(tracker)


def _place(dispatcher: CollectingDispatcher, tracker: Tracker, place: Place) -> Slots:
    turn = turn_of(tracker)
    talk.set_place(turn, place)
    return {**_say_if_outside(dispatcher, place), **ways_beside(turn, said(tracker), place)}


def _say_if_outside(dispatcher: CollectingDispatcher, place: Place) -> Slots:
    if place.kind == OUTSIDE:
        dispatcher.utter_message(response="place_outside", place=place_text(place.name))
    return {"place": place.name}
