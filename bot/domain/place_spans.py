"""Parts of a text that may name a place, with what stands before them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.words import WORD, normal

MAX_NAME_WORDS = 4
ANSWER_WORDS = 5
"""A text with more words is a story."""

_HINTS = frozenset(
    "in te uit van bij naar nabij rond omgeving tussen woon wonen weune gemeente dorp ip "
    "a au de vers pres sur habite habitons vis village commune "
    "from near at to live lives living around "
    "في من ب قرب ساكن ساكنه نسكن كنسكن اسكن عايش عايشه بلديه مدينه قريه fi f men mn b sakn saken".split()
)
"""Words before a place, normalised as ``normal`` does."""
_WEAK_HINTS = frozenset(["de", "te", "men"])
"""Of these, some are another word too (an article, "my"), or stand before verbs: in a story they say little."""
_HOME_WORDS = frozenset(
    "woon wonen woont weune weunn verhuisd habite habitons habitant vis live lives living moved "
    "ساكن ساكنه ساكنين نسكن كنسكن اسكن عايش عايشه اعيش نعيش sakn saken".split()
)


@dataclass(frozen=True)
class Span:
    """Some neighbouring words of a text, with what stands around them."""

    key: str
    raw: str
    start: int
    end: int
    words: tuple[str, ...]
    before: tuple[str, ...]
    text_words: int
    common: bool

    @property
    def hinted(self) -> bool:
        return self.text_words <= len(self.words) + 1 or bool(_HINTS & set(self.before[-1:]))

    @property
    def hinted_for_errors(self) -> bool:
        """Stricter than ``hinted``: what stands before any word is no hint in a story, but beside a home it is."""
        weak = bool(_WEAK_HINTS & set(self.before[-1:])) and self.text_words > ANSWER_WORDS
        return self.hinted and (not weak or self.plainly_a_place)

    @property
    def plainly_a_place(self) -> bool:
        return self.lived_in or (self.hinted and self.raw[:1].isupper())

    @property
    def lived_in(self) -> bool:
        """True for a whole text, and where somebody says to live there."""
        lives = bool(_HOME_WORDS & set(self.before[-4:]))
        return self.text_words == len(self.words) or (self.hinted and lives)


def spans_of(text: str, common_words: frozenset[str]) -> list[Span]:
    """Runs of one to four words, the longest first."""
    matches = list(WORD.finditer(text))
    words = [normal(match[0]) for match in matches]
    found = []
    for size in range(min(MAX_NAME_WORDS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            start, end = matches[at].start(), matches[at + size - 1].end()
            run = tuple(words[at : at + size])
            key = "".join(run)
            common = all(word in common_words for word in run)
            found.append(Span(key, text[start:end], start, end, run, tuple(words[:at]), len(words), common))
    return found
