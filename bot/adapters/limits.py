"""What a helper is to mind in getting in touch, in the person's own words ("my boss may not know", "call me first")."""

from __future__ import annotations

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.orders import leaves_out
from bot.adapters.phrases import asks, denies, named
from bot.adapters.word_lists import ARABIC, begins_with, mentions, told_parts, without_lead, words_of_list
from bot.domain.labels import Reach
from bot.domain.question import sentences
from bot.domain.words import plain

WORDS_OF_A_LIMIT = 14
"""Longer parts of a text tell a story."""
WORDS_OF_A_REFERENCE = 20
"""Of so many words at most the part before a limit tells who is meant by it."""
WORDS_OF_ORIGIN = 3
"""A "from", and an article or an office ("van de gemeente Alveringem")."""
WORDS_BEFORE_ORIGIN = 4
_POINTS_BACK = ("pronoun_words", "who_words")


def limits_told(language: str, said: str) -> list[str]:
    """What a text tells of who is to know nothing, or of what comes before a visit or a call.

    Where a limit only says "she" or "who", what stands before it goes along: else nobody knows who is meant.
    """
    return [_with_who_is_meant(language, said, part) for part in limiting_parts(language, said)]


def limiting_parts(language: str, said: str) -> list[str]:
    """The parts of a text that tell that, as they stand in it."""
    parts = (part.strip() for part in told_parts(language, said))
    told = (part for part in parts if is_a_limit(language, part))
    return [part for part in told if not (asks(language, part) or leaves_out(language, part))]


def is_a_limit(language: str, part: str) -> bool:
    """True for "she must not know of it", "warn me first" and "nobody from Watou"; not for "I don't know"."""
    if len(part.split()) > WORDS_OF_A_LIMIT:
        return False
    kept_from = mentions(language, "may_not_words", part) and mentions(language, "get_to_know_words", part)
    first = mentions(language, "ask_first_words", part) or _calls_first(language, part)
    return kept_from or first or not_known_to(language, part) or nobody_from(language, part)


def not_known_to(language: str, part: str) -> bool:
    """True for "he does not know that I write"."""
    return mentions(language, "unasked_words", part)


def nobody_from(language: str, part: str) -> bool:
    """True where nobody from a place is wished, or told ("not anyone from Watou itself").

    "I know nobody in Watou" says where somebody lives.
    """
    if not (denies(language, part) or mentions(language, "nobody_words", part)):
        return False
    people, origins = words_of_list(language, "somebody_words"), words_of_list(language, "origin_words")
    for found in load_gazetteer().find(part, forgiving=False):
        before = plain(part[: found.start]).split()
        near = [at for at, word in enumerate(before) if word in origins and len(before) - at <= WORDS_OF_ORIGIN]
        somebody = " ".join(before[max(0, near[-1] - WORDS_BEFORE_ORIGIN) : near[-1]]) if near else ""
        if any(f" {word} " in f" {somebody} " for word in people):
            return True
    return False


def whether_told(language: str, part: str) -> bool:
    """True for a question whether somebody gets to know of it ("does my son have to know?")."""
    short = len(part.split()) <= WORDS_OF_A_LIMIT
    return short and asks(language, part) and mentions(language, "get_to_know_words", part)


def _calls_first(language: str, part: str) -> bool:
    """True for a call before anything else ("ring first, then come")."""
    return named(language, "reach_words", part) == Reach.PHONE and mentions(language, "beforehand_words", part)


def _with_who_is_meant(language: str, said: str, part: str) -> str:
    """A limit with the part of its sentence before it, or else the sentence before, where it points back to that."""
    bare, told = _bare(language, part), sentences(said)
    at = next((at for at, each in enumerate(told) if part in each), None)
    points_back = any(mentions(language, key, bare) for key in _POINTS_BACK) or ARABIC.search(bare)
    if at is None or not points_back:
        return bare
    lead = told[at][: told[at].index(part)]
    before = [each for each in told_parts(language, lead) if len(each.split()) > 1]
    if before:
        who = lead[lead.rindex(before[-1]) :]
        return bare if _is_no_lead(language, before[-1].strip()) or _is_long(who) else f"{who}{part}".strip()
    alone = at == 0 or not any(begins_with(language, key, bare) for key in _POINTS_BACK)
    return bare if alone or _is_no_lead(language, told[at - 1]) or _is_long(told[at - 1]) else f"{told[at - 1]} {part}"


def _is_no_lead(language: str, before: str) -> bool:
    """True for a question, and for an order about the question ("leave out that he left, nobody may know")."""
    return asks(language, before) or leaves_out(language, before)


def _is_long(who: str) -> bool:
    return len(who.split()) > WORDS_OF_A_REFERENCE


def _bare(language: str, part: str) -> str:
    for lead in ("and_words", "add_words", "but_words"):
        part = without_lead(language, lead, part)
    return part
