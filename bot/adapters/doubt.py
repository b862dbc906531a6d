"""Whether a message means danger where that is not sure, and what answers the question about it."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.moment import SURE, Asked, Moment
from bot.adapters.phrases import QUESTION_MARKS, WORDS_OF_A_NO, denies
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import mentions, without_words
from bot.domain.labels import LANGUAGES, Act, Crisis
from bot.domain.understanding import Understanding
from bot.nlu.example import TELL
from bot.nlu.reader import ALWAYS_NEEDED, SURE_CRISIS

PLAIN_DANGER = 0.9
WORDS_OF_A_DOUBT = 7
"""In fewer words a doubt about danger is nearly always a mistake; plain words of danger are no doubt."""
ALSO_IN_DANGER = frozenset([Act.ASK_HUMAN, Act.CHANGE_LANGUAGE])
NOT_ABOUT_DANGER = ("name", "phone")
ABOUT_BETTER_DAYS = ("wish", "support")
"""Slots whose answers sound like a danger more often than they are one ("to sleep without it, and see my kids")."""
LIKELY_THERE = 0.2


def may_doubt(moment: Moment, heard: Understanding, said: str) -> bool:
    """Whether a danger that is not sure may be asked about."""
    settled = moment.asked == Asked.IF_SAFE or moment.slot in NOT_ABOUT_DANGER
    hardly = moment.slot in ABOUT_BETTER_DAYS and heard.crisis_score < LIKELY_THERE
    enough = not (hardly or _too_few(heard, said)) or mentions(moment.language, "doubt_words", said)
    return enough and not settled


def with_doubt(heard: Understanding, moment: Moment, said: str) -> Understanding:
    """The understanding with the doubt that veiled words raise ("I don't see the point anymore").

    A danger that is heard in a few words, or in a wish, is only sure if it is plain ("tired and lost" is none); one in
    plain words of a language that the bot does not speak is, and so are plain words beside veiled ones. Where the words
    alone make it sure, it is of their kind.
    """
    language = moment.language
    sign = load_warning_signs().find(said)
    if sign is not None and sign.foreign:
        return replace(heard, crisis=sign.crisis, crisis_sure=True)
    if sign is not None and heard.crisis_sure and heard.crisis_score < SURE_CRISIS:
        return _of_kind(heard, sign.crisis)
    if heard.crisis is None and mentions(language, "doubt_words", said):
        plain = sign is not None and sign.crisis is Crisis.SUICIDE and not denies_danger(language, said)
        return replace(heard, crisis=Crisis.SUICIDE, crisis_sure=plain)
    hasty = heard.crisis_score < PLAIN_DANGER and (moment.slot in ABOUT_BETTER_DAYS or _too_few(heard, said))
    return replace(heard, crisis_sure=heard.crisis_sure and not (hasty and sign is None))


def _of_kind(heard: Understanding, crisis: Crisis) -> Understanding:
    """The danger as the kind that its words name, without the need that another kind would bring."""
    brought = ALWAYS_NEEDED.get(heard.crisis) if heard.crisis and heard.crisis is not crisis else None
    said = (need for need in heard.needs if need is not brought or heard.need_scores.get(need, 0.0) >= SURE_CRISIS)
    return replace(heard, crisis=crisis, needs=tuple(said))


def denies_danger(language: str, said: str) -> bool:
    """Whether ``said`` tells that there is no danger, with no "but" beside it."""
    return told_beside_no_danger(language, said) is not None


def told_beside_no_danger(language: str, said: str) -> str | None:
    """What is left of ``said`` without the words that say there is no danger ("I don't want to die, I am tired").

    None where no such words are, and where a "but" or veiled words of danger stand beside them.
    """
    rest = without_words(language, "no_danger_words", said)
    doubtful = rest is not None and any(mentions(language, key, rest) for key in ("doubt_words", "yet_danger_words"))
    return None if doubtful else rest


def _too_few(heard: Understanding, said: str) -> bool:
    """True if so few words can't be trusted to be about danger; of other languages too little is known to say that."""
    return len(said.split()) < WORDS_OF_A_DOUBT and heard.language in LANGUAGES


def answer_to_doubt(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The payload of the button that a typed yes or no to the question about danger means, if it is one."""
    if not moment.was_checked:
        return None
    yes, no, *_ = moment.offered
    plainly = denies_danger(moment.language, said)
    if plainly and not mentions(moment.language, "but_words", said):
        return no
    if heard.danger is not None or len(said.split()) > WORDS_OF_A_NO:
        return None
    return {Act.AFFIRM: yes, Act.DENY: no}.get(heard.act) if heard.act else None


def answer_in_danger(moment: Moment, heard: Understanding, said: str) -> str:
    """The intent in danger: only a yes, a no, a person or a language leads away from it, and a question is no yes."""
    if said.endswith(QUESTION_MARKS) and heard.act not in ALSO_IN_DANGER:
        return TELL
    if mentions(moment.language, "safe_words.no", said):
        return "deny"
    in_doubt = denies(moment.language, said) or mentions(moment.language, "but_words", said)
    if mentions(moment.language, "safe_words.yes", said) and not in_doubt:
        return "affirm"
    if heard.act in (Act.AFFIRM, Act.DENY):
        return str(heard.act)
    return str(heard.act) if heard.act in ALSO_IN_DANGER and heard.act_score >= SURE else TELL
