"""Names and phone numbers of people in what they write."""

from __future__ import annotations

import re

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.hours_told import names_a_weekday
from bot.adapters.phrases import asks, denies
from bot.adapters.word_lists import (
    begins_with,
    clauses,
    mentions,
    told_parts,
    without_lead,
    without_parts,
    without_tail,
)
from bot.domain.question import sentences
from bot.domain.words import plain

PHONE_NUMBER = re.compile(r"\+?\(?\d(?:[\s./()-]*\d){8,14}")
"""Nine digits at least, as numbers have here: a date has fewer."""
WORDS_OF_A_FIRST_NAME = 2
TITLES = frozenset(["mr", "mrs", "ms", "mevr", "mvr", "dhr", "mme", "mlle", "m", "dr"])
WORDS_OF_A_REMARK = 3
"""In fewer it belongs to the name: "Peeters, Jan"."""
_SENTENCE_ENDS = re.compile(r"[.!\n]+\s+")
_MARKS = " .,;:!\n،؛"
_NO_NAMES = ("begins_yes_words", "begins_no_words", "skip_words", "stop_words.alone", "no_name_words")
_BETWEEN_NAME_AND_NUMBER = re.compile(r"[,;:\n،؛]+")
_CAPITALISED = re.compile(r"(?<=[\w,;] )[^\W\d_a-z][a-z\u00df-\u00ff'’-]{2,}")


def name_in(language: str, words: str) -> str:
    """The name that a text gives, without what leads to it and without a number that follows it."""
    number = PHONE_NUMBER.search(words)
    if number:
        before, after = words[: number.start()], words[number.end() :]
        parts = _BETWEEN_NAME_AND_NUMBER.split(without_tail(language, "number_words", before.rstrip(" .:-")))
        words = next((part for part in (*parts, after) if part.strip()), "")
    words = _without_refusals(language, words)
    name = without_tail(language, "name_end_words", " ".join(words.split()).rstrip(" .,;!"))
    return without_lead(language, "name_words", name).rstrip(".,;")


def _without_refusals(language: str, words: str) -> str:
    """A text without the parts that keep something back ("Rita, but no surname"); as it is where that is all."""
    parts = clauses(language, words)
    kept = [part for part in parts if not (denies(language, part) or mentions(language, "negation_words", part))]
    return ", ".join(kept) if kept and len(kept) < len(parts) else words


def name_and_more(language: str, words: str) -> tuple[str, str] | None:
    """The name with which a text begins that says more, and that ("Dave. wait, I want the other one")."""
    first, *others = clauses(language, words) or [""]
    after = words[words.index(first) + len(first) :]
    is_sentence = _SENTENCE_ENDS.match(after) is not None
    more = after.strip(_MARKS)
    enough = is_sentence or (number_in(words) is None and len(more.split()) >= WORDS_OF_A_REMARK)
    return (name_in(language, first), more) if others and enough and _is_a_name_alone(language, first) else None


def name_to_write(language: str, words: str) -> str | None:
    """The name that somebody says to write ("not my own. just put Jan"); None where none is said so."""
    keys = ("write_name_words", "rename_words")
    leads = ((part, without_lead(language, key, part)) for part in clauses(language, words) for key in keys)
    names = (rest for part, rest in leads if rest != part and not rest[0].islower())
    return next((name_in(language, rest) for rest in names if _is_a_name_alone(language, rest)), None)


def _is_a_name_alone(language: str, words: str) -> bool:
    name = name_in(language, words)
    if not name or denies(language, name) or plain(name) in TITLES or asks(language, words):
        return False
    says_something = any(begins_with(language, key, name) for key in _NO_NAMES)
    return len(name.split()) <= WORDS_OF_A_FIRST_NAME and not says_something


def number_in(words: str) -> str | None:
    """The phone number in a text."""
    number = PHONE_NUMBER.search(words)
    return number.group().strip() if number else None


def told_beside_number(language: str, words: str) -> str:
    """What a text says beside the phone number in it ("... but leave no message, he listens"), without the "but"."""
    rest = PHONE_NUMBER.sub(" ", words, count=1).strip(_MARKS)
    for key in ("number_words", "but_words", "and_words"):
        rest = without_lead(language, key, rest).strip(_MARKS)
    parts = (part.strip(_MARKS) for part in rest.split(",") if len(part.split()) > 1)  # a name alone has its own line
    told = ", ".join(parts)
    return told if len(told.split()) >= WORDS_OF_A_REMARK and not asks(language, told) else ""


def introduction(language: str, words: str) -> tuple[str, str] | None:
    """The name by which somebody introduces themselves in a text, and the rest of it; None if nobody does.

    "My name is not on the contract" introduces nobody.
    """
    for part in told_parts(language, words):
        name = without_lead(language, "introduction_words", part.strip())
        as_a_name = not (name[:1].islower() or names_a_weekday(language, name)) and _is_a_name_alone(language, name)
        if name != part.strip() and as_a_name:
            return name_in(language, name), without_parts(language, words, [part.strip()])
    return None


def names_in(words: str) -> tuple[str, ...]:
    """The words of a text that look like names: with a capital in the middle of a sentence, and no place."""
    found = dict.fromkeys(name for each in sentences(words) for name in _CAPITALISED.findall(each))
    return tuple(name for name in found if load_gazetteer().named(name) is None)
