"""Checks the catalogues: complete, alike in every language, explained to translators, in short plain words that bind
nobody.

Run with ``python -m scripts.check_catalogues``; prints every error with its file and exits 1 if there is one. The words
that are looked for stand in ``scripts/plain_words.py``.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.domain.labels import LANGUAGES
from scripts.plain_words import binds, unexplained

LOCALES = Path(__file__).parents[1] / "locales"

WORDS_IN_A_SENTENCE = 20
CHARACTERS_IN_A_BUBBLE = 300
"""Of a text of the talk, without what is filled in."""
CHARACTERS_ON_A_BUTTON = 28
"""So that it stays on one line of a phone; also without what is filled in."""

SPOKEN = ("bot", "handover")
"""The catalogues of the talk."""

LISTENED_FOR = re.compile(r"(phrases|ordinal|(?!edit_)\w+_words)\b")
"""Keys of lists of what residents say; the bot never says them. (``edit_words`` it does say.)"""

PLACEHOLDER = re.compile(r"\{(\w+)\}")
BUTTON = re.compile(r"\bbutton\.")
SENTENCE_END = re.compile(r"[.!?؟…]+(?=\s|$)|\n+")

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The order in which a catalogue gives those that its language has."""
# French has a form for whole millions too, which nothing here counts; up to here every other form has its turn.
COUNTED = range(200)


class Entry(NamedTuple):
    """What one language says under one key: a single text, or one for each plural form."""

    key: str
    forms: tuple[str, ...]
    plural: bool = False
    fuzzy: bool = False
    comment: str = ""
    """What translators are told (``#.``)."""

    @property
    def base(self) -> str:
        """The key of the first wording: ``greet`` for ``greet~2``."""
        return self.key.partition("~")[0]

    def family(self, domain: str) -> str:
        """What stands before the last dot, without the name of the file: ``line`` for ``button.line.wish``, and for
        a key that has no dot the key itself.
        """
        name = self.base.removeprefix(f"{domain}.")
        return name.rpartition(".")[0] or name


Entries = Mapping[str, Entry]


def problems(folder: Path = LOCALES) -> Iterator[str]:
    """Every error, each with the file that it is in."""
    for domain in sorted({file.stem for file in folder.glob("*/LC_MESSAGES/*.po")}):
        catalogues = {language: _read(folder, language, domain) for language in LANGUAGES}
        entries = {language: _entries(catalogue) for language, catalogue in catalogues.items()}
        everything = set().union(*entries.values())
        for language, own in entries.items():
            found = [f"{key} is missing" for key in sorted(everything - own.keys())]
            found += _plural_rule(language, catalogues[language]) if own else ()
            found += _wordings(own)
            found += _comments(domain, own, entries["en"])
            found += _complaints(language, domain, own, entries["en"])
            yield from (f"{language}/{domain}.po: {problem}" for problem in found)


def _read(folder: Path, language: str, domain: str) -> Catalog:
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _entries(catalogue: Catalog) -> Entries:
    return {entry.key: entry for entry in map(_entry, catalogue) if entry.key}


def _entry(message: Message) -> Entry:
    key = message.id if isinstance(message.id, str) else message.id[0]
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return Entry(key, forms, bool(message.pluralizable), message.fuzzy, " ".join(message.auto_comments))


def _plural_rule(language: str, catalogue: Catalog) -> Iterator[str]:
    right, chosen = Locale.parse(language).plural_form, c2py(catalogue.plural_expr)
    names = sorted({right(number) for number in COUNTED}, key=PLURAL_FORMS.index)
    wrong = [number for number in COUNTED if chosen(number) != names.index(right(number))]
    if wrong or catalogue.num_plurals != len(names):
        yield f"Plural-Forms is not Unicode's rule ({', '.join(names)}): look at {wrong[:3] or 'nplurals'}"


def _wordings(entries: Entries) -> Iterator[str]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        groups[entry.base].append(entry)
    for base, group in sorted(groups.items()):
        if {entry.key for entry in group} != {base, *(f"{base}~{number}" for number in range(2, len(group) + 1))}:
            yield f"{base} has wordings that are not numbered ~2, ~3 and so on"
        if len({tuple(" ".join(form.casefold().split()) for form in entry.forms) for entry in group}) < len(group):
            yield f"{base} has the same wording twice"


def _comments(domain: str, entries: Entries, english: Entries) -> Iterator[str]:
    for key, entry in sorted(entries.items()):
        if entry.comment != english.get(key, entry).comment:
            yield f"{key} has another comment for translators than in en: copy its lines “#. …” from there"
    if entries is english:
        for key in _uncommented(domain, english.values()):
            yield f"{key} has no comment for translators: above its msgid write “#. …”, the same in every language"


def _uncommented(domain: str, entries: Collection[Entry]) -> list[str]:
    """The first key of each family without a comment.

    A comment holds for its own text, for those of its family, and for those whose keys go on after a dot.
    """
    commented = [entry for entry in entries if entry.comment]
    explained = {name for entry in commented for name in (entry.family(domain), entry.base.removeprefix(f"{domain}."))}
    first = {entry.family(domain): entry.key for entry in reversed(list(entries))}
    return sorted(key for family, key in first.items() if family not in explained)


def _complaints(language: str, domain: str, entries: Entries, english: Entries) -> Iterator[str]:
    for key, entry in sorted(entries.items()):
        found = [*_unfinished(entry), *_unlike(entry, english.get(entry.base, entry))]
        for form in () if LISTENED_FOR.match(key) else dict.fromkeys(entry.forms):
            found += [*_unkind(language, form), *_lengthy(domain, key, form)]
        yield from (f"{key} {complaint}" for complaint in found)


def _unfinished(entry: Entry) -> Iterator[str]:
    if entry.fuzzy:
        yield "is fuzzy"
    if not all(form.strip() for form in entry.forms):
        yield "lacks a plural form" if entry.plural else "is empty"
    if any("\\" in form for form in entry.forms):
        yield "shows a backslash: a new line is \\n, with one"


def _unlike(entry: Entry, english: Entry) -> Iterator[str]:
    if entry.plural != english.plural:
        yield f"has plural forms in one of the two only: here and {english.key} in en"
    if placeholders(entry) != placeholders(english):
        yield f"has other placeholders than {english.key} in en: {sorted(placeholders(entry))}"
    if any(brace in _own(form) for form in entry.forms for brace in "{}"):
        yield "has a brace that belongs to no placeholder"


def placeholders(entry: Entry) -> set[str]:
    """The names in braces; of plural forms those of all together, as "one minute" may leave the number out."""
    return {name for form in entry.forms for name in PLACEHOLDER.findall(form)}


def _own(text: str) -> str:
    return PLACEHOLDER.sub("", text)


def _unkind(language: str, text: str) -> Iterator[str]:
    if binds(language, text):
        yield "tells somebody what they must do"
    yield from (f"says {word} without explaining it" for word in unexplained(text))


def _lengthy(domain: str, key: str, text: str) -> Iterator[str]:
    length = len(_own(text))
    if BUTTON.search(key) and length > CHARACTERS_ON_A_BUTTON:
        yield f"has {length} characters on a button"
    if domain in SPOKEN:
        if length > CHARACTERS_IN_A_BUBBLE:
            yield f"has {length} characters"
        yield from _long_sentences(text)


def _long_sentences(text: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(text):
        # French and Arabic put spaces around marks, which are no words.
        words = [word for word in sentence.split() if any(map(str.isalnum, word))]
        if len(words) > WORDS_IN_A_SENTENCE:
            yield f"has a sentence of {len(words)} words: {' '.join(words[:4])} …"


def main() -> int:
    found = list(problems())
    print("\n".join(found) or "catalogues: all complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
