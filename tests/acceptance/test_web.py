"""On the web, in Chromium: from the first word to a talk with the partner in the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.texts import GettextTexts
from tests.browser.conftest import Tabs
from tests.browser.pages import ChatPage, ConsolePage
from tests.support.product import running

STORIES = {
    "nl": (
        "Ik kan mijn huur niet meer betalen en de facturen stapelen zich op",
        "Dat ik weer kan slapen",
        "Lo-Reninge",
        "nl-BE",
        "ltr",
    ),
    "ar": ("لا أستطيع دفع الإيجار والفواتير كثيرة", "أن أنام مرتاح البال", "8600", "ar", "rtl"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", STORIES)
async def test_whole_flow(tabs: Tabs, model: Path, tmp_path: Path, language: str) -> None:
    async with running(tmp_path, DICHTBIJ_MODEL_DIR=str(model)) as product:
        await _flow(tabs, product.url, GettextTexts(), language)


async def _flow(tabs: Tabs, url: str, words: GettextTexts, language: str) -> None:
    story, wish, place, locale, direction = STORIES[language]

    def say(key: str, **values: object) -> str:
        return words.say(language, key, **values)

    async with tabs.open(phone=True, language=locale) as tab, tabs.open() as office:
        chat = ChatPage(tab, url)
        await chat.open(language)
        await chat.expect_message(say("utter_start"))
        assert await chat.direction() == direction
        await chat.write(story)
        await chat.expect_message(say("button.right"))
        await chat.press(say("button.right"))
        await chat.expect_message(say("ask_main_need"))
        await chat.press(say("need.money"))
        await chat.expect_message(say("ask_wish"))
        await chat.write(wish)
        await chat.expect_message(say("ask_support"))
        await chat.press(say("button.nobody"))
        await chat.expect_message(say("ask_place"))
        await chat.write(place)
        await chat.expect_message(say("ask_reach"))
        await chat.press(say("button.reach.home_visit"))
        await chat.expect_message(say("ask_when"))
        await chat.press(say("when.evening"))
        await chat.expect_message(story)
        await chat.press(say("button.summary_right"))
        await chat.expect_message(say("button.who_else"))
        partner = next(label for label in await chat.buttons() if label.startswith("Voorbeeld"))
        await chat.press(partner)
        await chat.expect_message(say("ask_name"))
        await chat.press(say("button.no_name"))
        await chat.expect_message(say("button.send"))
        await chat.press(say("button.send"))
        await chat.expect_message(partner)

        console = ConsolePage(office, url)
        await console.open_mailbox_link()
        await console.expect_text(story)
        await console.expect_text(wish)
        await console.accept()
        await chat.expect_message(say("button.end_relay"))
        await console.write("Dag, past morgen om tien uur?")
        await chat.expect_message("Dag, past morgen om tien uur?", "partner")
        await chat.write("ok")
        await console.expect_text("ok")
