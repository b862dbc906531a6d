"""Who gets into the console, and how."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import utc_now
from bot.console.sign_in import ANSWER_SECONDS
from bot.service.access import session
from bot.service.ports import Delivery, Mail
from tests.support.site import MOON, Site, open_site
from tests.support.visitor import Visitor

SIGN_IN = "/console/sign-in"


async def _mails(site: Site) -> list[Delivery]:
    async with site.storage.new_uow() as uow:
        return list(await uow.outbox.claim("mail", ["email"], utc_now(), 30, 10))


async def test_a_known_address_gets_a_link_that_signs_in_once(site: Site, visitor: Visitor) -> None:
    await visitor.post(SIGN_IN, data={"email": " MAAN@example.org "})
    (mail,) = await _mails(site)
    assert mail.outgoing.address == "maan@example.org"
    body = mail.outgoing.body
    assert (body["kind"], body["language"]) == ("sign_in", "nl")
    link = body["link"].removeprefix(site.url)
    entered = await visitor.sign_in(link)
    assert (entered.status, entered.headers["Location"]) == (303, "/console")
    assert MOON.name in (await visitor.get("/console")).text
    async with Visitor(site.url) as other:
        late = await other.sign_in(link)
        assert (late.status, site.texts.say("nl", "console.sign_in.used_link") in late.text) == (410, True)
        assert "/console/sign-in" in (await other.get("/console", allow_redirects=False)).headers["Location"]


async def test_a_partner_stays_signed_in_for_eight_hours(site: Site, visitor: Visitor) -> None:
    before = utc_now()
    entered = await visitor.sign_in(await site.link())
    cookie = next(line for line in entered.headers.getall("Set-Cookie") if "Max-Age=28800" in line)
    token = cookie.partition("=")[2].partition(";")[0]
    expires = (await session(site.storage.new_uow, utc_now, token)).expires_at
    assert before + timedelta(hours=8) <= expires <= utc_now() + timedelta(hours=8)


async def test_an_unknown_address_gets_the_same_answer_in_the_same_time(site: Site, visitor: Visitor) -> None:
    answers = []
    for address in ("maan@example.org", "nobody@example.org"):
        started = time.monotonic()
        answers.append(await visitor.post(SIGN_IN, data={"email": address}))
        assert time.monotonic() - started >= ANSWER_SECONDS
    assert answers[0].body == answers[1].body
    assert len(await _mails(site)) == 1


async def test_an_address_that_only_looks_alike_gets_nothing_elsewhere(site: Site, visitor: Visitor) -> None:
    # The long s folds to s, but "ſ" may be somebody else's domain.
    await visitor.post(SIGN_IN, data={"email": "ſter@example.org"})
    assert [mail.outgoing.address for mail in await _mails(site)] in ([], ["ster@example.org"])


async def test_what_is_no_address_is_said_kindly(site: Site, visitor: Visitor) -> None:
    answer = await visitor.post(SIGN_IN, data={"email": "hallo"})
    assert (answer.status, site.texts.say("nl", "console.sign_in.no_address") in answer.text) == (400, True)


async def test_a_mailbox_can_not_be_flooded(site: Site, visitor: Visitor) -> None:
    for _ in range(7):
        assert (await visitor.post(SIGN_IN, data={"email": "maan@example.org"})).status == 200
    assert len(await _mails(site)) == 1  # the others wait behind the first in its lane
    async with site.storage.new_uow() as uow:
        counted = 0
        while rows := await uow.outbox.claim("mail", ["email"], utc_now(), 30, 10):
            counted += len(rows)
            for row in rows:
                await uow.outbox.sent(row.id, "mail", utc_now())
    assert counted == 5


async def test_looking_at_a_link_uses_nothing_up(site: Site, visitor: Visitor) -> None:
    link = await site.link()
    for method in ("GET", "HEAD", "GET"):
        assert (await visitor.request(method, link)).status == 200
    assert visitor.cookies() == {}
    assert (await visitor.sign_in(link)).status == 303


async def test_a_link_leads_to_its_handover_and_nowhere_else(site: Site, visitor: Visitor) -> None:
    handover = await site.hand_over({"words": "x"})
    target = f"/console/handovers/{handover.id}"
    assert (await visitor.sign_in(await site.link(target=target))).headers["Location"] == target
    for elsewhere in ("https://elsewhere.example", "//elsewhere.example", "/console.example", "/"):
        assert (await visitor.sign_in(await site.link(target=elsewhere))).headers["Location"] == "/console"


async def test_a_used_link_says_so_with_the_form_for_a_new_one(site: Site, visitor: Visitor) -> None:
    link = await site.link()
    async with Visitor(site.url) as colleague:
        await colleague.sign_in(link)
        opened = await colleague.get(link, allow_redirects=False)
        assert (opened.status, opened.headers["Location"]) == (303, "/console?done=used_link")
    for answer in (await visitor.get(link), await visitor.sign_in(link), await visitor.get("/console/link/never")):
        assert answer.status == 410
        assert site.texts.say("nl", "console.sign_in.used_link") in answer.text
        assert '<form method="post" action="/console/sign-in">' in answer.text


async def test_a_used_link_leads_in_who_is_signed_in_anyway(site: Site, visitor: Visitor) -> None:
    link = await site.link()
    await visitor.sign_in(link)
    again = await visitor.sign_in(link)
    assert (again.status, again.headers["Location"]) == (303, "/console?done=used_link")


async def test_signing_out_ends_the_session_on_the_server(site: Site, visitor: Visitor) -> None:
    await visitor.sign_in(await site.link())
    token = visitor.cookies()["console"]
    assert (await visitor.send_form("/console", "/console/sign-out")).status == 303
    assert "console" not in visitor.cookies()
    visitor.set_cookie("console", token)
    assert (await visitor.get("/console", allow_redirects=False)).status == 303


async def test_an_organisation_that_left_the_directory_is_signed_out(site: Site, visitor: Visitor) -> None:
    await visitor.sign_in(await site.link("gone"))
    assert (await visitor.get("/console", allow_redirects=False)).headers["Location"] == SIGN_IN


@pytest.mark.parametrize("token", ["", "wrong", "é"])
async def test_a_form_without_its_token_is_refused(site: Site, visitor: Visitor, token: str) -> None:
    handover = await site.hand_over({"words": "x"})
    await visitor.sign_in(await site.link())
    for step in ("accept", "decline", "write", "close"):
        answer = await visitor.post(f"/console/handovers/{handover.id}/{step}", data={"form_token": token})
        assert answer.status == 403
    assert (await visitor.post("/console/sign-out", data={"form_token": token})).status == 403


async def test_another_partners_token_opens_nothing(site: Site, visitor: Visitor) -> None:
    handover = await site.hand_over({"words": "x"})
    await visitor.sign_in(await site.link())
    async with Visitor(site.url) as other:
        await other.sign_in(await site.link("star"))
        token = await other.form_token("/console")
    path = f"/console/handovers/{handover.id}/accept"
    assert (await visitor.post(path, data={"form_token": token})).status == 403


@pytest.mark.parametrize("path", [SIGN_IN, "/console/link/abc", "/console/sign-out", "/console/language"])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
async def test_other_sites_can_send_no_form(site: Site, path: str, origin: str) -> None:
    async with Visitor(site.url, origin=origin) as stranger:
        assert (await stranger.post(path, data={"email": "maan@example.org"})).status == 403


async def test_forms_are_forms(site: Site, visitor: Visitor) -> None:
    assert (await visitor.post(SIGN_IN, json={"email": "maan@example.org"})).status == 415
    assert (await visitor.post(SIGN_IN, data={"email": "x" * 70_000})).status == 413


async def test_the_reader_picks_a_language_that_stays(site: Site, visitor: Visitor) -> None:
    await visitor.sign_in(await site.link("star"))
    assert '<html lang="fr" dir="ltr">' in (await visitor.get("/console")).text
    answer = await visitor.post("/console/language", data={"language": "ar", "back": "/console"}, allow_redirects=False)
    assert answer.headers["Location"] == "/console"
    assert '<html lang="ar" dir="rtl">' in (await visitor.get("/console")).text
    await visitor.post("/console/language", data={"language": "xx", "back": "https://elsewhere.example"})
    assert '<html lang="ar" dir="rtl">' in (await visitor.get("/console")).text


async def test_the_local_mailbox_shows_mail_with_links(site: Site, visitor: Visitor) -> None:
    text = "Dag <b>,\n\nhttp://127.0.0.1/console/link/abc.\n\nGroeten"
    async with site.storage.new_uow() as uow:
        await uow.mailbox.add(Mail("1", "maan@example.org", "Een <vraag>", text, utc_now()))
        await uow.commit()
    page = (await visitor.get("/console/mailbox")).text
    assert '<a href="http://127.0.0.1/console/link/abc" rel="noreferrer" dir="ltr">' in page
    assert "Een &lt;vraag&gt;" in page and "Dag &lt;b&gt;" in page


async def test_with_a_mail_server_there_is_no_mailbox_and_no_list_of_addresses(tmp_path: Path) -> None:
    async with open_site(tmp_path, mail_is_local=False) as site, Visitor(site.url) as visitor:
        assert (await visitor.get("/console/mailbox")).status == 404
        page = (await visitor.get(SIGN_IN)).text
    assert "mailbox" not in page and "maan@example.org" not in page


async def test_a_trial_system_offers_its_example_organisations(visitor: Visitor) -> None:
    page = (await visitor.get(SIGN_IN)).text
    assert re.findall(r'name="email" value="([^"]+)"', page) == ["maan@example.org", "ster@example.org"]
