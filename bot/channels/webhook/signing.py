"""Signatures of Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks), scheme v1: HMAC-SHA256.

The library signs. It can't verify here: it reads the wall clock, and headers that are none make it fail otherwise.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

from standardwebhooks import Webhook

from bot.domain.errors import DichtbijError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = timedelta(minutes=5)
"""How far a message's time may be from ours, as in the libraries of the standard."""
MAX_BODY = 20_000
"""Bytes; the standard advises less than 20 kB."""
MAX_ID = 255


class BadSignature(DichtbijError):
    """Whoever sent this does not know the secret, or it was changed on the way, or it is too old."""


def signed_headers(secrets: Iterable[str], id: str, at: datetime, body: str) -> dict[str, str]:
    """The headers of one try, with a signature for each secret, so that a receiver may know either of two."""
    signatures = " ".join(Webhook(secret).sign(id, at, body) for secret in secrets)
    return {ID: id, TIMESTAMP: str(int(at.timestamp())), SIGNATURE: signatures}


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The message's id.

    Raises:
        BadSignature: if a header is missing, the time is too far off, or no signature is of one of the ``secrets``.
    """
    id, signatures = headers.get(ID, ""), headers.get(SIGNATURE, "").split(" ")
    at = _moment(headers.get(TIMESTAMP, ""))
    if not 0 < len(id) <= MAX_ID or abs(now - at) > TOLERANCE:
        raise BadSignature("expected a message id and a time that is at most five minutes off")
    text = _text(body)
    known = [Webhook(secret).sign(id, at, text) for secret in secrets]
    if not any(_same(one, given) for one in known for given in signatures):
        raise BadSignature("expected a signature by the shared secret")
    return id


def _moment(text: str) -> datetime:
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise BadSignature("expected a time in whole seconds since 1970")
    return datetime.fromtimestamp(int(text), timezone.utc)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BadSignature("expected UTF-8") from None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
