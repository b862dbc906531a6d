"""Whom a service is for, as the exports of others tell it: in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.groups import INSTEAD, Group

_NAMES: Mapping[Group, str] = {
    Group.WOMEN: "women|females?|girls|mothers|vrouwen|meisjes|moeders|femmes|filles|m[eè]res|mamans",
    Group.MEN: "men|males?|boys|fathers|mannen|jongens|vaders|hommes|gar[cç]ons|p[eè]res|papas",
    Group.NEWCOMERS: "newcomers|immigrants|refugees|nieuwkomers|vluchtelingen|primo-arrivants|r[eé]fugi[eé]s",
}
_ONLY = "only|exclusively|alleen|enkel|uitsluitend|seulement|uniquement|exclusivement|r[eé]serv[eé]e?s?"
_TO = "for|to|open|is|are|voor|aux?|pour|les|[aà]"
_NOT_ONLY = re.compile(rf"\b(not|niet|pas|non) (\w+ )?({_ONLY})\b", re.IGNORECASE)


def groups_named(text: str) -> frozenset[Group]:
    """The groups that alone are taken, where the text says so plainly ("women only"); none where it may mean more."""
    found = frozenset(group for group in Group if _only_for(group).search(text))
    others = {group for group, other in INSTEAD.items() if _named(other).search(text)}
    return frozenset() if _NOT_ONLY.search(text) else found - others


def _only_for(group: Group) -> re.Pattern[str]:
    names = _NAMES[group]
    before, after = rf"(?:{_ONLY})(?: (?:{_TO}))* (?:{names})", rf"(?:{names})(?: (?:{_TO}))* (?:{_ONLY})"
    return re.compile(rf"\b(?:{before}|{after})\b", re.IGNORECASE)


def _named(group: Group) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_NAMES[group]})\b", re.IGNORECASE)
