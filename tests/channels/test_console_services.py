"""A partner keeps its own services true: in the console, and in one click behind a link in a mail."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.adapters.clock import utc_now
from bot.domain.hours import REGION_TIME
from bot.domain.labels import LANGUAGES, Reach
from bot.domain.partners import CAPACITIES, ClosedPeriod, OpeningPeriod, Service
from bot.service.assurances import PAGE, ask_partners
from tests.support.site import DIRECTORY, Site
from tests.support.visitor import Visitor

HOME = "moon-home"


def today() -> date:
    return utc_now().astimezone(REGION_TIME).date()


@pytest.fixture
async def partner(site: Site, visitor: Visitor) -> Visitor:
    await visitor.sign_in(await site.link(target=PAGE))
    return visitor


async def service(site: Site, id: str = HOME) -> Service:
    async with site.storage.new_uow() as uow:
        return (await uow.directory.load()).service(id)


async def change(site: Site, **changes: object) -> None:
    """The directory is imported anew with another service of Moon's."""
    changed = tuple(replace(each, **changes) if each.id == HOME else each for each in DIRECTORY.services)  # type: ignore[arg-type]
    async with site.storage.new_uow() as uow:
        await uow.directory.replace(replace(DIRECTORY, services=changed), utc_now())
        await uow.commit()


def fields_of(page: str, word: str) -> dict[str, str]:
    """The hidden fields of the first form that says ``word``."""
    form = re.search(rf'<form method="post" action="{PAGE}/{word}">(.*?)</form>', page, re.DOTALL)
    assert form, f"no form to say {word}"
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1])
    return {name: html.unescape(value) for name, value in found}


async def say(partner: Visitor, word: str, **fields: str) -> tuple[int, str]:
    """Sends one of the page's own forms; gives its status, and the page that follows."""
    hidden = fields_of((await partner.get(PAGE)).text, word)
    sent = await partner.post(f"{PAGE}/{word}", data={**hidden, **fields}, allow_redirects=False)
    text = (await partner.get(sent.headers["Location"])).text if sent.status == 303 else sent.text
    return sent.status, html.unescape(text)


async def test_the_page_shows_what_residents_are_told(site: Site, partner: Visitor) -> None:
    await change(
        site,
        hours=(OpeningPeriod(0, time(9), time(12)),),
        phone="0470 00 00 00",
        area=frozenset({"Veurne"}),
        closures=(ClosedPeriod(today(), today() + timedelta(days=3)),),
    )
    page = html.unescape((await partner.get(PAGE)).text)
    for shown in ("Samen wonen", "maandag 9:00–12:00", "0470 00 00 00", "Veurne", "Gesloten van", "Nog niet bevestigd"):
        assert shown in page
    assert "Chez soi" not in page


async def test_one_click_confirms(site: Site, partner: Visitor) -> None:
    status, page = await say(partner, "confirm")
    assert (status, site.texts.say("nl", "console.done.service_confirm") in page) == (303, True)
    confirmed = await service(site)
    assert (confirmed.assured_on, confirmed.assured_by) == (today(), "maan@example.org")
    assert replace(confirmed, assured_on=None, assured_by="") == DIRECTORY.services[0]
    assert (await service(site, "star-home")).assured_on is None


async def test_full_and_room_again(site: Site, partner: Visitor) -> None:
    until = today() + timedelta(days=14)
    assert (await say(partner, "full", until=until.isoformat()))[0] == 303
    assert ((await service(site)).capacity, (await service(site)).full_until) == ("full", until)
    assert (await say(partner, "room"))[0] == 303
    assert ((await service(site)).capacity, (await service(site)).full_until) == ("open", None)
    assert (await say(partner, "full", until=""))[0] == 303
    assert ((await service(site)).capacity, (await service(site)).full_until) == ("full", None)


async def test_closed_for_a_while_and_open_after_all(site: Site, partner: Visitor) -> None:
    first, last = today() + timedelta(days=2), today() + timedelta(days=9)
    assert (await say(partner, "close", first=first.isoformat(), last=last.isoformat()))[0] == 303
    assert (await service(site)).closures == (ClosedPeriod(first, last),)
    assert (await say(partner, "close", first="", last=today().isoformat()))[0] == 303
    assert len((await service(site)).closures) == 2
    assert (await say(partner, "reopen"))[0] == 303
    assert (await service(site)).closures == ()


async def test_what_the_coordinator_wrote_is_not_offered_to_be_taken_back(site: Site, partner: Visitor) -> None:
    leave = ClosedPeriod(today(), today() + timedelta(days=3))
    await change(site, closures=(leave,))
    assert f"{PAGE}/reopen" not in (await partner.get(PAGE)).text
    last = today() + timedelta(days=9)
    assert (await say(partner, "close", first=last.isoformat(), last=last.isoformat()))[0] == 303
    assert (await say(partner, "reopen"))[0] == 303
    assert (await service(site)).closures == (leave,)


@pytest.mark.parametrize(
    ("word", "fields"),
    [
        ("full", {"until": "31/12/2026"}),
        ("full", {"until": "2020-01-01"}),
        ("full", {"until": "9999-01-01"}),
        ("close", {"first": "", "last": ""}),
        ("close", {"first": "2999-01-05", "last": "2999-01-01"}),
        ("close", {"last": "x" * 5000}),
    ],
)
async def test_days_that_are_none_are_told(site: Site, partner: Visitor, word: str, fields: dict[str, str]) -> None:
    before = await service(site)
    status, page = await say(partner, word, **fields)
    assert (status, site.texts.say("nl", "console.cant.day") in page) == (400, True)
    assert await service(site) == before


async def test_what_changed_meanwhile_is_shown_first(site: Site, partner: Visitor) -> None:
    hidden = fields_of((await partner.get(PAGE)).text, "confirm")
    await change(site, phone="0470 99 99 99")
    late = await partner.post(f"{PAGE}/confirm", data=hidden, allow_redirects=False)
    page = html.unescape(late.text)
    assert (late.status, site.texts.say("nl", "console.cant.changed") in page) == (409, True)
    assert "0470 99 99 99" in page
    assert (await service(site)).assured_on is None


async def test_nobody_speaks_for_another_partner(site: Site, partner: Visitor) -> None:
    hidden = fields_of((await partner.get(PAGE)).text, "confirm")
    other = await partner.post(f"{PAGE}/confirm", data={**hidden, "service": "star-home"}, allow_redirects=False)
    assert other.status == 404
    foreign = await partner.post(f"{PAGE}/confirm", data={**hidden, "form_token": "x"}, allow_redirects=False)
    assert foreign.status == 403
    async with Visitor(site.url) as stranger:
        away = await stranger.get(PAGE, allow_redirects=False)
        assert (away.status, away.headers["Location"]) == (303, "/console/sign-in")
        assert (await stranger.post(f"{PAGE}/confirm", data=hidden, allow_redirects=False)).status == 303
    assert [(await service(site, id)).assured_on for id in (HOME, "star-home")] == [None, None]


async def mailed_link(site: Site) -> str:
    """The path of the link in the mail that asks Moon to confirm."""
    asked = await ask_partners(site.storage.new_uow, utc_now, 183)
    assert {each.id for each in asked.now} == {"moon", "star"}
    await site.deliver_mail()
    async with site.storage.new_uow() as uow:
        mail = next(each for each in await uow.mailbox.latest() if each.recipient == "maan@example.org")
    assert mail.subject == site.texts.say("nl", "mail.assure.subject")
    link = re.search(r"http\S+", mail.text)
    assert link
    return link[0].removeprefix(site.url)


async def test_a_mailed_link_shows_and_only_a_click_confirms(site: Site, visitor: Visitor) -> None:
    link = await mailed_link(site)
    for method in ("GET", "HEAD", "GET"):
        assert (await visitor.request(method, link)).status == 200
    page = (await visitor.get(link)).text
    assert "Samen wonen" in page and "Chez soi" not in page
    assert visitor.cookies() == {}
    assert (await service(site)).assured_on is None
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    done = await visitor.post(link, data={"seen": seen[1]}, allow_redirects=False)
    assert (done.status, done.headers["Location"]) == (303, f"{PAGE}?done=confirm")
    assert (await service(site)).assured_on == today()
    assert site.texts.say("nl", "console.done.service_confirm") in html.unescape(
        (await visitor.get(PAGE + "?done=confirm")).text
    )
    async with Visitor(site.url) as later:
        again = await later.post(link, data={"seen": seen[1]}, allow_redirects=False)
        assert (again.status, later.cookies()) == (410, {})


async def test_a_mailed_link_leads_to_the_page_where_more_can_be_said(site: Site, visitor: Visitor) -> None:
    entered = await visitor.sign_in(await mailed_link(site))
    assert (entered.status, entered.headers["Location"]) == (303, PAGE)
    assert (await service(site)).assured_on is None


async def test_what_changed_since_the_link_was_opened_is_not_confirmed(site: Site, visitor: Visitor) -> None:
    link = await mailed_link(site)
    seen = re.search(r'name="seen" value="(\w+)"', (await visitor.get(link)).text)
    assert seen
    await change(site, phone="0470 99 99 99")
    done = await visitor.post(link, data={"seen": seen[1]}, allow_redirects=False)
    assert done.headers["Location"] == f"{PAGE}?done=changed"
    assert (await service(site)).assured_on is None


async def test_a_link_of_another_kind_confirms_nothing(site: Site, visitor: Visitor) -> None:
    done = await visitor.post(await site.link(), data={"seen": "x"}, allow_redirects=False)
    assert done.headers["Location"] == "/console"
    assert (await service(site)).assured_on is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_state_has_its_words(site: Site, partner: Visitor, language: str) -> None:
    partner.set_cookie("console-language", language)
    for capacity in CAPACITIES:
        await change(site, capacity=capacity, reach=frozenset(Reach), status="temporarily closed")
        page = (await partner.get(PAGE)).text
        assert site.texts.say(language, f"console.service.capacity.{capacity}") in html.unescape(page)
        assert "console." not in re.sub(r'(?:href|src|action)="[^"]*"', "", page)
