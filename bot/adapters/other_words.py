"""What words that stand for something else tell, where the understanding of the whole is not sure."""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.phrases import FEW_WORDS, QUESTION_MARKS, asks, asks_back, fear_named, needs_named
from bot.adapters.word_lists import begins_with, mentions
from bot.domain.labels import Act, Need
from bot.nlu.example import OUT_OF_SCOPE, TELL

WORDS_OF_A_LOOK = 7
"""Who only looks says so in a few words; in a longer text somebody looks for something."""
AT_HOME = "partner"
NOT_TO_BE_FEARED = ("sister", "brother", "mother", "father", "son", "daughter", "child", "neighbour", "friend")
"""Those who may well not know it, and are nobody to be afraid of."""
ABOUT_WHAT_IS_WRITTEN = ("summary", "line", "consent")
"""Slots of questions about what was written down: what is asked back there belongs to no story."""


def in_other_words(language: str, slot: str | None, needs: tuple[Need, ...], said: str, intent: str) -> str:
    """The intent that set words tell: a fear, shame, a question back, a cry for help; else ``intent``.

    In a story with a need they may be about something else ("the job is gone, and we have two children"). Once a story
    is told, trouble in the family is no more than what a fear of somebody at home sounds like.
    """
    at_home = slot not in (None, "story") and fear_named(language, said) == AT_HOME
    if not set(needs) - ({Need.FAMILY} if at_home else set()):
        meant = next((act for act, tells in _TOLD_BY.items() if tells(language, said)), None)
        if meant is not None:
            return str(meant)
    names_a_need = slot == "main_need" and intent != Act.ASK_COST and needs_named(language, said)
    return TELL if names_a_need or cries_for_help(language, said) else intent


def cries_for_help(language: str, said: str) -> bool:
    """True for a bare "help", which tells nothing yet."""
    return len(said.split()) <= FEW_WORDS and mentions(language, "cry_words", said)


def asked_back(language: str, slot: str | None, said: str, intent: str) -> str:
    """What a question means that tells nothing: it is about the partners that are shown, or about what is written."""
    is_asked = asks(language, said) or any(mark in said for mark in QUESTION_MARKS)
    if slot == "service" and (intent == Act.ASK_INFO or (is_asked and intent in (TELL, OUT_OF_SCOPE))):
        return "tell_more"
    return OUT_OF_SCOPE if is_asked and intent == TELL and slot in ABOUT_WHAT_IS_WRITTEN else intent


def asks_why_danger(language: str, said: str) -> bool:
    """True for "why do you speak of danger?", also where that was only mentioned."""
    named = any(mentions(language, key, said) for key in ("danger_named_words", "danger_about_words"))
    return named and (asks_back(language, said) or asks(language, said))


def wants_peace(language: str, said: str) -> bool:
    """True for "leave me alone", which is said to the bot: of somebody else ("he doesn't") it begins otherwise."""
    return len(said.split()) <= WORDS_OF_A_LOOK and begins_with(language, "peace_words", said)


def only_looks(language: str, said: str) -> bool:
    """True for somebody who only looks around."""
    looks_for = mentions(language, "looking_for_words", said)
    return len(said.split()) <= WORDS_OF_A_LOOK and mentions(language, "looking_words", said) and not looks_for


def names_a_fear(language: str, said: str) -> bool:
    """True if a fear is named; of somebody at home only with words of fear, for they are spoken of for much else."""
    feared = fear_named(language, said)
    return feared is not None and (feared != AT_HOME or mentions(language, "watched_words", said))


def fears(language: str, said: str) -> bool:
    """True if what is feared is named, and that somebody is afraid of it."""
    return names_a_fear(language, said) and any(
        mentions(language, key, said) for key in ("watched_words", "afraid_words")
    )


def fears_a_link(language: str, said: str) -> bool:
    """True for who asks whether the bot has to do with what is feared ("do you work with the police?")."""
    return names_a_fear(language, said) and mentions(language, "linked_words", said)


def is_feared_at_home(language: str, said: str) -> bool:
    """True of somebody close who is to be feared; of a sister who may not know only with words of fear, of no boss."""
    others = any(mentions(language, f"same_words.{person}", said) for person in NOT_TO_BE_FEARED)
    partner = any(mentions(language, f"same_words.{person}", said) for person in ("husband", "wife"))
    outside = mentions(language, "not_home_words", said)
    return partner or (not outside and (fears(language, said) or not others))


def _is_ashamed(language: str, said: str) -> bool:
    return mentions(language, "shame_words", said) or mentions(language, "shy_words", said)


def _asks_who_reads(language: str, said: str) -> bool:
    return mentions(language, "phrases.ask_privacy", said)


def _knows_no_beginning(language: str, said: str) -> bool:
    return mentions(language, "begin_words", said)


_TOLD_BY: dict[Act, Callable[[str, str], bool]] = {
    Act.HESITATE_FEAR: fears,
    Act.HESITATE_SHAME: _is_ashamed,
    Act.ASK_PRIVACY: _asks_who_reads,
    Act.DONT_KNOW: _knows_no_beginning,
}
