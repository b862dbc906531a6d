"""Answers by mail through a real LMTP or SMTP server: to the resident once, or back to the partner with a word why."""

from __future__ import annotations

import asyncio
import logging
import smtplib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from bot.adapters.storage import Storage
from bot.adapters.tables import outbox
from bot.adapters.texts import GettextTexts
from bot.channels.email.channel import EmailChannel
from bot.channels.email.intake import receiving
from bot.channels.email.quotes import MARK
from bot.channels.email.transports import LocalMailbox
from bot.domain.handover import Handover, Outcome, Step
from bot.domain.messages import Incoming, Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.domain.reply_address import LIFETIME, ReplyAddresses
from bot.service.deliver import Deliverer
from bot.service.mail_answers import MailAnswers
from bot.service.ports import Conflict, Mail
from tests.support.clock import MovedClock
from tests.support.storage import claim

ID = "5f0c2b1d9e8a4c7f8b6d3a2e1c0f9b8a"
TEAM = "team@huis.example"
ADDRESSES = ReplyAddresses("reply.chat.example", bytes(32))
HUIS = Organization("huis", "Huis", handover_addresses=(HandoverAddress("email", TEAM),))
STORY = "Mijn geheime verhaal"


@dataclass
class Post:
    """A mail server's side: hands mail over and reads what came of it."""

    storage: Storage
    clock: MovedClock
    port: int
    scheme: str

    @property
    def address(self) -> str:
        return ADDRESSES.address(ID, "huis", self.clock().date())

    async def deliver(
        self, text: str, *, to: str = "", sender: str = "els@huis.example", id: str = "<1@huis.example>", **headers: str
    ) -> tuple[int, str]:
        message = EmailMessage()
        message["From"], message["Message-ID"] = "Els <els@huis.example>", id
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return await self.hand_over(message.as_bytes(), to=to, sender=sender)

    async def hand_over(self, content: bytes, *, to: str = "", sender: str = "els@huis.example") -> tuple[int, str]:
        """What the server answers in the end."""
        return await asyncio.to_thread(self._hand_over, content, to or self.address, sender)

    def _hand_over(self, content: bytes, to: str, sender: str) -> tuple[int, str]:
        client = smtplib.LMTP if self.scheme == "lmtp" else smtplib.SMTP
        with client("127.0.0.1", self.port) as server:
            try:
                server.sendmail(sender, [to], content)
            except smtplib.SMTPRecipientsRefused as refused:
                code, told = refused.recipients[to]
                return code, told.decode()
            except smtplib.SMTPResponseException as refused:
                return refused.smtp_code, str(refused.smtp_error)
            return 250, ""

    async def step(self, *steps: Step, **more: Any) -> None:
        for step in steps:
            async with self.storage.new_uow() as uow:
                await uow.handovers.save((await uow.handovers.get(ID)).take(step, self.clock(), **more))
                await uow.commit()

    async def heard(self) -> Sequence[Incoming]:
        """What reached the resident's side."""
        heard = []
        while (claimed := await claim(self.storage, at=self.clock())) is not None:
            heard.append(claimed.incoming)
            async with self.storage.new_uow() as uow:
                await uow.inbox.done(claimed.id, "w", self.clock())
                await uow.commit()
        return heard

    async def answers(self) -> list[Mail]:
        """What the partner got, newest first."""
        mail = EmailChannel(
            self.storage.new_uow,
            self.clock,
            GettextTexts(),
            LocalMailbox(self.storage.new_uow),
            "https://chat.example",
            ADDRESSES,
        )
        deliverer = Deliverer(self.storage.new_uow, self.clock, {"email": mail}, "test", 30)
        while await deliverer.run_once():
            pass
        async with self.storage.new_uow() as uow:
            return list(await uow.mailbox.latest())

    async def queued(self) -> list[Any]:
        async with self.storage.database.connect() as connection:
            return list((await connection.execute(select(outbox.c.kind))).scalars())


@pytest.fixture
def scheme() -> str:
    return "lmtp"


@pytest.fixture
async def post(storage: Storage, scheme: str) -> AsyncIterator[Post]:
    clock = MovedClock()
    async with storage.new_uow() as uow:
        await uow.directory.replace(Directory((HUIS,)), clock())
        conversation = await uow.conversations.open("web", "somebody", "nl", clock())
        await uow.handovers.add(Handover(ID, conversation, "huis", "s1", "nl", {"words": STORY}, clock(), clock()))
        await uow.commit()
    async with receiving(MailAnswers(storage.new_uow, clock, ADDRESSES), f"{scheme}://127.0.0.1:0") as port:
        yield Post(storage, clock, port, scheme)


@pytest.mark.parametrize("scheme", ["lmtp", "smtp"])
async def test_an_answer_reaches_the_resident_once(post: Post) -> None:
    await post.step(Step.ACCEPT)
    text = f"We komen dinsdag langs.\nتحياتي\n\nOp 23/11/2026 schreef <a@chat.example>:\n> {MARK}\n> Dag,\n"
    for _ in range(3):
        assert (await post.deliver(text))[0] == 250
    assert (await post.deliver("Toch woensdag."))[0] == 250
    heard = await post.heard()
    assert [incoming.content for incoming in heard] == ["partner_message"] * 2
    assert [incoming.data["text"] for incoming in heard] == ["We komen dinsdag langs.\nتحياتي", "Toch woensdag."]
    assert await post.answers() == []


async def test_a_mail_never_accepts(post: Post) -> None:
    assert (await post.deliver("Ja, wij nemen dit op!"))[0] == 250
    assert await post.heard() == []
    (mail,) = await post.answers()
    assert mail.recipient == TEAM
    assert "https://chat.example/console/link/" in mail.text
    assert STORY not in mail.text and "wij nemen" not in mail.text


@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.DECLINE, Step.EXPIRE, Step.CLOSE])
async def test_too_late(post: Post, step: Step) -> None:
    if step is Step.CLOSE:
        await post.step(Step.ACCEPT)
    await post.step(step, outcome=Outcome.HELPED if step is Step.CLOSE else None)
    assert (await post.deliver("Dag"))[0] == 250
    assert await post.heard() == []
    (mail,) = await post.answers()
    assert mail.subject == GettextTexts().say("nl", "mail.answer_ended.subject")


@pytest.mark.parametrize("taken", [True, False])
async def test_what_a_machine_sends_goes_nowhere(post: Post, taken: bool) -> None:
    if taken:
        await post.step(Step.ACCEPT)
    assert (await post.deliver("Ik ben met verlof.", Auto_Submitted="auto-replied"))[0] == 250
    assert (await post.deliver("Ik ben met verlof.", sender=""))[0] == 250
    assert await post.heard() == []
    assert await post.queued() == []


async def test_forged_and_old_addresses(post: Post) -> None:
    await post.step(Step.ACCEPT)
    good = post.address
    flipped = good.replace(good[20], "a" if good[20] != "a" else "b", 1)
    other = ADDRESSES.address(ID, "ster", post.clock().date())
    absent = ADDRESSES.address("0" * 32, "huis", post.clock().date())
    for address in (flipped, other, absent, "reply+x@reply.chat.example", "info@reply.chat.example", "a@b.example"):
        assert (await post.deliver("Dag", to=address))[0] == 550
    post.clock.move(days=LIFETIME.days + 1)
    assert (await post.deliver("Dag", to=good))[0] == 550
    assert await post.heard() == []
    assert await post.queued() == []


async def test_whoever_has_no_mail_address_any_more(post: Post) -> None:
    await post.step(Step.ACCEPT)
    async with post.storage.new_uow() as uow:
        await uow.directory.replace(Directory((replace(HUIS, handover_addresses=()),)), post.clock())
        await uow.commit()
    assert (await post.deliver("Dag"))[0] == 550


def _with_file(text: str, *, inside: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "els@huis.example", "<file@huis.example>"
    message.set_content(text)
    if inside:
        message.add_alternative("<p>x</p><img src=cid:logo>", subtype="html")
        message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>")  # type: ignore[union-attr, index]
    else:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="brief.pdf")
    return message.as_bytes()


async def test_a_file_is_refused_and_the_words_pass(post: Post) -> None:
    await post.step(Step.ACCEPT)
    for _ in range(2):
        assert (await post.hand_over(_with_file("Zie bijlage")))[0] == 250
    assert [incoming.data["text"] for incoming in await post.heard()] == ["Zie bijlage"]
    (mail,) = await post.answers()
    assert mail.subject == GettextTexts().say("nl", "mail.answer_attachment.subject")


async def test_a_file_alone_and_a_logo(post: Post) -> None:
    await post.step(Step.ACCEPT)
    assert (await post.hand_over(_with_file("")))[0] == 250
    assert (await post.hand_over(_with_file("Met logo", inside=True)))[0] == 250
    assert [incoming.data["text"] for incoming in await post.heard()] == ["Met logo"]
    assert await post.queued() == ["answer_attachment"]


@pytest.mark.parametrize(
    ("text", "problem"), [("-- \nEls", "empty"), ("a" * 4001, "too_long")], ids=["empty", "too_long"]
)
async def test_what_can_t_be_passed_on_is_told(post: Post, text: str, problem: str) -> None:
    await post.step(Step.ACCEPT)
    assert (await post.deliver(text))[0] == 250
    assert await post.heard() == []
    (mail,) = await post.answers()
    assert mail.subject == GettextTexts().say("nl", f"mail.answer_{problem}.subject")


async def test_two_machines_do_not_answer_each_other_for_ever(post: Post) -> None:
    for number in range(5):
        await post.deliver(f"Ik ben er niet, {number}", id=f"<{number}@huis.example>")
    assert len(await post.answers()) == 1
    post.clock.move(hours=1)
    await post.deliver("Toch wel", id="<9@huis.example>")
    assert len(await post.answers()) == 2


async def test_mail_that_is_none_stops_nothing(post: Post) -> None:
    await post.step(Step.ACCEPT)
    for content in (
        b"",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 500,
        b"Message-ID: \xff\r\n\r\n",
    ):
        assert (await post.hand_over(content))[0] == 250
    assert (await post.deliver("Dag Jo"))[0] == 250
    assert "Dag Jo" in [incoming.data["text"] for incoming in await post.heard()]


async def test_too_much_and_too_many(post: Post) -> None:
    line = b"a" * 900 + b"\r\n"
    assert (await post.hand_over(b"\r\n" + line * 12_000))[0] == 552

    def two() -> list[int]:
        client = smtplib.LMTP if post.scheme == "lmtp" else smtplib.SMTP
        with client("127.0.0.1", post.port) as server:
            server.ehlo_or_helo_if_needed()
            server.mail("els@huis.example")
            return [server.rcpt(post.address)[0] for _ in range(2)]

    assert await asyncio.to_thread(two) == [250, 452]


async def test_a_database_that_is_away_means_later(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await post.step(Step.ACCEPT)

    async def busy(*_: Any) -> None:
        raise Conflict("kanarie-geheim")

    monkeypatch.setattr("bot.service.handovers.write", busy)
    assert (await post.deliver("Dag"))[0] == 451
    monkeypatch.undo()
    assert (await post.deliver("Dag"))[0] == 250
    assert len(await post.heard()) == 1
    assert "kanarie" not in caplog.text


async def test_nothing_of_it_in_the_logs(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    from bot.adapters.logs import QUIET

    caplog.set_level(logging.DEBUG)
    for name in QUIET:
        caplog.set_level(logging.ERROR, name)
    await post.step(Step.ACCEPT)
    await post.deliver("kanarie-geheim", Subject="kanarie-geheim")
    await post.deliver("kanarie-geheim", to="kanarie-geheim@reply.chat.example")
    assert "kanarie" not in caplog.text
    assert post.address not in caplog.text and "els@" not in caplog.text


async def test_mails_about_a_handover_can_be_answered(post: Post) -> None:
    body = {"handover_id": ID, "organization_id": "huis", "language": "nl"}
    async with post.storage.new_uow() as uow:
        for kind, more in {"handover": {}, "relay": {"text": STORY}}.items():
            row = Outgoing(kind, "lane", "email", TEAM, {"kind": kind, **body, **more})
            await uow.outbox.add(row, post.clock())
        link = Outgoing("s", "lane", "email", TEAM, {"kind": "sign_in", "link": "https://x.example", "language": "nl"})
        await uow.outbox.add(link, post.clock())
        await uow.commit()
    sign_in, relay, handover = await post.answers()
    for mail in (relay, handover):
        assert mail.text.startswith(f"{MARK}\n\n")
        assert mail.reply_to == post.address
        assert STORY not in mail.text
    assert GettextTexts().say("nl", "mail.relay.answer") in relay.text
    assert (sign_in.reply_to, MARK in sign_in.text) == ("", False)
    await post.step(Step.ACCEPT)
    assert (await post.deliver("Dag", to=relay.reply_to.upper()))[0] == 250
    assert len(await post.heard()) == 1
