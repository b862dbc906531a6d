"""What an order about the question names: what is to go out of it, and what is to be added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapters.phrases import asks, denies, named, needs_named, wished
from bot.adapters.word_lists import (
    after_words,
    begins_with,
    clauses,
    follows,
    mentions,
    told_parts,
    without_lead,
    without_parts,
    without_tail,
    without_words,
    words_of_list,
)
from bot.domain.choices import LETTERS_OF_A_NAME
from bot.domain.question import sentences
from bot.domain.words import plain

GOES, ADDED = "goes", "added"
WORDS_OF_AN_ORDER = 12
WORDS_THAT_TELL = 3
WORDS_BETWEEN = 8
"""As many words at most stand between "put" and "back"."""
WORDS_OF_A_LEAD = 5
WORDS_OF_ONE_MORE = 3
"""In so few words an order goes on ("and the grandmother too"); more tell why it is given."""
WORDS_OF_A_REFERENCE = 6
"""In more words a "not" says something else ("call after six, not on Wednesday")."""
_ORDERS_WITHOUT_A_NAME = (
    "unkept_words",
    "line_how_words.drop",
    "order_words",
    "apart_words",
    "away_words",
    "this_words",
    "filler_words",
)
_ORDERS_BACK = ("put_back_words", "put_words", "back_words", "all_words", "this_words", "filler_words")
_QUOTED = re.compile(r"«[^»]+»|“[^”]+”|„[^“”]+[“”]|\"[^\"]+\"|(?<!\w)['‘](?!(?:k|t|n|s|m|z)\s).{4,}?['’](?!\w)")


@dataclass(frozen=True)
class Order:
    """What ``goes``, each thing by itself, ``quoted`` word by word or named, and what is to be ``added``."""

    goes: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    added: str = ""


def order_in(language: str, said: str) -> Order:
    """The order that a text gives ("add that I have a dog, and leave out his age and the belt").

    What stands in quotation marks, or behind "leave out:", is never parted.
    What stays ("..., but my son stays") is not named, nor why.
    """
    if orders_word_by_word(language, said):
        rest = said.partition(":")[2].strip()
        return Order(quoted=tuple(quoted_in(rest)) or (rest,))
    parts = [part.strip() for part in told_parts(language, _QUOTED.sub(" ", said)) if part.strip()]
    kinds = _kinds(language, parts)
    goes, added = ([part for part, each in zip(parts, kinds) if each == kind] for kind in (GOES, ADDED))
    quoted = tuple(quoted_in(said))
    goes = [part for part in goes if not (quoted and names_nothing(language, part))]
    others = [part for part in parts if part not in added]
    spoken = _QUOTED.sub(" ", said)
    tells = without_lead(language, "add_words", without_parts(language, spoken, others).strip()) if added else ""
    return Order(tuple(goes), quoted, tells)


def orders_word_by_word(language: str, said: str) -> bool:
    """True for "leave out: my sister and her son", behind whose mark stands what goes, word by word."""
    lead, mark, rest = said.partition(":")
    return bool(mark and rest.strip()) and leaves_out(language, lead) and names_nothing(language, lead)


def order_of(language: str, parts: Sequence[str]) -> Order:
    """The order to take out what these parts of a text name, and what is quoted in them, word by word."""
    quoted = tuple(quote for part in parts for quote in quoted_in(part))
    named_beside = (_QUOTED.sub(" ", part).strip() for part in parts)
    return Order(tuple(part for part in named_beside if not (quoted and names_nothing(language, part))), quoted)


def _kinds(language: str, parts: Sequence[str]) -> list[str | None]:
    """Of each part of an order whether it GOES, is ADDED, or neither; a list goes on until something else is said.

    What stands before an order that names nothing ("that of the rent, just leave it out") is what goes.
    """
    kinds: list[str | None] = []
    for part in parts:
        kinds.append(_kind(language, part, kinds[-1] if kinds else None))
        if len(kinds) > 1 and kinds[-2] is None and kinds[-1] == GOES and names_nothing(language, part):
            kinds[-2] = GOES
    return kinds


def names_nothing(language: str, part: str) -> bool:
    """True for an order in which no word tells what is meant ("that has to stay out")."""
    return _is_nothing_but(language, part, _ORDERS_WITHOUT_A_NAME)


def names_nothing_to_put_back(language: str, part: str) -> bool:
    """The same of an order to put back ("put it back", "undo that")."""
    return _is_nothing_but(language, part, _ORDERS_BACK)


def names_nothing_to_add(language: str, part: str) -> bool:
    """The same of an order to add ("add that", "it lacks")."""
    return _is_nothing_but(language, part, ("add_words", "this_words", "beside_words", "filler_words"))


def ends_in_order(language: str, part: str) -> bool:
    """True for a need behind which stands that it goes ("family out", "the money I never spoke of, drop it")."""
    words = len(part.split())
    away, dropped = (without_tail(language, key, part) != part for key in ("away_words", "line_how_words.drop"))
    short = (away and words <= WORDS_OF_ONE_MORE) or (dropped and words <= WORDS_BETWEEN)
    return short and bool(needs_named(language, part, words))


def _is_nothing_but(language: str, part: str, keys: Sequence[str]) -> bool:
    for key in keys:
        rest = without_words(language, key, part)
        part = part if rest is None else rest
    return all(word in words_of_list(language, "filler_words") for word in plain(part).split())


def points_back(language: str, said: str) -> bool:
    """True for an order about what was said last ("that has to stay out"); not for a wish ("away from here")."""
    unkept = mentions(language, "unkept_words", said)
    leads = unkept or begins_with(language, "this_words", said) or orders_out(language, said)
    names_a_line = named(language, "line_words", said) is not None
    return leads and (unkept or leaves_out(language, said)) and not names_a_line and names_nothing(language, said)


def _kind(language: str, part: str, before: str | None) -> str | None:
    part = without_lead(language, "and_words", part)
    if mentions(language, "line_how_words.keep", part) or _puts_back(language, part):
        return None
    if begins_with(language, "add_words", part):
        return ADDED
    if leaves_out(language, part) or begins_with(language, "order_words", part):
        return GOES
    stays = denies(language, part) or any(begins_with(language, key, part) for key in ("i_words", "only_words"))
    return None if before == GOES and (stays or len(part.split()) > WORDS_OF_ONE_MORE) else before


def leaves_out(language: str, said: str) -> bool:
    """True for a text that takes something out of the question ("leave that out", "without the debts")."""
    order = _QUOTED.sub("", said)
    return (
        wished(language, "line_how_words", order) == "drop"
        or without_a_need(language, said)
        or any(_orders_something_out(language, part) for part in clauses(language, order))
    )


def _orders_something_out(language: str, part: str) -> bool:
    """True for an order that begins with its word ("remove Gerard"), or has its words apart ("leave Gerard out").

    It may be asked for politely ("can you leave Gerard out").
    """
    part = without_lead(language, "polite_order_words", without_lead(language, "and_words", part))
    if begins_with(language, "line_how_words.drop", part) and len(part.split()) > 1:
        return True
    return begins_with(language, "apart_words", part) and mentions(language, "away_words", part)


def orders_out(language: str, said: str) -> bool:
    """True for an order to take something out ("leave everything about him out"); not for "my husband is away"."""
    leads = ("begins_no_words", "polite_order_words")
    parts = (without_lead(language, key, part) for part in clauses(language, said) for key in leads)
    return leaves_out(language, said) and any(begins_with(language, "order_words", part) for part in parts)


def puts_back(language: str, said: str) -> bool:
    """True for an order to put back what was left out ("put the rent back, only my sister has to go")."""
    return _puts_back(language, said) or any(_puts_back(language, part) for part in told_parts(language, said))


def goes_beside_back(language: str, said: str) -> tuple[str, ...]:
    """What is to go out by the other parts of such an order; not what comes back ("you took it out! Put it back").

    What is quoted in a sentence is not parted.
    """
    whole = [each for each in sentences(said) if quoted_in(each) and not puts_back(language, _QUOTED.sub("", each))]
    others = " ".join(each for each in sentences(said) if not (each in whole or asks(language, each)))
    parts = [part for part in map(str.strip, told_parts(language, others)) if part]
    bring_back = [_puts_back(language, part) for part in parts]
    points_here = [back and names_nothing_to_put_back(language, part) for back, part in zip(bring_back, parts)]
    goes = [part for part, back, then in zip(parts, bring_back, [*points_here[1:], False]) if not (back or then)]
    return tuple(part for part in (*goes, *whole) if _has_to_go(language, part))


def _has_to_go(language: str, part: str) -> bool:
    few = len(part.split()) <= WORDS_OF_A_REFERENCE
    return leaves_out(language, part) or (few and mentions(language, "has_to_go_words", part))


def _puts_back(language: str, part: str) -> bool:
    apart = follows(language, "put_words", "back_words", part, between=WORDS_BETWEEN)
    return apart or begins_with(language, "put_back_words", part)


def without_a_need(language: str, said: str) -> bool:
    """True for a few words that name a need only to leave it out ("without the debts")."""
    return bool(needs_named(language, said)) and begins_with(language, "without_words", said)


def quoted_in(said: str) -> list[str]:
    """What stands between quotation marks in a text."""
    return [quote.strip("«»“”„\"'‘’ ") for quote in _QUOTED.findall(said)]


def unkept_beside(language: str, said: str) -> str | None:
    """What a text tells beside an order not to write that down ("he hit me. don't put that in"); None of others."""
    orders = [part.strip() for part in told_parts(language, said) if mentions(language, "unkept_words", part)]
    rest = without_parts(language, said, orders)
    return rest if orders and len(rest.split()) >= WORDS_THAT_TELL else None


def names_to_hide(language: str, said: str) -> list[str]:
    """Words that an order gives as the name of somebody ("leave the name of Moussa out"); not "of my husband"."""
    return [name for name in after_words(language, "name_of_words", said) if not _is_common(language, name)]


def is_named_in(name: str, told: str) -> bool:
    """True if ``told`` has a word as a name: with a capital, where its script has them, or where the order has one."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told, re.IGNORECASE)
    return found is not None and not (found[0].islower() and name.islower())


def _is_common(language: str, word: str) -> bool:
    known = ("filler_words", "pronoun_words", "relative_words", "person_words", "order_words", "not_words")
    return len(word) < LETTERS_OF_A_NAME or any(plain(word) in words_of_list(language, key) for key in known)


def wording(language: str, said: str) -> str:
    """The words that an order gives to be written ("write: find work again"), without those that order it."""
    if quoted := quoted_in(said):
        return ". ".join(quoted)
    lead, mark, rest = said.partition(":")
    if mark and rest.strip() and len(lead.split()) <= WORDS_OF_A_LEAD:
        return rest.strip()
    for key in ("and_words", "begins_no_words", "polite_order_words", "add_words", "put_words"):
        said = without_lead(language, key, said)
    return without_tail(language, "beside_words", said)
