"""kill -9 at random moments of turns and deliveries: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.bootstrap import serve
from bot.config import Settings
from tests.support.mortal import Mortal
from tests.support.ports import free_port
from tests.support.resident import STEPS, Resident
from tests.support.visitor import Visitor

KILLS = 20
TURN_SECONDS = 0.06
"""About as long as a turn takes once its message is stored."""
SMTP_SECONDS = 0.3
QUIET_SECONDS = 7.0


@dataclass
class SlowPost:
    """A mail server that takes its time, so that a kill can fall between its taking a mail and our noting it."""

    ids: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.sleep(SMTP_SECONDS / 2)
        self.ids.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        await asyncio.sleep(SMTP_SECONDS / 2)
        return "250 OK"

    async def settled(self) -> None:
        """Waits until no more mail has come for a while, longer than a lease and a first retry."""
        seen = -1
        while seen != len(self.ids):
            seen = len(self.ids)
            await asyncio.sleep(QUIET_SECONDS)


@contextmanager
def _smtp(post: SlowPost) -> Iterator[str]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def _run(settings: Settings) -> None:
    asyncio.run(serve(settings, "all"))


async def _die_within(product: Mortal, seconds: float) -> None:
    """It is started again as soon as it was killed."""
    await asyncio.sleep(seconds)
    await asyncio.to_thread(product.kill)
    product.start()


async def _undisturbed(url: str) -> list[int]:
    """After how many messages each step is answered in full."""
    counts = [0]
    async with Visitor(url) as visitor:
        resident = Resident(visitor)
        for step in STEPS:
            await resident.take(step)
            await resident.heard(counts[-1] + 1)
            counts.append(len(await resident.heard(0)))
    return counts[1:]


async def _talk(product: Mortal, url: str, counts: list[int], deadly: dict[int, float]) -> list[list[str]]:
    """A talk in which the product dies in these steps: so many seconds after the message was stored, or, where they
    are negative, after it was sent. Gives the voices and labels of all that was said."""
    async with Visitor(url) as visitor:
        resident = Resident(visitor)
        for number, (step, count) in enumerate(zip(STEPS, counts, strict=True)):
            moment = deadly.get(number)
            if moment is not None and moment < 0:
                await asyncio.gather(resident.take(step), _die_within(product, -moment))
            else:
                await resident.take(step)
            if moment is not None and moment >= 0:
                await _die_within(product, moment)
            await resident.heard(count)
        said = await resident.heard(counts[-1])
        assert len(await resident.own()) == len(STEPS) - 1
        # Sorted: among equals, the partner with fewer open handovers stands first.
        return [[each["voice"], *sorted(button["label"] for button in each["buttons"])] for each in said]


@pytest.mark.timeout(600)
async def test_nothing_is_lost_or_doubled(tmp_path: Path, model: Path) -> None:
    chance, post, port = random.Random(2), SlowPost(), free_port()
    url = f"http://127.0.0.1:{port}"
    with _smtp(post) as smtp:
        settings = Settings(
            port=port,
            public_url=url,
            data_dir=tmp_path,
            database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3",
            model_dir=model,
            smtp_url=smtp,
            lease_seconds=1,
            log_level="CRITICAL",
        )
        product = Mortal(_run, (settings,))
        product.start()
        counts = await _undisturbed(url)
        expected = await _talk(product, url, counts, {})
        last = len(STEPS) - 1
        talks = 2
        for _ in range(KILLS // 4):
            three = sorted(chance.sample(range(last), 3))
            deadly = {number: chance.uniform(-TURN_SECONDS / 2, TURN_SECONDS) for number in three}
            deadly[last] = chance.uniform(0, TURN_SECONDS + SMTP_SECONDS)
            assert await _talk(product, url, counts, deadly) == expected
            talks += 1
        await post.settled()
        product.kill()
    assert len(set(post.ids)) == talks
