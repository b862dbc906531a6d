"""The secrets that a partner's system and we sign with, and how one takes over from another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

OVERLAP = timedelta(days=7)
"""How long an old secret still counts beside a new one: a small partner changes its system within a week."""


@dataclass(frozen=True)
class WebhookSecret:
    """``value`` is ``whsec_`` with base64 (Standard Webhooks); it counts until ``ends_at``, or for good."""

    value: str
    ends_at: datetime | None = None

    def counts(self, now: datetime) -> bool:
        return self.ends_at is None or now < self.ends_at


@dataclass(frozen=True)
class Webhook:
    """What we hold about an organisation's system. ``gone_at`` is when it answered that it wants nothing any more."""

    organization_id: str
    secrets: tuple[WebhookSecret, ...] = ()
    gone_at: datetime | None = None

    def current(self, now: datetime) -> tuple[str, ...]:
        """The secrets that count now, the newest first."""
        return tuple(secret.value for secret in self.secrets if secret.counts(now))

    def with_secret(self, value: str, now: datetime, overlap: timedelta = OVERLAP) -> Webhook:
        """With a new secret in front; those before it end after ``overlap`` at the latest."""
        end = now + overlap
        older = [replace(each, ends_at=min(each.ends_at or end, end)) for each in self.secrets if each.counts(now)]
        kept = [secret for secret in older if secret.counts(now)]
        return replace(self, secrets=(WebhookSecret(value), *kept))
