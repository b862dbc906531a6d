"""Telling a resident who has talks with several partners whom they write to, once one of the talks has ended."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.handover import Handover
from bot.domain.messages import Reply
from bot.service.ports import Texts
from bot.service.turn import Turn
from bot.service.wording import organization_name


def hand_on(turn: Turn, texts: Texts, talks_before: Collection[Handover]) -> None:
    """Whoever is left holds the talk from now on, and the resident hears it: the bot's goodbye sounds as if it did."""
    conversation, left = turn.conversation, turn.conversation.talks
    holder = conversation.relay or next(iter(left), None)
    if holder is None or (conversation.relay and not _one_ended(turn, talks_before)):
        return
    turn.conversation = conversation.written_to(holder.id)
    name = organization_name(turn.directory, holder.organization_id)
    turn.replies.append(Reply(texts.say(conversation.language, "writes_to", organization=name), conversation.language))


def _one_ended(turn: Turn, talks_before: Collection[Handover]) -> bool:
    """By the resident in this turn, or by the partner or the clock just before it."""
    told = turn.incoming.kind == "event" and turn.incoming.content == "handover_closed"
    return told or len(turn.conversation.talks) < len(talks_before)
