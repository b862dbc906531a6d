"""`dichtbij handovers`, as it is called."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import utc_now
from bot.adapters.storage import open_storage
from bot.cli import main
from bot.config import Settings
from bot.domain.consent import Consent
from bot.domain.handover import HandoverEvent, Step
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, Organization, Service
from tests.support.storage import NOW, a_handover, claim_out

STORY = "kanarie-geheim"
HUIS = Organization("huis", "Huis De Maan")
HOME = Service("thuis", "huis", "Thuisbegeleiding", frozenset(), frozenset(), frozenset())
Output = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> None:
    monkeypatch.setenv("DICHTBIJ_DATA_DIR", str(tmp_path))
    asyncio.run(_fill(settings))


async def _fill(settings: Settings) -> None:
    now = utc_now()
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        await uow.directory.replace(Directory((HUIS,), (HOME,)), now)
        id = await uow.conversations.open("web", "anna", "nl", now)
        old = a_handover("aaaaaaaaaaaa", id, now - timedelta(days=5), "thuis", "huis")
        new = a_handover("bbbbbbbbbbbb", id, now - timedelta(hours=3), "thuis", "huis")
        taken = new.take(Step.ACCEPT, now - timedelta(hours=1))
        for handover in (old, taken):
            shared = {"words": STORY, "needs": "housing", "name": STORY}
            await uow.handovers.add(replace(handover, shared=shared))
        await uow.handovers.record(HandoverEvent(new.id, "accept", "partner", "webhook", now - timedelta(hours=1)))
        await uow.consents.add(Consent("c", id, new.id, "huis", ("words", "needs", "name"), "1", "nl", now))
        await uow.commit()


def _run(capsys: Output, call: str) -> str:
    assert main(call.split()) == 0
    out = capsys.readouterr().out
    assert STORY not in out
    return out


def test_list(capsys: Output) -> None:
    head, first, second = _run(capsys, "handovers list").splitlines()
    assert head.split() == ["id", "state", "partner", "service", "given", "due", "answer", "waits"]
    assert first.split()[:5] == ["bbbbbbbb", "accepted", "Huis", "De", "Maan"]
    assert "2 h" in first
    assert second.endswith("5 d")
    assert _run(capsys, "handovers list --late").count("aaaaaaaa") == 1
    assert "bbbbbbbb" not in _run(capsys, "handovers list --late")
    assert _run(capsys, "handovers list --state closed").strip() == "nothing"
    assert "aaaaaaaa" not in _run(capsys, "handovers list --days 1")
    assert _run(capsys, "handovers list --open --partner nobody").strip() == "nothing"


def test_list_as_json(capsys: Output) -> None:
    first, second = json.loads(_run(capsys, "handovers list --json"))
    assert (first["id"], first["state"], first["organization_id"]) == ("bbbbbbbbbbbb", "accepted", "huis")
    assert first["answer"] == 7200
    assert (second["late"], second["waits"] > 400_000) == (True, True)


def test_show(capsys: Output) -> None:
    shown = _run(capsys, "handovers show bbbb")
    assert "Thuisbegeleiding" in shown and "housing" in shown and "words, needs, name" in shown
    assert "accept" in shown and "webhook" in shown
    told = json.loads(_run(capsys, "handovers show bbbb --json"))
    assert told["events"][0]["step"] == "accept"
    assert (told["shared"], told["needs"]) == (["words", "needs", "name"], ["housing"])
    assert json.loads(_run(capsys, "handovers show aaaa --json"))["needs"] == []
    assert main(["handovers", "show", "zzzz"]) == 2
    assert "handovers list" in capsys.readouterr().err


def test_partners(capsys: Output) -> None:
    head, line = _run(capsys, "handovers partners").splitlines()
    assert head.split()[:3] == ["partner", "handovers", "waiting"]
    assert line.split() == "Huis De Maan 2 1 1 1 0 0 1 2 h 5 d".split()
    (told,) = json.loads(_run(capsys, "handovers partners --json"))
    assert (told["organization_id"], told["median_answer"]) == ("huis", 7200)


def test_reassign(capsys: Output) -> None:
    assert "new yes" in _run(capsys, "handovers reassign aaaa")
    assert json.loads(_run(capsys, "handovers show aaaa --json"))["state"] == "expired"
    assert main(["handovers", "reassign", "bbbb"]) == 1
    assert "accepted" in capsys.readouterr().err


async def _give_up(settings: Settings, *keys: str) -> None:
    body = {"kind": "reminder", "handover_id": "bbbbbbbbbbbb"}
    async with open_storage(settings) as storage:
        async with storage.new_uow() as uow:
            for key in keys:
                await uow.outbox.add(Outgoing(key, key, "telegram", "-5", body), NOW)
            other = Outgoing("other", "other", "telegram", "-5", {**body, "handover_id": "aaaaaaaaaaaa"})
            await uow.outbox.add(other, NOW)
            await uow.commit()
        for delivery in await claim_out(storage):
            async with storage.new_uow() as uow:
                await uow.outbox.dead(delivery.id, "w", NOW, "refused")
                await uow.commit()


def test_replay(capsys: Output, settings: Settings) -> None:
    asyncio.run(_give_up(settings, "one", "two"))
    assert "refused" in _run(capsys, "handovers show bbbb")
    assert _run(capsys, "handovers replay bbbb") == "2 will be sent again\n"
    assert _run(capsys, "handovers replay bbbb") == "0 will be sent again\n"
    assert json.loads(_run(capsys, "handovers replay aaaa --json")) == {"id": "aaaaaaaaaaaa", "sent_again": 1}
    assert main(["handovers", "replay", "x"]) != 0


@pytest.mark.parametrize("step", ["list", "show", "replay", "reassign", "partners"])
def test_each_step_explains_itself(capsys: Output, step: str) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["handovers", step, "--help"])
    assert "--json" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main(["handovers", "--help"])
    assert step in capsys.readouterr().out
