"""What somebody types who takes something back, deletes or ends: answers to the buttons for that, and set words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.moment import LIKELY, typed
from bot.adapters.phrases import WORDS_OF_A_STEP, asks, denies, takes_back, wants_all_deleted
from bot.adapters.word_lists import begins_with, mentions
from bot.domain.labels import Act
from bot.domain.messages import Choice
from bot.domain.question import sentences, shared_words
from bot.domain.understanding import Understanding
from bot.service.turn import Turn

DELETES, KEEPS, TAKES_BACK = "/delete_all", "/keep_all", "/take_back"
"""How the payloads of the buttons begin."""


def taken_back(turn: Turn, heard: Understanding) -> Choice | None:
    """The choice that a few words mean where these are on the screen; None of a question, and of anything else."""
    language, said = turn.conversation.language, typed(turn)
    deletes, keeps = _offered(turn, DELETES), _offered(turn, KEEPS)
    said, *more = sentences(said) or ("",)
    if more and not begins_with(language, "begins_yes_words", said):  # "yes. and do they keep it?"
        said = typed(turn)
    if not (deletes and keeps) or asks(language, said) or len(said.split()) > WORDS_OF_A_STEP:
        return None
    if wants_all_deleted(language, said):
        return None
    if begins_with(language, "begins_no_words", said) or (denies(language, said) and heard.act is not Act.WITHDRAW):
        return keeps[0]
    single = _offered(turn, TAKES_BACK)
    if single:
        return _named(language, single, said)
    agrees = heard.act in (Act.AFFIRM, Act.WITHDRAW) and heard.act_score >= LIKELY
    return deletes[0] if agrees or begins_with(language, "begins_yes_words", said) else None


def ends_relay(language: str, said: str) -> bool:
    """True for "stop this chat", said while a partner holds the talk."""
    ends = len(said.split()) <= WORDS_OF_A_STEP and mentions(language, "end_relay_words", said)
    return ends and not begins_with(language, "asking_words", said)


def _named(language: str, single: Sequence[Choice], said: str) -> Choice | None:
    """The one of several questions whose partner is named, or the only one."""
    shared = shared_words([choice.label for choice in single], said, frozenset())
    named = [choice for choice, words in zip(single, shared) if words and words == max(shared)]
    return named[0] if len(named) == 1 and (takes_back(language, said) or max(shared) > 1) else None


def _offered(turn: Turn, payload: str) -> list[Choice]:
    return [choice for choice in turn.conversation.choices_on_screen if choice.payload.startswith(payload)]
