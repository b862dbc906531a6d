"""A partner who is writing: the page says so every few seconds, and the resident sees a sign."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.console.desk import HOME, Desk, Visit
from bot.domain.errors import NotFound
from bot.service.writing import Sign, show_writing


class WritingSign:
    def __init__(self, desk: Desk, signs: Mapping[str, Sign]) -> None:
        self._desk = desk
        self._signs = signs

    def routes(self) -> list[web.RouteDef]:
        return [web.post(HOME + "/handovers/{id}/writing", self._desk.signed_in_form(self._show))]

    async def _show(self, visit: Visit) -> web.StreamResponse:
        id = visit.request.match_info["id"]
        try:
            await show_writing(self._desk.new_uow, self._signs, visit.organization.id, id)
        except NotFound:
            raise web.HTTPNotFound from None
        return web.Response(status=204)
