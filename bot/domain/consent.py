"""What is shared, with whom, and the yes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.labels import Crisis
from bot.domain.question import FROM_OTHERS, LINES, HelpQuestion

CONSENT_TEXT_VERSION = "2026-12.2"
"""Changes whenever the words of the consent question change in meaning."""

SHARED_FIELDS = (*LINES, "knows")
VIOLENCE = Crisis.VIOLENCE.value
"""Stands among the labels of the needs, and is none of them."""
YES_OR_NO = frozenset({"for_someone_else", "knows", "consult"})
"""Shared fields whose value is yes or no."""


@dataclass(frozen=True)
class Consent:
    """A yes to one purpose, for one receiver, with the fields that it names."""

    id: str
    conversation_id: str
    handover_id: str
    receiver: str
    fields: tuple[str, ...]
    text_version: str
    language: str
    given_at: datetime
    purpose: str = "handover"
    withdrawn_at: datetime | None = None


def tells_of_violence(question: HelpQuestion) -> bool:
    """True where words of a danger from somebody close stand in the question."""
    return question.crisis in FROM_OTHERS and bool(question.of_danger)


def is_about(question: HelpQuestion) -> tuple[str, ...]:
    """What the question is about, by its labels: the violence that is told of, and the needs in their order."""
    return (*([VIOLENCE] if tells_of_violence(question) else []), *question.needs)


def shared_fields(question: HelpQuestion) -> Mapping[str, str]:
    """The fields that a partner would get, in the order in which they are shown; empty ones are left out.

    Values are the resident's own text or label values, so that each reader sees them in their own language.
    """
    values = {
        "words": question.words,
        "needs": " ".join(is_about(question)),
        "wish": question.wish,
        "support": question.support,
        "place": f"{question.place.name} ({question.place.postal_code})" if question.place else "",
        "language": question.language,
        "reach": str(question.reach or ""),
        "when": str(question.when or ""),
        "limits": question.limits,
        "preferences": " ".join(question.preferences),
        "name": question.name,
        "phone": question.phone,
        "for_someone_else": "yes" if question.for_someone_else else "",
        "knows": {True: "yes", False: "no", None: ""}[question.knows],
        "consult": "yes" if question.consult else "",
    }
    return {field: values[field] for field in SHARED_FIELDS if values[field]}
