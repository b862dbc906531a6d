"""Changing a line of the question: which, how, and what it says instead."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import LINE_SLOTS, Slots, intent_of, language_buttons, said, turn_of, value_of
from actions.contact import change_in_a_few_words, hours_noted
from actions.leaving_out import CHANGE, take_out, taken_out, tell_what_went
from actions.picking import ANY_PIECE, OTHERS, piece_chosen
from actions.reading import place_told, put_right, say_what_is_left
from actions.taking import answers, may_name_an_answer, own_words
from bot.adapters.changes import ASKED_LATE, changes_in, place_in
from bot.adapters.homes import home_told
from bot.adapters.intents import refuses_all
from bot.adapters.limits import is_a_limit
from bot.adapters.meant import meant
from bot.adapters.moment import SURE, moment_of
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import name_in
from bot.adapters.orders import leaves_out, without_a_need, wording
from bot.adapters.phrases import FEW_WORDS, named, needs_named, says_stop, wished
from bot.adapters.wishes import NOTED_BESIDE, refuses_ocmw
from bot.adapters.word_lists import mentions, without_parts, without_words
from bot.domain.labels import Act, Need, Topic
from bot.domain.question import OWN_LINES, sentences
from bot.nlu.example import OUT_OF_SCOPE
from bot.service import talk, undo
from bot.service.turn import Turn

_SHOW_AGAIN: Slots = {"summary": None, "line": None, "line_how": None}
WORDS_OF_A_CHANGE = 40
SAID_LATE = ("name", "phone", "when")
"""Lines that are asked after the summary, or not always, but at once where they are to be changed there."""


class LineAnswers:
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_line(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not may_name_an_answer(tracker, "line"):
            return {}
        line = value_of(tracker) or line_named(tracker)
        if line in LINE_SLOTS:
            return {"line": line}
        if line == "keep" or intent_of(tracker) in ("affirm", "deny", "dont_know"):
            return _SHOW_AGAIN
        return {}

    def extract_line_how(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value, line = turn_of(tracker), value_of(tracker), str(tracker.get_slot("line"))
        if line == ANY_PIECE and tracker.get_slot("requested_slot") == "line_how":
            return _picked(dispatcher, tracker)
        few_words = intent_of(tracker) == OUT_OF_SCOPE and own_words(tracker, "line_how")
        if not answers(tracker, "line_how") and not few_words:
            return {}
        if value is None and line not in OWN_LINES and without_a_need(turn.conversation.language, said(tracker)):
            return {**_SHOW_AGAIN, **(taken_out(dispatcher, turn, said(tracker)) or {})}
        if value is None:
            value = wished(turn.conversation.language, "line_how_words", said(tracker))
        before = turn.conversation.question
        if value in list(Need):
            talk.drop_need(turn, Need(value))
        elif line == "words" and isinstance(value, int):
            talk.take_out(turn, value)
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
            undo.remember(turn, before)
        return _SHOW_AGAIN


def _picked(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """Takes out the piece that is pressed or named in a few words, or does what is ordered; empty for no answer."""
    turn, words = turn_of(tracker), said(tracker)
    before = turn.conversation.question
    out, typed = piece_chosen(turn, value_of(tracker)), value_of(tracker) is None
    if typed and turn.understanding and changes_in(turn.conversation.language, words, turn.understanding, turn.orders):
        return {}  # that is done where the question is shown
    if typed and answers(tracker, "line_how") and len(words.split()) <= WORDS_OF_AN_ANSWER:
        named_now = meant(turn, words)
        out = named_now if len(named_now.sentences) + len(named_now.parts) == 1 else out
    if value_of(tracker) == OTHERS:
        return {"line_how": None}
    if not out:
        right = mentions(turn.conversation.language, "right_words", words) and len(words.split()) <= WORDS_OF_AN_ANSWER
        leaves_it = value_of(tracker) == "keep" or right or intent_of(tracker) in ("affirm", "deny", "dont_know")
        return _SHOW_AGAIN if leaves_it else {}
    take_out(turn, out)
    tell_what_went(dispatcher, turn, before)
    left = turn.conversation.question.told
    return {**_SHOW_AGAIN, **({} if left else {"story": None, "heard": None})}


def line_named(tracker: Tracker) -> str | None:
    return named(turn_of(tracker).conversation.language, "line_words", said(tracker))


def line_told(tracker: Tracker) -> Slots | None:
    """Puts what stands behind a colon into the line that is named before it ("for the helper to mind: ring first").

    None where no line is named so, or where the line does not take what is told. The story is not replaced so.
    """
    turn, (lead, mark, words) = turn_of(tracker), said(tracker).partition(":")
    language, words = turn.conversation.language, words.strip()
    if not (mark and words) or value_of(tracker) is not None:
        return None
    if mentions(language, "rewrite_words", lead) and (anew := _piece_told(turn, lead, words)) is not None:
        return anew
    line = named(language, "line_words", lead)
    if line is None or len(lead.split()) > WORDS_OF_AN_ANSWER or leaves_out(language, lead):
        return None
    if line in OWN_LINES:
        talk.say_line(turn, line, words)
        return {}
    if line == "name":
        talk.set_contact(turn, name=name_in(language, words))
        return {"name": True}
    if line == "needs" and (needs := needs_named(language, words, len(words.split()))):
        talk.change_question(turn, turn.conversation.question.correct(needs, ()))
        return {"main_need": str(needs[0])}
    if line == "place" and (place := place_in(language, words)) is not None:
        talk.set_place(turn, place)
        return {"place": place.name}
    return change_in_a_few_words(turn, words) if line in ("reach", "when", "phone") else None


def _piece_told(turn: Turn, lead: str, words: str) -> Slots | None:
    """Writes other words in place of the one piece that is named ("the line on my sister is wrong, change it to: ...").

    None where none is named, or more than one.
    """
    language, question = turn.conversation.language, turn.conversation.question
    *_, last = (lead, *sentences(lead))
    found = meant(turn, without_words(language, "rewrite_words", last) or last)
    if len(found.sentences) == 1 and not found.parts:
        told = question.told_sentences[found.sentences[0]]
        talk.change_question(turn, question.rewritten(question.words.replace(told, words, 1)))
        return {}
    lines = {line for line in OWN_LINES for part in found.parts if part in getattr(question, line)}
    if found.sentences or len(lines) != 1:
        return None
    line = lines.pop()
    rest = without_parts(language, getattr(question, line), found.parts)
    talk.say_line(turn, line, f"{words}, {rest}" if rest else words)
    return {}


def asks_for_a_change(tracker: Tracker, slot: str) -> bool:
    """True for "leave out what I said about him", if ``slot`` was asked for: where no line is named, it is asked."""
    turn, words = turn_of(tracker), said(tracker)
    heard = turn.understanding
    typed = heard is not None and heard.danger is None
    asked = tracker.get_slot("requested_slot") == slot and typed and 1 < len(words.split()) <= WORDS_OF_A_CHANGE
    told = (
        asked
        and intent_of(tracker) not in (Act.ASK_INFO, Topic.PUT_BACK)
        and not refuses_all(moment_of(turn), words)
        and not says_stop(turn.conversation.language, words)
    )
    language = turn.conversation.language
    no_order = slot in ASKED_LATE or is_a_limit(language, words)  # "no name, please", "my boss may not know"
    read_so = heard is not None and heard.leaves_out and not no_order
    leaves = read_so or leaves_out(language, words)
    return told and (leaves or wished(language, "line_how_words", words) == "change")


def changed_before_sending(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """Does what somebody wants changed before it is sent ("that last sentence has to go first")."""
    out = taken_out(dispatcher, turn_of(tracker), said(tracker))
    return out or {**CHANGE, "line": line_named(tracker)}


def is_changed_by_now(tracker: Tracker) -> bool:
    """True where what a message changes at the yes was noted before that is asked again."""
    turn = turn_of(tracker)
    changed = intent_of(tracker) == "correct" and turn.conversation.question != turn.before.question
    refused = refuses_ocmw(turn.conversation.language, said(tracker))
    return changed or refused or asks_for_a_change(tracker, "consent")


def wants_it_written(tracker: Tracker) -> bool:
    """True for "add that", of what was told last and left out of the question."""
    turn, words = turn_of(tracker), said(tracker)
    plainly = len(words.split()) <= FEW_WORDS and mentions(turn.conversation.language, "write_it_words", words)
    return plainly and bool(turn.conversation.question.offered)


def _said_anew(tracker: Tracker, line: str) -> Slots | None:
    """The line in other words, for who writes them at once instead of asking for that first; None if it is none."""
    turn, words = turn_of(tracker), said(tracker)
    heard, language = turn.understanding, turn.conversation.language
    plainly = heard is not None and heard.act in _YES_OR_NO and heard.act_score >= SURE
    if line in OWN_LINES and own_words(tracker, "line_how") and not plainly:
        talk.say_line(turn, line, wording(language, words))
        return {}
    if line == "words" and heard is not None and heard.order is Topic.SAY_IT_SO:
        before = turn.conversation.question
        talk.change_question(turn, before.rewritten(wording(language, words)))
        undo.remember(turn, before)
        return {}
    if line == "preferences" and any(mentions(language, f"{wish}_words", words) for wish in NOTED_BESIDE):
        return {}  # it is noted by now
    needs = needs_named(language, words, WORDS_OF_AN_ANSWER)
    if line == "needs" and heard and (named_now := tuple(dict.fromkeys((*needs, *heard.needs)))):
        talk.change_question(turn, turn.conversation.question.correct(named_now, ()))
        return {"main_need": None}
    if line == "place" and heard and len(heard.places) == 1:
        talk.set_place(turn, heard.places[0])
        return {"place": heard.places[0].name}
    told = change_in_a_few_words(turn, words) if line in ("reach", "when", "phone") else None
    return told or (hours_noted(turn, words) if line == "when" else None)


_YES_OR_NO = (Act.AFFIRM, Act.DENY, Act.DONT_KNOW)


def told_anew(turn: Turn, words: str) -> Slots | None:
    """What a text changes in lines at once: place, way and moment of contact; None where it changes none."""
    changed: Slots = {}
    noted = turn.conversation.question.place
    place = place_told(turn, words) or home_told(turn.conversation.language, words)
    if place is not None and place != noted:
        talk.set_place(turn, place)
        changed = {"place": place.name}
    return {**changed, **(change_in_a_few_words(turn, words) or {})} or None


def corrected(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots:
    """What a "no" at the summary puts right; if it names no need, which line is asked."""
    before = turn.conversation.question.needs
    if not put_right(turn, words):
        return CHANGE
    weighed_most = next(iter(before), None)
    is_left = weighed_most in turn.conversation.question.needs
    return {"summary": None} if is_left else {"summary": None, "main_need": None, **say_what_is_left(dispatcher, turn)}


def _asked_anew(dispatcher: CollectingDispatcher, turn: Turn, line: str) -> Slots:
    """Makes the form ask for a line again."""
    if line == "language":
        dispatcher.utter_message(response="ask_language", choices=language_buttons())
        return {}
    if line in SAID_LATE:
        talk.leave_open(turn, line)
        return {line: None, "line": line}
    if line == "words":
        before = turn.conversation.question
        talk.leave_open(turn, "words")
        undo.remember(turn, before)
    if line == "needs" and len(turn.conversation.question.needs) < 2:
        talk.leave_open(turn, "needs")
        return dict.fromkeys(("story", "heard", "main_need"))
    return dict.fromkeys(LINE_SLOTS[line])
