"""A mail server that fails on demand and keeps what it took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.faults.faults import HANG_SECONDS, SLOW_SECONDS, Fault, Faults
from tests.support.ports import free_port


@dataclass
class MailServer:
    """The server and what happened to it."""

    faults: Faults = field(default_factory=Faults)
    mails: list[Message] = field(default_factory=list)
    tries: list[float] = field(default_factory=list)
    url: str = ""

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.tries.append(time.monotonic())
        fault = envelope.fault = self.faults.next(address)
        if fault is Fault.RESET:
            server.transport.abort()
        if fault is Fault.HANG:
            await asyncio.sleep(HANG_SECONDS)
        if fault in _ANSWERS:
            return _ANSWERS[fault]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if envelope.fault is Fault.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        self.mails.append(message_from_bytes(envelope.content))
        if envelope.fault is Fault.DROP:
            server.transport.abort()
        if envelope.fault is Fault.TAKE_AND_HANG:
            await asyncio.sleep(HANG_SECONDS)
        return "250 OK"


_ANSWERS = {
    Fault.BUSY: "451 4.7.1 try again later",
    Fault.ERROR: "451 4.3.0 something is wrong here",
    Fault.BLOCKED: "550 5.7.1 not wanted",
    Fault.REFUSED: "550 5.1.1 no such mailbox",
    Fault.MOVED: "551 5.1.6 not here",
}


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield server
    finally:
        controller.stop()
