"""What partners and the coordinator are told on Telegram, in every language."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.texts import GettextTexts
from bot.channels.telegram.partner import partner_message, tag
from bot.domain.handover import DeclineReason, Helped
from bot.domain.labels import LANGUAGES
from tests.support.site import Site

ID = "0123456789abcdef"
TEXTS = GettextTexts()


def nothing() -> Any:
    raise AssertionError("no notice looks into the database")


async def told(language: str, kind: str, **content: Any) -> str:
    """The text of a notice, which has nothing to press."""
    body = {"kind": kind, "handover_id": ID, "organization_id": "o", "language": language, **content}
    message = await partner_message(nothing, TEXTS, body)
    assert message is not None
    assert not message.buttons
    return message.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reminder_can_be_answered_at_once(site: Site, language: str) -> None:
    handover = await site.hand_over({"words": "hallo"})
    body = {"kind": "reminder", "handover_id": handover.id, "organization_id": "moon", "language": language}
    message = await partner_message(site.storage.new_uow, TEXTS, body)
    assert message is not None
    assert message.text == f"{TEXTS.say(language, 'telegram.reminder')} {tag(handover.id)}"
    pressed = [data.split(":")[1] for _, data in message.buttons]
    assert pressed == ["accept", *(f"no_{reason}" for reason in DeclineReason)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_end_and_how_it_goes_have_nothing_to_press(language: str) -> None:
    assert await told(language, "expired") == f"{TEXTS.say(language, 'telegram.expired')} {tag(ID)}"
    for helped in Helped:
        said = TEXTS.say(language, f"console.event.helped.{helped}")
        assert await told(language, "aftercare", helped=str(helped)) == f"{said} {tag(ID)}"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_coordinator_reads_who_and_by_when(language: str) -> None:
    due = {"day": "2026-12-01T09:00:00+00:00"}
    text = await told(language, "unanswered", values={"organization": "North", "number": ID[:8], "due": due})
    assert "North" in text
    assert ID[:8] in text
    if language == "en":
        assert "Tuesday 1 December" in text
