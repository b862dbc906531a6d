"""Reading a mail that came in: what was written in it, and whether a machine sent it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from bot.channels.email.html_words import words_of
from bot.channels.email.quotes import own_words
from bot.service.mail_answers import PartnerMail

MAX_PARTS = 100
MAX_HTML = 500_000
"""Characters that are read of a page; what somebody answers stands at its top."""

_NESTED = re.compile(rb"boundary\s*=|message/rfc822", re.IGNORECASE)
_PRECEDENCES = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponder", "List-Id", "X-Failed-Recipients")
_REPORTS = ("multipart/report", "message/delivery-status", "message/disposition-notification")


def read_mail(content: bytes, sender: str) -> PartnerMail:
    """``sender`` is the envelope's: empty where a mail server reports (RFC 5321, 4.5.5). Never raises."""
    try:
        _check_depth(content)
        message = message_from_bytes(content, policy=policy.default)
        text, attachments = own_words(_text(message)), any(_attachments(message))
        automatic = not sender or _is_automatic(message)
        id = str(message.get("Message-ID", ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        # The parser of the standard library stumbles over some mails that are none.
        return PartnerMail(hashlib.sha256(content).hexdigest(), "", automatic=not sender)
    return PartnerMail(
        hashlib.sha256(f"{id}\n{text}".encode("utf-8", "replace")).hexdigest(), text, automatic, attachments
    )


def _check_depth(content: bytes) -> None:
    """Raises ValueError for what only somebody makes who wants the parser to take for ever."""
    if len(_NESTED.findall(content)) > MAX_PARTS:
        raise ValueError("too many parts")


def _is_automatic(message: EmailMessage) -> bool:
    """Out-of-office notes, receipts, lists and the like (RFC 3834, and what programs did before it)."""
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted != "no"
        or precedence in _PRECEDENCES
        or message.get_content_type() in _REPORTS
        or any(name in message for name in _AUTOMATIC)
    )


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = _content(cast(EmailMessage, body))
    return words_of(text[:MAX_HTML]) if body.get_content_subtype() == "html" else text


def _content(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # a character set that nobody knows
        return cast(bytes, part.get_payload(decode=True)).decode("latin-1")


def _attachments(message: EmailMessage) -> Iterator[bool]:
    """Whether each part is a file that somebody added; a picture inside the text, like a logo, is none."""
    for part in message.walk():
        if not part.is_multipart():
            inside = part.get_content_disposition() != "attachment"
            yield not inside or (part.get_content_maintype() != "text" and "Content-ID" not in part)
