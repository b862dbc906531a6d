"""What is kept: talks, handovers, consents, the directory, sign-ins and the local mailbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.assurance import Assurance
from bot.domain.consent import Consent
from bot.domain.conversation import Conversation
from bot.domain.directory_changes import Edition
from bot.domain.handover import Handover, HandoverEvent, HandoverState, RelayMessage
from bot.domain.overview import HandoverLine, QueueFigures
from bot.domain.partners import Directory
from bot.domain.unmet import UnmetNeed
from bot.domain.webhooks import Webhook


class Conversations(Protocol):
    async def open(self, channel: str, sender: str, language: str, at: datetime) -> str:
        """The id of this person's conversation, made at the first contact.

        ``sender`` is stored encrypted and found again by a keyed HMAC.
        """

    async def find(self, channel: str, sender: str) -> str | None: ...

    async def exists(self, id: str) -> bool: ...

    async def load(self, id: str) -> Conversation:
        """With its handovers. Raises NotFound."""

    async def save(self, conversation: Conversation, at: datetime) -> None:
        """Saves all but the handovers. Raises Conflict if the stored version is not ``conversation.version``."""

    async def seen_since(self, channel: str, since: datetime) -> Sequence[str]:
        """The ids of those with a turn since then in which nothing waits for its turn now."""

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

    async def erase_messages(self, handover_id: str) -> None:
        """Deletes what was written and sent in the relay; the handover and its history stay."""

    async def open_count_by_service(self) -> Mapping[str, int]: ...

    async def open_services(self) -> Collection[tuple[str, str]]:
        """The ids of organisation and service of every open handover."""


class Consents(Protocol):
    async def add(self, consent: Consent) -> None: ...

    async def of_handover(self, handover_id: str) -> Consent | None:
        """The latest yes to send this question."""

    async def withdraw(self, handover_id: str, at: datetime) -> None:
        """Ends every consent about this handover."""


@dataclass(frozen=True)
class OutcomeCount:
    """How often something came of a service's handovers in one month (like 2026-11)."""

    month: str
    organization_id: str
    service_id: str
    outcome: str
    count: int


class Outcomes(Protocol):
    """Counts for statistics: no handover, conversation or person stands in them, so an erasure leaves them."""

    async def count(self, organization_id: str, service_id: str, outcome: str, at: datetime) -> None: ...

    async def all(self) -> Sequence[OutcomeCount]: ...


class DirectoryStore(Protocol):
    async def version(self) -> int:
        """Grows by one at each import; 0 means empty."""

    async def load(self) -> Directory:
        """The directory as it is now: the last import with what partners said since; one object while it lasts."""

    async def imported(self) -> Directory:
        """The last import alone."""

    async def replace(self, directory: Directory, at: datetime, after: int | None = None) -> int:
        """Makes this the directory; earlier ones are kept. Returns the new version.

        Raises:
            Conflict: another one was stored meanwhile, that is, later than version ``after`` if that is given.
        """

    async def history(self) -> Sequence[Edition]:
        """All that were stored, the newest first."""

    async def assurances(self) -> Mapping[str, Assurance]:
        """The latest word of the partners on each of their services, by its id."""

    async def assure(self, assurance: Assurance, at: datetime) -> None:
        """Adds a partner's word; earlier ones are kept."""

    async def hold(self) -> None:
        """From now until this transaction ends, nobody else who holds the directory changes it."""


class UnmetNeeds(Protocol):
    """Counts of needs without an offer; nothing in them leads back to anybody."""

    async def add(self, unmet: UnmetNeed) -> None:
        """Adds to the count of this month, municipality and need."""

    async def all(self) -> Sequence[UnmetNeed]:
        """The newest month first, in it the most frequent."""


@dataclass(frozen=True)
class Session:
    """A partner's signed-in session in the console."""

    organization_id: str
    expires_at: datetime


class Access(Protocol):
    """One-time sign-in links and console sessions; only hashes of their tokens are stored."""

    async def add_link(self, token_hash: str, organization_id: str, target: str, expires_at: datetime) -> None: ...

    async def link(self, token_hash: str, now: datetime) -> tuple[str, str]:
        """(organization_id, target) of an unused link, which stays unused. Raises NotFound."""

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
    reply_to: str = ""


class Mailbox(Protocol):
    """Where mail goes when no mail server is set, so that the whole loop can be tried."""

    async def add(self, mail: Mail) -> None:
        """Does nothing if a mail with this id is there."""

    async def latest(self, limit: int = 50) -> Sequence[Mail]: ...


class Webhooks(Protocol):
    """The secrets of partners' systems."""

    async def get(self, organization_id: str) -> Webhook:
        """Without secrets if none was made."""

    async def all(self) -> Sequence[Webhook]: ...

    async def save(self, webhook: Webhook) -> None: ...

    async def gone(self, organization_id: str, at: datetime) -> None:
        """Notes that this system wants nothing any more; keeps the first time."""


@dataclass(frozen=True)
class Sending:
    """A message to a partner without its content; ``outcome`` is sent, or the code of why it was given up.

    ``failure`` is the code of why the last try that failed did.
    """

    id: int
    kind: str
    channel: str
    created_at: datetime
    attempts: int
    finished_at: datetime | None
    outcome: str | None
    failure: str | None = None


class Overview(Protocol):
    """States, times and counts, for the coordinator and for monitors; nothing that anybody wrote."""

    async def handovers(
        self,
        *,
        organization_id: str | None = None,
        states: Collection[HandoverState] = (),
        since: datetime | None = None,
        id_prefix: str = "",
    ) -> Sequence[HandoverLine]:
        """Newest first; of one organisation, in these states, given since a moment, with an id that begins so."""

    async def states(self) -> Mapping[HandoverState, int]:
        """How many handovers there are in each state; a state without any may be missing."""

    async def sendings(self, handover_id: str) -> Sequence[Sending]:
        """What was sent about a handover, oldest first."""

    async def outbox(self, now: datetime) -> QueueFigures: ...

    async def inbox(self, now: datetime) -> QueueFigures: ...


class Heartbeats(Protocol):
    """When each part of the product was last known to work, told by itself."""

    async def beat(self, name: str, at: datetime) -> None:
        """An earlier time than the one that is there changes nothing."""

    async def last(self, name: str) -> datetime | None: ...
