"""`dichtbij directory`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.adapters.directory import FORMATS, format_of, read_directory, write_directory, write_template
from bot.cli_upkeep import add_steps
from bot.config import Settings
from bot.domain.directory_changes import Changes, Edition
from bot.domain.partners import Directory
from bot.service import directory as service
from bot.service.directory import Problem

_FILE = "a .csv or .xlsx sheet, HSDS in JSON, or a folder of HSDS files"


def add_commands(commands: Any) -> None:
    """Registers the command with an argparse sub-parsers object."""
    directory = commands.add_parser("directory", help="check, take in or give out the partner directory")
    steps = directory.add_subparsers(title="steps", metavar="STEP", required=True)
    _add_step(steps, "validate", "every error of a file, with its row; changes nothing", _validate, _FILE)
    take_in = _add_step(
        steps, "import", "make a file the directory; a file with errors changes nothing", _import, _FILE
    )
    take_in.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    export = _add_step(steps, "export", "write the directory to a file or folder", _export, _FILE)
    export.add_argument("--format", choices=tuple(FORMATS), help="default: by the path's name, a sheet or HSDS JSON")
    _add_step(steps, "template", "write an empty sheet with drop-downs and explanations", _template, "an .xlsx file")
    steps.add_parser("history", help="every directory that there was").set_defaults(run=_history)
    add_steps(steps)


def _add_step(steps: Any, name: str, help: str, run: Any, path: str) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=help)
    step.add_argument("path", type=Path, metavar="PATH", help=path)
    step.set_defaults(run=run)
    return step


def _validate(arguments: argparse.Namespace, settings: Settings) -> int:
    reading = service.validate(arguments.path, read_directory)
    _tell(reading.problems)
    print(f"{len(reading.directory.organizations)} organisations, {len(reading.directory.services)} services, ", end="")
    print(f"{len(reading.errors)} errors, {len(reading.warnings)} warnings")
    return 1 if reading.errors else 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    run = service.try_import if arguments.dry_run else service.import_
    try:
        done = asyncio.run(_import_into(settings, arguments.path, run))
    except service.BrokenDirectory as error:
        _tell(error.problems)
        print(f"{len(error.problems)} errors; the directory stays as it was", file=sys.stderr)
        return 1
    _tell(done.reading.warnings)
    _tell_kept(done.kept)
    _tell_outlived(done.outlived)
    _tell_changes("organisations", done.difference.organizations)
    _tell_changes("services", done.difference.services)
    news = ("would be" if arguments.dry_run else "is") if done.changed else "was"
    already = "now" if done.changed else "already"
    print(f"{arguments.path} {news} the directory {already}, version {done.version}: ", end="")
    print(f"{len(done.reading.directory.services)} services")
    return 0


async def _import_into(settings: Settings, path: Path, run: Any) -> service.Imported:
    from bot.bootstrap import open_core

    async with open_core(settings) as core:
        imported: service.Imported = await run(core.new_uow, core.clock, path, read_directory)
    return imported


def _tell_kept(ids: tuple[str, ...]) -> None:
    for id in ids:
        print(f"warning: {id} has an open handover: it stays, with status inactive", file=sys.stderr)


def _tell_outlived(ids: tuple[str, ...]) -> None:
    for id in ids:
        print(f"note: {id} was confirmed by its partner later than in the file: their own word counts", file=sys.stderr)


def _tell_changes(what: str, changes: Changes) -> None:
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    print(f"{what}: {counts}")
    lines = [f"  + {id}" for id in changes.added]
    lines += [f"  ~ {id}: {', '.join(fields)}" for id, fields in changes.changed.items()]
    lines += [f"  - {id}" for id in changes.removed]
    for line in lines:
        print(line)


def _template(arguments: argparse.Namespace, settings: Settings) -> int:
    write_template(arguments.path)
    print(f"{arguments.path}: an empty sheet; its one row is an example, to be taken out")
    return 0


def _history(arguments: argparse.Namespace, settings: Settings) -> int:
    for edition in asyncio.run(_history_of(settings)):
        counts = f"{edition.organizations} organisations, {edition.services} services"
        print(f"{edition.version:>4}  {edition.imported_at:%Y-%m-%d %H:%M} UTC  {counts}")
    return 0


async def _history_of(settings: Settings) -> Sequence[Edition]:
    from bot.bootstrap import open_core

    async with open_core(settings) as core:
        return await service.history(core.new_uow)


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    path: Path = arguments.path
    format = arguments.format or format_of(path)
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
