"""A partner's own services in a real browser: one click behind a mailed link, and the page with more to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from playwright.async_api import expect

from bot.adapters.clock import utc_now
from bot.domain.hours import REGION_TIME
from bot.domain.labels import LANGUAGES, Reach
from bot.domain.partners import ClosedPeriod, Location, OpeningPeriod, Service
from bot.service.assurances import PAGE, ask_partners
from tests.browser.conftest import Tabs
from tests.browser.looks import faint_texts, hidden_beside, small_targets
from tests.browser.pages import ConsolePage
from tests.support.site import DIRECTORY, Site


def today() -> date:
    return utc_now().astimezone(REGION_TIME).date()


async def services(site: Site) -> tuple[Service, ...]:
    async with site.storage.new_uow() as uow:
        return (await uow.directory.load()).services


async def put_in(site: Site, *more: Service) -> None:
    async with site.storage.new_uow() as uow:
        await uow.directory.replace(replace(DIRECTORY, services=(*DIRECTORY.services, *more)), utc_now())
        await uow.commit()


def a_full_one() -> Service:
    return replace(
        DIRECTORY.services[0],
        id="moon-full",
        name="Een lange naam van een dienst die nu geen plaats heeft (voorbeeld)",
        reach=frozenset(Reach),
        area=frozenset({"Alveringem", "Langemark-Poelkapelle", "Heuvelland"}),
        locations=(Location("l", "Huis", "Veurne", "8630", 51.07, 2.66, "Voorbeeldstraat 1"),),
        hours=tuple(OpeningPeriod(day, time(9), time(12)) for day in range(5)),
        phone="0470 00 00 00",
        capacity="full",
        full_until=today() + timedelta(days=9),
        closures=(ClosedPeriod(today(), today() + timedelta(days=3)),),
        assured_on=date(2025, 1, 5),
    )


async def test_one_click_behind_a_mailed_link(site: Site, tabs: Tabs) -> None:
    await put_in(site, a_full_one())
    await ask_partners(site.storage.new_uow, utc_now, 183)
    await site.deliver_mail()
    async with site.storage.new_uow() as uow:
        (text,) = [mail.text for mail in await uow.mailbox.latest() if mail.recipient == "maan@example.org"]
    async with tabs.open(phone=True) as page:
        await page.goto(next(word for word in text.split() if word.startswith("http")))
        await expect(page.get_by_text("Samen wonen (voorbeeld)")).to_be_visible()
        assert {each.assured_on for each in await services(site)} == {None, date(2025, 1, 5)}
        await page.get_by_role("button", name=site.texts.say("nl", "console.services.all_right")).click()
        await expect(page).to_have_url(f"{site.url}{PAGE}?done=confirm")
        await expect(page.locator(".notice")).to_have_text(site.texts.say("nl", "console.done.service_confirm"))
    confirmed = {each.id: each.assured_on for each in await services(site)}
    assert confirmed == {"moon-home": today(), "moon-full": today(), "star-home": None}


async def test_no_room_until_a_day(site: Site, tabs: Tabs) -> None:
    until = today() + timedelta(days=14)
    async with tabs.open() as page:
        await ConsolePage(page, site.url).enter(await site.link())
        await page.get_by_role("link", name=site.texts.say("nl", "console.services.title")).click()
        await page.get_by_text(site.texts.say("nl", "console.service.full")).click()
        await page.locator("input[name=until]").fill(until.isoformat())
        await page.locator(f"form[action='{PAGE}/full'] button").click()
        await expect(page.locator(".notice")).to_have_text(site.texts.say("nl", "console.done.service_full"))
        await expect(page.get_by_role("button", name=site.texts.say("nl", "console.service.room"))).to_be_visible()
    service = next(each for each in await services(site) if each.id == "moon-home")
    assert (service.capacity, service.full_until) == ("full", until)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_can_be_read_and_pressed_on_a_telephone(site: Site, tabs: Tabs, language: str) -> None:
    await put_in(site, a_full_one())
    async with tabs.open(phone=True) as page:
        for path in (await site.link(target=PAGE), PAGE):
            if path == PAGE:
                await ConsolePage(page, site.url).enter(await site.link())
            await page.context.add_cookies([{"name": "console-language", "value": language, "url": site.url}])
            await page.goto(site.url + path)
            await expect(page.locator("html")).to_have_attribute("lang", language)
            await page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert (path, await faint_texts(page)) == (path, [])
            assert (path, await small_targets(page)) == (path, [])
            assert (path, await hidden_beside(page)) == (path, [])
