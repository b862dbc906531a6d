"""A headless Chromium for the tests of the pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.site import Site, open_site

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 30_000
"""How long a page may take to show what is expected; it never does unless the machine is busy."""
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


class Tabs:
    """Opens tabs, each in a browser of its own kind of visitor: nothing is shared between two of them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @asynccontextmanager
    async def open(self, *, phone: bool = False, language: str = "nl-BE", **options: Any) -> AsyncIterator[Page]:
        """A tab; at its end nothing that its scripts did may have gone wrong."""
        size = PHONE if phone else DESKTOP
        context = await self._browser.new_context(viewport=size, locale=language, has_touch=phone, **options)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(f"{error.name}: {error.message}"))
        page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line.text, line.type) else None)
        yield page
        await context.close()
        assert complaints == []


def _is_complaint(text: str, kind: str) -> bool:
    # Chromium also notes each request that a test let fail on purpose.
    return kind == "error" and not text.startswith("Failed to load resource")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest.fixture
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path, heartbeat=1.0) as opened:
        yield opened
