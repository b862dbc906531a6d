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
    Handovers,
    Mail,
    Mailbox,
    OutcomeCount,
    Outcomes,
    Session,
    UnmetNeeds,
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
    "UnmetNeeds",
    "Wakeup",
]
