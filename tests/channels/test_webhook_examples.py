"""The examples of docs/webhook.md do what they say."""

from __future__ import annotations

import asyncio
import os
import re
import urllib.error
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.channels.webhook.signing import signed_headers
from bot.service import webhooks
from tests.support.site import Site

PAGE = Path(__file__).parents[2] / "docs" / "webhook.md"


def _example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def _python(name: str) -> Mapping[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(_example(name), str(PAGE), "exec"), names)
    return names


async def test_curl(site: Site) -> None:
    handover = await site.hand_over({"words": "hallo"})
    secret = await webhooks.secret(site.storage.new_uow, utc_now, "moon")
    values = {"HANDOVER": handover.id, "SECRET": secret, "DICHTBIJ": site.url, "ORGANIZATION": "moon"}
    shell = await asyncio.create_subprocess_exec(
        "bash", "-euc", _example("curl"), env={**os.environ, **values}, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await shell.communicate()
    assert (shell.returncode, b'"state": "accepted"' in told) == (0, True)


async def test_python_sends(site: Site) -> None:
    handover = await site.hand_over({"words": "hallo"})
    secret = await webhooks.secret(site.storage.new_uow, utc_now, "moon")
    send = _python("send")["send"]
    common = (site.url, "moon", secret)
    answer = await asyncio.to_thread(send, *common, "handover.decline", handover_id=handover.id, reason="full")
    assert answer == {"handover_id": handover.id, "state": "declined"}
    with pytest.raises(urllib.error.HTTPError, match="409") as late:
        await asyncio.to_thread(send, *common, "handover.accept", handover_id=handover.id)
    late.value.close()


def test_python_receives() -> None:
    receive, secret = _python("receive")["receive"], "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = '{"type": "handover.closed"}'
    headers = signed_headers([secret], "id", datetime.now(timezone.utc), body)
    assert receive(secret, headers, body) == {"type": "handover.closed"}
    assert receive(secret, headers, body.replace("closed", "created")) is None
