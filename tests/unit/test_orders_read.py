"""What is heard beside orders about the question."""

from __future__ import annotations

from typing import cast

from bot.adapters.moment import Moment
from bot.adapters.orders_read import danger_beside
from bot.adapters.rasa_reader import RasaReader
from bot.domain.labels import Crisis
from bot.domain.understanding import Understanding


async def test_a_danger_in_doubt_stays_where_nothing_is_to_go() -> None:
    moment = Moment("en", None, "summary", begins=False, away=False, has_sent=False, for_another=False)
    heard = Understanding("en", crisis=Crisis.SUICIDE, crisis_score=0.3)
    nothing_to_read = cast(RasaReader, None)
    assert await danger_beside(nothing_to_read, moment, {}, heard, "the nights are long and nobody calls") is heard
