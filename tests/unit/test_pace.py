"""Rates hold whatever the moments of asking, and Telegram's own limits are kept."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pace import MAX_CHATS, TelegramPace
from bot.domain.pace import Bucket, Rate

START = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
GAPS = st.lists(st.floats(min_value=0, max_value=3), max_size=60)


def _moments(gaps: list[float]) -> list[datetime]:
    moments, now = [], START
    for gap in gaps:
        now += timedelta(seconds=gap)
        moments.append(now)
    return moments


@given(GAPS, st.integers(1, 5), st.floats(min_value=0.1, max_value=5))
def test_never_more_than_burst_and_flow(gaps: list[float], burst: int, per_second: float) -> None:
    bucket, taken = Bucket(Rate(burst, per_second)), []
    for moment in _moments(gaps):
        if bucket.wait(moment) == 0:
            bucket.take(moment)
            taken.append(moment)
    for number, first in enumerate(taken):
        for count, last in enumerate(taken[number:], 1):
            assert count <= burst + per_second * (last - first).total_seconds() + 1e-6


@given(GAPS, st.floats(min_value=0.1, max_value=5))
def test_whoever_waits_as_told_may_go(gaps: list[float], per_second: float) -> None:
    bucket, now = Bucket(Rate(2, per_second)), START
    for gap in gaps:
        now += timedelta(seconds=gap)
        now += timedelta(seconds=bucket.wait(now))
        assert bucket.wait(now) < 1e-4
        bucket.take(now)


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    bucket = Bucket(Rate(1, 1))
    bucket.take(START)
    assert bucket.wait(START - timedelta(hours=1)) == 1


def _sent(chats: list[str], seconds: int) -> list[tuple[str, float]]:
    """Who got a message when, if each of these chats wants one every 50 ms."""
    pace, sent = TelegramPace(), []
    for tick in range(seconds * 20):
        now = START + timedelta(seconds=tick / 20)
        sent += [(chat, tick / 20) for chat in chats if pace.room(now) and pace.wait(chat, now) == 0]
    return sent


def _most(times: list[float], window: float) -> int:
    return max(sum(start <= time < start + window for time in times) for start in times)


def test_telegrams_limits() -> None:
    sent = _sent([f"{number}" for number in range(60)], 5)
    assert 20 <= _most([at for _, at in sent], 1.0) <= 30
    private = [at for _, at in _sent(["4711"], 30)]
    assert _most(private, 1.0) == 3
    assert 30 <= len(private) <= 33
    assert _most([at for _, at in _sent(["-100"], 150)], 60.0) in (19, 20)


def test_full_chats_are_forgotten() -> None:
    pace = TelegramPace()
    for number in range(2 * MAX_CHATS):
        assert pace.wait(str(number), START + timedelta(seconds=number)) == 0
    assert len(pace._chats) <= MAX_CHATS + 1
