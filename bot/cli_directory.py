"""`dichtbij match` and `dichtbij directory`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.adapters.clock import utc_now
from bot.adapters.directory import FORMATS, read_directory, write_directory
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.texts import FALLBACK, GettextTexts
from bot.adapters.weights import load_weights
from bot.config import Settings
from bot.domain.errors import NotFound
from bot.domain.labels import LANGUAGES, Need, Reach
from bot.domain.matching import Proposal, Reason, rank
from bot.domain.partners import Directory
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.service import directory as service
from bot.service.directory import Problem

SHOWN = 5


def add_commands(commands: Any) -> None:
    """Registers the commands with an argparse sub-parsers object."""
    _add_match(commands)
    directory = commands.add_parser("directory", help="check, take in or give out the partner directory")
    steps = directory.add_subparsers(title="steps", metavar="STEP", required=True)
    _add_step(steps, "validate", "every error of a file, with its row; changes nothing", _validate)
    _add_step(steps, "import", "make a file the directory; a file with errors changes nothing", _import)
    export = _add_step(steps, "export", "write the directory to a file or folder", _export)
    export.add_argument("--format", choices=tuple(FORMATS), help="default: by the path's name, a sheet or HSDS JSON")


def _add_match(commands: Any) -> None:
    match = commands.add_parser("match", help="who can help with a question, and why")
    match.add_argument("--need", action="append", default=[], choices=[str(need) for need in Need], metavar="NEED")
    match.add_argument("--place", help="a place of the region, by name or postal code")
    match.add_argument("--language", default=LANGUAGES[0], help="what the resident speaks, like ar")
    match.add_argument("--reach", choices=[str(reach) for reach in Reach], help="how they would like to be met")
    match.add_argument("--no-car", action="store_true", help="they have no car")
    match.add_argument("--limit", type=int, default=SHOWN, help=f"how many to show (default: {SHOWN})")
    match.add_argument("--json", action="store_true", help="the full account, with the points of each part")
    match.set_defaults(run=_match)


def _add_step(steps: Any, name: str, help: str, run: Any) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=help)
    step.add_argument("path", type=Path, metavar="PATH", help="a .csv sheet, HSDS in JSON, or a folder of HSDS files")
    step.set_defaults(run=run)
    return step


def _match(arguments: argparse.Namespace, settings: Settings) -> int:
    question = HelpQuestion(
        needs=tuple(dict.fromkeys(Need(need) for need in arguments.need)),
        place=_place(arguments.place),
        language=arguments.language,
        reach=Reach(arguments.reach) if arguments.reach else None,
    )
    directory = asyncio.run(_directory(settings))
    weights, limit = load_weights(), max(arguments.limit, 0)
    found = rank(question, directory, utc_now(), weights=weights, no_car=arguments.no_car, limit=limit)
    told = _account(question, directory, found)
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
        "proposals": [_told(proposal, directory, spoken, texts) for proposal in found],
    }


def _told(proposal: Proposal, directory: Directory, language: str, texts: GettextTexts) -> dict[str, Any]:
    return {
        "id": proposal.service.id,
        "organization": directory.organization(proposal.service.organization_id).name,
        "service": proposal.service.name,
        "score": proposal.score,
        "parts": proposal.parts,
        "reasons": [_told_reason(reason, language, texts) for reason in proposal.reasons],
    }


def _told_reason(reason: Reason, language: str, texts: GettextTexts) -> dict[str, Any]:
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in reason.values.items()
    }
    return {"key": reason.key, "values": values, "text": texts.say(language, reason.key, **_values(reason.values))}


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Label values as texts."""
    named = {name: {"key": f"language.{value}"} for name, value in values.items() if name == "language"}
    needs = {name: [{"key": f"need.{need}"} for need in value] for name, value in values.items() if name == "needs"}
    return {**values, **named, **needs}


def _lines(told: dict[str, Any]) -> str:
    lines = []
    for proposal in told["proposals"]:
        reasons = ", ".join(reason["text"] for reason in proposal["reasons"])
        lines.append(f"{proposal['score']:6.1f}  {proposal['organization']}: {proposal['service']} ({reasons})")
    return "\n".join(lines) or "no service fits"


def _validate(arguments: argparse.Namespace, settings: Settings) -> int:
    reading = service.validate(arguments.path, read_directory)
    _tell(reading.problems)
    print(f"{len(reading.directory.organizations)} organisations, {len(reading.directory.services)} services, ", end="")
    print(f"{len(reading.errors)} errors, {len(reading.warnings)} warnings")
    return 1 if reading.errors else 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    try:
        done = asyncio.run(_import_into(settings, arguments.path))
    except service.BrokenDirectory as error:
        _tell(error.problems)
        print(f"{len(error.problems)} errors; the directory stays as it was", file=sys.stderr)
        return 1
    _tell(done.reading.warnings)
    news = "is the directory now" if done.changed else "was the directory already"
    print(f"{arguments.path} {news}, version {done.version}: {len(done.reading.directory.services)} services")
    return 0


async def _import_into(settings: Settings, path: Path) -> service.Imported:
    from bot.bootstrap import open_core

    async with open_core(settings) as core:
        return await service.import_(core.new_uow, core.clock, path, read_directory)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    path: Path = arguments.path
    format = arguments.format or ("sheet" if path.suffix.lower() == ".csv" else "hsds-json")
    directory = asyncio.run(_export_from(settings, path, format))
    print(f"{path}: {len(directory.services)} services as {format}")
    return 0


async def _export_from(settings: Settings, path: Path, format: str) -> Directory:
    from bot.bootstrap import open_core

    async with open_core(settings) as core:
        return await service.export(core.new_uow, path, format, write_directory)


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
