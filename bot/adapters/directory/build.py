"""What all readers share: places filled in from the gazetteer, and a directory without dangling ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from bot.adapters.directory.rows import Findings, Row
from bot.adapters.gazetteer import load_gazetteer
from bot.domain.gazetteer import OUTSIDE
from bot.domain.partners import Directory, Location, Organization, Service
from bot.domain.places import Place
from bot.domain.words import normal
from bot.service.directory import Reading


@dataclass
class Draft:
    """A directory in the making, with the row in which each part was found first."""

    findings: Findings
    organizations: dict[str, tuple[Organization, Row]] = field(default_factory=dict)
    services: dict[str, tuple[Service, Row]] = field(default_factory=dict)
    locations: dict[str, tuple[Location, Row]] = field(default_factory=dict)

    def add_organization(self, organization: Organization, row: Row) -> None:
        known = self.organizations.setdefault(organization.id, (organization, row))
        if known[0] != organization:
            row.error("organization_id", f"the same details as in {known[1].file} row {known[1].number}")

    def add_service(self, service: Service, row: Row) -> None:
        if service.id in self.services:
            first = self.services[service.id][1]
            row.error("service_id", f"another id than in {first.file} row {first.number}")
            return
        self.services[service.id] = (service, row)
        for location in service.locations:
            known = self.locations.setdefault(location.id, (location, row))
            if known[0] != location:
                row.error("location_id", f"the same details as in {known[1].file} row {known[1].number}")
        if not service.types and not service.needs and not service.coordinator:
            row.wrong("needs", "at least one need or type; without them nobody is sent here")
        if service.full_until is not None and service.capacity != "full":
            row.wrong("full_until", "capacity full beside it")
        if service.area_km is not None and not service.locations:
            row.wrong("area_km", "a location beside it, from which the distance counts")

    def reading(self, file: str) -> Reading:
        """The directory, in the order of the ids, with a last check."""
        for service, row in self.services.values():
            if service.organization_id not in self.organizations:
                row.error("organization_id", "the id of an organisation in this directory")
        if not self.services and not self.findings.errors:
            self.findings.error(file, "", "", "at least one service")
        organizations = sorted((part for part, _ in self.organizations.values()), key=lambda part: part.id)
        services = sorted((part for part, _ in self.services.values()), key=lambda part: part.id)
        return Reading(Directory(tuple(organizations), tuple(services)), tuple(self.findings.problems))


def municipality(name: str) -> str | None:
    """The name of a municipality as the region writes it, or of a known town outside; None if it is none."""
    return _municipalities().get(normal(name))


def village(municipality: str, postal_code: str) -> Place | None:
    """The place with this code, if it belongs to this municipality; else the municipality itself."""
    coded = load_gazetteer().with_postal_code(postal_code) if postal_code else None
    if coded is not None and municipality in ("", coded.municipality):
        return coded
    return next((place for place in _towns() if place.name == municipality), None)


def slug(*names: str) -> str:
    """An id made of names: ``Warm Huis, Veurne`` becomes ``warm-huis-veurne``."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def _towns() -> Iterable[Place]:
    return [entry.place for entry in load_gazetteer().entries if entry.place.kind in ("municipality", OUTSIDE)]


@lru_cache(maxsize=1)
def _municipalities() -> dict[str, str]:
    return {normal(place.name): place.name for place in _towns()}
