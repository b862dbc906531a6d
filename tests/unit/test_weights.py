"""The file of weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.adapters.weights import WEIGHTS, WrongWeights, load_weights
from bot.domain.labels import Need, ServiceType


def test_points_add_up_to_a_hundred() -> None:
    assert sum(load_weights().parts.values()) == 100


def test_each_kind_of_service_answers_something_and_each_need_is_answered() -> None:
    answered = load_weights().type_needs
    assert set(answered) == set(ServiceType)
    assert {need for needs in answered.values() for need in needs} == set(Need)


def test_every_mistake_is_named(tmp_path: Path) -> None:
    content = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    content["parts"]["needs"]["because"] = " "
    content["parts"]["reach"]["value"] = -1
    content["next_need"]["value"] = 3
    content["half_km"]["value"] = 0
    content["by_train"]["value"] = 1.5
    content["walk_km"]["value"] = -2
    content["stale_days"]["value"] = 10
    content["capacity"]["value"].pop("full")
    content["type_needs"]["value"]["outreach"] = ["houses"]
    content["instead"]["value"]["phone"] = {"chat": 2}
    content["speed"] = {"value": 1, "because": "none"}
    wrong = tmp_path / "weights.yml"
    wrong.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(WrongWeights) as error:
        load_weights(wrong)
    named = (
        "needs:",
        "reach:",
        "next_need:",
        "half_km:",
        "by_train:",
        "walk_km:",
        "stale_days:",
        "capacity:",
        "outreach",
        "phone",
        "speed",
    )
    assert [name for name in named if name not in str(error.value)] == []


def test_no_yaml(tmp_path: Path) -> None:
    wrong = tmp_path / "weights.yml"
    wrong.write_text("parts: [", encoding="utf-8")
    with pytest.raises(WrongWeights, match="no YAML"):
        load_weights(wrong)
