"""The partners' pages in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from bot.adapters.clock import utc_now
from bot.domain.handover import HandoverState, Step
from bot.service.ports import Mail
from tests.browser.conftest import Tabs
from tests.browser.looks import faint_texts, hidden_beside, small_targets
from tests.browser.pages import ConsolePage
from tests.browser.test_chat_page import ATTACKS
from tests.support.site import Site

SHARED = {
    "words": "De huur is te hoog.",
    "needs": "housing money",
    "place": "Alveringem (8690)",
    "phone": "0470 12 34 56",
}


async def _signed_in(site: Site, page: Page, organization: str = "moon") -> ConsolePage:
    console = ConsolePage(page, site.url)
    await console.enter(await site.link(organization))
    return console


async def test_a_partner_signs_in_by_mail_takes_writes_and_closes(site: Site, tabs: Tabs) -> None:
    handover = await site.hand_over(SHARED)
    async with tabs.open() as page:
        console = ConsolePage(page, site.url)
        await console.ask_for_link("maan@example.org")
        await site.deliver_mail()
        await console.open_mailbox_link()
        await console.open_first()
        await console.expect_text("De huur is te hoog.")
        await console.accept()
        assert await console.notice() == site.texts.say("nl", "console.done.accept")
        await console.write("Dag, ik ben Els.")
        await console.expect_text("Dag, ik ben Els.")
        heard = [(await site.heard()).incoming.content for _ in range(3)]
        assert heard == ["handover_acknowledged", "handover_accepted", "partner_message"]
        await console.close("helped")
        assert await console.notice() == site.texts.say("nl", "console.done.close")
    async with site.storage.new_uow() as uow:
        assert (await uow.handovers.get(handover.id)).state is HandoverState.CLOSED


async def test_what_the_resident_writes_appears_by_itself(site: Site, tabs: Tabs) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    async with tabs.open() as page:
        await _signed_in(site, page)
        await page.goto(f"{site.url}/console/handovers/{handover.id}")
        await page.locator("#text").fill("half een antwoord")
        await site.resident_writes(handover.id, "Bel maar 0470 12 34 56 <b>")
        message = page.locator(".message.resident")
        await expect(message).to_contain_text("Bel maar 0470 12 34 56 <b>")
        await expect(message.locator("a")).to_have_attribute("href", "tel:0470123456")
        assert await page.locator("#text").input_value() == "half een antwoord"
        await site.change(handover.id, Step.WITHDRAW)
        await expect(page.locator("#changed")).to_be_visible()
        await page.locator("#changed a").click()
        await expect(page.get_by_text(site.texts.say("nl", "console.ended.withdrawn"))).to_be_visible()


async def test_what_the_resident_deletes_goes_from_an_open_page(site: Site, tabs: Tabs) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    async with tabs.open() as page:
        await _signed_in(site, page)
        await page.goto(f"{site.url}/console/handovers/{handover.id}")
        await site.erase(handover)
        await expect(page.get_by_text(site.texts.say("nl", "console.gone.text"))).to_be_visible()
        await expect(page.locator("#text")).to_have_count(0)
        await page.locator("main .main-button").click()
        await expect(page.get_by_text(site.texts.say("nl", "console.list.empty"))).to_be_visible()


async def test_a_new_handover_appears_in_the_list_by_itself(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page:
        console = await _signed_in(site, page)
        await expect(page.get_by_text(site.texts.say("nl", "console.list.empty"))).to_be_visible()
        await site.hand_over(SHARED)
        await console.expect_text(re.compile("wonen", re.IGNORECASE))


async def test_declining_takes_a_reason(site: Site, tabs: Tabs) -> None:
    handover = await site.hand_over(SHARED)
    async with tabs.open(phone=True) as page:
        console = await _signed_in(site, page)
        await console.open_first()
        await console.decline("area")
        assert await console.notice() == site.texts.say("nl", "console.done.decline")
        await expect(page.get_by_text("De huur is te hoog.")).to_be_hidden()
    async with site.storage.new_uow() as uow:
        assert str((await uow.handovers.get(handover.id)).declined_because) == "area"


async def test_two_colleagues_and_one_button(site: Site, tabs: Tabs) -> None:
    handover = await site.hand_over(SHARED)
    async with tabs.open() as one, tabs.open() as two:
        consoles = [await _signed_in(site, page) for page in (one, two)]
        for page in (one, two):
            await page.goto(f"{site.url}/console/handovers/{handover.id}")
        for console in consoles:
            await console.accept()
        assert await consoles[1].notice() == site.texts.say("nl", "console.cant.accepted")


async def test_nothing_that_a_resident_writes_becomes_markup(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page:
        console = await _signed_in(site, page)
        for attack in ATTACKS:
            handover = await site.hand_over(dict.fromkeys(("words", "name", "place", "phone"), attack))
            await site.change(handover.id, Step.ACCEPT)
            await site.resident_writes(handover.id, attack)
            await page.goto(f"{site.url}/console/handovers/{handover.id}")
            await expect(page.locator("blockquote")).to_have_text(attack)
            await expect(page.locator(".message .words")).to_have_text(attack)
        for attack in ATTACKS:
            await site.resident_writes(handover.id, f"later {attack}")
        for attack in ATTACKS:
            await console.expect_text(f"later {attack}")
        assert await page.locator("main script, main img, main svg, main iframe, main strong").count() == 0
        async with site.storage.new_uow() as uow:
            await uow.mailbox.add(Mail("1", ATTACKS[0], ATTACKS[1], "\n".join(ATTACKS), utc_now()))
            await uow.commit()
        await page.goto(f"{site.url}/console/mailbox")
        await expect(page.locator(".mail h2")).to_have_text(ATTACKS[1])
        assert await page.evaluate("window.hit") is None
        links = await page.locator("main a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(links) <= {"https:", "tel:"}


@pytest.mark.parametrize("language", ["nl", "fr", "ar", "en"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_everything_can_be_read_and_pressed(site: Site, tabs: Tabs, language: str, width: int) -> None:
    waiting = await site.hand_over({**SHARED, "words": "lang" * 60})
    taken = await site.hand_over(SHARED)
    await site.change(taken.id, Step.ACCEPT)
    await site.resident_writes(taken.id, "x" * 200)
    closed = await site.hand_over(SHARED)
    for step in (Step.ACCEPT, Step.CLOSE):
        await site.change(closed.id, step)
    async with tabs.open(phone=width < 500) as page:
        await page.set_viewport_size({"width": width, "height": 568})
        console = await _signed_in(site, page)
        await console.change_language(language)
        paths = [
            "/console",
            *(f"/console/handovers/{h.id}" for h in (waiting, taken, closed)),
            "/console/handovers/deleted",
            "/console/sign-in",
            "/console/mailbox",
        ]
        for path in paths:
            await page.goto(site.url + path)
            await expect(page.locator("html")).to_have_attribute("lang", language)
            await page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert (path, await faint_texts(page)) == (path, [])
            assert (path, await small_targets(page)) == (path, [])
            assert (path, await hidden_beside(page)) == (path, [])
