"""What a failure means: for good or for now, ours or theirs, and whether it may have arrived."""

from __future__ import annotations

import aiosmtplib
import httpx
import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channels.email.transports import as_send_error as mail_error
from bot.channels.telegram.errors import as_send_error as telegram_error


def _refused(*codes: int) -> aiosmtplib.SMTPRecipientsRefused:
    return aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(code, "", "a@b.c") for code in codes])


@pytest.mark.parametrize(
    ("error", "code", "retryable", "ambiguous"),
    [
        (_refused(550), "recipient_refused", False, False),
        (_refused(451), "recipient_refused", True, False),
        (aiosmtplib.SMTPDataError(554, ""), "refused", False, False),
        (aiosmtplib.SMTPDataError(452, ""), "refused", True, False),
        (aiosmtplib.SMTPAuthenticationError(535, ""), "not_accepted", True, False),
        (aiosmtplib.SMTPSenderRefused(553, "", "a@b.c"), "not_accepted", True, False),
        (aiosmtplib.SMTPConnectResponseError(554, ""), "not_accepted", True, False),
        (aiosmtplib.SMTPConnectTimeoutError(""), "unreachable", True, False),
        (aiosmtplib.SMTPReadTimeoutError(""), "no_answer", True, True),
        (aiosmtplib.SMTPServerDisconnected(""), "no_answer", True, True),
        (ConnectionResetError(), "no_answer", True, True),
    ],
)
def test_mail(error: Exception, code: str, retryable: bool, ambiguous: bool) -> None:
    meant = mail_error(error)
    assert (meant.code, meant.retryable, meant.ambiguous) == (code, retryable, ambiguous)


def _because(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code", "retryable", "ambiguous"),
    [
        (Forbidden("blocked"), "blocked", False, False),
        (BadRequest("chat not found"), "rejected", False, False),
        (ChatMigrated(-1), "rejected", False, False),
        (RetryAfter(7), "throttled", True, False),
        (InvalidToken("no"), "unauthorized", True, False),
        (NetworkError("Internal Server Error"), "unreachable", True, False),
        (_because(NetworkError("x"), httpx.ConnectError("x")), "unreachable", True, False),
        (_because(NetworkError("x"), httpx.ReadError("x")), "unreachable", True, True),
        (_because(TimedOut(), httpx.ConnectTimeout("x")), "timeout", True, False),
        (_because(TimedOut(), httpx.PoolTimeout("x")), "timeout", True, False),
        (_because(TimedOut(), httpx.ReadTimeout("x")), "timeout", True, True),
    ],
)
def test_telegram(error: Exception, code: str, retryable: bool, ambiguous: bool) -> None:
    meant = telegram_error(error, "4 5")  # type: ignore[arg-type]
    assert (meant.code, meant.retryable, meant.ambiguous) == (code, retryable, ambiguous)
    assert meant.reference == ("4 5" if retryable else "")
