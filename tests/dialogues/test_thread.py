"""The bot never says the same twice, never leaves anybody stuck, and keeps the thread."""

from __future__ import annotations

import pytest

from bot.adapters.texts import GettextTexts
from bot.domain.labels import LANGUAGES, Need
from tests.dialogues.test_whole_talk import OPENINGS
from tests.support.talks import Town, labels, texts

RECAP = {
    "nl": "wat weet je over mij?",
    "fr": "Que savez-vous de moi ?",
    "ar": "شو حكيتلك؟",
    "en": "What did I tell you?",
}
RESTART = {"nl": "opnieuw beginnen", "fr": "On recommence", "ar": "من البداية", "en": "start over"}
TWO_NEEDS = {
    "nl": "ik ben mijn werk kwijt en nu stapelen de rekeningen zich op",
    "fr": "je suis seul au village et il n'y a pas de bus, je ne vois plus personne",
    "ar": "ما عندي بيت وما معي مصاري للإيجار",
    "en": "I lost my job and now the bills are piling up",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_not_understood_leads_to_a_person(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.send("command", "start")
    said = [texts(await talk.say(" ")) for _ in range(4)]
    assert len(set(said[:3])) == 3
    assert words.say(language, "stuck", helplines="").split("\n")[0] in said[2]
    assert "112" not in said[2]
    assert labels(await talk.say(" "))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_understanding_again_ends_the_count(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.send("command", "start")
    await talk.say(" ")
    await talk.say(" ")
    await talk.say(OPENINGS[language][0])
    stuck = words.say(language, "stuck", helplines="").split("\n")[0]
    assert stuck not in texts(await talk.say(" "))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_same_worry_is_answered_in_other_words(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.say(OPENINGS[language][0])
    shame = {"nl": "ik schaam mij", "fr": "j'ai honte", "ar": "أنا خجلان", "en": "I am so ashamed"}[language]
    first, second = texts(await talk.say(shame)), texts(await talk.say(shame))
    assert words.say(language, "utter_hesitate_shame") in first
    assert words.say(language, "utter_hesitate_shame~2") in second


ASKED = {
    "nl": ("wat kost dat?", "wie leest dit?", "hoe lang duurt dat?"),
    "fr": ("c'est gratuit ?", "qui lit ça ?", "c'est quoi le CPAS ?"),
    "ar": ("كم يكلف هذا؟", "من يقرأ هذا؟", "كم يستغرق هذا؟"),
    "en": ("what does it cost?", "who reads this?", "how long does it take?"),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_only_asks_is_not_pressed_to_begin(the_town: Town, words: GettextTexts, language: str) -> None:
    talk, begin = the_town.talk(language), words.say(language, "button.begin")
    first, *later = [labels(await talk.say(question)) for question in ASKED[language]]
    assert words.say(language, "need.money") in first
    assert later == [[begin], [begin]]
    assert words.say(language, "need.money") in labels(await talk.press(begin))
    assert words.say(language, "need.money") not in labels(await talk.say(OPENINGS[language][0]))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_two_worries_are_given_back_as_one(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    said = texts(await talk.say(TWO_NEEDS[language]))
    first, second = (await talk.conversation()).question.needs[:2]
    pairs = [key for key in (f"heard.{first}+{second}", f"heard.{second}+{first}") if words.has(key)]
    assert pairs and words.say(language, pairs[0]) in said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_did_i_tell_you(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.send("command", "start")
    assert words.say(language, "recap_none") in texts(await talk.say(RECAP[language]))
    await talk.say(OPENINGS[language][0])
    told = await talk.conversation()
    assert OPENINGS[language][0] in texts(await talk.say(RECAP[language]))
    assert (await talk.conversation()).question == told.question


@pytest.mark.parametrize("language", LANGUAGES)
async def test_beginning_anew(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    await talk.say(OPENINGS[language][0])
    assert words.say(language, "ask_restart") in texts(await talk.say(RESTART[language]))
    assert (await talk.conversation()).question.words
    await talk.press(words.say(language, "button.restart"))
    question = (await talk.conversation()).question
    assert (question.words, question.needs, question.language) == ("", (), language)
    await talk.say(OPENINGS[language][0])
    assert Need.MONEY in (await talk.conversation()).question.needs


async def test_going_on_after_all(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say(OPENINGS["nl"][0])
    await talk.say(RESTART["nl"])
    assert labels(await talk.press(words.say("nl", "button.resume")))
    assert (await talk.conversation()).question.words == OPENINGS["nl"][0]
