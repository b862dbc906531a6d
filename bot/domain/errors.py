"""What can go wrong, in words for the person who can mend it."""

from __future__ import annotations


class DichtbijError(Exception):
    """The root of the project's own errors; its text never holds what a resident wrote."""


class NotFound(DichtbijError):
    """What was asked for does not exist, or is not for the one who asks."""
