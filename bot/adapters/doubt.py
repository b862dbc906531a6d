"""Whether a message means danger where that is not sure, and what answers the question about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.adapters.asides import UNSETTLED, WHY_DANGER
from bot.adapters.denials import (
    ANSWERED_ANYHOW,
    DENIED_BELOW,
    beside_denials,
    denials,
    is_settled,
    names,
    names_known_violence,
    of_a_settled_kind,
    told_anew,
)
from bot.adapters.hours_told import names_a_weekday
from bot.adapters.in_danger import denies_a_plan, denies_danger, says_safe
from bot.adapters.limits import whether_told
from bot.adapters.moment import AFTER_THE_STORY, CHANGED_AT, IN_OWN_WORDS, LATE, RESUMES, SURE, Asked, Moment
from bot.adapters.orders import WORDS_OF_AN_ORDER, leaves_out, puts_back, without_a_need
from bot.adapters.other_words import AT_HOME
from bot.adapters.phrases import WORDS_OF_A_NO, asks, asks_back, fear_named, named, names_danger
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import begins_with, mentions, told_parts, without_words
from bot.domain.labels import LANGUAGES, Act, Crisis, Topic
from bot.domain.question import FROM_OTHERS
from bot.domain.understanding import LIKELY_THERE, PLAIN_DANGER, Understanding
from bot.domain.warning_signs import Sign
from bot.nlu.reader import ALWAYS_NEEDED, DOUBT_FROM, LIKELY_CRISIS, SURE_CRISIS

BEYOND_DOUBT = 0.98
WORDS_OF_A_DOUBT = 7
"""In fewer words a doubt about danger is nearly always a mistake, if it is not nearly sure."""
NOT_ABOUT_DANGER = ("name", "phone")
WORDS_OF_A_YES, WORDS_OF_SOME_CHANGES = 6, 25
WORDS_BESIDE_A_WHY = 5
ONCE_IT_IS_TOLD = (*AFTER_THE_STORY, *LATE)
"""Slots whose answers sound like a danger more often than they are one ("to sleep without it", "leave my wife out")."""
RATHER_THERE = 0.2
"""From when on the numbers are mentioned at least."""
WORDS_OF_A_RETURN = 12
_DANGER_BELOW: Mapping[Topic, float] = {Topic.CALLING: DOUBT_FROM, Topic.AFRAID_AT_HOME: LIKELY_CRISIS}
"""Below which score of a danger no more than that is asked."""


def may_doubt(moment: Moment, heard: Understanding, said: str) -> bool:
    """Whether a danger that is not sure may be asked about."""
    settled = moment.asked == Asked.IF_SAFE or moment.slot in NOT_ABOUT_DANGER
    hardly = heard.crisis_score < _least(moment, heard)
    few = (_too_few(heard, said) or _sets_a_time(moment.language, heard, said)) and heard.crisis_score < SURE_CRISIS
    enough = not (hardly or few) or names_danger(moment.language, said)
    return enough and not settled


def _sets_a_time(language: str, heard: Understanding, said: str) -> bool:
    """True for a way to be reached with a day ("only message me on Friday after four"); not where others are feared."""
    timed = names_a_weekday(language, said) and named(language, "reach_words", said) is not None
    return timed and heard.crisis is Crisis.SUICIDE


def is_a_guess(moment: Moment, heard: Understanding, said: str) -> bool:
    """True of a doubt that is hardly more than a guess, and has no words of danger, plain or veiled."""
    least = LIKELY_CRISIS if moment.begins else LIKELY_THERE  # who has just come in is soon put off
    return heard.crisis_score < least and not names_danger(moment.language, said)


def _least(moment: Moment, heard: Understanding) -> float:
    """From which score on a danger is asked about where the talk is."""
    if moment.dangers_asked or heard.topic_score >= SURE:
        return LIKELY_THERE
    return RATHER_THERE


def with_doubt(heard: Understanding, moment: Moment, said: str) -> Understanding:
    """The understanding with the doubt that veiled words raise ("I don't see the point anymore").

    A danger that is heard in a few words, or once the story is told, is only sure if it is plain ("tired and lost" is
    none); one in plain words of a language that the bot does not speak is, and so are plain words beside veiled ones.
    Where the words alone make it sure, it is of their kind.
    """
    language = moment.language
    if (
        _only_asks(heard)
        or _fears_an_office(language, heard, said)
        or (moment.needs and without_a_need(language, said))
    ):
        return replace(heard, crisis=None, crisis_sure=False)
    known = _of_a_danger_known(heard, moment, said)
    return _with_signs(heard, moment, said) if known is None else known


def _of_a_danger_known(heard: Understanding, moment: Moment, said: str) -> Understanding | None:
    """What a message says of a danger that was named, doubted or denied before; None where it says nothing of it."""
    if names_known_violence(moment, said):
        return replace(heard, crisis=None, crisis_sure=False, topic=None, topic_score=0.0)
    if _comes_back(moment, said):
        return replace(heard, crisis=moment.danger, crisis_sure=True)
    if is_settled(moment, heard, said):
        return of_a_settled_kind(moment, heard)
    return replace(heard, crisis_sure=True) if _is_told_again(moment, heard, said) else None


def _with_signs(heard: Understanding, moment: Moment, said: str) -> Understanding:
    """How sure a danger is, and of what kind, by the words that warn of it."""
    language, sign = moment.language, load_warning_signs().find(said)
    if sign is None and moment.danger is Crisis.SUICIDE and heard.crisis is Crisis.MEDICAL_EMERGENCY:
        heard = replace(heard, crisis=Crisis.SUICIDE)  # "the rope goes into the car"
    if heard.crisis in FROM_OTHERS and _is_rather_to_die(language, heard, said):
        heard = _of_kind(heard, Crisis.SUICIDE)
    if sign is not None and sign.foreign:
        return replace(heard, crisis=sign.crisis, crisis_sure=True)
    if sign is not None and heard.crisis_sure and (heard.crisis_score < SURE_CRISIS or _hits_me(heard, sign)):
        return _of_kind(heard, sign.crisis)
    if heard.crisis is None and mentions(language, "doubt_words", said):
        plain = sign is not None and sign.crisis is Crisis.SUICIDE and not denies_danger(language, said)
        return replace(heard, crisis=Crisis.SUICIDE, crisis_sure=plain)
    if heard.crisis is None and _may_have_fallen(moment, sign, said):
        return replace(heard, crisis=Crisis.MEDICAL_EMERGENCY, crisis_sure=True)
    return replace(heard, crisis_sure=heard.crisis_sure and not (sign is None and _is_hasty(moment, heard, said)))


def _only_asks(heard: Understanding) -> bool:
    """True for "should I call 112?" and "who helps women who are hit?", whose answers name the numbers to call."""
    if heard.topic is None or heard.topic_score < SURE:
        return False
    return heard.crisis_score < _DANGER_BELOW.get(heard.topic, 0.0)


def _fears_an_office(language: str, heard: Understanding, said: str) -> bool:
    """True for "will they take my children if I say that?" and "will he know?", in which no words of danger are."""
    feared = fear_named(language, said)
    parts = told_parts(language, said)
    asks_it = feared not in (None, AT_HOME) and any(asks(language, each) for each in parts)
    asks_it = asks_it or any(whether_told(language, each.strip()) for each in parts)
    return asks_it and not (heard.crisis_sure or names_danger(language, said))


def _is_rather_to_die(language: str, heard: Understanding, said: str) -> bool:
    """True where the words are of dying and none of what others do, though it sounds like that ("he sees no point")."""
    others = heard.crisis is not None and names(language, heard.crisis, said)
    return not others and names(language, Crisis.SUICIDE, said)


def _hits_me(heard: Understanding, sign: Sign) -> bool:
    """True where plain words tell that somebody is hit, and the rest sounds as if it were a child."""
    return sign.crisis is Crisis.VIOLENCE and heard.crisis is Crisis.CHILD_DANGER


def _comes_back(moment: Moment, said: str) -> bool:
    """True where somebody who was in danger from another, and safe since, writes "he is back early"."""
    from_another = moment.danger in FROM_OTHERS and moment.asked != Asked.IF_SAFE
    short = len(said.split()) <= WORDS_OF_A_RETURN
    return from_another and short and mentions(moment.language, "safe_words.no", said)


def _was_asked(moment: Moment, crisis: Crisis) -> bool:
    """True where there was talk of a danger before, which is not open now: a score alone does not bring it back."""
    open_now = moment.asked == Asked.IF_SAFE or moment.was_checked
    known = crisis is moment.danger or crisis in moment.dangers_asked
    return known and not open_now and crisis not in ANSWERED_ANYHOW


def _is_told_again(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for a danger that is plain and was told before, or likely and told to a partner, who may be closed.

    Nobody is asked about the same danger again and again, so a doubt would pass in silence there.
    """
    if heard.crisis is None:
        return False
    if moment.relays:
        return heard.crisis_score >= LIKELY_THERE and (moment.danger is not None or moment.was_checked)
    if heard.crisis is not moment.danger or heard.crisis_score < PLAIN_DANGER:
        return False
    return not _was_asked(moment, heard.crisis) or names_danger(moment.language, said)


def _may_have_fallen(moment: Moment, sign: Sign | None, said: str) -> bool:
    """True for a few words about somebody else ("she may have fallen"), in which little else is heard."""
    about_another = moment.for_another and len(said.split()) <= WORDS_OF_AN_ORDER
    return about_another and sign is not None and sign.crisis is Crisis.MEDICAL_EMERGENCY


def _is_hasty(moment: Moment, heard: Understanding, said: str) -> bool:
    """True if it is too early to call a danger sure that no words of danger tell."""
    if moment.slot in CHANGED_AT or moment.relays:  # orders and appointments sound like anything
        return True
    if heard.crisis is not None and _was_asked(moment, heard.crisis):
        return True
    if _is_of_another_kind(moment, heard):
        return heard.crisis_score < PLAIN_DANGER
    enough = BEYOND_DOUBT if moment.slot in ONCE_IT_IS_TOLD else PLAIN_DANGER
    return heard.crisis_score < enough and (moment.slot in ONCE_IT_IS_TOLD or _too_few(heard, said))


def _is_of_another_kind(moment: Moment, heard: Understanding) -> bool:
    """True for what sounds like violence from somebody who was asked if they are safe from themselves."""
    if moment.asked != Asked.IF_SAFE or moment.danger is None or heard.crisis in ANSWERED_ANYHOW:
        return False
    return heard.crisis is not moment.danger and not {heard.crisis, moment.danger} <= FROM_OTHERS


def without_what_goes(moment: Moment, heard: Understanding, said: str) -> Understanding:
    """The understanding without a danger that only an order to the bot sounds like ("add my name, that sentence goes").

    Where its words are words of danger, it is asked about, unless the danger is known: its sentence may be left out.
    """
    language = moment.language
    adds = any(begins_with(language, key, said) for key in ("add_words", "rename_words"))
    few, some = (len(said.split()) <= most for most in (WORDS_OF_AN_ORDER, WORDS_OF_SOME_CHANGES))
    in_words = adds or any(orders(language, said) for orders in (leaves_out, puts_back))
    in_words = in_words or (heard.order is not None and heard.crisis_score < SURE_CRISIS)
    if moment.slot is None or not some or not in_words:
        return heard
    beside = without_words(language, "danger_named_words", said) or said  # "that word suicide has to go"
    plain = load_warning_signs().find(beside) is not None or mentions(language, "doubt_words", said)
    enough = BEYOND_DOUBT if few or moment.slot in CHANGED_AT else PLAIN_DANGER
    asks = moment.danger is None and (plain or heard.crisis_score >= enough)
    return replace(heard, crisis=heard.crisis if asks else None, crisis_sure=False)


def _of_kind(heard: Understanding, crisis: Crisis) -> Understanding:
    """The danger as the kind that its words name, without the need that another kind would bring."""
    brought = ALWAYS_NEEDED.get(heard.crisis) if heard.crisis and heard.crisis is not crisis else None
    said = (need for need in heard.needs if need is not brought or heard.need_scores.get(need, 0.0) >= SURE_CRISIS)
    return replace(heard, crisis=crisis, needs=tuple(said))


def _is_a_yes(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for "yes, maybe", not for a yes after which something else is told."""
    begins = begins_with(moment.language, "begins_yes_words", said) and not mentions(moment.language, "but_words", said)
    return begins and (heard.crisis is not None or len(said.split()) <= WORDS_OF_A_YES)


def _says_perhaps(moment: Moment, said: str) -> bool:
    return len(said.split()) <= WORDS_OF_A_YES and mentions(moment.language, "maybe_words", said)


def _too_few(heard: Understanding, said: str) -> bool:
    """True if so few words can't be trusted to be about danger; of other languages too little is known to say that."""
    return len(said.split()) < WORDS_OF_A_DOUBT and heard.language in LANGUAGES


def answer_to_doubt(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The payload of the button that a typed answer to the question about danger means, if it is one.

    Where a slot takes any words, an answer that settles nothing still belongs to this question, not to the slot.
    """
    if not moment.was_checked:
        return None
    yes, no, *_ = moment.offered
    if heard.danger is None and begins_with(moment.language, "not_yet_words", said):
        return yes
    plainly = denies_danger(moment.language, said) or heard.denies_danger or _denies_what_was_asked(moment, heard, said)
    plainly = plainly or (heard.danger is None and denies_a_plan(moment.language, said))
    if plainly and not mentions(moment.language, "but_words", said):
        return no
    if heard.danger is not None:
        return None
    if says_safe(moment.language, said):
        return no
    if _is_a_yes(moment, heard, said) or _says_perhaps(moment, said):
        return yes
    if len(said.split()) <= WORDS_OF_A_NO and heard.act in (Act.AFFIRM, Act.DENY):
        return yes if heard.act is Act.AFFIRM else no
    if heard.crisis is not None and moment.slot not in IN_OWN_WORDS:
        return None
    if begins_with(moment.language, "begins_no_words", said):
        return no
    return f'{RESUMES}{{"value": "{UNSETTLED}"}}' if moment.slot in IN_OWN_WORDS else None


def _denies_what_was_asked(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for "nobody hit anyone" where that was asked, with no plain words of it beside."""
    language, asked = moment.language, moment.dangers_asked[-1:] if heard.crisis_score < DENIED_BELOW else ()
    denied = (crisis for crisis in asked if denials(language, crisis, said))
    return any(not told_anew(language, crisis, beside_denials(language, crisis, said)) for crisis in denied)


def asked_why(moment: Moment, said: str) -> str | None:
    """What it means to ask why there was talk of danger ("why do you think I want to die?"); None of anything else.

    A danger in doubt is asked about like any question of the bot ("what do you mean?").
    """
    rest = without_words(moment.language, "danger_why_words", said)
    plainly = rest is not None and len(rest.split()) <= WORDS_BESIDE_A_WHY and not _sounds_unsafe(moment.language, rest)
    in_doubt = moment.was_checked and (plainly or asks_back(moment.language, said, only=True))
    in_danger = moment.asked == Asked.IF_SAFE and plainly
    return f'{RESUMES}{{"value": "{WHY_DANGER}"}}' if in_doubt or in_danger else None


def _sounds_unsafe(language: str, said: str) -> bool:
    signs = load_warning_signs().find(said, language) is not None
    return signs or any(mentions(language, key, said) for key in ("doubt_words", "safe_words.no"))
