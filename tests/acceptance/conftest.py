"""Whole talks with the product as people start it."""

from __future__ import annotations

from tests.browser.conftest import browser, tabs

__all__ = ["browser", "tabs"]
