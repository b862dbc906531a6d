"""What the use cases need from the outside world, as protocols that the adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.consent import Consent
from bot.domain.conversation import Conversation
from bot.domain.directory_changes import Edition
from bot.domain.errors import DichtbijError
from bot.domain.handover import Handover, HandoverEvent, RelayMessage
from bot.domain.messages import Incoming, Outgoing
from bot.domain.partners import Directory
from bot.domain.understanding import Understanding

if TYPE_CHECKING:
    from bot.service.turn import Turn

Clock = Callable[[], datetime]
"""Gives the time now, aware, in UTC."""


class Conflict(DichtbijError):
    """Somebody else saved this in the meantime; load it again and repeat."""


@dataclass(frozen=True)
class Claimed:
    """An inbox row that a worker holds until its lease ends; ``attempt`` counts from 1."""

    id: int
    conversation_id: str
    incoming: Incoming
    attempt: int
    received_at: datetime


@dataclass(frozen=True)
class Unanswered:
    """A text whose turn is not done."""

    id: int
    conversation_id: str
    text: str


@dataclass(frozen=True)
class Delivery:
    """An outbox row that a worker holds until its lease ends; ``attempt`` counts from 1.

    ``ambiguous`` is true when an earlier worker vanished while it was sending this row.
    """

    id: int
    outgoing: Outgoing
    attempt: int
    ambiguous: bool
    created_at: datetime


@dataclass(frozen=True)
class StoredMessage:
    """An outbox row as a channel that is read from (web, terminal) shows it."""

    id: int
    body: Mapping[str, Any]
    created_at: datetime


class Inbox(Protocol):
    async def add(self, conversation_id: str, incoming: Incoming, at: datetime) -> bool:
        """Stores an update; False if its (channel, update_id) is there already, and nothing changes."""

    async def claim(self, worker: str, now: datetime, lease_seconds: float) -> Claimed | None:
        """The oldest waiting row whose conversation has no older unfinished row, now held by ``worker``.

        Rows whose lease ended are waiting again. Commits nothing by itself.
        """

    async def done(self, id: int, worker: str, now: datetime) -> None:
        """Raises Conflict if ``worker`` does not hold the row any more."""

    async def release(self, id: int, worker: str, again_at: datetime) -> None:
        """Gives a row back after a failure, to be claimed from ``again_at`` on."""

    async def fail(self, id: int, worker: str, now: datetime) -> None:
        """Sets a row aside for good after its last attempt; later rows of the conversation go on."""

    async def due_since(self) -> datetime | None:
        """When the time came for the row that could have been claimed longest; None if none waits."""

    async def unanswered(self, before: datetime, limit: int = 200) -> Sequence[Unanswered]:
        """The oldest texts that came in before a moment and whose turn is not done."""

    async def history(self, conversation_id: str, limit: int) -> Sequence[tuple[Incoming, datetime]]:
        """The latest text and button updates of a conversation, oldest first."""


class Outbox(Protocol):
    async def add(self, outgoing: Outgoing, at: datetime) -> None:
        """Adds a row; does nothing if one with its key is there."""

    async def claim(
        self, worker: str, channels: Sequence[str], now: datetime, lease_seconds: float, limit: int
    ) -> Sequence[Delivery]:
        """The oldest waiting row of up to ``limit`` lanes, for these channels; never two of one lane at once."""

    async def sent(self, id: int, worker: str, now: datetime, reference: str = "") -> None: ...

    async def retry(self, id: int, worker: str, again_at: datetime) -> None: ...

    async def dead(self, id: int, worker: str, now: datetime, reason: str) -> None:
        """Sets a row aside that can't be delivered; ``reason`` is a code, never content."""

    async def read(self, conversation_id: str, channel: str, after: int, limit: int = 100) -> Sequence[StoredMessage]:
        """Rows of one conversation with an id above ``after``, for channels that are read from."""

    async def due_since(self) -> datetime | None:
        """When the time came for the row that could have been sent longest; None if none waits."""


class Conversations(Protocol):
    async def open(self, channel: str, sender: str, language: str, at: datetime) -> str:
        """The id of this person's conversation, made at the first contact.

        ``sender`` is stored encrypted and found again by a keyed HMAC.
        """

    async def find(self, channel: str, sender: str) -> str | None: ...

    async def load(self, id: str) -> Conversation:
        """With its handovers. Raises NotFound."""

    async def save(self, conversation: Conversation, at: datetime) -> None:
        """Saves all but the handovers. Raises Conflict if the stored version is not ``conversation.version``."""

    async def erase(self, id: str) -> None:
        """Deletes the conversation with its inbox, outbox, handovers, consents and relay messages."""


class Handovers(Protocol):
    async def add(self, handover: Handover) -> None: ...

    async def get(self, id: str) -> Handover:
        """Raises NotFound."""

    async def save(self, handover: Handover) -> None:
        """Raises Conflict if the stored version is not ``handover.version``."""

    async def of_organization(self, organization_id: str, limit: int = 200) -> Sequence[Handover]:
        """Newest first."""

    async def record(self, event: HandoverEvent) -> None: ...

    async def events(self, handover_id: str) -> Sequence[HandoverEvent]: ...

    async def add_message(self, message: RelayMessage) -> None: ...

    async def messages(self, handover_id: str) -> Sequence[RelayMessage]: ...

    async def open_count_by_service(self) -> Mapping[str, int]: ...

    async def open_services(self) -> Collection[tuple[str, str]]:
        """The ids of organisation and service of every open handover."""


class Consents(Protocol):
    async def add(self, consent: Consent) -> None: ...

    async def of_handover(self, handover_id: str) -> Consent | None: ...

    async def withdraw(self, handover_id: str, at: datetime) -> None: ...


class DirectoryStore(Protocol):
    async def version(self) -> int:
        """Grows by one at each import; 0 means empty."""

    async def load(self) -> Directory: ...

    async def replace(self, directory: Directory, at: datetime, after: int | None = None) -> int:
        """Makes this the directory; earlier ones are kept. Returns the new version.

        Raises:
            Conflict: another one was stored meanwhile, that is, later than version ``after`` if that is given.
        """

    async def history(self) -> Sequence[Edition]:
        """All that were stored, the newest first."""


@dataclass(frozen=True)
class Session:
    """A partner's signed-in session in the console."""

    organization_id: str
    expires_at: datetime


class Access(Protocol):
    """One-time sign-in links and console sessions; only hashes of their tokens are stored."""

    async def add_link(self, token_hash: str, organization_id: str, target: str, expires_at: datetime) -> None: ...

    async def use_link(self, token_hash: str, now: datetime) -> tuple[str, str]:
        """(organization_id, target) of an unused link, used up by this call. Raises NotFound."""

    async def add_session(self, token_hash: str, session: Session) -> None: ...

    async def session(self, token_hash: str, now: datetime) -> Session:
        """Raises NotFound if there is none or it has expired."""

    async def end_session(self, token_hash: str) -> None: ...


@dataclass(frozen=True)
class Mail:
    """One e-mail of the local mailbox."""

    id: str
    recipient: str
    subject: str
    text: str
    sent_at: datetime


class Mailbox(Protocol):
    """Where mail goes when no mail server is set, so that the whole loop can be tried."""

    async def add(self, mail: Mail) -> None:
        """Does nothing if a mail with this id is there."""

    async def latest(self, limit: int = 50) -> Sequence[Mail]: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without ``commit`` undoes everything."""

    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    handovers: Handovers
    consents: Consents
    directory: DirectoryStore
    access: Access
    mailbox: Mailbox

    async def commit(self) -> None:
        """Makes it durable, then wakes those who wait for what was added."""


UnitOfWorkFactory = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


class Wakeup(Protocol):
    """Tells waiting workers that something was added. ``topic`` is inbox, outbox or a conversation's id."""

    async def wait(self, topic: str, timeout: float) -> None:
        """Returns after a wake-up of ``topic`` or after ``timeout`` seconds, whichever comes first.

        A wake-up between two calls is not lost.
        """

    def wake(self, topic: str) -> None: ...


class DialogueEngine(Protocol):
    """The part that leads the talk (Rasa, in bot.adapters.rasa_engine)."""

    async def understand(self, text: str, language: str | None = None) -> Understanding: ...

    def picks(self, turn: Turn) -> bool:
        """True if the text that came in is a button's label or number on the screen, or asks to stop or take back."""

    def watches(self, turn: Turn) -> bool:
        """True if the text speaks of danger, or comes while the person was asked if they are safe."""

    async def respond(self, turn: Turn) -> None:
        """Puts the answers to ``turn.incoming`` on the turn and changes its conversation."""


class Texts(Protocol):
    """The words of the product, by key and language (locales/)."""

    def say(self, language: str, key: str, /, **values: Any) -> str:
        """The text of ``key``; falls back to English, then to the key itself."""


class SendError(DichtbijError):
    """A channel could not deliver; ``code`` is one of a closed list and holds no content."""

    def __init__(self, code: str, *, retryable: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.retry_after = retry_after


class Channel(Protocol):
    """A way to people that the delivery worker sends through.

    Channels that are read from (web, terminal) are none: their outbox rows lie ready for who reads them.
    """

    name: str

    async def send(self, delivery: Delivery) -> str:
        """Delivers one row and returns the channel's own reference for it. Raises SendError."""
