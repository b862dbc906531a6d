"""R19: every text arrives whole and in order, and every button can be sent."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from bot.domain.handover import DeclineReason
from bot.domain.labels import LANGUAGES
from bot.service.deliver import Deliverer
from tests.support.faults.figures import record
from tests.support.faults.parts import GROUP, STORY, open_parts, settings_for
from tests.support.faults.telegram import MAX_BUTTON_BYTES, MAX_TEXT, telegram_server

SAMPLES = {
    "letters": "a",
    "words": "woord ",
    "emoji": "👩‍👧‍👦",
    "arabic": "سؤال ",
    "lines": "een regel\n",
}


def _text(sample: str, length: int) -> str:
    return (sample * (length // len(sample) + 1))[:length]


@pytest.mark.parametrize("length", [MAX_TEXT - 1, MAX_TEXT, MAX_TEXT + 1, 20_000])
@pytest.mark.parametrize("kind", SAMPLES)
async def test_r19_long_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, length: int) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.pause_between_pieces", lambda _: 0)
    text = _text(SAMPLES[kind], length)
    async with telegram_server() as telegram, open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts:
        await parts.say(await parts.resident(), text)
        await parts.deliverer.run_once()
        assert "".join(message.text for message in telegram.sent) == text
        assert all(len(message.text.encode("utf-16-le")) <= 2 * MAX_TEXT for message in telegram.sent)
        record("R19", f"longest text, in messages ({kind})", len(telegram.sent))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_r19_a_partners_buttons(tmp_path: Path, language: str) -> None:
    async with telegram_server() as telegram, open_parts(settings_for(tmp_path, telegram=telegram.url)) as parts:
        await parts.partner(GROUP, language=language)
        await parts.hand_over(await parts.resident(channel="web"), "f" * 32)
        await _send(parts.deliverer)
        (message,) = telegram.to(GROUP.address)
        assert STORY in message.text
        assert len(message.buttons) == 1 + len(DeclineReason)
        longest = max(len(data.encode()) for _, data in message.buttons)
        assert longest <= MAX_BUTTON_BYTES
        record("R19", "longest data of a partner's button", longest, "bytes")


def test_r19_a_residents_buttons() -> None:
    """Their data is an id of one length, whatever they say and in whatever language."""
    from bot.adapters.wordings import BUTTON_ID_BYTES

    longest = max(len(secrets.token_urlsafe(BUTTON_ID_BYTES).encode()) for _ in range(1000))
    assert longest <= MAX_BUTTON_BYTES
    record("R19", "data of a resident's button", longest, "bytes")


async def _send(deliverer: Deliverer) -> None:
    while await deliverer.run_once():
        pass
