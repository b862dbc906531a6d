"""Several changes to the question that are asked for in one message, read part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.adapters.doubt import LIKELY_THERE
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.homes import home_told
from bot.adapters.limits import is_a_limit
from bot.adapters.names import number_in
from bot.adapters.orders import leaves_out
from bot.adapters.other_words import AT_HOME
from bot.adapters.phrases import FEW_WORDS, asks, denies, fear_named, named, needs_named, unwished, wished
from bot.adapters.word_lists import begins_with, mentions, told_parts, without_lead, without_parts, without_tail
from bot.domain.places import Place
from bot.domain.understanding import Understanding
from bot.domain.words import JOINED_AND

CHANGED_AT = ("summary", "line", "line_how", "name", "consent")
"""Slots that are asked while the whole question stands on the screen."""
WORDS_OF_A_PART = 10
APOSTROPHES = "'’"


class Kind(Enum):
    """What a part of a message changes."""

    OUT = auto()
    ADDED = auto()
    NEEDS = auto()
    PLACE = auto()
    CONTACT = auto()
    NAME = auto()
    NUMBER = auto()
    LIMIT = auto()
    WISH = auto()


@dataclass(frozen=True)
class Part:
    """What some ``pieces`` of a message say, and what that changes; None for what changes nothing."""

    pieces: tuple[str, ...]
    says: str
    kind: Kind | None


@dataclass(frozen=True)
class Changes:
    """The parts of a message that changes the question."""

    parts: tuple[Part, ...] = ()

    def of(self, kind: Kind) -> list[str]:
        """What the parts of a kind say."""
        return [part.says for part in self.parts if part.kind is kind]

    def __bool__(self) -> bool:
        """True if a change adds, wishes or limits, or if there are several: of more kinds, or with nothing beside."""
        kinds = [part.kind for part in self.parts]
        only = len(kinds) > 1 and set(kinds) <= {Kind.CONTACT, Kind.PLACE}
        return len(set(kinds) - {None}) > 1 or only or bool({Kind.ADDED, Kind.WISH, Kind.LIMIT} & set(kinds))


def changes_in(language: str, said: str, heard: Understanding) -> Changes:
    """What the parts of a message change; nothing where it asks something, or tells of danger.

    Needs are only changed by a message that says of one that it is not the matter: else it tells a story.
    """
    if heard.danger is not None or (heard.crisis is not None and heard.crisis_score >= LIKELY_THERE):
        return Changes()
    parts = [_part(language, said, pieces) for pieces in _grouped(language, said)]
    if any(asks(language, part.says) for part in parts if part.kind is not Kind.WISH):
        return Changes()
    if not any(part.kind is Kind.NEEDS and denies(language, part.says) for part in parts):
        parts = [replace(part, kind=None) if part.kind is Kind.NEEDS else part for part in parts]
    return Changes(tuple(_with_what_goes_on(parts)))


def _with_what_goes_on(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, of which those behind an addition or a wish go on with it ("add that it rains, and I am cold")."""
    before: Kind | None = None
    for part in parts:
        before = before if before in (Kind.ADDED, Kind.WISH) and part.kind is None else part.kind
        yield replace(part, kind=before)


def told_beside(language: str, said: str, changes: Changes) -> str:
    """What a message tells besides its changes, with what it is about instead: that belongs to what was told."""
    done = [piece for part in changes.parts if part.kind not in (None, Kind.NEEDS) for piece in part.pieces]
    return without_lead(language, "polite_order_words", without_parts(language, said, done))


def place_in(language: str, part: str) -> Place | None:
    """The place that a part of a message tells, as a home or in a few words; None where it tells none."""
    if (home := home_told(language, part)) is not None:
        return home
    found = {each.place for each in load_gazetteer().find(part)} if len(part.split()) <= FEW_WORDS else set()
    return found.pop() if len(found) == 1 and not denies(language, part) else None


def _grouped(language: str, said: str) -> list[tuple[str, ...]]:
    """The pieces of a text that say something; "I'd" goes with "be called" (of "I'd rather be called")."""
    groups: list[tuple[str, ...]] = []
    begun: tuple[str, ...] = ()
    for piece in filter(None, map(str.strip, told_parts(language, said))):
        if len(piece.split()) > 1 or _kind(language, piece) is not None:
            groups.append((*begun, piece))
            begun = ()
        elif set(piece) & set(APOSTROPHES):
            begun = (piece,)
    return groups


def _part(language: str, said: str, pieces: tuple[str, ...]) -> Part:
    others = [piece.strip() for piece in told_parts(language, said) if piece.strip() not in pieces]
    says = _without_lead(language, without_parts(language, said, others))
    return Part(pieces, says, _kind(language, says))


def _without_lead(language: str, part: str) -> str:
    """A part without an "and" that is joined to its first word, and without "could you"."""
    part = without_lead(language, "and_words", part)
    bare = part.removeprefix(JOINED_AND)
    orders = leaves_out(language, bare) or begins_with(language, "add_words", bare)
    return without_lead(language, "polite_order_words", bare if orders else part)


def _kind(language: str, part: str) -> Kind | None:
    if _says_a_wish(language, part):
        return Kind.WISH
    if len(part.split()) > WORDS_OF_A_PART:
        return None
    if leaves_out(language, part):
        return Kind.OUT
    if is_a_limit(language, part) and fear_named(language, part) != AT_HOME:  # that is answered as a fear
        return Kind.LIMIT
    if begins_with(language, "add_words", part) or added_apart(language, part):
        return Kind.ADDED
    if without_lead(language, "rename_words", part) != part:
        return Kind.NAME
    if number_in(part) is not None:
        return Kind.NUMBER
    if place_in(language, part) is not None:
        return Kind.PLACE
    if not begins_with(language, "pronoun_words", part) and _is_of_contact(language, part):
        return Kind.CONTACT
    return Kind.NEEDS if needs_named(language, part, WORDS_OF_A_PART if denies(language, part) else FEW_WORDS) else None


def added_apart(language: str, part: str) -> str:
    """What an order adds whose words stand apart ("put housing with it"); empty of others."""
    rest = without_lead(language, "put_words", part)
    bare = without_tail(language, "beside_words", rest)
    return "" if rest == part or bare == rest else bare


def _says_a_wish(language: str, part: str) -> bool:
    """True for "what I want is that the power stays on"; not for "my wish is not right"."""
    rest = without_lead(language, "wish_is_words", part)
    return rest != part and not (denies(language, rest) and len(rest.split()) <= FEW_WORDS)


def _is_of_contact(language: str, part: str) -> bool:
    # "nobody at home" and "I live with them" wish no visit
    tells = any(begins_with(language, key, part) for key in ("nobody_words", "home_words"))
    way = None if tells else wished(language, "reach_words", part) or unwished(language, "reach_words", part)
    moment = named(language, "when_words", part) or mentions(language, "day_words", part)
    return bool(way or (moment and len(part.split()) <= FEW_WORDS))
