"""Looking for other helpers, with what is wished of them in mind."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.common import (
    Slots,
)
from bot.adapters.phrases import language_named
from bot.domain.labels import Preference, Reach
from bot.service import proposals, talk
from bot.service.turn import Turn

LOOKS_FURTHER = "others"
"""Value of the slot ``service`` while somebody looks for another one than those shown."""
ASK_SERVICE: Slots = {"service": None, "preference": None}
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
