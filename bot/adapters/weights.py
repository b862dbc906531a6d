"""Reads the weights of the matching."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.adapters.yaml_files import read_yaml
from bot.domain.errors import DichtbijError
from bot.domain.labels import Label, Need, Reach, ServiceType
from bot.domain.partners import CAPACITIES
from bot.domain.weights import PARTS, Weights

WEIGHTS = Path(__file__).with_name("weights.yml")

Problems = list[str]
_NUMBERS = [
    "next_need",
    "by_type",
    "unlisted",
    "listed_only",
    "by_broad_kind",
    "broad_from",
    "from_afar",
    "half_km",
    "half_km_without_car",
    "road_factor",
    "by_train",
    "walk_km",
    "interpreter",
    "half_hours",
    "hours_unknown",
    "fresh_days",
    "stale_days",
    "equal_within",
    "first_within",
]
_POSITIVE = frozenset(
    [
        "next_need",
        "broad_from",
        "half_km",
        "half_km_without_car",
        "road_factor",
        "half_hours",
        "fresh_days",
        "stale_days",
    ]
)
_SHARES = frozenset(
    [
        "next_need",
        "by_type",
        "unlisted",
        "listed_only",
        "by_broad_kind",
        "from_afar",
        "by_train",
        "interpreter",
        "hours_unknown",
    ]
)


class WrongWeights(DichtbijError):
    """The file of weights can't be used; the text names every mistake."""


@lru_cache(maxsize=4)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The weights of a file; read once a process. Raises WrongWeights."""
    problems: Problems = []
    content = read_yaml(path, WrongWeights)
    weights = _weights(content if isinstance(content, dict) else {}, problems)
    if problems:
        raise WrongWeights(f"{path.name}: " + "; ".join(problems))
    return weights


def _weights(content: Mapping[str, Any], problems: Problems) -> Weights:
    parts = content.get("parts")
    parts = parts if isinstance(parts, dict) else {}
    known = {*_NUMBERS, "parts", "type_needs", "instead", "capacity"}
    problems += [f"{name} is not known" for name in (*(set(content) - known), *(set(parts) - set(PARTS)))]
    numbers = {name: _number(content, name, problems) for name in _NUMBERS}
    if numbers["stale_days"] <= numbers["fresh_days"]:
        problems.append("stale_days: expected more than fresh_days")
    return Weights(
        parts={part: _number(parts, part, problems) for part in PARTS},
        type_needs=_table(content, "type_needs", ServiceType, _needs, problems),
        instead=_table(content, "instead", Reach, _reaches, problems),
        capacity=_capacity(content, problems),
        **numbers,
    )


def _value(content: Mapping[str, Any], name: str, problems: Problems) -> Any:
    entry = content.get(name)
    if not isinstance(entry, dict) or not str(entry.get("because") or "").strip():
        problems.append(f"{name}: expected a value and a because")
        return None
    return entry.get("value")


def _number(content: Mapping[str, Any], name: str, problems: Problems) -> float:
    value = _value(content, name, problems)
    if not _is_number(value) or value < 0 or (name in _POSITIVE and value == 0) or (name in _SHARES and value > 1):
        low = "above 0" if name in _POSITIVE else "of 0 or more"
        problems.append(f"{name}: expected a number {low}" + (", at most 1" if name in _SHARES else ""))
        return 1.0
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _table(
    content: Mapping[str, Any], name: str, kind: type[Label], read: Callable[[Any], Any], problems: Problems
) -> dict[Any, Any]:
    table: dict[Any, Any] = {}
    entries = _value(content, name, problems)
    for key, entry in (entries if isinstance(entries, dict) else {}).items():
        try:
            table[kind(key)] = read(entry)
        except (ValueError, TypeError, AttributeError):
            problems.append(f"{name}: {key} has a word or number that is not known")
    return table


def _needs(entry: Any) -> frozenset[Need]:
    return frozenset(Need(need) for need in entry)


def _reaches(entry: Any) -> dict[Reach, float]:
    return {Reach(reach): _share(value) for reach, value in entry.items()}


def _share(value: Any) -> float:
    if not _is_number(value) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


def _capacity(content: Mapping[str, Any], problems: Problems) -> dict[str, float]:
    value = _value(content, "capacity", problems)
    if not isinstance(value, dict) or set(value) != set(CAPACITIES) or not all(map(_is_number, value.values())):
        problems.append(f"capacity: expected a number for each of {', '.join(CAPACITIES)}")
        return {}
    return {word: float(share) for word, share in value.items()}
