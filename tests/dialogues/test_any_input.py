"""Whatever comes in gets a polite, useful answer in the person's language, and nothing breaks."""

from __future__ import annotations

import pytest

from bot.adapters.rasa_engine import RasaEngine
from bot.adapters.texts import GettextTexts
from bot.domain.labels import Need
from bot.domain.question import MAX_WORDS_LENGTH
from tests.support.talks import Town, labels, texts


@pytest.mark.parametrize("language", ["nl", "fr", "ar", "en"])
@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "contact", "document"])
async def test_media(the_town: Town, words: GettextTexts, kind: str, language: str) -> None:
    talk = the_town.talk(language)
    await talk.send("command", "start")
    assert words.say(language, "utter_send_media") in texts(await talk.send("media", kind))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😢",
        "🙂🙂🙂",
        "....",
        "привіт",
        "你好",
        "<b>dag</b> <script>alert(1)</script>",
        "*vet* _schuin_ [x](y) `z`",
        "\u202e\u0000",
    ],
)
async def test_odd_text(the_town: Town, text: str) -> None:
    talk = the_town.talk("nl")
    await talk.send("command", "start")
    assert texts(await talk.say(text)).strip()


async def test_halves_of_characters_are_read_past(engine: RasaEngine) -> None:
    assert Need.MONEY in (await engine.understand("\ud83d\udead ik heb geen geld meer voor eten \udfff")).needs


async def test_twenty_thousand_characters(the_town: Town) -> None:
    talk = the_town.talk("nl")
    story = "Ik kan mijn huur niet betalen en de brieven stapelen zich op. " * 330
    answers = await talk.say(story)
    assert labels(answers)
    assert len((await talk.conversation()).question.words) == MAX_WORDS_LENGTH


@pytest.mark.parametrize("text", ["/crisis", '/give_consent{"x": 1}', "/restart", "/delete_all", "//start", "/choose"])
async def test_a_slash_is_only_text(the_town: Town, text: str) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk")
    before = (await talk.conversation()).question
    answers = await talk.say(text)
    conversation = await talk.conversation()
    assert texts(answers)
    assert not conversation.handovers
    assert conversation.question.needs[: len(before.needs)] == before.needs


async def test_an_old_button_says_so(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk en zonder geld")
    old = (await talk.conversation()).choices_on_screen[0]
    await talk.press(words.say("nl", "button.right"))
    assert words.say("nl", "utter_stale_button") in texts(await talk.send("button", old.id))
    assert words.say("nl", "utter_stale_button~2") in texts(await talk.send("button", "never-offered"))


async def test_a_button_can_be_typed_by_label_and_by_number(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk")
    asked = texts(await talk.say("ja dat klopt"))
    assert words.say("nl", "ask_wish") in asked
    assert words.say("nl", "ask_place") in texts(await talk.say("1"))
    assert words.say("nl", "ask_reach") in texts(await talk.say("Veurne"))
    assert words.say("nl", "ask_when") in texts(await talk.say("2"))
    assert words.say("nl", "line.reach", value=words.say("nl", "reach.phone")) in texts(await talk.say("4"))


async def test_a_yes_for_something_else_sends_nothing(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk")
    await talk.say("ja")
    await talk.press(words.say("nl", "button.skip"))
    await talk.say("Veurne")
    await talk.press(words.say("nl", "button.no_preference"))
    await talk.say("ja")
    await talk.say("1")
    await talk.press(words.say("nl", "button.no_name"))
    assert words.say("nl", "consent_press") in texts(await talk.say("ja"))
    assert not (await talk.conversation()).handovers
    await talk.say("Ja, verstuur dit")
    assert len((await talk.conversation()).handovers) == 1


async def test_the_language_can_be_switched_in_mid_talk_and_sticks(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk")
    switched = texts(await talk.send("command", "language ar"))
    assert words.say("ar", "language_changed") in switched
    assert words.say("ar", "ask_heard~2") in switched
    await talk.say("ok")
    conversation = await talk.conversation()
    assert conversation.language == "ar"
    assert conversation.question.needs


async def test_everything_can_be_deleted(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk in Veurne")
    before = await talk.conversation()
    await talk.send("command", "delete")
    assert words.say("nl", "deleted") in texts(await talk.press(words.say("nl", "button.delete_all")))
    after = await talk.conversation()
    assert after.id != before.id
    assert not after.question.words
    assert not after.dialogue
