"""The ways to people: the dialogue engine, the texts and the channels."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.errors import DichtbijError
from bot.domain.understanding import Understanding
from bot.service.ports.queues import Delivery

if TYPE_CHECKING:
    from bot.service.turn import Turn


class DialogueEngine(Protocol):
    """The part that leads the talk (Rasa, in bot.adapters.rasa_engine)."""

    async def understand(self, text: str, language: str | None = None) -> Understanding: ...

    def picks(self, turn: Turn) -> bool:
        """True if the text that came in is a button's label or number on the screen, asks to stop, to take back, what
        was told or where the question is, or answers what the bot asked."""

    def watches(self, turn: Turn) -> bool:
        """True if the text speaks of danger, or comes while the person was asked if they are safe."""

    def ask_in_doubt(self, turn: Turn) -> None:
        """Puts the question whether there is danger on the turn, if the text to a partner may mean one."""

    async def respond(self, turn: Turn) -> None:
        """Puts the answers to ``turn.incoming`` on the turn and changes its conversation."""


class Texts(Protocol):
    """The words of the product, by key and language (locales/)."""

    def say(self, language: str, key: str, /, **values: Any) -> str:
        """The text of ``key``; falls back to English, then to the key itself."""


class Translator(Protocol):
    """Machine translation, which may be missing at any time."""

    async def __call__(self, text: str, source: str, target: str) -> str:
        """``text`` in the language ``target``; empty if it can't be had soon. Raises nothing."""


class SendError(DichtbijError):
    """A channel could not deliver.

    ``code`` is one of a closed list and holds no content. ``ambiguous`` is true where the receiver may have taken it
    all the same (no answer came). ``reference`` is what the channel needs to go on where it stopped.
    """

    def __init__(
        self,
        code: str,
        *,
        retryable: bool,
        retry_after: float | None = None,
        ambiguous: bool = False,
        reference: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.retry_after = retry_after
        self.ambiguous = ambiguous
        self.reference = reference


class Channel(Protocol):
    """A way to people that the delivery worker sends through.

    Channels that are read from (web, terminal) are none: their outbox rows lie ready for who reads them.
    """

    name: str

    async def send(self, delivery: Delivery) -> str:
        """Delivers one row and returns the channel's own reference for it. Raises SendError."""


class Pace(Protocol):
    """How fast a channel may send."""

    def room(self, now: datetime) -> int:
        """How many messages may go out now, to whomever."""

    def wait(self, address: str, now: datetime) -> float:
        """Seconds until a message may go to ``address``; at 0 it counts as sent."""
