"""What somebody says of themselves that tells which helpers are there for them: age, woman or man, new here."""

from __future__ import annotations

from bot.adapters.ages import age_told
from bot.adapters.moment import Moment
from bot.adapters.phrases import asks
from bot.adapters.word_lists import mentions
from bot.domain.groups import INSTEAD, Group
from bot.service import selves
from bot.service.turn import Turn

AMONG_HELPERS = ("service", "preference")
"""Slots that are asked for while helpers are shown."""


def note_age(turn: Turn, moment: Moment, said: str) -> int | None:
    """Notes how old somebody is, or that they are too old for those who are shown; gives back the age that is told."""
    age = None if turn.conversation.question.for_someone_else else age_told(moment.language, said)
    if age is not None:
        selves.set_age(turn, age)
    elif _says_among_helpers(moment, "too_old_words", said):
        selves.note_too_old(turn)
    return age


def note_groups(turn: Turn, moment: Moment, said: str) -> None:
    """Notes of which groups somebody says that they are one."""
    question = turn.conversation.question
    if question.for_someone_else or question.consult:
        return
    told = {group for group in Group if mentions(moment.language, f"group_words.{group}", said)}
    if _says_among_helpers(moment, "for_women_words", said):
        told.add(Group.MEN)
    for group in sorted(told):
        if INSTEAD.get(group) not in told:
            selves.belong(turn, group)


def looks_past_others(turn: Turn, moment: Moment) -> bool:
    """Looks anew where one of those who are shown is there for other people; True if that is what is asked about."""
    return selves.look_past_others(turn) and moment.slot in AMONG_HELPERS


def _says_among_helpers(moment: Moment, key: str, said: str) -> bool:
    """True where a message says so of those who are shown; "is that for women?" says nothing."""
    about_them = moment.slot in AMONG_HELPERS and not asks(moment.language, said)
    return about_them and mentions(moment.language, key, said)
