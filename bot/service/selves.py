"""Who a person says that they are, as far as helpers are there for some people alone."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.fitting import is_for
from bot.domain.groups import INSTEAD, Group
from bot.service import talk
from bot.service.turn import Turn


def set_age(turn: Turn, age: int) -> None:
    """How old the person is, so that no helper for others is proposed."""
    talk.change_question(turn, replace(turn.conversation.question, age=age))


def belong(turn: Turn, group: Group) -> None:
    """The person is one of a group, so that no helper for others alone is proposed."""
    question = turn.conversation.question
    others = tuple(each for each in question.groups if each not in (group, INSTEAD.get(group)))
    talk.change_question(turn, replace(question, groups=(*others, group)))


def note_too_old(turn: Turn) -> None:
    """Somebody whose age is not known is older than those for whom the shown services are."""
    oldest = [each.maximum_age for each in turn.directory.services_of(turn.conversation.near) if each.maximum_age]
    if oldest and turn.conversation.question.age is None:
        set_age(turn, max(oldest) + 1)


def look_past_others(turn: Turn) -> bool:
    """Looks anew where somebody who is shown is there for others alone; False if nobody is, and nothing changes."""
    near = turn.directory.services_of(turn.conversation.near)
    if all(is_for(service, turn.conversation.question) for service in near):
        return False
    talk.look_anew(turn)
    return True
