"""A question that is being sent while the directory changes: it never goes to somebody who is no longer there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.adapters.directory import read_directory, write_directory
from bot.adapters.storage import Storage, open_storage
from bot.adapters.texts import GettextTexts
from bot.config import Settings
from bot.domain.partners import Directory, Service
from bot.domain.understanding import Understanding
from bot.domain.weights import Weights
from bot.service import own_handovers
from bot.service.directory import import_
from bot.service.turn import Turn
from bot.service.turns import TurnRunner
from tests.support.directories import a_directory, a_service
from tests.support.storage import NOW, after, hear, said

GONE, STAYS = a_service("gone", organization_id="p"), a_service("stays", organization_id="o")


@dataclass
class Sends:
    """An engine that sends the question to ``gone`` as long as that is there; ``meanwhile`` happens just before."""

    meanwhile: Callable[[], Awaitable[object]]
    turns: int = 0

    async def understand(self, text: str, language: str | None = None) -> Understanding:
        raise AssertionError("nobody holds this talk")

    def picks(self, turn: Turn) -> bool:
        return False

    def watches(self, turn: Turn) -> bool:
        return False

    def ask_in_doubt(self, turn: Turn) -> None:
        """Nothing is in doubt here."""

    async def respond(self, turn: Turn) -> None:
        self.turns += 1
        if turn.directory.services_of(["gone"]):
            own_handovers.send_handover(turn, "gone")
        await self.meanwhile()


def a_runner(storage: Storage, engine: Sends) -> TurnRunner:
    return TurnRunner(storage.new_uow, lambda: NOW, engine, GettextTexts(), Weights(), "w", 30)


async def take_in(storage: Storage, path: Path, *services: Service) -> None:
    write_directory(a_directory(*services), path, "sheet")
    await import_(storage.new_uow, lambda: NOW, path, read_directory)


async def load(storage: Storage) -> Directory:
    async with storage.new_uow() as uow:
        return await uow.directory.load()


async def test_a_service_that_left_meanwhile_gets_nothing(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "directory.csv"
    await take_in(storage, path, GONE, STAYS)
    (conversation,) = await hear(storage, said("send it"))
    engine = Sends(lambda: take_in(storage, path, STAYS))
    runner = a_runner(storage, engine)
    assert await runner.run_one() is None
    turn = await runner.run_one()
    assert turn is not None
    assert (engine.turns, turn.new_handovers) == (2, [])
    async with storage.new_uow() as uow:
        assert (await uow.conversations.load(conversation)).handovers == ()


async def test_what_was_shown_is_what_it_goes_to(storage: Storage, tmp_path: Path) -> None:
    """Another name, address or service behind the same id is looked at again before anything goes out."""
    path = tmp_path / "directory.csv"
    await take_in(storage, path, GONE, STAYS)
    await hear(storage, said("send it"))
    engine = Sends(lambda: take_in(storage, path, replace(GONE, name="another"), STAYS))
    runner = a_runner(storage, engine)
    assert await runner.run_one() is None
    turn = await runner.run_one()
    assert turn is not None
    assert [handover.service_id for handover in turn.new_handovers] == ["gone"]
    assert turn.directory.service("gone").name == "another"


async def test_an_import_waits_for_a_question_that_is_being_sent(
    settings: Settings, storage: Storage, tmp_path: Path
) -> None:
    """Whoever comes second sees what the first one did: the service stays for the question, or gets none."""
    path = tmp_path / "directory.csv"
    await take_in(storage, path, GONE, STAYS)
    async with open_storage(settings) as other:
        for number in range(6):
            (conversation,) = await hear(storage, said(f"send it {number}", sender=f"person{number}"))
            runner = a_runner(storage, Sends(lambda: asyncio.sleep(0)))
            await asyncio.gather(runner.run_one(), take_in(other, path, STAYS))
            await runner.run_one()
            async with storage.new_uow() as uow:
                sent = (await uow.conversations.load(conversation)).handovers
            kept = (await load(storage)).services_of(["gone"])
            assert bool(sent) == bool(kept)
            assert all(service.status == "inactive" for service in kept)
            async with storage.new_uow() as uow:
                await uow.conversations.erase(conversation)
                await uow.commit()
            await take_in(storage, path, GONE, STAYS)


async def test_who_holds_the_directory_holds_others_off(settings: Settings, storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "directory.csv"
    await take_in(storage, path, GONE, STAYS)
    async with open_storage(settings) as other:
        async with storage.new_uow() as uow:
            await uow.directory.hold()
            importing = asyncio.ensure_future(take_in(other, path, STAYS))
            done, _ = await asyncio.wait({importing}, timeout=0.5)
            assert not done
            await uow.directory.replace(a_directory(GONE), after(1))
            await uow.commit()
        await importing
    assert [service.id for service in (await load(storage)).services] == ["stays"]
