"""The product as people start it: `dichtbij serve` in processes of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 120.0


@dataclass
class Product:
    """A started process; ``url`` is where its pages are, if its role has any."""

    url: str
    environ: Mapping[str, str]
    log: Path
    process: asyncio.subprocess.Process = field(repr=False)

    async def stop(self) -> int:
        """Asks it to stop, as an operator would; gives the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 30)

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


async def start(folder: Path, role: str = "all", *, port: int | None = None, **settings: str) -> Product:
    """Starts one process that keeps its data in ``folder``."""
    chosen = port or free_port()
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DICHTBIJ_", "TELEGRAM_"))},
        "DICHTBIJ_PORT": str(chosen),
        "DICHTBIJ_DATA_DIR": str(folder),
        **settings,
    }
    command = [sys.executable, "-m", "bot", "serve", "--role", role]
    log = folder / f"{role}-{chosen}.log"
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ, stdout=out, stderr=out)
    return Product(f"http://127.0.0.1:{chosen}", environ, log, process)


async def healthy(product: Product) -> None:
    """Waits until its health page says that all is well."""
    deadline = time.monotonic() + START_SECONDS
    async with aiohttp.ClientSession() as http:
        while time.monotonic() < deadline:
            assert product.process.returncode is None, "the product ended while it started"
            try:
                async with http.get(f"{product.url}/health") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.2)
    raise AssertionError(f"not healthy after {START_SECONDS} s")


async def ready(product: Product) -> None:
    """Waits until it says so in its log: a role without pages has no other way."""
    deadline = time.monotonic() + START_SECONDS
    while '"message": "ready"' not in product.log.read_text(encoding="utf-8"):
        assert product.process.returncode is None, "the product ended while it started"
        assert time.monotonic() < deadline, f"not ready after {START_SECONDS} s"
        await asyncio.sleep(0.2)


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Product]:
    """The whole product in one process, ready."""
    product = await start(folder, **settings)
    try:
        await healthy(product)
        yield product
        assert await product.stop() == 0
    finally:
        if product.process.returncode is None:
            await product.kill()
