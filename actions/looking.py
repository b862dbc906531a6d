"""Looking for other helpers, with what is wished of them in mind."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Slots, intent_of, said, turn_of, value_of
from bot.adapters.intents import WORDS_OF_AN_ANSWER
from bot.adapters.phrases import QUESTION_MARKS, denies, language_named, named
from bot.adapters.topics import LANGUAGES_SPOKEN, topic_asked
from bot.domain.labels import Preference, Reach
from bot.service import proposals, talk
from bot.service.turn import Turn

LOOKS_FURTHER = "others"
"""Value of the slot ``service`` while somebody looks for another one than those shown."""
ASK_SERVICE: Slots = {"service": None, "preference": None}
_CHOOSES = frozenset(["choose", "tell", "out_of_scope", "affirm"])
_REACH_FILTERS = {"home": Reach.HOME_VISIT, "phone": Reach.PHONE}


def look_again(dispatcher: CollectingDispatcher, turn: Turn, wished: str) -> Slots:
    """Looks for other services, with what is wished of them in mind."""
    if wished == LOOKS_FURTHER:
        talk.look_further(turn)
        return ASK_SERVICE
    if wished == "woman":
        return _look_for_a_woman(dispatcher, turn)
    dispatcher.utter_message(response="filter_noted")
    if wished in _REACH_FILTERS:
        talk.look_further(turn)
        talk.set_reach(turn, _REACH_FILTERS[wished])
        return {**ASK_SERVICE, "preference": wished, "reach": str(_REACH_FILTERS[wished]), "when": "any"}
    talk.look_anew(turn)
    if wished == "no_car":
        talk.set_no_car(turn)
    else:
        talk.ask_help_in(turn, language_named(turn.incoming.content) or turn.conversation.asks_in)
        talk.prefer(turn, Preference.OWN_LANGUAGE)
    return ASK_SERVICE


def _look_for_a_woman(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Shows where a woman can be asked for; where nobody says so, the wish goes with the question."""
    talk.prefer(turn, Preference.WOMAN)
    talk.look_further(turn)
    if proposals.has_women(turn):
        dispatcher.utter_message(response="filter_woman")
        return {**ASK_SERVICE, "preference": "woman"}
    dispatcher.utter_message(response="filter_woman_unknown")
    return ASK_SERVICE


def wished_of_a_helper(tracker: Tracker) -> str | None:
    """The kind of helper that a message wishes, one of those that can be looked for ("filter_words")."""
    language, words = turn_of(tracker).conversation.language, said(tracker)
    asks_for_it = topic_asked(language, words) == LANGUAGES_SPOKEN
    return "language" if asks_for_it else named(language, "filter_words", words)


def helper_named(tracker: Tracker, slot: str) -> str | None:
    """The one helper among those shown now, or else before, whose name a few words say, if ``slot`` was asked for."""
    turn, words = turn_of(tracker), said(tracker)
    asked = words.endswith(QUESTION_MARKS) or len(words.split()) > WORDS_OF_AN_ANSWER
    chooses = intent_of(tracker) in _CHOOSES and value_of(tracker) is None
    if tracker.get_slot("requested_slot") != slot or asked or not chooses or denies(turn.conversation.language, words):
        return None
    shown = (proposals.meant(turn, words, ids) for ids in (turn.conversation.near, turn.conversation.proposed))
    found = next(filter(None, shown), [])
    return found[0].id if len(found) == 1 else None
