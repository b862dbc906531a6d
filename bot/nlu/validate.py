"""Checks the training messages: ``python -m bot.nlu.validate`` tells every fault with its file and line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.domain.labels import LANGUAGES, Act, Crisis, Need, Topic
from bot.nlu import balance
from bot.nlu.example import CRISIS, OUT_OF_SCOPE, TELL
from bot.nlu.near_copies import near_copies

MESSAGES = Path(__file__).parents[2] / "nlu_data" / "nlu"
EXAMS = Path(__file__).parents[2] / "tests" / "nlu"
NEEDS, CRISES, ACTS, ASKED = (frozenset(each.value for each in kind) for kind in (Need, Crisis, Act, Topic))
VAGUE = "vague"
"""The file of messages that ask for help without saying with what."""
ON_THE_WAY = "on_the_way"
"""The file of messages with a topic: what is asked of the help or of the talk itself."""
NEAR = "near_topic"
FILES = (
    *(need.value for need in Need),
    "crisis",
    "crisis_plain",
    "near_crisis",
    "acts",
    "out_of_scope",
    "everyday",
    VAGUE,
    ON_THE_WAY,
)
MAX_NEEDS = 4
FORBIDDEN = re.compile(r"[\[\]{}]")
BLOCK_KEYS = frozenset({"intent", "metadata", "examples"})
METADATA_KEYS = frozenset({"needs", "crisis", "near_crisis", "topic", "near_topic"})


@dataclass(frozen=True)
class Problem:
    """A fault and where it is; ``line`` counts from 1, 0 means the file as a whole."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Line:
    """One training message with the labels of its block."""

    path: Path
    line: int
    text: str
    labels: tuple[str, ...]

    @property
    def labels_by_kind(self) -> tuple[str, Sequence[str], str, str]:
        """Intent, needs, crisis and topic."""
        intent, *needs, crisis, asked = self.labels
        return intent, needs, crisis, asked


def problems(folder: Path = MESSAGES, exams: Path = EXAMS) -> list[Problem]:
    """Every fault below ``folder``, by file and line, and what a language has too little of.

    Messages there are no near-copies of those below ``exams``.
    """
    found = list(_missing(folder))
    lines: list[Line] = []
    for path in sorted(folder.glob("*/*.yml")):
        for each in _read(path):
            if isinstance(each, Line):
                lines.append(each)
            else:
                found.append(each)
    found += [problem for line in lines for problem in _text_problems(line)]
    found += _repeated(lines)
    found += _too_few(folder, lines)
    found += _almost_repeated([each for path in sorted(exams.glob("*/*.yml")) for each in _lines(path)], lines)
    return sorted(found, key=lambda problem: (str(problem.path), problem.line))


def _missing(folder: Path) -> Iterator[Problem]:
    for language in LANGUAGES:
        for file in FILES:
            path = folder / language / f"{file}.yml"
            if not path.exists():
                yield Problem(path, 0, "missing: each language has this file")
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name not in LANGUAGES or path.stem not in FILES:
            yield Problem(path, 0, "no such language or file")


def _read(path: Path) -> Iterator[Line | Problem]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        yield Problem(path, mark.line + 1 if mark else 0, f"not YAML: {error.problem}")
        return
    blocks = _entries(root).get("nlu")
    if not isinstance(blocks, SequenceNode):
        yield Problem(path, 0, "expected a list of blocks under nlu:")
        return
    for block in blocks.value:
        yield from _read_block(path, block)


def _read_block(path: Path, block: Node) -> Iterator[Line | Problem]:
    entries = _entries(block)
    metadata = _entries(entries.get("metadata"))
    start = block.start_mark.line + 1
    intent = _text(entries.get("intent"))
    needs = [_text(node) for node in _items(metadata.get("needs"))]
    crisis, asked = _text(metadata.get("crisis")), _text(metadata.get("topic")) or NEAR * ("near_topic" in metadata)
    for message in (
        *_key_problems(entries, metadata),
        *_label_problems(intent, needs, crisis),
        *_file_problems(path.stem, intent, needs, crisis, asked),
    ):
        yield Problem(path, start, message)
    examples = entries.get("examples")
    if not isinstance(examples, ScalarNode) or examples.style != "|" or not examples.value.strip():
        yield Problem(path, start, "expected examples: | and one message a line")
        return
    labels = (intent, *sorted(needs), crisis, asked)
    for number, raw in enumerate(examples.value.splitlines(), examples.start_mark.line + 2):
        if raw.strip() and not raw.startswith("- "):
            yield Problem(path, number, "a message starts with '- '")
        elif raw.strip():
            yield Line(path, number, raw[2:].strip(), labels)


def _key_problems(entries: dict[str, Node], metadata: dict[str, Node]) -> Iterator[str]:
    for key in sorted(set(entries) - BLOCK_KEYS):
        yield f"unknown key {key}"
    for key in sorted(set(metadata) - METADATA_KEYS):
        yield f"unknown metadata {key}"


def _label_problems(intent: str, needs: list[str], crisis: str) -> Iterator[str]:
    if intent not in ACTS | {TELL, CRISIS, OUT_OF_SCOPE}:
        yield f"unknown intent {intent!r}"
    for need in needs:
        if need not in NEEDS:
            yield f"unknown need {need!r}"
    if crisis and crisis not in CRISES:
        yield f"unknown crisis {crisis!r}"
    if (intent == CRISIS) != bool(crisis):
        yield "intent crisis and a kind of crisis belong together"
    if len(needs) > MAX_NEEDS:
        yield f"more than {MAX_NEEDS} needs"
    if len(set(needs)) < len(needs):
        yield "a need twice"
    if needs and intent in (ACTS | {OUT_OF_SCOPE}) - {Act.FOR_SOMEONE_ELSE.value}:
        yield f"{intent} has no needs"


def _file_problems(file: str, intent: str, needs: list[str], crisis: str, asked: str) -> Iterator[str]:
    if file in NEEDS and (intent != TELL or needs[:1] != [file]):
        yield f"blocks of this file are intent tell with {file} as their first need"
    if asked and asked not in (*ASKED, NEAR):
        yield f"unknown topic {asked!r}"
    if bool(asked) != (file == ON_THE_WAY) and not (asked == NEAR and crisis):
        yield f"a topic belongs to {ON_THE_WAY}.yml, each block there has one or near_topic, and a danger may have that"
    if intent == TELL and bool(needs) == (file == VAGUE):
        yield f"tell has needs, but for the file {VAGUE}.yml, where it has none"


def _text_problems(line: Line) -> Iterator[Problem]:
    if not line.text:
        yield Problem(line.path, line.line, "an empty message")
    if FORBIDDEN.search(line.text):
        yield Problem(line.path, line.line, "none of [ ] { } can stand in a message")
    if line.text.startswith("/"):
        yield Problem(line.path, line.line, "a message can't start with /")


def _repeated(lines: Iterable[Line]) -> Iterator[Problem]:
    """The same message twice in one language, or anywhere with other labels."""
    first: dict[str, Line] = {}
    for line in lines:
        earlier = first.setdefault(_plain(line), line)
        if earlier is line:
            continue
        if earlier.labels != line.labels:
            yield Problem(line.path, line.line, f"has other labels in {earlier.path}:{earlier.line}")
        elif earlier.path.parent == line.path.parent:
            yield Problem(line.path, line.line, f"stands also in {earlier.path}:{earlier.line}")


def _almost_repeated(exam: Sequence[Line], lines: Sequence[Line]) -> Iterator[Problem]:
    both = (*exam, *lines)
    for earlier, later in near_copies([line.text for line in both]):
        line, other = both[later], both[earlier]
        if later >= len(exam) and (earlier < len(exam) or _plain(line) != _plain(other)):
            yield Problem(line.path, line.line, f"says almost the same as {other.path}:{other.line}")


def _too_few(folder: Path, lines: Sequence[Line]) -> Iterator[Problem]:
    for language in LANGUAGES:
        own = [line for line in lines if line.path.parent.name == language]
        counted = (kind for line in own for kind in balance.kinds(line.path.stem, *line.labels_by_kind))
        for message in balance.shortages(counted):
            yield Problem(folder / language, 0, message)


def _plain(line: Line) -> str:
    return " ".join(line.text.casefold().split())


def _lines(path: Path) -> Iterator[Line]:
    return (each for each in _read(path) if isinstance(each, Line))


def _entries(node: Node | None) -> dict[str, Node]:
    return {_text(key): value for key, value in node.value} if isinstance(node, MappingNode) else {}


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if isinstance(node, SequenceNode) else []


def _text(node: Node | None) -> str:
    return str(node.value) if isinstance(node, ScalarNode) else ""


def main() -> int:
    found = problems()
    for problem in found:
        print(problem)
    print(f"{len(found)} problems" if found else "training messages: no problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
