"""Languages that are named, spoken or greeted in."""

from __future__ import annotations

import re
from functools import cache

from bot.adapters.phrases import WORDS_OF_A_GREETING, denies
from bot.adapters.word_lists import BETWEEN_PARTS, mentions, the_one_named, words_of_list
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, NEAREST
from bot.domain.words import plain

_NAMES = re.compile(r"\w{3,}")


def language_named(said: str) -> str | None:
    """The one language of the bot that ``said`` wishes ("in French please, not Dutch"), whatever language it is in."""
    found = {_language_in(part) for part in BETWEEN_PARTS.split(said) if not _denies_in_any(part)} - {None}
    return found.pop() if len(found) == 1 else None


def language_denied(said: str) -> str | None:
    """The one language that ``said`` names only to say that it is none ("my Dutch is not good")."""
    found = {_language_in(part) for part in BETWEEN_PARTS.split(said)} - {None}
    return found.pop() if len(found) == 1 and language_named(said) is None else None


def _language_in(part: str) -> str | None:
    return the_one_named(
        part, ((language, words_of_list(language, f"language_words.{language}")) for language in LANGUAGES)
    )


def _denies_in_any(part: str) -> bool:
    return any(denies(language, part) for language in LANGUAGES)


def greeted_in(said: str) -> str | None:
    """The one language of the bot in which a few words greet: too few to tell a language by their letters."""
    greets = ((language, words_of_list(language, "hello_words")) for language in LANGUAGES)
    return the_one_named(said, greets) if len(said.split()) <= WORDS_OF_A_GREETING else None


def language_spoken(language: str, said: str, *, only_named: bool = False) -> str | None:
    """The language that somebody says they speak, or only names ("Urdu please"), of those that the bot does not.

    With ``only_named`` it counts in a longer text too.
    """
    if not only_named and not mentions(language, "speak_words", said) and len(said.split()) > WORDS_OF_A_GREETING:
        return None
    return the_one_named(said, ((code, _names_of(code)) for code in NEAREST))


@cache
def _names_of(code: str) -> frozenset[str]:
    """What a language is called in those of the bot, each name by itself ("Persian", "Dari", "Farsi")."""
    names = (catalogues().say(language, f"language.{code}") for language in LANGUAGES)
    return frozenset(plain(name) for called in names for name in _NAMES.findall(called))
