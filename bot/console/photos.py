"""Photos and pages that partners see, and photos and PDFs that they send."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.channels.web.guard import picture
from bot.console.desk import HOME, CantDo, Desk, Visit
from bot.console.handovers import CHANNEL, HandoverPages
from bot.domain.errors import NotFound
from bot.domain.handover import RelayMessage
from bot.service import handovers
from bot.service.access import hash_token
from bot.service.ports import Cleaner, UnfitPhoto

ONE = HOME + "/handovers/{id}"


class PhotoPages:
    """The photos and pages of a handover, for the partner who has it."""

    def __init__(self, desk: Desk, pages: HandoverPages, clean: Cleaner) -> None:
        self._desk = desk
        self._pages = pages
        self._clean = clean

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(ONE + "/photos/{photo}", self._desk.signed_in(self._show)),
            web.post(ONE + "/photos", self._desk.signed_in_upload(self._pages.step("write", self._send))),
        ]

    async def _show(self, visit: Visit) -> web.StreamResponse:
        ids = visit.request.match_info
        try:
            photo = await handovers.photo_of(self._desk.new_uow, visit.organization.id, ids["id"], ids["photo"])
        except NotFound:
            raise web.HTTPNotFound from None
        return picture(photo.content)

    async def _send(self, visit: Visit) -> RelayMessage:
        if not visit.file:
            raise CantDo("console.cant.no_photo", 400)
        try:
            pictures = await self._clean(visit.file)
        except UnfitPhoto as unfit:
            raise CantDo(f"console.cant.photo_{unfit.code}", 400) from None
        key = visit.form.get("message_key") or secrets.token_hex(16)
        id = hash_token("\n".join(("photo", visit.request.match_info["id"], key)))[:32]
        return await handovers.write(*self._pages.whose(visit), CHANNEL, "", id, photos=pictures)
