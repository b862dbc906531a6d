"""Danger gets its numbers while nobody answers, once, in the right language; the message keeps its turn."""

from __future__ import annotations

from typing import Any

from bot.adapters.helplines import load_helplines
from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.adapters.warning_signs import load_warning_signs
from bot.service.first_aid import DIALOGUE, GONE_AFTER, PATIENCE, FirstAid
from tests.support.storage import after, claim, done, hear, said

TEXTS = GettextTexts()


def first_aid(storage: Storage, seconds: float) -> FirstAid:
    return FirstAid(storage.new_uow, lambda: after(seconds), TEXTS, load_warning_signs(), load_helplines())


async def answers(storage: Storage, conversation_id: str) -> list[dict[str, Any]]:
    async with storage.new_uow() as uow:
        return [dict(row.body) for row in await uow.outbox.read(conversation_id, "telegram", 0)]


async def somebody_answers(storage: Storage, seconds: float) -> None:
    async with storage.new_uow() as uow:
        await uow.heartbeats.beat(DIALOGUE, after(seconds))
        await uow.commit()


async def test_numbers_at_once_and_once(storage: Storage) -> None:
    (anna,) = await hear(storage, said("زوجي يضربني", "a1"))
    late = PATIENCE.total_seconds() + 1
    helper = first_aid(storage, late)
    await helper.run_once()
    await helper.run_once()
    await first_aid(storage, late).run_once()
    (answer,) = await answers(storage, anna)
    assert (answer["language"], answer["voice"]) == ("ar", "crisis")
    assert "112" in answer["text"]
    claimed = await claim(storage, at=after(late))
    assert claimed is not None and claimed.incoming.content == "زوجي يضربني"


async def test_only_danger_that_waits(storage: Storage) -> None:
    (anna,) = await hear(storage, said("ik zoek werk", "a1"))
    (bert,) = await hear(storage, said("ik wil niet meer leven", "b1", "bert"))
    await somebody_answers(storage, 0)
    await first_aid(storage, 0.5).run_once()
    await done(storage, await claim(storage))
    await done(storage, await claim(storage))
    await first_aid(storage, 60).run_once()
    assert await answers(storage, anna) == await answers(storage, bert) == []


async def test_no_patience_where_nobody_answers(storage: Storage) -> None:
    await somebody_answers(storage, -GONE_AFTER.total_seconds() - 1)
    (anna,) = await hear(storage, said("ik wil niet meer leven", "a1"))
    await first_aid(storage, 0).run_once()
    (answer,) = await answers(storage, anna)
    assert answer["voice"] == "crisis"
