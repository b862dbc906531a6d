"""The two pages as tests use them: by what a person sees, not by how it is made."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect


class ChatPage:
    """The residents' page in one browser tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.log = page.get_by_role("log")
        self.field = page.locator("#text")

    async def open(self, language: str = "") -> None:
        await self.page.goto(self.url + (f"/?language={language}" if language else "/"))

    async def write(self, text: str) -> None:
        await self.field.fill(text)
        await self.page.locator("#send").click()

    async def press(self, label: str | re.Pattern[str]) -> None:
        """Presses the newest button with this label."""
        await self.log.get_by_role("button", name=label).last.click()

    async def change_language(self, language: str) -> None:
        await self.page.locator("#language").select_option(language)

    async def leave(self) -> None:
        await self.page.locator("#leave").click()

    def messages(self, voice: str = "") -> Locator:
        """All messages, or those of one voice: own, bot, partner, crisis."""
        return self.log.locator(f".message.{voice}" if voice else ".message")

    async def expect_message(self, text: str | re.Pattern[str], voice: str = "") -> Locator:
        """Waits until a message with this text is there, and gives the newest one."""
        found = self.messages(voice).filter(has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def buttons(self) -> list[str]:
        return await self.log.get_by_role("button").all_inner_texts()

    async def direction(self) -> str:
        return str(await self.page.evaluate("document.documentElement.dir"))

    async def is_silent(self) -> None:
        """Waits until no answer is on its way."""
        await expect(self.page.locator("#typing")).to_be_hidden()


class ConsolePage:
    """The partners' pages in one browser tab."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    async def sign_in_by_mail(self, address: str) -> None:
        """Asks for a link and takes it from the local mailbox."""
        await self.ask_for_link(address)
        await self.open_mailbox_link()

    async def ask_for_link(self, address: str) -> None:
        await self.page.goto(self.url + "/console/sign-in")
        await self.page.locator("#email").fill(address)
        await self.page.locator("#email + button").click()

    async def open_mailbox_link(self) -> None:
        """Opens the link of the newest mail in the local mailbox, and presses the button behind it."""
        await self._wait_for_mail()
        await self._newest_link().click()
        await self.page.locator("main form button").click()

    async def enter(self, link: str) -> None:
        """Opens a one-time link and presses its button."""
        await self.page.goto(self.url + link)
        await self.page.locator("main form button").click()

    async def open_list(self) -> None:
        await self.page.goto(self.url + "/console")

    async def open_first(self) -> None:
        """Opens the first handover of the list."""
        await self.page.locator(".cards a").first.click()

    async def accept(self) -> None:
        await self.page.locator("form[action$='/accept'] button").click()

    async def decline(self, reason: str) -> None:
        await self._pick("decline", "reason", reason)

    async def close(self, outcome: str) -> None:
        await self._pick("close", "outcome", outcome)

    async def write(self, text: str) -> None:
        await self.page.locator("#text").fill(text)
        await self.page.locator("form[action$='/write'] button").click()

    async def change_language(self, language: str) -> None:
        await self.page.locator(f"footer button[value='{language}']").click()

    async def expect_text(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def notice(self) -> str:
        return await self.page.locator(".notice").first.inner_text()

    async def _pick(self, action: str, name: str, value: str) -> None:
        form = self.page.locator(f"form[action$='/{action}']")
        await self.page.locator("details").filter(has=form).locator("summary").click()
        await form.locator(f"input[name={name}][value={value}]").check()
        await form.locator("button").click()

    def _newest_link(self) -> Locator:
        return self.page.locator(".mail a").first

    async def _wait_for_mail(self, tries: int = 120) -> None:
        for _ in range(tries):
            await self.page.goto(self.url + "/console/mailbox")
            if await self._newest_link().count():
                return
            await self.page.wait_for_timeout(250)
