"""One word of what was told that is to be another ("it's not Fatou but Fatima")."""

from __future__ import annotations

import re

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.hours_told import names_a_weekday
from bot.adapters.phrases import asks, needs_named
from bot.adapters.times_told import names_a_time
from bot.adapters.word_lists import words_of_list
from bot.domain.words import plain

_WORD = re.compile(r"[\w'’-]+")
WORDS_OF_A_PIECE = 3
WORDS_AROUND = 12
"""A longer text tells something else."""


def reworded(language: str, said: str, told: str) -> tuple[str, str] | None:
    """The piece of ``told`` that is to go, and what is to stand in its place; None of texts that say no such thing.

    Not for needs, places and times, which have lines of their own.
    """
    words = _WORD.findall(said)
    if len(words) > WORDS_AROUND or asks(language, said):
        return None
    if (replaced := _replaced(language, words, told)) is not None:
        return replaced
    for at in range(len(words)):
        if plain(words[at]) in words_of_list(language, "not_words"):
            wrong = _told_after(words[at + 1 :], told)
            right = _instead(language, words[:at], words[at + 1 + len(wrong) :]) if wrong else []
            if right and not _has_a_line(language, " ".join(wrong), " ".join(right)):
                return " ".join(wrong), " ".join(right)
    return None


def _replaced(language: str, words: list[str], told: str) -> tuple[str, str] | None:
    """The two pieces of "change my wife to my sister"; None of other texts."""
    if not words or plain(words[0]) not in words_of_list(language, "replace_words"):
        return None
    wrong = _told_after(words[1:], told)
    rest = words[1 + len(wrong) :]
    if not wrong or len(rest) < 2 or plain(rest[0]) not in words_of_list(language, "replace_words.by"):
        return None
    return " ".join(wrong), " ".join(rest[1:])


def _told_after(words: list[str], told: str) -> list[str]:
    """The most of the first ``words`` that stand together in ``told``."""
    for length in range(min(WORDS_OF_A_PIECE, len(words)), 0, -1):
        if f" {plain(' '.join(words[:length]))} " in f" {plain(told)} ":
            return words[:length]
    return []


def _instead(language: str, before: list[str], after: list[str]) -> list[str]:
    """What is said instead, behind the wrong piece or in front of the "not" ("Fatima, not Fatou"), and nothing else."""
    lead, rest = _bare(language, before), _bare(language, after)
    right = rest or lead
    return right if len(right) <= WORDS_OF_A_PIECE and not (lead and rest) else []


def _bare(language: str, words: list[str]) -> list[str]:
    """Words without those that only say that one thing stands for another."""
    leads = {word for each in words_of_list(language, "instead_words") for word in each.split()}
    return [word for word in words if not set(plain(word).split()) <= leads]


def _has_a_line(language: str, *pieces: str) -> bool:
    """True for a need, a place, a day or an hour."""
    gazetteer = load_gazetteer()
    return any(
        needs_named(language, piece)
        or gazetteer.named(piece) is not None
        or names_a_time(language, piece)
        or names_a_weekday(language, piece)
        for piece in pieces
    )
