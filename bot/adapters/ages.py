"""How old somebody says that they are."""

from __future__ import annotations

import re
from functools import cache

from bot.adapters.word_lists import alternatives

WRITES_FROM = 6
"""Younger children do not write of themselves."""


def age_told(language: str, said: str) -> int | None:
    """How old somebody says that they are, in years."""
    folded = _folded(said)
    found = (pattern.search(folded) for pattern in _age_patterns(language))
    ages = (int(age.group("age")) for age in found if age)
    return next((age for age in ages if age >= WRITES_FROM), None)


@cache
def _age_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    goes_on = "|".join(re.escape(word) for word in alternatives("age_goes_on", language))
    return tuple(re.compile(_age_pattern(words, goes_on)) for words in alternatives("age_words", language))


def _age_pattern(words: str, goes_on: str) -> str:
    """``words`` with the number in place of #; a bare number is an age only where no unit follows ("16 weeks")."""
    before, _, after = (re.escape(part) for part in words.partition("#"))
    end = "" if after.strip() else rf"(?=\s*(?:$|[.,;!?،؛]|(?:{goes_on})))"
    return rf"(?<!\w){before}(?P<age>\d{{1,2}})(?!\d){after}{end}"


def _folded(text: str) -> str:
    return "".join(str(int(each)) if each.isdecimal() else each for each in text.casefold().replace("’", "'"))
