"""How sure an act, or a need, has to be to count where the talk is."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.languages_named import language_denied, language_named
from bot.adapters.moment import LATE, LIKELY, SURE, Moment
from bot.adapters.wishes import plainly_refused
from bot.domain.labels import Act, Need
from bot.domain.understanding import Understanding

PLAINLY_TOLD = 0.8
"""How sure a need has to be in a part of a text to count beside what the whole of it says."""
NO_WISH = 0.95
"""How sure an act has to be where a wish was asked, of those that wishes sound like."""
LIKE_A_WISH = (Act.ASK_HUMAN, Act.NOT_NOW, Act.GOODBYE, Act.NOT_BAD_ENOUGH, Act.WITHDRAW)
"""Acts that sound like a wish: "I want to speak with my neighbours", "to be able to sleep"."""
LEADS_AWAY = frozenset(
    [
        Act.WITHDRAW,
        Act.GOODBYE,
        Act.NOT_NOW,
        Act.FOR_SOMEONE_ELSE,
        Act.PROFESSIONAL_CONSULT,
        Act.CHANGE_LANGUAGE,
        Act.ASK_HUMAN,
    ]
)
"""Acts that turn the talk elsewhere, so they have to be sure; the others that are answered on the way only likely."""
PLAINLY_MEANT = 0.95
LOW_STAKES = frozenset([Act.AFFIRM, Act.DENY, Act.CORRECT, Act.CHOOSE, Act.INFORM_PLACE, Act.GREET, Act.THANK])
"""Acts that count also when they are not sure: to be wrong about them costs nothing."""


def told_plainly(heard: Understanding) -> tuple[Need, ...]:
    """The needs that are heard beyond doubt, in the order of their weight."""
    return tuple(need for need in heard.needs if heard.need_scores.get(need, 0.0) >= PLAINLY_TOLD)


def enough(moment: Moment, act: Act) -> float:
    """The score from which ``act`` counts."""
    if act is Act.DENY and moment.slot == "consent":  # a no ends it there
        return LIKELY
    if act in LIKE_A_WISH and moment.slot == "wish":
        return NO_WISH
    if act in LOW_STAKES or (act is Act.WITHDRAW and moment.has_sent):
        return 0.0
    if act is Act.PROFESSIONAL_CONSULT and moment.needs:  # who has told of themselves hardly is one
        return PLAINLY_MEANT
    return SURE if act in LEADS_AWAY else LIKELY


def beside_an_answer(moment: Moment, heard: Understanding, said: str) -> Understanding:
    """The understanding without the needs that an answer late in the form only touches ("I can't leave him alone").

    "Nobody may come here" sounds lonely, and refuses a way to be helped.
    """
    if moment.slot not in LATE:
        return heard
    only_sounds_so: tuple[Need, ...] = (Need.LONELINESS,) if plainly_refused(moment.language, said) else ()
    if language_denied(said) is not None or language_named(said) is not None:  # "in English, not in Dutch please"
        only_sounds_so += (Need.LANGUAGE,)
    return replace(heard, needs=tuple(need for need in told_plainly(heard) if need not in only_sounds_so))
