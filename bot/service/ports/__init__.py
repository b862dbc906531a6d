"""What the use cases need from the outside world, as protocols that the adapters fulfil."""

from bot.service.ports.copies import Copies, Copy, CopyKind
from bot.service.ports.files import MAX_BYTES, Cleaner, Photo, Photos, UnfitPhoto
from bot.service.ports.people import (
    Channel,
    DialogueEngine,
    SendError,
    Texts,
    Translator,
)
from bot.service.ports.queues import (
    Claimed,
    Delivery,
    Inbox,
    Outbox,
    StoredMessage,
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
    "MAX_BYTES",
    "Access",
    "Channel",
    "Claimed",
    "Cleaner",
    "Clock",
    "Conflict",
    "Consents",
    "Conversations",
    "Copies",
    "Copy",
    "CopyKind",
    "Delivery",
    "DialogueEngine",
    "DirectoryStore",
    "Handovers",
    "Inbox",
    "Mail",
    "Mailbox",
    "Outbox",
    "Photo",
    "Photos",
    "SendError",
    "Session",
    "StoredMessage",
    "Texts",
    "Translator",
    "Unanswered",
    "UnfitPhoto",
    "UnitOfWork",
    "UnitOfWorkFactory",
    "Wakeup",
]
