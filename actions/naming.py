"""The name that somebody gives to be called by, with what they say beside it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.beside import offer_to_write
from actions.common import Slots, intent_of, said, turn_of, value_of
from actions.line_answers import asks_for_a_change
from actions.taking import SET_PHRASES
from bot.adapters.ages import age_told
from bot.adapters.choosing import points_at_a_helper
from bot.adapters.moment import SURE
from bot.adapters.names import name_and_more, name_in, name_to_write, number_in
from bot.adapters.orders import leaves_out
from bot.adapters.phrases import asks, denies, named
from bot.adapters.times_told import names_a_time
from bot.adapters.wishes import refuses_ocmw, ways_refused
from bot.adapters.word_lists import mentions
from bot.service import proposals, talk
from bot.service.turn import Turn

MAX_NAME_LENGTH, WORDS_OF_A_NAME = 60, 4
SURE_YES = 0.8
"""How sure a "yes" is no name ("yes send it")."""
MAY_BE_A_NAME = frozenset(["choose", "tell", "inform_place", "out_of_scope", "greet", "affirm", "correct"])
"""A name typed alone can sound like any of these; a question, a worry or a crisis is no name."""


def send_no_name(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Notes that no name is to be sent, and says so; it is not asked for any more."""
    talk.set_contact(turn, name="")
    dispatcher.utter_message(response="nameless_noted")
    return {"name": True}


def name_said_plainly(tracker: Tracker) -> str | None:
    """The name that is to be written ("just put Jan"), or one with an order beside it ("Ali, don't write my own")."""
    language, words = turn_of(tracker).conversation.language, said(tracker)
    if tracker.get_slot("requested_slot") != "name":
        return None
    if (name := name_to_write(language, words)) is not None:
        return name
    found = name_with_more(tracker) if asks_for_a_change(tracker, "name") else None
    return found[0] if found and named(language, "line_words", found[1]) == "name" else None


def take_name_with_more(dispatcher: CollectingDispatcher, turn: Turn, name: str, more: str) -> Slots:
    """Takes the name, and a number; what else is told is only added where that is wished, unless it is noted by now."""
    talk.set_contact(turn, name=name)
    dispatcher.utter_message(response="name_taken", name=name)
    if (number := number_in(more)) is not None:
        talk.set_contact(turn, phone=number)
        return {"name": True, "phone": True}
    language = turn.conversation.language
    wished_for = refuses_ocmw(language, more) or named(language, "filter_words", more)
    noted = wished_for or ways_refused(language, more) or names_a_time(language, more) or _keeps_a_name(language, more)
    if not noted and not asks(language, more):
        offer_to_write(dispatcher, turn, more)
    return {"name": True}


def _keeps_a_name(language: str, more: str) -> bool:
    """True for "but no family name", which adds nothing."""
    return denies(language, more) and (named(language, "line_words", more) == "name" or leaves_out(language, more))


def name_with_more(tracker: Tracker) -> tuple[str, str] | None:
    """The name with which a message begins that says more, and that; not of a cry ("Help me. He is here")."""
    heard, language = turn_of(tracker).understanding, turn_of(tracker).conversation.language
    plainly = heard is not None and heard.crisis is None and intent_of(tracker) in MAY_BE_A_NAME
    typed = plainly and value_of(tracker) is None and not mentions(language, "cry_words", said(tracker))
    found = name_and_more(language, said(tracker)) if typed else None
    return None if found is None or proposals.is_named(turn_of(tracker), found[0]) else found


def may_be_a_name(tracker: Tracker) -> bool:
    heard = turn_of(tracker).understanding
    plainly_yes = intent_of(tracker) == "affirm" and heard is not None and heard.act_score >= SURE_YES
    sounds_like_an_act = heard is not None and heard.danger is None and 0 < heard.act_score < SURE
    may_be = intent_of(tracker) in MAY_BE_A_NAME or (sounds_like_an_act and intent_of(tracker) not in SET_PHRASES)
    language = turn_of(tracker).conversation.language
    if age_told(language, said(tracker)) is not None or points_at_a_helper(language, said(tracker)):
        return False
    known = mentions(language, "name_look_alikes", said(tracker))
    may_be = known or (may_be and not plainly_yes and not asks(language, said(tracker)))
    return may_be and _is_short(language, said(tracker))


def _is_short(language: str, words: str) -> bool:
    """True for a name alone: more words tell, wish or correct something else ("wait, I want the lawyer")."""
    name = name_in(language, words)
    return len(words) <= MAX_NAME_LENGTH and (len(name.split()) <= WORDS_OF_A_NAME and not denies(language, name))
