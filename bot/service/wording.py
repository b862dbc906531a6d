"""Texts inside texts, as values of a text (see bot.service.ports.Texts)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.consent import YES_OR_NO
from bot.domain.helplines import Helpline
from bot.domain.labels import LANGUAGES
from bot.domain.partners import Directory, OpeningPeriod

_LISTS = {"needs": "need", "preferences": "preference"}


def text(key: str, **values: Any) -> dict[str, Any]:
    """A text of the catalogues as a value inside another text."""
    return {"key": key, "values": values}


def organization_name(directory: Directory, organization_id: str) -> Any:
    """The name of an organisation as a value inside another text; a text if it is in the directory no more."""
    organization = directory.find_organization(organization_id)
    return organization.name if organization else text("partner_gone")


def lines(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Several texts, one below the other, as a value inside another text."""
    return {"lines": items}


def paragraphs(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Several texts with an empty line in between, as a value inside another text."""
    return {"lines": items, "between": "\n\n"}


def place_text(name: str) -> dict[str, str]:
    """A place as a value inside another text, where it has the reader's own name."""
    return {"place": name}


def day_text(moment: datetime) -> dict[str, str]:
    """The day of a moment as a value inside another text."""
    return {"day": moment.isoformat()}


def shared_value(field: str, value: str) -> Any:
    """A shared field's value (see bot.domain.consent) as a text in the reader's language; own words stay."""
    if field in _LISTS:
        return [text(f"{_LISTS[field]}.{label}") for label in value.split()]
    if field == "language":
        name = text(f"language.{value}")
        return name if value in LANGUAGES else text("line.interpreter", language=name)
    if field == "place":
        place, _, code = value.rpartition(" ")
        return {"lines": [place_text(place), code], "between": " "} if place else value
    if field in ("reach", "when"):
        return text(f"{field}.{value}")
    return text(f"line.{value}") if field in YES_OR_NO else value


def shared_line(field: str, value: str) -> dict[str, Any]:
    """A shared field as one line."""
    return text(f"line.{field}", value=shared_value(field, value))


def opening_lines(hours: tuple[OpeningPeriod, ...]) -> dict[str, Any]:
    """When something is open, day by day."""
    days = sorted({period.weekday for period in hours})
    return {
        "lines": [text("info.day", day={"weekday": day}, times=_times(hours, day)) for day in days],
        "between": "; ",
    }


def _times(hours: tuple[OpeningPeriod, ...], day: int) -> list[str]:
    periods = sorted((period.opens, period.closes) for period in hours if period.weekday == day)
    return [f"{opens:%-H:%M}–{closes:%-H:%M}" for opens, closes in periods]


def helpline_lines(helplines: tuple[Helpline, ...], now: datetime) -> dict[str, Any]:
    """One line a number; those that are closed now say when they open."""
    return lines(
        [text("crisis.line", number=line.number, name=line.name, about=_about(line, now)) for line in helplines]
    )


def _about(line: Helpline, now: datetime) -> dict[str, Any]:
    about, opens = text(f"helpline.{line.id}"), line.opens(now)
    return about if opens is None else text("helpline.closed_now", about=about, opens=opens)
