"""The secrets of partners' systems: made, shown again, rotated, and systems that are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.adapters.storage import Storage
from bot.adapters.tables import webhooks as table
from bot.domain.errors import NotFound
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.domain.webhooks import OVERLAP, Webhook
from bot.service import webhooks
from tests.support.clock import MovedClock
from tests.support.storage import NOW, after

HOOK = HandoverAddress("webhook", "https://p.example/hook")
DIRECTORY = Directory((Organization("p", "P", handover_addresses=(HOOK,)), Organization("q", "Q")))


@pytest.fixture
async def clock(storage: Storage) -> MovedClock:
    async with storage.new_uow() as uow:
        await uow.directory.replace(DIRECTORY, NOW)
        await uow.commit()
    return MovedClock()


async def _current(storage: Storage, clock: MovedClock) -> tuple[str, ...]:
    async with storage.new_uow() as uow:
        return (await uow.webhooks.get("p")).current(clock())


async def test_a_secret_is_made_once(storage: Storage, clock: MovedClock) -> None:
    first = await webhooks.secret(storage.new_uow, clock, "p")
    assert await webhooks.secret(storage.new_uow, clock, "p") == first
    assert await webhooks.secret(storage.new_uow, clock, "q") != first
    with pytest.raises(NotFound):
        await webhooks.secret(storage.new_uow, clock, "nobody")


async def test_rotation_keeps_the_old_one_for_a_while(storage: Storage, clock: MovedClock) -> None:
    old = await webhooks.secret(storage.new_uow, clock, "p")
    new = await webhooks.rotate(storage.new_uow, clock, "p")
    assert await _current(storage, clock) == (new, old)
    clock.now += OVERLAP - timedelta(seconds=1)
    third = await webhooks.rotate(storage.new_uow, clock, "p")
    assert await _current(storage, clock) == (third, new, old)
    clock.now += timedelta(seconds=1)
    assert await _current(storage, clock) == (third, new)
    fourth = await webhooks.rotate(storage.new_uow, clock, "p", timedelta())
    assert await _current(storage, clock) == (fourth,)


async def test_secrets_are_sealed(storage: Storage, clock: MovedClock) -> None:
    secret = await webhooks.secret(storage.new_uow, clock, "p")
    async with storage.database.connect() as connection:
        (stored,) = (await connection.execute(select(table.c.secrets))).scalars()
    assert secret.removeprefix("whsec_").encode() not in stored


async def test_a_system_that_is_gone_and_back(storage: Storage, clock: MovedClock) -> None:
    secret = await webhooks.secret(storage.new_uow, clock, "p")
    async with storage.new_uow() as uow:
        await uow.webhooks.gone("p", NOW)
        await uow.webhooks.gone("p", after(60))
        await uow.commit()
    (system,) = await webhooks.systems(storage.new_uow)
    assert (system.organization.id, system.addresses) == ("p", (HOOK.address,))
    assert system.webhook.gone_at == NOW
    await webhooks.resume(storage.new_uow, "p")
    async with storage.new_uow() as uow:
        assert (await uow.webhooks.get("p")).gone_at is None
        assert (await uow.webhooks.get("q")) == Webhook("q")
    assert await _current(storage, clock) == (secret,)
