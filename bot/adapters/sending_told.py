"""Words that want the question sent, or that want nothing sent; and what is said beside these."""

from __future__ import annotations

import re
from functools import cache

from bot.adapters.phrases import FEW_WORDS, WORDS_OF_A_STEP, asks, denies
from bot.adapters.word_lists import any_of, clauses, mentions, told_parts, words_of_list
from bot.domain.question import sentences
from bot.domain.words import plain

WORDS_BESIDE = 20
"""In a longer text, "send it" may belong to what is told."""
WORDS_OF_A_REST = 2


def wants_it_sent(language: str, said: str) -> bool:
    """True for "send it", "go ahead", also as one sentence of a few ("Send it as it is. I don't want to fiddle")."""
    if len(said.split()) > WORDS_BESIDE or beside_a_refusal(language, said) is not None:
        return False
    return any(_sends(language, each) for each in sentences(said))


def wants_nothing_sent(language: str, said: str) -> bool:
    """True for "no, don't send it", and for "send nothing, I ask my sister first"."""
    return beside_a_refusal(language, said) is not None or any(
        _keeps(language, each) for each in clauses(language, said)
    )


def beside_a_refusal(language: str, said: str) -> list[str] | None:
    """What is said before and after "send nothing", in few words or many; None where nothing is refused so."""
    parts = [plain(part) for part in told_parts(language, said) if not asks(language, part.strip())]
    cut = [_refusals(language).split(part) for part in parts]
    if all(len(pieces) == 1 for pieces in cut):
        return None
    rest = (piece.strip() for pieces in cut for piece in pieces)
    return [piece for piece in rest if len(piece.split()) >= WORDS_OF_A_REST]


def _sends(language: str, sentence: str) -> bool:
    parts = [part for part in told_parts(language, sentence) if mentions(language, "send_words", part)]
    short = len(sentence.split()) <= WORDS_OF_A_STEP and all(len(part.split()) <= FEW_WORDS for part in parts)
    return short and bool(parts) and not any(denies(language, part) for part in parts)


def _keeps(language: str, clause: str) -> bool:
    parts = (part for part in told_parts(language, clause) if mentions(language, "send_words", part))
    return len(clause.split()) <= WORDS_OF_A_STEP and any(denies(language, part) for part in parts)


@cache
def _refusals(language: str) -> re.Pattern[str]:
    """A word of sending beside "nothing", or after "not" with at most a word behind it, as ``plain`` gives them."""
    keys = ("send_words", "send_nothing_words", "not_words")
    send, nothing, no = (any_of(words_of_list(language, key)) for key in keys)
    none_sent = rf"(?:{send})(?: \w+)?? (?:{nothing})"
    nothing_sent = rf"(?:{nothing}) (?:{send})"
    not_sent = rf"(?:{no}) (?:{send})(?: (?:{nothing})|(?: \w+)?$)"
    return re.compile(rf"(?<!\S)(?:{none_sent}|{not_sent}|{nothing_sent})(?!\S)")
