"""What an order means that quotes words of the question."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from bot.adapters.meant import WORDS_OF_A_NAMING, Meant, meant, own_parts
from bot.domain.words import plain
from bot.service.turn import Turn

NEARLY_ALL = 90
"""Likeness (0 to 100) from which a quote is a sentence of which a part was left out."""


def quoted(turn: Turn, quote: str) -> Meant:
    """The sentences that hold what is quoted, and the parts of other lines; else what a short quote names.

    Of more words nearly all have to stand in a sentence, of which a part may have been left out meanwhile, or a line, a
    need or a wish is meant by them.
    """
    told, own = turn.conversation.question.told_sentences, own_parts(turn, turn.conversation.question)
    sentences = tuple(at for at, each in enumerate(told) if _holds(each, quote))
    found = Meant(sentences, tuple(part for part in own if _holds(part, quote)))
    if found or len(quote.split()) <= WORDS_OF_A_NAMING:
        return found or meant(turn, quote)
    alike = [at for at, each in enumerate(told) if fuzz.token_set_ratio(plain(quote), plain(each)) >= NEARLY_ALL]
    return Meant(tuple(alike[:1])) if alike else replace(meant(turn, quote), sentences=(), parts=())


def _holds(told: str, quote: str) -> bool:
    return f" {plain(quote)} " in f" {plain(told)} "
