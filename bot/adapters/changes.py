"""Several changes to the question that are asked for in one message, read part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.adapters.change_parts import Kind, Part, joined, ordered_in_words
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.homes import home_told
from bot.adapters.limits import is_a_limit, nobody_from
from bot.adapters.moment import CHANGED_AT
from bot.adapters.names import number_in
from bot.adapters.orders import (
    leaves_out,
    names_nothing,
    orders_out,
    orders_word_by_word,
    quoted_in,
    wording,
)
from bot.adapters.other_words import AT_HOME
from bot.adapters.phrases import FEW_WORDS, asks, denies, fear_named, named, needs_named, unwished, wished
from bot.adapters.word_lists import begins_with, mentions, told_parts, without_lead, without_parts
from bot.domain.labels import Topic
from bot.domain.places import Place
from bot.domain.question import sentences
from bot.domain.understanding import LIKELY_THERE, Understanding
from bot.domain.words import JOINED_AND

ASKED_LATE = ("name", "phone")
"""Of these, slots that ask for a line themselves."""
WORDS_OF_AN_ADDITION = 8
WORDS_OF_A_PART, WORDS_OF_AN_ORDER = 10, 25
APOSTROPHES = "'’"


ORDERED: Mapping[Topic, Kind] = {
    Topic.LEAVE_OUT: Kind.OUT,
    Topic.PUT_BACK: Kind.BACK,
    Topic.KEEP_IT: Kind.KEPT,
    Topic.ADD_TO_IT: Kind.ADDED,
    Topic.SAY_IT_SO: Kind.ADDED,
}
"""What the orders that are learnt change."""
ORDERS = frozenset(ORDERED.values())
OF_CONTACT = (Kind.PLACE, Kind.CONTACT, Kind.NUMBER)


@dataclass(frozen=True)
class Changes:
    """The parts of a message that changes the question."""

    parts: tuple[Part, ...] = ()

    def of(self, kind: Kind) -> list[str]:
        """What the parts of a kind say."""
        return [part.says for part in self.parts if part.kind is kind]

    def __bool__(self) -> bool:
        """True if something is ordered, wished or limited, or if there are changes of more kinds."""
        kinds = [part.kind for part in self.parts]
        only = len(kinds) > 1 and set(kinds) <= {Kind.CONTACT, Kind.PLACE}
        return len(set(kinds) - {None}) > 1 or only or bool({*ORDERS, Kind.WISH, Kind.LIMIT} & set(kinds))


def changes_at(
    slot: str | None, language: str, said: str, heard: Understanding, orders: Mapping[str, Topic]
) -> Changes:
    """What a message changes where ``slot`` is asked for; "no name, please" answers what it was asked for."""
    changes = changes_in(language, said, heard, orders) if slot in CHANGED_AT else Changes()
    refuses = slot in ASKED_LATE and {part.kind for part in changes.parts} <= {Kind.OUT, None}
    of_line = slot == "line_how" and bool(changes.parts) and all(_names_none(language, part) for part in changes.parts)
    refuses = refuses or of_line
    return Changes() if refuses else changes


def _names_none(language: str, part: Part) -> bool:
    """True for an order that is about the line that is spoken of ("leave it out")."""
    return part.kind is Kind.OUT and names_nothing(language, part.says)


def changes_in(language: str, said: str, heard: Understanding, orders: Mapping[str, Topic] | None = None) -> Changes:
    """What the parts of a message change; nothing where it asks something, or tells of danger.

    ``orders`` are the parts that the understanding takes for one. Needs are only changed by a message that says of one
    that it is not the matter: else it tells a story.
    """
    in_doubt = heard.crisis is not None and heard.crisis_score >= LIKELY_THERE
    if heard.danger is not None or in_doubt or heard.asks_if_in:
        return Changes()
    quotes = [quote for quote in quoted_in(said) if named(language, "line_words", quote) is None]
    if orders_word_by_word(language, said) or (quotes and leaves_out(language, said)):
        return Changes()  # what stands there word by word is never parted
    asked = [each for each in sentences(said) if asks(language, each)]
    parts = [_part(language, said, pieces, orders or {}) for pieces in _grouped(language, said)]
    parts = [replace(part, asked=any(part.pieces[-1] in each for each in asked)) for part in parts]
    asks_something = any(asks(language, part.says) for part in parts if part.kind not in (*ORDERS, Kind.WISH))
    if asks_something and not ORDERS & {part.kind for part in parts}:
        return Changes()
    finds_it_good = heard.goes_on or mentions(language, "right_words", said)
    if finds_it_good and {part.kind for part in parts} <= {Kind.KEPT, None}:
        return Changes()  # "it is good, leave it like that" is a yes
    if not any(part.kind is Kind.NEEDS and denies(language, part.says) for part in parts):
        parts = [replace(part, kind=None) if part.kind is Kind.NEEDS else part for part in parts]
    return Changes(joined(language, parts))


def told_beside(language: str, said: str, changes: Changes) -> str:
    """What a message tells besides its changes, with what it is about instead: that belongs to what was told."""
    done = [piece for part in changes.parts if part.kind not in (None, Kind.NEEDS) for piece in part.pieces]
    return without_lead(language, "polite_order_words", without_parts(language, said, done))


def place_in(language: str, part: str) -> Place | None:
    """The place that a part of a message tells, as a home or in a few words; None where it tells none.

    "Nobody from Watou" tells where a helper is not to come from.
    """
    if nobody_from(language, part):
        return None
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


def _part(language: str, said: str, pieces: tuple[str, ...], orders: Mapping[str, Topic]) -> Part:
    others = [piece.strip() for piece in told_parts(language, said) if piece.strip() not in pieces]
    says = _without_lead(language, without_parts(language, said, others))
    ordered = ORDERED.get(orders[pieces[-1]]) if pieces[-1] in orders else None
    tells_a_story = ordered is Kind.ADDED and len(says.split()) > WORDS_OF_AN_ADDITION  # that is not added unasked
    return Part(pieces, says, _kind(language, says, None if tells_a_story else ordered))


def _without_lead(language: str, part: str) -> str:
    """A part without an "and" that is joined to its first word, and without "could you"."""
    part = without_lead(language, "and_words", part)
    bare = part.removeprefix(JOINED_AND)
    orders = leaves_out(language, bare) or begins_with(language, "add_words", bare)
    bare = without_lead(language, "begins_no_words", bare)
    return without_lead(language, "polite_order_words", bare if orders else part)


def _kind(language: str, part: str, ordered: Kind | None = None) -> Kind | None:
    """What a part changes; where words in a list and what is learnt differ, what is learnt tells the kind of order."""
    if _says_a_wish(language, part):
        return Kind.WISH
    in_words = ordered_in_words(language, part)
    if len(part.split()) > (WORDS_OF_AN_ORDER if ordered or in_words else WORDS_OF_A_PART):
        return None
    if is_a_limit(language, part) and in_words is not Kind.OUT:
        return Kind.LIMIT if fear_named(language, part) != AT_HOME else None  # that is answered as a fear
    if Kind.ADDED in (ordered, in_words) and (told := _told(language, wording(language, part))) in OF_CONTACT:
        return told  # "write: in the afternoon"
    if ordered is not None or in_words is Kind.OUT:
        return in_words if _counts_more(language, part, in_words, ordered) else ordered or in_words
    return in_words or _told(language, part)


def _counts_more(language: str, part: str, in_words: Kind | None, ordered: Kind | None) -> bool:
    """True where the words of an order are plainer than what it is read as.

    "Put the rent back" is; "add I can't drive because of my back" and "don't take her out" are not.
    """
    if in_words is Kind.OUT and ordered is Kind.KEPT:
        lets_stand = begins_with(language, "apart_words", part) and not mentions(language, "away_words", part)
        return not (denies(language, without_lead(language, "begins_no_words", part)) or lets_stand)
    if in_words is Kind.OUT:
        return ordered is Kind.ADDED and orders_out(language, part)
    plainly_back = begins_with(language, "put_back_words", part) or len(part.split()) <= FEW_WORDS
    return in_words is Kind.ADDED or (in_words is Kind.BACK and plainly_back)


def _told(language: str, part: str) -> Kind | None:
    """What a part tells that has a line of its own."""
    if without_lead(language, "rename_words", part) != part:
        return Kind.NAME
    if number_in(part) is not None:
        return Kind.NUMBER
    if place_in(language, part) is not None:
        return Kind.PLACE
    if not begins_with(language, "pronoun_words", part) and _is_of_contact(language, part):
        return Kind.CONTACT
    return Kind.NEEDS if needs_named(language, part, WORDS_OF_A_PART if denies(language, part) else FEW_WORDS) else None


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
