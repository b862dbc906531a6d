"""`dichtbij outbox`: messages that could not be delivered or are tried again, and sending them again."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import sys
from collections.abc import Sequence
from typing import Any

from bot.adapters.clock import utc_now
from bot.adapters.storage import open_storage
from bot.config import Settings
from bot.service.ports import DeadLetter, Delayed

Letter = DeadLetter | Delayed


def add_commands(commands: Any) -> None:
    """Registers the command with an argparse sub-parsers object."""
    outbox = commands.add_parser("outbox", help="messages that could not be delivered, and sending them again")
    steps = outbox.add_subparsers(title="steps", metavar="STEP", required=True)
    dead = steps.add_parser("dead", help="every message that was given up; shows no content and no address")
    dead.add_argument("--json", action="store_true", help="one JSON object a line")
    dead.set_defaults(run=_dead)
    delayed = steps.add_parser("delayed", help="every message that failed and will be tried again, and why it failed")
    delayed.add_argument("--json", action="store_true", help="one JSON object a line")
    delayed.set_defaults(run=_delayed)
    replay = steps.add_parser(
        "replay", help="send messages that were given up once more (all of one handover: dichtbij handovers replay)"
    )
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", type=int, metavar="ID", help="the number that `outbox dead` shows")
    which.add_argument("--all", action="store_true", help="all of them")
    replay.set_defaults(run=_replay)


def _dead(arguments: argparse.Namespace, settings: Settings) -> None:
    _show(asyncio.run(_dead_letters(settings)), arguments, "nothing was given up")


def _delayed(arguments: argparse.Namespace, settings: Settings) -> None:
    _show(asyncio.run(_to_try_again(settings)), arguments, "nothing has failed that is tried again")


def _show(letters: Sequence[Letter], arguments: argparse.Namespace, none: str) -> None:
    for letter in letters:
        print(_as_json(letter) if arguments.json else _as_line(letter))
    if not letters and not arguments.json:
        print(none)


def _replay(arguments: argparse.Namespace, settings: Settings) -> int:
    count = asyncio.run(_send_again(settings, None if arguments.all else arguments.id))
    if count == 0 and not arguments.all:
        print(f"{arguments.id} is no message that was given up; see: dichtbij outbox dead", file=sys.stderr)
        return 1
    print(f"{count} will be sent again")
    return 0


async def _dead_letters(settings: Settings) -> Sequence[DeadLetter]:
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        return await uow.outbox.dead_letters()


async def _to_try_again(settings: Settings) -> Sequence[Delayed]:
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        return await uow.outbox.delayed()


async def _send_again(settings: Settings, id: int | None) -> int:
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        ids = [letter.id for letter in await uow.outbox.dead_letters()] if id is None else [id]
        count = sum([await uow.outbox.replay(each, utc_now()) for each in ids])
        await uow.commit()
        return count


def _as_json(letter: Letter) -> str:
    return json.dumps(dataclasses.asdict(letter), default=lambda moment: moment.isoformat())


def _as_line(letter: Letter) -> str:
    tries = f"{letter.attempts} {'try' if letter.attempts == 1 else 'tries'}"
    doubt = ", may have arrived" if letter.ambiguous else ""
    about = f", handover {letter.handover_id}" if letter.handover_id else ""
    at = letter.died_at if isinstance(letter, DeadLetter) else letter.again_at
    when = f"{'' if isinstance(letter, DeadLetter) else 'again at '}{at.isoformat(timespec='minutes')}"
    return f"{letter.id}  {when}  {letter.kind} by {letter.channel}: {letter.reason} after {tries}{doubt}{about}"
