"""Which services somebody has to ask about: not confirmed for long, full, closed, or out of use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.hours import first_day_after
from bot.domain.labels import Label
from bot.domain.partners import Directory, Organization, Service

GONE = "defunct"
FULL_DAYS = 30
"""After so many days somebody who was full may have room again."""


class Concern(Label):
    """Why a service is on the coordinator's list."""

    STALE = "stale"
    FULL = "full"
    CLOSED = "closed"
    NOT_ACTIVE = "not_active"


@dataclass(frozen=True)
class Check:
    """A service to ask about. ``reopens`` is the first day after the closure of today."""

    organization: Organization
    service: Service
    concerns: tuple[Concern, ...]
    reopens: date | None


def is_stale(service: Service, today: date, fresh_days: float) -> bool:
    """True if nobody confirmed it within ``fresh_days``."""
    return service.assured_on is None or (today - service.assured_on).days > fresh_days


def to_check(directory: Directory, today: date, fresh_days: float) -> tuple[Check, ...]:
    """Every service that there is a concern about, the one that nobody confirmed longest first."""
    found = [_check(directory, service, today, fresh_days) for service in directory.services if service.status != GONE]
    return tuple(sorted((check for check in found if check.concerns), key=_age))


def is_due(check: Check, today: date) -> bool:
    """True if the partner may be asked: nobody confirmed it for long, or it is full and nobody knows until when."""
    service = check.service
    endless = Concern.FULL in check.concerns and service.full_until is None
    return Concern.STALE in check.concerns or (endless and is_stale(service, today, FULL_DAYS))


def _check(directory: Directory, service: Service, today: date, fresh_days: float) -> Check:
    reopens = first_day_after(service.closures, today)
    concerns = tuple(_concerns(service, today, fresh_days, is_closed=reopens > today))
    organization = directory.organization(service.organization_id)
    return Check(organization, service, concerns, reopens if reopens > today else None)


def _concerns(service: Service, today: date, fresh_days: float, *, is_closed: bool) -> Iterator[Concern]:
    if is_stale(service, today, fresh_days):
        yield Concern.STALE
    if service.capacity_on(today) == "full":
        yield Concern.FULL
    if is_closed:
        yield Concern.CLOSED
    if service.status != "active":
        yield Concern.NOT_ACTIVE


def _age(check: Check) -> tuple[date, str]:
    return check.service.assured_on or date.min, check.service.id
