"""A danger that somebody says is not there, and whether it is told anew after that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adapters.moment import Moment
from bot.adapters.phrases import QUESTION_MARKS, names_danger
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import clauses, follows, mentions
from bot.domain.labels import Crisis
from bot.domain.question import FROM_OTHERS, sentences
from bot.domain.understanding import PLAIN_DANGER, Understanding

ANSWERED_ANYHOW = frozenset([Crisis.SUICIDE, Crisis.MEDICAL_EMERGENCY])
"""Dangers of which a plain word is answered in full, whatever was said of them before."""
WORDS_BEFORE, WORDS_AFTER = 2, 1
"""How many words may stand between a "no" and the danger that it denies: "nobody hurts me", "he hits me not"."""
WORDS_OF_A_DENIAL = 12
"""In a longer part a "no" may stand beside a danger by chance."""
DENIED_BELOW = 0.65
"""How likely the danger may be at most in a sentence that denies it."""
_NAMED: Mapping[Crisis, str] = {
    Crisis.VIOLENCE: "denied_words.violence",
    Crisis.CHILD_DANGER: "denied_words.violence",
    Crisis.SUICIDE: "denied_words.life",
    Crisis.MEDICAL_EMERGENCY: "denied_words.life",
    Crisis.NO_SHELTER: "denied_words.shelter",
}


def denials(language: str, crisis: Crisis, said: str) -> tuple[str, ...]:
    """The sentences in which a part says that there is none of this danger ("nobody hit anyone")."""
    return tuple(
        sentence
        for sentence in sentences(said)
        if any(_denies(language, crisis, part) for part in clauses(language, sentence))
    )


def beside_denials(language: str, crisis: Crisis, said: str) -> str:
    """What is left of ``said`` without the parts that say so."""
    parts = [part for sentence in sentences(said) for part in clauses(language, sentence)]
    return ". ".join(part for part in parts if not _denies(language, crisis, part))


def _denies(language: str, crisis: Crisis, part: str) -> bool:
    """True for "he doesn't hit me", not for "he never stops hitting me"."""
    if len(part.split()) > WORDS_OF_A_DENIAL or mentions(language, "no_denial_words", part):
        return False
    named, no = _NAMED[crisis], "negation_words"
    before = follows(language, no, named, part, between=WORDS_BEFORE)
    return before or follows(language, named, no, part, between=WORDS_AFTER)


def names(language: str, crisis: Crisis, said: str) -> bool:
    """Whether plain or veiled words of this very danger stand in a text."""
    sign = load_warning_signs().find(said, language)
    if sign is not None and (sign.crisis is crisis or {sign.crisis, crisis} <= FROM_OTHERS):
        return True
    return crisis is Crisis.SUICIDE and mentions(language, "doubt_words", said)


def told_anew(language: str, crisis: Crisis, said: str) -> bool:
    """Whether plain words tell of a danger that was said not to be there, with no "not" beside them.

    Where every word may be the last, a "not" counts for nothing.
    """
    if crisis in ANSWERED_ANYHOW:
        return names_danger(language, said)
    parts = (part for sentence in sentences(said) for part in clauses(language, sentence))
    return any(names(language, crisis, each) and not mentions(language, "negation_words", each) for each in parts)


def is_settled(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for a danger that is not there, or over, as somebody said, and that no plain words tell of anew."""
    if heard.crisis is None or moment.relays:
        return False
    return heard.crisis in moment.dangers_settled and not told_anew(moment.language, heard.crisis, said)


def of_a_settled_kind(moment: Moment, heard: Understanding) -> Understanding:
    """The understanding where only the score speaks of such a danger.

    What is over may be back, and is asked about at most. What never was is heard no more, but for a wish to die and
    what costs a life, where they are plain.
    """
    may_be = heard.crisis is moment.danger or stays_plain(heard)
    return replace(heard, crisis=heard.crisis if may_be else None, crisis_sure=False)


def stays_plain(heard: Understanding) -> bool:
    """True for a danger that weighs more than a denial, where the message sounds plainly like it."""
    return heard.crisis in ANSWERED_ANYHOW and heard.crisis_score >= PLAIN_DANGER


def names_known_violence(moment: Moment, said: str) -> bool:
    """True for "the violence first", where what weighs is asked of who has told of it: that tells of no blow anew."""
    known = moment.danger in FROM_OTHERS and moment.slot in ("heard", "main_need")
    few = len(said.split()) <= WORDS_OF_A_DENIAL and not said.endswith(QUESTION_MARKS)
    named = known and few and mentions(moment.language, "need_words.violence", said)
    return named and load_warning_signs().find(said) is None and not mentions(moment.language, "negation_words", said)
