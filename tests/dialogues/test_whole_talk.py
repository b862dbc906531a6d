"""From the first word to a partner's answer, in every language of the bot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.texts import GettextTexts
from bot.domain.handover import DeclineReason, HandoverState
from bot.domain.labels import Need
from bot.service import handovers
from tests.support.talks import Talk, Town, labels, texts

OPENINGS = {
    "nl": ("Ik kan mijn huur niet meer betalen en de facturen blijven komen", "Lo-Reninge"),
    "fr": ("Je n'arrive plus à payer le loyer et les factures s'accumulent", "Furnes"),
    "ar": ("لا أستطيع دفع الإيجار والفواتير كثيرة", "8600"),
    "en": ("I can't pay my rent any more and the bills keep coming", "Diksmuide"),
}


async def until_options(talk: Talk, words: GettextTexts, language: str) -> list[str]:
    """Tells, agrees and answers up to the choice of a partner; gives the labels of the options."""
    opening, place = OPENINGS[language]
    await talk.say(opening)
    say = lambda key: words.say(language, key)  # noqa: E731
    await talk.press(say("button.right"))
    if len((await talk.conversation()).question.needs) > 1:
        await talk.press(say("need.money"))
    await talk.press(say("button.skip"))
    await talk.say(place)
    await talk.press(say("button.reach.home_visit"))
    await talk.press(say("when.any"))
    options = await talk.press(say("button.summary_right"))
    return labels(options)


@pytest.mark.parametrize("language", OPENINGS)
async def test_from_first_word_to_consent(the_town: Town, words: GettextTexts, language: str) -> None:
    talk = the_town.talk()
    options = await until_options(talk, words, language)
    conversation = await talk.conversation()
    assert conversation.language == language
    assert {Need.MONEY, Need.HOUSING} <= set(conversation.question.needs)
    assert 2 <= len(options) - 3 <= 3
    await talk.press(options[0])
    preview = await talk.press(words.say(language, "button.no_name"))
    assert OPENINGS[language][0] in texts(preview)
    assert not (await talk.conversation()).handovers
    sent = await talk.press(words.say(language, "button.send"))
    (handover,) = (await talk.conversation()).handovers
    assert handover.shared["words"] == OPENINGS[language][0]
    assert options[0] in texts(sent)


async def test_a_partner_takes_it_and_they_write_to_each_other(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    options = await until_options(talk, words, "nl")
    await talk.press(options[0])
    await talk.press(words.say("nl", "button.no_name"))
    await talk.press(words.say("nl", "button.send"))
    (handover,) = (await talk.conversation()).handovers
    core, partner = the_town.core, (handover.organization_id, handover.id)
    await handovers.accept(core.new_uow, core.clock, *partner, "console")
    await handovers.write(core.new_uow, core.clock, *partner, "console", "Dag, past morgen?")
    accepted, written = await talk.read()
    assert options[0] in accepted["text"]
    assert (written["text"], written["voice"], written["sender_name"]) == ("Dag, past morgen?", "partner", options[0])
    assert await talk.say("ja, morgen is goed, dank u") == []
    view = await handovers.view(core.new_uow, *partner)
    assert [(message.sender, message.text) for message in view.messages][-1] == (
        "resident",
        "ja, morgen is goed, dank u",
    )
    assert view.handover.state is HandoverState.IN_CONTACT
    ended = await talk.press(words.say("nl", "button.end_relay"))
    assert words.say("nl", "relay_ended", organization=options[0]) == texts(ended)


async def test_a_decline_brings_the_next_proposals_and_needs_a_new_yes(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    options = await until_options(talk, words, "nl")
    await talk.press(options[0])
    await talk.press(words.say("nl", "button.no_name"))
    await talk.press(words.say("nl", "button.send"))
    (handover,) = (await talk.conversation()).handovers
    core = the_town.core
    await handovers.decline(
        core.new_uow, core.clock, handover.organization_id, handover.id, "console", DeclineReason.FULL
    )
    answers = await talk.read()
    assert words.say("nl", "declined.full") in texts(answers)
    assert labels(answers)[:-3]
    conversation = await talk.conversation()
    assert handover.service_id not in conversation.proposed
    assert [each.state for each in conversation.handovers] == [HandoverState.DECLINED]


async def test_taking_back_cuts_the_line_at_once(the_town: Town, words: GettextTexts) -> None:
    talk = the_town.talk()
    options = await until_options(talk, words, "nl")
    await talk.press(options[0])
    await talk.press(words.say("nl", "button.no_name"))
    await talk.press(words.say("nl", "button.send"))
    await talk.press(words.say("nl", "button.take_back"))
    (handover,) = (await talk.conversation()).handovers
    assert handover.state is HandoverState.WITHDRAWN
    again = await talk.press(words.say("nl", "button.take_back"))
    assert texts(again) == words.say("nl", "take_back_late")


async def test_who_leaves_the_directory_before_the_yes_gets_nothing(the_town: Town, words: GettextTexts) -> None:
    talk, core = the_town.talk(), the_town.core
    options = await until_options(talk, words, "nl")
    await talk.press(options[0])
    await talk.press(words.say("nl", "button.no_name"))
    async with core.new_uow() as uow:
        before = await uow.directory.load()
        chosen = next(each for each in before.organizations if each.name == options[0])
        left = tuple(each for each in before.services if each.organization_id != chosen.id)
        await uow.directory.replace(replace(before, services=left), core.clock())
        await uow.commit()
    answers = await talk.press(words.say("nl", "button.send"))
    assert words.say("nl", "service_gone") in texts(answers)
    assert options[0] not in labels(answers)
    assert labels(answers)[-1] == words.say("nl", "button.just_information")
    conversation = await talk.conversation()
    assert conversation.handovers == ()
    async with core.new_uow() as uow:
        await uow.directory.replace(before, core.clock())
        await uow.commit()
    preview = await talk.press(labels(answers)[0])
    assert labels(preview)[0] == words.say("nl", "button.send")
    assert (await talk.conversation()).handovers == ()
