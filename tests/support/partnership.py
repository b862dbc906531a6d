"""A partnership without words: the service layer on a real database, where a test says who does what, and when."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, timezone

from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.channels.email.channel import EmailChannel
from bot.channels.email.transports import LocalMailbox
from bot.domain.conversation import Conversation
from bot.domain.handover import Handover
from bot.domain.messages import Incoming
from bot.domain.partners import Directory, HandoverAddress, OpeningPeriod, Organization
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.domain.weights import Weights
from bot.service import own_handovers, talk
from bot.service.deliver import Deliverer
from bot.service.ports import Mail
from bot.service.receive import receive
from bot.service.timers import TimerRunner
from bot.service.turn import Turn
from bot.service.turns import TurnRunner
from tests.support.directories import a_service

COORDINATOR = "coordinator@example.org"
PARTNERS = ("north", "south", "east")
OFFICE = tuple(OpeningPeriod(day, time(9), time(17)) for day in range(5))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

Act = Callable[[Turn], object]


def mail_of(partner: str) -> str:
    return f"{partner}@example.org"


def three_partners() -> Directory:
    """Each has one service, open on weekdays; the last one has no address but the console."""
    with_mail = [Organization(id, id, handover_addresses=(HandoverAddress("email", mail_of(id)),)) for id in PARTNERS]
    organizations = (*with_mail[:-1], Organization(PARTNERS[-1], PARTNERS[-1]))
    services = tuple(a_service(f"{id}-help", organization_id=id, hours=OFFICE) for id in PARTNERS)
    return Directory(organizations, services)


@dataclass
class Script:
    """Leads the talk instead of Rasa: does what the test planned, and notes the news that come."""

    planned: dict[str, Act] = field(default_factory=dict)
    news: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)

    async def understand(self, text: str, language: str | None = None) -> Understanding:
        return Understanding(language or "nl")

    def picks(self, turn: Turn) -> bool:
        return False

    def watches(self, turn: Turn) -> bool:
        return False

    def ask_in_doubt(self, turn: Turn) -> None:
        """Nothing is in doubt here."""

    async def respond(self, turn: Turn) -> None:
        if turn.incoming.kind == "event":
            event, id = turn.incoming.content, turn.incoming.data["handover_id"]
            self.news.append((event, id))
            handover = turn.conversation.handover(id)
            if event == "handover_accepted" and handover is not None and handover.relay_open:
                own_handovers.take_talk(turn, handover)
            return
        try:
            self.planned.pop(turn.incoming.content)(turn)
        except Exception as refusal:
            self.refused.append(refusal)


@dataclass
class Partnership:
    """One resident, three partners and a coordinator, on a clock that the test sets."""

    storage: Storage
    now: datetime = MONDAY
    script: Script = field(default_factory=Script)

    def __post_init__(self) -> None:
        new_uow, texts = self.storage.new_uow, GettextTexts()
        mail = EmailChannel(new_uow, self.clock, texts, LocalMailbox(new_uow), "http://localhost")
        coordinator = HandoverAddress("email", COORDINATOR)
        self.runner = TurnRunner(new_uow, self.clock, self.script, texts, Weights(), "turns", 30)
        self.deliverer = Deliverer(new_uow, self.clock, {mail.name: mail}, "delivery", 30)
        self.timers = TimerRunner(new_uow, self.clock, "timers", 30, coordinator)

    def clock(self) -> datetime:
        return self.now

    async def open(self) -> None:
        async with self.storage.new_uow() as uow:
            await uow.directory.replace(three_partners(), self.now)
            await uow.commit()

    async def resident(self, act: Act) -> None:
        """The resident does something in the talk; what is not possible is noted in ``script.refused``."""
        name = uuid.uuid4().hex
        self.script.planned[name] = act
        await receive(self.storage.new_uow, self.clock, Incoming("web", "anna", name, "command", name))
        await self.work()

    async def say(self, text: str) -> None:
        """The resident types something."""
        await self.type(text)
        await self.work()

    async def type(self, text: str) -> None:
        """The same, and nothing has been done about it yet."""
        await receive(self.storage.new_uow, self.clock, Incoming("web", "anna", uuid.uuid4().hex, "text", text))

    async def replies(self) -> list[str]:
        """What the resident was told, oldest first."""
        async with self.storage.new_uow() as uow:
            id = await uow.conversations.find("web", "anna")
            return [each.body["text"] for each in await uow.outbox.read(id or "", "web", 0)]

    async def ask(self, partner: str, question: HelpQuestion | None = None, *, says_urgent: bool = False) -> Handover:
        """The resident says yes to a handover; gives it back as it was stored."""

        def send(turn: Turn) -> None:
            talk.forget_question(turn)
            told = question or HelpQuestion(words="help")
            talk.change_question(turn, replace(told, number=turn.conversation.question.number))
            own_handovers.send_handover(turn, f"{partner}-help", says_urgent=says_urgent)

        known = {handover.id for handover in await self.handovers()}
        await self.resident(send)
        return next(each for each in await self.handovers() if each.id not in known)

    async def work(self) -> None:
        """Turns and deliveries until nothing waits."""
        while await self.runner.run_one() is not None:
            pass
        while await self.deliverer.run_once():
            pass

    async def later(self, span: timedelta, step: timedelta = timedelta(hours=1)) -> None:
        """Lets time pass; timers are looked for after each step."""
        until = self.now + span
        while self.now < until:
            self.now = min(until, self.now + step)
            while await self.timers.run_once():
                pass
            await self.work()

    async def conversation(self) -> Conversation | None:
        async with self.storage.new_uow() as uow:
            id = await uow.conversations.find("web", "anna")
            return await uow.conversations.load(id) if id else None

    async def handovers(self) -> tuple[Handover, ...]:
        conversation = await self.conversation()
        return conversation.handovers if conversation else ()

    async def handover(self, id: str) -> Handover:
        async with self.storage.new_uow() as uow:
            return await uow.handovers.get(id)

    async def mails(self, recipient: str) -> Sequence[Mail]:
        """Oldest first."""
        async with self.storage.new_uow() as uow:
            return [mail for mail in reversed(await uow.mailbox.latest(1000)) if mail.recipient == recipient]

    def heard(self, handover_id: str) -> list[str]:
        """The news of one handover that reached the talk, in their order."""
        return [event for event, id in self.script.news if id == handover_id]
