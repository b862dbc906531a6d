"""The cookie of a talk: whom it admits, how long it stays, how it goes."""

from __future__ import annotations

from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from tests.support.site import Site, open_site
from tests.support.visitor import Answer, Visitor


def _cookies(answer: Answer) -> SimpleCookie:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.getall("Set-Cookie", []):
        jar.load(line)
    return jar


async def test_the_cookie_can_be_read_by_no_script_and_goes_with_the_browser(visitor: Visitor) -> None:
    cookie = _cookies(await visitor.start())["talk"]
    assert len(cookie.value) == 43
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Strict", "/", "")


async def test_over_https_the_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    ours = "https://dichtbij.example"
    async with open_site(tmp_path, public_url=ours) as site, Visitor(site.url, origin=ours) as visitor:
        cookie = _cookies(await visitor.start())["__Host-talk"]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert "max-age=" in (await visitor.get("/")).headers["Strict-Transport-Security"]


async def test_a_second_start_goes_on_with_the_same_talk(visitor: Visitor) -> None:
    first = await visitor.start()
    second = await visitor.start()
    assert first.json == second.json
    assert "talk" not in _cookies(second)


async def test_a_talk_can_be_kept_on_the_device_and_not_kept_any_more(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    assert (await visitor.talk())["kept"] is False
    kept = _cookies(await visitor.post("/api/keep", json={"keep": True}))
    assert kept["talk"]["max-age"] == str(30 * 24 * 3600)
    assert (await visitor.talk())["kept"] is True
    assert _cookies(await visitor.post("/api/keep", json={"keep": False}))["talk"]["max-age"] == ""
    assert (await visitor.talk())["kept"] is False


async def test_leaving_takes_everything_from_the_browser(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    await site.answer((await site.heard()).conversation_id, "geheim")
    answer = await visitor.post("/api/leave", json={})
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert visitor.cookies() == {}
    assert (await visitor.talk())["talk"] is None


async def test_a_talk_that_was_left_without_a_line_stays_closed(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    await site.answer((await site.heard()).conversation_id, "geheim")
    visitor.set_cookie("left", "1")
    assert (await visitor.talk()) == {"talk": None, "kept": False, "messages": []}
    assert (await visitor.get("/api/events")).status == 204
    assert (await visitor.say("hallo")).status == 401
    await visitor.start()
    assert (await visitor.talk())["messages"] == []
    assert "left" not in visitor.cookies()


@pytest.mark.parametrize("value", ["x", "../../etc/passwd", "a" * 44, "a" * 42 + "!"])
async def test_a_made_up_cookie_is_no_talk(site: Site, visitor: Visitor, value: str) -> None:
    visitor.set_cookie("talk", value)
    assert (await visitor.say("hallo")).status == 401


async def test_the_browsers_token_is_stored_nowhere(site: Site, visitor: Visitor, tmp_path: Path) -> None:
    await visitor.start()
    await visitor.say("hallo")
    token = visitor.cookies()["talk"].encode()
    assert [name for name, content in _files(tmp_path) if token in content] == []


def _files(folder: Path) -> list[tuple[str, bytes]]:
    files = [(path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file()]
    assert "dichtbij.sqlite3" in dict(files)
    return files
