"""R17 and R20: back after having been away, and what happens while nobody answers."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.adapters.helplines import load_helplines
from bot.adapters.texts import GettextTexts
from bot.adapters.warning_signs import load_warning_signs
from bot.channels.telegram.intake import poll
from bot.domain.choices import typed_choice
from bot.domain.labels import LANGUAGES
from bot.domain.messages import Choice, Incoming
from bot.service.first_aid import FirstAid
from bot.service.health import health, queue_checks
from bot.service.presence import OPEN_TALK
from bot.service.receive import receive
from bot.service.watch import EVERY_SECONDS, UNANSWERED, UNSENT
from bot.workers import end, first_aid_loop
from tests.support.faults.checker import percentile
from tests.support.faults.clock import Clock
from tests.support.faults.faults import Fault
from tests.support.faults.figures import record, scale
from tests.support.faults.intake import presence_of
from tests.support.faults.mail import mail_server
from tests.support.faults.parrot import runner
from tests.support.faults.parts import COORDINATOR, MAIL, Parts, open_parts, settings_for
from tests.support.faults.process import answers, role
from tests.support.faults.telegram import TelegramServer, telegram_server
from tests.support.faults.waiting import until
from tests.support.ports import free_port
from tests.support.visitor import Visitor

ROOT = Path(__file__).parents[2]
TEXTS = GettextTexts()
DANGER = "mijn man slaat mij"


async def _turns(parts: Parts) -> None:
    while await runner(parts).run_one() is not None:
        pass
    while await parts.deliverer.run_once():
        pass


async def _polled(parts: Parts, telegram: TelegramServer) -> None:
    """Takes in what waits, and is in touch once more after that."""
    assert parts.telegram is not None
    presence = presence_of(parts)
    polling = asyncio.ensure_future(poll(parts.telegram.bot, parts.telegram.updates, presence))
    await until(lambda: not telegram.updates and presence._beaten is not None)
    await end(polling)


async def _a_day_with_an_outage(folder: Path, seconds: float) -> tuple[TelegramServer, dict[int, list[str]]]:
    """Four talks before the bot is away: one presses early in that time, one late, one writes, one was hours ago."""
    clock = Clock()
    async with telegram_server(clock=clock) as telegram:
        settings = settings_for(folder, telegram=telegram.url)
        async with open_parts(settings, clock) as parts:
            telegram.write(4, "lang geleden")
            await _polled(parts, telegram)
            await _turns(parts)
            clock.forward(seconds=OPEN_TALK.total_seconds() + 60)
            assert await presence_of(parts).can_store(), "the bot was there all that time"
            for chat in (1, 2, 3):
                telegram.write(chat, "hallo")
            await _polled(parts, telegram)
            await _turns(parts)
        data = {chat: telegram.to(str(chat))[-1].buttons[0][1] for chat in (1, 2, 3, 4)}
        telegram.press(1, data[1])
        clock.forward(seconds=seconds - 10)
        telegram.press(2, data[2])
        telegram.write(3, "ben je daar nog?")
        clock.forward(seconds=10)
        for _ in range(2):  # and it says so only once
            async with open_parts(settings, clock) as parts:
                await _polled(parts, telegram)
                clock.forward(seconds=30)
                await _turns(parts)
        said = {chat: [message.text for message in telegram.to(str(chat))] for chat in data}
        if telegram.lost:
            assert telegram.to("1")[-1].buttons[0][1] == data[1], "with the very buttons that it had"
        return telegram, said


async def test_r17_presses_that_were_lost_are_asked_for_again(tmp_path: Path) -> None:
    telegram, said = await _a_day_with_an_outage(tmp_path, 200)
    back = TEXTS.say("nl", "was_away")
    assert len(telegram.lost) == 1, "Telegram forgot the early press"
    assert [texts.count(back) for texts in said.values()] == [1, 0, 0, 0]
    assert [len(texts) for texts in said.values()] == [2, 2, 2, 1], "the others got their answers"
    record("R17", "talks whose press was lost", len(telegram.lost))
    record("R17", "of these, asked again", said[1].count(back))


async def test_r17_a_short_absence_needs_no_word(tmp_path: Path) -> None:
    telegram, said = await _a_day_with_an_outage(tmp_path, 100)
    assert telegram.lost == []
    assert not any(TEXTS.say("nl", "was_away") in texts for texts in said.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_r17_every_button_can_be_typed(language: str) -> None:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "bot.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    labels = {str(entry.id): str(entry.string) for entry in catalogue if str(entry.id).startswith(("button.", "need."))}
    screen = tuple(Choice(key, label, f"/{key}") for key, label in labels.items())
    assert len(screen) > 60
    for choice in screen:
        same = [other for other in screen if other.label == choice.label]
        found = typed_choice(choice.label, (choice, *(other for other in screen[:5] if other not in same)))
        assert found == choice, choice.id


async def test_r20_unsent_and_unanswered_ring_and_turn_health_red(tmp_path: Path) -> None:
    clock = Clock()
    with mail_server() as mail:
        async with (
            telegram_server(clock=clock) as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url), clock) as parts,
        ):
            await parts.partner(MAIL)
            mail.faults.rule = lambda _: Fault.ERROR
            await parts.hand_over(await parts.resident(channel="web"), "h1")
            rung = await _rung_after(parts, telegram, clock)
            assert rung is not None and rung - UNSENT <= timedelta(seconds=30)
            record("R20", "alarm for unsent, after it was too long", (rung - UNSENT).total_seconds(), "s")

            telegram.write(7, "hallo")
            await _polled(parts, telegram)
            begun = clock.now
            assert (await health(queue_checks(parts.core.new_uow, clock)))["status"] == "ok"
            rung = await _rung_after(parts, telegram, clock)
            assert rung is not None and rung <= timedelta(seconds=30)
            record("R20", "alarm for unanswered", rung.total_seconds(), "s")
            clock.now = begun + timedelta(seconds=61)
            assert (await health(queue_checks(parts.core.new_uow, clock)))["parts"]["answering"] != "ok"
            alarms = [message.text for message in telegram.to(COORDINATOR.address)]
            assert len(alarms) == 2


async def _rung_after(parts: Parts, telegram: TelegramServer, clock: Clock) -> timedelta | None:
    """How long it takes until the coordinator hears of something; None if that never happens."""
    begun, heard = clock.now, len(telegram.to(COORDINATOR.address))
    while clock.now - begun < 2 * UNSENT:
        await parts.watch.run_once()
        await parts.deliverer.run_once()
        if len(telegram.to(COORDINATOR.address)) > heard:
            return clock.now - begun
        clock.forward(seconds=EVERY_SECONDS)
    return None


async def test_r20_nothing_rings_while_all_goes_well(tmp_path: Path) -> None:
    clock = Clock()
    async with telegram_server(clock=clock) as telegram, open_parts(settings_for(tmp_path), clock) as parts:
        for _ in range(int(2 * UNANSWERED.total_seconds() / EVERY_SECONDS)):
            await parts.watch.run_once()
            clock.forward(seconds=EVERY_SECONDS)
        assert telegram.sent == [] and await parts.deliverer.take_up() == 0


async def test_r20_danger_is_answered_while_nobody_answers(tmp_path: Path) -> None:
    waited = []
    async with open_parts(settings_for(tmp_path)) as parts:
        core = parts.core
        helper = FirstAid(core.new_uow, core.clock, core.texts, load_warning_signs(), load_helplines())
        looking = asyncio.ensure_future(first_aid_loop(helper, core.wakeup))
        for number in range(scale(3, 50)):
            begun = time.monotonic()
            id = await _writes(parts, f"anna {number}")
            while not (said := await _said(parts, id)):
                await core.wakeup.wait(id, 1)
            waited.append(1000 * (time.monotonic() - begun))
            assert "112" in said[0]
        await end(looking)
    record("R20", "numbers without an engine, p95", percentile(waited, 0.95), "ms")
    if scale(0, 1):
        assert percentile(waited, 0.95) <= 300


async def _writes(parts: Parts, sender: str) -> str:
    return await receive(parts.core.new_uow, parts.core.clock, Incoming("web", sender, sender, "text", DANGER))


async def _said(parts: Parts, conversation_id: str) -> list[str]:
    async with parts.core.new_uow() as uow:
        return [row.body["text"] for row in await uow.outbox.read(conversation_id, "web", 0)]


@pytest.mark.timeout(200)
async def test_r20_by_the_page_with_no_engine_at_all(tmp_path: Path) -> None:
    port = free_port()
    settings = dataclasses.replace(settings_for(tmp_path), port=port, public_url=f"http://127.0.0.1:{port}")
    gateway = role(settings, "gateway")
    gateway.start()
    await answers(settings.public_url)
    async with Visitor(settings.public_url) as visitor:
        await visitor.start()
        await visitor.say(DANGER)
        said: list[str] = []
        deadline = time.monotonic() + 30
        while not said and time.monotonic() < deadline:
            said = [each["text"] for each in (await visitor.talk())["messages"] if each["voice"] == "crisis"]
            await asyncio.sleep(0.02)
    gateway.end()
    assert said and "112" in said[0]
