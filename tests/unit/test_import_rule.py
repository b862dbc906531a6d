"""Imports point inwards: domain <- service <- adapters, channels, console, nlu, actions <- bootstrap."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTER = {"bot.bootstrap", "bot.cli", "bot.model", "bot.workers", "bot.terminal", "bot.__main__"}
ALLOWED = {
    "bot.domain": {"bot.domain"},
    "bot.service": {"bot.domain", "bot.service"},
    "bot.nlu": {"bot.domain", "bot.nlu", "bot.adapters"},
    "bot.adapters": {"bot.domain", "bot.service", "bot.adapters", "bot.nlu", "bot.config"},
    "bot.channels": {"bot.domain", "bot.service", "bot.channels", "bot.config"},
    "bot.console": {"bot.domain", "bot.service", "bot.console", "bot.channels", "bot.config"},
    "bot.config": {"bot.domain"},
    "bot.processor": set(),
    "actions": {"bot.domain", "bot.service", "bot.adapters", "bot.nlu", "actions"},
}
RASA_FREE = ("bot.domain", "bot.service", "bot.adapters", "bot.channels", "bot.console", "bot.config")
FOREIGN_TO_THE_DOMAIN = {"rasa", "rasa_sdk", "telegram", "aiohttp", "sqlalchemy", "alembic", "aiosmtplib"}


def _modules() -> list[tuple[str, Path]]:
    files = [*sorted((ROOT / "bot").rglob("*.py")), *sorted((ROOT / "actions").rglob("*.py"))]
    return [(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), file) for file in files]


def _imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def _package(module: str) -> str:
    return ".".join(module.split(".")[:2]) if module.startswith("bot") else module.split(".")[0]


@pytest.mark.parametrize(("module", "file"), _modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_point_inwards(module: str, file: Path) -> None:
    if OUTER & {module, _package(module)} or module == "bot" or _package(module).startswith("bot.cli"):
        return
    own = {_package(name) for name in _imports(file) if name.split(".")[0] in ("bot", "actions")}
    assert own <= ALLOWED[_package(module)], f"{module} imports {own - ALLOWED[_package(module)]}"


@pytest.mark.parametrize(("module", "file"), _modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_may_not_know_what(module: str, file: Path) -> None:
    top = {name.split(".")[0] for name in _imports(file)}
    if module.startswith("bot.domain"):
        assert not top & FOREIGN_TO_THE_DOMAIN
    reads_for_rasa = module.startswith("bot.adapters.rasa_")
    if module.startswith(RASA_FREE) and not reads_for_rasa:
        assert not top & {"rasa", "rasa_sdk", "tensorflow"}
