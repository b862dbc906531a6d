"""Photos on the residents' page and in the console."""

from __future__ import annotations

import asyncio
import html
import re

import pytest

from bot.domain.handover import Step
from bot.service.ports import MAX_BYTES
from tests.support.pictures import is_plain_photo, telling_photo
from tests.support.site import Site
from tests.support.visitor import Visitor

PHOTO = telling_photo()


async def _begin(site: Site, visitor: Visitor) -> str:
    await visitor.start()
    return (await site.heard()).conversation_id


async def test_a_photo_of_the_resident_is_kept_plain_and_shown_again(site: Site, visitor: Visitor) -> None:
    handover = await site.relay_of(await _begin(site, visitor))
    assert (await visitor.send_photo(PHOTO)).status == 202
    heard = (await site.heard()).incoming
    assert (heard.kind, heard.data["handover_id"]) == ("media", handover.id)
    address = (await visitor.talk())["messages"][-1]["photos"][0]
    shown = await visitor.get(address)
    assert shown.headers["Content-Type"] == "image/jpeg" and shown.headers["Cache-Control"] == "no-store"
    assert is_plain_photo(shown.body)
    async with Visitor(site.url) as stranger:
        assert (await stranger.get(address)).status == 404
        await stranger.start()
        assert (await stranger.get(address)).status == 404


async def test_the_same_photo_sent_twice_is_one(site: Site, visitor: Visitor) -> None:
    await site.relay_of(await _begin(site, visitor))
    for _ in range(2):
        assert (await visitor.send_photo(PHOTO, id="once")).status == 202
    await site.heard()
    with pytest.raises(asyncio.TimeoutError):
        await site.heard(timeout=0.3)


async def test_nothing_is_kept_while_no_partner_holds_the_talk(site: Site, visitor: Visitor) -> None:
    await _begin(site, visitor)
    assert (await visitor.send_photo(PHOTO)).status == 202
    assert (await site.heard()).incoming.data == {}


@pytest.mark.parametrize(
    ("content", "unfit"), [(b"PK\x03\x04", "type"), (PHOTO[:200], "broken")], ids=["no photo", "cut off"]
)
async def test_why_a_photo_is_refused_is_told_in_the_talk(
    site: Site, visitor: Visitor, content: bytes, unfit: str
) -> None:
    await site.relay_of(await _begin(site, visitor))
    assert (await visitor.send_photo(content)).status == 202
    assert (await site.heard()).incoming.data == {"unfit": unfit}


async def test_limits_of_the_photo_route(site: Site, visitor: Visitor) -> None:
    assert (await visitor.send_photo(PHOTO)).status == 401
    await site.relay_of(await _begin(site, visitor))
    assert (await visitor.send_photo(PHOTO, kind="application/msword")).status == 415
    assert (await visitor.send_photo(bytes(MAX_BYTES + 1))).status == 413
    assert (await visitor.send_photo(PHOTO, id="no%20key")).status == 400
    async with Visitor(site.url, origin="https://elsewhere.example") as other:
        assert (await other.send_photo(PHOTO)).status == 403
    assert (await visitor.get("/api/photos/unknown")).status == 404


async def test_a_partner_sends_and_sees_photos(site: Site, visitor: Visitor) -> None:
    handover = await site.hand_over({"words": "x"})
    await site.change(handover.id, Step.ACCEPT)
    page = f"/console/handovers/{handover.id}"
    await visitor.sign_in(await site.link())
    answer = await visitor.upload(page, f"{page}/photos", PHOTO, message_key="k")
    assert answer.headers["Location"] == f"{page}?done=write"
    heard = (await site.heard()).incoming
    assert heard.content == "partner_message" and heard.data["file_id"]
    (address,) = re.findall(r'<img class="photo" src="([^"]+)"', (await visitor.get(page)).text)
    assert is_plain_photo((await visitor.get(address)).body)
    (message,) = (await visitor.get(f"{page}/messages")).json["messages"]
    assert address.endswith(message["photos"][0])
    await visitor.upload(page, f"{page}/photos", PHOTO, message_key="k")
    assert len((await visitor.get(f"{page}/messages")).json["messages"]) == 1
    async with Visitor(site.url) as star:
        await star.sign_in(await site.link("star"))
        assert (await star.get(address)).status == 404


@pytest.mark.parametrize(
    ("content", "notice"),
    [(b"PK\x03\x04", "photo_type"), (b"", "no_photo"), (bytes(MAX_BYTES + 1), "photo_too_large")],
    ids=["no photo", "nothing", "too large"],
)
async def test_a_partner_is_told_why_a_photo_was_not_sent(
    site: Site, visitor: Visitor, content: bytes, notice: str
) -> None:
    handover = await site.hand_over({"words": "x"})
    await site.change(handover.id, Step.ACCEPT)
    page = f"/console/handovers/{handover.id}"
    await visitor.sign_in(await site.link())
    answer = await visitor.upload(page, f"{page}/photos", content)
    assert answer.status == 400 and site.texts.say("nl", f"console.cant.{notice}") in html.unescape(answer.text)
    assert (await visitor.upload(page, f"{page}/photos", bytes(2 * MAX_BYTES))).status == 413
    assert (await visitor.upload("/console", f"{page}/photos", PHOTO, form_token="no")).status in (303, 403)
