"""What somebody wishes of a helper, said while something else was asked."""

from __future__ import annotations

from bot.adapters.moment import Moment
from bot.adapters.phrases import language_named, language_spoken, plainly_refused
from bot.adapters.word_lists import mentions
from bot.domain.labels import REFUSALS, Preference, Reach
from bot.domain.question import HelpQuestion

NOTED_BESIDE = (Preference.WOMAN, Preference.NO_ACQUAINTANCE)
ASKED_FOR_A_WAY = ("reach", "when", "summary", "service")
"""Slots whose answer refuses a way to be reached."""
TAKE_WISHES = ("service", "preference")
"""Slots whose answer may be such a wish."""


def wishes_told(moment: Moment, question: HelpQuestion, said: str) -> tuple[Preference, ...]:
    """The new wishes that a message holds, of those that are noted beside the talk."""
    if moment.slot in TAKE_WISHES or question.for_someone_else or question.consult:
        return ()
    new = (wish for wish in NOTED_BESIDE if wish not in question.preferences)
    return tuple(wish for wish in new if mentions(moment.language, f"{wish}_words", said))


def refusals_told(moment: Moment, question: HelpQuestion, said: str) -> tuple[Reach, ...]:
    """The ways to be reached that a message refuses for good, where these are not asked about anyway."""
    if mentions(moment.language, "if_words", said):
        return ()
    if moment.slot in ASKED_FOR_A_WAY or question.for_someone_else or question.consult:
        return ()
    refused = plainly_refused(moment.language, said)
    return tuple(reach for reach in refused if REFUSALS[reach] not in question.preferences)


def language_told(moment: Moment, question: HelpQuestion, said: str) -> str | None:
    """The new language to be helped in that a message names: a helper's, or one that the bot does not speak."""
    wished_for = language_named(said) if mentions(moment.language, "helper_speaks_words", said) else None
    spoken = wished_for or language_spoken(moment.language, said)
    return spoken if spoken != question.language else None
