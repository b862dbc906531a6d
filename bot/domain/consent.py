"""What is shared, with whom, and the yes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.question import LINES, HelpQuestion

CONSENT_TEXT_VERSION = "2026-12.2"
"""Changes whenever the words of the consent question change in meaning."""

SHARED_FIELDS = (*LINES, "knows")
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


def shared_fields(question: HelpQuestion) -> Mapping[str, str]:
    """The fields that a partner would get, in the order in which they are shown; empty ones are left out.

    Values are the resident's own text or label values, so that each reader sees them in their own language.
    """
    values = {
        "words": question.words,
        "needs": " ".join(question.needs),
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
