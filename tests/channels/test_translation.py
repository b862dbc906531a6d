"""Machine translation stands beside what was written, marked as such; without it everything goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.translate import PAUSE_SECONDS, LibreTranslate
from bot.service import handovers
from tests.channels.telegram_village import Village, say
from tests.support.ports import free_port
from tests.support.translation_server import TranslationServer, translation_server

ARABIC, DUTCH = "أحتاج إلى مساعدة في البيت", "Ik heb hulp nodig in huis"
NAME = "Huis De Maan (voorbeeld)"


@pytest.fixture
async def server() -> AsyncIterator[TranslationServer]:
    async with translation_server({ARABIC: DUTCH, "مرحبا بك في الدار": "welkom in huis"}) as opened:
        yield opened


async def test_the_protocol(server: TranslationServer) -> None:
    assert await LibreTranslate(server.url, "key")(ARABIC, "ar", "nl") == DUTCH
    assert server.asked == [{"q": ARABIC, "source": "ar", "target": "nl", "format": "text", "api_key": "key"}]


@pytest.mark.parametrize("fails", ["status", "nonsense", "hangs"])
async def test_a_server_that_fails_is_left_alone_for_a_minute(server: TranslationServer, fails: str) -> None:
    moment = 0.0
    translate = LibreTranslate(server.url, timeout=2.0, now=lambda: moment)
    server.fails = fails
    assert await translate(ARABIC, "ar", "nl") == ""
    server.fails = ""
    moment = PAUSE_SECONDS - 1
    assert await translate(ARABIC, "ar", "nl") == ""
    assert len(server.asked) == 1
    moment = PAUSE_SECONDS
    assert await translate(ARABIC, "ar", "nl") == DUTCH


async def test_a_language_that_the_server_does_not_know_stops_no_other(server: TranslationServer) -> None:
    translate = LibreTranslate(server.url)
    assert await translate("tere", "et", "nl") == ""
    assert await translate(ARABIC, "ar", "nl") == DUTCH


async def test_a_server_that_is_not_there_costs_the_translation_only() -> None:
    assert await LibreTranslate(f"http://127.0.0.1:{free_port()}")(ARABIC, "ar", "nl") == ""


async def test_a_partner_reads_the_words_and_their_translation(village: Village, server: TranslationServer) -> None:
    village.runner.translator = LibreTranslate(server.url)
    handover = await village.taken()
    await village.resident.write(ARABIC)
    await village.work()
    told = (await village.partner.received())[-1]["text"].split("\n\n")
    written = say("telegram.written_in", language={"key": "language.ar"})
    assert told[:3] == [written, ARABIC, say("telegram.translated", text=DUTCH)]
    async with village.storage.new_uow() as uow:
        (message,) = await uow.handovers.messages(handover.id)
    assert (message.text, message.language, message.translation) == (ARABIC, "ar", DUTCH)


async def test_a_resident_reads_the_words_and_their_translation(village: Village, server: TranslationServer) -> None:
    village.runner.translator = LibreTranslate(server.url)
    await village.taken()
    first = (await village.partner.received())[0]
    await village.partner.reply(first, "مرحبا بك في الدار")
    await village.work()
    marked = say("relay.translated", text="welkom in huis")
    assert (await village.resident.received())[-1]["text"] == f"{NAME}:\nمرحبا بك في الدار\n\n{marked}"


async def test_without_a_translation_the_words_arrive(village: Village, server: TranslationServer) -> None:
    server.fails = "status"
    village.runner.translator = LibreTranslate(server.url)
    handover = await village.taken()
    await village.resident.write(ARABIC)
    await village.work()
    assert ARABIC in (await village.partner.received())[-1]["text"]
    await handovers.write(village.storage.new_uow, village.runner.clock, "moon", handover.id, "console", ARABIC)
    await village.work()
    assert (await village.resident.received())[-1]["text"] == f"{NAME}:\n{ARABIC}"


async def test_the_same_language_is_not_translated(village: Village, server: TranslationServer) -> None:
    village.runner.translator = LibreTranslate(server.url)
    await village.taken()
    await village.resident.write("ik heb hulp nodig")
    await village.partner.reply((await village.partner.received())[0], "wij komen")
    await village.work()
    assert server.asked == []
