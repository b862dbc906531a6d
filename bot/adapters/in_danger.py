"""What is meant by what somebody writes who is in danger, or was taken to be."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.moment import RESUMES, SURE, Asked, Moment
from bot.adapters.phrases import QUESTION_MARKS, asks, denies, names_danger
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import (
    begins_with,
    clauses,
    mentions,
    told_parts,
    without_lead,
    without_words,
    words_of_list,
)
from bot.domain.labels import LANGUAGES, Act, Need
from bot.domain.question import FROM_OTHERS, sentences
from bot.domain.understanding import Understanding
from bot.domain.words import plain
from bot.nlu.example import TELL

WORDS_THAT_TELL = 3
WORDS_OF_A_LEAD, WORDS_OF_A_SUBJECT = 5, 3
"""Among so many first words stands whom a danger is of, and who is named for it."""
MAY_BE_CLOSE = 0.15
"""How likely trouble in the family has to be beside a danger, which drowns it."""
ASKS_IF_SAFE = "/affirm"
"""What a yes to the question whether somebody is safe means."""
LEADS_AWAY = frozenset([Act.ASK_HUMAN, Act.CHANGE_LANGUAGE])


def is_danger_of_another(language: str, said: str) -> bool:
    """True where only somebody else is in danger of what they do or have ("my daughter is 15 and she cuts herself")."""
    parts = [part for part in told_parts(language, said) if part.strip()]
    alarming = [part for part in parts if names_danger(language, part)] or parts
    return bool(alarming) and all(_is_of_another(language, part) for part in alarming)


def _is_of_another(language: str, part: str) -> bool:
    """True for "she cuts herself"; not for "they are better off without me" and "my husband says I should be dead"."""
    lead, start = (" ".join(plain(part).split()[:words]) for words in (WORDS_OF_A_LEAD, WORDS_OF_A_SUBJECT))
    if mentions(language, "me_words", part):
        return False
    if begins_with(language, "pronoun_words", part):
        return not mentions(language, "first_person_words", start)
    return mentions(language, "person_words", start) and not mentions(language, "first_person_words", lead)


def denies_danger(language: str, said: str) -> bool:
    """Whether ``said`` tells that there is no danger, with no "but" beside it."""
    return told_beside_no_danger(language, said) is not None


def denies_a_plan(language: str, said: str) -> bool:
    """True for "I won't do anything, I only say it": what was told of a wish to die was so, and is no danger now."""
    beside = without_words(language, "no_plan_words", said)
    return beside is not None and not _sounds_veiled(language, beside)


def _sounds_veiled(language: str, said: str) -> bool:
    """True where a "but" or veiled words of danger stand."""
    return any(mentions(language, key, said) for key in ("doubt_words", "yet_danger_words"))


def told_beside_no_danger(language: str, said: str) -> str | None:
    """What is left of ``said`` without the words that say there is no danger ("I don't want to die, I am tired").

    None where no such words are, and where a "but" or veiled words of danger stand beside them.
    """
    rest = without_words(language, "no_danger_words", said)
    rest = _beside_a_word_asked_back(language, said) if rest is None else rest
    return None if rest is not None and _sounds_veiled(language, rest) else rest


def _beside_a_word_asked_back(language: str, said: str) -> str | None:
    """What is left of ``said`` without a danger that is only named to wonder at ("suicide?? What did I say?")."""
    named = words_of_list(language, "danger_named_words")
    told = sentences(said)
    others = [each for each in told if not (each.endswith(QUESTION_MARKS) and plain(each) in named)]
    return " ".join(others) if len(others) < len(told) else None


def told_beside_a_no(language: str, said: str) -> str:
    """What an answer tells that says no to danger ("no, it is not that bad. I sleep badly"), and nothing of the no."""
    parts = (part for part in clauses(language, said) if len(part.split()) >= WORDS_THAT_TELL)
    of_danger = (
        "begins_no_words",
        "danger_why_words",
        "danger_named_words",
        "no_danger_words",
        "no_plan_words",
        "told_words",
    )
    told = (part for part in parts if not (denies(language, part) or asks(language, part)))
    return ". ".join(part for part in told if not any(mentions(language, key, part) for key in of_danger))


def with_family(heard: Understanding) -> Understanding:
    """The understanding with trouble in the family, where a sure danger may well come from somebody close."""
    close = heard.danger in FROM_OTHERS and heard.need_scores.get(Need.FAMILY, 0.0) >= MAY_BE_CLOSE
    return replace(heard, needs=tuple(dict.fromkeys((*heard.needs, Need.FAMILY)))) if close else heard


def says_safe(language: str, said: str) -> bool:
    """Whether words that tell of safety ("I am at my sister's") stand there with no "not" and no "but" beside them.

    "No police, please" is no such "not", nor is "no, I am at my sister's". Who writes in two languages may say it in
    either.
    """
    rest = without_lead(language, "begins_no_words", without_words(language, "no_police_words", said) or said)
    plainly = not (denies(language, rest) or mentions(language, "but_words", rest))
    return plainly and any(_said_beside(spoken, "safe_words.yes", rest) is not None for spoken in LANGUAGES)


def _said_beside(language: str, key: str, said: str) -> str | None:
    """What is left without words of a list; None where none are, or a "not" or a "but" stands beside them."""
    rest = without_words(language, key, said)
    in_doubt = rest is None or denies(language, rest) or mentions(language, "but_words", rest)
    return None if in_doubt else rest


def answer_with_danger(moment: Moment, said: str) -> str | None:
    """What words of danger answer where it was asked if somebody is safe: "he comes now", "the ambulance is here".

    None where they are no answer.
    """
    if moment.asked != Asked.IF_SAFE:
        return None
    if mentions(moment.language, "safe_words.no", said):
        return Act.DENY.value
    return Act.AFFIRM.value if _help_comes(moment.language, said) else None


def _help_comes(language: str, said: str) -> bool:
    """True for "the ambulance is here", with no "not", no "but" and no words of danger beside it."""
    rest = _said_beside(language, "help_comes_words", said)
    if rest is None or load_warning_signs().find(rest) is not None:
        return False
    return not mentions(language, "doubt_words", rest)


def answer_in_danger(moment: Moment, heard: Understanding, said: str) -> str:
    """The intent in danger: only a yes, a no, a person, a language or a wish to go on leads away from it.

    A question is no yes. A yes or no counts also where more is told after it ("no, he comes home drunk").
    """
    language = moment.language
    told = " ".join(each for each in sentences(said) if not each.endswith(QUESTION_MARKS))
    if said.endswith(QUESTION_MARKS) and heard.act not in LEADS_AWAY and not (told and says_safe(language, told)):
        return TELL
    if mentions(language, "safe_words.no", said):
        return Act.DENY.value
    in_doubt = denies(language, said) or mentions(language, "but_words", said)
    if says_safe(language, said) or _help_comes(language, said):
        return Act.AFFIRM.value
    if heard.crisis is None and mentions(language, "go_on_words", said):
        return RESUMES.lstrip("/")
    if ASKS_IF_SAFE in moment.offered:  # else a partner has written since, and a yes is for them
        if begins_with(language, "begins_no_words", said):
            return Act.DENY.value
        if begins_with(language, "begins_yes_words", said) and not in_doubt:
            return Act.AFFIRM.value
        if heard.act in (Act.AFFIRM, Act.DENY):
            return str(heard.act)
    return str(heard.act) if heard.act in LEADS_AWAY and heard.act_score >= SURE else TELL
