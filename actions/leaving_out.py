"""Leaving something out of the question: a sentence, a topic with all that was told of it, what tells of a danger."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import Slots
from bot.adapters.corrections import (
    added_beside,
    is_named_in,
    leaves_out,
    names_to_hide,
    needs_in_parts,
    orders_out,
    quoted_in,
    to_leave_out,
)
from bot.adapters.moment import IN_OWN_WORDS
from bot.adapters.phrases import named, needs_named
from bot.adapters.word_lists import begins_with, mentions, words_of_list
from bot.domain.labels import Crisis, Need
from bot.domain.question import line_meant, lines_sharing
from bot.domain.words import plain
from bot.service import talk, undo
from bot.service.turn import Turn
from bot.service.wording import lines, text

CHANGE: Slots = {"summary": False, "line": None, "line_how": None, "service": None, "consent": None}
ASKED_AGAIN: Slots = {"summary": None}
LEAVES_DANGER_OUT = "danger"
"""Value of the slot ``summary`` for the button that does that."""
FROM_OTHERS = frozenset([Crisis.VIOLENCE, Crisis.CHILD_DANGER])
"""Dangers that are told of somebody."""


def taken_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Takes out what is meant ("leave out what I said of the belt"), or asks which sentence it is.

    None where another line is named, or nothing is to be left out.
    """
    added, rest = added_beside(turn.conversation.language, words)
    if not (leaves_out(turn.conversation.language, rest) or (rest and _is_heard_as_order(turn))):
        return None
    before = turn.conversation.question
    left = _done(dispatcher, turn, rest)
    undo.remember(turn, before)
    if added:
        talk.keep_words(turn, added)
    return left


def _is_heard_as_order(turn: Turn) -> bool:
    return turn.understanding is not None and turn.understanding.leaves_out


def _done(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Does what an order to leave something out says, with nothing else in it."""
    language, question = turn.conversation.language, turn.conversation.question
    if _leave_name_out(dispatcher, turn, words):
        return ASKED_AGAIN
    if out := _quoted(turn, words):
        _take_out(dispatcher, turn, out)
        return ASKED_AGAIN
    words = to_leave_out(language, words)
    if mentions(language, "danger_named_words", words):
        if question.of_danger:
            return leave_danger_out(dispatcher, turn)
        if not lines_sharing(question.told_sentences, words, _fillers(turn)):
            dispatcher.utter_message(response="not_in_it")
            return ASKED_AGAIN
    needs = _needs_meant(turn, words)
    if needs or mentions(language, "all_words", words):
        return _leave_topic_out(dispatcher, turn, words, needs) or CHANGE
    if named(language, "line_words", words) not in (None, "words"):
        return None
    return _leave_one_out(dispatcher, turn, words)


def _leave_name_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> bool:
    """Takes a person's name out of all that was told ("leave the name of Moussa out"); False if none is meant."""
    question = turn.conversation.question
    told = " ".join([question.words, question.wish, question.support, question.offered])
    names = [name for name in names_to_hide(turn.conversation.language, words) if is_named_in(name, told)]
    for name in names:
        question = question.without_name(name)
    if names:
        talk.change_question(turn, question)
        dispatcher.utter_message(response="name_taken_out")
    return bool(names)


def _quoted(turn: Turn, words: str) -> tuple[int, ...]:
    """The sentences that somebody quotes."""
    quotes = [f" {plain(quote)} " for quote in quoted_in(words)]
    told = turn.conversation.question.told_sentences
    return tuple(at for at, each in enumerate(told) if any(quote in f" {plain(each)} " for quote in quotes))


def left_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Takes out what is meant while the question is still being told; None where that is not plain."""
    orders = _is_heard_as_order(turn) or orders_out(turn.conversation.language, words)
    out = taken_out(dispatcher, turn, words) if orders and turn.conversation.question.words else None
    if out is None or "line" in out:
        return None
    return {} if turn.conversation.question.told else {"heard": None, "story": None}


def leave_danger_out(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Takes out all sentences that tell of a danger."""
    before = turn.conversation.question
    _take_out(dispatcher, turn, before.of_danger)
    undo.remember(turn, before)
    return ASKED_AGAIN


def _needs_meant(turn: Turn, words: str) -> tuple[Need, ...]:
    denied = turn.understanding.denied if turn.understanding else ()
    language = turn.conversation.language
    named_now = (*denied, *(needs_named(language, words) or needs_in_parts(language, words)))
    return tuple(need for need in turn.conversation.question.needs if need in named_now)


def _leave_topic_out(dispatcher: CollectingDispatcher, turn: Turn, words: str, needs: tuple[Need, ...]) -> Slots | None:
    """Takes out ``needs``, and every line that speaks of what is meant; None if there is none."""
    question = turn.conversation.question
    out = _about(turn, words, needs)
    own = [line for line in IN_OWN_WORDS if lines_sharing([getattr(question, line)], words, _fillers(turn))]
    gone = needs or tuple(need for need in question.needs if _goes_with(turn, need, out, words))
    if not (out or own or gone):
        return None
    gone_lines = [getattr(question, line) for line in own]
    for line in own:
        talk.leave_open(turn, line)
    if gone:
        talk.change_question(turn, turn.conversation.question.correct((), gone))
    if out or gone_lines:
        _take_out(dispatcher, turn, out, gone_lines)
    elif gone and turn.conversation.question.needs:
        dispatcher.utter_message(response="corrected", needs=need_texts(turn.conversation.question.needs))
    else:
        dispatcher.utter_message(response="line_dropped")
    return ASKED_AGAIN if turn.conversation.question.told else {**ASKED_AGAIN, "story": None, "heard": None}


def _about(turn: Turn, words: str, needs: tuple[Need, ...]) -> tuple[int, ...]:
    """The sentences that share a word with what is meant, tell of ``needs`` alone, or go on about the one before."""
    language, told = turn.conversation.language, turn.conversation.question.told_sentences
    sharing = lines_sharing(told, words, _fillers(turn))
    about_somebody = bool(sharing) and mentions(language, "relative_words", words)
    meant: list[int] = []
    for at, heard in enumerate(turn.told):
        only_that = bool(heard.needs) and set(heard.needs) <= set(needs)
        goes_on = at - 1 in meant and begins_with(language, "pronoun_words", told[at])
        hurts = about_somebody and heard.crisis in FROM_OTHERS
        if at in sharing or only_that or goes_on or hurts:
            meant.append(at)
    return tuple(meant)


def _goes_with(turn: Turn, need: Need, out: tuple[int, ...], words: str) -> bool:
    """True if a need goes with the sentences that are taken out: told in them, and in none that stays.

    Of a relative who is left out, trouble in the family goes too, however little the sentences sounded like it.
    """
    tells = [at for at, heard in enumerate(turn.told) if need in heard.needs]
    relative = need is Need.FAMILY and mentions(turn.conversation.language, "relative_words", words)
    return bool(out) and (bool(tells) or relative) and set(tells) <= set(out)


def _leave_one_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Takes out the one sentence or line that shares most words with what is meant; of several, it is asked which."""
    question = turn.conversation.question
    told = question.told_sentences
    own = [getattr(question, line) for line in IN_OWN_WORDS]
    meant = line_meant((*told, *own), words, _fillers(turn))
    if meant is not None and meant >= len(told):
        talk.leave_open(turn, IN_OWN_WORDS[meant - len(told)])
        dispatcher.utter_message(response="line_dropped")
        return ASKED_AGAIN
    if len(told) < 2:
        return None
    if meant is None:
        return {**CHANGE, "line": "words"}
    _take_out(dispatcher, turn, (meant,))
    return ASKED_AGAIN


def _take_out(dispatcher: CollectingDispatcher, turn: Turn, numbers: tuple[int, ...], own: Sequence[str] = ()) -> None:
    """Takes sentences out, and shows them, with the lines of ``own`` words that went too."""
    told = turn.conversation.question.told_sentences
    talk.take_out(turn, *numbers)
    out = lines([text("quoted", sentence=each) for each in (*(told[at] for at in numbers), *own)])
    dispatcher.utter_message(response="sentences_taken_out", sentences=out)


def _fillers(turn: Turn) -> frozenset[str]:
    return words_of_list(turn.conversation.language, "filler_words")
