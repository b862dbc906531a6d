"""Structured logs: one JSON object a line, with no content of what people write."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
QUIET = (
    "httpx",
    "httpcore",
    "aiohttp.access",
    "mail",
    "telegram",
    "rasa",
    "rasa_sdk",
    "matplotlib",
    "apscheduler",
    "asyncio",
    "aiosqlite",
)
"""Libraries whose lower levels would tell tokens (httpx), texts (rasa, mail, telegram), addresses (aiohttp.access)."""


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message and the record's extra fields; tracebacks only as the exception's type."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry.update({name: value for name, value in vars(record).items() if name not in _STANDARD})
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
        return json.dumps(entry, default=str, ensure_ascii=False)


def configure_logs(level: str) -> None:
    """Sets up logging for the process; libraries that would log content are held at ERROR."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
