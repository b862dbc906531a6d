"""Words of the catalogues that mean something when they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.adapters.hours_told import day_part_from, is_the_last_hour, names_a_weekday
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import (
    after_second_thoughts,
    begins_with,
    best_named,
    clauses,
    follows,
    holds,
    mentions,
    says_alone,
    the_one_named,
    told_parts,
    wishes_apart,
    without_lead,
    words_of_list,
    words_with_and,
)
from bot.adapters.wordings import catalogues
from bot.domain.choices import Ordinals
from bot.domain.labels import Act, DayPart, Need, Reach
from bot.domain.question import LINES
from bot.domain.words import plain

PHRASES = {
    "status": 8,
    "ask_others": 12,
    "recap": 12,
    "restart_talk": 4,
    "just_talk": 10,
    "tell_more": 6,
    "just_information": 7,
    "not_now": 9,
    "withdraw": 8,
    "ask_info": 7,
    "ask_cost": 6,
    "ask_privacy": 8,
    "ask_human": 5,
}
"""Intents told in words of their own, which training messages teach too little, and how long a text is at most."""

NAMED: Mapping[str, Sequence[str]] = {
    "reach_words": tuple(Reach),
    "when_words": (*DayPart, "any"),
    "line_words": LINES,
    "filter_words": ("home", "phone", "language", "woman", "no_car", "others"),
    "fear_words": ("children", "papers", "benefit", "police", "partner"),
    "knows_words": ("yes", "no"),
    "urgent_words": ("yes", "no"),
    "nobody_words": ("",),
    "line_how_words": ("change", "drop", "keep"),
}
"""Kinds of things that are named in a few words, and what can be named of each."""

FEW_WORDS = 5
WORDS_OF_A_NO = 3
WORDS_OF_A_GREETING = 3
WORDS_OF_A_DELETION = 14
WORDS_OF_A_STEP = 9
"""In a longer text, "send" or "go on" may be about something else."""
QUESTION_MARKS = ("?", "\u061f")
_SENTENCES = re.compile(r"[.!?؟\n]+")


def named(language: str, kind: str, said: str) -> str | None:
    """The one of ``NAMED[kind]`` that ``said`` names ("bel mij maar": of reach_words, phone)."""
    found = _found(language, kind, said)
    return found[0] if found else None


def wished(language: str, kind: str, said: str) -> str | None:
    """The one of ``NAMED[kind]`` that is named where nothing is denied ("not at home, by message": chat).

    Not what is named as a fear ("in writing, he looks at my phone"), nor what is taken back ("call me. no, write").
    """
    parts = [part for part in wishes_apart(language, said) if not _denies_name(language, kind, part)]
    calm = [part for part in parts if not (fear_named(language, part) or _in_others_hands(language, kind, part))]
    only_refuses = kind == "reach_words" and len(parts) < len(wishes_apart(language, said))
    parts = calm if calm or only_refuses or all(_in_others_hands(language, kind, each) for each in parts) else parts
    named_in = [found[0] if (found := _found(language, kind, part)) else None for part in parts]
    found_last = set(after_second_thoughts(language, parts, named_in))
    return found_last.pop() if len(found_last) == 1 else None


def _in_others_hands(language: str, kind: str, part: str) -> bool:
    """True for "my husband takes my phone" and "he listens", which wish for no call."""
    of_them = any(begins_with(language, key, part) for key in ("pronoun_words", "relative_words"))
    return kind == "reach_words" and of_them and mentions(language, "has_it_words", part)


def unwished(language: str, kind: str, said: str) -> frozenset[str]:
    """Those of ``NAMED[kind]`` that are named to say no to them ("not at home")."""
    denied = [part for part in wishes_apart(language, said) if _denies_name(language, kind, part)]
    if kind == "reach_words":  # "don't call on Wednesday" only says when
        denied = [
            part
            for part in denied
            if not (names_a_weekday(language, part) or mentions(language, "not_when_words", part))
        ]
    return frozenset(option for option, _ in filter(None, (_found(language, kind, part) for part in denied)))


def needs_named(language: str, said: str, most: int = FEW_WORDS) -> tuple[Need, ...]:
    """The needs that a few words name ("my job"), in which an understanding of sentences hears little.

    In more than ``most`` words they may be about something else.
    """
    if len(said.split()) > most:
        return ()
    return tuple(need for need in Need if holds(said, _words_of_need(language, need)))


@cache
def _words_of_need(language: str, need: Need) -> frozenset[str]:
    """The words that name a need, and what the bot itself calls it."""
    return words_with_and(language, f"need_words.{need}") | {plain(catalogues().say(language, f"need.{need}"))}


def intent_named(language: str, said: str) -> str | None:
    """The intent that a short text tells in set words ("where is my question")."""
    words = len(said.split())
    fitting = (intent for intent, most in PHRASES.items() if words <= most)
    found = the_one_named(said, ((intent, words_of_list(language, f"phrases.{intent}")) for intent in fitting))
    return Act.CORRECT.value if found == Act.WITHDRAW and speaks_of_something(language, said) else found


def speaks_of_something(language: str, said: str) -> bool:
    """True for "delete everything about my husband", which does not mean all that was told."""
    about = follows(language, "phrases.withdraw", "of_words", said)
    return about and not mentions(language, "of_me_words", said)


@cache
def ordinals(language: str) -> Ordinals:
    """How a place in a list is said."""
    names = tuple(words_of_list(language, f"ordinal.{number}") | {str(number)} for number in range(1, 6))
    return Ordinals(names, words_of_list(language, "ordinal.around"))


def denies(language: str, said: str) -> bool:
    """True if a few words say that something is not so ("not at home")."""
    return mentions(language, "not_words", said)


def names_danger(language: str, said: str) -> bool:
    """True if a text has words of danger, plain or veiled."""
    return load_warning_signs().find(said) is not None or mentions(language, "doubt_words", said)


def wants_all_deleted(language: str, said: str) -> bool:
    """True for "delete everything", also among some other words; never beside plain words of danger."""
    asks_it = any(
        mentions(language, "phrases.withdraw", part) and not denies(language, part) for part in clauses(language, said)
    ) and not speaks_of_something(language, said)
    return asks_it and len(said.split()) <= WORDS_OF_A_DELETION and load_warning_signs().find(said, language) is None


def takes_back(language: str, said: str) -> bool:
    """True for "take it back", "cancel that"."""
    return (
        len(said.split()) <= PHRASES["withdraw"]
        and mentions(language, "take_back_words", said)
        and not denies(language, said)
    )


def says_goodbye(language: str, said: str) -> bool:
    """True where the last of what is said is a goodbye ("I have Roger. thank you for listening. sleep well")."""
    last = plain(next(reversed(clauses(language, said)), ""))
    return last in words_of_list(language, f"phrases.{Act.GOODBYE}")


def says_stop(language: str, said: str) -> bool:
    """True for "no more questions", and for a bare "stop"."""
    if len(said.split()) > WORDS_OF_A_STEP:
        return False
    alone = (plain(without_lead(language, "begins_no_words", part)) for part in clauses(language, said))
    return mentions(language, "stop_words", said) or any(
        part in words_of_list(language, "stop_words.alone") for part in alone
    )


def goes_on(language: str, said: str) -> bool:
    """True for "let us go on", and for a bare "next"."""
    asks_it = mentions(language, "go_on_words", said) and not denies(language, said)
    return asks_it or says_alone(language, "go_on_words.alone", said)


def asks_back(language: str, said: str, *, only: bool = False) -> bool:
    """True for "why do you ask?" and "what do you mean?", which ask about the question of the bot.

    If ``only``, it has to be all that is said.
    """
    why = [_asks_why(language, each) for each in _SENTENCES.split(said) if plain(each)]
    return bool(why) and (all(why) if only else any(why))


def _asks_why(language: str, sentence: str) -> bool:
    asks_it = len(sentence.split()) <= WORDS_OF_A_STEP and mentions(language, "why_words", sentence)
    return asks_it or plain(sentence) in words_of_list(language, "why_words.alone")


def asks(language: str, said: str) -> bool:
    """True for a question, with its mark or by how it begins ("and who reads this")."""
    begins = without_lead(language, "but_words", without_lead(language, "and_words", said))
    return said.endswith(QUESTION_MARKS) or without_lead(language, "asking_words", begins) != begins


def questions_beside(language: str, said: str) -> list[str]:
    """The parts of a text that ask something, where it holds more than one part ("is it free, and who reads this?")."""
    parts = [part.strip() for part in told_parts(language, said) if part.strip(" ?؟")]
    return [part for part in parts if asks(language, part) or asks_for_a_line(language, part)] if len(parts) > 1 else []


def asks_for_a_line(language: str, said: str) -> bool:
    """True for a number to call in the own language, in whatever words around it ("I need a number in English")."""
    return mentions(language, "asked_words.own_line", said)


def fear_named(language: str, said: str) -> str | None:
    """What somebody may be afraid for, or of; the first of several."""
    return next((fear for fear in NAMED["fear_words"] if mentions(language, f"fear_words.{fear}", said)), None)


def _found(language: str, kind: str, said: str) -> tuple[str, str] | None:
    found = best_named(said, ((option, _words_for(language, kind, option)) for option in NAMED[kind]))
    if found is None and kind == "when_words":  # "any afternoon"
        found = best_named(said, ((part, _words_for(language, kind, part)) for part in DayPart))
    return found or (day_part_from(language, said) if kind == "when_words" else None)


@cache
def _words_for(language: str, kind: str, option: str) -> frozenset[str]:
    """The words that name an option, and what its button says."""
    label = f"button.{kind.removesuffix('_words')}.{option}"
    named_so = {plain(catalogues().say(language, label))} if catalogues().has(label) else frozenset[str]()
    return words_with_and(language, _key(kind, option)) | named_so


def _without_a_no(language: str, part: str) -> str:
    """A part without the no to what was said before, where a wish follows ("no i want to be called")."""
    rest = without_lead(language, "begins_no_words", part)
    return rest if begins_with(language, "wish_words", rest) else part


def _without_a_reason(language: str, part: str) -> str:
    """A part without what stands behind a "because" ("come to my house because I have no car")."""
    padded = f" {plain(part)} "
    for because in words_of_list(language, "because_words"):
        padded = padded.split(f" {because} ")[0]
    return padded.strip() or part


def first_wished(language: str, kind: str, said: str) -> str | None:
    """The same as ``wished``; of several the one that is called better, else the first ("a visit, but call me first").

    Where something is refused beside them it is the only other one ("calls are hard, I have a phone, write here").
    """
    if (plainly := wished(language, kind, said)) is not None:
        return plainly
    named_in = [(wished(language, kind, part), part) for part in clauses(language, said)]
    better = {name for name, part in named_in if name and mentions(language, "better_words", part)}
    if len(better) == 1:
        return better.pop()
    names = dict.fromkeys(name for name, _ in named_in if name)
    if refused := unwished(language, kind, said):
        others = [name for name in names if name not in refused]
        return others[0] if len(others) == 1 else None
    return next(iter(names), None)


def _denies_name(language: str, kind: str, part: str) -> bool:
    """True if a "not", or a "that is hard", stands beside the words that name something.

    "It does not matter when" is a name itself, and "can't somebody come?" is a wish.
    """
    part = _without_a_reason(language, _without_a_no(language, part))
    found = _found(language, kind, part)
    beside = f" {plain(part)} ".replace(f" {found[1]} ", "  ", 1) if found else part
    for polite in words_of_list(language, "polite_words"):
        beside = beside.replace(f" {polite} ", "  ")
    refused = found is not None and kind == "reach_words" and mentions(language, f"refuse_words.{found[0]}", part)
    refused = refused or (found is not None and kind == "when_words" and is_the_last_hour(language, found[1], part))
    return refused or denies(language, beside) or mentions(language, "hard_words", beside)


def _key(kind: str, option: str) -> str:
    return f"{kind}.{option}" if option else kind
