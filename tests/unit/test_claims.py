"""Every promise of the texts stands in tests/claims.yml, with the tests that hold it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from bot.domain.labels import LANGUAGES
from scripts.check_catalogues import LISTENED_FOR, LOCALES

ROOT = Path(__file__).parents[2]
LIST = yaml.safe_load((ROOT / "tests" / "claims.yml").read_text(encoding="utf-8"))
CLAIMS: list[Mapping[str, Any]] = LIST["claims"]
NO_PROMISE: Mapping[str, Any] = LIST["no_promise"]
COVERED = "…"
HOW = "see the head of tests/claims.yml"


@cache
def texts(language: str) -> tuple[tuple[str, str], ...]:
    """Key and text of all that is said in a language, each plural form by itself."""
    return tuple(_read(language))


def _read(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language):
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                if key and not LISTENED_FOR.match(key):
                    yield from ((key, form) for form in forms)


def phrases(language: str) -> list[str]:
    return [phrase for each in (*CLAIMS, NO_PROMISE) for phrase in each.get(language, ())]


@cache
def known(language: str) -> re.Pattern[str]:
    """Any phrase of the list, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(phrases(language), key=len, reverse=True))), re.IGNORECASE)


@cache
def signs(language: str) -> re.Pattern[str]:
    """Any word of a promise."""
    return re.compile(LIST["signs"][language].replace("| ", "|"), re.IGNORECASE)


def unknown_promises(language: str, text: str) -> list[str]:
    """The words of a promise that are left once the phrases of the list are taken out."""
    return [sign.group() for sign in signs(language).finditer(known(language).sub(COVERED, text))]


def is_settled(key: str) -> bool:
    """True if the key alone tells: it promises nothing, or a claim names it."""
    patterns = [*NO_PROMISE["keys"], *(key for claim in CLAIMS for key in claim.get("keys", ()))]
    return any(fnmatchcase(key.partition("~")[0], pattern) for pattern in patterns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promise_is_in_the_list(language: str) -> None:
    found = {key: unknown_promises(language, text) for key, text in texts(language) if not is_settled(key)}
    assert {key: words for key, words in found.items() if words} == {}, HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_still_said(language: str) -> None:
    said = "\n".join(text for _, text in texts(language)).casefold()
    stale = [phrase for phrase in phrases(language) if phrase.casefold() not in said]
    assert stale == [], HOW


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["claim"])
def test_every_claim_is_held(claim: Mapping[str, Any]) -> None:
    assert claim.get("tests") or claim.get("source"), "a claim needs a test"
    missing = [test for test in claim.get("tests", ()) if not _is_there(*test.split("::"))]
    assert missing == []


def _is_there(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    return path.exists() and name in _functions(path)


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het is gratis.", []),
        ("Alles is kosteloos.", ["kost"]),
        ("Het is gratis, en binnen twee dagen belt er iemand.", ["dagen"]),
        ("Geen mens leest mee, ook de politie niet.", ["politie"]),
    ],
)
def test_a_promise_in_words_that_the_list_does_not_have_is_found(text: str, found: list[str]) -> None:
    assert [word.strip() for word in unknown_promises("nl", text)] == found
