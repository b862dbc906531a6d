"""A browser's side of the protocol, without the browser."""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import AsyncIterator
from functools import partial
from types import TracebackType
from typing import Any

import aiohttp


class Visitor:
    """One cookie jar and the requests that our pages make."""

    def __init__(self, url: str, *, origin: str | None = None, language: str = "nl-BE,nl;q=0.9") -> None:
        self.url = url
        self.origin = origin if origin is not None else url
        # The jar takes cookies of plain addresses, as the server under test has one.
        self.http = aiohttp.ClientSession(
            url,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Accept-Language": language},
            json_serialize=partial(json.dumps, ensure_ascii=False),  # as browsers do
        )

    async def __aenter__(self) -> Visitor:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    async def get(self, path: str, **options: Any) -> Answer:
        return await self._answer("GET", path, **options)

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> Answer:
        return await self._answer("POST", path, headers={"Origin": self.origin, **(headers or {})}, **options)

    async def request(self, method: str, path: str, **options: Any) -> Answer:
        return await self._answer(method, path, **options)

    async def say(self, content: str, kind: str = "text", id: str | None = None, **more: Any) -> Answer:
        """Sends a message as the chat page does."""
        message = {"id": id or uuid.uuid4().hex, "kind": kind, "content": content, **more}
        return await self.post("/api/messages", json=message)

    async def start(self, language: str = "nl") -> Answer:
        return await self.say("start", "command", "start", language=language)

    async def talk(self) -> Any:
        """The whole talk as a page that opens gets it."""
        return (await self.get("/api/messages")).json

    async def send_form(self, page: str, action: str, **fields: str) -> Answer:
        """Sends a form of a console page, with the token that stands in the page."""
        return await self.post(
            action, data={"form_token": await self.form_token(page), **fields}, allow_redirects=False
        )

    async def send_photo(self, content: bytes, kind: str = "image/jpeg", id: str = "") -> Answer:
        """Sends a photo as the chat page does."""
        return await self.post(
            f"/api/photos?id={id or uuid.uuid4().hex}", data=io.BytesIO(content), headers={"Content-Type": kind}
        )

    async def upload(self, page: str, action: str, content: bytes, **fields: str) -> Answer:
        """Sends a photo by a form of a console page."""
        form = aiohttp.FormData({"form_token": await self.form_token(page), **fields})
        form.add_field("photo", io.BytesIO(content), filename="IMG_0001.jpg", content_type="image/jpeg")
        return await self.post(action, data=form, allow_redirects=False)

    async def form_token(self, page: str) -> str:
        found = re.search(r'name="form_token" value="(\w+)"', (await self.get(page)).text)
        assert found
        return found[1]

    async def sign_in(self, link: str) -> Answer:
        return await self.post(link, data={}, allow_redirects=False)

    async def events(self, after: int = 0, headers: dict[str, str] | None = None) -> AsyncIterator[tuple[str, Any]]:
        """(event, data) as they come, until the server ends the stream; at once nothing where it has none."""
        async with self.http.get(f"/api/events?after={after}", headers=headers) as response:
            event = "message"
            async for line in response.content:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name.startswith("data"):
                    yield event, json.loads(value) if value else None
                    event = "message"

    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.http.cookie_jar}

    def set_cookie(self, name: str, value: str) -> None:
        self.http.cookie_jar.update_cookies({name: value}, response_url=self.http._build_url("/"))

    async def _answer(self, method: str, path: str, **options: Any) -> Answer:
        async with self.http.request(method, path, **options) as response:
            return Answer(response.status, response.headers, await response.read())


class Answer:
    """A response that was read to its end."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)
