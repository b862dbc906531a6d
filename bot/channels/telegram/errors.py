"""What failures of the Bot API mean."""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.service.ports import SendError

_LOST_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
_GONE = ("message to delete not found", "message to edit not found", "message_id_invalid", "topic_id_invalid")
_SAME = ("message is not modified",)


def as_send_error(error: TelegramError, sent: str = "") -> SendError:
    """What a failure means for the outbox; ``sent`` are the ids of what went out before it."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return SendError("throttled", retryable=True, retry_after=seconds, reference=sent)
    if isinstance(error, Forbidden):
        return SendError("blocked", retryable=False)
    if isinstance(error, (BadRequest, ChatMigrated)):
        return SendError("rejected", retryable=False)
    if isinstance(error, InvalidToken):
        return SendError("unauthorized", retryable=True, reference=sent)  # a mistake in our settings, not in the row
    code = "timeout" if isinstance(error, TimedOut) else "unreachable"
    return SendError(code, retryable=True, ambiguous=_may_have_arrived(error), reference=sent)


def _may_have_arrived(error: TelegramError) -> bool:
    """True where the request went out and no answer came."""
    cause = error.__cause__
    if not isinstance(error, NetworkError) or not isinstance(cause, httpx.HTTPError):
        return False
    return not isinstance(cause, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))


def is_final(error: TelegramError) -> bool:
    """True if the same call would be refused again."""
    return not as_send_error(error).retryable


def is_lost_topic(error: BadRequest) -> bool:
    """True if the topic was deleted or closed, or the group has none any more."""
    return _says(error, _LOST_TOPIC)


def is_gone(error: BadRequest) -> bool:
    """True if the message that was to be changed is not there any more."""
    return _says(error, _GONE)


def is_unchanged(error: BadRequest) -> bool:
    """True if the message is already as it was to become."""
    return _says(error, _SAME)


def _says(error: BadRequest, parts: tuple[str, ...]) -> bool:
    return any(part in error.message.lower() for part in parts)
