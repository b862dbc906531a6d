"""What partners' systems send: taking, declining, closing and writing, signed like what they get."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Any, TypeVar

from aiohttp import hdrs, web

from bot.channels.web.guard import clean, parse_json
from bot.channels.webhook.signing import MAX_BODY, BadSignature, verify
from bot.domain.errors import DichtbijError, NotFound
from bot.domain.handover import MAX_MESSAGE, DeclineReason, Outcome, Step, StepNotPossible
from bot.service import handovers
from bot.service.ports import Clock, Conflict, UnitOfWorkFactory

CHANNEL = "webhook"
PATH = "/api/webhook/{organization}"
TRIES = 3

E = TypeVar("E", bound=Enum)


class NotUnderstood(DichtbijError):
    """A call that is signed well and says nothing that we know; its text tells what was expected."""


@dataclass(frozen=True)
class Call:
    """One signed message of a partner's system."""

    id: str
    organization_id: str
    kind: str
    data: Mapping[str, Any]

    @property
    def handover_id(self) -> str:
        return self.text("handover_id")

    def text(self, name: str) -> str:
        """Raises NotUnderstood."""
        value = self.data.get(name)
        if not isinstance(value, str) or not value:
            raise NotUnderstood(f"expected text in data.{name}")
        return value

    def picked(self, name: str, options: type[E]) -> E:
        """Raises NotUnderstood."""
        try:
            return options(self.data.get(name))
        except ValueError:
            words = ", ".join(str(option.value) for option in options)
            raise NotUnderstood(f"expected one of {words} in data.{name}") from None


class WebhookIntake:
    """The way in for partners' systems."""

    def __init__(self, new_uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._steps: Mapping[str, tuple[Step, Callable[[Call], Awaitable[Any]]]] = {
            "handover.acknowledge": (Step.ACKNOWLEDGE, self._acknowledge),
            "handover.accept": (Step.ACCEPT, self._accept),
            "handover.decline": (Step.DECLINE, self._decline),
            "handover.close": (Step.CLOSE, self._close),
            "message.create": (Step.CONTACT, self._write),
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._take)]

    async def _take(self, request: web.Request) -> web.Response:
        call = await self._call(request)
        for _ in range(TRIES):
            try:
                return await self._answer(call)
            except NotFound:
                raise web.HTTPNotFound from None
            except NotUnderstood as error:
                return web.json_response({"error": 400, "text": str(error)}, status=400)
            except Conflict:
                continue
        raise web.HTTPServiceUnavailable(headers={hdrs.RETRY_AFTER: "1"})

    async def _call(self, request: web.Request) -> Call:
        """Who calls and what they say, once the signature is known to be right."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        body = await request.clone(client_max_size=MAX_BODY).read()
        organization_id = request.match_info["organization"]
        async with self._new_uow() as uow:
            webhook = await uow.webhooks.get(organization_id)
        try:
            id = verify(webhook.current(self._clock()), request.headers, body, self._clock())
        except BadSignature:
            raise web.HTTPUnauthorized from None
        content = parse_json(body)
        data = content.get("data")
        return Call(id, organization_id, str(content.get("type")), data if isinstance(data, dict) else {})

    async def _answer(self, call: Call) -> web.Response:
        if call.kind not in self._steps:
            raise NotUnderstood(f"expected one of {', '.join(self._steps)} in type")
        step, take = self._steps[call.kind]
        try:
            await take(call)
        except StepNotPossible as late:
            if not await self._done_before(call, step):
                return web.json_response(
                    {"error": 409, "handover_id": call.handover_id, "state": str(late.state)}, status=409
                )
        state = (await self._view(call)).handover.state
        return web.json_response({"handover_id": call.handover_id, "state": str(state)})

    async def _acknowledge(self, call: Call) -> None:
        await handovers.acknowledge(*self._whose(call), CHANNEL)

    async def _accept(self, call: Call) -> None:
        await handovers.accept(*self._whose(call), CHANNEL)

    async def _decline(self, call: Call) -> None:
        await handovers.decline(*self._whose(call), CHANNEL, call.picked("reason", DeclineReason))

    async def _close(self, call: Call) -> None:
        await handovers.close(*self._whose(call), CHANNEL, call.picked("outcome", Outcome))

    async def _write(self, call: Call) -> None:
        text = clean(call.text("text")).strip()
        if not 0 < len(text) <= MAX_MESSAGE:
            raise NotUnderstood(f"expected 1 to {MAX_MESSAGE} characters in data.text")
        await handovers.write(*self._whose(call), CHANNEL, text, _message_id(call))

    async def _done_before(self, call: Call, step: Step) -> bool:
        """Whether this system itself took this step: a call that is repeated gets the first one's answer.

        A repeated message is known by its id (see service.handovers.write), so another one is really too late.
        """
        if step is Step.CONTACT:
            return False
        since = takewhile(lambda event: event.step != Step.REOPEN.value, reversed((await self._view(call)).events))
        return any((each.step, each.actor, each.channel) == (step.value, "partner", CHANNEL) for each in since)

    async def _view(self, call: Call) -> handovers.HandoverView:
        return await handovers.view(self._new_uow, call.organization_id, call.handover_id)

    def _whose(self, call: Call) -> tuple[UnitOfWorkFactory, Clock, str, str]:
        return self._new_uow, self._clock, call.organization_id, call.handover_id


def _message_id(call: Call) -> str:
    """The same for one call sent twice."""
    parts = "\n".join((CHANNEL, call.organization_id, call.handover_id, call.id))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
