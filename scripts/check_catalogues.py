"""Checks the catalogues: complete in every language, same placeholders, nothing fuzzy, nobody told that they must.

Run with ``python -m scripts.check_catalogues``; prints every error with its file and exits 1 if there is one.
"""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.domain.labels import LANGUAGES

LOCALES = Path(__file__).parents[1] / "locales"
FORBIDDEN = {
    "nl": re.compile(r"\b(je|jij|u|jullie) moet(en)?\b|\bmoet (je|jij|u)\b|\bzou(den)? moeten\b", re.IGNORECASE),
    "fr": re.compile(r"\b(vous devez|tu dois|vous devriez|tu devrais|il faut)\b", re.IGNORECASE),
    "en": re.compile(r"\byou (must|should|have to|need to|ought to)\b", re.IGNORECASE),
    "ar": re.compile(r"يجب (عليك|أن ت)|عليك أن|لازم ت"),
}
"""What the bot never says: the resident decides (docs/architecture.md, stance)."""


def problems(folder: Path = LOCALES) -> Iterator[str]:
    """Every error, each with the file that it is in."""
    for domain in sorted({file.stem for file in folder.glob("*/LC_MESSAGES/*.po")}):
        catalogues = {language: _read(folder, language, domain) for language in LANGUAGES}
        yield from _incomplete(domain, catalogues)
        for language, catalogue in catalogues.items():
            for key in sorted(str(message.id) for message in catalogue if message.id):
                yield from _wrong(f"{language}/{domain}.po", language, key, catalogue, catalogues["en"])


def _read(folder: Path, language: str, domain: str) -> Catalog:
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _incomplete(domain: str, catalogues: dict[str, Catalog]) -> Iterator[str]:
    keys = {language: {message.id for message in catalogue if message.id} for language, catalogue in catalogues.items()}
    everything = set().union(*keys.values())
    for language, own in keys.items():
        yield from (f"{language}/{domain}.po: {key} is missing" for key in sorted(everything - own))


def _wrong(file: str, language: str, key: str, catalogue: Catalog, english: Catalog) -> Iterator[str]:
    message, text = catalogue[key], str(catalogue[key].string)
    if message.fuzzy:
        yield f"{file}: {key} is fuzzy"
    if not text.strip():
        yield f"{file}: {key} is empty"
    if english[key] is not None and placeholders(text) != placeholders(str(english[key].string)):
        yield f"{file}: {key} has other placeholders than en: {sorted(placeholders(text))}"
    if FORBIDDEN[language].search(text):
        yield f"{file}: {key} tells somebody what they must do"


def placeholders(text: str) -> set[str]:
    """The names in braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def main() -> int:
    found = list(problems())
    print("\n".join(found) or "catalogues: all complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
