"""What residents send by the web chat, and what they get back."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, aclosing

import pytest

from bot.channels.web.guard import MAX_BODY
from bot.channels.web.stream import PER_TALK
from tests.support.site import Site
from tests.support.visitor import Visitor


async def test_first_visit_starts_a_talk_in_the_language_of_the_page(site: Site, visitor: Visitor) -> None:
    assert (await visitor.talk()) == {"talk": None, "kept": False, "messages": []}
    assert (await visitor.start("ar")).status == 202
    claimed = await site.heard()
    assert (claimed.incoming.kind, claimed.incoming.content, claimed.incoming.language_hint) == (
        "command",
        "start",
        "ar",
    )
    assert (await visitor.talk())["language"] == "ar"


async def test_opening_the_page_alone_starts_nothing(site: Site, visitor: Visitor) -> None:
    await visitor.get("/")
    assert visitor.cookies() == {}
    with pytest.raises(asyncio.TimeoutError):
        await site.heard(timeout=0.3)


@pytest.mark.parametrize(
    "text",
    [
        "Ik slaap slecht",
        "<script>alert(1)</script> & **vet** _schuin_ {naam} %s",
        "مرحبًا، أحتاج إلى مساعدة",
        "😀" * 50,
        "/start",
        "een\nregel\n\nen nog een",
        "a" * 20_000,
        "ع" * 20_000,
        "   ",
    ],
    ids=["plain", "markup", "arabic", "emoji", "slash", "lines", "long", "long arabic", "blank"],
)
async def test_what_is_written_arrives_as_it_is(site: Site, visitor: Visitor, text: str) -> None:
    await visitor.start()
    await site.heard()
    assert (await visitor.say(text)).status == 202
    assert (await site.heard()).incoming.content == text
    assert (await visitor.talk())["messages"][-1]["text"] == text


async def test_halves_of_characters_and_nulls_break_nothing(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    await site.heard()
    body = '{"id": "a1", "kind": "text", "content": "half \\ud83d and \\u0000 null"}'
    assert (await visitor.post("/api/messages", data=body, headers={"Content-Type": "application/json"})).status == 202
    assert (await site.heard()).incoming.content == "half ? and  null"


async def test_a_message_sent_again_is_the_same_message(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    await site.heard()
    answers = [await visitor.say("hallo", id="same") for _ in range(3)]
    assert [answer.status for answer in answers] == [202, 202, 202]
    await site.heard()
    with pytest.raises(asyncio.TimeoutError):
        await site.heard(timeout=0.3)


async def test_two_visitors_may_pick_the_same_id(site: Site, visitor: Visitor) -> None:
    async with Visitor(site.url) as other:
        for one in (visitor, other):
            await one.start()
            await one.say("hallo", id="same")
        heard = [await site.heard() for _ in range(4)]
    assert len({claimed.conversation_id for claimed in heard}) == 2


async def test_nobody_sees_another_ones_talk(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    await site.answer((await site.heard()).conversation_id, "voor jou alleen")
    async with Visitor(site.url) as other:
        assert (await other.talk())["messages"] == []
        await other.start()
        assert (await other.talk())["messages"] == []
    assert [message["text"] for message in (await visitor.talk())["messages"]] == ["voor jou alleen"]


async def test_the_history_shows_both_sides_in_order_and_buttons_by_their_label(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    id = (await site.heard()).conversation_id
    await site.answer(id, "Wat weegt het meest?", "Wonen", "Geld")
    await visitor.say("id-Wonen", "button", "k1")
    await site.heard()
    await site.answer(id, "Dag", voice="partner", sender_name="De Maan")
    messages = (await visitor.talk())["messages"]
    assert [(m["voice"], m["text"]) for m in messages] == [
        ("bot", "Wat weegt het meest?"),
        ("own", "Wonen"),
        ("partner", "Dag"),
    ]
    assert messages[1]["key"] == "k1"
    assert (messages[0]["direction"], messages[2]["direction"], messages[2]["sender_name"]) == (
        "ltr",
        "auto",
        "De Maan",
    )


async def test_a_page_that_asks_gets_only_what_is_new(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    id = (await site.heard()).conversation_id
    await site.answer(id, "een")
    first = (await visitor.get("/api/messages?after=0")).json
    await site.answer(id, "twee")
    second = (await visitor.get(f"/api/messages?after={first['messages'][-1]['id']}")).json
    assert [m["text"] for m in first["messages"] + second["messages"]] == ["een", "twee"]
    assert (await visitor.get("/api/messages?after=nonsense")).json == (await visitor.get("/api/messages?after=0")).json


async def test_answers_are_pushed_and_a_broken_line_goes_on_where_it_was(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    id = (await site.heard()).conversation_id
    await site.answer(id, "een", language="ar")
    async with aclosing(visitor.events()) as events:
        seen = [await anext_message(events)]
        await site.answer(id, "twee")
        seen.append(await anext_message(events))
    assert [(m["text"], m["direction"]) for m in seen] == [("een", "rtl"), ("twee", "ltr")]
    async with aclosing(visitor.events(after=0, headers={"Last-Event-ID": str(seen[0]["id"])})) as events:
        assert (await anext_message(events))["text"] == "twee"


async def test_a_silent_line_is_kept_alive(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    async with aclosing(visitor.events()) as events:
        beats = [await asyncio.wait_for(events.__anext__(), 30) for _ in range(3)]
    assert [event for event, _ in beats] == ["beat", "beat", "beat"]


async def test_an_erased_talk_tells_the_page_to_begin_anew(site: Site, visitor: Visitor) -> None:
    before = (await visitor.start()).json["talk"]
    id = (await site.heard()).conversation_id
    async with aclosing(visitor.events()) as events:
        await events.__anext__()
        async with site.storage.new_uow() as uow:
            await uow.conversations.erase(id)
            await uow.commit()
        assert [event async for event, _ in events][-1] == "reset"
    assert (await visitor.talk())["talk"] is None
    assert (await visitor.start()).json["talk"] != before


async def test_pages_beyond_a_few_are_told_to_ask(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    async with AsyncExitStack() as streams:
        for _ in range(PER_TALK):
            events = await streams.enter_async_context(aclosing(visitor.events()))
            await events.__anext__()
        assert (await visitor.get("/api/events")).status == 204
    await asyncio.sleep(0.5)
    async with aclosing(visitor.events()) as again:
        assert (await again.__anext__())[0] == "beat"


async def test_without_a_talk_there_is_nothing_to_follow(visitor: Visitor) -> None:
    assert (await visitor.get("/api/events")).status == 204
    assert (await visitor.say("hallo")).status == 401
    assert (await visitor.post("/api/keep", json={"keep": True})).status == 401


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        '"text"',
        "[" * 50_000,
        '{"kind": "text", "content": "x"}',
        '{"id": "", "kind": "text", "content": "x"}',
        '{"id": "a:b", "kind": "text", "content": "x"}',
        '{"id": "a", "kind": "event", "content": "handover_accepted"}',
        '{"id": "a", "kind": "command", "content": "restart"}',
        '{"id": "a", "kind": "text", "content": 7}',
        '{"id": "a", "kind": ["text"], "content": "x"}',
        '{"id": "a", "kind": "text", "content": "x", "language": ["nl"]}',
    ],
)
async def test_what_no_page_sends_is_refused(site: Site, visitor: Visitor, body: str) -> None:
    await visitor.start()
    answer = await visitor.post("/api/messages", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == (202 if '["nl"]' in body else 400)


async def test_too_much_at_once_is_refused_with_a_way_out(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    answer = await visitor.say("x" * MAX_BODY)
    assert (answer.status, answer.json["text"]) == (413, site.texts.say("nl", "web.error.413"))


async def test_a_flood_is_slowed_down_and_others_are_not(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    statuses = [(await visitor.say(f"{number}")).status for number in range(30)]
    assert statuses[:15] == [202] * 15 and 429 in statuses
    async with Visitor(site.url) as other:
        assert (await other.start()).status == 202
    await asyncio.sleep(0.5)
    assert (await visitor.say("rustig")).status == 202


@pytest.mark.parametrize("path", ["/api/messages", "/api/keep", "/api/leave"])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://127.0.0.1.example"])
async def test_other_sites_can_send_nothing(site: Site, path: str, origin: str) -> None:
    async with Visitor(site.url, origin=origin) as stranger:
        assert (await stranger.post(path, json={"id": "a", "kind": "command", "content": "start"})).status == 403


async def test_only_json_is_taken(site: Site, visitor: Visitor) -> None:
    assert (await visitor.post("/api/messages", data={"id": "a", "kind": "text", "content": "x"})).status == 415


async def anext_message(events: object) -> dict[str, object]:
    while True:
        event, data = await asyncio.wait_for(events.__anext__(), 30)  # type: ignore[attr-defined]
        if event == "message":
            return dict(data)
