"""The parts of a message that changes the question: what each changes, and which go with one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.adapters.orders import (
    WORDS_OF_ONE_MORE,
    ends_in_order,
    leaves_out,
    names_nothing,
    names_nothing_to_add,
    names_nothing_to_put_back,
    puts_back,
)
from bot.adapters.phrases import denies, named, needs_named
from bot.adapters.sending_told import wants_it_sent
from bot.adapters.word_lists import begins_with, mentions, without_lead, without_tail


class Kind(Enum):
    """What a part of a message changes."""

    OUT = auto()
    BACK = auto()
    KEPT = auto()
    """Said to stay as it is, which changes nothing."""
    ADDED = auto()
    NEEDS = auto()
    PLACE = auto()
    CONTACT = auto()
    NAME = auto()
    NUMBER = auto()
    LIMIT = auto()
    WISH = auto()


TELLS_WHEN = (Kind.CONTACT, Kind.LIMIT)
GOES_ON = (Kind.ADDED, Kind.WISH)
"""What stands behind these goes on with them ("add that it rains, and I am cold")."""


@dataclass(frozen=True)
class Part:
    """What some ``pieces`` of a message say, and what that changes; None for what changes nothing.

    ``asked`` tells that they stand in a question.
    """

    pieces: tuple[str, ...]
    says: str
    kind: Kind | None
    asked: bool = False


def joined(language: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with what they mean beside one another."""
    going_on = list(_with_what_goes_on(language, _with_a_list_before(language, parts)))
    return tuple(_with_what_is_meant(language, going_on))


def ordered_in_words(language: str, part: str) -> Kind | None:
    """The order that the words of a part give."""
    if begins_with(language, "add_words", part):
        return Kind.ADDED
    if puts_back(language, part):
        return Kind.BACK
    if leaves_out(language, part) or ends_in_order(language, part):
        return Kind.OUT
    return Kind.ADDED if added_apart(language, part) else None


def added_apart(language: str, part: str) -> str:
    """What an order adds whose words stand apart ("put housing with it"); empty of others."""
    rest = without_lead(language, "put_words", part)
    bare = without_tail(language, "inside_words", without_tail(language, "beside_words", rest))
    return "" if rest == part or bare == rest else bare


def _with_what_goes_on(language: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, of which those behind an addition or a wish go on with it, and a few words with what goes out."""
    before: Kind | None = None
    for part in parts:
        one_more = before is Kind.OUT and _is_one_more(language, part)
        goes_on = one_more or (part.kind is None and before in GOES_ON and not _is_settled(language, part))
        limits = before in TELLS_WHEN and part.kind in (None, Kind.ADDED, Kind.NEEDS) and _says_not(language, part)
        before = before if goes_on else Kind.LIMIT if limits else part.kind
        yield replace(part, kind=before)


def _says_not(language: str, part: Part) -> bool:
    """True for a few words that limit what was said of contact ("ring me after seven, never at work")."""
    few = len(part.says.split()) <= WORDS_OF_ONE_MORE + 1 and ordered_in_words(language, part.says) is None
    return few and denies(language, part.says)


def _is_one_more(language: str, part: Part) -> bool:
    """True for a few words that go on with an order ("and the grandmother too"), also where they name a need."""
    words, needs = len(part.says.split()), needs_named(language, part.says)
    bare = words < WORDS_OF_ONE_MORE or mentions(language, "also_words", part.says)
    few = words <= WORDS_OF_ONE_MORE and (bare if needs else part.kind is None)
    return few and not (part.asked or ordered_in_words(language, part.says) or denies(language, part.says))


def _is_settled(language: str, part: Part) -> bool:
    """True for what ends an order ("and then you may send it"), which is no part of what is added."""
    return wants_it_sent(language, part.says) or mentions(language, "right_words", part.says)


def _with_a_list_before(language: str, parts: Sequence[Part]) -> list[Part]:
    """The parts, of which needs before an order that stands behind the last of them go too ("housing and family out").

    So does what is named as "that of" ("that of the nights and that of him has to go").
    """
    out: list[Part] = []
    goes = False
    for part in reversed(parts):
        bare = len(part.says.split()) < WORDS_OF_ONE_MORE and bool(needs_named(language, part.says))
        that_of = begins_with(language, "that_of_words", part.says)
        listed = goes and part.kind in (None, Kind.NEEDS) and (bare or that_of) and not denies(language, part.says)
        goes = listed or (part.kind is Kind.OUT and not _begins_an_order(language, part.says))
        out.insert(0, replace(part, kind=Kind.OUT) if listed else part)
    return out


def _begins_an_order(language: str, said: str) -> bool:
    return any(begins_with(language, key, said) for key in ("order_words", "line_how_words.drop", "apart_words"))


def _with_what_is_meant(language: str, parts: list[Part]) -> Iterator[Part]:
    """The parts, of which one before an order that names nothing goes ("that of the rent, just leave it out").

    Or comes back ("you have taken out my tea! Put that back"), or is added ("no message on the machine! Add that").
    """
    for before, part, then in zip([None, *parts], parts, [*parts[1:], None]):
        if before and _goes_by(language, before, part) and named(language, "line_words", part.says):
            yield replace(part, kind=None)  # it only tells where that stands
        elif then and part.kind is Kind.OUT and _brings_it_back(language, then):
            yield replace(part, kind=Kind.BACK)
        elif then and then.kind is Kind.ADDED and names_nothing_to_add(language, then.says):
            yield replace(part, kind=Kind.ADDED)
        else:
            yield replace(part, kind=Kind.OUT) if then and _goes_by(language, part, then) else part


def _goes_by(language: str, part: Part, then: Part) -> bool:
    """True where what comes next is the order for a part ("just leave it out", "that has to go from what helps")."""
    in_a_line = begins_with(language, "this_words", then.says) and named(language, "line_words", then.says) is not None
    orders = then.kind is Kind.OUT and (in_a_line or names_nothing(language, then.says))
    return orders and part.kind in (None, Kind.NEEDS)


def _brings_it_back(language: str, part: Part) -> bool:
    return part.kind is Kind.BACK and names_nothing_to_put_back(language, part.says)
