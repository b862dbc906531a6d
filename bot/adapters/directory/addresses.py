"""Where handovers go: one form for every file format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from bot.domain.partners import HandoverAddress

EXPECTED = "email:ADDRESS, telegram:CHAT or webhook:https://HOST/PATH, several with ; between them"


def read_address(text: str) -> HandoverAddress | None:
    """An address like ``email:team@partner.example``; None if it is none that a handover can be sent to."""
    channel, _, address = (part.strip() for part in text.partition(":"))
    fits = _FORMS.get(channel)
    return HandoverAddress(channel, address) if fits and fits(address) else None


def _is_webhook(address: str) -> bool:
    """An https address without a password: it would stand in a public directory."""
    if re.search(r"[\s\x00-\x1f]", address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        return False


_FORMS: Mapping[str, Callable[[str], object]] = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch,
    "telegram": re.compile(r"-?\d+|@\w+").fullmatch,
    "webhook": _is_webhook,
}
