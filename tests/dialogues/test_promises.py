"""What the texts promise about privacy, pace and time, held against what the product does (see tests/claims.yml)."""

from __future__ import annotations

import re
import socket
import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.adapters.rasa_engine import RasaEngine
from bot.adapters.texts import GettextTexts
from bot.channels.telegram.partner import partner_message
from bot.domain.consent import shared_fields
from bot.domain.errors import NotFound
from bot.domain.handover import Handover, HandoverState, StepNotPossible
from bot.domain.labels import LANGUAGES, Preference
from bot.domain.messages import Incoming, Outgoing
from bot.domain.reasons import cost_of
from bot.service import handovers
from bot.service.receive import receive
from bot.service.turns import MAX_ATTEMPTS, RETRY_AFTER
from tests.dialogues.test_crisis import DANGERS
from tests.dialogues.test_thread import RESTART
from tests.dialogues.test_whole_talk import OPENINGS, until_options
from tests.support.talks import Talk, Town, labels, texts

FEARS = {
    "nl": "ik ben bang dat ze mijn kinderen afpakken als ik dit vertel",
    "fr": "j'ai peur qu'on m'enlève mes enfants si je parle",
    "ar": "أخاف أن يأخذوا أولادي",
    "en": "I am afraid they will take my children away",
}
PRIVACY = {
    "nl": "wie leest dit allemaal?",
    "fr": "qui lit ce que j'écris ici ?",
    "ar": "من يقرأ ما أكتبه هنا؟",
    "en": "is what I write here private?",
}
LANES_AT_ONCE = 100
LEASE_SECONDS = 60


async def leaving(town: Town, channel: str = "email") -> list[Outgoing]:
    """All that waits to be sent by ``channel``, in its order; to partners of the sample directory that is mail."""
    found: list[Outgoing] = []
    while True:
        async with town.core.new_uow() as uow:
            claimed = await uow.outbox.claim("test", [channel], town.core.clock(), LEASE_SECONDS, LANES_AT_ONCE)
            for delivery in claimed:
                await uow.outbox.sent(delivery.id, "test", town.core.clock())
            await uow.commit()
        if not claimed:
            return found
        found += [delivery.outgoing for delivery in claimed]


async def kinds_leaving(town: Town) -> list[str]:
    return [row.body["kind"] for row in await leaving(town)]


async def handed_over(town: Town, words: GettextTexts) -> tuple[Talk, Handover]:
    """A Dutch talk that went all the way to a partner, without a name."""
    talk = town.talk("nl")
    options = await until_options(talk, words, "nl")
    for label in (options[0], words.say("nl", "button.no_name"), words.say("nl", "button.send")):
        await talk.press(label)
    (handover,) = (await talk.conversation()).handovers
    return talk, handover


YES = {"nl": "ja", "fr": "oui", "ar": "نعم", "en": "yes"}
ADDED = {
    "nl": "en mijn zoon is ziek, we slapen slecht van de zorgen",
    "fr": "et mon fils est malade, on dort mal à cause des soucis",
    "ar": "وابني مريض ولا ننام من الهم",
    "en": "and my son is ill, we sleep badly from the worries",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_stands_above_is_what_is_sent(the_town: Town, words: GettextTexts, language: str) -> None:
    talk, above = the_town.talk(language), words.say(language, "consent_above")
    options = await until_options(talk, words, language)
    await talk.press(options[0])
    await talk.press(words.say(language, "button.no_name"))
    shown = shared_fields((await talk.conversation()).question)
    assert above in texts(await talk.say(YES[language]))
    assert shared_fields((await talk.conversation()).question) == shown
    await talk.say(ADDED[language])
    assert shared_fields((await talk.conversation()).question) == shown
    assert above not in texts(await talk.press(words.say(language, "button.write_it")))
    changed = shared_fields((await talk.conversation()).question)
    assert changed == {**shown, "words": f"{shown['words']}\n{ADDED[language]}"}
    await talk.press(words.say(language, "button.send"))
    (handover,) = (await talk.conversation()).handovers
    assert handover.shared == changed


async def accept(town: Town, talk: Talk, handover: Handover) -> list[Any]:
    core = town.core
    await handovers.accept(core.new_uow, core.clock, handover.organization_id, handover.id, "console")
    return await talk.read()


async def write(town: Town, handover: Handover) -> None:
    core = town.core
    await handovers.write(core.new_uow, core.clock, handover.organization_id, handover.id, "console", "Dag")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every other machine that this process asks for or connects to meanwhile."""
    made: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            made.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **_: made.append(asked))
    return made


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_story_a_fear_and_a_danger_reach_nobody(the_town: Town, calls: list[Any], language: str) -> None:
    talk = the_town.talk(language)
    for told in (OPENINGS[language][0], FEARS[language], DANGERS[language, "suicide"][0]):
        assert texts(await talk.say(told))
    assert not (await talk.conversation()).handovers
    assert await leaving(the_town) == []
    async with the_town.core.new_uow() as uow:
        organizations = (await uow.directory.load()).organizations
        assert [await uow.handovers.of_organization(each.id) for each in organizations] == [[]] * len(organizations)
    assert calls == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_can_stop_at_every_question(the_town: Town, words: GettextTexts, language: str) -> None:
    talk, (opening, place) = the_town.talk(language), OPENINGS[language]
    stop = {words.say(language, key) for key in ("not_now", "not_now~2", "not_now~3")}
    steps = ("button.right", "need.money", "button.skip", place, "button.reach.home_visit", "when.any")
    await talk.say(opening)
    for step in (*steps, "button.summary_right", "", "button.no_name"):
        assert stop & set(texts(await talk.send("command", "stop")).split("\n"))
        options = labels(await talk.press(words.say(language, "button.resume")))
        if step == place:
            await talk.say(place)
        else:
            await talk.press(words.say(language, step) if step else options[0])
    assert words.say(language, "button.send") in labels(await talk.press(words.say(language, "button.resume")))
    await talk.send("command", "stop")
    assert not (await talk.conversation()).handovers
    assert await leaving(the_town) == []


async def test_a_partner_gets_the_very_lines_that_were_shown(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    options = await until_options(talk, words, "nl")
    await talk.press(options[0])
    preview = texts(await talk.press(words.say("nl", "button.no_name")))
    await talk.press(words.say("nl", "button.send"))
    (handover,) = (await talk.conversation()).handovers
    (notice,) = await leaving(the_town)
    shown = await partner_message(the_town.core.new_uow, words, notice.body)
    assert shown is not None
    message = shown.text
    got = message.split("\n\n")[1]
    assert got in preview
    assert len(got.split("\n")) == len(handover.shared)
    assert preview.split(got)[1].strip().startswith(words.say("nl", "stays_out", value="").partition(":")[0])
    assert not {"name", "phone"} & set(handover.shared)
    assert talk.terminal.sender not in f"{notice} {message} {handover}"


async def test_each_helper_that_is_shown_tells_what_it_costs(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await until_options(talk, words, "nl")
    conversation = await talk.conversation()
    async with the_town.core.new_uow() as uow:
        shown = (await uow.directory.load()).services_of(conversation.near)
        *_, options = await uow.outbox.read(conversation.id, conversation.channel, 0)
    told = options.body["text"].split("\n\n")[1 : 1 + len(shown)]
    costs = [cost_of(service) for service in shown]
    assert [words.say("nl", cost.key, **cost.values) in option for cost, option in zip(costs, told)] == [True] * len(
        shown
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_words_that_are_quoted_delete_everything(the_town: Town, words: GettextTexts, language: str) -> None:
    (quoted,) = re.findall('[“«"] ?(.+?) ?[”»"]', words.say(language, "utter_ask_privacy"))
    keys = ("utter_ask_privacy~2", "hesitate_fear.partner", "hesitate_fear.partner~2")
    assert [key for key in keys if quoted.casefold() not in words.say(language, key).casefold()] == []
    talk = the_town.talk(language)
    await talk.say(OPENINGS[language][0])
    before = await talk.conversation()
    assert words.say(language, "ask_delete") in texts(await talk.say(quoted))
    assert words.say(language, "deleted") in texts(await talk.press(words.say(language, "button.delete_all")))
    after = await talk.conversation()
    assert (after.id != before.id, after.question.words, after.dialogue) == (True, "", {})


async def test_deleting_takes_back_what_was_sent(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    assert await kinds_leaving(the_town) == ["handover"]
    await talk.send("command", "delete")
    assert words.say("nl", "deleted_sent") in texts(await talk.press(words.say("nl", "button.delete_all")))
    assert await kinds_leaving(the_town) == ["withdrawn"]
    assert await handovers.list_for(the_town.core.new_uow, handover.organization_id) == []
    with pytest.raises(NotFound):
        await handovers.view(the_town.core.new_uow, handover.organization_id, handover.id)
    with pytest.raises(NotFound):
        await write(the_town, handover)


async def test_what_has_ended_goes_from_the_partners_page_with_everything(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    await talk.press(words.say("nl", "button.end_relay"))
    assert await handovers.list_for(the_town.core.new_uow, handover.organization_id)
    await talk.send("command", "delete")
    await talk.press(words.say("nl", "button.delete_all"))
    assert await handovers.list_for(the_town.core.new_uow, handover.organization_id) == []


async def test_taking_back_is_told_to_the_partner_and_ends_the_line(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    await talk.press(words.say("nl", "button.take_back"))
    assert await kinds_leaving(the_town) == ["withdrawn"], "what has not left yet stays here"
    with pytest.raises(StepNotPossible):
        await write(the_town, handover)


async def test_taking_back_from_a_partner_who_left_the_directory(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    await talk.press(words.say("nl", "button.end_relay"))
    core = the_town.core
    async with core.new_uow() as uow:
        before = await uow.directory.load()
        stay = [each for each in before.organizations if each.id != handover.organization_id]
        services = [each for each in before.services if each.organization_id != handover.organization_id]
        left = replace(before, organizations=tuple(stay), services=tuple(services))
        await uow.directory.replace(left, core.clock())
        await uow.commit()
    await talk.send("command", "delete")
    gone = words.say("nl", "take_back_ended.closed", organization={"key": "partner_gone", "values": {}})
    answers = await talk.press(words.say("nl", "button.take_back_from", organization=gone))
    assert texts(answers) == words.say("nl", "taken_back_gone")
    assert (await talk.conversation()).handovers[0].state is HandoverState.WITHDRAWN


async def test_the_partner_knows_when_the_resident_stops(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    await talk.press(words.say("nl", "button.end_relay"))
    assert await kinds_leaving(the_town) == ["handover", "closed"]
    with pytest.raises(StepNotPossible):
        await write(the_town, handover)


async def name_of_partner(town: Town, handover: Handover) -> str:
    async with town.core.new_uow() as uow:
        return (await uow.directory.load()).organization(handover.organization_id).name


async def test_who_has_the_question_is_told_by_name(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    assert words.say("nl", "answer.receivers") in texts(await talk.say("wie heeft het nu?"))
    talk, handover = await handed_over(the_town, words)
    name = await name_of_partner(the_town, handover)
    answers = await talk.say("is dat alleen naar hen gegaan?")
    assert texts(answers) == words.say("nl", "answer.receivers.sent", organizations=[name])
    async with the_town.core.new_uow() as uow:
        organizations = (await uow.directory.load()).organizations
        have_it = [each.name for each in organizations if await uow.handovers.of_organization(each.id)]
    assert have_it == [name]
    await talk.press(words.say("nl", "button.take_back"))
    answers = await talk.say("heeft er nog iemand anders het gelezen?")
    assert texts(answers) == words.say("nl", "answer.receivers.taken_back", organizations=[name])


LOOKS = {
    "nl": "ik wil gewoon kijken wie er is",
    "fr": "je veux juste voir qui il y a",
    "ar": "بس بدي شوف مين موجود",
    "en": "i just want to see who there is",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_only_looks_has_written_and_sent_nothing(language: str, the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk(language)
    assert words.say(language, "information_about") in texts(await talk.say(LOOKS[language]))
    await talk.press(words.say(language, "need.housing"))
    conversation = await talk.conversation()
    assert not (conversation.question.told or conversation.handovers)
    assert await leaving(the_town) == []


async def until_consent(talk: Talk, words: GettextTexts, opening: str) -> str:
    """Tells ``opening`` in English and goes on to the message that would be sent, which it gives."""
    say = lambda key: words.say("en", key)  # noqa: E731
    await talk.say(opening)
    await talk.press(say("button.right"))
    if len((await talk.conversation()).question.needs) > 1:
        await talk.press(say("button.all_the_same"))
    await talk.press(say("button.skip"))
    await talk.say("Ieper")
    await talk.press(say("button.reach.chat"))
    options = labels(await talk.press(say("button.summary_right")))
    preview = await talk.press(options[0])
    nameless = say("button.no_name")
    return texts(await talk.press(nameless) if nameless in labels(preview) else preview)


async def test_who_has_the_name_and_the_number(the_town: Town, words: GettextTexts) -> None:
    nameless, numberless = "who knows my name?", "do they have my number now?"
    talk, handover = await handed_over(the_town, words)
    assert {"name", "phone"}.isdisjoint(handover.shared)
    assert texts(await talk.say("hebben ze mijn nummer nu?")) == words.say("nl", "answer.number.not_sent")
    named = the_town.talk("en")
    await until_consent(named, words, "My name is Tom. I lost my job and I can't find another")
    await named.press(words.say("en", "button.send"))
    (sent,) = (await named.conversation()).handovers
    name = await name_of_partner(the_town, sent)
    assert (sent.shared["name"], "phone" in sent.shared) == ("Tom", False)
    assert texts(await named.say(nameless)) == words.say("en", "answer.nameless.sent", organizations=[name])
    assert texts(await named.say(numberless)) == words.say("en", "answer.number.not_sent")


async def test_who_reads_once_it_was_sent(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    name = await name_of_partner(the_town, handover)
    said = texts(await talk.say(PRIVACY["nl"]))
    assert (
        words.say("nl", "ask_privacy_sent", organizations=[name]) in said
        or words.say("nl", "answer.receivers.sent", organizations=[name]) in said
    )
    assert words.say("nl", "utter_ask_privacy") not in said


async def test_a_name_told_in_a_story_can_be_left_out(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("en")
    preview = await until_consent(talk, words, "My name is Tom. I lost my job and I can't find another")
    assert words.say("en", "line.name", value="Tom") in preview
    assert (await talk.conversation()).question.words == "I lost my job and I can't find another"
    await talk.say("leave my name out")
    assert "Tom" not in shared_fields((await talk.conversation()).question).values()


async def test_an_answer_that_may_come_too_late_is_said_to(the_town: Town, words: GettextTexts) -> None:
    the_town.await_monday()
    hurried, calm = the_town.talk("en"), the_town.talk("en")
    late = re.compile(str(words.template("en", "expected_late")).split("{")[0])
    assert late.search(await until_consent(hurried, words, "I lost my job, I need an answer before tomorrow"))
    assert not late.search(await until_consent(calm, words, "I lost my job, I need an answer"))


@pytest.mark.parametrize("said", ["1", "the first one", "from the top", "yes", "send it", "ok"])
async def test_nothing_but_the_button_and_its_words_sends(the_town: Town, words: GettextTexts, said: str) -> None:
    talk = the_town.talk("en")
    await until_consent(talk, words, "I lost my job and I can't find another")
    await talk.say(said)
    assert not (await talk.conversation()).handovers
    await talk.say(words.say("en", "button.send"))
    assert (await talk.conversation()).handovers


async def test_who_asks_if_an_answer_comes_in_time_is_told(the_town: Town, words: GettextTexts) -> None:
    the_town.await_monday()
    talk = the_town.talk("en")
    await until_consent(talk, words, "I lost my job and I can't find another")
    late, in_time = (str(words.template("en", key)).split("{")[0] for key in ("expected_late", "status_in_time"))
    chosen = str(words.template("en", "answer.duration.chosen")).split("{")[0]
    assert chosen in texts(await talk.say("how long does it take?"))
    assert late in texts(await talk.say("do I hear something before tomorrow?"))
    assert (await talk.conversation()).question.words == "I lost my job and I can't find another"
    await talk.press(words.say("en", "button.send"))
    assert late in texts(await talk.say("is there an answer before tomorrow?"))
    assert in_time in texts(await talk.say("and before 31 December, do they answer by then?"))


async def test_who_has_somebody_to_fear_at_home_asks_for_careful_contact(the_town: Town, words: GettextTexts) -> None:
    talk, careful = the_town.talk("en"), words.say("en", "preference.discreet")
    await talk.say("my husband hits me when he has been drinking")
    await talk.press(words.say("en", "button.safe_now"))
    preview = await until_consent(talk, words, "go on with my question")
    assert careful in preview
    await talk.press(words.say("en", "button.send"))
    (sent,) = (await talk.conversation()).handovers
    assert sent.shared["preferences"] == str(Preference.DISCREET)


async def test_whether_they_call_is_told_as_it_was_chosen(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    assert words.say("nl", "answer.contact") in texts(await talk.say("belt er mij iemand?"))
    talk, handover = await handed_over(the_town, words)
    assert texts(await talk.say("bellen ze mij of schrijven ze?")) == words.say("nl", "answer.contact.home_visit")
    assert (handover.shared["reach"], "phone" in handover.shared) == ("home_visit", False)


async def test_what_is_kept_is_told_as_it_is(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await talk.say(OPENINGS["nl"][0])
    assert words.say("nl", "answer.kept.told") in texts(await talk.say("hoe lang bewaart ge dat?"))
    talk, handover = await handed_over(the_town, words)
    name = await name_of_partner(the_town, handover)
    answers = await talk.say("wat bewaar je van mij?")
    assert texts(answers) == words.say("nl", "answer.kept.sent", organizations=[name])
    await talk.send("command", "delete")
    await talk.press(words.say("nl", "button.delete_all"))
    answers = texts(await talk.say("heb je nog iets van mij?"))
    assert words.say("nl", "answer.kept") in answers
    assert name not in answers


async def test_why_danger_was_heard_in_a_talk_with_a_partner(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    await talk.say(DANGERS["nl", "suicide"][0])
    name = await name_of_partner(the_town, handover)
    assert words.say("nl", "crisis.why_relay", organization=name) in texts(await talk.say("waarom vraag je dat?"))


async def test_danger_in_a_talk_with_a_partner_is_answered_and_passed_on(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await accept(the_town, talk, handover)
    danger = DANGERS["nl", "suicide"][0]
    answers = await talk.say(danger)
    assert answers[0]["voice"] == "crisis"
    name = await name_of_partner(the_town, handover)
    passed_on = [words.say("nl", f"crisis.partner_{how}", organization=name) for how in ("reads", "closed")]
    assert any(told in texts(answers) for told in passed_on)
    view = await handovers.view(the_town.core.new_uow, handover.organization_id, handover.id)
    assert [message.text for message in view.messages] == [danger]
    assert "danger" in [event.step for event in view.events], "the partner is told what the bot did"


async def test_beginning_anew_leaves_what_was_sent_with_the_helper(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    await talk.say(RESTART["nl"])
    await talk.press(words.say("nl", "button.restart"))
    assert not (await talk.conversation()).question.words
    view = await handovers.view(the_town.core.new_uow, handover.organization_id, handover.id)
    assert view.handover.shared == handover.shared


async def test_an_answer_after_days_is_told_at_once(the_town: Town, words: GettextTexts) -> None:
    talk, handover = await handed_over(the_town, words)
    the_town.later(timedelta(days=6))
    assert len(await accept(the_town, talk, handover)) == 1
    await write(the_town, handover)
    assert [reply["text"] for reply in await talk.read()] == ["Dag"]


async def test_just_the_numbers_send_nothing(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk("nl")
    await until_options(talk, words, "nl")
    said = texts(await talk.press(words.say("nl", "button.just_information")))
    assert words.say("nl", "information", lines="").split("\n")[-1] in said
    assert not (await talk.conversation()).handovers
    assert await leaving(the_town) == []


@pytest.mark.parametrize(("weekday", "hour"), [(6, 3), (0, 23), (4, 12)])
async def test_it_answers_at_any_hour(the_town: Town, words: GettextTexts, weekday: int, hour: int) -> None:
    today = utc_now()
    moment = datetime(today.year + 1, 1, 1, hour, tzinfo=timezone.utc)
    moment += timedelta(days=(weekday - moment.weekday()) % 7)
    the_town.later(moment - today)
    assert words.say("nl", "button.right") in labels(await the_town.talk("nl").say(OPENINGS["nl"][0]))


async def test_a_failure_loses_nothing_that_was_told(
    the_town: Town, words: GettextTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = the_town.talk("nl")
    await talk.say(OPENINGS["nl"][0])
    told = (await talk.conversation()).question

    async def fail(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(RasaEngine, "respond", fail)
        said = await talk.say("mijn werk is ook weg")
        for _ in range(MAX_ATTEMPTS):
            the_town.later(RETRY_AFTER)
            said += await talk.read()
    assert texts(said) == words.say("nl", "turn_failed")
    assert (await talk.conversation()).question == told
    assert labels(await talk.press(words.say("nl", "button.right")))


async def by_telegram(town: Town, text: str, language: str) -> str:
    """The answers to what somebody writes on Telegram."""
    incoming = Incoming("telegram", "4711", uuid.uuid4().hex, "text", text, language)
    await receive(town.core.new_uow, town.core.clock, incoming)
    await town.talk().terminal.work()
    return texts([row.body for row in await leaving(town, "telegram")])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_on_telegram_it_says_what_telegram_sees_and_keeps(
    the_town: Town, words: GettextTexts, language: str
) -> None:
    yes = {"nl": "ja", "fr": "oui", "ar": "نعم", "en": "yes"}[language]
    await by_telegram(the_town, OPENINGS[language][0], language)
    assert words.say(language, "telegram_reads") in await by_telegram(the_town, PRIVACY[language], language)
    (quoted,) = re.findall('[“«"] ?(.+?) ?[”»"]', words.say(language, "utter_ask_privacy"))
    await by_telegram(the_town, quoted, language)
    assert words.say(language, "telegram_keeps") in await by_telegram(the_town, yes, language)
    elsewhere = the_town.talk(language)
    await elsewhere.say(OPENINGS[language][0])
    assert words.say(language, "telegram_reads") not in texts(await elsewhere.say(PRIVACY[language]))
