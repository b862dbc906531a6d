"""The partner's handovers: the list, one of them, and what can be done with it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from aiohttp import web

from bot.channels.web.guard import clean
from bot.console.desk import HOME, CantDo, Desk, Visit, VisitHandler
from bot.console.words import Card, Words, group
from bot.domain.errors import NotFound
from bot.domain.handover import (
    MAX_MESSAGE,
    DeclineReason,
    Handover,
    HandoverState,
    Outcome,
    RelayMessage,
    Step,
    StepNotPossible,
)
from bot.service import handovers
from bot.service.access import hash_token
from bot.service.handovers import HandoverView
from bot.service.ports import Conflict

CHANNEL = "console"
TRIES = 3
ALREADY_SENT = "console.cant.twice"
DONE = ("accept", "decline", "write", "close", "used_link")

E = TypeVar("E", bound=Enum)


class HandoverPages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        one = HOME + "/handovers/{id}"
        read, send = self._desk.signed_in, self._desk.signed_in_form
        return [
            web.get(HOME, read(self._list)),
            web.get(HOME + "/", read(self._list)),
            web.get(HOME + "/changes", read(self._changes)),
            web.get(one, read(self._one)),
            web.get(one + "/messages", read(self._messages)),
            web.post(one + "/accept", send(self.step("accept", self._accept))),
            web.post(one + "/decline", send(self.step("decline", self._decline))),
            web.post(one + "/write", send(self.step("write", self._write))),
            web.post(one + "/close", send(self.step("close", self._close))),
        ]

    async def _list(self, visit: Visit) -> web.Response:
        found = await handovers.list_for(self._desk.new_uow, visit.organization.id)
        waits = await handovers.waits_since(self._desk.new_uow, visit.organization.id)
        words = self._words(visit)
        groups: dict[str, list[Card]] = {"waiting": [], "taken": [], "ended": []}
        for handover in found:
            card = words.card(handover, visit.directory, waits.get(handover.id))
            groups["waiting" if card.unanswered else group(handover)].append(card)
        groups["waiting"].sort(key=lambda card: card.since)  # who waits longest comes first
        notice = _done(visit)
        return self._desk.own_page(visit, "list.html", groups=groups, version=_version(found), notice=notice)

    async def _changes(self, visit: Visit) -> web.Response:
        found = await handovers.list_for(self._desk.new_uow, visit.organization.id)
        return web.json_response({"version": _version(found)})

    async def _one(self, visit: Visit) -> web.Response:
        try:
            return await self._show(visit, notice=_done(visit))
        except NotFound:
            return self._gone(visit)

    def _gone(self, visit: Visit) -> web.Response:
        """In place of what was deleted: nothing of it is left to tell it from what never was."""
        return self._desk.own_page(visit, "gone.html", status=404, back=_address(visit))

    async def _messages(self, visit: Visit) -> web.Response:
        try:
            view = await self._view(visit)
        except NotFound:
            raise web.HTTPNotFound from None
        messages = self._words(visit).messages(view.messages) if view.handover.relay_open else []
        return web.json_response(
            {"state": str(view.handover.state), "messages": [asdict(message) for message in messages]}
        )

    async def _show(self, visit: Visit, *, notice: str = "", status: int = 200, draft: str = "") -> web.Response:
        if visit.request.method == "GET":
            await self._acknowledge(visit)
        view = await self._view(visit)
        words = self._words(visit)
        handover = view.handover
        reader = words.reader(await handovers.reads(self._desk.new_uow, handover), translates=self._desk.translates)
        return self._desk.own_page(
            visit,
            "handover.html",
            status=status,
            notice=notice,
            draft=draft,
            message_key=secrets.token_urlsafe(12),
            group=group(handover),
            handover=handover,
            card=words.card(handover, visit.directory),
            fields=words.fields(handover),
            ending=words.ending(handover, view.events),
            messages=words.messages(view.messages) if words.fields(handover) else [],
            events=words.events(view.events),
            reader=reader,
            reasons=list(DeclineReason),
            outcomes=list(Outcome),
            max_message=MAX_MESSAGE,
            back=_address(visit),
        )

    def step(self, name: str, step: Callable[[Visit], Awaitable[Any]]) -> VisitHandler:
        """A handler that takes a step and shows the handover again, with what came of it."""
        return partial(self._step, name, step)

    async def _step(self, name: str, step: Callable[[Visit], Awaitable[Any]], visit: Visit) -> web.StreamResponse:
        try:
            await _repeated(partial(step, visit))
        except NotFound:
            return self._gone(visit)
        except CantDo as refusal:
            return await self._refused(visit, refusal)
        raise web.HTTPSeeOther(f"{_address(visit)}?done={name}")

    async def _refused(self, visit: Visit, refusal: CantDo) -> web.StreamResponse:
        draft = "" if refusal.notice == ALREADY_SENT else visit.form.get("text", "")
        try:
            return await self._show(visit, notice=refusal.notice, status=refusal.status, draft=draft)
        except NotFound:
            return self._gone(visit)

    async def _accept(self, visit: Visit) -> Handover:
        return await handovers.accept(*self.whose(visit), CHANNEL)

    async def _decline(self, visit: Visit) -> Handover:
        return await handovers.decline(*self.whose(visit), CHANNEL, _picked(visit, "reason", DeclineReason))

    async def _close(self, visit: Visit) -> Handover:
        return await handovers.close(*self.whose(visit), CHANNEL, _picked(visit, "outcome", Outcome))

    async def _write(self, visit: Visit) -> RelayMessage:
        text = clean(visit.form.get("text", "")).replace("\r\n", "\n").strip()
        if not text:
            raise CantDo("console.cant.empty", 400)
        if len(text) > MAX_MESSAGE:
            raise CantDo("console.cant.too_long", 400)
        id = _message_id(visit, text)
        if any(message.id == id for message in (await self._view(visit)).messages):
            raise CantDo(ALREADY_SENT, 409)
        return await handovers.write(*self.whose(visit), CHANNEL, text, id)

    async def _acknowledge(self, visit: Visit) -> None:
        """Who opens the page has read it. A page that opens without that being noted is no harm."""
        with suppress(NotFound, Conflict, StepNotPossible):
            await handovers.acknowledge(*self.whose(visit), CHANNEL)

    async def _view(self, visit: Visit) -> HandoverView:
        return await handovers.view(self._desk.new_uow, visit.organization.id, visit.request.match_info["id"])

    def whose(self, visit: Visit) -> tuple[Any, Any, str, str]:
        return self._desk.new_uow, self._desk.clock, visit.organization.id, visit.request.match_info["id"]

    def _words(self, visit: Visit) -> Words:
        return Words(self._desk.texts, visit.language, self._desk.clock())


async def _repeated(step: Callable[[], Awaitable[Any]]) -> None:
    """Takes a step, again if somebody else changed the handover at the same moment. Raises CantDo, NotFound."""
    for _ in range(TRIES):
        try:
            await step()
            return
        except StepNotPossible as late:
            raise CantDo(_late(late), 409) from None
        except Conflict:
            continue
    raise CantDo("console.cant.conflict", 409)


def _late(error: StepNotPossible) -> str:
    not_yet = error.step in (Step.CONTACT, Step.CLOSE) and error.state in (
        HandoverState.QUEUED,
        HandoverState.DELIVERED,
    )
    return "console.cant.not_yet" if not_yet else f"console.cant.{error.state}"


def _picked(visit: Visit, name: str, options: type[E]) -> E:
    try:
        return options(visit.form.get(name, ""))
    except ValueError:
        raise CantDo("console.cant.pick", 400) from None


def _message_id(visit: Visit, text: str) -> str:
    """The same for one form sent twice; another one once its words were changed."""
    parts = (visit.request.match_info["id"], visit.form.get("message_key") or secrets.token_hex(16), text)
    return hash_token("\n".join(parts))[:32]


def _address(visit: Visit) -> str:
    return f"{HOME}/handovers/{visit.request.match_info['id']}"


def _done(visit: Visit) -> str:
    done = visit.request.query.get("done", "")
    return f"console.done.{done}" if done in DONE else ""


def _version(found: Sequence[Handover]) -> str:
    parts = " ".join(f"{handover.id}:{handover.version}" for handover in found)
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
