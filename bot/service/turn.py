"""One turn of a conversation: what came in, what is known, and what is to be committed with the answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

from bot.domain.consent import Consent
from bot.domain.conversation import Conversation
from bot.domain.handover import Handover, HandoverEvent, RelayMessage
from bot.domain.hours import REGION_TIME
from bot.domain.labels import Topic
from bot.domain.messages import Incoming, Outgoing, Reply
from bot.domain.partners import Directory
from bot.domain.question import sentences, without_sentences
from bot.domain.timers import Timer
from bot.domain.understanding import Understanding
from bot.domain.unmet import UnmetNeed
from bot.domain.weights import Weights


@dataclass
class Turn:
    """The working copy of a conversation during one turn; nothing is stored before the turn commits.

    ``told`` is how the sentences that were told so far are understood one by one, where something is to be left out.
    ``unkept`` is what the person tells and does not want written down, ``to_the_bot`` are the sentences that are said
    to the bot and tell nothing ("you asked that already"), ``no_story`` those that only carry the talk on ("yes,
    that is right", "who reads this?"). ``orders`` are the parts of the message that are heard as an order about the
    question, with what they order; ``goes`` are those that stood beside an answer and take something out.
    ``asked_in_danger`` is what is asked where danger is told, which waits until the numbers are given.
    ``timers`` are those that a handover has from now on, by its id;
    ``before`` is the conversation as the turn found it;
    ``outcomes`` are what is counted of handovers (service.ports.Outcomes).
    """

    conversation: Conversation
    incoming: Incoming
    directory: Directory
    now: datetime
    open_counts: Mapping[str, int] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    understanding: Understanding | None = None
    told: tuple[Understanding, ...] = ()
    unkept: str = ""
    to_the_bot: frozenset[str] = frozenset()
    no_story: frozenset[str] = frozenset()
    orders: Mapping[str, Topic] = field(default_factory=dict)
    goes: tuple[str, ...] = ()
    asked_in_danger: tuple[str, ...] = ()
    translation: str = ""
    replies: list[Reply] = field(default_factory=list)
    new_handovers: list[Handover] = field(default_factory=list)
    changed_handovers: dict[str, Handover] = field(default_factory=dict)
    events: list[HandoverEvent] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    withdrawn_consents: list[str] = field(default_factory=list)
    relay_messages: list[RelayMessage] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    unmet_needs: list[UnmetNeed] = field(default_factory=list)
    timers: dict[str, tuple[Timer, ...]] = field(default_factory=dict)
    outcomes: list[tuple[Handover, str]] = field(default_factory=list)
    erase: bool = False
    failure: Exception | None = None
    before: Conversation = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.conversation

    @property
    def today(self) -> date:
        """The day in the region."""
        return self.now.astimezone(REGION_TIME).date()

    def written(self, words: str) -> str:
        """What of ``words`` is written down as an answer: all but what is said to the bot."""
        return _without(words, self.to_the_bot)

    def story(self, words: str) -> str:
        """What of ``words`` is written down as what was told: not what only carries the talk on either."""
        return _without(words, self.to_the_bot | self.no_story)


def _without(words: str, unwritten: frozenset[str]) -> str:
    return without_sentences(words, [at for at, each in enumerate(sentences(words)) if each in unwritten])


_current: ContextVar[Turn] = ContextVar("turn")


def current_turn() -> Turn:
    """The turn that runs in this task. Raises LookupError outside one."""
    return _current.get()


def enter_turn(turn: Turn) -> None:
    """Makes ``turn`` the current one of this task."""
    _current.set(turn)


SHELL = "shell"
_standalone: dict[str, Turn] = {}


def turn_or_standalone(sender_id: str) -> Turn:
    """The current turn, or for `rasa shell`, which knows no turns, one kept in memory for this sender."""
    try:
        return _current.get()
    except LookupError:
        now = datetime.now(timezone.utc)
        if sender_id not in _standalone:
            conversation = Conversation(id=sender_id, channel=SHELL, address=sender_id)
            incoming = Incoming(channel=SHELL, sender=sender_id, update_id="", kind="text")
            _standalone[sender_id] = Turn(conversation, incoming, Directory(), now)
        _standalone[sender_id].now = now
        _standalone[sender_id].before = _standalone[sender_id].conversation
        return _standalone[sender_id]
