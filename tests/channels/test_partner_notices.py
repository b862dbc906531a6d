"""What partners and the coordinator are told on Telegram, in every language."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.texts import GettextTexts
from bot.channels.telegram.partner import partner_message, tag
from bot.domain.handover import DeclineReason, Helped
from bot.domain.labels import LANGUAGES

ID = "0123456789abcdef"
TEXTS = GettextTexts()


def nothing() -> Any:
    raise AssertionError("no notice looks into the database")


async def told(language: str, kind: str, **content: Any) -> tuple[str, list[tuple[str, str]]]:
    body = {"kind": kind, "handover_id": ID, "organization_id": "o", "language": language, **content}
    return await partner_message(nothing, TEXTS, body)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reminder_can_be_answered_at_once(language: str) -> None:
    text, buttons = await told(language, "reminder")
    assert text == f"{TEXTS.say(language, 'telegram.reminder')} {tag(ID)}"
    assert [data for _, data in buttons] == [f"p:accept:{ID}", *(f"p:no_{reason}:{ID}" for reason in DeclineReason)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_end_and_how_it_goes_have_nothing_to_press(language: str) -> None:
    assert await told(language, "expired") == (f"{TEXTS.say(language, 'telegram.expired')} {tag(ID)}", [])
    for helped in Helped:
        said = TEXTS.say(language, f"console.event.helped.{helped}")
        assert await told(language, "aftercare", helped=str(helped)) == (f"{said} {tag(ID)}", [])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_coordinator_reads_who_and_by_when(language: str) -> None:
    due = {"day": "2026-12-01T09:00:00+00:00"}
    text, buttons = await told(language, "unanswered", values={"organization": "North", "number": ID[:8], "due": due})
    assert "North" in text
    assert ID[:8] in text
    assert not buttons
    if language == "en":
        assert "Tuesday 1 December" in text
