"""The console's cookies, and the token that each of its forms carries."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.channels.web.guard import is_https
from bot.domain.labels import LANGUAGES
from bot.service.access import SESSION_LIFETIME, hash_token

YEAR = 365 * 24 * 3600


class ConsoleCookies:
    """Who is signed in, and the language that a reader chose."""

    def __init__(self, public_url: str) -> None:
        self._secure = is_https(public_url)
        self._session = "__Host-console" if self._secure else "console"
        self._language = "__Host-console-language" if self._secure else "console-language"

    def token(self, request: web.Request) -> str | None:
        return request.cookies.get(self._session)

    def sign_in(self, response: web.StreamResponse, token: str) -> None:
        self._set(response, self._session, token, int(SESSION_LIFETIME.total_seconds()))

    def sign_out(self, response: web.StreamResponse) -> None:
        response.del_cookie(self._session, path="/", secure=self._secure, httponly=True)
        response.headers["Clear-Site-Data"] = '"cache"'

    def language(self, request: web.Request) -> str | None:
        language = request.cookies.get(self._language)
        return language if language in LANGUAGES else None

    def set_language(self, response: web.StreamResponse, language: str) -> None:
        self._set(response, self._language, language, YEAR)

    def _set(self, response: web.StreamResponse, name: str, value: str, max_age: int) -> None:
        # Lax, not Strict: partners come from links in their webmail. Forms carry a token besides.
        response.set_cookie(name, value, max_age=max_age, path="/", secure=self._secure, httponly=True, samesite="Lax")


def form_token(session_token: str) -> str:
    """What a form of this session carries, so that no other site can send one."""
    return hash_token(f"form:{session_token}")


def is_form_token(token: str, session_token: str) -> bool:
    return secrets.compare_digest(token.encode(), form_token(session_token).encode())
