"""The partner's own services: whether all is still right, no place for now, closed for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from aiohttp import web

from bot.console.desk import CantDo, Desk, Visit
from bot.console.service_words import ServiceCard, ServiceWords, seen
from bot.domain import assurance
from bot.domain.errors import NotFound
from bot.domain.hours import REGION_TIME
from bot.domain.partners import ClosedPeriod
from bot.service import assurances
from bot.service.assurances import PAGE, Word

AHEAD = timedelta(days=731)
"""A day that is further away is a typing error."""


class ServicePages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._words: Mapping[str, Callable[[Visit], Word]] = {
            "confirm": lambda visit: assurance.confirmed,
            "full": self._full,
            "room": lambda visit: assurance.has_room,
            "close": self._closed,
            "reopen": lambda visit: assurance.reopened,
        }

    def routes(self) -> list[web.RouteDef]:
        read, send = self._desk.signed_in, self._desk.signed_in_form
        steps = [web.post(f"{PAGE}/{name}", send(partial(self._say, name))) for name in self._words]
        return [web.get(PAGE, read(self._page)), *steps]

    async def _page(self, visit: Visit) -> web.Response:
        done = visit.request.query.get("done", "")
        known = {"changed": "console.cant.changed", **{name: f"console.done.service_{name}" for name in self._words}}
        return await self._show(visit, notice=known.get(done, ""))

    async def _show(self, visit: Visit, *, notice: str = "", status: int = 200) -> web.Response:
        cards = await service_cards(self._desk, visit.organization.id, visit.language)
        values = {"cards": cards, "seen": seen, "today": self._today(), "page": PAGE, "back": PAGE}
        return self._desk.own_page(visit, "services.html", status=status, notice=notice, **values)

    async def _say(self, name: str, visit: Visit) -> web.StreamResponse:
        """Says it of the service that the form names, or of all that it shows."""
        try:
            word, id = self._words[name](visit), visit.form.get("service", "")
            shown = visit.form.get("seen", "")
            await say_as_seen(self._desk, visit.organization.id, visit.language, shown, word, id)
        except NotFound:
            raise web.HTTPNotFound from None
        except CantDo as refusal:
            return await self._show(visit, notice=refusal.notice, status=refusal.status)
        raise web.HTTPSeeOther(f"{PAGE}?done={name}")

    def _full(self, visit: Visit) -> Word:
        until = self._day(visit, "until")
        return partial(assurance.full, until=until)

    def _closed(self, visit: Visit) -> Word:
        first, last = self._day(visit, "first") or self._today(), self._day(visit, "last")
        if last is None or last < first:
            raise CantDo("console.cant.day", 400)
        return partial(assurance.closed, period=ClosedPeriod(first, last))

    def _day(self, visit: Visit, name: str) -> date | None:
        """A day from today on, None if the field is empty. Raises CantDo."""
        text = visit.form.get(name, "").strip()
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            raise CantDo("console.cant.day", 400) from None
        if day is not None and not timedelta() <= day - self._today() <= AHEAD:
            raise CantDo("console.cant.day", 400)
        return day

    def _today(self) -> date:
        return self._desk.clock().astimezone(REGION_TIME).date()


async def service_cards(desk: Desk, organization_id: str, language: str) -> Sequence[ServiceCard]:
    words = ServiceWords(desk.texts, language, desk.clock())
    found = await assurances.services_of(desk.new_uow, organization_id)
    return [words.card(service, said) for service, said in found]


async def say_as_seen(
    desk: Desk, organization_id: str, language: str, shown: str, word: Word, service_id: str = ""
) -> None:
    """Says something of one service, or of all, if they are still as they were ``shown``. Raises NotFound, CantDo."""
    cards = await service_cards(desk, organization_id, language)
    meant = [card for card in cards if service_id in ("", card.id)]
    if not meant:
        raise NotFound("no such service")
    if seen(meant) != shown:
        raise CantDo("console.cant.changed", 409)
    await assurances.say(desk.new_uow, desk.clock, organization_id, [card.id for card in meant], word)
