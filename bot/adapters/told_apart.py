"""What is told beside the rest of a message, and noted before that is taken in."""

from __future__ import annotations

from bot.adapters import asides, noted
from bot.adapters.limits import limiting_parts
from bot.adapters.meant import fillers
from bot.adapters.moment import IN_OWN_WORDS, last_slot, typed
from bot.adapters.names import introduction
from bot.adapters.orders import unkept_beside
from bot.adapters.other_words import AT_HOME, is_feared_at_home
from bot.adapters.phrases import fear_named
from bot.adapters.texts import GettextTexts
from bot.adapters.word_lists import without_parts
from bot.domain.labels import Act
from bot.domain.question import lines_sharing
from bot.service import proposals, talk
from bot.service.turn import Turn

ASKS_WHAT_IS_SENT = ("summary", "line", "line_how", "name", "phone", "consent")
"""Slots whose answers take a name themselves."""
MAY_TELL_LIMITS_BESIDE = (*IN_OWN_WORDS, "knows", "place", "reach", "when", "name", "phone")
"""Slots with answers of a few words, beside which something else is told by itself."""


def told_beside(turn: Turn, texts: GettextTexts) -> str | None:
    """The rest of a message that tells one of these things, which is noted; empty if there is no rest.

    None of others: that something is not to be written down, how somebody is called, what a helper is to mind.
    """
    if turn.conversation.relay is not None:
        return None
    for beside in (_not_to_be_kept, _introduced, _limiting):
        if (rest := beside(turn, texts)) is not None:
            return rest
    return None


def _not_to_be_kept(turn: Turn, texts: GettextTexts) -> str | None:
    """What is told with an order not to write that down; None where the order is about what was told before."""
    language, told = turn.conversation.language, turn.conversation.question.told_sentences
    unkept = None if turn.unkept else unkept_beside(language, typed(turn))
    if unkept is None or lines_sharing(told, unkept, fillers(turn)):
        return None
    turn.unkept = unkept
    asides.say_unkept(turn, texts)
    return unkept


def _introduced(turn: Turn, texts: GettextTexts) -> str | None:
    """What is told with a name; None where the name itself is asked."""
    if last_slot(turn.conversation.dialogue, "requested_slot") in ASKS_WHAT_IS_SENT:
        return None
    told = introduction(turn.conversation.language, typed(turn))
    if told is None or proposals.is_named(turn, told[0]):
        return None
    talk.set_contact(turn, name=told[0])
    asides.greet_by_name(turn, told[0], texts)
    return told[1]


def _limiting(turn: Turn, texts: GettextTexts) -> str | None:
    """The answer beside what a helper is to mind; None where that is all, and where a story is told."""
    language, slot = turn.conversation.language, last_slot(turn.conversation.dialogue, "requested_slot")
    limits = limiting_parts(language, typed(turn)) if slot in MAY_TELL_LIMITS_BESIDE else []
    rest = without_parts(language, typed(turn), limits)
    if not limits or not rest:
        return None
    noted.note_limits(turn, texts)
    told = ". ".join(limits)
    if fear_named(language, told) == AT_HOME and is_feared_at_home(language, typed(turn)):
        asides.answer(turn, f"{Act.HESITATE_FEAR}.{AT_HOME}", texts)
        noted.note_fear_at_home(turn, texts)
    return rest
