"""Reads the helplines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.adapters.directory.week import WrongHours, parse_hours
from bot.adapters.yaml_files import read_yaml
from bot.domain.errors import DichtbijError
from bot.domain.helplines import ALL_LANGUAGES, Helpline
from bot.domain.labels import Crisis

HELPLINES = Path(__file__).parents[2] / "nlu_data" / "helplines.yml"

_REQUIRED = frozenset({"number", "name", "languages", "source"})
_OPTIONAL = frozenset(
    {"not_checked", "free", "anonymous", "emergency", "children", "chat", "hours", "holidays", "checked"}
)


class HelplinesInvalid(DichtbijError):
    """The file of helplines can't be used; the text names every mistake."""


@lru_cache(maxsize=4)
def load_helplines(path: Path = HELPLINES) -> tuple[Helpline, ...]:
    """The helplines of a file; read once a process. Raises HelplinesInvalid."""
    content = read_yaml(path, HelplinesInvalid)
    content = content if isinstance(content, dict) else {}
    lines = _mapping(content, "lines")
    problems = [problem for id, line in lines.items() for problem in _line_problems(id, line)]
    problems += _order_problems(content, frozenset(lines))
    if problems:
        raise HelplinesInvalid(f"{path.name}: " + "; ".join(problems))
    return tuple(_line(id, line, content) for id, line in lines.items())


def _mapping(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _line_problems(id: str, line: Any) -> list[str]:
    if not isinstance(line, dict):
        return [f"{id}: expected the facts of a line"]
    problems = [f"{id}: {name} is missing" for name in sorted(_REQUIRED - set(line))]
    problems += [f"{id}: {name} is not known" for name in sorted(set(line) - _REQUIRED - _OPTIONAL)]
    if not re.fullmatch(r"\d[\d ]{2,14}", str(line.get("number", "000"))):
        problems.append(f"{id}: number: expected digits")
    languages = line.get("languages", [ALL_LANGUAGES])
    if not isinstance(languages, list) or not all(re.fullmatch(r"[a-z]{2,3}", str(each)) for each in languages):
        problems.append(f"{id}: languages: expected a list of language codes, or [{ALL_LANGUAGES}]")
    if not str(line.get("chat") or "https://").startswith("https://"):
        problems.append(f"{id}: chat: expected an address with https")
    try:
        parse_hours(str(line.get("hours") or ""))
    except WrongHours as error:
        problems.append(f"{id}: hours: expected {error}")
    return problems


def _order_problems(content: Mapping[str, Any], known: frozenset[str]) -> list[str]:
    crises = _mapping(content, "crises")
    problems = [] if isinstance(content.get("checked"), date) else ["checked: expected a date"]
    problems += [f"crises: {kind} has no lines" for kind in Crisis if not crises.get(str(kind))]
    problems += [f"crises: {kind} is not known" for kind in crises if kind not in [str(each) for each in Crisis]]
    named = [id for ids in (*crises.values(), content.get("others")) for id in ids or ()]
    problems += [f"{id} is no line" for id in named if id not in known]
    return problems + [f"{id} is in no danger and not among the others" for id in sorted(known - set(named))]


def _line(id: str, line: Mapping[str, Any], content: Mapping[str, Any]) -> Helpline:
    crises: Mapping[str, list[str]] = content["crises"]
    return Helpline(
        id=id,
        number=str(line["number"]),
        name=str(line["name"]),
        languages=frozenset(line["languages"]),
        source=str(line["source"]),
        checked_on=line.get("checked") or content["checked"],
        not_checked=str(line.get("not_checked") or ""),
        free=bool(line.get("free", True)),
        anonymous=bool(line.get("anonymous", True)),
        emergency=bool(line.get("emergency", False)),
        children=bool(line.get("children", False)),
        chat=str(line.get("chat") or ""),
        hours=parse_hours(str(line.get("hours") or "")),
        on_holidays=bool(line.get("holidays", False)),
        ranks={Crisis(kind): ids.index(id) for kind, ids in crises.items() if id in ids},
    )
