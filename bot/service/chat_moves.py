"""A partner's chat that got another address."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service.ports import Clock, Conflict, UnitOfWorkFactory

CHANNEL = "telegram"


async def move(new_uow: UnitOfWorkFactory, clock: Clock, old: str, new: str) -> None:
    """Puts a Telegram group's new number into the directory: it gets one when it becomes a supergroup."""
    before, after = HandoverAddress(CHANNEL, old), HandoverAddress(CHANNEL, new)
    with suppress(Conflict):  # somebody else stores a directory just now: the next message tells the move again
        async with new_uow() as uow:
            await uow.directory.hold()
            directory = await uow.directory.imported()
            moved = _moved(directory, before, after)
            if moved != directory:
                await uow.directory.replace(moved, clock(), after=await uow.directory.version())
                await uow.commit()


def _moved(directory: Directory, before: HandoverAddress, after: HandoverAddress) -> Directory:
    def follow(organization: Organization) -> Organization:
        addresses = tuple(after if each == before else each for each in organization.handover_addresses)
        return replace(organization, handover_addresses=addresses)

    return replace(directory, organizations=tuple(follow(each) for each in directory.organizations))
