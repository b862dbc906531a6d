"""Whether an answer comes before the day until which somebody needs it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.adapters.phrases import named
from bot.adapters.until import needed_by
from bot.domain.deadlines import due_at, urgency_of
from bot.domain.hours import REGION_TIME, start_of
from bot.domain.partners import Service
from bot.service.turn import Turn
from bot.service.wording import day_text

SOON = timedelta(days=7)


def says_urgent(turn: Turn) -> bool:
    """True if what was told says that it can't wait, or not longer than a week."""
    question, until = turn.conversation.question, needed_by(turn)
    soon = until is not None and until - turn.today <= SOON
    return soon or named(turn.conversation.language, "urgent_words", f"{question.words} {question.wish}") == "yes"


def due_from(turn: Turn, service: Service) -> datetime:
    """When an answer of this service to the question as it stands would be due at the latest."""
    return due_at(service, urgency_of(turn.conversation.question, says_urgent=says_urgent(turn)), turn.now)


def comes_before(until: date, due: datetime) -> bool:
    """True if an answer that is due at the latest at ``due`` comes on a day before ``until``."""
    return due.astimezone(REGION_TIME).date() < until


def may_be_late(until: date, phone: str) -> tuple[str, dict[str, Any]]:
    """The text that an answer may not come before ``until``, with a number to call, if one is known, and its values."""
    key = "expected_late.phone" if phone else "expected_late"
    return key, {"until": day_text(start_of(until)), "phone": phone}
