"""What somebody wishes of a helper, said while something else was asked."""

from __future__ import annotations

from bot.adapters.moment import Moment
from bot.adapters.phrases import language_spoken
from bot.adapters.word_lists import mentions
from bot.domain.labels import Preference
from bot.domain.question import HelpQuestion

NOTED_BESIDE = (Preference.WOMAN, Preference.NO_ACQUAINTANCE)
TAKE_WISHES = ("service", "preference")
"""Slots whose answer may be such a wish."""


def wishes_told(moment: Moment, question: HelpQuestion, said: str) -> tuple[Preference, ...]:
    """The new wishes that a message holds, of those that are noted beside the talk."""
    if moment.slot in TAKE_WISHES or question.for_someone_else or question.consult:
        return ()
    new = (wish for wish in NOTED_BESIDE if wish not in question.preferences)
    return tuple(wish for wish in new if mentions(moment.language, f"{wish}_words", said))


def language_told(moment: Moment, question: HelpQuestion, said: str) -> str | None:
    """The language to be helped in that a message names, if the bot does not speak it and it is new."""
    spoken = language_spoken(moment.language, said)
    return spoken if spoken != question.language else None
