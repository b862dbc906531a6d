"""Whatever residents, partners and time do to handovers, in whatever order: nothing is lost, silent or said twice.

Hypothesis makes up the orders; they run through the real services on a real database.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from bot.adapters.storage import open_storage
from bot.adapters.tables import timers
from bot.config import Settings
from bot.domain.errors import NotFound
from bot.domain.handover import (
    MOVES,
    WAITING,
    Actor,
    DeclineReason,
    Handover,
    HandoverState,
    Helped,
    Outcome,
    Step,
    StepNotPossible,
)
from bot.domain.labels import Crisis
from bot.domain.question import HelpQuestion
from bot.service import handovers, own_handovers
from bot.service.turn import Turn
from tests.support.partnership import PARTNERS, Partnership

T = TypeVar("T")
ORDERS = int(os.environ.get("DICHTBIJ_ORDERS", "8"))
QUESTIONS = (HelpQuestion(words="help"), HelpQuestion(words="now", crisis=Crisis.VIOLENCE))
HEARD = {
    Step.ACKNOWLEDGE: "handover_acknowledged",
    Step.ACCEPT: "handover_accepted",
    Step.DECLINE: "handover_declined",
    Step.EXPIRE: "handover_expired",
    Step.CLOSE: "handover_closed",
}
"""What the talk has to hear of a step that is not the resident's own."""


class Life(RuleBasedStateMachine):
    """One resident with any number of handovers."""

    ids = Bundle("handovers")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        settings = Settings(data_dir=folder, database_url=f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3")
        self.partnership = Partnership(self.run(self.stack.enter_async_context(open_storage(settings))))
        self.run(self.partnership.open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.loop.close()

    @initialize(target=ids, partner=st.sampled_from(PARTNERS), question=st.sampled_from(QUESTIONS))
    def ask_first(self, partner: str, question: HelpQuestion) -> str:
        return self.run(self.partnership.ask(partner, question)).id

    @rule(target=ids, partner=st.sampled_from(PARTNERS), question=st.sampled_from(QUESTIONS))
    def ask(self, partner: str, question: HelpQuestion) -> str:
        return self.run(self.partnership.ask(partner, question)).id

    @rule(id=ids)
    def read(self, id: str) -> None:
        self._partner(id, handovers.acknowledge)

    @rule(id=ids)
    def accept(self, id: str) -> None:
        self._partner(id, handovers.accept)

    @rule(id=ids, reason=st.sampled_from(DeclineReason))
    def decline(self, id: str, reason: DeclineReason) -> None:
        self._partner(id, handovers.decline, reason)

    @rule(id=ids, outcome=st.sampled_from(Outcome))
    def close(self, id: str, outcome: Outcome) -> None:
        self._partner(id, handovers.close, outcome)

    @rule(id=ids)
    def partner_writes(self, id: str) -> None:
        self._partner(id, handovers.write, "hello")

    @rule(id=ids)
    def someone_else_presses(self, id: str) -> None:
        handover = self.run(self.partnership.handover(id))
        other = next(partner for partner in PARTNERS if partner != handover.organization_id)
        with suppress(NotFound):
            self.run(handovers.accept(self.partnership.storage.new_uow, self.partnership.clock, other, id, "console"))
            raise AssertionError("a partner took what was given to another")

    @rule(id=ids)
    def resident_writes(self, id: str) -> None:
        self._resident(id, lambda turn, handover: own_handovers.relay(turn, handover, "hello"))

    @rule(id=ids)
    def stop(self, id: str) -> None:
        self._resident(id, own_handovers.end_relay)

    @rule(id=ids)
    def take_back(self, id: str) -> None:
        self._resident(id, own_handovers.withdraw)

    @rule(id=ids)
    def ask_again(self, id: str) -> None:
        self._resident(id, own_handovers.reopen)

    @rule(id=ids, helped=st.sampled_from(Helped))
    def say_helped(self, id: str, helped: Helped) -> None:
        self._resident(id, lambda turn, handover: own_handovers.say_helped(turn, handover, helped))

    @rule(hours=st.sampled_from((1, 5, 26, 80, 24 * 15, 24 * 40)))
    def time_passes(self, hours: int) -> None:
        self.run(self.partnership.later(timedelta(hours=hours), timedelta(hours=max(1, hours // 12))))

    def _partner(self, id: str, step: Callable[..., Awaitable[object]], *details: object) -> None:
        """A press of the partner, who may be too late."""

        async def press() -> None:
            partnership = self.partnership
            partner = (await partnership.handover(id)).organization_id
            with suppress(StepNotPossible):
                await step(partnership.storage.new_uow, partnership.clock, partner, id, "console", *details)
            await partnership.work()

        self.run(press())

    def _resident(self, id: str, act: Callable[[Turn, Handover], object]) -> None:
        def in_the_talk(turn: Turn) -> None:
            handover = turn.conversation.handover(id)
            assert handover is not None, "the talk has lost a handover"
            act(turn, handover)

        self.run(self.partnership.resident(in_the_talk))

    @invariant()
    def all_is_well(self) -> None:
        refused = [error for error in self.partnership.script.refused if not isinstance(error, StepNotPossible)]
        assert not refused, refused
        for handover in self.run(self.partnership.handovers()):
            self._check_history(handover)
            self._check_timers(handover)

    def _check_history(self, handover: Handover) -> None:
        """The events lead step by step to the state, each by whose step it is, and the resident has heard of each."""

        async def events() -> Any:
            async with self.partnership.storage.new_uow() as uow:
                return await uow.handovers.events(handover.id)

        steps = {step.value: step for step in Step}
        state, expected = HandoverState.DRAFTED, []
        for event in self.run(events()):
            if event.step not in steps:
                continue
            step = steps[event.step]
            assert state in MOVES[step].sources, f"{step} in {state}"
            assert Actor(event.actor) in MOVES[step].by
            state = MOVES[step].target
            if step in HEARD and event.actor != Actor.RESIDENT.value:
                expected.append(HEARD[step])
        assert state is handover.state
        heard = [
            event for event in self.partnership.heard(handover.id) if event not in ("aftercare", "partner_message")
        ]
        assert heard == expected

    def _check_timers(self, handover: Handover) -> None:
        """Who waits is never forgotten, and nobody is reminded of what is settled."""

        async def waiting() -> list[tuple[str, Any]]:
            async with self.partnership.storage.new_uow() as uow:
                query = select(timers.c.kind, timers.c.due_at).where(
                    timers.c.handover_id == handover.id, timers.c.finished_at.is_(None)
                )
                return [(row.kind, row.due_at) for row in await uow._connection.execute(query)]  # type: ignore[attr-defined]

        found = dict(self.run(waiting()))
        if handover.state in WAITING:
            assert found.get("expire") == handover.due_at
            assert handover.due_at is not None
            assert handover.due_at > self.partnership.now - timedelta(hours=1)
        elif handover.state is HandoverState.IN_CONTACT:
            assert {"silence"} <= set(found) <= {"silence", "aftercare"}
        elif handover.state in (HandoverState.ACCEPTED, HandoverState.CLOSED):
            assert set(found) <= {"aftercare"}
        else:
            assert not found


Life.TestCase.settings = settings(
    max_examples=ORDERS,
    stateful_step_count=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink an order takes longer than to read it
    suppress_health_check=list(HealthCheck),
)
TestLife = Life.TestCase
