"""Organisations, their services and where these are given: the core of Open Referral HSDS 3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from bot.domain.groups import Group
from bot.domain.labels import Need, Reach, ServiceType

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
"""The states of a service (HSDS)."""
CAPACITIES = ("open", "limited", "waiting_list", "full")
"""Whether a service takes new people now."""


@dataclass(frozen=True)
class HandoverAddress:
    """Where a partner gets its handovers: ``channel`` is email, telegram or webhook; the console all have."""

    channel: str
    address: str


@dataclass(frozen=True)
class Organization:
    """A partner (HSDS organization)."""

    id: str
    name: str
    description: str = ""
    language: str = "nl"
    website: str = ""
    handover_addresses: tuple[HandoverAddress, ...] = ()

    def address_on(self, channel: str) -> str:
        """Where it gets questions by this channel first; empty if it does not."""
        return next((each.address for each in self.handover_addresses if each.channel == channel), "")


@dataclass(frozen=True)
class OpeningPeriod:
    """One weekly period; ``weekday`` 0 is Monday; times are local (Europe/Brussels)."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, order=True)
class ClosedPeriod:
    """Leave, holidays: closed from the day ``first`` up to and with the day ``last``."""

    first: date
    last: date


@dataclass(frozen=True)
class Location:
    """A place where a service is given (HSDS location), WGS 84 degrees."""

    id: str
    name: str
    municipality: str
    postal_code: str
    latitude: float
    longitude: float
    address: str = ""


@dataclass(frozen=True)
class Service:
    """What an organisation offers (HSDS service, with what HSDS lacks).

    What is served is the municipalities of ``area``, the places with ``area_postal_codes`` and what lies within
    ``area_km`` by road of a location, all together; with none of these it is the whole region. ``closures`` come on top
    of ``hours``. ``women`` tells that a woman can be asked for. It is ``only_for`` who belongs to all of these groups;
    without any it is for everybody. ``descriptions`` are by language. ``status`` is one of STATUSES,
    ``capacity`` one of CAPACITIES; ``full_until`` is the last day on which it is full, if that is known. ``free`` is
    None where nobody said whether it costs anything, ``fees`` what it costs, in words. ``assured_on`` is when somebody
    last confirmed it, ``assured_by`` their e-mail address (HSDS assurer). The ``coordinator`` of the
    region takes the questions that no other service answers.
    """

    id: str
    organization_id: str
    name: str
    types: frozenset[ServiceType]
    needs: frozenset[Need]
    reach: frozenset[Reach]
    languages: frozenset[str] = frozenset({"nl"})
    interpreter: bool = False
    women: bool = False
    only_for: frozenset[Group] = frozenset()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    area: frozenset[str] = frozenset()
    area_postal_codes: frozenset[str] = frozenset()
    area_km: float | None = None
    locations: tuple[Location, ...] = ()
    hours: tuple[OpeningPeriod, ...] = ()
    closures: tuple[ClosedPeriod, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    free: bool | None = None
    fees: str = ""
    phone: str = ""
    status: str = "active"
    capacity: str = "open"
    full_until: date | None = None
    assured_on: date | None = None
    assured_by: str = ""
    coordinator: bool = False

    def capacity_on(self, day: date) -> str:
        """Its capacity on a day: what was full up to an earlier day is open again."""
        over = self.capacity == "full" and self.full_until is not None and self.full_until < day
        return "open" if over else self.capacity


@dataclass(frozen=True)
class Directory:
    """All partners and services at one moment."""

    organizations: tuple[Organization, ...] = ()
    services: tuple[Service, ...] = ()

    @cached_property
    def _organizations(self) -> Mapping[str, Organization]:
        return {organization.id: organization for organization in self.organizations}

    @cached_property
    def _services(self) -> Mapping[str, Service]:
        return {service.id: service for service in self.services}

    def organization(self, id: str) -> Organization:
        """Raises KeyError if there is none with this id."""
        return self._organizations[id]

    def find_organization(self, id: str) -> Organization | None:
        """None if there is none with this id any more: handovers outlive a place in the directory."""
        return self._organizations.get(id)

    def service(self, id: str) -> Service:
        """Raises KeyError if there is none with this id."""
        return self._services[id]

    def services_of(self, ids: Iterable[str]) -> tuple[Service, ...]:
        return tuple(self._services[id] for id in ids if id in self._services)

    @cached_property
    def coordinators(self) -> tuple[Service, ...]:
        """The services that take what no other answers; usually one."""
        return tuple(service for service in self.services if service.coordinator and service.status == "active")
