"""Taking in the answers from the summary to the yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import (
    LINE_SLOTS,
    SET_PHRASES,
    SHOW_OTHERS,
    Slots,
    answers,
    intent_of,
    language_buttons,
    may_name_an_answer,
    own_words,
    said,
    turn_of,
    value_of,
)
from actions.contact import change_in_a_few_words, name_told, number_told
from actions.looking import ASK_SERVICE, LOOKS_FURTHER, helper_named, look_again, wished_of_a_helper
from actions.reading import name_in, number_in, put_right, refuses
from bot.adapters.intents import WORDS_OF_AN_ANSWER
from bot.adapters.moment import SURE
from bot.adapters.phrases import FEW_WORDS, asks, denies, named, wants_it_sent, wished
from bot.adapters.word_lists import mentions
from bot.domain.labels import Act, Need, Reach
from bot.nlu.example import OUT_OF_SCOPE
from bot.service import proposals, talk
from bot.service.turn import Turn

MAX_NAME_LENGTH = 60
SURE_YES = 0.8
"""How sure a "yes" is no name ("yes send it")."""
SAID_LATE = ("name", "phone")
"""Lines that are asked after the summary, but at once where they are to be changed there."""
_SHOW_AGAIN: Slots = {"summary": None, "line": None, "line_how": None, "service": None}
_CHANGE: Slots = {"summary": False, "line": None, "line_how": None, "service": None, "consent": None}
_LEAVES = ("crisis", "not_now", "goodbye", "ask_info")


class HandoverAnswers:
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_summary(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        changes = _asks_for_a_change(tracker, "summary")
        if not (changes or may_name_an_answer(tracker, "summary")):
            return {}
        intent, turn = intent_of(tracker), turn_of(tracker)
        language = turn.conversation.language
        line = _line_named(tracker)
        denied = turn.understanding is not None and bool(turn.understanding.denied)
        if value_of(tracker) is None and name_told(turn, said(tracker)):
            dispatcher.utter_message(response="line_changed")
            return {"summary": None, "name": True}
        if changes and not denied:
            return {**_CHANGE, "line": line}
        says_no = intent in ("deny", "correct") or denies(language, said(tracker))
        if line and says_no and not denied:
            return {**_CHANGE, "line": line}
        if (changed := change_in_a_few_words(turn, said(tracker))) is not None:
            dispatcher.utter_message(response="line_changed")
            return {**changed, "summary": None}
        if intent == "affirm":
            return {"summary": True}
        if intent in ("deny", "correct"):
            return _corrected(dispatcher, turn, said(tracker))
        return {**_CHANGE, "line": line} if line else {}

    def extract_line(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not may_name_an_answer(tracker, "line"):
            return {}
        line = value_of(tracker) or _line_named(tracker)
        if line in LINE_SLOTS:
            return {"line": line}
        if line == "keep" or intent_of(tracker) in ("affirm", "deny", "dont_know"):
            return _SHOW_AGAIN
        return {}

    def extract_line_how(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value, line = turn_of(tracker), value_of(tracker), str(tracker.get_slot("line"))
        few_words = intent_of(tracker) == OUT_OF_SCOPE and own_words(tracker, "line_how")
        if not answers(tracker, "line_how") and not few_words:
            return {}
        value = value or wished(turn.conversation.language, "line_how_words", said(tracker))
        if value in list(Need):
            talk.drop_need(turn, Need(value))
        elif value == "drop":
            talk.leave_open(turn, line)
        elif value == "change" or intent_of(tracker) == "affirm":
            return {**_SHOW_AGAIN, **_asked_anew(dispatcher, turn, line)}
        elif value is None and (anew := _said_anew(tracker, line)) is not None:
            dispatcher.utter_message(response="noted")
            return {**_SHOW_AGAIN, **anew}
        elif value != "keep" and intent_of(tracker) not in ("deny", "dont_know"):
            return {}
        if value != "keep" and value is not None:
            dispatcher.utter_message(response="line_dropped")
        return _SHOW_AGAIN

    def extract_service(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value = turn_of(tracker), value_of(tracker)
        if _is_gone(tracker):
            dispatcher.utter_message(response="service_gone")
            talk.look_anew(turn)
            return ASK_SERVICE
        wished = wished_of_a_helper(tracker)
        asked = tracker.get_slot("requested_slot") == "service" and turn.understanding is not None
        leaves = intent_of(tracker) in _LEAVES
        if asked and wished and not leaves and len(said(tracker).split()) <= WORDS_OF_AN_ANSWER:
            return look_again(dispatcher, turn, wished)
        if (chosen := helper_named(tracker, "service")) is not None:
            return {"service": chosen}
        if _asks_for_a_change(tracker, "service"):
            return {**_CHANGE, "line": _line_named(tracker)}
        if not may_name_an_answer(tracker, "service"):
            return {}
        if value in (LOOKS_FURTHER, "change"):
            return {"service": LOOKS_FURTHER} if value == LOOKS_FURTHER else _CHANGE
        if value == "no_car":
            return look_again(dispatcher, turn, value)
        if isinstance(value, str) and proposals.takes_questions(turn, value):
            return {"service": value}
        if intent_of(tracker) in SHOW_OTHERS:
            return look_again(dispatcher, turn, LOOKS_FURTHER)
        agrees = intent_of(tracker) == "affirm" or wants_it_sent(turn.conversation.language, said(tracker))
        return {"service": turn.conversation.near[0]} if agrees and len(turn.conversation.near) == 1 else {}

    def extract_preference(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if (chosen := helper_named(tracker, "preference")) is not None:
            return {"service": chosen}
        if not may_name_an_answer(tracker, "preference"):
            return {}
        turn = turn_of(tracker)
        wished = value_of(tracker) or wished_of_a_helper(tracker)
        if wished is None and intent_of(tracker) not in ("affirm", "deny", "dont_know"):
            return {}
        return look_again(dispatcher, turn, wished or LOOKS_FURTHER)

    def extract_name(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != "name":
            return {}
        if value_of(tracker) == "none" or refuses(tracker):
            talk.set_contact(turn_of(tracker), name="")
            return {"name": True}
        if not _may_be_a_name(tracker):
            return {}
        turn = turn_of(tracker)
        talk.set_contact(turn, name=name_in(turn.conversation.language, said(tracker)))
        if (number := number_in(said(tracker))) is None:
            return {"name": True}
        talk.set_contact(turn, phone=number)
        return {"name": True, "phone": True}

    def extract_phone(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if tracker.get_slot("requested_slot") != "phone":
            return {}
        if value_of(tracker) == "none" or refuses(tracker):
            talk.set_contact(turn_of(tracker), phone="")
            talk.set_reach(turn_of(tracker), Reach.CHAT)
            dispatcher.utter_message(response="not_sent_number")
            return {"phone": True, "reach": str(Reach.CHAT)}
        if (number := number_in(said(tracker))) is not None:
            talk.set_contact(turn_of(tracker), phone=number)
            return {"phone": True}
        if intent_of(tracker) not in _MAY_BE_A_NAME:
            return {}
        dispatcher.utter_message(response="phone_unreadable")
        return {"phone": None}

    def extract_consent(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Only the button, or its very words, is a yes: a "yes" may have been meant for the question before."""
        if not may_name_an_answer(tracker, "consent") or not tracker.get_slot("service"):  # who was chosen is gone
            return {}
        intent, value = intent_of(tracker), value_of(tracker)
        if value is None and name_told(turn_of(tracker), said(tracker)):
            dispatcher.utter_message(response="line_changed")
            return {"name": True, "consent": None}
        if value == "change" or intent == "correct":
            return {**_CHANGE, "line": _line_named(tracker)}
        if value == LOOKS_FURTHER:
            return {"service": LOOKS_FURTHER}
        if (changed := number_told(turn_of(tracker), said(tracker))) is not None:
            dispatcher.utter_message(response="hear_more")
            return {**changed, "consent": None}
        if intent in ("give_consent", "refuse_consent", "deny"):
            return {"consent": intent == "give_consent"}
        if intent == "affirm":
            dispatcher.utter_message(response="consent_press")
            return {"consent": None}
        line = _line_named(tracker) if len(said(tracker).split()) <= FEW_WORDS else None
        return {**_CHANGE, "line": line} if line else {}


def _line_named(tracker: Tracker) -> str | None:
    return named(turn_of(tracker).conversation.language, "line_words", said(tracker))


_MAY_BE_A_NAME = frozenset(["choose", "tell", "inform_place", "out_of_scope", "greet", "affirm", "correct"])
"""A name typed alone can sound like any of these; a question, a worry or a crisis is no name."""


def _asks_for_a_change(tracker: Tracker, slot: str) -> bool:
    """True for "leave out what I said about him", if ``slot`` was asked for: where no line is named, it is asked."""
    turn, words = turn_of(tracker), said(tracker)
    heard = turn.understanding  # that denies a need ("without the debts") puts it right at once
    typed = heard is not None and heard.danger is None and not heard.denied
    asked = tracker.get_slot("requested_slot") == slot and typed and len(words.split()) <= WORDS_OF_AN_ANSWER
    told = asked and intent_of(tracker) != Act.ASK_INFO
    return told and wished(turn.conversation.language, "line_how_words", words) in ("change", "drop")


def _said_anew(tracker: Tracker, line: str) -> Slots | None:
    """The line in other words, for who writes them at once instead of asking for that first; None if it is none."""
    turn, words = turn_of(tracker), said(tracker)
    heard = turn.understanding
    plainly = heard is not None and heard.act in _YES_OR_NO and heard.act_score >= SURE
    if line in _IN_OWN_WORDS and own_words(tracker, "line_how") and not plainly:
        _IN_OWN_WORDS[line](turn, words)
        return {}
    if line == "place" and heard and len(heard.places) == 1:
        talk.set_place(turn, heard.places[0])
        return {"place": heard.places[0].name}
    return change_in_a_few_words(turn, words) if line in ("reach", "when", "phone") else None


_YES_OR_NO = (Act.AFFIRM, Act.DENY, Act.DONT_KNOW)
_IN_OWN_WORDS: Mapping[str, Callable[[Turn, str], None]] = {"wish": talk.set_wish, "support": talk.set_support}


def _may_be_a_name(tracker: Tracker) -> bool:
    heard = turn_of(tracker).understanding
    plainly_yes = intent_of(tracker) == "affirm" and heard is not None and heard.act_score >= SURE_YES
    sounds_like_an_act = heard is not None and heard.danger is None and 0 < heard.act_score < SURE
    may_be = intent_of(tracker) in _MAY_BE_A_NAME or (sounds_like_an_act and intent_of(tracker) not in SET_PHRASES)
    language = turn_of(tracker).conversation.language
    known = mentions(language, "name_look_alikes", said(tracker))
    may_be = known or (may_be and not plainly_yes and not asks(language, said(tracker)))
    return may_be and len(said(tracker)) <= MAX_NAME_LENGTH


def _corrected(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots:
    """What a "no" at the summary puts right; if it names no need, which line is asked."""
    if put_right(turn, words):
        dispatcher.utter_message(response="corrected", needs=need_texts(turn.conversation.question.needs))
        return {"summary": None}
    return _CHANGE


def _asked_anew(dispatcher: CollectingDispatcher, turn: Turn, line: str) -> Slots:
    """Makes the form ask for a line again."""
    if line == "language":
        dispatcher.utter_message(response="ask_language", choices=language_buttons())
        return {}
    if line in SAID_LATE:
        talk.leave_open(turn, line)
        return {line: None, "line": line}
    if line == "words":
        talk.leave_open(turn, "words")
        dispatcher.utter_message(response="edit_words")
    if line == "words" or (line == "needs" and len(turn.conversation.question.needs) < 2):
        talk.leave_open(turn, "needs")
        return dict.fromkeys(LINE_SLOTS["words"])
    return dict.fromkeys(LINE_SLOTS[line])


def _is_gone(tracker: Tracker) -> bool:
    """True if the one who was chosen is in the directory no more."""
    chosen = tracker.get_slot("service")
    return chosen not in (None, True, LOOKS_FURTHER) and not proposals.takes_questions(turn_of(tracker), str(chosen))
