"""On Telegram, resident and partner both, against a Bot API server that others wrote."""

from __future__ import annotations

import base64
import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.texts import GettextTexts
from tests.channels.telegram_emulator import TOKEN, Emulator, Person, emulator, labels
from tests.support.pictures import is_plain_photo, telling_photo
from tests.support.product import ROOT, running

GROUP = -1001234
WORDS = GettextTexts()


def _say(key: str, **values: object) -> str:
    return WORDS.say("nl", key, **values)


def _directory_with_group(folder: Path) -> Path:
    """The sample directory, in which every partner gets its handovers in one Telegram group."""
    with (ROOT / "examples" / "directory.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    path = folder / "directory.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "handover": f"telegram:{GROUP}" if row["handover"] else ""})
    return path


@asynccontextmanager
async def _telegram_bot(folder: Path, model: Path, **settings: str) -> AsyncIterator[Emulator]:
    async with emulator() as server:
        environ = {
            "DICHTBIJ_MODEL_DIR": str(model),
            "DICHTBIJ_SAMPLE_DIRECTORY": str(_directory_with_group(folder)),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": server.url,
            **settings,
        }
        async with running(folder, **environ):
            yield server


async def _to_the_consent(person: Person) -> None:
    await person.write("/start")
    await person.expect_text(_say("utter_start"))
    await person.write("Ik kan mijn huur niet meer betalen en de facturen stapelen zich op")
    await person.press(await person.expect_button(_say("button.right")), _say("button.right"))
    await person.press(await person.expect_button(_say("need.money")), _say("need.money"))
    await person.expect_text(_say("ask_wish"))
    await person.write("Dat ik weer kan slapen")
    await person.press(await person.expect_button(_say("button.nobody")), _say("button.nobody"))
    await person.expect_text(_say("ask_place"))
    await person.write("Veurne")
    reach = await person.expect_button(_say("button.reach.home_visit"))
    await person.press(reach, _say("button.reach.home_visit"))
    await person.press(await person.expect_button(_say("when.any")), _say("when.any"))
    await person.press(await person.expect_button(_say("button.summary_right")), _say("button.summary_right"))
    options = await person.expect_button(_say("button.who_else"))
    await person.press(options, labels(options)[0])
    await person.press(await person.expect_button(_say("button.no_name")), _say("button.no_name"))


@pytest.mark.timeout(300)
async def test_resident_and_partner(tmp_path: Path, model: Path) -> None:
    async with _telegram_bot(tmp_path, model) as server:
        resident, partner = server.person(4711), server.person(GROUP, kind="supergroup")
        await _to_the_consent(resident)
        await resident.press(await resident.expect_button(_say("button.send")), _say("button.send"))
        await resident.expect_button(_say("button.status"))

        handover = await partner.expect_text("Ik kan mijn huur niet meer betalen")
        await partner.press(handover, _say("telegram.button.accept"))
        await partner.expect_text(_say("telegram.done.accept"))
        await resident.expect_button(_say("button.end_relay"))
        await partner.press(handover, _say("telegram.button.accept"))
        await partner.expect_text(_say("telegram.late.accepted"))

        await partner.reply(handover, "Dag, past morgen? <b>*_")
        await resident.expect_text("Dag, past morgen? <b>*_")
        await resident.write("ja dat past")
        relayed = await partner.expect_text("ja dat past")
        assert "4711" not in relayed["text"]
        await resident.send_photo(telling_photo())
        photo = await partner.expect(lambda message: bool(message.get("photo")))
        assert is_plain_photo(base64.b64decode(photo["photo"]))

        await _take_back(resident, partner)
        await _media_and_strangers(server)


async def _take_back(resident: Person, partner: Person) -> None:
    """By the button that came when the partner took it: nothing of the resident is left in the group."""
    accepted = next(each for each in await resident.received() if _say("button.end_relay") in labels(each))
    await resident.press(accepted, _say("button.take_back"))
    told = await resident.expect_text(_say("recall.telegram"))
    assert _say("recall.console") in told["text"]
    await partner.expect_text(_say("telegram.withdrawn"), again=True)
    left = await partner.received()
    assert not [each for each in left if "huur" in each["text"] or "dat past" in each["text"] or each.get("photo")]


async def _media_and_strangers(server: Emulator) -> None:
    """What the bot can't read, and groups that are no partner's."""
    other, group = server.person(815), server.person(-99, kind="group")
    await other.write("/start")
    await other.expect_text(_say("utter_start"))
    photo = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}
    for media, wording in ((photo, "utter_send_media"), ({"voice": _FILE}, "utter_send_media~2")):
        await other.send(**media)
        await other.expect_text(_say(wording))
    await group.write("/start")
    await group.expect_text(_say("telegram.no_groups"))


_FILE = {"file_id": "a", "file_unique_id": "b", "duration": 1}


@pytest.mark.timeout(300)
async def test_by_webhook(tmp_path: Path, model: Path) -> None:
    async with _telegram_bot(tmp_path, model, TELEGRAM_WEBHOOK_SECRET="geheim") as server:
        resident = server.person(4712)
        await resident.write("/start")
        await resident.expect_text(_say("utter_start"))
