"""Roles of the product in processes that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import aiohttp
from sqlalchemy import event

from bot.bootstrap import serve
from bot.config import Settings
from bot.service import deliver
from tests.support.faults.parrot import runner
from tests.support.faults.parts import open_parts
from tests.support.mortal import Mortal

START_SECONDS = 60.0
QUICKER = 20
"""How much shorter an impatient worker's pauses are: what takes hours in life fails again within the test."""


def role(settings: Settings, name: str) -> Mortal:
    """A role as ``dichtbij serve --role`` runs it."""
    return Mortal(_serve, (settings, name))


def _serve(settings: Settings, name: str) -> None:
    asyncio.run(serve(settings, name))


def impatient(settings: Settings) -> Mortal:
    """The delivery role with shorter pauses between tries."""
    return Mortal(_serve_impatiently, (settings,))


def _serve_impatiently(settings: Settings) -> None:
    deliver.RETRY_SCHEDULE = tuple(pause / QUICKER for pause in deliver.RETRY_SCHEDULE)
    _serve(settings, "delivery")


def die_at(settings: Settings, statement: int) -> None:
    """Runs one turn in this process, which kills itself before that statement."""

    async def body() -> None:
        async with open_parts(settings) as parts:
            seen = 0

            def count(*_: object) -> None:
                nonlocal seen
                seen += 1
                if seen == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(parts.core.database._engine.sync_engine, "before_cursor_execute", count)
            while await runner(parts).run_one() is None:
                pass
        os._exit(0)

    asyncio.run(body())


async def answers(url: str) -> None:
    """Waits until the health page is there, well or not."""
    deadline = time.monotonic() + START_SECONDS
    async with aiohttp.ClientSession() as http:
        while time.monotonic() < deadline:
            try:
                async with http.get(f"{url}/health"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)
    raise AssertionError("it does not answer")
