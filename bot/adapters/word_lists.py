"""Lists of words in the catalogues, alternatives with | between them, and what of them a text holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import TypeVar

from bot.adapters.wordings import catalogues
from bot.domain.words import JOINED_AND, plain

BETWEEN_PARTS = re.compile(r"[.,;:!\n،؛]+")
_AFTER_A_LEAD = (" ", ",", "،", ":")

ARABIC = re.compile("[\u0600-\u06ff]")
WORDS_OF_A_PART = 3
Named = TypeVar("Named")


def mentions(language: str, key: str, said: str) -> bool:
    """True if ``said`` holds one of the words of a list."""
    return holds(said, words_of_list(language, key))


def begins_with(language: str, key: str, said: str) -> bool:
    """True if ``said`` begins with one of the words of a list."""
    text = f"{plain(said)} "
    return any(text.startswith(f"{word} ") for word in words_of_list(language, key))


def follows(language: str, key: str, then: str, said: str, *, between: int = 0) -> bool:
    """True if after words of the list ``key`` stands one of ``then``, with at most ``between`` words in the middle."""
    words, text = words_of_list(language, then), f" {plain(said)} "
    leads = words_with_and(language, key)
    after = [rest.split() for lead in leads for rest in _word(lead).split(text)[1:]]
    near = (" ".join(rest[skipped:]) for rest in after for skipped in range(between + 1))
    return any(f"{rest} ".startswith(f"{word} ") for rest in near for word in words)


def after_words(language: str, key: str, said: str) -> list[str]:
    """The words, as they were typed, that stand right after words of a list ("the name of Moussa": "Moussa")."""
    leads = any_of(alternatives(key, language))
    return re.findall(rf"(?<!\w)(?:{leads})(?:\s+['’]?|(?<=['’]))(\w{{2,}})", said, re.IGNORECASE)


def clauses(language: str, said: str) -> list[str]:
    """The parts of a text between its marks, before each "but", and at each "and not"."""
    return [part.strip() for part in _between_parts(language).split(said) if part and part.strip()]


def wishes_apart(language: str, said: str) -> list[str]:
    """The clauses of a text, parted also before what is preferred ("no calls i prefer messages"; not "rather not")."""
    preferred = rf"(?:{_either(language, 'prefer_words')})\s(?!(?:{_either(language, 'not_words')})\b)"
    prefers = re.compile(rf"(?<=\w)\s+(?={preferred})", re.IGNORECASE)
    return [part.strip() for clause in clauses(language, said) for part in prefers.split(clause)]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def told_parts(language: str, said: str) -> list[str]:
    """The parts of a text between its marks and at each "and" or "but"."""
    return [said[start:end] for start, end in _told_spans(language, said)]


def without_parts(language: str, said: str, parts: Collection[str]) -> str:
    """A text without some of its ``told_parts``; what stands between the others stays as it was written."""
    kept: list[list[int]] = []
    goes_on = False
    for start, end in _told_spans(language, said):
        part = said[start:end].strip()
        stays = bool(part.strip(" ?؟")) and part not in parts
        if stays and goes_on:
            kept[-1][1] = end
        elif stays:
            kept.append([start, end])
        goes_on = stays or (goes_on and not part.strip(" ?؟"))
    return joined_by_commas(said[start:end].strip() for start, end in kept)


def joined_by_commas(parts: Iterable[str]) -> str:
    """Parts of a text one after the other, with the comma of their script."""
    told = list(parts)
    return ("، " if any(map(ARABIC.search, told)) else ", ").join(told)


def without_such(language: str, said: str, unwanted: Callable[[str], bool]) -> str:
    """A text without those of its ``told_parts`` of which ``unwanted`` is true."""
    parts = (part.strip() for part in told_parts(language, said))
    return without_parts(language, said, [part for part in parts if unwanted(part)])


def _told_spans(language: str, said: str) -> list[tuple[int, int]]:
    cuts = [match.span() for match in _between_told(language).finditer(said)]
    starts = [0, *(end for _, end in cuts)]
    return list(zip(starts, [*(start for start, _ in cuts), len(said)], strict=True))


def parts_told(language: str, said: str) -> list[str]:
    """The parts of a text between its marks and at each "and" or "but", where it holds more than one."""
    parts = [part for part in told_parts(language, said) if len(part.split()) >= WORDS_OF_A_PART]
    return parts if len(parts) > 1 else []


def says_alone(language: str, key: str, said: str) -> bool:
    """True if a part of ``said`` is one of the words of a list and nothing else ("not me! my brother")."""
    return any(plain(part) in words_of_list(language, key) for part in re.split(BETWEEN_PARTS, said))


def after_second_thoughts(language: str, parts: Sequence[str], named_in: Sequence[Named | None]) -> list[Named]:
    """What parts of a text name, without what is taken back in the next ("call me. no wait, write")."""
    kept: list[Named] = []
    thinks_again = False
    for part, name in zip(parts, named_in, strict=True):
        thinks_again = thinks_again or begins_with(language, "second_thought_words", part)
        if name is not None:
            kept = [name] if thinks_again else [*kept, name]
            thinks_again = False
    return kept


def without_lead(language: str, key: str, said: str) -> str:
    """``said`` without the words of a list that it may begin with ("my name is")."""
    for lead in sorted(alternatives(key, language), key=len, reverse=True):
        if said.casefold().startswith(lead) and said[len(lead) :].startswith(_AFTER_A_LEAD):
            return said[len(lead) :].strip("".join(_AFTER_A_LEAD)) or said
    return said


def without_tail(language: str, key: str, said: str) -> str:
    """``said`` without the words of a list that it may end with ("Cindy is fine")."""
    for tail in sorted(alternatives(key, language), key=len, reverse=True):
        if said.casefold().endswith(f" {tail}"):
            return said[: -len(tail)].strip(" ,") or said
    return said


def without_words(language: str, key: str, said: str) -> str | None:
    """``said``, as ``plain`` gives it back, without the words of a list; None if it holds none of them."""
    rest = before = f" {plain(said)} "
    for word in sorted(words_of_list(language, key), key=len, reverse=True):
        rest = _word(word).sub("", rest)
    return " ".join(rest.split()) if rest != before else None


@cache
def _word(word: str) -> re.Pattern[str]:
    """A word, or some in a row, between spaces; also where it is said twice."""
    return re.compile(rf"(?<= ){re.escape(word)}(?= )")


@cache
def _between_parts(language: str) -> re.Pattern[str]:
    joins, no = (_either(language, key) for key in ("and_words", "not_words"))
    but = rf"(?:{_but(language)}\s)"
    return re.compile(rf"{BETWEEN_PARTS.pattern}|\s(?={but})|\s(?:(?:{joins})\s|{JOINED_AND})(?=(?:{no})\s)")


def _either(language: str, *keys: str) -> str:
    """A pattern for any word of these lists."""
    return "|".join(re.escape(word) for key in keys for word in alternatives(key, language))


def _but(language: str) -> str:
    """A pattern for a "but", which is none in "bel maar" (just call), unless a "not" follows ("bel maar niet nu")."""
    softened = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in alternatives("no_but_after", language))
    buts = _either(language, "but_words")
    return rf"(?:{softened}(?:{buts})|(?:{buts})(?=\s(?:{_either(language, 'not_words')})\s))"


@cache
def _between_told(language: str) -> re.Pattern[str]:
    joins = rf"{_but(language)}|{_either(language, 'and_words')}"
    whole = any_of(alternatives("whole_words", language))
    and_joined = rf"(?!(?:{whole})\b)(?={JOINED_AND}\w{{3,}})"
    return re.compile(rf"{BETWEEN_PARTS.pattern}|(?<=[?؟])|\s(?:{joins})\s|\s{and_joined}")


@cache
def alternatives(key: str, language: str) -> tuple[str, ...]:
    """The words of a list as they stand in the catalogue, in lower case; none if there is no such list."""
    texts = catalogues()
    return tuple(texts.say(language, key).casefold().split("|")) if texts.has(key) else ()


@cache
def words_of_list(language: str, key: str) -> frozenset[str]:
    """The same in the form in which texts are compared (``plain``)."""
    return frozenset(plain(word) for word in alternatives(key, language))


@cache
def words_with_and(language: str, key: str) -> frozenset[str]:
    """The same, also with an "and" that is joined to them."""
    words = words_of_list(language, key)
    return words | {f"{JOINED_AND}{word}" for word in words}


def holds(said: str, words: Iterable[str]) -> bool:
    """True if ``said`` holds one of ``words``, which are ``plain``."""
    padded = f" {plain(said)} "
    return any(f" {word} " in padded for word in words)


def the_one_named(said: str, options: Iterable[tuple[str, frozenset[str]]]) -> str | None:
    """The one option whose words are said; None if there is none, or more than one."""
    found = best_named(said, options)
    return found[0] if found else None


def best_named(said: str, options: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, str] | None:
    """The one option whose words are said, with them; "knows nothing of it" is not also "knows of it"."""
    padded = f" {plain(said)} "
    found = {str(option): [word for word in words if f" {word} " in padded] for option, words in options}
    longest = {option: max(words, key=lambda word: (len(word), word)) for option, words in found.items() if words}
    best = max(longest, key=lambda option: len(longest[option]), default=None)
    if best is None:
        return None
    others = (words for option, words in longest.items() if option != best)
    covered = all(any(f" {words} " in f" {said_too} " for said_too in found[best]) for words in others)
    return (best, longest[best]) if covered else None
