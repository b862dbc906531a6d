"""A dialogue engine for tests of the queues: it takes its time and says back what it heard."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.adapters.weights import load_weights
from bot.domain.messages import Choice, Reply
from bot.domain.understanding import Understanding
from bot.service import own_handovers
from bot.service.turn import Turn
from bot.service.turns import TurnRunner
from tests.support.faults.parts import Parts

SEND = "stuur"


@dataclass
class Parrot:
    """DialogueEngine. At the word ``SEND`` it hands the question over to the first service."""

    seconds: float = 0.0

    async def understand(self, text: str, language: str | None = None) -> Understanding:
        return Understanding(language or "nl")

    def picks(self, turn: Turn) -> bool:
        return True

    def watches(self, turn: Turn) -> bool:
        return False

    def ask_in_doubt(self, turn: Turn) -> None:
        """Nothing is in doubt here."""

    async def respond(self, turn: Turn) -> None:
        await asyncio.sleep(self.seconds)
        if turn.incoming.content == SEND:
            own_handovers.send_handover(turn, turn.directory.services[0].id)
        buttons = (Choice(f"yes-{turn.incoming.update_id}", "Ja", "/affirm"),)
        turn.replies.append(Reply(f"{turn.incoming.kind} {turn.incoming.content}", "nl", buttons))


def runner(parts: Parts, seconds: float = 0.0, worker: str = "parrot") -> TurnRunner:
    core = parts.core
    lease = core.settings.lease_seconds
    return TurnRunner(core.new_uow, core.clock, Parrot(seconds), core.texts, load_weights(), worker, lease)
