"""R10 to R15: what is sent arrives, at the receivers' pace, or is known not to."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.messages import Outgoing
from bot.domain.partners import HandoverAddress
from bot.service import deliver
from bot.service.ports import DeadLetter
from bot.workers import delivery_loop, end
from tests.support.faults.checker import percentile, tally
from tests.support.faults.clock import Clock
from tests.support.faults.faults import Fault
from tests.support.faults.figures import record, scale
from tests.support.faults.mail import mail_server
from tests.support.faults.parts import COORDINATOR, GROUP, MAIL, STORY, Parts, open_parts, settings_for
from tests.support.faults.telegram import TOKEN, telegram_server
from tests.support.faults.waiting import until

GONE_QUIET_SECONDS = 30.0


async def _dead(parts: Parts) -> list[DeadLetter]:
    async with parts.core.new_uow() as uow:
        return list(await uow.outbox.dead_letters())


async def _steps(parts: Parts, handover_id: str) -> list[str]:
    async with parts.core.new_uow() as uow:
        return [event.step for event in await uow.handovers.events(handover_id)]


async def _next_moment(parts: Parts, clock: Clock) -> bool:
    """Moves the clock to when the next row can be taken up; False if none is left."""
    async with parts.core.new_uow() as uow:
        due = await uow.outbox.due_since()
    if due is not None:
        clock.now = max(clock.now, due)
    return due is not None


class _Running:
    """The loop of a delivery worker, for a while."""

    def __init__(self, parts: Parts) -> None:
        self._task = asyncio.ensure_future(delivery_loop(parts.deliverer, parts.core.wakeup))

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        await end(self._task)


async def test_r10_a_dead_mailbox_over_three_months(tmp_path: Path) -> None:
    clock = Clock()
    with mail_server() as mail:
        async with (
            telegram_server(clock=clock) as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url), clock) as parts,
        ):
            await parts.partner(MAIL)
            resident = await parts.resident()
            mail.faults.rule = lambda _: Fault.ERROR
            begun, moments = clock.now, []
            await parts.hand_over(resident, "h1")
            while not await _dead(parts):
                assert await _next_moment(parts, clock)
                before = len(mail.tries)
                await parts.deliverer.run_once()
                moments += [clock.now] * (len(mail.tries) - before)
                await parts.watch.run_once()
            span = moments[-1] - begun
            assert len(moments) >= 10 and span >= timedelta(hours=72)
            planned = deliver.RETRY_SCHEDULE
            off = [(b - a) / wait - 1 for a, b, wait in zip(moments, moments[1:], planned)]
            assert all(abs(each) <= deliver.JITTER for each in off) and len({round(each, 3) for each in off}) > 1

            died = clock.now
            await parts.deliverer.run_once()
            alarms = telegram.to(COORDINATOR.address)
            assert len(alarms) == 2, "one that it waits, one that it is given up"
            assert clock.now - died <= timedelta(seconds=60)
            assert STORY not in "".join(alarm.text for alarm in alarms)
            assert any("Warm Huis" in message.text for message in telegram.to("4711"))
            assert await _steps(parts, "h1") == ["undelivered"]

            clock.forward(days=90)
            (letter,) = await _dead(parts)
            mail.faults.rule = lambda _: None
            async with parts.core.new_uow() as uow:
                assert await uow.outbox.replay(letter.id, clock())
                await uow.commit()
            await parts.deliverer.run_once()
            assert len(mail.mails) == 1 and await _dead(parts) == []
            record("R10", "tries before giving up", len(moments))
            record("R10", "over", span.total_seconds() / 3600, "hours")


async def test_r11_one_chat_is_left_alone_and_the_others_go_on(tmp_path: Path) -> None:
    others, each = scale((15, 2), (60, 3))
    async with (
        telegram_server(retry_after=scale(3, 7)) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
    ):
        telegram.faults.plan([Fault.BUSY], "1")
        flooded = await parts.resident("1")
        await parts.say(flooded, "one", "two")
        talks = [await parts.resident(str(number)) for number in range(100, 100 + others)]
        async with _Running(parts):
            await until(lambda: telegram.calls)
            for talk in talks:
                await parts.say(talk, *(f"text {number}" for number in range(each)))
            await until(lambda: len(telegram.sent) == others * each + 2)
        tries = [at for chat, at in telegram.calls if chat == "1"]
        assert tries[1] - tries[0] >= telegram.retry_after
        assert [message.text for message in telegram.to("1")] == ["one", "two"]
        meanwhile = [message.at for message in telegram.sent if message.chat != "1" and message.at < tries[1]]
        rate = len(meanwhile) / (max(meanwhile) - min(meanwhile))
        record("R11", "pause kept", tries[1] - tries[0], "s")
        record("R11", "others meanwhile", rate, "messages/s")
        if scale(0, 1):
            assert rate >= 20


async def test_r12_telegrams_limits_and_what_is_urgent(tmp_path: Path) -> None:
    chats, each, to_group, urgent = scale((15, 4, 4, 6), (200, 5, 40, 20))
    async with (
        telegram_server() as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
    ):
        for number in range(chats):
            talk = await parts.resident(str(1000 + number))
            await parts.say(talk, *(f"text {line}" for line in range(each)))
        routine = {"kind": "closed", "handover_id": "h1", "language": "nl"}
        rows = [Outgoing(f"g{n}", f"g{n}", "telegram", GROUP.address, routine) for n in range(to_group)]
        await parts.put(*rows)
        waited = []
        async with _Running(parts):
            await until(lambda: len(telegram.sent) > 10)
            for number in range(urgent):
                talk, asked = await parts.resident(f"9{number}"), time.monotonic()
                await parts.say(talk, "112", voice="crisis")
                await until(lambda chat=f"9{number}": telegram.to(chat))  # type: ignore[misc]
                waited.append(time.monotonic() - asked)
            everything = chats * each + to_group + urgent
            await until(lambda: len(telegram.sent) == everything, 300)
        times = defaultdict(list)
        for message in telegram.sent:
            times[message.chat].append(message.at)
        in_all, in_chats = _most([message.at for message in telegram.sent], 1), 0
        for chat, moments in times.items():
            if chat == GROUP.address:
                assert _most(moments, 60) <= 20
            else:
                in_chats = max(in_chats, _most(moments, 1))
        assert in_all <= 30
        assert in_chats <= 4, "a burst of three, and what flows in the same second"
        record("R12", "most in any second", in_all, "messages")
        record("R12", "most in any second of a chat", in_chats, "messages")
        record("R12", "an urgent one waits, p95", percentile(waited, 0.95), "s")
        assert percentile(waited, 0.95) <= scale(GONE_QUIET_SECONDS, 1.0)


async def test_r12_two_workers_keep_the_pace_of_one(tmp_path: Path) -> None:
    settings, count = settings_for(tmp_path), scale(70, 300)
    async with telegram_server() as telegram:
        settings = replace(settings, telegram_bot_token=TOKEN, telegram_api_url=telegram.url)
        async with open_parts(settings) as first, open_parts(settings) as second:
            for number in range(count):
                await first.say(await first.resident(str(1000 + number)), "text")
            async with _Running(first), _Running(second):
                await until(lambda: len(telegram.sent) > count / 3)
                await first.deliverer.stop()  # the other one goes on
                await until(lambda: len(telegram.sent) == count, 120)
    most = _most([message.at for message in telegram.sent], 1)
    assert most <= 40, "one pace, and what piles up on the way; two would be 60"
    record("R12", "most in any second, two workers", most, "messages")


def _most(moments: list[float], window: float) -> int:
    return max(sum(start <= moment < start + window for moment in moments) for start in moments)


@pytest.mark.parametrize(
    ("fault", "by_mail"),
    [(Fault.BLOCKED, False), (Fault.REFUSED, False), (Fault.REFUSED, True), (Fault.BLOCKED, True), (Fault.MOVED, True)],
)
async def test_r13_for_good_means_one_try(tmp_path: Path, fault: Fault, by_mail: bool) -> None:
    clock = Clock()
    with mail_server() as mail:
        async with (
            telegram_server(clock=clock) as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url), clock) as parts,
        ):
            await parts.partner(MAIL if by_mail else GROUP)
            (mail if by_mail else telegram).faults.plan([fault], MAIL.address if by_mail else GROUP.address)
            resident = await parts.resident()
            await parts.hand_over(resident, "h1")
            for _ in range(50):
                await parts.deliverer.run_once()
                clock.forward(hours=3)
            tries = len(mail.tries) if by_mail else sum(chat == GROUP.address for chat, _ in telegram.calls)
            (letter,) = await _dead(parts)
            assert (tries, letter.attempts, letter.handover_id) == (1, 1, "h1")
            assert await _steps(parts, "h1") == ["undelivered"]
            assert len(telegram.to("4711")) == 1
            (alarm,) = telegram.to(COORDINATOR.address)
            assert letter.reason in alarm.text and STORY not in alarm.text


async def test_r13_a_resident_who_blocked_the_bot(tmp_path: Path) -> None:
    with mail_server() as mail:
        async with (
            telegram_server() as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url)) as parts,
        ):
            await parts.partner(MAIL)
            resident = await parts.resident()
            await parts.hand_over(resident, "h1")
            telegram.faults.plan([Fault.BLOCKED], "4711")
            await parts.say(resident, "Dag")
            for _ in range(3):
                await parts.deliverer.run_once()
            assert [chat for chat, _ in telegram.calls].count("4711") == 1
            subjects = [mail["Subject"] for mail in mail.mails]
            assert parts.core.texts.say("nl", "mail.unreachable.subject") in subjects


@pytest.mark.parametrize(("addresses", "mailed"), [((MAIL,), True), ((MAIL, GROUP), False)])
async def test_r13_a_partner_with_mail_alone_hears_what_did_not_arrive(
    tmp_path: Path, addresses: tuple[HandoverAddress, ...], mailed: bool
) -> None:
    with mail_server() as mail:
        async with (
            telegram_server() as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url)) as parts,
        ):
            await parts.partner(*addresses)
            resident = await parts.resident()
            await parts.hand_over(resident, "h1")
            telegram.faults.plan([Fault.BLOCKED], "4711")
            await parts.say(resident, STORY, voice="partner", handover_id="h1")
            for _ in range(3):
                await parts.deliverer.run_once()
            said = partial(parts.core.texts.say, "nl")
            told = [mail for mail in mail.mails if mail["Subject"] == said("mail.unreached.subject")]
            assert bool(told) is mailed
            assert all(STORY not in str(mail) and "/console/link/" in str(mail) for mail in told)
            in_chat = [message.text for message in telegram.to(GROUP.address)]
            assert any(said("telegram.unreached") in text for text in in_chat) is not mailed
            assert "unreached" in await _steps(parts, "h1")


async def test_r13_a_redirect_is_not_followed(tmp_path: Path) -> None:
    async with (
        telegram_server() as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts,
    ):
        telegram.faults.plan([Fault.MOVED], "4711")
        await parts.say(await parts.resident(), "Dag")
        await parts.deliverer.run_once()
        assert (telegram.sent, len(telegram.calls)) == ([], 1)


async def test_r14_one_that_can_not_be_sent_holds_up_no_other(tmp_path: Path) -> None:
    count = scale(60, 500)
    with mail_server() as mail:
        async with (
            telegram_server() as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url)) as parts,
        ):
            await parts.partner(MAIL)
            resident = await parts.resident(channel="web")
            poison = Outgoing("poison", "poison", "email", MAIL.address, {"kind": "no such kind", "language": "nl"})
            await parts.put(poison)
            ids = [f"h{number}" for number in range(count)]
            await parts.hand_over(resident, *ids)
            async with _Running(parts):
                await until(lambda: len(mail.mails) == count, 120)
            stalls = [b - a for a, b in zip(mail.tries, mail.tries[1:])]
            record("R14", "delivered beside the poison", len(mail.mails))
            record("R14", "longest stall", max(stalls), "s")
            assert max(stalls) <= scale(GONE_QUIET_SECONDS, 2.0)


async def test_r14_after_three_tries_it_is_given_up(tmp_path: Path) -> None:
    clock = Clock()
    async with open_parts(settings_for(tmp_path, mail="smtp://127.0.0.1:9"), clock) as parts:
        body = {"kind": "no such kind", "language": "nl"}
        await parts.put(
            Outgoing("poison", "lane", "email", MAIL.address, body), Outgoing("next", "lane", "email", "x@y.z", body)
        )
        while not await _dead(parts):
            assert await _next_moment(parts, clock)
            sent = await parts.deliverer.run_once()
        (letter,) = await _dead(parts)
        assert (letter.reason, letter.attempts) == ("internal", 3)
        assert clock.now - Clock().now < timedelta(minutes=2)
        assert sent == 2, "its lane goes on"


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.TAKE_AND_HANG])
async def test_r15_nobody_knows_whether_it_arrived(
    tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.email.transports.SMTP_TIMEOUT_SECONDS", 1)
    clock = Clock()
    with mail_server() as mail:
        async with (
            telegram_server(clock=clock) as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url, lease_seconds=3), clock) as parts,
        ):
            await parts.partner(MAIL)
            resident = await parts.resident()
            mail.faults.plan([fault])
            telegram.faults.plan([fault], "4711")
            await parts.hand_over(resident, "h1")
            await parts.say(resident, "Dag")
            await parts.deliverer.run_once()
            clock.forward(minutes=1)
            async with parts.core.new_uow() as uow:
                channels = ("email", "telegram")
                doubtful = await uow.outbox.claim("look", channels, clock(), 0, 10)
            assert {delivery.outgoing.channel for delivery in doubtful} == set(channels)
            assert all(delivery.ambiguous for delivery in doubtful)
            await parts.deliverer.run_once()
            assert len(set(mail.ids)) == 1, "the same id, so the receiver can tell"
            assert tally(["Dag"], [message.text for message in telegram.to("4711")]).doubled <= 1
            record("R15", f"doubled on Telegram after one {fault.value}", len(telegram.to("4711")) - 1)
            assert await parts.deliverer.run_once() == 0


async def test_r15_what_was_refused_before_it_was_taken_is_not_doubtful(tmp_path: Path) -> None:
    clock = Clock()
    async with (
        telegram_server(clock=clock) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url), clock) as parts,
    ):
        telegram.faults.plan([Fault.BUSY, Fault.ERROR])
        await parts.say(await parts.resident(), "Dag")
        for _ in range(3):
            await parts.deliverer.run_once()
            clock.forward(minutes=2)
        assert len(telegram.sent) == 1


async def test_a_long_text_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.pause_between_pieces", lambda _: 0)
    clock = Clock()
    async with (
        telegram_server(clock=clock) as telegram,
        open_parts(settings_for(tmp_path, telegram=telegram.url), clock) as parts,
    ):
        resident = await parts.resident()
        text = "woord " * 2000
        await parts.say(resident, text)
        calls = iter([None, Fault.BUSY, None, Fault.ERROR])
        telegram.faults.rule = lambda _: next(calls, None)
        for _ in range(4):
            await parts.deliverer.run_once()
            clock.forward(minutes=2)
        assert "".join(message.text for message in telegram.sent) == text


async def test_a_server_that_hangs_holds_up_no_other_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "STOP_SECONDS", 0.1)
    monkeypatch.setattr("bot.channels.email.transports.SMTP_TIMEOUT_SECONDS", 1)
    with mail_server() as mail:
        async with (
            telegram_server() as telegram,
            open_parts(settings_for(tmp_path, telegram=telegram.url, mail=mail.url)) as parts,
        ):
            await parts.partner(GROUP, MAIL)
            mail.faults.rule = lambda _: Fault.HANG
            resident = await parts.resident()
            await parts.hand_over(resident, *(f"h{number}" for number in range(3)))
            async with _Running(parts):
                await until(lambda: len(telegram.to(GROUP.address)) == 3)
                mail.faults.rule = lambda _: None
            assert mail.mails == []
