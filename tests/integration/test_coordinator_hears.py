"""Who the coordinator is: the setting for notices, else the service that the directory marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service.alarm import Alarm
from bot.service.notices import coordinator_address
from tests.support.directories import a_service
from tests.support.partnership import COORDINATOR, Partnership, three_partners
from tests.support.storage import NOW

DESK = HandoverAddress("email", "desk@example.org")
CHAT = HandoverAddress("telegram", "-1009")
SYSTEM = HandoverAddress("webhook", "https://desk.example/hook")


def with_desk(*addresses: HandoverAddress, status: str = "active") -> Directory:
    known = three_partners()
    desk = Organization("desk", "desk", handover_addresses=addresses)
    service = replace(a_service("desk-help", organization_id="desk"), coordinator=True, status=status)
    return Directory((*known.organizations, desk), (*known.services, service))


async def _know(storage: Storage, directory: Directory) -> None:
    async with storage.new_uow() as uow:
        await uow.directory.replace(directory, NOW)
        await uow.commit()


async def _address(
    storage: Storage, directory: Directory, setting: HandoverAddress | None = None, not_by: str = ""
) -> HandoverAddress | None:
    await _know(storage, directory)
    async with storage.new_uow() as uow:
        return await coordinator_address(uow, setting, not_by=not_by)


async def test_the_setting_counts_before_the_service(storage: Storage) -> None:
    assert await _address(storage, with_desk(DESK), CHAT) == CHAT
    assert await _address(storage, with_desk(DESK)) == DESK


@pytest.mark.parametrize(
    "directory", [three_partners(), with_desk(), with_desk(SYSTEM), with_desk(DESK, status="inactive")]
)
async def test_without_an_address_nobody_is_told(storage: Storage, directory: Directory) -> None:
    assert await _address(storage, directory) is None


@pytest.mark.parametrize(("not_by", "expected"), [("", DESK), ("email", CHAT), ("telegram", DESK), ("webhook", DESK)])
async def test_what_is_stuck_does_not_have_to_tell_of_it(
    storage: Storage, not_by: str, expected: HandoverAddress
) -> None:
    assert await _address(storage, with_desk(SYSTEM, DESK, CHAT), not_by=not_by) == expected


async def test_alarms_ring_at_the_service(storage: Storage) -> None:
    await _know(storage, with_desk(DESK, CHAT))
    async with storage.new_uow() as uow:
        await Alarm(GettextTexts(), None).ring(uow, "1", "late", NOW, channel="email", count=3)
        await uow.commit()
    async with storage.new_uow() as uow:
        (row,) = await uow.outbox.claim("w", ["email", "telegram"], NOW, 30, 10)
    assert (row.outgoing.channel, row.outgoing.address) == (CHAT.channel, CHAT.address)


@pytest.mark.parametrize(
    ("setting", "told"), [(None, [DESK.address]), (HandoverAddress("email", COORDINATOR), [COORDINATOR])]
)
async def test_what_nobody_answers_is_told_to_one(
    storage: Storage, setting: HandoverAddress | None, told: Sequence[str]
) -> None:
    partnership = Partnership(storage)
    await _know(storage, with_desk(DESK))
    partnership.timers.coordinator = setting
    await partnership.ask("north")
    await partnership.later(timedelta(days=30), timedelta(hours=6))
    heard = [address for address in (DESK.address, COORDINATOR) if await partnership.mails(address)]
    assert heard == list(told)
