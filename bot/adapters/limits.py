"""What a helper is to mind in getting in touch, in the person's own words ("my boss may not know", "call me first")."""

from __future__ import annotations

from bot.adapters.orders import leaves_out
from bot.adapters.phrases import asks
from bot.adapters.word_lists import mentions, told_parts, without_lead

WORDS_OF_A_LIMIT = 14
"""Longer parts of a text tell a story."""


def limits_told(language: str, said: str) -> list[str]:
    """What a text tells of who is to know nothing, or of what comes before a visit or a call."""
    return [_bare(language, part) for part in limiting_parts(language, said)]


def limiting_parts(language: str, said: str) -> list[str]:
    """The parts of a text that tell that, as they stand in it."""
    parts = (part.strip() for part in told_parts(language, said))
    told = (part for part in parts if is_a_limit(language, part))
    return [part for part in told if not (asks(language, part) or leaves_out(language, part))]


def is_a_limit(language: str, part: str) -> bool:
    """True for "she must not know of it" and "warn me first"; not for "I don't know"."""
    if len(part.split()) > WORDS_OF_A_LIMIT:
        return False
    kept_from = mentions(language, "may_not_words", part) and mentions(language, "get_to_know_words", part)
    return kept_from or mentions(language, "ask_first_words", part)


def whether_told(language: str, part: str) -> bool:
    """True for a question whether somebody gets to know of it ("does my son have to know?")."""
    short = len(part.split()) <= WORDS_OF_A_LIMIT
    return short and asks(language, part) and mentions(language, "get_to_know_words", part)


def _bare(language: str, part: str) -> str:
    for lead in ("and_words", "add_words", "but_words"):
        part = without_lead(language, lead, part)
    return part
