"""`dichtbij webhook`: the secrets of partners' systems."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.cli_core import with_core
from bot.config import Settings
from bot.domain.webhooks import OVERLAP
from bot.service import webhooks

if TYPE_CHECKING:
    from bot.bootstrap import Core


def add_commands(commands: Any) -> None:
    """Registers the command with an argparse sub-parsers object."""
    webhook = commands.add_parser("webhook", help="connect partners' own systems (docs/webhook.md)")
    steps = webhook.add_subparsers(title="steps", metavar="STEP", required=True)
    secret = _add_step(steps, "secret", "show an organisation's secret, made if there is none", _secret)
    secret.add_argument("--rotate", action="store_true", help=f"a new one; the old one counts {OVERLAP.days} days more")
    secret.add_argument("--at-once", action="store_true", help="with --rotate: the old one ends now, as after a leak")
    _add_step(steps, "resume", "send again to a system that answered 410 Gone", _resume)
    steps.add_parser("list", help="every partner's system and how it is").set_defaults(run=_list)


def _add_step(steps: Any, name: str, help: str, run: Any) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=help)
    step.add_argument("organization", metavar="ORGANIZATION", help="an organisation's id in the directory")
    step.set_defaults(run=run)
    return step


def _secret(arguments: argparse.Namespace, settings: Settings) -> int:
    overlap = timedelta() if arguments.at_once else OVERLAP

    async def ask(core: Core) -> str:
        if arguments.rotate:
            return await webhooks.rotate(core.new_uow, core.clock, arguments.organization, overlap)
        return await webhooks.secret(core.new_uow, core.clock, arguments.organization)

    print(with_core(settings, ask))
    return 0


def _resume(arguments: argparse.Namespace, settings: Settings) -> int:
    with_core(settings, lambda core: webhooks.resume(core.new_uow, arguments.organization))
    print(f"{arguments.organization}: messages go to its system again")
    return 0


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    async def ask(core: Core) -> list[str]:
        return [_line(system, core.clock()) for system in await webhooks.systems(core.new_uow)]

    print("\n".join(with_core(settings, ask)) or "no partner has a webhook")
    return 0


def _line(system: webhooks.PartnerSystem, now: Any) -> str:
    count = len(system.webhook.current(now))
    gone = f", gone since {system.webhook.gone_at:%Y-%m-%d %H:%M} UTC" if system.webhook.gone_at else ""
    addresses = " ".join(system.addresses) or "no address, answers only"
    return f"{system.organization.id}: {addresses}, {count} secret{'' if count == 1 else 's'}{gone}"
