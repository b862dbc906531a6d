"""`dichtbij handovers`: for the coordinator. States, times and partners; no word of a resident."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.cli_core import with_core
from bot.config import Settings
from bot.domain.handover import OPEN, HandoverState, StepNotPossible
from bot.domain.overview import HandoverLine, PartnerFigures
from bot.domain.partners import Directory
from bot.service import coordination
from bot.service.coordination import Account

if TYPE_CHECKING:
    from bot.bootstrap import Core

ID_SHOWN = 8
NOTHING = "-"
_COUNTS = ("handovers", "waiting", "taken", "accepted", "declined", "expired", "late")
FIGURES = ("partner", *_COUNTS, "median_answer", "longest_wait")


def add_commands(commands: Any) -> None:
    """Registers the command with an argparse sub-parsers object."""
    handovers = commands.add_parser("handovers", help="where residents' questions are and how partners answer")
    steps = handovers.add_subparsers(title="steps", metavar="STEP", required=True)
    list_ = _add_step(steps, "list", "handovers, newest first", _list)
    list_.add_argument("--open", action="store_true", help="only those that have not ended")
    list_.add_argument("--late", action="store_true", help="only those whose resident waits too long")
    states = [str(state) for state in HandoverState]
    list_.add_argument("--state", action="append", default=[], choices=states, metavar="STATE", help=", ".join(states))
    list_.add_argument("--partner", metavar="ORGANIZATION", help="an organisation's id in the directory")
    list_.add_argument("--days", type=int, help="only those of so many days")
    show = _add_step(steps, "show", "one handover: its history and what was sent about it", _show)
    show.add_argument("id", metavar="ID", help="the handover's id, or how it begins")
    replay = _add_step(
        steps, "replay", "send what was given up about one handover again (one message: outbox replay)", _replay
    )
    replay.add_argument("id", metavar="ID", help="the handover's id, or how it begins")
    reassign = _add_step(
        steps, "reassign", "stop waiting for a partner: the resident is shown who else is near", _reassign
    )
    reassign.add_argument("id", metavar="ID", help="the handover's id, or how it begins")
    partners = _add_step(steps, "partners", "how each partner answers, who leaves residents waiting first", _partners)
    partners.add_argument("--days", type=int, help="only handovers of so many days")


def _add_step(steps: Any, name: str, help: str, run: Any) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=help)
    step.add_argument("--json", action="store_true", help="as JSON")
    step.set_defaults(run=run)
    return step


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    states = {HandoverState(state) for state in arguments.state} or (OPEN if arguments.open or arguments.late else ())

    async def ask(core: Core) -> list[dict[str, Any]]:
        now = core.clock()
        found, directory = await coordination.lines(
            core.new_uow, organization_id=arguments.partner, states=states, since=_since(arguments, now)
        )
        return [_told(line, directory, now) for line in found if line.is_late(now) or not arguments.late]

    told = with_core(settings, ask)
    columns = ("id", "state", "partner", "service", "given", "due", "answer", "waits")
    rows = [(each["id"][:ID_SHOWN], *(_cell(each[name]) for name in columns[1:])) for each in told]
    _print(arguments, told, _table(columns, rows))
    return 0


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    async def ask(core: Core) -> dict[str, Any]:
        found, directory = await coordination.account(core.new_uow, arguments.id)
        return _in_full(found, directory, core.clock())

    told = with_core(settings, ask)
    _print(arguments, told, "\n".join(_account_lines(told)))
    return 0


def _replay(arguments: argparse.Namespace, settings: Settings) -> int:
    async def ask(core: Core) -> dict[str, Any]:
        line, count = await coordination.replay(core.new_uow, core.clock, arguments.id)
        return {"id": line.id, "sent_again": count}

    told = with_core(settings, ask)
    _print(arguments, told, f"{told['sent_again']} will be sent again")
    return 0


def _reassign(arguments: argparse.Namespace, settings: Settings) -> int:
    async def ask(core: Core) -> dict[str, Any]:
        return {"id": (await coordination.reassign(core.new_uow, core.clock, arguments.id)).id}

    try:
        told = with_core(settings, ask)
    except StepNotPossible as late:
        print(
            f"{arguments.id}: it is {late.state}; only a question that waits for an answer can be reassigned",
            file=sys.stderr,
        )
        return 1
    _print(arguments, told, "the resident is told and shown who else is near; nothing goes out before their new yes")
    return 0


def _partners(arguments: argparse.Namespace, settings: Settings) -> int:
    async def ask(core: Core) -> list[dict[str, Any]]:
        found, directory = await coordination.partners(core.new_uow, core.clock, _since(arguments, core.clock()))
        return [_figures(each, directory) for each in found]

    told = with_core(settings, ask)
    _print(arguments, told, _table(FIGURES, [[_cell(each[name]) for name in FIGURES] for each in told]))
    return 0


def _told(line: HandoverLine, directory: Directory, now: datetime) -> dict[str, Any]:
    return {
        "id": line.id,
        "state": str(line.state),
        "organization_id": line.organization_id,
        "partner": _partner(line.organization_id, directory),
        "service_id": line.service_id,
        "service": next((service.name for service in directory.services_of([line.service_id])), line.service_id),
        "given": line.created_at,
        "due": line.due_at,
        "changed": line.updated_at,
        "answer": line.answer_time,
        "waits": now - line.waits_since if line.waits_since else None,
        "late": line.is_late(now),
        "declined_because": line.declined_because and str(line.declined_because),
        "outcome": line.outcome and str(line.outcome),
    }


def _in_full(found: Account, directory: Directory, now: datetime) -> dict[str, Any]:
    return {
        **_told(found.line, directory, now),
        "shared": list(found.shared),
        "needs": list(found.needs),
        "resident_wrote": found.line.resident_wrote_at,
        "partner_wrote": found.line.partner_wrote_at,
        "events": [
            {"at": each.at, "step": each.step, "by": each.actor, "channel": each.channel} for each in found.events
        ],
        "sendings": [asdict(sending) for sending in found.sendings],
    }


def _account_lines(told: dict[str, Any]) -> Iterable[str]:
    for name, value in told.items():
        if name not in ("events", "sendings", "organization_id", "service_id"):
            yield f"{name.replace('_', ' '):<18}{_cell(value)}"
    yield "\n" + _table(
        ("at", "step", "by", "channel"), [[_cell(value) for value in each.values()] for each in told["events"]]
    )
    columns = ("id", "kind", "channel", "created_at", "attempts", "outcome", "failure")
    yield "\n" + _table(columns, [[_cell(each[name]) for name in columns] for each in told["sendings"]])


def _figures(found: PartnerFigures, directory: Directory) -> dict[str, Any]:
    return {"partner": _partner(found.organization_id, directory), **asdict(found)}


def _partner(organization_id: str, directory: Directory) -> str:
    named = (organization.name for organization in directory.organizations if organization.id == organization_id)
    return next(named, organization_id)


def _since(arguments: argparse.Namespace, now: datetime) -> datetime | None:
    return None if arguments.days is None else now - timedelta(days=arguments.days)


def _cell(value: Any) -> str:
    if value is None or value == [] or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _duration(value: timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    lines = [[name.replace("_", " ") for name in columns], *rows]
    if len(lines) == 1:
        return "nothing"
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)
    return "\n".join(padded)


def _print(arguments: argparse.Namespace, told: Any, text: str) -> None:
    print(json.dumps(told, default=_as_json, ensure_ascii=False, indent=2) if arguments.json else text)


def _as_json(value: Any) -> Any:
    """Moments in ISO 8601, spans in seconds."""
    return value.total_seconds() if isinstance(value, timedelta) else value.isoformat()
