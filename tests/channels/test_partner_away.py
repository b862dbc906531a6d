"""A resident who writes while the partner is closed hears when it opens, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timezone

from bot.adapters.clock import utc_now
from bot.domain.partners import ClosedPeriod, Directory, OpeningPeriod
from tests.channels.telegram_village import Village, say

NAME = "Huis De Maan (voorbeeld)"
# Later than whenever this runs: what was sent before has to be there already.
SATURDAY = datetime(2029, 11, 24, 20, 0, tzinfo=timezone.utc)
MONDAY_OPENS = datetime(2029, 11, 26, 8, 0, tzinfo=timezone.utc)


async def _opens_on_mondays(village: Village, *closures: ClosedPeriod) -> None:
    async with village.storage.new_uow() as uow:
        directory = await uow.directory.load()
        hours = (OpeningPeriod(0, time(9), time(12)),)
        services = tuple(replace(service, hours=hours, closures=closures) for service in directory.services)
        await uow.directory.replace(Directory(directory.organizations, services), utc_now())
        await uow.commit()


async def _told(village: Village, at: datetime, text: str) -> str:
    """The last thing that the resident reads after writing at a moment."""
    village.runner.clock = village.deliverer.clock = lambda: at
    await village.resident.write(text)
    await village.work()
    return str((await village.resident.received())[-1]["text"])


async def test_when_it_opens_is_told_once(village: Village) -> None:
    await village.taken()
    await _opens_on_mondays(village)
    notice = say("relay.away", organization=NAME, opens=MONDAY_OPENS)
    assert await _told(village, SATURDAY, "ben je daar") == notice
    await _told(village, SATURDAY, "hallo")
    texts = [message["text"] for message in await village.resident.received()]
    assert texts.count(notice) == 1
    seen = len(texts)
    await _told(village, MONDAY_OPENS, "goeiemorgen")
    assert len(await village.resident.received()) == seen
    again = await _told(village, MONDAY_OPENS.replace(hour=11), "en nu")
    assert again == say("relay.away", organization=NAME, opens=date(2029, 12, 3))


async def test_leave_is_counted(village: Village) -> None:
    await village.taken()
    await _opens_on_mondays(village, ClosedPeriod(date(2029, 11, 25), date(2029, 12, 2)))
    assert await _told(village, SATURDAY, "hallo") == say("relay.away", organization=NAME, opens=date(2029, 12, 3))


async def test_nothing_is_said_where_nobody_knows_the_hours(village: Village) -> None:
    await village.taken()
    seen = len(await village.resident.received())
    await _told(village, SATURDAY, "hallo")
    assert len(await village.resident.received()) == seen


async def test_in_danger_the_help_comes_first(village: Village) -> None:
    await village.taken()
    await _opens_on_mondays(village)
    assert await _told(village, SATURDAY, "ik ben in gevaar") == "text: ik ben in gevaar"
