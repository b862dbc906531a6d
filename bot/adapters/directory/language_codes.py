"""Codes of languages, from codes or English names."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=1024)
def language_code(text: str) -> str | None:
    """``fr`` for fr, FR, fr-BE, fra or French; None for what names no language."""
    plain = text.strip().casefold()
    if plain in _names():
        return _names()[plain]
    code = re.split(r"[-_]", plain)[0]
    try:
        return Locale.parse(code).language if re.fullmatch(r"[a-z]{2,3}", code) else None
    except (UnknownLocaleError, ValueError):
        return code if code in _names().values() else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.casefold(): code for code, name in Locale("en").languages.items()}
