"""One transaction over all repositories."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.crypto import Cipher, Lookup
from bot.adapters.database import Database
from bot.adapters.erasures import Erasures
from bot.adapters.repositories.access import SqlAccess
from bot.adapters.repositories.consents import SqlConsents
from bot.adapters.repositories.conversations import SqlConversations
from bot.adapters.repositories.copies import SqlCopies
from bot.adapters.repositories.directory import SqlDirectoryStore
from bot.adapters.repositories.handovers import SqlHandovers
from bot.adapters.repositories.heartbeats import SqlHeartbeats
from bot.adapters.repositories.inbox import SqlInbox
from bot.adapters.repositories.leases import SqlLeases
from bot.adapters.repositories.mailbox import SqlMailbox
from bot.adapters.repositories.outbox import SqlOutbox
from bot.adapters.repositories.outcomes import SqlOutcomes
from bot.adapters.repositories.overview import SqlOverview
from bot.adapters.repositories.photos import SqlPhotos
from bot.adapters.repositories.scope import DirectoryCache, Scope
from bot.adapters.repositories.timers import SqlTimers
from bot.adapters.repositories.unmet_needs import SqlUnmetNeeds
from bot.adapters.repositories.webhooks import SqlWebhooks
from bot.service.ports import (
    Access,
    Conflict,
    Consents,
    Conversations,
    Copies,
    DirectoryStore,
    Handovers,
    Heartbeats,
    Inbox,
    Leases,
    Mailbox,
    Outbox,
    Outcomes,
    Overview,
    Photos,
    Timers,
    UnitOfWork,
    UnmetNeeds,
    Wakeup,
    Webhooks,
)

_LOST_RACE = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL's serialization failure, deadlock and lock timeout: the same work can be done again."""


class SqlUnitOfWork:
    """UnitOfWork (see bot.service.ports); enter it before use."""

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

    def __init__(self, factory: SqlUnitOfWorkFactory) -> None:
        self._factory = factory
        self._connection: AsyncConnection = factory.database.connect()
        self._topics: set[str] = set()
        self._erased: set[str] = set()

    async def __aenter__(self) -> UnitOfWork:
        await self._connection.start()
        try:
            await self._connection.begin()
        except BaseException:
            await self._connection.close()
            raise
        self._set_up(self._factory)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.__aexit__(kind, error, trace)
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _LOST_RACE:
            raise Conflict("somebody else was faster") from error

    async def commit(self) -> None:
        # First: if the commit fails, the person asked for it all the same.
        self._factory.erasures.note(self._erased)
        self._erased.clear()
        await self._connection.commit()
        for topic in self._topics:
            self._factory.wakeup.wake(topic)
        self._topics.clear()

    def _set_up(self, factory: SqlUnitOfWorkFactory) -> None:
        scope = Scope(self._connection, factory.cipher, factory.lookup, factory.cache, self._topics, self._erased)
        self.inbox = SqlInbox(scope)
        self.outbox = SqlOutbox(scope)
        self.conversations = SqlConversations(scope)
        self.handovers = SqlHandovers(scope)
        self.consents = SqlConsents(scope)
        self.timers = SqlTimers(scope)
        self.outcomes = SqlOutcomes(scope)
        self.directory = SqlDirectoryStore(scope)
        self.access = SqlAccess(scope)
        self.mailbox = SqlMailbox(scope)
        self.copies = SqlCopies(scope)
        self.photos = SqlPhotos(scope)
        self.unmet_needs = SqlUnmetNeeds(scope)
        self.webhooks = SqlWebhooks(scope)
        self.overview = SqlOverview(scope)
        self.heartbeats = SqlHeartbeats(scope)
        self.leases = SqlLeases(scope)


@dataclass(frozen=True)
class SqlUnitOfWorkFactory:
    """Call it for a new unit of work: ``async with new_uow() as uow``. Don't open one inside another."""

    database: Database
    cipher: Cipher
    lookup: Lookup
    wakeup: Wakeup
    erasures: Erasures
    cache: DirectoryCache = field(default_factory=DirectoryCache)

    def __call__(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self)
