"""The validator of training messages tells every fault, with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.labels import LANGUAGES
from bot.nlu.validate import FILES, Problem, problems

GOOD = """version: "3.1"
nlu:
- intent: tell
  metadata:
    needs: [money]
  examples: |
    - a bill that I can't pay
"""


def folder_with(tmp_path: Path, text: str, topic: str = "money") -> list[Problem]:
    path = tmp_path / "en" / f"{topic}.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return [problem for problem in problems(tmp_path) if problem.path == path]


def test_the_messages_of_the_product_have_no_fault() -> None:
    assert [str(problem) for problem in problems()] == []


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    assert folder_with(tmp_path, GOOD) == []


def test_each_language_needs_each_topic(tmp_path: Path) -> None:
    missing = [problem for problem in problems(tmp_path) if problem.message.startswith("missing")]
    assert len(missing) == len(LANGUAGES) * len(FILES)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("needs: [money]", "needs: [money", 6, "not YAML"),
        ("[money]", "[cash]", 3, "unknown need 'cash'"),
        ("[money]", "[money, work, legal, health, family]", 3, "more than 4 needs"),
        ("[money]", "[money, money]", 3, "a need twice"),
        ("[money]", "[work, money]", 3, "money as their first need"),
        ("intent: tell", "intent: moan", 3, "unknown intent 'moan'"),
        ("intent: tell", "intent: crisis", 3, "belong together"),
        ("needs: [money]", "needs: [money]\n    crisis: suicide", 3, "belong together"),
        ("needs: [money]", "needs: [money]\n    crisis: fire", 3, "unknown crisis 'fire'"),
        ("needs: [money]", "needs: [money]\n    mood: bad", 3, "unknown metadata mood"),
        ("needs: [money]", "needs: []", 3, "tell has needs"),
        ("examples: |", "examples: >", 3, "expected examples: |"),
        ("- a bill that I can't pay", "", 3, "expected examples: |"),
        ("- a bill that I can't pay", "- a [bill](thing)", 7, "none of [ ] { }"),
        ("- a bill that I can't pay", "- /crisis", 7, "can't start with /"),
        ("- a bill that I can't pay", "a bill", 7, "starts with '- '"),
        ("- a bill that I can't pay", "- one bill\n    - one  Bill", 8, "stands also in"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    found = folder_with(tmp_path, GOOD.replace(old, new))
    assert any(problem.line == line and message in problem.message for problem in found), [str(p) for p in found]


def test_the_same_message_with_other_labels_is_a_fault(tmp_path: Path) -> None:
    found = folder_with(
        tmp_path,
        GOOD + GOOD.partition("nlu:\n")[2].replace("[money]", "[money, work]").replace("a bill", "A bill"),
    )
    assert [(problem.line, "other labels" in problem.message) for problem in found] == [(12, True)]


def test_too_few_messages_of_a_kind_are_told(tmp_path: Path) -> None:
    folder_with(tmp_path, GOOD)
    told = {problem.message for problem in problems(tmp_path) if problem.path == tmp_path / "en"}
    assert "1 of messages with money first: at least 60 are needed" in told
    assert "0 of crisis suicide: at least 60 are needed" in told
    assert "1 of messages with needs: at least 1500 are needed" in told


def test_acts_have_no_needs_but_for_somebody_else(tmp_path: Path) -> None:
    block = "- intent: {}\n  metadata:\n    needs: [money]\n  examples: |\n    - {}\n"
    text = 'version: "3.1"\nnlu:\n' + block.format("thank", "thanks") + block.format("for_someone_else", "for a friend")
    assert [(problem.line, problem.message) for problem in folder_with(tmp_path, text, "acts")] == [
        (3, "thank has no needs")
    ]
