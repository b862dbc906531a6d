"""What weighs most, where that is told with something else, or something else with it."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.common import Slots, intent_of, said, turn_of
from actions.taking import NO_ANSWERS
from bot.adapters.denials import names_known_violence
from bot.adapters.moment import moment_of
from bot.adapters.phrases import FEW_WORDS, denies, needs_named
from bot.adapters.word_lists import begins_with, mentions, told_parts
from bot.domain.labels import Need
from bot.nlu.example import OUT_OF_SCOPE, TELL
from bot.service import talk
from bot.service.turn import Turn

WORDS_OF_A_PART = 8


def weighs_most(tracker: Tracker) -> Slots:
    """Takes "the rent first" for a yes and for the answer to what weighs most, also as a part of a text."""
    turn, language = turn_of(tracker), turn_of(tracker).conversation.language
    heard, words = turn.understanding, said(tracker)
    if names_known_violence(moment_of(turn), words) and mentions(language, "first_words", words):
        put_violence_first(turn)
        return {"heard": True, **weighs_as_before(turn)}
    if heard is None or not heard.needs:
        return {}
    first = [part for part in told_parts(language, words) if mentions(language, "first_words", part)]
    named = [need for part in first for need in needs_named(language, part, WORDS_OF_A_PART)]
    short = bool(first) and len(words.split()) <= FEW_WORDS
    if not (named or short):
        return {}
    most = next((need for need in named if need in (*heard.needs, *turn.conversation.question.needs)), heard.needs[0])
    talk.put_first(turn, most)
    return {"heard": True, "main_need": str(most)}


def put_violence_first(turn: Turn) -> None:
    """Puts what is done to somebody first: help for it is help in the family."""
    talk.put_first(turn, Need.FAMILY)


def weighs_as_before(turn: Turn) -> Slots:
    """What weighs most is not asked again for a need that came up beside an answer."""
    needs = turn.conversation.question.needs
    return {"main_need": str(needs[0])} if needs else {}


def names_all(tracker: Tracker) -> bool:
    """True for "all of it", where it was asked what weighs most."""
    words, asked = said(tracker), tracker.get_slot("requested_slot") == "main_need"
    return (
        asked
        and intent_of(tracker) not in NO_ANSWERS - {OUT_OF_SCOPE}
        and len(words.split()) <= FEW_WORDS
        and mentions(turn_of(tracker).conversation.language, "all_words", words)
    )


def _hopes(language: str, words: str) -> bool:
    """True for "that he can speak and play with other children"; not for "that he drinks"."""
    return begins_with(language, "hope_lead_words", words) and mentions(language, "hope_words", words)


def wish_beside(tracker: Tracker) -> Slots:
    """Keeps a wish ("I would like to play cards with somebody") that is told for what weighs most, and its needs."""
    turn, words = turn_of(tracker), said(tracker)
    language = turn.conversation.language
    if intent_of(tracker) != TELL or turn.conversation.question.wish or len(words.split()) <= FEW_WORDS:
        return {}
    if mentions(language, "first_words", words) or denies(language, words):
        return {}
    if not (begins_with(language, "wish_words", words) or _hopes(language, words)):
        return {}
    talk.hear(turn, "")
    talk.say_line(turn, "wish", words)
    return {"wish": True}
