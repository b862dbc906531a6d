"""What "no nothing, thanks" answers, by what was asked."""

from __future__ import annotations

from bot.adapters.moment import ASKS_IF_RIGHT, Asked, Moment
from bot.adapters.phrases import WORDS_OF_A_STEP
from bot.adapters.word_lists import mentions, without_lead, without_tail, words_of_list
from bot.domain.labels import Act
from bot.domain.understanding import Understanding
from bot.domain.words import plain
from bot.nlu.example import OUT_OF_SCOPE

TOLD_ENOUGH = '/choose{"value": "enough"}'
"""What the button means by which somebody has told enough (actions.common.button)."""
NO_MORE = (Act.THANK, OUT_OF_SCOPE)


def wants_nothing(language: str, said: str) -> bool:
    """True for "no nothing, thanks", and for a bare "that was all"."""
    alone = without_tail(language, "thank_words", plain(said))
    return not words_of_list(language, "nothing_words").isdisjoint(
        (alone, without_lead(language, "begins_no_words", alone))
    )


def enough_answers(moment: Moment, heard: Understanding, said: str, intent: str) -> str | None:
    """The intent of who says that it is enough; None of others, and where it is an answer like any other.

    It was told enough, what was heard is right, nobody is to be asked, or nothing comes of what was offered.
    """
    nothing = wants_nothing(moment.language, said)
    few = len(said.split()) <= WORDS_OF_A_STEP
    if not nothing and not (few and mentions(moment.language, "enough_words", said)):
        return None
    if moment.slot == "story" and (moment.needs or (nothing and TOLD_ENOUGH in moment.offered)):
        return Act.DENY.value
    if moment.slot in ASKS_IF_RIGHT and (intent == Act.DENY or (nothing and intent in NO_MORE)):
        return Act.AFFIRM.value
    settles = nothing and not heard.needs and intent != Act.AFFIRM
    return _wants_no_more(moment, intent) if settles else None


def _wants_no_more(moment: Moment, intent: str) -> str | None:
    """The intent where nothing is open to which it would be an answer."""
    if moment.slot in ("story", "service"):
        return Act.NOT_NOW.value
    if not (moment.idle or moment.asked == Asked.JUST_TALKS) or intent == Act.THANK:
        return None
    return str(Act.NOT_NOW if moment.offers_a_way_on else Act.DENY)
