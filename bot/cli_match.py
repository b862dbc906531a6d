"""`dichtbij match`: who would be proposed for a question, and why."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.adapters.clock import utc_now
from bot.adapters.directory import read_directory
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.texts import FALLBACK, GettextTexts
from bot.adapters.weights import load_weights
from bot.config import Settings
from bot.domain.errors import NotFound
from bot.domain.groups import Group
from bot.domain.labels import LANGUAGES, Need, Preference, Reach
from bot.domain.matching import LeftOut, Proposal, Reason, left_out, rank
from bot.domain.partners import Directory, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.service.wording import place_text

SHOWN = 5


def add_commands(commands: Any) -> None:
    """Registers the command with an argparse sub-parsers object."""
    match = commands.add_parser("match", help="who can help with a question, and why")
    match.add_argument("--need", action="append", default=[], choices=[str(need) for need in Need], metavar="NEED")
    match.add_argument("--place", help="a place of the region, by name or postal code")
    match.add_argument("--language", default=LANGUAGES[0], help="what the resident speaks, like ar")
    match.add_argument("--reach", choices=[str(reach) for reach in Reach], help="how they would like to be met")
    wishes = [str(preference) for preference in Preference]
    match.add_argument("--wish", action="append", default=[], choices=wishes, help="what they wish of a helper")
    match.add_argument("--age", type=int, help="how old the person is")
    groups = [str(group) for group in Group]
    match.add_argument("--group", action="append", default=[], choices=groups, help="to whom they say they belong")
    match.add_argument("--no-car", action="store_true", help="they have no car")
    match.add_argument("--limit", type=int, default=SHOWN, help=f"how many to show (default: {SHOWN})")
    match.add_argument("--json", action="store_true", help="the full account, with the points of each part")
    match.add_argument("--all", action="store_true", help="every service, also those that don't fit and why not")
    match.set_defaults(run=_match)


def _match(arguments: argparse.Namespace, settings: Settings) -> int:
    question = HelpQuestion(
        needs=tuple(dict.fromkeys(Need(need) for need in arguments.need)),
        place=_place(arguments.place),
        language=arguments.language,
        reach=Reach(arguments.reach) if arguments.reach else None,
        preferences=tuple(dict.fromkeys(Preference(wish) for wish in arguments.wish)),
        age=arguments.age,
        groups=tuple(dict.fromkeys(Group(group) for group in arguments.group)),
        no_car=arguments.no_car,
    )
    directory = asyncio.run(_directory(settings))
    weights, limit = load_weights(), None if arguments.all else max(arguments.limit, 0)
    found = rank(question, directory, utc_now(), weights=weights, limit=limit)
    told = _account(question, directory, found)
    if arguments.all:
        told["left_out"] = _unfit(left_out(question, directory, weights=weights), directory)
    print(json.dumps(told, ensure_ascii=False, indent=2) if arguments.json else _lines(told))
    return 0


def _place(text: str | None) -> Place | None:
    if not text:
        return None
    gazetteer = load_gazetteer()
    place = gazetteer.with_postal_code(text.strip()) if text.strip().isdigit() else gazetteer.named(text)
    if place is None:
        raise NotFound("--place: expected one place of the region, by name or postal code")
    return place


async def _directory(settings: Settings) -> Directory:
    """What is imported; before the first start, the sample directory."""
    from bot.bootstrap import open_core

    async with open_core(settings) as core, core.new_uow() as uow:
        directory = await uow.directory.load()
    return directory if directory.services else read_directory(settings.sample_directory).directory


def _account(question: HelpQuestion, directory: Directory, found: tuple[Proposal, ...]) -> dict[str, Any]:
    place, texts = question.place, GettextTexts()
    spoken = question.language if question.language in LANGUAGES else FALLBACK
    return {
        "needs": [str(need) for need in question.needs],
        "place": {"name": place.name, "municipality": place.municipality} if place else None,
        "language": question.language,
        "age": question.age,
        "no_car": question.no_car,
        "preferences": [str(preference) for preference in question.preferences],
        "proposals": [_told(proposal, directory, spoken, texts) for proposal in found],
    }


def _told(proposal: Proposal, directory: Directory, language: str, texts: GettextTexts) -> dict[str, Any]:
    return {
        **_named(proposal.service, directory),
        "score": proposal.score,
        "parts": proposal.parts,
        "reasons": [_told_reason(reason, language, texts) for reason in proposal.reasons],
    }


def _unfit(found: Iterable[LeftOut], directory: Directory) -> list[dict[str, Any]]:
    return [{**_named(each.service, directory), "because": [str(hurdle) for hurdle in each.hurdles]} for each in found]


def _named(service: Service, directory: Directory) -> dict[str, Any]:
    organization = directory.organization(service.organization_id)
    return {"id": service.id, "organization": organization.name, "service": service.name}


def _told_reason(reason: Reason, language: str, texts: GettextTexts) -> dict[str, Any]:
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in reason.values.items()}
    return {"key": reason.key, "values": values, "text": texts.say(language, reason.key, **_values(reason.values))}


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Label values as texts."""
    named = {name: {"key": f"language.{value}"} for name, value in values.items() if name == "language"}
    needs = {name: [{"key": f"need.{need}"} for need in value] for name, value in values.items() if name == "needs"}
    place = {name: place_text(value) for name, value in values.items() if name == "place"}
    return {**values, **named, **needs, **place}


def _lines(told: dict[str, Any]) -> str:
    lines = []
    for proposal in told["proposals"]:
        reasons = ", ".join(reason["text"] for reason in proposal["reasons"])
        lines.append(f"{proposal['score']:6.1f}  {proposal['organization']}: {proposal['service']} ({reasons})")
    for service in told.get("left_out", ()):
        lines.append(
            f"     -  {service['organization']}: {service['service']} (left out: {', '.join(service['because'])})"
        )
    return "\n".join(lines) or "no service fits"
