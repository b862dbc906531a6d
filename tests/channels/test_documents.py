"""PDFs between residents and partners: their pages go on as photos, all of them or none."""

from __future__ import annotations

import asyncio
import base64
import html
import io
import re
from typing import Any

import pytest
from PIL import Image

from bot.adapters.clock import utc_now
from bot.domain.errors import NotFound
from bot.domain.handover import Handover, Step
from bot.service.ports import MAX_PAGES
from tests.channels.telegram_village import Village, say
from tests.support.documents import RED, document, locked_document, telling_document
from tests.support.pictures import is_plain_photo
from tests.support.site import Site
from tests.support.visitor import Visitor

PDF = "application/pdf"
TWO_PAGES = telling_document(2)
TOO_LONG = document(*[RED] * (MAX_PAGES + 1))
NAMES = [say("photo.page", page=1, pages=2), say("photo.page", page=2, pages=2)]
REFUSED = [(TOO_LONG, "too_many_pages"), (locked_document(), "locked"), (TWO_PAGES[:300], "broken")]
REASONS = [code for _, code in REFUSED]


async def _begin(site: Site, visitor: Visitor) -> str:
    await visitor.start()
    return (await site.heard()).conversation_id


async def _taken(site: Site, visitor: Visitor) -> tuple[Handover, str]:
    handover = await site.hand_over({"words": "x"})
    await site.change(handover.id, Step.ACCEPT)
    await visitor.sign_in(await site.link())
    return handover, f"/console/handovers/{handover.id}"


async def test_the_pages_of_a_resident_on_the_web_are_kept_plain_and_shown_again(site: Site, visitor: Visitor) -> None:
    handover = await site.relay_of(await _begin(site, visitor))
    assert (await visitor.send_photo(TWO_PAGES, PDF)).status == 202
    heard = (await site.heard()).incoming
    assert (heard.kind, heard.data["handover_id"], len(heard.file_ids)) == ("media", handover.id, 2)
    addresses = (await visitor.talk())["messages"][-1]["photos"]
    assert [address.rpartition("/")[2] for address in addresses] == list(heard.file_ids)
    for address in addresses:
        shown = await visitor.get(address)
        assert shown.headers["Content-Type"] == "image/jpeg" and is_plain_photo(shown.body)


async def test_the_same_document_sent_twice_is_one(site: Site, visitor: Visitor) -> None:
    id = await _begin(site, visitor)
    await site.relay_of(id)
    for _ in range(2):
        assert (await visitor.send_photo(TWO_PAGES, PDF, id="once")).status == 202
    await site.heard()
    with pytest.raises(asyncio.TimeoutError):
        await site.heard(timeout=0.3)
    assert len((await visitor.talk())["messages"][-1]["photos"]) == 2


async def test_no_page_is_kept_while_no_partner_holds_the_talk(site: Site, visitor: Visitor) -> None:
    await _begin(site, visitor)
    assert (await visitor.send_photo(TWO_PAGES, PDF)).status == 202
    assert (await site.heard()).incoming.data == {}


@pytest.mark.parametrize(("content", "unfit"), REFUSED, ids=REASONS)
async def test_why_a_document_is_refused_is_told_in_the_talk(
    site: Site, visitor: Visitor, content: bytes, unfit: str
) -> None:
    await site.relay_of(await _begin(site, visitor))
    assert (await visitor.send_photo(content, PDF)).status == 202
    assert (await site.heard()).incoming.data == {"unfit": unfit}


async def test_a_partner_sends_and_sees_pages(site: Site, visitor: Visitor) -> None:
    _, page = await _taken(site, visitor)
    for _ in range(2):
        answer = await visitor.upload(page, f"{page}/photos", TWO_PAGES, message_key="k")
        assert answer.headers["Location"] == f"{page}?done=write"
    heard = (await site.heard()).incoming
    (message,) = (await visitor.get(f"{page}/messages")).json["messages"]
    assert tuple(message["photos"]) == heard.file_ids and len(heard.file_ids) == 2
    shown = re.findall(r'<img class="photo" src="([^"]+)" alt="([^"]+)"', (await visitor.get(page)).text)
    assert [name.rpartition(" ")[2] for _, name in shown] == ["1/2", "2/2"]
    assert [address.rpartition("/")[2] for address, _ in shown] == message["photos"]
    assert all([is_plain_photo((await visitor.get(address)).body) for address, _ in shown])


@pytest.mark.parametrize(("content", "unfit"), REFUSED, ids=REASONS)
async def test_a_partner_is_told_why_a_document_was_not_sent(
    site: Site, visitor: Visitor, content: bytes, unfit: str
) -> None:
    _, page = await _taken(site, visitor)
    answer = await visitor.upload(page, f"{page}/photos", content)
    assert answer.status == 400
    assert site.texts.say("nl", f"console.cant.photo_{unfit}") in html.unescape(answer.text)
    assert (await visitor.get(f"{page}/messages")).json["messages"] == []


@pytest.mark.parametrize("kind", [PDF, "application/octet-stream"])
async def test_the_pages_of_a_resident_on_telegram_arrive_in_their_order(village: Village, kind: str) -> None:
    await village.taken()
    await village.resident.send_file(TWO_PAGES, kind)
    await village.work()
    first, last = (await village.partner.received())[-2:]
    assert first["caption"] == NAMES[0]
    assert last["caption"].startswith(f"{NAMES[1]}\n\n{say('telegram.reply_here')} #")
    assert is_plain_photo(_content(first)) and is_plain_photo(_content(last))
    await village.partner.reply(first, "gelezen")
    await village.work()
    assert (await village.resident.received())[-1]["text"].endswith("gelezen")


async def test_the_pages_of_a_partner_on_telegram_arrive_in_their_order(village: Village) -> None:
    await village.taken()
    asked = (await village.partner.received())[0]
    await village.partner.send_file(TWO_PAGES, PDF, caption="het contract", **village.partner.replying(asked))
    await village.work()
    first, last = (await village.resident.received())[-2:]
    assert first["caption"].endswith(f":\nhet contract\n\n{NAMES[0]}") and last["caption"].endswith(f":\n{NAMES[1]}")
    assert is_plain_photo(_content(first)) and is_plain_photo(_content(last))
    assert (await village.partner.received())[-1]["text"] == say("telegram.passed_on")


@pytest.mark.parametrize(("content", "unfit"), REFUSED, ids=REASONS)
async def test_on_telegram_either_side_is_told_why_a_document_was_not_sent(
    village: Village, content: bytes, unfit: str
) -> None:
    await village.taken()
    asked = (await village.partner.received())[0]
    await village.resident.send_file(content, PDF)
    await village.partner.send_file(content, PDF, **village.partner.replying(asked))
    await village.work()
    assert (await village.resident.received())[-1]["text"] == say(f"photo.{unfit}")
    assert (await village.partner.received())[-1]["text"] == say(f"telegram.photo.{unfit}")


async def test_a_document_is_not_even_fetched_before_a_partner_holds_the_talk(village: Village) -> None:
    await village.hand_over()
    await village.resident.send_file(TWO_PAGES, PDF)
    await village.work()
    assert (await village.resident.received())[-1]["text"] == "media: document"
    assert "getFile" not in [call["method"] for call in await village.server.call("_calls")]


async def test_all_pages_are_taken_back(village: Village) -> None:
    handover = await village.taken()
    await village.resident.send_file(TWO_PAGES, PDF)
    await village.work()
    async with village.storage.new_uow() as uow:
        (message,) = await uow.handovers.messages(handover.id)
    assert len(message.file_ids) == 2
    await village.resident.write("/take_back")
    await village.work()
    assert await _photos(village) == []
    async with village.storage.new_uow() as uow:
        for id in message.file_ids:
            with pytest.raises(NotFound):
                await uow.photos.get(id)


async def test_a_page_that_arrived_does_not_come_twice(village: Village) -> None:
    await village.taken()
    await village.server.call("_fault", method="sendPhoto", code=0, times=1)
    await village.server.call("_fault", method="sendPhoto", code=429, retry_after=1, times=1)
    await village.resident.send_file(TWO_PAGES, PDF)
    await village.work()
    assert len(await _photos(village)) == 1
    village.deliverer.clock = lambda: utc_now().replace(year=utc_now().year + 1)
    await village.work()
    first, last = await _photos(village)
    assert (first["caption"], last["caption"].partition("\n")[0]) == tuple(NAMES)


async def _photos(village: Village) -> list[dict[str, Any]]:
    return [message for message in await village.partner.received() if message.get("photo")]


def _content(message: dict[str, Any]) -> bytes:
    content = base64.b64decode(message["photo"])
    assert Image.open(io.BytesIO(content)).height > 2000
    return content
