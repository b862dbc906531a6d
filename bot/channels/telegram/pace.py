"""Telegram's limits: 30 messages a second in all, about one a second in a chat, 20 a minute in a group."""

from __future__ import annotations

from datetime import datetime

from bot.domain.pace import Bucket, Rate

IN_ALL = Rate(burst=4, per_second=23)
IN_A_CHAT = Rate(burst=3, per_second=1)
IN_A_GROUP = Rate(burst=3, per_second=17 / 60)
"""Burst and flow together stay at 20 in any minute and below 30 in any second, as delays on the way bunch messages
(core.telegram.org/bots/faq; FloodLimit of python-telegram-bot has the same numbers)."""

MAX_CHATS = 1000
"""How many chats are remembered before those that have all their tokens again are forgotten."""


class TelegramPace:
    """The Pace of one bot (see bot.service.ports)."""

    def __init__(self) -> None:
        self._all = Bucket(IN_ALL)
        self._chats: dict[str, Bucket] = {}

    def room(self, now: datetime) -> int:
        return max(0, int(self._all.tokens(now)))

    def wait(self, address: str, now: datetime) -> float:
        chat = self._chat(address, now)
        seconds = max(chat.wait(now), self._all.wait(now))
        if seconds == 0:
            chat.take(now)
            self._all.take(now)
        return seconds

    def _chat(self, address: str, now: datetime) -> Bucket:
        if len(self._chats) > MAX_CHATS:
            self._chats = {known: bucket for known, bucket in self._chats.items() if not bucket.is_full(now)}
        return self._chats.setdefault(address, Bucket(_rate(address)))


def pause_between_pieces(address: str) -> float:
    """Seconds between the messages that one long text is split into: only its first is asked for at the pace."""
    return 1 / _rate(address).per_second


def _rate(address: str) -> Rate:
    return IN_A_GROUP if address.startswith("-") else IN_A_CHAT
