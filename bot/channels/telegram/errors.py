"""What failures of the Bot API mean."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.service.ports import SendError

_LOST_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
_GONE = ("message to delete not found", "message to edit not found", "message_id_invalid", "topic_id_invalid")
_SAME = ("message is not modified",)


def as_send_error(error: TelegramError) -> SendError:
    """What a failure means for the outbox."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return SendError("throttled", retryable=True, retry_after=seconds)
    if isinstance(error, Forbidden):
        return SendError("blocked", retryable=False)
    if isinstance(error, (BadRequest, ChatMigrated)):
        return SendError("rejected", retryable=False)
    if isinstance(error, TimedOut):
        return SendError("timeout", retryable=True)
    return SendError("unreachable", retryable=isinstance(error, NetworkError))


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
