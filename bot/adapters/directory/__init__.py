"""Directory files: the coordinator's own sheet, and Open Referral HSDS as JSON or tabular CSV."""

from __future__ import annotations

from bot.adapters.directory.formats import FORMATS, read_directory, write_directory

__all__ = ["FORMATS", "read_directory", "write_directory"]
