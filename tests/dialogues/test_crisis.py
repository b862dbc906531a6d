"""In danger: the right numbers at once, at any moment, and the talk goes on only if the person wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.adapters import hearing
from bot.adapters.moment import last_slot
from bot.adapters.texts import GettextTexts
from bot.domain.labels import Crisis
from bot.domain.understanding import Understanding
from tests.support.talks import Town, labels, texts

DANGERS = {
    ("nl", "suicide"): ("Ik wil niet meer leven, ik ga er een eind aan maken", "1813"),
    ("fr", "suicide"): ("Je veux mourir, je vais me tuer ce soir", "0800 32 123"),
    ("ar", "suicide"): ("أريد أن أموت ولا أريد أن أعيش بعد اليوم", "112"),
    ("en", "suicide"): ("I want to kill myself tonight", "02 648 40 14"),
    ("nl", "violence"): ("Mijn man slaat mij, hij staat nu voor de deur met een mes", "101"),
    ("fr", "medical_emergency"): ("Mon mari est inconscient, il ne respire presque plus", "112"),
    ("nl", "no_shelter"): ("Ik sta vannacht op straat met mijn kinderen, we zijn buitengezet", "0800 13 500"),
}


@pytest.mark.parametrize(("language", "kind"), DANGERS)
async def test_numbers_come_at_once(the_town: Town, words: GettextTexts, language: str, kind: str) -> None:
    text, number = DANGERS[language, kind]
    talk = the_town.talk()
    answers = await talk.say(text)
    assert answers[0]["voice"] == "crisis"
    assert number in answers[0]["text"].replace("\u2068", "").replace("\u2069", "")
    own = f"crisis.ask_safe.{kind}"
    assert words.say(language, own if words.has(own) else "crisis.ask_safe") in texts(answers)


async def test_in_the_middle_of_a_form_and_back(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik zit zonder werk")
    await talk.press(words.say("nl", "button.right"))
    in_danger = await talk.say("Ik wil niet meer leven, ik ga er een eind aan maken")
    assert words.say("nl", "ask_place") not in texts(in_danger)
    safe = await talk.press(words.say("nl", "button.safe_now"))
    assert words.say("nl", "crisis.safe") in texts(safe)
    assert words.say("nl", "ask_place") not in texts(safe)
    resumed = await talk.press(words.say("nl", "button.resume"))
    assert labels(resumed)


NAMES_A_PLACE = (
    "My mum chucked me out an hour ago. I sit outside the Aldi in Ieper with nowhere to sleep tonight",
    "زوجي يضربني كل ليلة، هو الآن عند الباب ومعه سكين، أنا في إيبر",
    "Mijn man slaat mij, hij staat nu voor de deur met een mes, we wonen in Veurne. Bel mij morgen op 0470123456",
)
STORY = {
    "nl": "Ik zit zonder werk",
    "fr": "Je n'ai plus de travail",
    "ar": "ليس عندي عمل",
    "en": "I lost my job",
}


@pytest.mark.parametrize("danger", NAMES_A_PLACE)
@pytest.mark.parametrize("language", STORY)
async def test_a_danger_answers_no_other_question(
    the_town: Town, words: GettextTexts, language: str, danger: str
) -> None:
    talk = the_town.talk(language)
    await talk.send("command", f"language {language}")
    await talk.say(STORY[language])
    await talk.press(words.say(language, "button.right"))
    await talk.press(words.say(language, "button.skip"))
    assert last_slot((await talk.conversation()).dialogue, "requested_slot") == "place"
    answers = await talk.say(danger)
    assert answers[0]["voice"] == "crisis"
    assert last_slot((await talk.conversation()).dialogue, "requested_slot") is None


async def test_writing_on_is_met_and_pushed_nowhere(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say("Ik wil niet meer leven, ik ga er een eind aan maken")
    answers = await talk.say("mijn werk is weg en niemand belt mij nog")
    assert "112" in texts(answers) or "1813" in texts(answers)
    assert words.say("nl", "ask_place") not in texts(answers)


WHY = {
    "nl": "waarom denk je dat ik dood wil?",
    "fr": "pk tu crois que je veux mourir",
    "ar": "ليش مفكر اني بدي موت؟",
    "en": "why do you ask if I am safe?",
}


@pytest.mark.parametrize("language", WHY)
async def test_why_there_was_talk_of_danger_is_answered(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk(language)
    asked = await talk.say(DANGERS[language, "suicide"][0])
    answers = await talk.say(WHY[language])
    assert words.say(language, "crisis.why") in texts(answers)
    assert (answers[-1]["voice"], labels(answers)) == ("crisis", labels(asked)), "whether they are safe is still asked"
    assert words.say(language, "crisis.safe") in texts(await talk.press(words.say(language, "button.safe_now")))


@pytest.fixture
def in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hears in every message that somebody may want to die, as it hears it in few."""
    hear: Callable[[Mapping[str, Any]], Understanding] = hearing.understanding_from

    def doubtful(parse_data: Mapping[str, Any]) -> Understanding:
        return replace(hear(parse_data), crisis=Crisis.SUICIDE, crisis_sure=False)

    monkeypatch.setattr(hearing, "understanding_from", doubtful)


@pytest.mark.usefixtures("in_doubt")
async def test_a_doubt_is_asked_about_once_and_the_talk_goes_on(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    welcome, *others, asked = await talk.say("Ik kan mijn huur niet meer betalen en ik zie het niet meer zitten")
    assert welcome["text"] == words.say("nl", "utter_welcome")
    assert others and not labels(others)
    assert asked["voice"] == "crisis"
    assert "1813" in asked["text"]
    assert (await talk.conversation()).question.crisis is None
    assert words.say("nl", "button.right") in labels(await talk.say("nee"))
    again = await talk.say("en mijn werk ben ik ook kwijt")
    assert not [each for each in again if each["voice"] == "crisis"]


@pytest.mark.usefixtures("in_doubt")
async def test_why_a_doubt_was_asked_about(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    asked = await talk.say("Ik kan mijn huur niet meer betalen en ik zie het niet meer zitten")
    answers = await talk.say("waarom vraagt ge mij dat?")
    assert texts(answers) == words.say("nl", "crisis.why")
    assert labels(answers) == labels(asked), "the doubt is not settled by that"
    assert words.say("nl", "button.right") in labels(await talk.say("nee"))


@pytest.mark.usefixtures("in_doubt")
async def test_the_person_says_that_there_is_danger(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    told = "Ik kan mijn huur niet meer betalen en ik zie het niet meer zitten"
    await talk.say(told)
    answers = await talk.press(words.say("nl", "button.in_danger"))
    assert words.say("nl", "crisis.ask_safe") in texts(answers)
    question = (await talk.conversation()).question
    assert (question.crisis, question.words) == (Crisis.SUICIDE, told)
