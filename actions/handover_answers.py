"""Taking in the answers from the summary to the yes."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.changing import several_changed
from actions.common import WRITE_IT, Slots, intent_of, said, turn_of, value_of
from actions.contact import name_told, number_and_ways, number_told, wants_no_name
from actions.helper_answers import HelperAnswers
from actions.leaving_out import ASKED_AGAIN, CHANGE, leave_danger_out, taken_out
from actions.line_answers import (
    LineAnswers,
    asks_for_a_change,
    changed_before_sending,
    corrected,
    is_changed_by_now,
    line_named,
    line_told,
    told_anew,
    wants_it_written,
)
from actions.looking import (
    ASK_SERVICE,
    LOOKS_FURTHER,
    helper_instead,
)
from actions.naming import (
    MAY_BE_A_NAME,
    may_be_a_name,
    name_said_plainly,
    name_with_more,
    send_no_name,
    take_name_with_more,
)
from actions.reading import refuses, reword
from actions.taking import may_name_an_answer
from bot.adapters.languages_named import language_spoken
from bot.adapters.meant import LEAVES_DANGER_OUT
from bot.adapters.names import name_in, number_in, told_beside_number
from bot.adapters.phrases import FEW_WORDS, asks, denies
from bot.adapters.wishes import refuses_ocmw
from bot.adapters.word_lists import begins_with, mentions, without_lead
from bot.domain.labels import Reach
from bot.domain.question import sentences
from bot.service import proposals, talk
from bot.service.turn import Turn

SHOWN_AFTER = ("name", "consent")
"""Slots that are asked once the question was shown, and take orders to change it too."""


class HandoverAnswers(HelperAnswers, LineAnswers):
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_summary(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if value_of(tracker) == WRITE_IT or wants_it_written(tracker):
            talk.write_offered(turn_of(tracker))
            dispatcher.utter_message(response="hear_more")
            return {"summary": None}
        asked = tracker.get_slot("requested_slot") == "summary" and value_of(tracker) is None
        if asked and wants_no_name(turn_of(tracker), said(tracker)):
            return {"summary": None, **send_no_name(dispatcher, turn_of(tracker))}
        if asked and reword(turn_of(tracker), said(tracker)):
            return ASKED_AGAIN
        if (anew := line_told(tracker)) is not None:
            return {**ASKED_AGAIN, **anew}
        if (changed := several_changed(dispatcher, tracker)) is not None:
            return changed
        named_now = name_said_plainly(tracker) is not None
        if not named_now and any(asks_for_a_change(tracker, slot) for slot in SHOWN_AFTER):
            return changed_before_sending(dispatcher, tracker)
        changes = asks_for_a_change(tracker, "summary")
        if not (changes or may_name_an_answer(tracker, "summary")):
            return {}
        if value_of(tracker) == LEAVES_DANGER_OUT:
            return leave_danger_out(dispatcher, turn_of(tracker))
        noted = _noted_at_summary(tracker)
        return _answer_to_summary(dispatcher, tracker, changes=changes) if noted is None else noted

    def extract_name(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        language = turn_of(tracker).conversation.language
        if tracker.get_slot("requested_slot") != "name" or value_of(tracker) == WRITE_IT:
            return {}
        if (name := name_said_plainly(tracker)) is not None:
            talk.set_contact(turn_of(tracker), name=name)
            return {"name": True}
        if asks_for_a_change(tracker, "name") or helper_instead(tracker) is not None:
            return {}
        if refuses_ocmw(language, said(tracker)):
            return {}
        if mentions(language, "not_chosen_words", said(tracker)):
            return {**ASK_SERVICE, "name": None}
        if proposals.is_named(turn_of(tracker), said(tracker)):  # who was chosen, or helper_instead
            return {"name": None}
        if (name_and_rest := name_with_more(tracker)) is not None:
            return take_name_with_more(dispatcher, turn_of(tracker), *name_and_rest)
        if value_of(tracker) == "none" or refuses(tracker) or wants_no_name(turn_of(tracker), said(tracker)):
            talk.set_contact(turn_of(tracker), name="")
            return {"name": True}
        if not may_be_a_name(tracker):
            return {}
        turn = turn_of(tracker)
        talk.set_contact(turn, name=name_in(turn.conversation.language, said(tracker)))
        if (number := number_in(said(tracker))) is None:
            return {"name": True}
        talk.set_contact(turn, phone=number)
        return {"name": True, "phone": True}

    def extract_phone(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        language = turn_of(tracker).conversation.language
        if tracker.get_slot("requested_slot") != "phone" or value_of(tracker) == WRITE_IT:
            return {}
        if value_of(tracker) == "none" or refuses(tracker):
            talk.set_contact(turn_of(tracker), phone="")
            talk.set_reach(turn_of(tracker), Reach.CHAT)
            dispatcher.utter_message(response="not_sent_number")
            return {"phone": True, "reach": str(Reach.CHAT)}
        if (number := number_in(said(tracker))) is not None:
            talk.set_contact(turn_of(tracker), phone=number)
            if beside := told_beside_number(language, said(tracker)):  # "leave no message, my husband listens"
                talk.set_limit(turn_of(tracker), beside)
            return {"phone": True}
        if begins_with(language, "add_words", said(tracker)):
            talk.keep_words(turn_of(tracker), without_lead(language, "add_words", said(tracker)))
            dispatcher.utter_message(response="hear_more")
            return {"phone": None}
        if intent_of(tracker) not in MAY_BE_A_NAME:
            return {}
        typed_digits = any(map(str.isdecimal, said(tracker)))
        dispatcher.utter_message(response="phone_unreadable" if typed_digits else "about.phone")
        return {"phone": None}

    def extract_consent(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Only the button, or its very words, is a yes: a "yes" may have been meant for the question before."""
        if not may_name_an_answer(tracker, "consent") or not tracker.get_slot("service"):  # who was chosen is gone
            return {}
        turn, intent, value = turn_of(tracker), intent_of(tracker), value_of(tracker)
        if value is None and name_told(turn, said(tracker)):
            dispatcher.utter_message(response="line_changed")
            return {"name": True, "consent": None}
        if is_changed_by_now(tracker):
            return {"consent": None}
        if value is None and (changed := number_told(turn, said(tracker)) or number_and_ways(turn, said(tracker))):
            dispatcher.utter_message(response="hear_more")
            return {**changed, "consent": None}
        if value == "change" or intent == "correct":
            return {**CHANGE, "line": line_named(tracker)}
        if value == LOOKS_FURTHER:
            return {"service": LOOKS_FURTHER}
        if intent in ("give_consent", "refuse_consent", "deny"):
            return {"consent": intent == "give_consent"}
        if intent == "affirm":
            dispatcher.utter_message(response="consent_press")
            return {"consent": None}
        line = line_named(tracker) if len(said(tracker).split()) <= FEW_WORDS else None
        return {**CHANGE, "line": line} if line else {}


def _noted_at_summary(tracker: Tracker) -> Slots | None:
    """The name that is told there, or what is noted of a helper by now; None where neither is said."""
    turn = turn_of(tracker)
    language = turn.conversation.language
    if value_of(tracker) is not None:
        return None
    if name_told(turn, said(tracker)):
        return {"summary": None, "name": True}
    wishes = refuses_ocmw(language, said(tracker)) or language_spoken(language, said(tracker)) is not None
    return {"summary": None} if wishes else None


def _answer_to_summary(dispatcher: CollectingDispatcher, tracker: Tracker, *, changes: bool) -> Slots:
    """Takes a yes, a no, or what is to be changed."""
    intent, turn, line = intent_of(tracker), turn_of(tracker), line_named(tracker)
    denied = turn.understanding is not None and bool(turn.understanding.denied)
    if changes and (out := taken_out(dispatcher, turn, said(tracker))) is not None:
        return out
    if changes and not denied:
        return {**CHANGE, "line": line}
    if (changed := told_anew(turn, said(tracker))) is not None:
        return {**changed, "summary": None}
    says_no = intent in ("deny", "correct") or denies(turn.conversation.language, said(tracker))
    if line and says_no and not denied:
        return {**CHANGE, "line": line}
    if intent == "affirm" or _finds_it_good(turn, said(tracker)):
        return {"summary": True}
    if intent in ("deny", "correct"):
        return corrected(dispatcher, turn, said(tracker))
    return {**CHANGE, "line": line} if line else {}


def _finds_it_good(turn: Turn, words: str) -> bool:
    """True where a sentence is a plain yes and what stands beside it is noted or answered by now ("good. a woman?")."""
    language, told = turn.conversation.language, sentences(words)
    good = (each for each in told if len(each.split()) <= FEW_WORDS and not asks(language, each))
    plainly = any(mentions(language, "right_words", each) and not denies(language, each) for each in good)
    return bool(turn.replies) and len(told) > 1 and plainly
