"""Pages in the reader's language."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web
from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.assets import Assets
from bot.domain.labels import LANGUAGES, direction
from bot.service.ports import Texts

LANGUAGE_NAMES = {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in LANGUAGES}
"""The name of each language in itself."""


class Pages:
    """The templates of one folder, with the words of the catalogues and the addresses of the assets.

    In a template ``say(key, **values)`` gives the words, ``asset(name)`` an address.
    """

    def __init__(self, folder: Path, texts: Texts, assets: Assets) -> None:
        self._texts = texts
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(asset=assets.url, language_names=LANGUAGE_NAMES)

    def render(self, template: str, language: str, *, status: int = 200, **values: Any) -> web.Response:
        html = self._templates.get_template(template).render(
            say=partial(self._texts.say, language), language=language, direction=direction(language), **values
        )
        return web.Response(text=html, status=status, content_type="text/html")


def accepted_language(request: web.Request) -> str:
    """The first of the bot's languages that the browser asks for; the default if it asks for none of them."""
    wanted = [_quality(part) for part in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(",")]
    ranked = sorted((quality, -place, code) for place, (code, quality) in enumerate(wanted) if code in LANGUAGES)
    return ranked[-1][2] if ranked else LANGUAGES[0]


def _quality(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    try:
        quality = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    return tag.strip()[:2].lower(), quality
