"""Which conversations were erased, apart from the database: what a restored backup brings back goes again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class Erasures:
    """A file with the random ids of erased conversations, one a line; it says nothing of anybody."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, ids: Iterable[str]) -> None:
        """Keeps ids; they are on the disk when this returns."""
        lines = "".join(f"{id}\n" for id in ids)
        if not lines:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def known(self) -> frozenset[str]:
        return frozenset(self._path.read_text(encoding="utf-8").split()) if self._path.exists() else frozenset()
