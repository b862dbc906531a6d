"""Orders about the question as the understanding reads them, in words that stand in no list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adapters.changes import ASKED_LATE
from bot.adapters.limits import is_a_limit
from bot.adapters.meant import fillers
from bot.adapters.moment import CHANGED_AT, IN_OWN_WORDS, Moment, typed
from bot.adapters.orders import leaves_out, names_nothing
from bot.adapters.phrases import fear_named, named, names_danger
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.times_told import names_a_time
from bot.adapters.word_lists import told_parts, without_parts
from bot.domain.labels import Topic
from bot.domain.question import lines_sharing
from bot.domain.understanding import LIKELY_THERE, Understanding
from bot.service.turn import Turn

MAY_STAND_BESIDE = (*IN_OWN_WORDS, "knows", "place", "reach", "when")
"""Slots with an answer beside which something that was told before may be taken out."""
TAKES_BACK = (Topic.LEAVE_OUT, Topic.PUT_BACK, Topic.KEEP_IT)
"""Orders that speak of what was told before."""
MOST_PARTS, WORDS_OF_THE_LONGEST = 14, 80
"""Who writes more tells a story."""


async def orders_read(reader: RasaReader, moment: Moment, said: str) -> Mapping[str, Topic]:
    """The parts of a message that are rather an order than not, with what they order; none before a story."""
    parts = [part.strip() for part in told_parts(moment.language, said) if part.strip()]
    if (
        moment.before_a_story
        or moment.slot in ASKED_LATE
        or len(parts) > MOST_PARTS
        or len(said.split()) > WORDS_OF_THE_LONGEST
    ):
        return {}
    read = await reader.read(parts, moment.language)
    return {part: heard.order for part, heard in zip(parts, read, strict=True) if heard.order is not None}


async def danger_beside(
    reader: RasaReader, moment: Moment, orders: Mapping[str, Topic], heard: Understanding, said: str
) -> Understanding:
    """The understanding with a danger in doubt only where it is heard beside what is to go out of the question.

    "Leave out what I said of not getting up any more" tells of no danger anew.
    """
    if moment.slot not in CHANGED_AT or heard.doubt is None:
        return heard
    parts = [part.strip() for part in told_parts(moment.language, said)]
    going = [part for part in parts if orders.get(part) in TAKES_BACK or leaves_out(moment.language, part)]
    if not going:
        return heard
    rest = without_parts(moment.language, said, going)
    told = await reader.told(rest, moment.language)
    calm = told.crisis_score < LIKELY_THERE and not names_danger(moment.language, rest)
    return replace(heard, crisis=None) if calm else heard


def beside_an_order(turn: Turn, moment: Moment) -> str | None:
    """The answer beside an order to take out what was told before ("my wife. but don't write that of the beers").

    The order is noted on the turn. None where there is no answer beside it.
    """
    said, question = typed(turn), turn.conversation.question
    if moment.slot not in MAY_STAND_BESIDE or turn.goes:
        return None
    told = (*question.told_sentences, question.wish, question.support)
    goes = [part for part in map(str.strip, told_parts(moment.language, said)) if _leaves_out(turn, moment, part)]
    named = [part for part in goes if lines_sharing(told, part, fillers(turn))]
    rest = without_parts(moment.language, said, goes)
    if not named or not rest or names_nothing(moment.language, rest):
        return None
    turn.goes = tuple(named)
    return rest


def _leaves_out(turn: Turn, moment: Moment, part: str) -> bool:
    """True for an order to take something out, as it is read, or by its words where nothing is read."""
    if is_a_limit(moment.language, part) or fear_named(moment.language, part) is not None:
        return False  # "my husband may not see that"
    order, in_words = turn.orders.get(part), leaves_out(moment.language, part)
    of_contact = names_a_time(moment.language, part) or named(moment.language, "reach_words", part) is not None
    if of_contact and not in_words:  # "please don't call at work"
        return False
    return order is Topic.LEAVE_OUT or (order is None and in_words)
