"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from bot import cli_handovers, cli_match, cli_outbox, cli_talk, cli_webhook
from bot.cli_directory import add_commands as add_directory_commands
from bot.config import Settings
from bot.domain.errors import DichtbijError

ROLES = ("all", "gateway", "dialogue", "delivery")


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="dichtbij",
        description="Helps people put their help question into words and brings it to a partner near them.",
    )
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    serve = commands.add_parser("serve", help="run the product")
    serve.add_argument("--role", choices=ROLES, default="all", help="which part of it this process runs (default: all)")
    serve.set_defaults(run=_serve)
    setup = commands.add_parser("setup", help="prepare keys, database, sample directory and model, and stop")
    setup.set_defaults(run=_setup)
    cli_talk.add_commands(commands)
    cli_match.add_commands(commands)
    cli_outbox.add_commands(commands)
    add_directory_commands(commands)
    cli_handovers.add_commands(commands)
    cli_webhook.add_commands(commands)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status is 0 if all went well, 1 if not, 2 for a wrong call or setting."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments, Settings.from_environ(os.environ)) or 0)
    except DichtbijError as error:
        print(f"dichtbij: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import serve

    asyncio.run(serve(settings, arguments.role))
    return 0


def _setup(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import prepare
    from bot.model import ensure_model

    asyncio.run(prepare(settings))
    ensure_model(settings.model_dir)
    return 0
