"""Handovers in a partner's language, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta

from bot.domain.consent import YES_OR_NO
from bot.domain.handover import (
    OPEN,
    TAKEN,
    WAITING,
    Actor,
    Handover,
    HandoverEvent,
    HandoverState,
    Helped,
    RelayMessage,
    Step,
)
from bot.domain.hours import REGION_TIME
from bot.domain.partners import Directory
from bot.service.ports import Texts

LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "ar": "ar", "en": "en_GB"}
NOT_OURS = frozenset({HandoverState.DECLINED, HandoverState.EXPIRED, HandoverState.WITHDRAWN})
"""A handover that ended like this is no longer the partner's to read."""
_SHOWN_STEPS = {
    *(step.value for step in Step if step not in (Step.CONSENT, Step.QUEUE, Step.CONTACT)),
    *(f"helped.{helped}" for helped in Helped),
    "remind",
    "unreached",
    "danger",
}


@dataclass(frozen=True)
class Card:
    """A handover in the list. ``title`` names the needs; it is empty when they are no longer the partner's to read.

    ``since`` is when it came to where it is; of one that waits, since when the resident does. It is ``unanswered`` if
    the resident wrote last. ``outcome`` says how it ended, if anybody said so.
    """

    id: str
    state: str
    title: str
    place: str
    language: str
    service: str
    since: datetime
    age: str
    due: str = ""
    outcome: str = ""
    unanswered: bool = False


@dataclass(frozen=True)
class Field:
    """One thing that the resident agreed to share."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """One message between resident and partner, or one step of the handover.

    ``language`` is named where it is not the reader's; ``photos`` are the ids of its photo, or pages in their order.
    """

    sender: str
    text: str
    at: str
    language: str = ""
    translation: str = ""
    photos: tuple[str, ...] = ()


class Words:
    """Says handovers in one language."""

    def __init__(self, texts: Texts, language: str, now: datetime) -> None:
        self._language = language
        self._say = partial(texts.say, language)
        self._locale = LOCALES[language]
        self._now = now

    def card(self, handover: Handover, directory: Directory, waits_since: datetime | None = None) -> Card:
        readable = handover.state not in NOT_OURS
        services = directory.services_of([handover.service_id])
        since = waits_since or (handover.created_at if handover.state in OPEN else handover.updated_at)
        return Card(
            id=handover.id,
            state=str(handover.state),
            title=self.needs(handover) if readable else "",
            place=handover.shared.get("place", "") if readable else "",
            language=self.language(handover.language) if readable else "",
            service=services[0].name if services else "",
            since=since,
            age=self.age(since),
            due=self.time(handover.due_at) if handover.state in WAITING and handover.due_at else "",
            outcome=self.outcome(handover),
            unanswered=handover.relay_open and waits_since is not None,
        )

    def needs(self, handover: Handover) -> str:
        needs = handover.shared.get("needs", "").split()
        return " · ".join(self._say(f"console.need.{need}") for need in needs) or self._say("console.need.none")

    def outcome(self, handover: Handover) -> str:
        """How the contact ended, where somebody said so."""
        told = handover.state is HandoverState.CLOSED and handover.outcome
        return self._say(f"console.outcome.{told}") if told else ""

    def ending(self, handover: Handover, events: Sequence[HandoverEvent]) -> list[str]:
        """Why nothing can be done any more; of a talk that was closed: who closed it, when, and a partner's reason."""
        if handover.state in OPEN:
            return []
        closed = [event for event in events if event.step == Step.CLOSE.value]
        if handover.state is not HandoverState.CLOSED or not closed:
            return [self._say(f"console.ended.{handover.state}")]
        by, at = closed[-1].actor, self.time(closed[-1].at)
        reason = self.outcome(handover) if by == Actor.PARTNER.value else ""
        return [self._say(f"console.ended.closed.{by}", at=at), *filter(None, [reason])]

    def fields(self, handover: Handover) -> list[Field]:
        """What was shared, in the order in which the resident saw it; nothing when it is no longer theirs to read."""
        if handover.state in NOT_OURS:
            return []
        return [
            Field(name, self._say(f"console.field.{name}"), self._value(handover, name, value))
            for name, value in handover.shared.items()
        ]

    def messages(self, messages: Sequence[RelayMessage]) -> list[Line]:
        return [self._message(message) for message in messages]

    def reader(self, language: str, *, translates: bool) -> str:
        """Which language the resident reads, if it is not the page's, and whether what is written is translated."""
        if language == self._language:
            return ""
        told = "translated" if translates else "reads"
        return self._say(f"console.write.{told}", language=self.language(language))

    def _message(self, message: RelayMessage) -> Line:
        foreign = message.language not in ("", self._language)
        language = self._say("console.written_in", language=self.language(message.language)) if foreign else ""
        when = self.time(message.at)
        return Line(message.sender, message.text, when, language, message.translation, message.file_ids)

    def events(self, events: Sequence[HandoverEvent]) -> list[Line]:
        return [
            Line(event.actor, self._say(f"console.event.{_named(event)}"), self.time(event.at))
            for event in events
            if event.step in _SHOWN_STEPS
        ]

    def language(self, code: str) -> str:
        try:
            return Locale.parse(code).get_display_name(self._locale) or code
        except (UnknownLocaleError, ValueError):
            return code

    def age(self, at: datetime) -> str:
        return format_timedelta(at - self._now, add_direction=True, locale=self._locale)

    def time(self, at: datetime) -> str:
        return format_datetime(at.astimezone(REGION_TIME), "EEE d MMM H:mm", locale=self._locale)

    def _value(self, handover: Handover, name: str, value: str) -> str:
        if name == "needs":
            return self.needs(handover)
        if name == "language":
            return self.language(value)
        if name == "reach":
            return self._say(f"console.reach.{value}")
        if name == "when":
            return self._say(f"when.{value}")
        if name == "preferences":
            return " · ".join(self._say(f"preference.{preference}") for preference in value.split())
        return self._say(f"line.{value}") if name in YES_OR_NO else value


def _named(event: HandoverEvent) -> str:
    """What the history calls a step: of an end it matters whose it was."""
    return f"{event.step}.{event.actor}" if event.step == Step.CLOSE.value else event.step


def group(handover: Handover) -> str:
    """The part of the list in which a handover stands."""
    return "waiting" if handover.state in WAITING else "taken" if handover.state in TAKEN else "ended"
