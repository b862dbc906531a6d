"""The residents' page in a real browser."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bot.adapters.clock import utc_now
from bot.service import handovers
from bot.service.ports import MAX_BYTES
from tests.browser.conftest import Tabs
from tests.browser.looks import faint_texts, hidden_beside, small_targets
from tests.browser.pages import ChatPage
from tests.support.documents import telling_document
from tests.support.pictures import telling_photo
from tests.support.site import Site

WEATHER = "https://www.meteo.be/"
ATTACKS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror='window.hit=1'>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    'https://x.be/"onmouseover="window.hit=1',
    "{{constructor.constructor('window.hit=1')()}}",
    "</textarea><script>window.hit=1</script>",
    "**vet** _schuin_ [link](javascript:window.hit=1) `code`",
]


@asynccontextmanager
async def _talk(site: Site, page: Page, language: str = "") -> AsyncIterator[tuple[ChatPage, str]]:
    """A page with a first answer in it, and its conversation's id."""
    chat = ChatPage(page, site.url)
    await chat.open(language)
    id = (await site.heard()).conversation_id
    await site.answer(id, "Welkom", language=language or "nl")
    await chat.expect_message("Welkom", "bot")
    yield chat, id


async def _weather(page: Page) -> None:
    await page.context.route(WEATHER + "**", lambda route: route.fulfill(body="<h1>Zon</h1>", content_type="text/html"))


async def test_a_talk_from_the_first_visit_on(site: Site, tabs: Tabs) -> None:
    asked: set[str] = set()
    async with tabs.open(phone=True) as page:
        page.on("request", lambda request: asked.add(request.url.split("/")[2]))
        async with _talk(site, page) as (chat, id):
            assert await page.title() == "Berichten"
            await chat.write("Ik slaap slecht")
            assert (await site.heard()).incoming.content == "Ik slaap slecht"
            await expect(page.locator("#typing")).to_be_visible()
            await site.answer(id, "Wat weegt het meest?", "Slapen", "Geld")
            await chat.expect_message("Wat weegt het meest?", "bot")
            await chat.is_silent()
            await chat.press("Slapen")
            heard = (await site.heard()).incoming
            assert (heard.kind, heard.content) == ("button", "id-Slapen")
            await chat.expect_message("Slapen", "own")
            assert await chat.buttons() == []
            await page.reload()
            await chat.expect_message("Slapen", "own")
            assert await chat.messages().all_inner_texts() == await _texts_of_a_fresh_page(chat)
            assert await page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert asked == {site.url.removeprefix("http://")}


async def _texts_of_a_fresh_page(chat: ChatPage) -> list[str]:
    other = ChatPage(await chat.page.context.new_page(), chat.url)
    await other.open()
    await other.expect_message("Slapen", "own")
    return await other.messages().all_inner_texts()


async def test_nothing_that_anybody_writes_becomes_markup(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        for attack in ATTACKS:
            await chat.write(attack)
            assert (await site.heard()).incoming.content == attack
            await site.answer(id, attack, attack, voice="crisis", sender_name=attack)
            await site.answer(id, attack, voice="partner", sender_name=attack)
            partner = await chat.expect_message(attack, "partner")
            await expect(partner.locator(".sender")).to_have_text(attack)
            assert await chat.buttons() == [attack]
        await page.reload()
        for attack in ATTACKS:
            for voice in ("own", "crisis", "partner"):
                await chat.expect_message(attack, voice)
        assert await page.evaluate("window.hit") is None
        links = await chat.log.locator("a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(links) <= {"https:", "tel:"}
        assert await chat.log.locator("script, svg, img, iframe, strong, em, code").count() == 0


async def test_helplines_can_be_tapped(site: Site, tabs: Tabs) -> None:
    text = (
        "Bel 1813 of \u20680800 32 123\u2069, Child Focus 116 000, gsm +32 470 12 34 56, bij gevaar 112. Of "
        "zelfmoord1813.be, https://1712.be/hulp?x=1. Op 24/11/2026 om 14.30 u, 8690 Alveringem, 7 dagen op 7, 15 euro."
    )
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        await site.answer(id, text, voice="crisis")
        crisis = await chat.expect_message("Bel 1813", "crisis")
        links = await crisis.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert links == [
            "tel:1813",
            "tel:080032123",
            "tel:116000",
            "tel:+32470123456",
            "tel:112",
            "https://zelfmoord1813.be",
            "https://1712.be/hulp?x=1",
        ]
        assert (await crisis.locator(".words").inner_text()) == text
        await site.answer(id, "Kerkstraat 112, of bel 057 12 34 56", voice="bot")
        usual = await chat.expect_message("Kerkstraat", "bot")
        assert await usual.locator("a").evaluate_all("links => links.map(link => link.href)") == ["tel:057123456"]


async def test_what_is_written_without_a_line_leaves_later_and_once(site: Site, tabs: Tabs) -> None:
    async with tabs.open(phone=True) as page, _talk(site, page) as (chat, id):
        await page.context.set_offline(True)
        await chat.write("een")
        await chat.write("twee")
        waiting = await chat.expect_message("een", "own")
        await expect(waiting).to_contain_text(site.texts.say("nl", "web.waiting"))
        await expect(page.locator("#notice")).to_have_text(site.texts.say("nl", "web.offline"))
        await page.context.set_offline(False)
        assert [(await site.heard(20)).incoming.content for _ in range(2)] == ["een", "twee"]
        await expect(page.locator("#notice")).to_be_hidden()
        await expect(await chat.expect_message("twee", "own")).to_contain_text("✓")
        await site.answer(id, "Ik ben er weer")
        await chat.expect_message("Ik ben er weer", "bot")
        with pytest.raises(asyncio.TimeoutError):
            await site.heard(timeout=0.3)


async def test_on_a_slow_line_nothing_overtakes_the_start(site: Site, tabs: Tabs) -> None:
    async with tabs.open(phone=True) as page:

        async def slowly(route) -> None:  # type: ignore[no-untyped-def]
            await asyncio.sleep(1)
            await route.continue_()

        await page.route("**/api/messages", slowly)
        chat = ChatPage(page, site.url)
        await chat.open()
        await chat.write("ik wacht niet")
        assert [(await site.heard(10)).incoming.content for _ in range(2)] == ["start", "ik wacht niet"]
        await expect(await chat.expect_message("ik wacht niet", "own")).to_contain_text("✓")
        assert await chat.messages().count() == 1


async def test_an_answer_lost_on_the_way_makes_no_second_message(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, _):
        lost = 0

        async def lose(route, request) -> None:  # type: ignore[no-untyped-def]
            nonlocal lost
            if request.method == "POST" and not lost:
                lost += 1
                await route.fetch()
                await route.abort()
            else:
                await route.continue_()

        await page.route("**/api/messages", lose)
        await chat.write("eenmaal")
        assert (await site.heard()).incoming.content == "eenmaal"
        await expect(await chat.expect_message("eenmaal", "own")).to_contain_text("✓")
        assert lost == 1
        with pytest.raises(asyncio.TimeoutError):
            await site.heard(timeout=0.3)


async def test_where_nothing_can_be_pushed_the_page_asks(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page:
        await page.route("**/api/events**", lambda route: route.abort())
        async with _talk(site, page) as (chat, id):
            await chat.write("hallo")
            await site.heard()
            await site.answer(id, "Dag")
            await chat.expect_message("Dag", "bot")


@pytest.mark.parametrize("phone", [True, False])
async def test_the_page_turns_to_arabic_and_back(site: Site, tabs: Tabs, phone: bool) -> None:
    async with tabs.open(phone=phone) as page, _talk(site, page) as (chat, id):
        await chat.change_language("ar")
        assert (await site.heard()).incoming.content == "language ar"
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        await expect(page.locator("#send")).to_have_attribute("aria-label", site.texts.say("ar", "web.send"))
        assert await page.title() == site.texts.say("ar", "web.title")
        await site.answer(id, "مرحبًا Dichtbij", "نعم", language="ar")
        words = (await chat.expect_message("مرحبًا", "bot")).locator(".words")
        await expect(words).to_have_attribute("dir", "rtl")
        await expect(words).to_have_attribute("lang", "ar")
        await chat.write("Dag")
        box, log = await (await chat.expect_message("Dag", "own")).bounding_box(), await chat.log.bounding_box()
        assert box and log and box["x"] + box["width"] / 2 < log["x"] + log["width"] / 2
        await site.heard()
        await site.answer(id, "Goed, in het Nederlands", language="nl")  # the bot heard another language
        await expect(page.locator("html")).to_have_attribute("dir", "ltr")
        await expect(page.locator("#language")).to_have_value("nl")


async def test_a_link_can_open_the_page_in_a_language(site: Site, tabs: Tabs) -> None:
    async with tabs.open(language="en-GB") as page:
        chat = ChatPage(page, site.url)
        await chat.open("fr")
        assert (await site.heard()).incoming.language_hint == "fr"
        assert await page.title() == "Messages"


@pytest.mark.parametrize("way", ["button", "keys"])
async def test_leaving_in_haste_leaves_nothing(site: Site, tabs: Tabs, way: str) -> None:
    async with tabs.open() as page:
        await _weather(page)
        await page.goto("about:blank")
        async with _talk(site, page) as (chat, id):
            other = await page.context.new_page()
            await other.goto(site.url)
            await expect(other.get_by_text("Welkom")).to_be_visible()
            if way == "button":
                await chat.leave()
            else:
                for _ in range(3):
                    await page.keyboard.press("Shift")
            for tab in (page, other):
                await tab.wait_for_url(WEATHER)
            await page.go_back()
            assert page.url == "about:blank"
            await page.goto(site.url)
            fresh = await site.heard()
            assert fresh.conversation_id != id
            assert await chat.messages().count() == 0


async def test_leaving_works_without_a_line_too(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page:
        await _weather(page)
        await page.route("**/api/leave", lambda route: route.abort())
        async with _talk(site, page) as (chat, id):
            await chat.leave()
            await page.wait_for_url(WEATHER)
            await page.goto(site.url)
            assert (await site.heard()).conversation_id != id
            assert await chat.messages().count() == 0


async def test_the_page_is_empty_before_the_weather_comes(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page:
        await _weather(page)
        async with _talk(site, page):
            at_once = (
                "() => { document.getElementById('leave').click(); return [document.title, document.body.innerText]; }"
            )
            assert await page.evaluate(at_once) == ["", ""]
            await page.wait_for_url(WEATHER)


async def test_text_that_is_too_long_comes_back(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, _):
        await chat.write("a" * 20_000)
        assert len((await site.heard()).incoming.content) == 20_000
        await chat.write("b" * 70_000)
        await expect(chat.messages("own").last).to_contain_text(site.texts.say("nl", "web.too_long"))
        assert len(await chat.field.input_value()) == 70_000


async def test_a_pasted_file_is_answered(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (_, _id):
        await page.evaluate(
            """() => {
                const data = new DataTransfer();
                data.items.add(new File(["x"], "x.png", {type: "image/png"}));
                document.getElementById("text").dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }"""
        )
        heard = (await site.heard()).incoming
        assert (heard.kind, heard.content) == ("media", "file")


async def test_a_photo_goes_to_the_partner_and_one_comes_back(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        button = page.locator("#photo")
        await expect(button).to_be_hidden()
        handover = await site.relay_of(id)
        await site.answer(id, "Zij nemen je vraag op")
        await expect(button).to_be_visible()
        async with page.expect_file_chooser() as choosing:
            await button.click()
        large = telling_photo((4000, 3000))
        await (await choosing.value).set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": large})
        heard = (await site.heard()).incoming
        async with site.storage.new_uow() as uow:
            assert Image.open(io.BytesIO((await uow.photos.get(heard.data["file_id"])).content)).size == (2560, 1920)
        await handovers.write(
            site.storage.new_uow, utc_now, "moon", handover.id, "console", "", photos=[telling_photo()]
        )
        event = (await site.heard()).incoming
        await site.answer(id, "", voice="partner", sender_name="De Maan", file_id=event.data["file_id"])
        await expect(chat.messages("partner").locator("img.photo")).to_have_js_property("naturalWidth", 60)
        await page.reload()
        await expect(chat.messages("own").locator("img.photo")).to_have_js_property("naturalWidth", 2560)


async def test_a_document_goes_to_the_partner_page_by_page(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        await site.relay_of(id)
        await site.answer(id, "Zij nemen je vraag op")
        await expect(page.locator("#photo")).to_be_visible()
        for name, kind, content, state in (
            ("brief.pdf", "application/pdf", telling_document(2), "✓"),
            ("BRIEF.PDF", "", telling_document(2), "✓"),
            ("boek.pdf", "application/pdf", bytes(MAX_BYTES + 1), site.texts.say("nl", "web.file_too_large")),
            ("brief.docx", "application/msword", b"PK", "✓"),
        ):
            await page.locator("#photo-file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
            sent = chat.messages("own").last
            await expect(sent.locator(".words")).to_have_text(site.texts.say("nl", "web.file"))
            await expect(sent.locator(".state")).to_have_text(state)
        heard = [(await site.heard()).incoming for _ in range(3)]
        assert [(each.content, len(each.file_ids)) for each in heard] == [("photo", 2), ("photo", 2), ("file", 0)]
        await page.reload()
        photos = chat.messages("own").first.locator("img.photo")
        await expect(photos).to_have_count(2)
        name = site.texts.say("nl", "web.photo_shown")
        assert [await photo.get_attribute("alt") for photo in await photos.all()] == [f"{name} 1/2", f"{name} 2/2"]
        await expect(photos.last).to_have_js_property("naturalHeight", 2339)
        small = await photos.first.bounding_box()
        await photos.first.click()
        large = await photos.first.bounding_box()
        assert small and large and large["width"] > 1.5 * small["width"]
        await expect(page.locator("#leave")).to_be_in_viewport()
        await photos.first.click()
        again = await photos.first.bounding_box()
        assert again and again["width"] == small["width"]


async def test_an_erased_talk_vanishes_from_the_page(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        async with site.storage.new_uow() as uow:
            await uow.conversations.erase(id)
            await uow.commit()
        await expect(page.locator("#notice")).to_contain_text(site.texts.say("nl", "web.closed"))
        assert await chat.messages().count() == 0
        await page.locator("#notice button").click()
        assert (await site.heard()).incoming.content == "start"


async def test_standing_buttons_stay_and_others_go(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        await site.answer(id, "Verstuurd", "Terugnemen", standing=True)
        await site.answer(id, "En nu?", "Ja", "Nee")
        await chat.expect_message("En nu?")
        await chat.write("iets anders")
        assert await chat.buttons() == ["Terugnemen"]


async def test_the_menu_asks_for_what_it_says(site: Site, tabs: Tabs) -> None:
    async with tabs.open(phone=True) as page, _talk(site, page) as (_, _id):
        for command in ("help", "status", "delete"):
            await page.locator("#menu summary").click()
            await page.locator(f"[data-command={command}]").click()
            assert (await site.heard()).incoming.content == command
        await page.locator("#menu summary").click()
        await page.locator("#keep").click()
        await expect(page.locator("#kept-note")).to_have_text(site.texts.say("nl", "web.kept"))
        (talk,) = [cookie for cookie in await page.context.cookies() if cookie["name"] == "talk"]
        assert talk["expires"] > 0 and talk["httpOnly"]


async def test_the_keyboard_is_enough(site: Site, tabs: Tabs) -> None:
    async with tabs.open() as page, _talk(site, page) as (chat, id):
        await chat.field.focus()
        await page.keyboard.type("een")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("twee")
        await page.keyboard.press("Enter")
        assert (await site.heard()).incoming.content == "een\ntwee"
        await site.answer(id, "Kies", "Ja")
        await chat.expect_message("Kies")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Enter")
        assert (await site.heard()).incoming.content == "id-Ja"
        ring = await chat.log.evaluate("element => document.activeElement === element")
        assert ring


@pytest.mark.parametrize("language", ["nl", "fr", "ar", "en"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_everything_can_be_read_and_pressed(site: Site, tabs: Tabs, language: str, width: int) -> None:
    async with tabs.open(phone=width < 500) as page:
        await page.set_viewport_size({"width": width, "height": 568})
        async with _talk(site, page, language) as (chat, id):
            await chat.write("ok " + "lang" * 40)
            await site.heard()
            await site.answer(
                id, "Bel 112 of 0800 32 123 " + "x" * 80, "Ja", "Nee " + "heel " * 20, voice="crisis", language=language
            )
            await site.answer(id, "Dag 0471 22 33 44", voice="partner", sender_name="De Maan")
            await chat.expect_message(re.compile("Dag"), "partner")
            await page.locator("#menu summary").click()
            assert await faint_texts(page) == []
            assert await small_targets(page) == []
            assert await hidden_beside(page) == []
