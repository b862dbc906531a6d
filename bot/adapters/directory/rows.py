"""Rows of directory files: their cells read as what they should be, and every problem collected."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from bot.domain.labels import Label
from bot.service.directory import Problem, Severity

L = TypeVar("L", bound=Label)

YES = frozenset({"yes", "true", "1", "ja", "oui", "x"})
NO = frozenset({"no", "false", "0", "nee", "neen", "non"})


MAX_PROBLEMS = 10_000
"""Of each severity; nobody reads more, and a file made to fill the memory stops here."""
MAX_RECORDS = 300_000
"""Of all files of a directory together: more than ten times the largest public export that is known."""


@dataclass
class Findings:
    """The problems found so far, up to MAX_PROBLEMS of each severity, and how many records were read."""

    problems: list[Problem] = field(default_factory=list)
    records: int = 0
    _counts: Counter[Severity] = field(default_factory=Counter)

    @property
    def errors(self) -> bool:
        return self._counts["error"] > 0

    @property
    def full(self) -> bool:
        """True once reading on is of no use: further errors are left out, or there are too many records."""
        return self._counts["error"] >= MAX_PROBLEMS or self.records > MAX_RECORDS

    def error(self, file: str, row: str, field: str, expected: str) -> None:
        self._add(Problem(file, row, field, expected, "error"))

    def warning(self, file: str, row: str, field: str, expected: str) -> None:
        self._add(Problem(file, row, field, expected, "warning"))

    def room_for(self, count: int, file: str) -> bool:
        """Counts records before they are read; False, with an error, once they are too many."""
        self.records += count
        if self.records > MAX_RECORDS:
            self.error(file, "", "", f"at most {MAX_RECORDS} records in all files together")
        return self.records <= MAX_RECORDS

    def _add(self, problem: Problem) -> None:
        self._counts[problem.severity] += 1
        if self._counts[problem.severity] < MAX_PROBLEMS:
            self.problems.append(problem)
        elif self._counts[problem.severity] == MAX_PROBLEMS:
            end = f"fewer than {MAX_PROBLEMS} {problem.severity}s; the others are left out"
            self.problems.append(replace(problem, row="", field="", expected=end))


@dataclass
class Row:
    """One record of a file.

    In a ``strict`` row a value that can't be read is an error: its author sits here and can mend it. In other rows,
    as in exports of other regions, it is a warning and the value is left out.
    """

    findings: Findings
    file: str
    number: str
    values: Mapping[str, str]
    strict: bool = True

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def required(self, name: str) -> str:
        """The text; an error if there is none."""
        text = self.text(name)
        if not text:
            self.error(name, "a value")
        return text

    def error(self, name: str, expected: str) -> None:
        self.findings.error(self.file, self.number, name, expected)

    def wrong(self, name: str, expected: str) -> None:
        report = self.findings.error if self.strict else self.findings.warning
        report(self.file, self.number, name, expected)

    def list(self, name: str) -> tuple[str, ...]:
        return split_list(self.text(name))

    def labels(self, name: str, kind: type[L]) -> frozenset[L]:
        known = {label.value: label for label in kind}
        words = {word: re.sub(r"[\s-]+", "_", word.casefold()) for word in self.list(name)}
        for word, label in words.items():
            if label not in known:
                self.wrong(name, f"{', '.join(known)} (not {_shown(word)})")
        return frozenset(known[label] for label in words.values() if label in known)

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        """One of the options; the first if the cell is empty."""
        text = self.text(name).casefold()
        if text and text not in options:
            self.wrong(name, f"one of {', '.join(options)}")
        return text if text in options else options[0]

    def answer(self, name: str) -> bool | None:
        """Yes or no; None where nothing is said."""
        text = self.text(name).casefold()
        if text and text not in YES | NO:
            self.wrong(name, "yes or no")
        return text in YES if text in YES | NO else None

    def flag(self, name: str) -> bool:
        """True only where it says yes."""
        return bool(self.answer(name))

    def number_of(self, name: str, low: float, high: float) -> float | None:
        text = self.text(name)
        return self.as_number(name, text, low, high) if text else None

    def as_number(self, name: str, text: str, low: float, high: float) -> float | None:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if low <= number <= high:
            return number
        self.wrong(name, f"a number from {low:g} to {high:g}")
        return None

    def age(self, name: str) -> int | None:
        number = self.number_of(name, 0, 130)
        return None if number is None else int(number)

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self.wrong(name, "a date like 2026-11-23")
            return None


def split_list(text: str) -> tuple[str, ...]:
    """The items of a list field: ``a; b``; a ``\\;`` is a semicolon inside an item."""
    return tuple(item for item in split_cells(text) if item)


def split_cells(text: str) -> tuple[str, ...]:
    """Like split_list, but an item may be empty, so that several fields keep step."""
    items: list[list[str]] = [[]]
    for token in re.findall(r"\\.|;|[^\\;]+|\\", text, re.DOTALL):
        if token == ";":
            items.append([])
        else:
            items[-1].append(token[-1] if token.startswith("\\") else token)
    return tuple("".join(item).strip() for item in items)


def join_list(items: Iterable[str]) -> str:
    return "; ".join(re.sub(r"([;\\])", r"\\\1", item) for item in items)


def _shown(word: str) -> str:
    return word if len(word) <= 40 else word[:40] + "..."
