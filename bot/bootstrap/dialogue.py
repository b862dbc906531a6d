"""The part that leads the talk: the engine and the turns."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from bot.adapters.rasa_logs import quiet_rasa
from bot.bootstrap.beside import run_beside
from bot.bootstrap.core import Core, open_core
from bot.config import Settings
from bot.model import ensure_model
from bot.service.first_aid import BEAT_SECONDS, DIALOGUE
from bot.service.ports import Wakeup
from bot.service.turns import TurnRunner
from bot.workers import LoopThread, repeat, turn_loop

if TYPE_CHECKING:
    from bot.adapters.rasa_engine import RasaEngine


def load_engine(settings: Settings) -> RasaEngine:
    """The dialogue engine with the model of today's data, trained now if there is none."""
    path = ensure_model(settings.model_dir)
    quiet_rasa()
    from actions import ALL_ACTIONS
    from bot.adapters.rasa_engine import RasaEngine

    return RasaEngine(path, ALL_ACTIONS)


def turn_runner(core: Core, engine: RasaEngine, worker: str) -> TurnRunner:
    from bot.adapters.translate import LibreTranslate
    from bot.adapters.weights import load_weights

    settings = core.settings
    translator = LibreTranslate(settings.translate_url, settings.translate_key) if settings.translate_url else None
    return TurnRunner(
        core.new_uow, core.clock, engine, core.texts, load_weights(), worker, settings.lease_seconds, translator
    )


def dialogue_thread(settings: Settings, wakeup: Wakeup, worker: str) -> LoopThread:
    """Rasa in a thread and loop of its own (it blocks its loop while it thinks), with its own database connection."""

    async def body(ready: Future[None]) -> None:
        engine = load_engine(settings)
        async with AsyncExitStack() as stack:
            core = await stack.enter_async_context(open_core(settings, wakeup))
            run_beside(stack, repeat(DIALOGUE, BEAT_SECONDS, partial(_beat, core)))
            ready.set_result(None)
            await turn_loop(turn_runner(core, engine, worker), core.wakeup)

    return LoopThread("dialogue", body)


async def _beat(core: Core) -> None:
    async with core.new_uow() as uow:
        await uow.heartbeats.beat(DIALOGUE, core.clock())
        await uow.commit()
