"""Addresses that bring an answer by mail back to its handover; nothing in them tells anything about a person."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.errors import DichtbijError

LIFETIME = timedelta(days=60)
"""How long an address takes answers; every later mail brings a new one."""
PREFIX = "reply+"

_FIRST_DAY = date(2020, 1, 1)
_ID_BYTES, _DAY_BYTES, _MAC_BYTES = 16, 2, 12
_BYTES = _ID_BYTES + _DAY_BYTES + _MAC_BYTES


class BadReplyAddress(DichtbijError):
    """An address that was not made here, is too old, or is another organisation's."""


@dataclass(frozen=True)
class ReplyAddresses:
    """Makes and reads addresses like ``reply+TOKEN@domain``.

    A token is the handover's id (16 bytes), the day (2) and an HMAC-SHA256 over both and the organisation, cut to 96
    bits, in base32: 48 letters that no mail server's lower or upper case spoils, and a local part below RFC 5321's 64.
    """

    domain: str
    key: bytes = field(repr=False)

    def address(self, handover_id: str, organization_id: str, today: date) -> str:
        """``handover_id`` is a UUID in hex."""
        day = (today - _FIRST_DAY).days.to_bytes(_DAY_BYTES, "big")
        head = bytes.fromhex(handover_id) + day
        token = base64.b32encode(head + self._mac(head, organization_id)).decode().lower()
        return f"{PREFIX}{token}@{self.domain}"

    def handover_id(self, address: str) -> str:
        """Whose address this claims to be; `check` tells if that is true. Raises BadReplyAddress."""
        return self._token(address)[:_ID_BYTES].hex()

    def check(self, address: str, organization_id: str, today: date) -> None:
        """Raises BadReplyAddress unless it was made here for this organisation, not too long ago."""
        token = self._token(address)
        head, mac = token[:-_MAC_BYTES], token[-_MAC_BYTES:]
        made = _FIRST_DAY + timedelta(days=int.from_bytes(head[_ID_BYTES:], "big"))
        if not hmac.compare_digest(mac, self._mac(head, organization_id)) or today - made > LIFETIME:
            raise BadReplyAddress("no such address")

    def _token(self, address: str) -> bytes:
        local, _, domain = address.rpartition("@")
        if domain.casefold() != self.domain.casefold() or not local.lower().startswith(PREFIX):
            raise BadReplyAddress("no such address")
        try:
            token = base64.b32decode(local[len(PREFIX) :].upper())
        except (binascii.Error, ValueError):
            raise BadReplyAddress("no such address") from None
        if len(token) != _BYTES:
            raise BadReplyAddress("no such address")
        return token

    def _mac(self, head: bytes, organization_id: str) -> bytes:
        return hmac.digest(self.key, head + organization_id.encode(), hashlib.sha256)[:_MAC_BYTES]
