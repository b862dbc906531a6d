"""What a no to what was heard takes back, and what it tells instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.adapters.phrases import FEW_WORDS, WORDS_OF_A_NO, asks, denies, needs_named
from bot.adapters.somebody_else import CHILDREN
from bot.adapters.word_lists import (
    after_second_thoughts,
    begins_with,
    clauses,
    follows,
    mentions,
    told_parts,
    without_lead,
    without_tail,
)
from bot.domain.labels import Need

WORDS_OF_A_CORRECTION, WORDS_OF_AN_ITEM = 6, 3
TROUBLES = (Need.ADDICTION, Need.DISABILITY)
_MARKS_BEHIND = r"[\s,;.،؛]*"
_QUESTION_MARKS = re.compile("[?؟]+")


def parts_of(language: str, said: str) -> list[tuple[str, bool]]:
    """The parts of a correction, each with whether it says that something is not the matter.

    "No, the rent is fine, it is my job" has such a part; a text without one is returned whole.
    """
    if wonders := _wonders(language, said):
        return wonders
    told = [(part, _says_fine(language, part)) for part in clauses(language, said)]
    return told if any(is_fine for _, is_fine in told) else [(said, False)]


def _wonders(language: str, said: str) -> list[tuple[str, bool]]:
    """The parts of a no that begins by wondering at a need ("an addiction?? I never said that"); none of others."""
    first, *more = _QUESTION_MARKS.split(said, maxsplit=1)
    if not (more and needs_named(language, first, WORDS_OF_A_NO)):
        return []
    says_no = denies(language, more[0]) or begins_with(language, "begins_no_words", more[0])
    return [(first, True), (more[0], False)] if says_no else []


def tells_more(language: str, said: str) -> bool:
    """True for a correction that tells more than what it is about ("no, it is the job that I lost a month ago")."""
    return any(len(part.split()) > WORDS_OF_A_CORRECTION for part, is_fine in parts_of(language, said) if not is_fine)


def told_instead(language: str, said: str) -> str:
    """What a correction tells, without the parts by which something is not the matter."""
    for part, is_fine in parts_of(language, said):
        if is_fine and part != said:
            said = re.sub(re.escape(part) + _MARKS_BEHIND, "", said, count=1)
    return without_lead(language, "begins_no_words", said)


def told_beside_no(language: str, said: str) -> list[str]:
    """What is told after a no, part by part ("no, that is wrong, I look for a flat"); of one part alone nothing."""
    parts = clauses(language, said)
    return [part for part in parts if not denies(language, part)] if len(parts) > 1 else []


def needs_denied(language: str, said: str) -> tuple[Need, ...]:
    """The needs that parts of a no name to say that they are not the matter ("no, not the rent")."""
    parts = (part for part in clauses(language, said) if denies(language, part))
    return tuple(dict.fromkeys(need for part in parts for need in needs_named(language, part)))


def says_plain_no(language: str, said: str) -> bool:
    """True for a no to all that was heard ("that is not what I mean"), not to one thing ("no, he does not hit me")."""
    return len(said.split()) <= WORDS_OF_A_NO or mentions(language, "wrong_words", said)


def takes_out(language: str, said: str) -> bool:
    """True for a few words that take a need out of the question ("away with the debts")."""
    drops = mentions(language, "take_out_words", said) or mentions(language, "line_how_words.drop", said)
    return drops and bool(needs_named(language, said))


def needs_in_parts(language: str, said: str, *, lacked: bool = False) -> tuple[Need, ...]:
    """The needs that the short parts of a text name and do not deny ("family i guess. i have no break").

    With ``lacked``, also what is not there: where nothing was heard yet, "no money" is a story.
    """
    said_so = (part for part in clauses(language, said) if not _says_fine(language, part))
    parts = (part for part in said_so if lacked or not denies(language, part))
    return tuple(dict.fromkeys(need for part in parts for need in needs_named(language, part)))


def needs_listed(language: str, said: str) -> tuple[Need, ...]:
    """The needs of a bare list ("no, health and work and money"), which are at least two; none of others."""
    parts = (part.strip() for part in told_parts(language, said))
    bare = [part for part in parts if len(part.split()) <= WORDS_OF_AN_ITEM and not denies(language, part)]
    listed = tuple(dict.fromkeys(need for part in bare for need in needs_named(language, part)))
    return listed if len(listed) > 1 else ()


def names_money(language: str, said: str) -> bool:
    """True for "the money, I told you", which asks for no price."""
    return Need.MONEY in needs_named(language, said) and not asks(language, said) and not denies(language, said)


def need_chosen(language: str, said: str, among: Sequence[Need]) -> Need | None:
    """The one of ``among`` that somebody names; after a second thought ("the rent. no, the job") the last."""
    parts = [part for part in clauses(language, said) if not denies(language, part)]
    fitting = ([need for need in needs_named(language, part) if need in among] for part in parts)
    named_in = [needs[0] if len(needs) == 1 else None for needs in fitting]
    if Need.FAMILY in among and not any(named_in) and len(said.split()) <= FEW_WORDS:
        of_family = (any(mentions(language, f"same_words.{each}", part) for each in CHILDREN) for part in parts)
        named_in = [Need.FAMILY if found else None for found in of_family]  # "the children"
    chosen = set(after_second_thoughts(language, parts, named_in))
    return chosen.pop() if len(chosen) == 1 else None


def _says_fine(language: str, part: str) -> bool:
    return mentions(language, "fine_words", part) or takes_out(language, part) or _is_not_about(language, part)


def _is_not_about(language: str, part: str) -> bool:
    """True where a need is named right after words that say no to it ("it's not the gaming", "I am not lonely").

    Of what is a trouble by itself a bare "no" is enough ("no alcohol"); "no money" is the trouble.
    """
    if any(follows(language, "no_trouble_words", f"need_words.{need}", part) for need in TROUBLES):
        return True
    named = without_tail(language, "begins_no_words", part)  # "family no"
    if named != part and len(part.split()) <= WORDS_OF_AN_ITEM and needs_named(language, named):
        return True
    return any(follows(language, "not_about_words", f"need_words.{need}", part) for need in Need)


def is_another(language: str, said: str, label: str) -> bool:
    """True if a text says no to the very choice that it names ("not the first one")."""
    return denies(language, said) and not denies(language, label)
