"""Rasa's own logs, which would tell what people write."""

from __future__ import annotations

import logging
import os


def quiet_rasa() -> None:
    """Rasa's own logger prints messages, slots and events at DEBUG unless it is told not to, and TensorFlow chats."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    logging.getLogger("rasa_sdk.forms").setLevel(logging.ERROR)  # warns of each slot that needs no validation
