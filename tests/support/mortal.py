"""The product in processes that can be killed; starting one again takes a tenth of a second."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from typing import Any

_FORKSERVER = multiprocessing.get_context("forkserver")
# What every start would import anew, for seconds each; there is one server, and one list, for all tests of a run.
_FORKSERVER.set_forkserver_preload(
    [
        "bot.adapters.rasa_engine",
        "actions",
        "bot.nlu.understanding",
        "bot.bootstrap",
        "bot.channels.web.server",
        "bot.console.app",
        "telegram",
        "tests.support.faults.process",
    ]
)


@dataclass
class Mortal:
    """One process; it is there until it is killed."""

    target: Callable[..., None]
    arguments: tuple[Any, ...]
    process: ForkServerProcess | None = None

    def start(self) -> None:
        self.process = _FORKSERVER.Process(target=self.target, args=self.arguments, daemon=True)
        self.process.start()

    def kill(self) -> None:
        """SIGKILL, which nothing can be done against."""
        assert self.process is not None
        assert self.process.is_alive(), "it ended by itself"
        self.process.kill()
        self.process.join()

    def end(self) -> None:
        if self.process is not None and self.process.is_alive():
            self.process.kill()
            self.process.join()
