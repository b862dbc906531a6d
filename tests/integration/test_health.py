"""The health page tells of parts that fail and of messages that nobody works on."""

from __future__ import annotations

from functools import partial

from bot.adapters.storage import Storage
from bot.domain.timers import Timer, TimerKind
from bot.service.health import health, queue_checks
from tests.support.storage import a_handover, after, claim, done, hand_over, hear, message, said, send


async def _parts(storage: Storage, seconds: float) -> dict[str, str]:
    state = await health(queue_checks(storage.new_uow, partial(after, seconds)))
    assert (state["status"] == "ok") == all(part == "ok" for part in state["parts"].values())
    return dict(state["parts"])


async def test_nothing_waits(storage: Storage) -> None:
    assert await _parts(storage, 0) == {"answering": "ok", "sending": "ok", "remembering": "ok"}


async def test_a_message_that_nobody_answers(storage: Storage) -> None:
    await hear(storage, said("a1"))
    assert (await _parts(storage, 59))["answering"] == "ok"
    assert await _parts(storage, 61) == {"answering": "failing: waiting", "sending": "ok", "remembering": "ok"}
    await done(storage, await claim(storage))
    assert (await _parts(storage, 61))["answering"] == "ok"


async def test_an_answer_that_nobody_sends(storage: Storage) -> None:
    await send(storage, message("a1", "a"))
    assert await _parts(storage, 61) == {"answering": "ok", "sending": "failing: waiting", "remembering": "ok"}


async def test_a_timer_that_nobody_keeps(storage: Storage) -> None:
    (conversation_id,) = await hear(storage, said("a1"))
    await done(storage, await claim(storage))
    await hand_over(storage, a_handover("h", conversation_id))
    async with storage.new_uow() as uow:
        await uow.timers.replace("h", (Timer(TimerKind.REMIND, "h", after(30)),))
        await uow.commit()
    assert (await _parts(storage, 89))["remembering"] == "ok"
    assert (await _parts(storage, 91))["remembering"] == "failing: waiting"


async def test_a_check_that_breaks_is_told_without_its_words() -> None:
    async def broken() -> str:
        raise OSError("secret")

    assert await health({"database": broken}) == {"status": "failing", "parts": {"database": "failing: OSError"}}
