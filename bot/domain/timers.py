"""What happens by itself after some time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.labels import Label


class TimerKind(Label):
    """What is done when the time has come."""

    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"
    AFTERCARE = "aftercare"
    SILENCE = "silence"


@dataclass(frozen=True)
class Timer:
    """Something to be done about a handover from ``due_at`` on; it is kept in the database, so no restart loses it."""

    kind: TimerKind
    handover_id: str
    due_at: datetime
