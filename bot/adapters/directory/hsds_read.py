"""The tables of HSDS 3.0 as a directory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from bot.adapters.directory.addresses import EXPECTED, read_address
from bot.adapters.directory.areas import area_of
from bot.adapters.directory.build import Draft, municipality, village
from bot.adapters.directory.closed_days import WrongDays, parse_closed
from bot.adapters.directory.eligibility import groups_named
from bot.adapters.directory.hsds import GROUPS, LABELS, NEEDS, OWN, REACHES, SERVICE_TYPES, SOURCE_ID, Tables, Term
from bot.adapters.directory.language_codes import language_code
from bot.adapters.directory.rows import NO, YES, Findings, Row
from bot.adapters.directory.schedules import periods_of
from bot.adapters.directory.week import in_order
from bot.domain.groups import Group
from bot.domain.labels import LANGUAGES, Label, Need, Reach, ServiceType
from bot.domain.partners import (
    CAPACITIES,
    STATUSES,
    ClosedPeriod,
    Directory,
    HandoverAddress,
    Location,
    OpeningPeriod,
    Organization,
    Service,
)
from bot.service.directory import Reading

_FREE = re.compile(r"\b(free|gratis|gratuit|kosteloos|no (fee|charge|cost)s?)\b", re.IGNORECASE)
_NOT_FREE = re.compile(r"\b(not|no longer|niet|geen|pas|non)( \w+)? (free|gratis|gratuit|kosteloos)\b", re.IGNORECASE)
DESCRIPTION = "description_"
MAX_SERVICES = 50_000
"""More than ten times as many as the largest public export that is known has."""
_L = TypeVar("_L", bound=Label)


def directory_of(tables: Tables, findings: Findings, file: str) -> Reading:
    """The directory in the tables, with every problem; what it has no place for is left out."""
    if len(tables["services"]) > MAX_SERVICES:
        findings.error(file, "", "", f"at most {MAX_SERVICES} services")
    if findings.errors:
        return Reading(Directory(), tuple(findings.problems))
    source, draft = _Source(tables), Draft(findings)
    for row in tables["organizations"]:
        draft.add_organization(_organization(row, source), row)
    source.locations = {row.text("id"): place for row in tables["locations"] if (place := _location(row, source))}
    for row in tables["services"]:
        draft.add_service(_service(row, source, draft), row)
    return draft.reading(file)


class _Source:
    """The tables, to be looked up by what their rows belong to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.locations: dict[str, Location] = {}
        self._children: dict[tuple[str, str], Mapping[str, list[Row]]] = {}
        self._terms = _terms(tables)
        self._ids: dict[str, str] = {}

    def children(self, table: str, key: str, id: str) -> list[Row]:
        """The rows of ``table`` that belong to ``id``."""
        if (table, key) not in self._children:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                found[row.text(key)].append(row)
            self._children[table, key] = found
        return self._children[table, key].get(id, [])

    def attributes(self, id: str) -> Iterator[tuple[Term, Row]]:
        for row in self.children("attributes", "link_id", id):
            term = self._terms.get(row.text("taxonomy_term_id"))
            if term is not None:
                yield term, row

    def own(self, id: str, code: str) -> list[str]:
        return [row.text("value") for term, row in self.attributes(id) if (term.taxonomy, term.code) == (OWN, code)]

    def own_id(self, id: str) -> str:
        """The id that the record had before it got a UUID for HSDS."""
        return next(iter(self.own(id, SOURCE_ID)), id)


def _terms(tables: Tables) -> dict[str, Term]:
    known = {row.text("id"): Term(row.text("taxonomy"), row.text("code")) for row in tables["taxonomy_terms"]}
    ours = [Term(taxonomy, str(label)) for taxonomy, labels in LABELS.items() for label in labels]
    return {**known, **{term.id: term for term in ours}}


def _organization(row: Row, source: _Source) -> Organization:
    id = row.required("id")
    return Organization(
        id=source.own_id(id),
        name=row.required("name"),
        description=row.text("description"),
        language=next(iter(source.own(id, "language")), LANGUAGES[0]),
        website=row.text("website"),
        handover_addresses=tuple(_handover_addresses(row, source)),
    )


def _handover_addresses(row: Row, source: _Source) -> Iterator[HandoverAddress]:
    for value in source.own(row.text("id"), "handover"):
        if address := read_address(value):
            yield address
        else:
            row.wrong("handover", EXPECTED)


def _location(row: Row, source: _Source) -> Location | None:
    id = row.required("id")
    if row.text("location_type") not in ("", "physical"):
        return None
    addresses = source.children("addresses", "location_id", id)
    address = next((each for each in addresses if each.text("address_type") in ("", "physical")), None)
    city, code = (address.text("city"), address.text("postal_code")) if address else ("", "")
    latitude, longitude = row.number_of("latitude", -90, 90), row.number_of("longitude", -180, 180)
    place = village(municipality(city) or "", code) if latitude is None or longitude is None else None
    return Location(
        id=source.own_id(id),
        name=row.text("name"),
        municipality=city,
        postal_code=code,
        latitude=(place.latitude if place else 0.0) if latitude is None or longitude is None else latitude,
        longitude=(place.longitude if place else 0.0) if latitude is None or longitude is None else longitude,
        address=address.text("address_1") if address else "",
    )


def _service(row: Row, source: _Source, draft: Draft) -> Service:
    id = row.required("id")
    organization, locations = source.own_id(row.required("organization_id")), tuple(_service_locations(id, source))
    phone, area = _phone(id, row, source), area_of(source.children("service_areas", "service_id", id))
    return Service(
        id=source.own_id(id),
        organization_id=organization,
        name=row.required("name"),
        types=_labels(id, SERVICE_TYPES, ServiceType, source),
        needs=_labels(id, NEEDS, Need, source),
        reach=_labels(id, REACHES, Reach, source) or _usual_reach(locations, phone),
        languages=frozenset(_languages(id, source)) or frozenset({LANGUAGES[0]}),
        interpreter=bool(row.text("interpretation_services")),
        descriptions=_descriptions(id, row, source, draft.organizations.get(organization)),
        women=_own_flag(id, "women", source),
        only_for=_labels(id, GROUPS, Group, source) or groups_named(row.text("eligibility_description")),
        area=area.names,
        area_postal_codes=area.postal_codes,
        area_km=area.km,
        locations=locations,
        hours=_hours(id, source),
        closures=_closures(id, row, source),
        minimum_age=row.age("minimum_age"),
        maximum_age=row.age("maximum_age"),
        free=_is_free(id, row, source),
        fees=row.text("fees_description"),
        phone=phone,
        status=row.choice("status", STATUSES),
        capacity=_capacity(id, source),
        full_until=_full_until(id, row, source),
        assured_on=row.day("assured_date"),
        assured_by=row.text("assurer_email"),
        coordinator=_own_flag(id, "coordinator", source),
    )


def _labels(id: str, taxonomy: str, kind: type[_L], source: _Source) -> frozenset[_L]:
    known = {label.value: label for label in kind}
    found = {term.code: row for term, row in source.attributes(id) if term.taxonomy == taxonomy}
    for code, row in found.items():
        if code not in known:
            row.wrong("taxonomy_term_id", f"a term out of {', '.join(known)}")
    return frozenset(known[code] for code in found if code in known)


def _usual_reach(locations: tuple[Location, ...], phone: str) -> frozenset[Reach]:
    """Exports of others don't say how people meet; what has an address or a number can be met there."""
    return frozenset(([Reach.AT_LOCATION] if locations else []) + ([Reach.PHONE] if phone else []))


def _languages(id: str, source: _Source) -> Iterator[str]:
    for row in source.children("languages", "service_id", id):
        code = language_code(row.text("code") or row.text("name"))
        if code:
            yield code
        else:
            row.wrong("code", "an ISO 639 code, or the English name of a language")


def _descriptions(
    id: str, row: Row, source: _Source, organization: tuple[Organization, Row] | None
) -> Mapping[str, str]:
    own = {
        term.code.removeprefix(DESCRIPTION): each.text("value")
        for term, each in source.attributes(id)
        if term.taxonomy == OWN and term.code.startswith(DESCRIPTION)
    }
    if own or not row.text("description"):
        return dict(sorted(own.items()))
    return {organization[0].language if organization else LANGUAGES[0]: row.text("description")}


def _service_locations(id: str, source: _Source) -> Iterator[Location]:
    for row in source.children("service_at_location", "service_id", id):
        if row.text("location_id") in source.locations:
            yield source.locations[row.text("location_id")]


def _hours(id: str, source: _Source) -> tuple[OpeningPeriod, ...]:
    """The hours of the service itself; without any, those of its places."""
    rows = source.children("schedules", "service_id", id)
    if not rows:
        for link in source.children("service_at_location", "service_id", id):
            rows = [*rows, *source.children("schedules", "service_at_location_id", link.text("id"))]
            rows += [
                row
                for row in source.children("schedules", "location_id", link.text("location_id"))
                if not row.text("service_id") and not row.text("service_at_location_id")
            ]
    return in_order(period for row in rows for period in periods_of(row))


def _closures(id: str, row: Row, source: _Source) -> tuple[ClosedPeriod, ...]:
    try:
        return parse_closed(source.own(id, "closed"))
    except WrongDays as error:
        row.wrong("attributes", str(error))
        return ()


def _phone(id: str, row: Row, source: _Source) -> str:
    phones = source.children("phones", "service_id", id)
    phones = phones or source.children("phones", "organization_id", row.text("organization_id"))
    return next((phone.text("number").strip('"') for phone in phones if phone.text("number")), "")


def _is_free(id: str, row: Row, source: _Source) -> bool | None:
    """Only what says so is free; unknown where there is no amount either, but maybe a text on fees."""
    own = [value for value in source.own(id, "free") if value in YES | NO]
    if own:
        return own[0] in YES
    options = source.children("cost_options", "service_id", id)
    amounts = {option.text("amount") for option in options}
    text = f"{row.text('fees')} {row.text('fees_description')}"
    if (amounts and amounts <= {"0", "0.0", "0.00"}) or (_FREE.search(text) and not _NOT_FREE.search(text)):
        return True
    return False if amounts else None


def _capacity(id: str, source: _Source) -> str:
    return next((value for value in source.own(id, "capacity") if value in CAPACITIES), CAPACITIES[0])


def _full_until(id: str, row: Row, source: _Source) -> date | None:
    try:
        return next((date.fromisoformat(value) for value in source.own(id, "full_until")), None)
    except ValueError:
        row.wrong("attributes", "full_until as a date like 2026-11-23")
        return None


def _own_flag(id: str, code: str, source: _Source) -> bool:
    return any(value in YES for value in source.own(id, code))
