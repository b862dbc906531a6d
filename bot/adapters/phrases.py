"""Words of the catalogues that mean something when they are typed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.adapters.rasa_nlg import catalogues
from bot.domain.choices import plain
from bot.domain.labels import LANGUAGES, Reach

PHRASES = {"status": 8, "recap": 8, "restart_talk": 4}
"""Intents that are told in words of their own, which no training message teaches, and how long a text is at most."""


def reach_named(language: str, said: str) -> Reach | None:
    """The one way of meeting that ``said`` names ("bel mij maar" is phone)."""
    named = _named(said, ((reach, _words(language, f"reach_words.{reach}")) for reach in Reach))
    return Reach(named) if named else None


def language_named(said: str) -> str | None:
    """The one language of the bot that ``said`` names, in whatever language it is named."""
    return _named(said, ((language, _words(language, f"language_words.{language}")) for language in LANGUAGES))


def intent_named(language: str, said: str) -> str | None:
    """The intent that a short text tells in set words ("where is my question")."""
    words = len(said.split())
    fitting = (intent for intent, most in PHRASES.items() if words <= most)
    return _named(said, ((intent, _words(language, f"phrases.{intent}")) for intent in fitting))


def _words(language: str, key: str) -> frozenset[str]:
    texts = catalogues()
    return frozenset(plain(word) for word in texts.say(language, key).split("|")) if texts.has(key) else frozenset()


def _named(said: str, options: Iterable[tuple[str, frozenset[str]]]) -> str | None:
    padded = f" {plain(said)} "
    found = [str(option) for option, words in options if any(f" {word} " in padded for word in words)]
    return found[0] if len(found) == 1 else None
