"""Wires the terminal channel to turns, delivery and, if wished, a sample partner who takes every question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.terminal.lines import chat_lines
from bot.channels.terminal.screen import chat
from bot.channels.terminal.talk import TerminalTalk
from bot.domain.conversation import Conversation
from bot.domain.handover import Step
from bot.domain.understanding import Understanding
from bot.nlu.parsed import understanding_line
from bot.service import handovers
from bot.service.deliver import Deliverer
from bot.service.turns import TurnRunner

if TYPE_CHECKING:
    from bot.bootstrap import Core


async def run_chat(
    core: Core, runner: TurnRunner, deliverer: Deliverer, language: str | None, *, lines: bool, partner_accepts: bool
) -> None:
    """Talks on standard input and output until the end of input."""

    async def work() -> Understanding | None:
        heard = None
        while (turn := await runner.run_one()) is not None:
            heard = turn.understanding or heard
        while await deliverer.run_once():
            pass
        return heard

    async def partner(conversation: Conversation) -> None:
        if partner_accepts and await _accept_all(core, conversation):
            await work()

    talk = TerminalTalk(core.new_uow, core.clock, work, language)
    if lines:
        async with core.new_uow() as uow:
            directory = await uow.directory.load()
        await chat_lines(talk, directory, understanding_line, partner)
    else:
        await chat(talk, partner)


async def _accept_all(core: Core, conversation: Conversation) -> bool:
    """The sample partner takes what is open and writes a first message in the resident's language."""
    taken = False
    for handover in conversation.open_handovers:
        if handover.can(Step.ACCEPT):
            common = (core.new_uow, core.clock, handover.organization_id, handover.id, "console")
            await handovers.accept(*common)
            await handovers.write(*common, core.texts.say(handover.language, "sample_partner_message"))
            taken = True
    return taken
