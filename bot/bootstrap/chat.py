"""A talk in the terminal."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

from bot.adapters.logs import configure_logs
from bot.bootstrap.core import open_core, put_in_sample_directory
from bot.bootstrap.delivery import deliverer
from bot.bootstrap.dialogue import load_engine, turn_runner
from bot.config import Settings


async def chat(settings: Settings, language: str | None, *, lines: bool, partner_accepts: bool) -> None:
    """A talk in the terminal, on a database that is gone afterwards, with the sample directory."""
    from bot.terminal import run_chat

    configure_logs("ERROR")
    with tempfile.TemporaryDirectory(prefix="dichtbij-") as folder:
        private = dataclasses.replace(
            settings,
            data_dir=Path(folder),
            database_url=f"sqlite+aiosqlite:///{folder}/chat.sqlite3",
            encryption_keys="",
        )
        print("Loading, this takes some seconds", file=sys.stderr, flush=True)
        engine = load_engine(settings)
        async with open_core(private) as core:
            await put_in_sample_directory(core)
            runner = turn_runner(core, engine, "terminal")
            await run_chat(core, runner, deliverer(core, None), language, lines=lines, partner_accepts=partner_accepts)
