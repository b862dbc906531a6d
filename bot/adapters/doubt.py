"""Whether a message means danger where that is not sure, and what answers the question about it."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.moment import Moment
from bot.adapters.phrases import mentions
from bot.adapters.warning_signs import load_warning_signs
from bot.domain.labels import LANGUAGES, Act, Crisis
from bot.domain.understanding import Understanding

PLAIN_DANGER = 0.9
WORDS_OF_A_DOUBT = 7
"""In fewer words a doubt about danger is nearly always a mistake; plain words of danger are no doubt."""
WORDS_OF_A_NO = 3
NOT_ABOUT_DANGER = ("name", "phone")


def may_doubt(moment: Moment, heard: Understanding, said: str) -> bool:
    """Whether a danger that is not sure may be asked about."""
    settled = moment.asked == "safe" or moment.slot in NOT_ABOUT_DANGER
    enough = not _too_few(heard, said) or mentions(moment.language, "doubt_words", said)
    return enough and not settled


def with_doubt(heard: Understanding, language: str, said: str) -> Understanding:
    """The understanding with the doubt that veiled words raise ("I don't see the point anymore").

    A danger that is heard in a few words is only sure if it is plain ("tired and lost" is none); one in plain words of
    a language that the bot does not speak is.
    """
    sign = load_warning_signs().find(said)
    if sign is not None and sign.foreign:
        return replace(heard, crisis=sign.crisis, crisis_sure=True)
    if heard.crisis is None and mentions(language, "doubt_words", said):
        return replace(heard, crisis=Crisis.SUICIDE, crisis_sure=False)
    hasty = heard.crisis_score < PLAIN_DANGER and _too_few(heard, said)
    return replace(heard, crisis_sure=heard.crisis_sure and not (hasty and sign is None))


def _too_few(heard: Understanding, said: str) -> bool:
    """True if so few words can't be trusted to be about danger; of other languages too little is known to say that."""
    return len(said.split()) < WORDS_OF_A_DOUBT and heard.language in LANGUAGES


def answer_to_doubt(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The payload of the button that a typed yes or no to the question about danger means, if it is one."""
    if not moment.was_checked:
        return None
    yes, no, *_ = moment.offered
    plainly = mentions(moment.language, "no_danger_words", said)
    if plainly and not mentions(moment.language, "but_words", said):
        return no
    if heard.danger is not None or len(said.split()) > WORDS_OF_A_NO:
        return None
    return {Act.AFFIRM: yes, Act.DENY: no}.get(heard.act) if heard.act else None
