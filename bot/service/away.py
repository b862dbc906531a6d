"""Telling a resident who writes to a partner that is closed now when it opens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.handover import Handover, HandoverState
from bot.domain.hours import REGION_TIME, WEEKDAY_IS_CLEAR, is_open, next_opening
from bot.domain.messages import Reply
from bot.service.ports import Texts
from bot.service.turn import Turn
from bot.service.wording import organization_name

JUST_NOW = timedelta(hours=1)
"""Who took a question so lately is there, whatever the opening hours say."""


def notice(turn: Turn, holder: Handover, texts: Texts) -> tuple[Reply, str] | None:
    """What to tell, with a key that is the same until the partner opens; None while it is open or nobody knows when."""
    if holder.state is HandoverState.ACCEPTED and turn.now - holder.updated_at < JUST_NOW:
        return None
    service = next(iter(turn.directory.services_of([holder.service_id])), None)
    if service is None or not service.hours or is_open(service.hours, turn.now, service.closures):
        return None
    opens = next_opening(service.hours, turn.now, service.closures)
    if opens is None:
        return None
    language = turn.conversation.language
    name = organization_name(turn.directory, holder.organization_id)
    text = texts.say(language, "relay.away", organization=name, opens=_named(opens, turn.now))
    return Reply(text, language), f"away:{holder.id}:{opens.isoformat()}"


def _named(opens: datetime, now: datetime) -> datetime | date:
    return opens if opens - now < WEEKDAY_IS_CLEAR else opens.astimezone(REGION_TIME).date()
