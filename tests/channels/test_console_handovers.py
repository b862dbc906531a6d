"""What a partner sees of handovers and does with them."""

from __future__ import annotations

import asyncio
import html
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.console.words import Words
from bot.domain.handover import DeclineReason, Handover, HandoverState, Helped, Outcome, Step
from bot.domain.labels import LANGUAGES, Need, Reach
from tests.support.site import Site, open_site
from tests.support.visitor import Visitor

SHARED = {
    "words": "De huur is te hoog.\nMijn zus weet het.",
    "needs": "housing money",
    "place": "Alveringem (8690)",
    "language": "ar",
    "reach": "home_visit",
    "name": "Jo",
    "phone": "0470 12 34 56",
    "for_someone_else": "yes",
}


@pytest.fixture
async def partner(site: Site, visitor: Visitor) -> Visitor:
    await visitor.sign_in(await site.link())
    return visitor


async def _stored(site: Site, id: str) -> Handover:
    async with site.storage.new_uow() as uow:
        return await uow.handovers.get(id)


TOLD_APART = (Step.CONSENT, Step.QUEUE, Step.CONTACT, Step.CLOSE)
"""Steps that the history does not name, or names by whose they were."""
NEVER_STORED = (HandoverState.DRAFTED, HandoverState.CONSENTED)


async def _events(site: Site) -> list[Any]:
    """What the residents' side was told, in order, but for this: that the partner opened the page."""
    heard = []
    while True:
        try:
            heard.append((await site.heard(timeout=0.3)).incoming)
        except asyncio.TimeoutError:
            return [event for event in heard if event.content != "handover_acknowledged"]


def _path(handover: Handover, step: str = "") -> str:
    return f"/console/handovers/{handover.id}" + (f"/{step}" if step else "")


async def test_the_list_puts_who_waits_longest_first(site: Site, partner: Visitor) -> None:
    newer = await site.hand_over(SHARED, hours=1)
    older = await site.hand_over(SHARED, hours=30)
    taken = await site.hand_over(SHARED, hours=50)
    await site.change(taken.id, Step.ACCEPT)
    page = (await partner.get("/console")).text
    assert page.index(older.id) < page.index(newer.id) < page.index(taken.id)
    assert "wonen · geld" in page and "1 dag geleden" in page and "Arabisch" not in page
    assert "<title>(2) " in page


async def test_who_wrote_last_and_heard_nothing_waits_among_the_new_ones(site: Site, partner: Visitor) -> None:
    new = await site.hand_over(SHARED, hours=5)
    talks = [await site.hand_over(SHARED, hours=50) for _ in range(2)]
    for talk in talks:
        await site.change(talk.id, Step.ACCEPT)
        await site.resident_writes(talk.id, "Komt er iemand?")
    unanswered, answered = talks
    await partner.send_form(_path(answered), _path(answered, "write"), text="Ja, dinsdag.")
    page = (await partner.get("/console")).text
    assert page.index(new.id) < page.index(unanswered.id) < page.index(answered.id)
    assert page.count(site.texts.say("nl", "console.state.unanswered")) == 1
    assert "<title>(2) " in page
    assert "2 dagen geleden" in page[page.index(answered.id) :] and "2 dagen" not in page[: page.index(answered.id)]


async def test_a_handover_shows_what_was_shared_in_the_partners_language(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED, language="ar")
    page = html.unescape((await partner.get(_path(handover))).text)
    for shown in ("De huur is te hoog.\nMijn zus weet het.", "wonen · geld", "Alveringem (8690)", "Arabisch", "Jo"):
        assert shown in page
    assert 'href="tel:0470123456"' in page
    assert '<blockquote class="words" dir="auto" lang="ar">' in page
    await partner.post("/console/language", data={"language": "fr", "back": "/console"})
    page = (await partner.get(_path(handover))).text
    assert "logement · argent" in page and "arabe" in page and "à son domicile" in page


async def test_fields_that_were_not_shared_do_not_appear(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over({"words": "hallo"})
    page = (await partner.get(_path(handover))).text
    assert site.texts.say("nl", "console.field.phone") not in page
    assert site.texts.say("nl", "console.need.none") in page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_word_a_page_may_need_is_there(site: Site, language: str) -> None:
    keys = [
        *(f"need.{need}" for need in Need),
        *(f"reach.{reach}" for reach in Reach),
        *(f"state.{state}" for state in HandoverState if state not in NEVER_STORED),
        *(f"ended.{state}" for state in ("declined", "expired", "withdrawn", "closed")),
        *(f"{what}.{by}" for what in ("ended.closed", "event.close") for by in ("resident", "partner", "system")),
        *(f"decline.{reason}" for reason in DeclineReason),
        *(f"outcome.{outcome}" for outcome in Outcome),
        *(f"event.{step.value}" for step in Step if step not in TOLD_APART),
        *(f"event.helped.{helped}" for helped in Helped),
        "event.remind",
        *(f"cant.{state}" for state in ("accepted", "in_contact", "declined", "expired", "closed", "withdrawn")),
        *(f"done.{done}" for done in ("accept", "decline", "write", "close", "used_link")),
        *(f"field.{field}" for field in SHARED),
    ]
    assert [key for key in keys if site.texts.say(language, f"console.{key}", at="") == f"console.{key}"] == []


async def test_who_opens_the_page_has_read_it_once(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await asyncio.gather(*(partner.get(_path(handover)) for _ in range(4)))
    assert (await _stored(site, handover.id)).acknowledged_at is not None
    assert (await site.heard()).incoming.content == "handover_acknowledged"
    assert await _events(site) == []
    assert site.texts.say("nl", "console.event.acknowledge") in (await partner.get(_path(handover))).text


async def test_taking_a_handover_tells_the_resident(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    answer = await partner.send_form(_path(handover), _path(handover, "accept"))
    assert (answer.status, answer.headers["Location"]) == (303, f"{_path(handover)}?done=accept")
    page = (await partner.get(answer.headers["Location"])).text
    assert site.texts.say("nl", "console.done.accept") in html.unescape(page)
    assert (await _stored(site, handover.id)).state is HandoverState.ACCEPTED
    (event,) = await _events(site)
    assert (event.content, event.data) == ("handover_accepted", {"handover_id": handover.id})


async def test_declining_asks_for_a_reason_and_hides_the_content(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    without = await partner.send_form(_path(handover), _path(handover, "decline"))
    assert (without.status, site.texts.say("nl", "console.cant.pick") in without.text) == (400, True)
    made_up = await partner.send_form(_path(handover), _path(handover, "decline"), reason="because")
    assert made_up.status == 400
    assert (await partner.send_form(_path(handover), _path(handover, "decline"), reason="full")).status == 303
    stored = await _stored(site, handover.id)
    assert (stored.state, stored.declined_because) == (HandoverState.DECLINED, DeclineReason.FULL)
    page = (await partner.get(_path(handover))).text + (await partner.get("/console")).text
    assert SHARED["phone"] not in page and "huur" not in page and "Alveringem" not in page


async def test_writing_reaches_the_resident_and_shows_in_the_talk(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    text = "Dag & welkom <b>\r\n\r\nTot dinsdag"
    assert (await partner.send_form(_path(handover), _path(handover, "write"), text=text)).status == 303
    (event,) = await _events(site)
    assert event.data["text"] == "Dag & welkom <b>\n\nTot dinsdag"
    await site.resident_writes(handover.id, "Graag")
    messages = (await partner.get(_path(handover, "messages"))).json
    assert messages["state"] == "in_contact"
    assert [(m["sender"], m["text"]) for m in messages["messages"]] == [
        ("partner", "Dag & welkom <b>\n\nTot dinsdag"),
        ("resident", "Graag"),
    ]


@pytest.mark.parametrize("translates", [True, False])
async def test_where_it_is_written_stands_what_the_resident_reads(tmp_path: Path, translates: bool) -> None:
    async with open_site(tmp_path, translates=translates) as site, Visitor(site.url) as partner:
        await partner.sign_in(await site.link())
        shown = {}
        for language in ("nl", "ar"):
            handover = await site.hand_over(SHARED, language=language)
            await site.change(handover.id, Step.ACCEPT)
            shown[language] = html.unescape((await partner.get(_path(handover))).text)
    told = site.texts.say("nl", f"console.write.{'translated' if translates else 'reads'}", language="Arabisch")
    assert told in shown["ar"]
    assert 'id="reader"' not in shown["nl"]


@pytest.mark.parametrize(("text", "notice"), [("  \n ", "empty"), ("x" * 4001, "too_long")])
async def test_a_message_that_can_not_be_sent_stays_in_the_field(
    site: Site, partner: Visitor, text: str, notice: str
) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    answer = await partner.send_form(_path(handover), _path(handover, "write"), text=text)
    assert (answer.status, site.texts.say("nl", f"console.cant.{notice}") in answer.text) == (400, True)
    assert f">{text}</textarea>" in answer.text


async def test_closing_asks_how_it_ended(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    assert (await partner.send_form(_path(handover), _path(handover, "close"), outcome="helped")).status == 303
    assert (await _stored(site, handover.id)).outcome is Outcome.HELPED
    page = (await partner.get(_path(handover))).text
    assert site.texts.say("nl", "console.close.send") not in page
    for told in ("console.event.close.partner", "console.outcome.helped"):
        assert site.texts.say("nl", told) in page


@pytest.mark.parametrize("by", ["resident", "system"])
async def test_who_closed_a_talk_is_told_with_the_time(site: Site, partner: Visitor, by: str) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    await site.change(handover.id, Step.CLOSE, by, outcome=Outcome.STOPPED if by == "resident" else None)
    page = html.unescape((await partner.get(_path(handover))).text)
    at = Words(site.texts, "nl", utc_now()).time((await _stored(site, handover.id)).updated_at)
    assert site.texts.say("nl", f"console.ended.closed.{by}", at=at) in page
    assert site.texts.say("nl", f"console.event.close.{by}") in page
    shown = site.texts.say("nl", "console.outcome.stopped") in (await partner.get("/console")).text
    assert shown == (by == "resident")


@pytest.mark.parametrize(
    ("before", "step", "fields", "notice"),
    [
        ([Step.ACCEPT], "accept", {}, "accepted"),
        ([Step.ACCEPT, Step.CONTACT], "accept", {}, "in_contact"),
        ([Step.ACCEPT], "decline", {"reason": "full"}, "accepted"),
        ([Step.DECLINE], "decline", {"reason": "full"}, "declined"),
        ([Step.EXPIRE], "accept", {}, "expired"),
        ([Step.WITHDRAW], "accept", {}, "withdrawn"),
        ([Step.ACCEPT, Step.WITHDRAW], "write", {"text": "hallo"}, "withdrawn"),
        ([Step.ACCEPT, Step.CLOSE], "write", {"text": "hallo"}, "closed"),
        ([Step.ACCEPT, Step.CLOSE], "close", {"outcome": "helped"}, "closed"),
        ([], "write", {"text": "hallo"}, "not_yet"),
        ([], "close", {"outcome": "helped"}, "not_yet"),
    ],
)
async def test_a_button_pressed_late_says_so(
    site: Site, partner: Visitor, before: list[Step], step: str, fields: dict[str, str], notice: str
) -> None:
    handover = await site.hand_over(SHARED)
    for taken in before:
        await site.change(handover.id, taken)
    answer = await partner.send_form("/console", _path(handover, step), **fields)
    assert (answer.status, site.texts.say("nl", f"console.cant.{notice}") in html.unescape(answer.text)) == (409, True)
    assert await _events(site) == []


async def test_a_button_pressed_twice_at_once_works_once(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    pressed = [partner.send_form(_path(handover), _path(handover, "accept")) for _ in range(5)]
    assert sorted(answer.status for answer in await asyncio.gather(*pressed)) == [303, 409, 409, 409, 409]
    assert len(await _events(site)) == 1


async def test_a_message_sent_twice_at_once_goes_once(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    fields = {"form_token": await partner.form_token(_path(handover)), "text": "Dag", "message_key": "k1"}
    sent = [partner.post(_path(handover, "write"), data=fields, allow_redirects=False) for _ in range(4)]
    assert {answer.status for answer in await asyncio.gather(*sent)} <= {303, 409}
    late = await partner.post(_path(handover, "write"), data=fields)
    assert (late.status, site.texts.say("nl", "console.cant.twice") in late.text) == (409, True)
    assert len(await _events(site)) == 1
    for changed in ({"text": "Dag!"}, {"message_key": "k2"}):
        answer = await partner.post(_path(handover, "write"), data={**fields, **changed}, allow_redirects=False)
        assert answer.status == 303
    assert [event.data["text"] for event in await _events(site)] == ["Dag!", "Dag"]


async def test_another_partners_handover_does_not_exist(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED, organization="star")
    assert handover.id not in (await partner.get("/console")).text
    for path in (_path(handover), _path(handover, "messages"), "/console/handovers/made-up"):
        answer = await partner.get(path)
        assert (answer.status, "huur" in answer.text) == (404, False)
    for step, fields in (
        ("accept", {}),
        ("decline", {"reason": "full"}),
        ("write", {"text": "hallo"}),
        ("close", {"outcome": "helped"}),
    ):
        assert (await partner.send_form("/console", _path(handover, step), **fields)).status == 404
    assert (await _stored(site, handover.id)).state is HandoverState.QUEUED


async def test_the_list_tells_when_something_changed(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    versions = [(await partner.get("/console/changes")).json["version"] for _ in range(2)]
    await site.change(handover.id, Step.DELIVER)
    versions.append((await partner.get("/console/changes")).json["version"])
    assert versions[0] == versions[1] != versions[2]
    assert f'data-version="{versions[2]}"' in (await partner.get("/console")).text


async def test_a_withdrawn_handover_gives_its_talk_away_no_more(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    await site.resident_writes(handover.id, "geheim")
    await site.change(handover.id, Step.WITHDRAW)
    assert (await partner.get(_path(handover, "messages"))).json == {"state": "withdrawn", "messages": []}
    assert "geheim" not in (await partner.get(_path(handover))).text


async def test_what_was_deleted_is_said_kindly_and_leads_back_to_the_list(site: Site, partner: Visitor) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    token = await partner.form_token(_path(handover))
    await site.erase(handover)
    answers = [await partner.get(_path(handover))]
    for step, fields in (("write", {"text": "Dag"}), ("write", {"text": ""}), ("close", {"outcome": "helped"})):
        answers.append(await partner.post(_path(handover, step), data={"form_token": token, **fields}))
    for answer in answers:
        page = html.unescape(answer.text)
        assert answer.status == 404
        assert site.texts.say("nl", "console.gone.text") in page and 'class="main-button" href="/console"' in page
        assert "huur" not in page and "textarea" not in page
    assert (await partner.get(_path(handover, "messages"))).status == 404


async def test_the_resident_sees_that_the_partner_is_writing(site: Site, partner: Visitor) -> None:
    async with Visitor(site.url) as resident:
        await resident.start()
        handover = await site.relay_of((await site.heard()).conversation_id)
        async with aclosing(resident.events()) as events:
            while (await anext(events))[0] != "beat":
                pass
            answer = await partner.send_form(_path(handover), _path(handover, "writing"))
            assert answer.status == 204
            while (event := (await anext(events))[0]) != "writing":
                assert event == "beat"
            foreign = await site.hand_over(SHARED, organization="star")
            assert (await partner.send_form(_path(handover), _path(foreign, "writing"))).status == 404
