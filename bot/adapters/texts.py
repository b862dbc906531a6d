"""The words of the product, from the gettext catalogues in locales/."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names
from babel.lists import format_list

from bot.domain.errors import DichtbijError
from bot.domain.hours import REGION_TIME
from bot.domain.labels import LANGUAGES, direction

LOCALES = Path(__file__).parents[2] / "locales"
FALLBACK = "en"
_BABEL_LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "ar": "ar", "en": "en_GB"}

log = logging.getLogger(__name__)


class CataloguesMissing(DichtbijError):
    """The catalogues are not compiled: run `make setup`."""


def isolate(text: str) -> str:
    """Keeps a name, number or address in one piece inside text of the other direction (Unicode FSI and PDI)."""
    return f"\u2068{text}\u2069"


class GettextTexts:
    """Texts by key and language; a key missing in a language is said in English."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._catalogues = {language: _catalogue(folder, language) for language in LANGUAGES}

    def has(self, key: str) -> bool:
        return key in self._catalogues[FALLBACK]

    def template(self, language: str, key: str) -> str | None:
        """A text with its {placeholders}."""
        catalogue = self._catalogues.get(language, self._catalogues[FALLBACK])
        return catalogue.get(key) or self._catalogues[FALLBACK].get(key) or _language_name(language, key)

    def say(self, language: str, key: str, /, **values: Any) -> str:
        template = self.template(language, key)
        if template is None:
            log.error("text missing", extra={"key": key})
            return key
        return template.format(**{name: self._value(language, value) for name, value in values.items()})

    def variants(self, key: str) -> int:
        """How many wordings a key has: ``key`` itself and ``key~2``, ``key~3``..."""
        count = 1
        while self.has(f"{key}~{count + 1}"):
            count += 1
        return count

    def _value(self, language: str, value: Any) -> Any:
        """Values may be texts: {"key", "values"}, {"lines", "between"}, {"weekday"} (0 is Monday), {"month"} (that of a
        day, with its year), {"day"} (the local day of a moment in ISO 8601, for rows that are kept as JSON),
        {"place"} (by the name that readers know), lists, moments, days."""
        if isinstance(value, Mapping) and "lines" in value:
            between = value.get("between", "\n")
            return between.join(str(self._value(language, line)) for line in value["lines"])
        if isinstance(value, Mapping) and "weekday" in value:
            return get_day_names("wide", locale=_BABEL_LOCALES[language])[value["weekday"]]
        if isinstance(value, Mapping) and "month" in value:
            return isolate(format_date(value["month"], "MMMM y", locale=_BABEL_LOCALES[language]))
        if isinstance(value, Mapping) and "day" in value:
            local = datetime.fromisoformat(value["day"]).astimezone(REGION_TIME)
            return isolate(format_date(local, "EEEE d MMMM", locale=_BABEL_LOCALES[language]))
        if isinstance(value, Mapping) and "place" in value:
            key = f"place.{value['place']}"
            return self._value(language, self.say(language, key) if self.has(key) else value["place"])
        if isinstance(value, Mapping):
            return self.say(language, value["key"], **value.get("values", {}))
        if isinstance(value, (list, tuple)):
            return format_list([str(self._value(language, item)) for item in value], locale=_BABEL_LOCALES[language])
        if isinstance(value, datetime):
            local = value.astimezone(REGION_TIME)
            return isolate(format_datetime(local, "EEEE H:mm", locale=_BABEL_LOCALES[language]))
        if isinstance(value, date):
            return isolate(format_date(value, "d MMMM", locale=_BABEL_LOCALES[language]))
        if isinstance(value, str) and direction(language) == "rtl":
            return "\n".join(isolate(line) for line in value.split("\n"))  # a new line ends what is isolated
        return value


def _language_name(language: str, key: str) -> str | None:
    """What a language that the bot does not speak is called (Unicode CLDR)."""
    name, _, code = key.partition(".")
    return Locale.parse(language).languages.get(code) if name == "language" else None


def _catalogue(folder: Path, language: str) -> dict[str, str]:
    files = sorted((folder / language / "LC_MESSAGES").glob("*.mo"))
    if not files:
        raise CataloguesMissing(f"no compiled catalogues for {language}: run `make setup`")
    merged: dict[str, str] = {}
    for file in files:
        with file.open("rb") as stream:
            catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        merged.update({key: text for key, text in catalogue.items() if isinstance(key, str) and key})
    return merged
