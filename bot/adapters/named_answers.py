"""Whether a sentence names the answer to the question that is open."""

from __future__ import annotations

from bot.adapters.moment import Moment
from bot.adapters.phrases import QUESTION_MARKS, first_wished, unwished, wished

NAMED_ANSWERS = ("reach", "when", "knows", "line_how", "summary")
"""Slots whose answers have names (phrases.NAMED), which count in a whole sentence too; of the summary, another way."""
WORDS_OF_AN_ANSWER = 12


def names_an_answer(moment: Moment, said: str) -> bool:
    """True if a sentence names the answer to what was asked ("somebody may come to my home, I have no car")."""
    if moment.slot not in NAMED_ANSWERS or len(said.split()) > WORDS_OF_AN_ANSWER or said.endswith(QUESTION_MARKS):
        return False
    language = moment.language
    refused = bool(unwished(language, "reach_words", said))
    another_way = refused and wished(language, "reach_words", said) is not None
    if moment.slot == "summary":
        return another_way
    named_one = first_wished(language, f"{moment.slot}_words", said) is not None
    if moment.slot == "when":
        return named_one or another_way
    if moment.slot != "reach":
        return named_one
    return named_one or refused or wished(language, "when_words", said) == "any"
