"""One transaction on all that is kept, and how workers hear of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.domain.errors import DichtbijError
from bot.service.ports.copies import Copies
from bot.service.ports.files import Photos
from bot.service.ports.queues import Inbox, Leases, Outbox, Timers
from bot.service.ports.stores import (
    Access,
    Consents,
    Conversations,
    DirectoryStore,
    Handovers,
    Heartbeats,
    Mailbox,
    Outcomes,
    Overview,
    UnmetNeeds,
    Webhooks,
)

Clock = Callable[[], datetime]
"""Gives the time now, aware, in UTC."""


class Conflict(DichtbijError):
    """Somebody else saved this in the meantime; load it again and repeat."""


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without ``commit`` undoes everything."""

    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    handovers: Handovers
    consents: Consents
    timers: Timers
    outcomes: Outcomes
    directory: DirectoryStore
    access: Access
    mailbox: Mailbox
    copies: Copies
    photos: Photos
    unmet_needs: UnmetNeeds
    webhooks: Webhooks
    overview: Overview
    heartbeats: Heartbeats
    leases: Leases

    async def commit(self) -> None:
        """Makes it durable, then wakes those who wait for what was added."""


UnitOfWorkFactory = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


class Wakeup(Protocol):
    """Tells waiting workers that something was added. ``topic`` is inbox, outbox or a conversation's id."""

    async def wait(self, topic: str, timeout: float) -> bool:
        """True after a wake-up of ``topic``, False after ``timeout`` seconds, whichever comes first.

        A wake-up between two calls is not lost; one that may have been missed counts as one.
        """

    def wake(self, topic: str) -> None: ...
