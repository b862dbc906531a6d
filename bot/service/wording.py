"""Texts inside texts, as values of a text (see bot.service.ports.Texts)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.helplines import Helpline


def text(key: str, **values: Any) -> dict[str, Any]:
    """A text of the catalogues as a value inside another text."""
    return {"key": key, "values": values}


def lines(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Several texts, one below the other, as a value inside another text."""
    return {"lines": items}


def paragraphs(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Several texts with an empty line in between, as a value inside another text."""
    return {"lines": items, "between": "\n\n"}


def helpline_lines(helplines: tuple[Helpline, ...], now: datetime) -> dict[str, Any]:
    """One line a number; those that are closed now say when they open."""
    return lines(
        [text("crisis.line", number=line.number, name=line.name, about=_about(line, now)) for line in helplines]
    )


def _about(line: Helpline, now: datetime) -> dict[str, Any]:
    about, opens = text(f"helpline.{line.id}"), line.opens(now)
    return about if opens is None else text("helpline.closed_now", about=about, opens=opens)
