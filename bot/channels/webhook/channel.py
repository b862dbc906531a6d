"""Sends to partners' systems."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import hdrs

from bot.channels.webhook.events import event, handover_data, message_data
from bot.channels.webhook.guard import AddressRefused, Gate, Networks
from bot.channels.webhook.signing import signed_headers
from bot.domain.errors import NotFound
from bot.domain.webhooks import Webhook
from bot.service import handovers
from bot.service.ports import Clock, Delivery, SendError, UnitOfWorkFactory

TIMEOUT_SECONDS = 20.0
"""Standard Webhooks advises 15 to 30 seconds; a lease lasts 30, and must outlive the try."""
MAX_RETRY_AFTER = 24 * 3600.0
"""A receiver can ask us to wait, but not so long that nobody hears of the question."""


class WebhookChannel:
    """The Channel for partners' systems: one POST for each row, under the row's key at each try.

    Success is 2xx alone. A redirect is never followed and counts as a wrong address, 410 as a system that is gone.
    """

    name = "webhook"

    def __init__(self, new_uow: UnitOfWorkFactory, clock: Clock, public_url: str, networks: Networks = ()) -> None:
        """``networks`` are those that need be neither public nor secure."""
        self._new_uow = new_uow
        self._clock = clock
        self._public_url = public_url
        self._networks = networks
        self._trusted = ssl.create_default_context()  # SSL_CERT_FILE names others to trust

    async def send(self, delivery: Delivery) -> str:
        """Raises SendError."""
        organization_id = delivery.outgoing.body["organization_id"]
        secrets = _usable(await self._webhook(organization_id), self._clock())
        body = await self._event(delivery)
        headers = signed_headers(secrets, delivery.outgoing.key, self._clock(), body)
        status, retry_after = await self._post(delivery.outgoing.address, body, headers)
        if status == 410:
            await self._note_gone(organization_id)
        if not 200 <= status < 300:
            raise _failure(status, _seconds(retry_after, self._clock()))
        return delivery.outgoing.key

    async def _webhook(self, organization_id: str) -> Webhook:
        async with self._new_uow() as uow:
            return await uow.webhooks.get(organization_id)

    async def _event(self, delivery: Delivery) -> str:
        body = delivery.outgoing.body
        handover_id = body["handover_id"]
        link = f"{self._public_url}/console/handovers/{handover_id}"
        data = {"handover_id": handover_id, "link": link, **await self._content(body)}
        return event(body["kind"], delivery.created_at, data)

    async def _content(self, body: Mapping[str, Any]) -> dict[str, Any]:
        if body["kind"] not in ("handover", "relay"):
            return {name: body[name] for name in ("state", "helped") if name in body}
        try:
            view = await handovers.view(self._new_uow, body["organization_id"], body["handover_id"])
        except NotFound as error:
            raise SendError("erased", retryable=False) from error
        return handover_data(view) if body["kind"] == "handover" else message_data(view, body)

    async def _post(self, url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """The status, and what the Retry-After header says."""
        gate = Gate(self._networks, secure=urlsplit(url).scheme == "https")
        connector = aiohttp.TCPConnector(socket_factory=gate, ssl=self._trusted, force_close=True)
        limit = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        headers = {**headers, hdrs.CONTENT_TYPE: "application/json", hdrs.USER_AGENT: "Dichtbij"}
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=limit) as http,
                http.post(url, data=body.encode(), headers=headers, allow_redirects=False) as response,
            ):
                return response.status, response.headers.get(hdrs.RETRY_AFTER, "")
        except AddressRefused as error:
            raise SendError("address_refused", retryable=False) from error
        except aiohttp.InvalidURL as error:
            raise SendError("bad_address", retryable=False) from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise SendError("certificate", retryable=True) from error
        except asyncio.TimeoutError as error:
            raise SendError("timeout", retryable=True, ambiguous=True) from error
        except (aiohttp.ClientError, OSError) as error:
            may_have_arrived = not isinstance(error, aiohttp.ClientConnectorError)
            raise SendError("unreachable", retryable=True, ambiguous=may_have_arrived) from error

    async def _note_gone(self, organization_id: str) -> None:
        async with self._new_uow() as uow:
            await uow.webhooks.gone(organization_id, self._clock())
            await uow.commit()


def _usable(webhook: Webhook, now: datetime) -> tuple[str, ...]:
    if webhook.gone_at is not None:
        raise SendError("gone", retryable=False)
    secrets = webhook.current(now)
    if not secrets:
        raise SendError("no_secret", retryable=True)
    return secrets


def _failure(status: int, retry_after: float | None) -> SendError:
    """Anything but a redirect or "gone" may pass: a partner who mends a wrong key loses nothing."""
    lasting = status == 410 or 300 <= status < 400
    return SendError(f"status_{status}", retryable=not lasting, retry_after=retry_after)


def _seconds(retry_after: str, now: datetime) -> float | None:
    """Retry-After is a number of seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:9]), MAX_RETRY_AFTER)
    try:
        seconds = (parsedate_to_datetime(retry_after) - now).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)
