"""The keys that protect what residents wrote: read from a setting, or made at the first start."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import Settings, SettingsError

LOOKUP_ID = "lookup"
"""The id of the key for looking people up; every other id names a key for content."""
KEY_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """``content`` keys by id: the first encrypts, all decrypt. ``lookup`` stays the same when those change."""

    content: Mapping[str, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)

    def fingerprints(self) -> Mapping[str, str]:
        """What tells a key from another without giving it away."""
        named = {**self.content, LOOKUP_ID: self.lookup}
        return {id: hmac.digest(key, b"fingerprint", hashlib.sha256).hex()[:16] for id, key in named.items()}


def derived_key(keys: Keys, purpose: str) -> bytes:
    """Another key for one purpose, which stays the same as long as the one for looking people up does."""
    return hmac.digest(keys.lookup, f"key\0{purpose}".encode(), hashlib.sha256)


def load_keys(settings: Settings) -> Keys:
    """The keys of the setting or, if it is empty, of the key file, which is made if there is none.

    Raises:
        SettingsError: if the keys can't be used.
    """
    if settings.encryption_keys:
        return _parse(settings.encryption_keys, "DICHTBIJ_ENCRYPTION_KEYS")
    path = settings.key_file
    try:
        if not path.exists():
            _make(path)
    except OSError as error:
        problem = f"DICHTBIJ_DATA_DIR can't be used: no key file can be made there ({type(error).__name__})"
        raise SettingsError(problem) from error
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"the key file {path} can't be used: others can read it; expected file mode 600")
    return _parse(path.read_text(encoding="ascii"), f"the key file {path}")


def _parse(text: str, source: str) -> Keys:
    try:
        pairs = [pair.strip().partition(":") for pair in text.replace("\n", ",").split(",") if pair.strip()]
        keys = {id: bytes.fromhex(key) for id, _, key in pairs}
        lookup = keys.pop(LOOKUP_ID)
        if not keys or any(len(key) != KEY_BYTES for key in (*keys.values(), lookup)):
            raise ValueError
    except (KeyError, ValueError):
        expected = f"ID:KEY pairs of 64 hex digits, one of them with the id {LOOKUP_ID}"
        raise SettingsError(f"{source} can't be used: expected {expected}") from None
    return Keys(keys, lookup)


def _make(path: Path) -> None:
    """Writes new keys; if another process makes them at the same moment, its file stands and ours goes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "".join(f"{id}:{secrets.token_hex(KEY_BYTES)}\n" for id in ("k1", LOOKUP_ID))
    # Written whole under another name first, so that a crash leaves no empty key file behind.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, path)
    finally:
        draft.unlink()


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
