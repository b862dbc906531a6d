"""Whether a sentence names the answer to the question that is open."""

from __future__ import annotations

from bot.adapters.moment import Moment
from bot.adapters.phrases import QUESTION_MARKS, first_wished, unwished, wished
from bot.adapters.wishes import plainly_refused
from bot.adapters.word_lists import clauses
from bot.domain.question import sentences

NAMED_ANSWERS = ("reach", "when", "knows", "line_how", "summary")
"""Slots whose answers have names (phrases.NAMED), which count in a whole sentence too; of the summary, another way."""
WORDS_OF_AN_ANSWER, WORDS_BESIDE_IT = 12, 30


def names_an_answer(moment: Moment, said: str) -> bool:
    """True if a sentence names the answer to what was asked ("somebody may come to my home, I have no car").

    Of several sentences it is the first, with not too many behind it.
    """
    if moment.slot not in NAMED_ANSWERS or said.endswith(QUESTION_MARKS) or len(said.split()) > WORDS_BESIDE_IT:
        return False
    first = said if moment.slot == "summary" else _said_first(moment.language, said)
    return len(first.split()) <= WORDS_OF_AN_ANSWER and _names(moment, first)


def _said_first(language: str, said: str) -> str:
    """The first sentence, or its first part if it is long."""
    first = next(iter(sentences(said)), "")
    return first if len(first.split()) <= WORDS_OF_AN_ANSWER else next(iter(clauses(language, first)), "")


def _names(moment: Moment, said: str) -> bool:
    language = moment.language
    refused = bool(unwished(language, "reach_words", said) or plainly_refused(language, said))
    another_way = refused and wished(language, "reach_words", said) is not None
    if moment.slot == "summary":
        return another_way
    named_one = first_wished(language, f"{moment.slot}_words", said) is not None
    if moment.slot == "when":
        return named_one or another_way
    if moment.slot != "reach":
        return named_one
    return named_one or refused or wished(language, "when_words", said) == "any"
