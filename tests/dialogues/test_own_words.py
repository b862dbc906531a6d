"""Questions with buttons can be answered in one's own words, and nobody is turned away for their language."""

from __future__ import annotations

import pytest

from bot.adapters.texts import GettextTexts
from bot.domain.labels import DayPart, Reach
from tests.dialogues.test_whole_talk import OPENINGS
from tests.support.talks import Talk, Town, labels, texts

AT_HOME = {"nl": "liefst thuis", "fr": "chez moi", "ar": "البيت", "en": "at home"}
WHERE = {
    "nl": "hoe zit het met mijn vraag?",
    "fr": "Vous avez des nouvelles ?",
    "ar": "وين سؤالي؟",
    "en": "did they answer yet",
}


async def _until_place(talk: Talk, words: GettextTexts, language: str) -> None:
    await talk.say(OPENINGS[language][0])
    await talk.press(words.say(language, "button.right"))
    await talk.press(words.say(language, "need.money"))
    await talk.press(words.say(language, "button.skip"))


async def _until_reach(talk: Talk, words: GettextTexts, language: str) -> None:
    await _until_place(talk, words, language)
    await talk.say(OPENINGS[language][1])


@pytest.mark.parametrize("language", AT_HOME)
async def test_how_to_be_reached(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk()
    await _until_reach(talk, words, language)
    await talk.say(AT_HOME[language])
    assert (await talk.conversation()).question.reach is Reach.HOME_VISIT


async def test_a_line_of_the_summary_in_a_few_words(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    await _until_reach(talk, words, "nl")
    await talk.press(words.say("nl", "button.no_preference"))
    await talk.say("bel me liever")
    shown = await talk.say("in de voormiddag")
    question = (await talk.conversation()).question
    assert (question.reach, question.when) == (Reach.PHONE, DayPart.MORNING)
    assert words.say("nl", "reach.phone") in texts(shown)
    assert words.say("nl", "when.morning") in texts(shown)


async def test_none_of_these_shows_others(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    await _until_reach(talk, words, "nl")
    await talk.press(words.say("nl", "button.no_preference"))
    first = labels(await talk.press(words.say("nl", "button.summary_right")))[:3]
    second = labels(await talk.say("geen van deze"))[:3]
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("language", "told", "place", "said", "gone"),
    [
        (
            "fr",
            "Je n'arrive plus à me lever, je n'ai pas de rythme et je n'ai plus de travail",
            "Poperinge",
            "j'ai 52 ans, c'est pour les jeunes",
            "kompas-coach",
        ),
        (
            "en",
            "I feel so alone here and I have no friends. I want to learn Dutch",
            "Koksijde",
            "I'm a man",
            "gezond-dorp-praatgroep",
        ),
    ],
)
async def test_who_is_there_for_others_goes_from_the_list(
    the_town: Town, words: GettextTexts, language: str, told: str, place: str, said: str, gone: str
) -> None:
    talk = the_town.talk(language)
    await talk.say(told)
    for button in ("button.right", "button.all_the_same", "button.skip"):
        await talk.press(words.say(language, button))
    await talk.say(place)
    for button in ("button.no_preference", "button.summary_right"):
        await talk.press(words.say(language, button))
    first = (await talk.conversation()).near
    assert gone in first[1:]  # not first, as long as nobody knows
    await talk.say(said)
    second = (await talk.conversation()).near
    assert gone not in second
    assert second[0] == first[0]


@pytest.mark.parametrize("language", WHERE)
async def test_where_is_my_question(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.say(OPENINGS[language][0])
    assert words.say(language, "status_none") in texts(await talk.say(WHERE[language]))


async def test_a_bare_cry_for_help_is_no_part_of_the_question(the_town: Town) -> None:
    talk = the_town.talk("nl")
    await talk.say("help")
    await talk.say(OPENINGS["nl"][0])
    assert (await talk.conversation()).question.words == OPENINGS["nl"][0]


@pytest.mark.parametrize(
    ("told", "spoken", "answered"),
    [
        ("У мене немає грошей на оренду квартири", "uk", "en"),
        ("No tengo dinero para pagar el alquiler", "es", "fr"),
        ("Ich brauche Hilfe, ich habe kein Geld für Essen", "de", "nl"),
    ],
)
async def test_a_language_that_the_bot_does_not_speak(
    the_town: Town, words: GettextTexts, told: str, spoken: str, answered: str
) -> None:
    talk = the_town.talk()
    replies = await talk.say(told)
    conversation = await talk.conversation()
    assert (conversation.language, conversation.question.language) == (answered, spoken)
    name = words.say(answered, f"language.{spoken}")
    assert words.say(answered, "unspoken_language", name=name) in texts(replies)
    assert name not in texts(await talk.say(told))


async def test_somebody_elses_village(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    await talk.say("my neighbour is 80 and she has no money for food, can you help her")
    asked = await talk.press(words.say("en", "button.right"))
    assert words.say("en", "ask_wish_other") in texts(asked)
    await talk.press(words.say("en", "button.skip"))
    asked = await talk.press(words.say("en", "button.knows.no"))
    assert words.say("en", "ask_place_other") in texts(asked)


async def test_a_village_name_that_exists_twice_is_asked_back(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await _until_place(talk, words, "nl")
    asked = await talk.say("Molenhoek")
    assert words.say("nl", "ask_which_place") in texts(asked)
    assert {"Molenhoek (Lo-Reninge)", "Molenhoek (Zonnebeke)"} <= set(labels(asked))
    await talk.press("Molenhoek (Zonnebeke)")
    place = (await talk.conversation()).question.place
    assert place is not None and place.municipality == "Zonnebeke"
