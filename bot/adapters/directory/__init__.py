"""Directory files: the coordinator's own sheet, and Open Referral HSDS as JSON or tabular CSV."""

from __future__ import annotations

from bot.adapters.directory.formats import FORMATS, format_of, read_directory, write_directory
from bot.adapters.directory.template import write_template

__all__ = ["FORMATS", "format_of", "read_directory", "write_directory", "write_template"]
