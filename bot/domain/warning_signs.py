"""Words of danger: a rough ear for when nobody has understood a message yet, and for when that is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.labels import LANGUAGES, NEAREST, Crisis
from bot.domain.words import words_of

GAP, ENDING = "...", "*"
_GAP = r"(?: \w+){0,3}"


@dataclass(frozen=True)
class Sign:
    """A danger that some words sound like, and the language of these words."""

    crisis: Crisis
    language: str

    @property
    def foreign(self) -> bool:
        """True if the bot does not speak the language. Of those there are only words that can't be mistaken."""
        return self.language not in LANGUAGES

    @property
    def answered_in(self) -> str:
        return NEAREST.get(self.language, self.language)


@dataclass(frozen=True)
class WarningSigns:
    """Patterns over the normalised words of a text; the first that fits counts."""

    patterns: tuple[tuple[Sign, re.Pattern[str]], ...]
    harmless: re.Pattern[str]

    def find(self, text: str, language: str | None = None) -> Sign | None:
        """What ``text`` sounds like; words of ``language`` are looked for first."""
        words = self.harmless.sub("|", f" {' '.join(words_of(text))} ")
        found = [sign for sign, pattern in self.patterns if pattern.search(words)]
        return next((sign for sign in found if sign.language == language), found[0] if found else None)


def warning_signs(phrases: Mapping[str, Mapping[Crisis, Iterable[str]]], harmless: Iterable[str] = ()) -> WarningSigns:
    """Phrases by language and danger: ``...`` stands for up to three words, ``*`` for any ending of a word."""
    signs = {Sign(crisis, code): _any(said) for code, kinds in phrases.items() for crisis, said in kinds.items()}
    return WarningSigns(tuple(signs.items()), _any(harmless))


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    """Matches none if there are no phrases."""
    return re.compile(rf"(?<= )(?:{'|'.join(map(_pattern, phrases)) or '(?!)'})(?= )")


def _pattern(phrase: str) -> str:
    parts: list[str] = []
    for token in phrase.split():
        words = list(words_of(token))
        if words and token.endswith(ENDING):
            words[-1] += r"\w*"
        parts.append(_GAP if token == GAP else (" " if parts else "") + " ".join(words))
    return "".join(parts)
