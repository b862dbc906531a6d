"""Encryption at rest, bound to the place where a value stands, and keyed look-up of people."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import DichtbijError

NONCE_BYTES = 12
"""NIST SP 800-38D: 96-bit nonces; drawn at random, so one key is good for 2**32 values."""


class Unreadable(DichtbijError):
    """A stored value was changed, stands in the wrong place, or its key is missing."""


class Cipher:
    """Seals values with AES-256-GCM. A sealed value opens only in the table, column and row it was made for.

    Stored form: length of the key id (1 byte), key id, nonce (12 bytes), ciphertext with tag.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """The first key seals, all open."""
        self._keys = {id.encode(): AESGCM(key) for id, key in keys.items()}
        self._first = next(iter(self._keys))

    def seal(self, value: Any, table: str, column: str, row: object) -> bytes:
        """Turns a JSON value into sealed bytes."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self._first].encrypt(nonce, plain, _place(table, column, row))
        return bytes((len(self._first),)) + self._first + nonce + sealed

    def open(self, stored: bytes, table: str, column: str, row: object) -> Any:
        """The value again. Raises Unreadable."""
        end_of_id = 1 + stored[0] if stored else 0
        key = self._keys.get(stored[1:end_of_id])
        if key is None:
            raise Unreadable(f"no key for {table}.{column}")
        nonce, sealed = stored[end_of_id : end_of_id + NONCE_BYTES], stored[end_of_id + NONCE_BYTES :]
        try:
            return json.loads(key.decrypt(nonce, sealed, _place(table, column, row)))
        except (InvalidTag, ValueError):
            raise Unreadable(f"a value of {table}.{column} was changed or moved") from None


def _place(table: str, column: str, row: object) -> bytes:
    return f"{table}:{column}:{row}".encode()


class Lookup:
    """Keyed hashes that find a person's row again; without the key they can't be guessed from small numbers."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def resident(self, channel: str, sender: str) -> str:
        return self._digest(f"{channel}\0{sender}")

    def update(self, channel: str, update_id: str) -> str:
        return self._digest(f"update\0{channel}\0{update_id}")

    def chat(self, channel: str, address: str) -> str:
        return self._digest(f"chat\0{channel}\0{address}")

    def _digest(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), hashlib.sha256).hex()
