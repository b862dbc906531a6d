"""Running the product, or one role of it."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from functools import partial

from bot.adapters.logs import configure_logs
from bot.bootstrap.beside import run_beside
from bot.bootstrap.core import open_core, put_in_sample_directory
from bot.bootstrap.delivery import deliverer, open_telegram, timer_runner, watch, worker_name
from bot.bootstrap.dialogue import dialogue_thread
from bot.bootstrap.gateway import open_gateway
from bot.config import Settings
from bot.service.photos import forget_old
from bot.service.watch import EVERY_SECONDS
from bot.workers import HOUR_SECONDS, delivery_loop, repeat, timer_loop

log = logging.getLogger(__name__)


async def serve(settings: Settings, role: str) -> None:
    """Runs the product, or one role of it, until it is told to stop. Nothing that is stored is lost by stopping."""
    configure_logs(settings.log_level)
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings))
        await put_in_sample_directory(core)
        engine = (
            dialogue_thread(settings, core.wakeup, worker_name("dialogue")) if role in ("all", "dialogue") else None
        )
        if engine:
            engine.start()
            stack.push_async_callback(engine.stop)
        telegram = await open_telegram(core, stack) if role != "dialogue" else None
        if role in ("all", "delivery"):
            worker = deliverer(core, telegram)
            stack.push_async_callback(worker.stop)
            run_beside(stack, delivery_loop(worker, core.wakeup))
            run_beside(stack, timer_loop(timer_runner(core), core.wakeup))
            run_beside(stack, repeat("photos", HOUR_SECONDS, partial(forget_old, core.new_uow, core.clock)))
            run_beside(stack, repeat("watch", EVERY_SECONDS, watch(core).run_once))
        if role in ("all", "gateway"):
            await open_gateway(core, stack, telegram, engine)
        if engine:
            await asyncio.wrap_future(engine.ready)
        log.info("ready", extra={"role": role})
        if role in ("all", "gateway"):
            print(
                f"Dichtbij is ready: {settings.public_url}/ (chat) and {settings.public_url}/console (partners)",
                flush=True,
            )
        await _told_to_stop()
        log.info("stopping", extra={"role": role})


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
