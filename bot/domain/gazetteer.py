"""The places that people name, found by name, other-language name or postal code, also with typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.place_spans import Span, spans_of
from bot.domain.places import Place
from bot.domain.words import words_of

OUTSIDE = "outside"
"""The kind of a place outside the region; people who live there are told so."""

MIN_LENGTH = 4
"""Shorter names (Lo) need a hint: a preposition, or hardly any other word."""
SURE_LENGTH = 7
"""Shorter names need a hint before a typing error is forgiven, and before a second one is all of them."""

_POSTAL_CODE = re.compile(
    r"(?<![\d.,/+€$-])(?<![\d€] )\b(\d{4})\b(?![ .,/-]?\d)(?!\s*(?:€|eur|euro|يورو))", re.IGNORECASE
)
_RANK = {"municipality": 0, "village": 1, "hamlet": 2, OUTSIDE: 3}
_ARABIC_PREPOSITIONS = ("ب", "ل", "ف")
_ARABIC_PREFIXES = ("وال", "بال", "فال", "ال", "لل", *_ARABIC_PREPOSITIONS, "و")


@dataclass(frozen=True)
class Entry:
    """A place with all that it is called. ``ambiguous`` names are words of a language too, and need a hint."""

    place: Place
    postal_codes: tuple[str, ...]
    names: tuple[str, ...]
    ambiguous: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FoundPlace:
    """A place in a text, from character ``start`` up to ``end``."""

    place: Place
    start: int
    end: int
    exact: bool


@dataclass(frozen=True)
class Gazetteer:
    """All known places. Nothing here depends on the language of the text."""

    entries: tuple[Entry, ...]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places of the region, municipalities first."""
        return tuple(place for place in self._ranked if place.kind != OUTSIDE)

    @cached_property
    def municipalities(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind == "municipality")

    def with_postal_code(self, code: str) -> Place | None:
        """The village that alone has this code and not the town itself, else the municipality, with this code."""
        entries = [entry for entry in self.entries if code in entry.postal_codes]
        towns = [entry for entry in entries if entry.place.kind in ("municipality", OUTSIDE)]
        villages = [entry.place for entry in entries if entry.place.kind == "village"]
        towns_own = any(town.place.postal_code == code for town in towns)
        if len(villages) == 1 and not towns_own:
            return next((town.place for town in towns if town.place.name == villages[0].name), villages[0])
        return _with_code(towns[0].place, code) if towns else None

    def named(self, text: str) -> Place | None:
        """The one place that ``text`` names as a whole, or by its postal code; None if that is not sure."""
        found = self.find(text)
        return found[0].place if len({each.place for each in found}) == 1 else None

    def find(
        self, text: str, common_words: frozenset[str] = frozenset(), *, forgiving: bool = True
    ) -> tuple[FoundPlace, ...]:
        """All places that ``text`` names, in its order; with typing errors if ``forgiving``.

        A name that several places have gives each of them, unless the text names the municipality of one too.

        The code of a place outside counts where that can only be a code: 2000 is an amount too.

        A word of ``common_words`` (normalised with ``normal``) is never taken for a mistyped name.
        """
        taken: list[FoundPlace] = []
        spans = spans_of(text, common_words)
        for span in spans:
            _take(taken, [FoundPlace(place, span.start, span.end, True) for place in self._exact(span)])
        for span in spans if forgiving else ():
            if _free(taken, span.start, span.end):
                _take(taken, [FoundPlace(place, span.start, span.end, False) for place in self._mistyped(span)])
        for match in _POSTAL_CODE.finditer(_western_digits(text)):
            place = self.with_postal_code(match[1])
            lived_in = any(each.lived_in for each in spans if (each.start, each.end) == match.span())
            if place is not None and (place.kind != OUTSIDE or lived_in):
                _take(taken, [FoundPlace(place, match.start(), match.end(), True)])
        return self._merged(sorted(taken, key=lambda found: found.start))

    @cached_property
    def _ranked(self) -> tuple[Place, ...]:
        return tuple(sorted((entry.place for entry in self.entries), key=lambda place: _RANK[place.kind]))

    @cached_property
    def _names(self) -> tuple[tuple[Entry, str], ...]:
        return tuple((entry, name) for entry in self.entries for name in (entry.place.name, *entry.names))

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Place, ...]]:
        pairs = [(_key(name), entry.place) for entry, name in self._names]
        best = {key: (place,) for key, place in sorted(pairs, key=lambda pair: -_RANK[pair[1].kind])}
        return {**best, **self._namesakes}

    @cached_property
    def _namesakes(self) -> Mapping[str, tuple[Place, ...]]:
        """The villages and hamlets that share their name."""
        named: dict[str, list[Place]] = {}
        for place in self.places:
            named.setdefault(_key(place.name), []).append(place)
        several = {key: tuple(places) for key, places in named.items() if len(places) > 1}
        return {key: places for key, places in several.items() if places[0].kind != "municipality"}

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return frozenset(_key(name) for entry in self.entries for name in entry.ambiguous)

    @cached_property
    def _of_several_words(self) -> frozenset[str]:
        return frozenset(_key(name) for _, name in self._names if len(tuple(words_of(name))) > 1)

    @cached_property
    def _forgiving(self) -> Mapping[str, Mapping[str, int]]:
        """By first letters, the names in which typing errors are forgiven, with how many.

        A name of several words may be typed as one; else each word keeps its first letter, and its article none of
        the errors.
        """
        forgiving: dict[str, dict[str, int]] = {}
        for entry, name in self._names:
            words, key = tuple(words_of(name)), _key(name)
            if entry.place.kind != "hamlet" and len(key) >= MIN_LENGTH and key not in self._ambiguous:
                for typed in (words, (key,)):
                    forgiving.setdefault(_first_letters(typed), {})[key] = _allowed_errors(max(words, key=len))
        return forgiving

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return {(e.place.name, e.place.municipality): frozenset(e.postal_codes) for e in self.entries}

    def _exact(self, span: Span) -> tuple[Place, ...]:
        for key in _with_and_without_article(span.key):
            plain = span.plainly_a_place if key in self._ambiguous else len(key) >= MIN_LENGTH or span.hinted
            if key in self._by_key and plain and self._written_so(span, key):
                return self._by_key[key]
        return ()

    def _written_so(self, span: Span, key: str) -> bool:
        """False where short words only happen to make up a name ("mes en" is not Mesen)."""
        return len(span.words) == 1 or len(key) >= SURE_LENGTH or key in self._of_several_words

    def _mistyped(self, span: Span) -> tuple[Place, ...]:
        if len(span.key) < MIN_LENGTH or span.common or span.key.isdigit() or span.key in self._ambiguous:
            return ()
        most = 3 if span.hinted_for_errors else int(len(max(span.words, key=len)) >= SURE_LENGTH)
        for words in _with_and_without_preposition(span.words) if most else ():
            names = self._forgiving.get(_first_letters(words), {})
            best = process.extract("".join(words), tuple(names), scorer=OSA.distance, score_cutoff=most, limit=5)
            near = [(name, errors) for name, errors, _ in best if errors <= names[name]]
            places = {self._by_key[name] for name, errors in near if errors == near[0][1]}
            if len(places) == 1:
                return places.pop()
        return ()

    def _merged(self, found: list[FoundPlace]) -> tuple[FoundPlace, ...]:
        """A name beside its own postal code, and a village beside its municipality, are one place."""
        merged: list[FoundPlace] = []
        for each in _told_apart(found):
            if merged and (joined := self._join(merged[-1], each)):
                merged[-1] = joined
            elif each.place not in [other.place for other in merged]:
                merged.append(each)
        finer = {each.place.municipality for each in merged if each.place.kind in ("village", "hamlet")}
        return tuple(m for m in merged if m.place.kind != "municipality" or m.place.municipality not in finer)

    def _join(self, first: FoundPlace, second: FoundPlace) -> FoundPlace | None:
        if second.start - first.end > 3 or first.place.municipality != second.place.municipality:
            return None
        finer = max(first, second, key=lambda found: (_RANK[found.place.kind], not found.place.postal_code))
        codes = self._codes.get((finer.place.name, finer.place.municipality), frozenset())
        other = second if finer is first else first
        place = _with_code(finer.place, other.place.postal_code) if other.place.postal_code in codes else finer.place
        return FoundPlace(place, first.start, second.end, first.exact and second.exact)


def _key(name: str) -> str:
    return "".join(words_of(name))


def _with_and_without_article(key: str) -> tuple[str, ...]:
    """Arabic writes its prepositions and its article onto the name."""
    stripped = (key[len(prefix) :] for prefix in _ARABIC_PREFIXES if key.startswith(prefix))
    return (key, *(rest for rest in stripped if len(rest) >= MIN_LENGTH - 1))


def _with_and_without_preposition(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """No town here has an Arabic article: a word that has one is not mistyped."""
    yield words
    first, *others = words
    if first.startswith(_ARABIC_PREPOSITIONS) and len(first) > 1:
        yield (first[1:], *others)


def _allowed_errors(key: str) -> int:
    return 1 if len(key) < 8 else 2 if len(key) < 13 else 3


def _first_letters(words: tuple[str, ...]) -> str:
    """Hardly anybody mistypes the first letter and leaves the rest, but for a capital i that looks like an l."""
    return "".join(word[0] for word in words).replace("l", "i")


def _free(taken: list[FoundPlace], start: int, end: int) -> bool:
    return all(end <= found.start or start >= found.end for found in taken)


def _take(taken: list[FoundPlace], found: list[FoundPlace]) -> None:
    """Adds all places that one span names, if no other name stands there."""
    if found and _free(taken, found[0].start, found[0].end):
        taken.extend(found)


def _told_apart(found: list[FoundPlace]) -> list[FoundPlace]:
    """Of places with the same name, those whose municipality is named beside; all of them where none is."""
    spans = Counter((each.start, each.end) for each in found)
    beside = {each.place.municipality for each in found if spans[each.start, each.end] == 1}
    meant = {(each.start, each.end) for each in found if each.place.municipality in beside}
    return [each for each in found if each.place.municipality in beside or (each.start, each.end) not in meant]


def _with_code(place: Place, code: str) -> Place:
    return Place(place.name, place.municipality, code, place.kind, place.latitude, place.longitude)


def _western_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c for c in text
    )
