"""What one directory has that another has not, and what outlives a change because somebody is talking with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TypeVar

from bot.domain.partners import Directory, Organization, Service

_P = TypeVar("_P", Organization, Service)


@dataclass(frozen=True)
class Changes:
    """Ids of partners, or of services; to those that changed the names of the fields that did."""

    added: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What changed from one directory to the next."""

    organizations: Changes
    services: Changes


@dataclass(frozen=True)
class Edition:
    """One stored directory: its version, when it was imported, and how much was in it."""

    version: int
    imported_at: datetime
    organizations: int
    services: int


def difference(before: Directory, after: Directory) -> Difference:
    """What makes ``after`` out of ``before``; the order of partners and services is no difference."""
    return Difference(
        _changes(before.organizations, after.organizations),
        _changes(before.services, after.services),
    )


def keeping(
    used: Collection[tuple[str, str]], before: Directory, after: Directory
) -> tuple[Directory, tuple[str, ...]]:
    """``after`` with what it would take from somebody's open handover, and the ids of the services among that.

    ``used`` are the ids of organisation and service of each. A service that is kept is inactive, so that nobody new is
    sent there; its locations are those of ``after``, where that knows them.
    """
    in_use = {service for _, service in used}
    kept = [each for each in before.services if each.id in in_use - _ids(after.services)]
    owners = {organization for organization, _ in used} | {service.organization_id for service in kept}
    partners = [each for each in before.organizations if each.id in owners - _ids(after.organizations)]
    if not kept and not partners:
        return after, ()
    known = {location.id: location for service in after.services for location in service.locations}
    resting = [
        replace(each, status="inactive", locations=tuple(known.get(at.id, at) for at in each.locations))
        for each in kept
    ]
    whole = Directory(_by_id((*after.organizations, *partners)), _by_id((*after.services, *resting)))
    return whole, tuple(service.id for service in kept)


def _changes(before: Iterable[_P], after: Iterable[_P]) -> Changes:
    old, new = {each.id: each for each in before}, {each.id: each for each in after}
    changed = {id: _fields(old[id], new[id]) for id in sorted(old.keys() & new.keys()) if old[id] != new[id]}
    return Changes(tuple(sorted(new.keys() - old.keys())), changed, tuple(sorted(old.keys() - new.keys())))


def _fields(old: Organization | Service, new: Organization | Service) -> tuple[str, ...]:
    return tuple(each.name for each in fields(new) if getattr(old, each.name) != getattr(new, each.name))


def _ids(parts: Iterable[Organization | Service]) -> frozenset[str]:
    return frozenset(part.id for part in parts)


def _by_id(parts: Iterable[_P]) -> tuple[_P, ...]:
    return tuple(sorted(parts, key=lambda part: part.id))
