"""The web server, and visitors who speak plain HTTP to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.storage import Storage
from tests.channels.telegram_emulator import emulator
from tests.channels.telegram_village import Village, open_village
from tests.integration.conftest import settings, storage, upgraded
from tests.support.site import Site, open_site
from tests.support.visitor import Visitor

__all__ = ["settings", "storage", "upgraded"]


@pytest.fixture
async def village(storage: Storage) -> AsyncIterator[Village]:
    """Telegram with a partner's group and a resident, on each of the databases."""
    async with emulator() as server, open_village(server, storage) as opened:
        yield opened


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path, heartbeat=0.2) as opened:
        yield opened


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[Visitor]:
    async with Visitor(site.url) as opened:
        yield opened
