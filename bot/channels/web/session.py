"""The cookie that a resident's talk hangs on."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from aiohttp import web

from bot.channels.web.guard import is_https
from bot.service.access import hash_token

TOKEN_BYTES = 32
KEPT_FOR = timedelta(days=30)
LEFT = "left"
"""A cookie that the page sets itself when somebody leaves in haste: even if no request came through any more,
the talk stays closed."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class TalkCookie:
    """Gives, reads and takes the cookie. Its token is known to the browser alone: here it is only hashed."""

    def __init__(self, public_url: str) -> None:
        self._secure = is_https(public_url)
        self._name = "__Host-talk" if self._secure else "talk"
        self._kept_name = "__Host-kept" if self._secure else "kept"

    def sender(self, request: web.Request) -> str | None:
        """Who writes, as the channel's address; None before the first message and after leaving."""
        token = self._token(request)
        return hash_token(token) if token else None

    def kept(self, request: web.Request) -> bool:
        """Whether the talk stays on this device when the browser is closed."""
        return self._kept_name in request.cookies

    def start(self, response: web.StreamResponse) -> str:
        """Puts a new talk's cookie on the response and returns its sender."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        response.del_cookie(LEFT)
        self._drop(response, self._kept_name)
        self._set(response, self._name, token, None)
        return hash_token(token)

    def keep(self, request: web.Request, response: web.StreamResponse, kept: bool) -> None:
        """Makes the cookie outlive the browser for a while, or not any more."""
        token = self._token(request)
        if token is None:
            raise web.HTTPUnauthorized
        self._set(response, self._name, token, KEPT_FOR if kept else None)
        if kept:
            self._set(response, self._kept_name, "1", KEPT_FOR)
        else:
            self._drop(response, self._kept_name)

    def end(self, response: web.StreamResponse) -> None:
        """Takes away all that the browser holds of us."""
        self._drop(response, self._name)
        self._drop(response, self._kept_name)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'

    def _token(self, request: web.Request) -> str | None:
        token = request.cookies.get(self._name, "")
        return token if LEFT not in request.cookies and _TOKEN.fullmatch(token) else None

    def _set(self, response: web.StreamResponse, name: str, value: str, lifetime: timedelta | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=int(lifetime.total_seconds()) if lifetime else None,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        response.del_cookie(name, path="/", secure=self._secure, httponly=True, samesite="Strict")
