"""Reads the words of danger."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.adapters.yaml_files import read_yaml
from bot.domain.errors import DichtbijError
from bot.domain.labels import LANGUAGES, NEAREST, Crisis
from bot.domain.warning_signs import WarningSigns, warning_signs
from bot.domain.words import words_of

WARNING_SIGNS = Path(__file__).parents[2] / "nlu_data" / "warning_signs.yml"
HARMLESS = "harmless"


class WarningSignsInvalid(DichtbijError):
    """The file of warning signs can't be used; the text names every mistake."""


@lru_cache(maxsize=4)
def load_warning_signs(path: Path = WARNING_SIGNS) -> WarningSigns:
    """The signs of a file; read once a process. Raises WarningSignsInvalid."""
    content = read_yaml(path, WarningSignsInvalid)
    problems = list(_problems(content))
    if problems:
        raise WarningSignsInvalid(f"{path.name}: " + "; ".join(problems))
    kinds = {
        language: {Crisis(kind): said for kind, said in phrases.items() if kind != HARMLESS}
        for language, phrases in content.items()
    }
    return warning_signs(kinds, [phrase for phrases in content.values() for phrase in phrases.get(HARMLESS, ())])


def _problems(content: Any) -> Iterator[str]:
    known = {*LANGUAGES, *NEAREST}
    if not isinstance(content, dict) or not set(LANGUAGES) <= set(content) <= known:
        yield f"expected the languages {', '.join(LANGUAGES)}, and no other than {', '.join(sorted(known))}"
        return
    for language, phrases in content.items():
        kinds = set(phrases) if isinstance(phrases, dict) else set()
        if not kinds <= {*Crisis, HARMLESS} or (language in LANGUAGES and not kinds >= {*Crisis}):
            yield f"{language}: expected the dangers {', '.join(Crisis)} and {HARMLESS}"
            continue
        for kind, said in phrases.items():
            empty = not isinstance(said, list) or any(not list(words_of(str(phrase))) for phrase in said)
            if empty:
                yield f"{language}, {kind}: expected a list of words"
