"""What a no to what was heard takes back, and what it tells instead."""

from __future__ import annotations

from bot.adapters.phrases import clauses, denies, mentions, needs_named

WORDS_OF_A_NO = 3


def parts_of(language: str, said: str) -> list[tuple[str, bool]]:
    """The parts of a correction, each with whether it says that something is not the matter.

    "No, the rent is fine, it is my job" has such a part; a text without one is returned whole.
    """
    told = [(part, _says_fine(language, part)) for part in clauses(language, said)]
    return told if any(is_fine for _, is_fine in told) else [(said, False)]


def told_beside_no(language: str, said: str) -> list[str]:
    """What is told after a no, part by part ("no, that is wrong, I look for a flat"); of one part alone nothing."""
    parts = clauses(language, said)
    return [part for part in parts if not denies(language, part)] if len(parts) > 1 else []


def says_plain_no(language: str, said: str) -> bool:
    """True for a no to all that was heard ("that is not what I mean"), not to one thing ("no, he does not hit me")."""
    return len(said.split()) <= WORDS_OF_A_NO or mentions(language, "wrong_words", said)


def takes_out(language: str, said: str) -> bool:
    """True for a few words that take a need out of the question ("without the debts")."""
    return bool(needs_named(language, said)) and mentions(language, "take_out_words", said)


def _says_fine(language: str, part: str) -> bool:
    return mentions(language, "fine_words", part) or takes_out(language, part)
