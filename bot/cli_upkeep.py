"""The steps of `dichtbij directory` that keep it true: what is stale, asking the partners, and which needs lack."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from bot.adapters.weights import load_weights
from bot.config import Settings
from bot.domain.freshness import Check
from bot.domain.partners import Organization
from bot.domain.unmet import UnmetNeed
from bot.service import assurances, directory
from bot.service.assurances import Asked

if TYPE_CHECKING:
    from bot.bootstrap import Core

T = TypeVar("T")


def add_steps(steps: Any) -> None:
    """Adds them to the steps of the command."""
    freshness = steps.add_parser("freshness", help="what was not confirmed for long, is full or closed, and who to ask")
    freshness.add_argument("--json", action="store_true", help="the same for programs")
    freshness.set_defaults(run=_freshness)
    ask = steps.add_parser("ask", help="mail the partners whose services were not confirmed for long")
    ask.set_defaults(run=_ask)
    unmet = steps.add_parser("unmet", help="needs for which there was no offer, by month and municipality")
    unmet.add_argument("--json", action="store_true", help="the same for programs")
    unmet.set_defaults(run=_unmet)


def _freshness(arguments: argparse.Namespace, settings: Settings) -> int:
    days = load_weights().fresh_days
    found = asyncio.run(_with_core(settings, lambda core: assurances.checks(core.new_uow, core.clock, days)))
    told = [_told(check) for check in found]
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for each in told:
        print(f"{each['assured_on'] or 'never':<10}  {each['organization']}: {each['service']}")
        print(f"{'':<10}  {_because(each)}; ask {', '.join(each['ask']) or 'nobody is named'}")
    print(f"{len(told)} services to look at")
    return 0


def _told(check: Check) -> dict[str, Any]:
    service, organization = check.service, check.organization
    return {
        "id": service.id,
        "organization": organization.name,
        "service": service.name,
        "concerns": [str(concern) for concern in check.concerns],
        "assured_on": _day(service.assured_on),
        "status": service.status,
        "full_until": _day(service.full_until),
        "reopens": _day(check.reopens),
        "ask": list(_whom(check)),
    }


def _because(told: dict[str, Any]) -> str:
    days = {"full": ("until", told["full_until"]), "closed": ("reopens", told["reopens"])}
    words = {"not_active": told["status"]}
    parts = []
    for concern in told["concerns"]:
        what, day = days.get(concern, ("", None))
        parts.append(words.get(concern, concern) + (f" {what} {day}" if day else ""))
    return ", ".join(parts)


def _whom(check: Check) -> Iterable[str]:
    """Who confirmed it last, where the partner gets its questions, its number; each once."""
    addresses = [each.address for each in check.organization.handover_addresses]
    return dict.fromkeys(each for each in (check.service.assured_by, *addresses, check.service.phone) if each)


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    days = load_weights().fresh_days
    asked = asyncio.run(_with_core(settings, lambda core: assurances.ask_partners(core.new_uow, core.clock, days)))
    _tell_asked(asked)
    return 0


def _tell_asked(asked: Asked) -> None:
    for what, organizations in (
        ("asked", asked.now),
        ("was asked this month", asked.before),
        ("has no e-mail address, call them", asked.unreachable),
    ):
        for organization in organizations:
            print(f"{_named(organization)}: {what}")
    print(f"{len(asked.now)} mails go out while `dichtbij serve` runs")


def _named(organization: Organization) -> str:
    return f"{organization.name} ({organization.id})"


def _unmet(arguments: argparse.Namespace, settings: Settings) -> int:
    found = asyncio.run(_with_core(settings, lambda core: directory.unmet_needs(core.new_uow)))
    if arguments.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
        return 0
    for each in found:
        print(_line(each))
    print(f"{sum(each.times for each in found)} times somebody had a need for which there was no offer")
    return 0


def _line(unmet: UnmetNeed) -> str:
    return f"{unmet.month}  {unmet.times:>4}  {unmet.need} in {unmet.municipality or 'a place that was not told'}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def _with_core(settings: Settings, step: Callable[[Core], Awaitable[T]]) -> T:
    from bot.bootstrap import open_core

    async with open_core(settings) as core:
        return await step(core)
