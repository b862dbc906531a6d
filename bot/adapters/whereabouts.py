"""Where the questions are that were sent: told by the state of each handover, and by nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.deadlines import LONGEST
from bot.domain.handover import WAITING, Handover
from bot.service.turn import Turn
from bot.service.wording import day_text, organization_name, text


def whereabouts(turn: Turn) -> list[dict[str, Any]]:
    """Where each question is, and whether somebody still has what was sent; none if nothing ever was."""
    return [_where(turn, handover) for handover in turn.conversation.handovers]


def told_apart(handover: Handover, name: Any) -> Any:
    """The name of who has a question, with what it is about."""
    needs = [text(f"need.{need}") for need in handover.shared.get("needs", "").split()]
    return text("status_about", organization=name, needs=needs) if needs else name


def answer_due(handover: Handover) -> datetime:
    """When an answer is due at the latest."""
    return handover.due_at or handover.created_at + LONGEST[handover.urgency]


def answer_by(handover: Handover) -> dict[str, str]:
    """The day on which an answer is due at the latest, as a value of a text."""
    return day_text(answer_due(handover))


def _where(turn: Turn, handover: Handover) -> dict[str, Any]:
    """Where one question is; of several, each with what it is about."""
    read = handover.state in WAITING and handover.acknowledged_at is not None
    name: Any = organization_name(turn.directory, handover.organization_id)
    if len(turn.conversation.handovers) > 1:
        name = told_apart(handover, name)
    key = "status.acknowledged" if read else f"status.{handover.state}"
    return text(key, organization=name, by=answer_by(handover))
