"""What the use cases need from the outside world, as protocols that the adapters fulfil."""

from bot.service.ports.people import (
    Channel,
    DialogueEngine,
    SendError,
    Texts,
)
from bot.service.ports.queues import (
    Claimed,
    Delivery,
    DueTimer,
    Inbox,
    Outbox,
    StoredMessage,
    Timers,
    Unanswered,
)
from bot.service.ports.stores import (
    Access,
    Consents,
    Conversations,
    DirectoryStore,
    FullServices,
    Handovers,
    Mail,
    Mailbox,
    OutcomeCount,
    Outcomes,
    Session,
)
from bot.service.ports.work import (
    Clock,
    Conflict,
    UnitOfWork,
    UnitOfWorkFactory,
    Wakeup,
)

__all__ = [
    "Access",
    "Channel",
    "Claimed",
    "Clock",
    "Conflict",
    "Consents",
    "Conversations",
    "Delivery",
    "DialogueEngine",
    "DirectoryStore",
    "DueTimer",
    "FullServices",
    "Handovers",
    "Inbox",
    "Mail",
    "Mailbox",
    "Outbox",
    "OutcomeCount",
    "Outcomes",
    "SendError",
    "Session",
    "StoredMessage",
    "Texts",
    "Timers",
    "Unanswered",
    "UnitOfWork",
    "UnitOfWorkFactory",
    "Wakeup",
]
