"""Leaving something out of the question: a sentence, a topic with all that was told of it, what tells of a danger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import Slots
from actions.picking import ANY_PIECE, piece_buttons
from actions.telling_changes import words_gone
from bot.adapters.cutting import last_said, shortened
from bot.adapters.meant import (
    Meant,
    fillers,
    meant,
    meant_by_sentences,
    meant_together,
    of_danger,
    own_parts,
    with_words_alike,
)
from bot.adapters.orders import (
    Order,
    goes_beside_back,
    leaves_out,
    names_nothing,
    names_nothing_to_put_back,
    order_in,
    orders_out,
    points_back,
    puts_back,
)
from bot.adapters.phrases import named, needs_named
from bot.adapters.quotes import quoted
from bot.adapters.sureness import told_plainly
from bot.adapters.word_lists import WORDS_OF_A_PART, mentions, told_parts, without_parts
from bot.domain.consent import shared_fields
from bot.domain.labels import Need
from bot.domain.question import OWN_LINES, HelpQuestion, lines_sharing, telling_words
from bot.domain.words import words_of
from bot.service import talk, undo
from bot.service.turn import Turn
from bot.service.wording import lines, text

CHANGE: Slots = {"summary": False, "line": None, "line_how": None, "consent": None}
NOT_A_LETTER = r"\W+"
SENTENCE_ENDS = ".!?؟"
WORDS_LEFT, WORDS_OF_ANOTHER = 5, 3
"""With fewer words left beside a quote, the part of the sentence goes with it ("I feel like a bad wife")."""
ASKED_AGAIN: Slots = {"summary": None}


def taken_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Takes out what is meant ("leave out what I said of the belt"), and tells what that was.

    Where it is not plain which sentence is meant, that is asked. None where nothing is to be left out.
    """
    language = turn.conversation.language
    if not (leaves_out(language, words) or points_back(language, words) or _is_heard_as_order(turn)):
        return None
    order = order_in(language, words)
    goes = order.goes or (() if order.quoted or order.added else (words,))
    return obey(dispatcher, turn, words, replace(order, goes=goes))


def obey(dispatcher: CollectingDispatcher, turn: Turn, words: str, order: Order) -> Slots:
    """Takes out what an order that stands in ``words`` names, and tells what that was; else asks what is meant."""
    before = turn.conversation.question
    if order.added:
        talk.keep_words(turn, order.added)
    cut = [quote for quote in order.quoted if _cut(turn, quote)]
    order = replace(order, quoted=tuple(quote for quote in order.quoted if quote not in cut))
    if cut and not (order.quoted or order.goes):
        undo.remember(turn, before)
        tell_what_went(dispatcher, turn, before)
        return ASKED_AGAIN
    found = _meant_by(turn, order)
    out = meant_together(turn, words, list(found.values()))
    if not out and order.goes and all(points_back(turn.conversation.language, each) for each in order.goes):
        out = last_said(turn)
    if not out and not order.added:
        return _ask_which(dispatcher, turn, " ".join((*order.quoted, *order.goes)) or words)
    _say_not_found(dispatcher, turn, [each for each, it in found.items() if out and not it])
    left, out = shortened(turn, out, order.goes)
    take_out(turn, out, left)
    if out.names:
        dispatcher.utter_message(response="name_taken_out")
    elif out:
        tell_what_went(dispatcher, turn, before)
    return ASKED_AGAIN if turn.conversation.question.told else {**ASKED_AGAIN, "story": None, "heard": None}


def _meant_by(turn: Turn, order: Order) -> dict[str, Meant]:
    """What each thing that an order names means of the question."""
    denied = turn.understanding.denied if turn.understanding and len(order.goes) == 1 else ()
    by_words = {quote: quoted(turn, quote) for quote in order.quoted}
    return by_words | {each: meant(turn, each, denied) for each in order.goes}


def _say_not_found(dispatcher: CollectingDispatcher, turn: Turn, parts: list[str]) -> None:
    """Says what of an order was not done, beside what was: nobody has to find that out line by line."""
    language = turn.conversation.language
    told = [each for each in parts if not (points_back(language, each) or names_nothing(language, each))]
    if told:
        shown = lines([text("quoted", sentence=each) for each in told])
        dispatcher.utter_message(response="change.not_found", sentences=shown)


def _cut(turn: Turn, quote: str) -> bool:
    """Takes a quote out of the sentence that says more than that; False where none does."""
    question = turn.conversation.question
    found = re.compile(rf"(?<!\w){NOT_A_LETTER.join(map(re.escape, words_of(quote)))}(?!\w)\W*", re.IGNORECASE)
    for told in question.told_sentences:
        parts = [part.strip() for part in told_parts(turn.conversation.language, told)]
        hardly = [part for part in parts if found.search(part) and len(found.sub("", part).split()) < WORDS_LEFT]
        left = found.sub("", without_parts(turn.conversation.language, told, hardly)).strip()
        left += told[-1] if left and told[-1] in SENTENCE_ENDS and left[-1] not in SENTENCE_ENDS else ""
        if left != told and len(left.split()) >= WORDS_OF_A_PART:
            talk.change_question(turn, question.rewritten(question.words.replace(told, left, 1)))
            return True
    return False


def _is_heard_as_order(turn: Turn) -> bool:
    return turn.understanding is not None and turn.understanding.leaves_out


def left_out(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Takes out what is meant while the question is still being told; None where that is not plain."""
    language = turn.conversation.language
    orders = _is_heard_as_order(turn) or orders_out(language, words) or points_back(language, words)
    out = taken_out(dispatcher, turn, words) if orders and turn.conversation.question.words else None
    if out is None or "line" in out:
        return None
    return {} if turn.conversation.question.told else {"heard": None, "story": None}


def leave_danger_out(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Takes out all sentences that tell of a danger."""
    before = turn.conversation.question
    take_out(turn, of_danger(turn))
    talk.change_question(turn, replace(turn.conversation.question, told_in_danger=()))
    tell_what_went(dispatcher, turn, before)
    return ASKED_AGAIN


def put_back(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> bool:
    """Puts back what was left out last, or of that what is named; takes out what ``words`` order out beside.

    False where there is nothing to do.
    """
    before, cut = turn.conversation.question, turn.conversation.cut
    if not _names_another(turn, words) and undo.put_back(turn):
        take_out(turn, _not_named(turn, before, words))
        if turn.conversation.question == before:
            turn.conversation = replace(turn.conversation, cut=cut)
        elif not before.shown:
            dispatcher.utter_message(response="put_back")
    if goes := goes_beside_back(turn.conversation.language, words):
        order = order_in(turn.conversation.language, ". ".join(goes))
        obey(dispatcher, turn, words, order if order.goes or order.quoted else Order(goes))
    return bool(goes) or turn.conversation.question != before


def _names_another(turn: Turn, words: str) -> bool:
    """True for words that name much, and nothing of what could be put back ("put that I can't phone again")."""
    whole, language = undo.made_whole(turn.conversation), turn.conversation.language
    if whole is None or named(language, "line_words", words) is not None:
        return False
    wanted = _wanted_back(language, words)
    much = len(telling_words(wanted) - fillers(turn)) >= WORDS_OF_ANOTHER
    told = (*_told(turn, whole), shared_fields(whole).get("place", ""))
    shares = lines_sharing(told, with_words_alike(language, wanted), fillers(turn))
    return much and not (shares or needs_named(language, wanted, len(wanted.split())))


def _not_named(turn: Turn, before: HelpQuestion, words: str) -> Meant:
    """What has come back since ``before`` and is not what ``words`` name; nothing where they name nothing of it."""
    language, told = turn.conversation.language, turn.conversation.question.told_sentences
    back = [each for each in _told(turn, turn.conversation.question) if each not in _told(turn, before)]
    needs = [need for need in turn.conversation.question.needs if need not in before.needs]
    wanted = _wanted_back(language, words)
    needs_wanted = {need for need in needs if need in needs_named(language, wanted, len(wanted.split()))}
    named_back = {back[at] for at in lines_sharing(back, with_words_alike(language, wanted), fillers(turn))}
    if not (named_back or needs_wanted):
        return Meant()
    heard = dict(zip(told, turn.told)) if len(turn.told) == len(told) else {}
    named_back |= {each for each in back if each in heard and needs_wanted & set(heard[each].needs)}
    stays = needs_wanted.union(*(heard[each].needs for each in named_back if each in heard))
    others = [each for each in back if each not in named_back]
    out = meant_by_sentences(turn, tuple(at for at, each in enumerate(told) if each in others), tuple(others))
    return replace(out, needs=tuple(need for need in needs if need not in stays))


def _wanted_back(language: str, words: str) -> str:
    """The parts that order something back; all of the text where these name nothing ("the rent! put it back")."""
    wanted = " ".join(part for part in told_parts(language, words) if puts_back(language, part))
    return words if names_nothing_to_put_back(language, wanted) else wanted


def take_out(turn: Turn, out: Meant, words: str = "") -> None:
    """Takes it out of the question, of which ``words`` stay if they are given; all but names can be put back."""
    before = turn.conversation.question
    if words:
        talk.change_question(turn, before.rewritten(words))
    talk.take_out(turn, *out.sentences)
    turn.told = tuple(heard for at, heard in enumerate(turn.told) if at not in out.sentences)
    for line in OWN_LINES:
        _take_parts(turn, line, out.parts)
    for line in out.lines:
        talk.leave_open(turn, line)
    for wish in out.wishes:
        talk.give_up_wish(turn, wish)
    if out.needs:
        left = tuple(need for need in _told_plainly(turn) if need not in out.needs)
        talk.change_question(turn, turn.conversation.question.correct((), out.needs).tell("", left))
    undo.remember(turn, before)
    for name in out.names:
        talk.change_question(turn, turn.conversation.question.without_name(name))
        undo.forget(turn)  # the name stands in what could be put back


def _told_plainly(turn: Turn) -> Iterator[Need]:
    """The needs that the sentences tell: a single one can drown in the whole of a story."""
    for heard in turn.told:
        yield from told_plainly(heard)


def _take_parts(turn: Turn, line: str, parts: tuple[str, ...]) -> None:
    language, told = turn.conversation.language, getattr(turn.conversation.question, line)
    if any(part.strip() in parts for part in told_parts(language, told)):
        talk.say_line(turn, line, without_parts(language, told, parts))


def _ask_which(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots:
    """Asks which piece goes; not where there is one alone, nor of a danger that stands in none."""
    language = turn.conversation.language
    line = named(language, "line_words", words)
    if line == "name":
        dispatcher.utter_message(response="which_name")
        return ASKED_AGAIN
    of_danger = mentions(language, "danger_named_words", words)
    told = turn.conversation.question.told_sentences
    if not of_danger and told and line == "words":
        return {**CHANGE, "line": line}
    if not of_danger and len(piece_buttons(turn)) > 1:
        return {**CHANGE, "line": ANY_PIECE}
    dispatcher.utter_message(response="not_in_it")
    return ASKED_AGAIN


def tell_what_went(dispatcher: CollectingDispatcher, turn: Turn, before: HelpQuestion) -> None:
    """Says what is no longer in the question, where it is not shown again."""
    after, language = turn.conversation.question, turn.conversation.language
    if before.shown and after.told:
        return  # it is shown again, with all that is different
    if gone := words_gone(language, _told(turn, before), _told(turn, after)):
        shown = lines([text("quoted", sentence=each) for each in gone])
        dispatcher.utter_message(response="sentences_taken_out", sentences=shown)
    elif before.needs != after.needs and after.needs:
        dispatcher.utter_message(response="corrected", needs=need_texts(after.needs))
    else:
        dispatcher.utter_message(response="line_dropped")


def _told(turn: Turn, question: HelpQuestion) -> list[str]:
    return [*question.told_sentences, *own_parts(turn, question)]
