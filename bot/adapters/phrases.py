"""Words of the catalogues that mean something when they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from bot.adapters.rasa_nlg import catalogues
from bot.domain.choices import plain
from bot.domain.labels import LANGUAGES, DayPart, Need, Reach
from bot.domain.question import LINES

PHRASES = {
    "status": 8,
    "recap": 8,
    "restart_talk": 4,
    "just_talk": 10,
    "tell_more": 6,
    "just_information": 7,
    "not_now": 9,
    "withdraw": 8,
    "ask_info": 7,
    "ask_cost": 6,
    "ask_privacy": 8,
    "ask_human": 5,
}
"""Intents told in words of their own, which training messages teach too little, and how long a text is at most."""

NAMED: Mapping[str, Sequence[str]] = {
    "reach_words": tuple(Reach),
    "when_words": (*DayPart, "any"),
    "line_words": LINES,
    "filter_words": ("home", "phone", "language", "woman", "no_car", "others"),
    "fear_words": ("children", "papers", "benefit", "police", "partner"),
    "knows_words": ("yes", "no"),
    "urgent_words": ("yes", "no"),
    "nobody_words": ("",),
    "line_how_words": ("change", "drop", "keep"),
}
"""Kinds of things that are named in a few words, and what can be named of each."""

WRITES_FROM = 6
"""Younger children do not write of themselves."""
FEW_WORDS = 5
WORDS_OF_A_GREETING = 3
WORDS_OF_A_STEP = 9
"""In a longer text, "send" or "go on" may be about something else."""
QUESTION_MARKS = ("?", "\u061f")
JOINED_AND = "و"
"""In Arabic "and" is written onto the word that follows."""
_BETWEEN_PARTS = re.compile(r"[.,;:!\n،؛]+")
_SENTENCES = re.compile(r"[.!?؟\n]+")
Named = TypeVar("Named")


def named(language: str, kind: str, said: str) -> str | None:
    """The one of ``NAMED[kind]`` that ``said`` names ("bel mij maar": of reach_words, phone)."""
    found = _found(language, kind, said)
    return found[0] if found else None


def wished(language: str, kind: str, said: str) -> str | None:
    """The one of ``NAMED[kind]`` that is named where nothing is denied ("not at home, by message": chat).

    Not what is named as a fear ("in writing, he looks at my phone"), nor what is taken back ("call me. no, write").
    """
    parts = [part for part in clauses(language, said) if not _denies_name(language, kind, part)]
    parts = [part for part in parts if fear_named(language, part) is None] or parts
    named_in = [found[0] if (found := _found(language, kind, part)) else None for part in parts]
    found_last = set(after_second_thoughts(language, parts, named_in))
    return found_last.pop() if len(found_last) == 1 else None


def unwished(language: str, kind: str, said: str) -> frozenset[str]:
    """Those of ``NAMED[kind]`` that are named to say no to them ("not at home")."""
    parts = (_found(language, kind, part) for part in clauses(language, said) if _denies_name(language, kind, part))
    return frozenset(option for option, _ in filter(None, parts))


def needs_named(language: str, said: str) -> tuple[Need, ...]:
    """The needs that a few words name ("my job"), in which an understanding of sentences hears little."""
    if len(said.split()) > FEW_WORDS:
        return ()
    return tuple(need for need in Need if _mentions(said, _need_words(language, need)))


def language_named(said: str) -> str | None:
    """The one language of the bot that ``said`` wishes ("in French please, not Dutch"), whatever language it is in."""
    found = {_language_in(part) for part in _BETWEEN_PARTS.split(said) if not _denies_in_any(part)} - {None}
    return found.pop() if len(found) == 1 else None


def language_denied(said: str) -> str | None:
    """The one language that ``said`` names only to say that it is none ("my Dutch is not good")."""
    found = {_language_in(part) for part in _BETWEEN_PARTS.split(said)} - {None}
    return found.pop() if len(found) == 1 and language_named(said) is None else None


def _language_in(part: str) -> str | None:
    return _named(part, ((language, _words(language, f"language_words.{language}")) for language in LANGUAGES))


def _denies_in_any(part: str) -> bool:
    return any(denies(language, part) for language in LANGUAGES)


def greeted_in(said: str) -> str | None:
    """The one language of the bot in which a few words greet: too few to tell a language by their letters."""
    greets = ((language, _words(language, "hello_words")) for language in LANGUAGES)
    return _named(said, greets) if len(said.split()) <= WORDS_OF_A_GREETING else None


def intent_named(language: str, said: str) -> str | None:
    """The intent that a short text tells in set words ("where is my question")."""
    words = len(said.split())
    fitting = (intent for intent, most in PHRASES.items() if words <= most)
    return _named(said, ((intent, _words(language, f"phrases.{intent}")) for intent in fitting))


def clauses(language: str, said: str) -> list[str]:
    """The parts of a text between its marks, and before each "but"."""
    return [part.strip() for part in _between_parts(language).split(said) if part and part.strip()]


def mentions(language: str, key: str, said: str) -> bool:
    """True if ``said`` holds one of the words of a list."""
    return _mentions(said, _words(language, key))


def begins_with(language: str, key: str, said: str) -> bool:
    """True if ``said`` begins with one of the words of a list."""
    return any(f"{plain(said)} ".startswith(f"{word} ") for word in _words(language, key))


def follows(language: str, key: str, then: str, said: str, *, between: int = 0) -> bool:
    """True if after words of the list ``key`` stands one of ``then``, with at most ``between`` words in the middle."""
    words = _words(language, then)
    after = [rest.split() for lead in _words(language, key) for rest in f" {plain(said)} ".split(f" {lead} ")[1:]]
    near = (" ".join(rest[skipped:]) for rest in after for skipped in range(between + 1))
    return any(f"{rest} ".startswith(f"{word} ") for rest in near for word in words)


def denies(language: str, said: str) -> bool:
    """True if a few words say that something is not so ("not at home")."""
    return mentions(language, "not_words", said)


def without_tail(language: str, key: str, said: str) -> str:
    """``said`` without the words of a list that it may end with ("Cindy is fine")."""
    for tail in sorted(_alternatives(key, language), key=len, reverse=True):
        if said.casefold().endswith(f" {tail}"):
            return said[: -len(tail)].strip(" ,") or said
    return said


def cries_for_help(language: str, said: str) -> bool:
    """True for a bare "help", which tells nothing yet."""
    return len(said.split()) <= FEW_WORDS and mentions(language, "cry_words", said)


def takes_back(language: str, said: str) -> bool:
    """True for "take it back", "cancel that"."""
    return (
        len(said.split()) <= PHRASES["withdraw"]
        and mentions(language, "take_back_words", said)
        and not denies(language, said)
    )


def wants_it_sent(language: str, said: str) -> bool:
    """True for "send it", "go ahead"."""
    return len(said.split()) <= FEW_WORDS and mentions(language, "send_words", said) and not denies(language, said)


def wants_nothing_sent(language: str, said: str) -> bool:
    """True for "no, don't send it"."""
    return len(said.split()) <= WORDS_OF_A_STEP and mentions(language, "send_words", said) and denies(language, said)


def goes_on(language: str, said: str) -> bool:
    """True for "let us go on"."""
    return mentions(language, "go_on_words", said) and not denies(language, said)


def asks_back(language: str, said: str, *, only: bool = False) -> bool:
    """True for "why do you ask?" and "what do you mean?", which ask about the question of the bot.

    If ``only``, it has to be all that is said.
    """
    why = [_asks_why(language, each) for each in _SENTENCES.split(said) if plain(each)]
    return bool(why) and (all(why) if only else any(why))


def _asks_why(language: str, sentence: str) -> bool:
    asks_it = len(sentence.split()) <= WORDS_OF_A_STEP and mentions(language, "why_words", sentence)
    return asks_it or plain(sentence) in _words(language, "why_words.alone")


def asks(language: str, said: str) -> bool:
    """True for a question, with its mark or by how it begins ("and who reads this")."""
    begins = without_lead(language, "but_words", without_lead(language, "and_words", said))
    return said.endswith(QUESTION_MARKS) or without_lead(language, "asking_words", begins) != begins


def questions_beside(language: str, said: str) -> list[str]:
    """The parts of a text that ask something, where it holds more than one part ("is it free, and who reads this?")."""
    parts = [part.strip() for part in _between_questions(language).split(said) if part.strip(" ?؟")]
    return [part for part in parts if asks(language, part)] if len(parts) > 1 else []


def fear_named(language: str, said: str) -> str | None:
    """What somebody may be afraid for, or of; the first of several."""
    return next((fear for fear in NAMED["fear_words"] if mentions(language, f"fear_words.{fear}", said)), None)


def without_lead(language: str, key: str, said: str) -> str:
    """``said`` without the words of a list that it may begin with ("my name is")."""
    for lead in sorted(_alternatives(key, language), key=len, reverse=True):
        if said.casefold().startswith(f"{lead} "):
            return said[len(lead) :].strip() or said
    return said


def without_words(language: str, key: str, said: str) -> str | None:
    """``said``, as ``plain`` gives it back, without the words of a list; None if it holds none of them."""
    rest = before = f" {plain(said)} "
    for word in sorted(_words(language, key), key=len, reverse=True):
        rest = rest.replace(f" {word} ", "  ")
    return " ".join(rest.split()) if rest != before else None


def age_told(language: str, said: str) -> int | None:
    """How old somebody says that they are, in years."""
    folded = _folded(said)
    found = (pattern.search(folded) for pattern in _age_patterns(language))
    ages = (int(age.group("age")) for age in found if age)
    return next((age for age in ages if age >= WRITES_FROM), None)


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


@cache
def _need_words(language: str, need: Need) -> frozenset[str]:
    """The words that name a need, also with an "and" that is joined to them."""
    words = _words(language, f"need_words.{need}")
    return words | {f"{JOINED_AND}{word}" for word in words}


def _found(language: str, kind: str, said: str) -> tuple[str, str] | None:
    return _best(said, ((option, _words(language, _key(kind, option))) for option in NAMED[kind]))


def _denies_name(language: str, kind: str, part: str) -> bool:
    """True if a "not", or a "that is hard", stands beside the words that name something.

    "It does not matter when" is a name itself, and "can't somebody come?" is a wish.
    """
    found = _found(language, kind, part)
    beside = f" {plain(part)} ".replace(f" {found[1]} ", "  ", 1) if found else part
    for polite in _words(language, "polite_words"):
        beside = beside.replace(f" {polite} ", "  ")
    return denies(language, beside) or mentions(language, "hard_words", beside)


@cache
def _between_parts(language: str) -> re.Pattern[str]:
    but = "|".join(re.escape(word) for word in _alternatives("but_words", language))
    return re.compile(rf"{_BETWEEN_PARTS.pattern}|\s(?=(?:{but})\s)")


@cache
def _between_questions(language: str) -> re.Pattern[str]:
    joins = "|".join(re.escape(word) for key in ("but_words", "and_words") for word in _alternatives(key, language))
    return re.compile(rf"{_BETWEEN_PARTS.pattern}|(?<=[?؟])|\s(?:{joins})\s")


@cache
def _age_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    goes_on = "|".join(re.escape(word) for word in _alternatives("age_goes_on", language))
    return tuple(re.compile(_age_pattern(words, goes_on)) for words in _alternatives("age_words", language))


def _age_pattern(words: str, goes_on: str) -> str:
    """``words`` with the number in place of #; a bare number is an age only where no unit follows ("16 weeks")."""
    before, _, after = (re.escape(part) for part in words.partition("#"))
    end = "" if after.strip() else rf"(?=\s*(?:$|[.,;!?،؛]|(?:{goes_on})))"
    return rf"(?<!\w){before}(?P<age>\d{{1,2}})(?!\d){after}{end}"


def _folded(text: str) -> str:
    return "".join(str(int(each)) if each.isdecimal() else each for each in text.casefold().replace("’", "'"))


def _key(kind: str, option: str) -> str:
    return f"{kind}.{option}" if option else kind


@cache
def _alternatives(key: str, language: str) -> tuple[str, ...]:
    texts = catalogues()
    return tuple(texts.say(language, key).casefold().split("|")) if texts.has(key) else ()


@cache
def _words(language: str, key: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _alternatives(key, language))


def _mentions(said: str, words: Iterable[str]) -> bool:
    padded = f" {plain(said)} "
    return any(f" {word} " in padded for word in words)


def _named(said: str, options: Iterable[tuple[str, frozenset[str]]]) -> str | None:
    found = _best(said, options)
    return found[0] if found else None


def _best(said: str, options: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, str] | None:
    """The one option whose words are said, with them; "knows nothing of it" is not also "knows of it"."""
    padded = f" {plain(said)} "
    found = {str(option): [word for word in words if f" {word} " in padded] for option, words in options}
    longest = {option: max(words, key=len) for option, words in found.items() if words}
    best = max(longest, key=lambda option: len(longest[option]), default=None)
    others = (words for option, words in longest.items() if option != best)
    return (best, longest[best]) if best is not None and all(words in longest[best] for words in others) else None
