"""Handovers in a partner's language, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta

from bot.domain.consent import YES_OR_NO
from bot.domain.handover import TAKEN, WAITING, Handover, HandoverEvent, HandoverState, Helped, RelayMessage, Step
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
    """A handover in the list. ``title`` names the needs; it is empty when they are no longer the partner's to read."""

    id: str
    state: str
    title: str
    place: str
    language: str
    service: str
    age: str
    due: str = ""


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

    def card(self, handover: Handover, directory: Directory) -> Card:
        readable = handover.state not in NOT_OURS
        services = directory.services_of([handover.service_id])
        return Card(
            id=handover.id,
            state=str(handover.state),
            title=self.needs(handover) if readable else "",
            place=handover.shared.get("place", "") if readable else "",
            language=self.language(handover.language) if readable else "",
            service=services[0].name if services else "",
            age=self.age(handover.created_at if handover.state in (*WAITING, *TAKEN) else handover.updated_at),
            due=self.time(handover.due_at) if handover.state in WAITING and handover.due_at else "",
        )

    def needs(self, handover: Handover) -> str:
        needs = handover.shared.get("needs", "").split()
        return " · ".join(self._say(f"console.need.{need}") for need in needs) or self._say("console.need.none")

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

    def _message(self, message: RelayMessage) -> Line:
        foreign = message.language not in ("", self._language)
        language = self._say("console.written_in", language=self.language(message.language)) if foreign else ""
        when = self.time(message.at)
        return Line(message.sender, message.text, when, language, message.translation, message.file_ids)

    def events(self, events: Sequence[HandoverEvent]) -> list[Line]:
        return [
            Line(event.actor, self._say(f"console.event.{event.step}"), self.time(event.at))
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


def group(handover: Handover) -> str:
    """The part of the list in which a handover stands."""
    return "waiting" if handover.state in WAITING else "taken" if handover.state in TAKEN else "ended"
