"""Names for PostgreSQL's advisory locks."""

from __future__ import annotations

import hashlib

MIGRATIONS = "migrations"
DIRECTORY = "directory"


def lock_key(name: str) -> int:
    """A 64-bit key for ``name``, the same in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
