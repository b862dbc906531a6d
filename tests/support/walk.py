"""A resident without aim, who writes and presses anything, and what has to hold all the same."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.adapters.texts import GettextTexts
from bot.domain.handover import DeclineReason, Outcome, StepNotPossible
from bot.domain.labels import LANGUAGES
from bot.domain.messages import Choice
from bot.service import handovers
from tests.support.held_out import held_out
from tests.support.scripted import says, without_marks
from tests.support.talks import Town, texts

ODD = (
    " ",
    "?",
    "😢",
    "....",
    "0470 12 34 56",
    "8600",
    "Veurne",
    "Poelkapelle",
    "2",
    "99",
    "<b>x</b>",
    "{lines}",
    "a" * 3000,
)
COMMANDS = ("start", "help", "status", "stop", "delete", "language", *(f"language {code}" for code in LANGUAGES))
PHRASES = ("status", "recap", "restart_talk", "just_talk", "tell_more", "just_information")
STEPS_TO_SEND = 40
REPEATS = 3
"""How often in a row the very same bubble is one too many."""


class Walk:
    """One walk in one language, the same for the same ``seed``."""

    def __init__(self, town: Town, words: GettextTexts, language: str, seed: int) -> None:
        self.town, self.words, self.language = town, words, language
        self.random = random.Random(seed)
        self.talk = town.talk(language)
        self.messages = [message.text for message in held_out(language)]
        self.foreign = [message.text for code in LANGUAGES if code != language for message in held_out(code)[::25]]
        self.path: list[str] = []
        self.last: list[str] = []
        self.sent = 0

    async def go(self, steps: int) -> None:
        """Walks, and finds a way to a handover from where it ended."""
        await self._answered(await self.talk.send("command", "start"), "start")
        for _ in range(steps):
            await self._step()
        await self._finds_the_way()

    async def _step(self) -> None:
        kinds = (
            self._press,
            self._type_a_label,
            self._tell,
            self._say_odd,
            self._say_phrase,
            self._command,
            self._world,
        )
        act = self.random.choices(kinds, weights=(34, 12, 30, 8, 6, 5, 5))[0]
        await act()

    async def _press(self) -> None:
        conversation = await self.talk.conversation()
        stale = self.random.random() < 0.15
        choices = conversation.choices if stale else conversation.choices_on_screen
        if choices:
            choice = self.random.choice(choices)
            await self._answered(await self.talk.send("button", choice.id), f"[{choice.label}]")

    async def _type_a_label(self) -> None:
        """A label that is typed means what the button means."""
        choices = (await self.talk.conversation()).choices_on_screen
        if choices:
            choice = self.random.choice(choices)
            await self._say(choice.label)

    async def _tell(self) -> None:
        pool = self.foreign if self.random.random() < 0.1 else self.messages
        await self._say(self.random.choice(pool))

    async def _say_odd(self) -> None:
        await self._say(self.random.choice(ODD))

    async def _say_phrase(self) -> None:
        phrases = self.words.say(self.language, f"phrases.{self.random.choice(PHRASES)}")
        await self._say(self.random.choice(phrases.split("|")))

    async def _command(self) -> None:
        command = self.random.choice(COMMANDS)
        await self._answered(await self.talk.send("command", command), f"/{command}")

    async def _world(self) -> None:
        """Time passes, or a partner does something."""
        if self.random.random() < 0.5:
            self.town.later(timedelta(hours=self.random.choice((1, 8, 400))))
            return
        conversation = await self.talk.conversation()
        if not conversation.handovers:
            return
        handover, core = self.random.choice(conversation.handovers), self.town.core
        common = (core.new_uow, core.clock, handover.organization_id, handover.id, "console")
        does = self.random.choice(("accepts", "declines", "writes", "closes"))
        try:
            if does == "accepts":
                await handovers.accept(*common)
            elif does == "declines":
                await handovers.decline(*common, self.random.choice(list(DeclineReason)))
            elif does == "writes":
                await handovers.write(*common, "Dag, past morgen?")
            else:
                await handovers.close(*common, Outcome.HELPED)
        except StepNotPossible:
            return
        await self._answered(await self.talk.read(), f"partner {does}", may_be_silent=True)

    async def _say(self, text: str) -> None:
        relay = (await self.talk.conversation()).relay is not None
        answers = await self.talk.say(text)
        heard = self.talk.terminal.understood
        await self._answered(answers, text, may_be_silent=relay)
        if heard is not None and heard.danger is not None and answers:
            assert any(answer["voice"] == "crisis" for answer in answers), self._story("danger was not answered")

    async def _answered(self, answers: list[Mapping[str, Any]], step: str, may_be_silent: bool = False) -> None:
        self.path.append(step)
        self.path.extend(
            f"    > {answer['text'][:300]} {[each['label'] for each in answer['buttons']]}" for answer in answers
        )
        assert answers or may_be_silent, self._story("no answer")
        assert all(answer["text"].strip() for answer in answers), self._story("an empty answer")
        conversation = await self.talk.conversation()
        assert self.words.say(conversation.language, "turn_failed") not in texts(answers), self._story(
            "the turn failed"
        )
        yes = {self.words.say(language, "button.send") for language in LANGUAGES}
        assert len(conversation.handovers) <= self.sent or step.strip("[]") in yes, self._story("sent without a yes")
        self.sent = len(conversation.handovers)
        for answer in answers:
            if answer["voice"] != "partner":
                self.last = [*self.last, answer["text"]][-REPEATS:]
                assert len(self.last) < REPEATS or len(set(self.last)) > 1, self._story(
                    "the same bubble again and again"
                )

    async def _finds_the_way(self) -> None:
        """Whoever answers each question with its first button reaches a handover: no state is a dead end."""
        before = len((await self.talk.conversation()).handovers)
        await self._leave_the_partner()
        for _ in range(STEPS_TO_SEND):
            conversation = await self.talk.conversation()
            if len(conversation.handovers) > before or self._nobody_fits(conversation.language):
                return
            await self._cooperate(conversation.choices_on_screen)
        raise AssertionError(self._story("no way on"))

    def _nobody_fits(self, language: str) -> bool:
        """Whether it was just said honestly that nobody is left to be asked."""
        return any(says(language, key, without_marks(each)) for each in self.last[-1:] for key in _NOBODY)

    async def _leave_the_partner(self) -> None:
        while (relay := (await self.talk.conversation()).relay) is not None:
            core = self.town.core
            await handovers.close(core.new_uow, core.clock, relay.organization_id, relay.id, "console", Outcome.HELPED)
            await self._answered(await self.talk.read(), "partner closes", may_be_silent=True)

    async def _cooperate(self, choices: tuple[Choice, ...]) -> None:
        useful = [choice for choice in choices if not choice.payload.startswith(_LEAD_AWAY)]
        if useful:
            await self._answered(await self.talk.send("button", useful[0].id), f"[{useful[0].label}]")
        else:
            await self._say(_STORY[(await self.talk.conversation()).language])

    def _story(self, what: str) -> str:
        return f"{what} ({self.language}):\n" + "\n".join(self.path[-60:])


_LEAD_AWAY = (
    "/not_now",
    "/status",
    "/take_back",
    "/delete_all",
    "/end_relay",
    "/just_talk",
    "/just_information",
    "/restart",
    "/change_language",
    "/crisis",
)
_NOBODY = ("no_options", "no_options_outside", "no_more_options")
_STORY = {
    "nl": "Ik kan mijn huur niet meer betalen",
    "fr": "Je n'arrive plus à payer mon loyer",
    "ar": "لا أستطيع دفع الإيجار",
    "en": "I can't pay my rent any more",
}
