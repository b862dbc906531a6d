"""`dichtbij outbox` shows what was given up without a word of it, and sends it again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.adapters.storage import open_storage
from bot.cli import main
from bot.config import Settings
from tests.support.storage import NOW, after, claim_out, message, send


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DICHTBIJ_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DICHTBIJ_DATABASE_URL", raising=False)
    return Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")


async def _give_up(settings: Settings, *keys: str) -> None:
    async with open_storage(settings) as storage:
        await send(storage, *(message(key, key) for key in keys))
        for delivery in await claim_out(storage):
            async with storage.new_uow() as uow:
                await uow.outbox.dead(delivery.id, "w", after(60), "blocked")
                await uow.commit()


async def _waiting(settings: Settings) -> list[str]:
    async with open_storage(settings) as storage:
        return [delivery.outgoing.key for delivery in await claim_out(storage, at=after(10**9))]


def test_nothing_was_given_up(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "dead"]) == 0
    assert capsys.readouterr().out == "nothing was given up\n"
    assert main(["outbox", "dead", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_shown_without_content(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_give_up(settings, "a", "b"))
    assert main(["outbox", "dead"]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "1  2026-11-23T12:01+00:00  reply by telegram: blocked after 1 try"
    assert "text of" not in shown and "chat-anna" not in shown
    assert main(["outbox", "dead", "--json"]) == 0
    letters = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [letter["id"] for letter in letters] == [1, 2]
    assert letters[0]["created_at"] == NOW.isoformat()


def test_sent_again(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_give_up(settings, "a", "b", "c"))
    assert main(["outbox", "replay", "2"]) == 0
    assert main(["outbox", "replay", "2"]) == 1
    assert main(["outbox", "replay", "--all"]) == 0
    told = capsys.readouterr()
    assert told.out == "1 will be sent again\n2 will be sent again\n"
    assert "no message that was given up" in told.err
    assert asyncio.run(_waiting(settings)) == ["a", "b", "c"]


@pytest.mark.parametrize("arguments", [[], ["2", "--all"], ["x"]])
def test_a_wrong_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["outbox", "replay", *arguments])


async def _fail(settings: Settings, key: str, failure: str) -> None:
    async with open_storage(settings) as storage:
        await send(storage, message(key, key))
        for delivery in await claim_out(storage):
            async with storage.new_uow() as uow:
                await uow.outbox.retry(delivery.id, "w", after(300), failure=failure)
                await uow.commit()


def test_what_is_tried_again_says_why(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "delayed"]) == 0
    assert capsys.readouterr().out == "nothing has failed that is tried again\n"
    asyncio.run(_fail(settings, "a", "certificate"))
    assert main(["outbox", "delayed"]) == 0
    assert capsys.readouterr().out == (
        "1  again at 2026-11-23T12:05+00:00  reply by telegram: certificate after 1 try\n"
    )
    assert main(["outbox", "delayed", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reason"] == "certificate"
    assert main(["outbox", "dead"]) == 0
    assert capsys.readouterr().out == "nothing was given up\n"
