"""The product as several processes: they carry one talk, one takes over for another, and danger waits for none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.support.postgres import Postgres
from tests.support.product import Product, healthy, ready, start
from tests.support.resident import PATIENCE_SECONDS, STEPS, Resident
from tests.support.visitor import Visitor

LEASE_SECONDS = "2"


@asynccontextmanager
async def _started(folder: Path, role: str, **settings: str) -> AsyncIterator[Product]:
    product = await start(folder, role, **settings)
    try:
        yield product
    finally:
        if product.process.returncode is None:
            await product.kill()


async def _go_on(resident: Resident, steps: Sequence[tuple[str, str]], heard: int = 0) -> int:
    for step in steps:
        await resident.take(step)
        heard = len(await resident.heard(heard + 1))
    return heard


async def _handed_over(office: Visitor) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "/console/link/" not in (await office.get("/console/mailbox")).text:
        assert time.monotonic() < deadline, "no mail came"
        await asyncio.sleep(0.05)


@pytest.mark.timeout(300)
async def test_another_dialogue_process_takes_over(tmp_path: Path, model: Path, postgres: Postgres) -> None:
    settings = {
        "DICHTBIJ_DATABASE_URL": postgres.url(postgres.new_database()),
        "DICHTBIJ_LEASE_SECONDS": LEASE_SECONDS,
        "DICHTBIJ_MODEL_DIR": str(model),
    }
    async with AsyncExitStack() as stack:

        async def role(name: str) -> Product:
            return await stack.enter_async_context(_started(tmp_path, name, **settings))

        gateway, first, _ = await role("gateway"), await role("dialogue"), await role("delivery")
        await healthy(gateway)
        await ready(first)
        visitor = await stack.enter_async_context(Visitor(gateway.url))
        resident = Resident(visitor)
        heard = await _go_on(resident, STEPS[:3])
        second = await role("dialogue")
        await ready(second)
        await first.kill()
        await _go_on(resident, STEPS[3:], heard)
        office = await stack.enter_async_context(Visitor(gateway.url))
        await _handed_over(office)
        assert await second.stop() == 0
        assert await gateway.stop() == 0


async def test_danger_gets_its_numbers_without_an_engine(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        gateway = await stack.enter_async_context(_started(tmp_path, "gateway"))
        await healthy(gateway)
        visitor = await stack.enter_async_context(Visitor(gateway.url))
        resident = Resident(visitor)
        await resident.take(STEPS[0])
        await resident.take(("text", "mijn man slaat mij"))
        (answer,) = await resident.heard(1)
        assert answer["voice"] == "crisis"
        assert "112" in answer["text"]
