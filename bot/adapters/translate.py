"""Machine translation by a server that speaks LibreTranslate's protocol."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from http import HTTPStatus

import aiohttp

TIMEOUT_SECONDS = 3.0
"""Somebody waits for the message: without a translation by then it goes on without one."""
PAUSE_SECONDS = 60.0
"""After a failure nothing is asked for so long, so that a server that is away slows down one message a minute."""

log = logging.getLogger(__name__)


class LibreTranslate:
    """The Translator that asks a server (POST /translate, as docs.libretranslate.com tells)."""

    def __init__(
        self,
        url: str,
        api_key: str = "",
        *,
        timeout: float = TIMEOUT_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = f"{url}/translate"
        self._api_key = api_key
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._now = now
        self._pause_until = float("-inf")

    async def __call__(self, text: str, source: str, target: str) -> str:
        if self._now() < self._pause_until:
            return ""
        try:
            return await self._ask({"q": text, "source": source, "target": target, "format": "text"})
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError, TypeError) as error:
            log.warning("no translation", extra={"error": type(error).__name__})
            self._pause_until = self._now() + PAUSE_SECONDS
            return ""

    async def _ask(self, question: dict[str, str]) -> str:
        key = {"api_key": self._api_key} if self._api_key else {}
        async with (
            aiohttp.ClientSession(timeout=self._timeout) as http,
            http.post(self._url, json={**question, **key}) as response,
        ):
            if response.status == HTTPStatus.BAD_REQUEST:  # a pair of languages that it does not know
                return ""
            response.raise_for_status()
            return str((await response.json())["translatedText"]).strip()
