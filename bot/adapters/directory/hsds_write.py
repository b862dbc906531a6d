"""A directory as the tables of HSDS 3.0."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adapters.directory.areas import area_names
from bot.adapters.directory.closed_days import format_closed
from bot.adapters.directory.hsds import (
    COLUMNS,
    GROUPS,
    LABELS,
    NEEDS,
    OWN,
    REACHES,
    SERVICE_TYPES,
    SOURCE_ID,
    Record,
    Records,
    Term,
    as_uuid,
    uuid_of,
)
from bot.domain.labels import LANGUAGES, Label
from bot.domain.partners import Directory, Location, OpeningPeriod, Organization, Service

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
INTERPRETER = "Interpreter on request"


def tables_of(directory: Directory) -> Records:
    """Every table, its rows in a steady order, so that the same directory gives the same files."""
    tables: Records = {name: [] for name in COLUMNS}
    for organization in directory.organizations:
        _organization(organization, tables)
    for location in _locations(directory):
        _location(location, tables)
    for service in directory.services:
        _service(service, tables)
    _taxonomies(directory, tables)
    return tables


def _organization(organization: Organization, tables: Records) -> None:
    id = as_uuid("organization", organization.id)
    record = {"id": id, "name": organization.name, "description": organization.description}
    tables["organizations"].append({**record, "website": organization.website})
    values = [("language", organization.language)]
    values += [("handover", f"{each.channel}:{each.address}") for each in organization.handover_addresses]
    _own(tables, "organization", id, organization.id, values)


def _location(location: Location, tables: Records) -> None:
    id = as_uuid("location", location.id)
    tables["locations"].append(
        {
            "id": id,
            "location_type": "physical",
            "name": location.name,
            "latitude": str(location.latitude),
            "longitude": str(location.longitude),
        }
    )
    tables["addresses"].append(
        {
            "id": uuid_of("address", id),
            "location_id": id,
            "address_1": location.address,
            "city": location.municipality,
            "state_province": "West-Vlaanderen",
            "postal_code": location.postal_code,
            "country": "BE",
            "address_type": "physical",
        }
    )
    _own(tables, "location", id, location.id, [])


def _service(service: Service, tables: Records) -> None:
    id = as_uuid("service", service.id)
    tables["services"].append(_service_record(service, id))
    if service.phone:
        tables["phones"].append({"id": uuid_of("phone", id), "service_id": id, "number": service.phone})
    for code in sorted(service.languages):
        tables["languages"].append({"id": uuid_of("language", id, code), "service_id": id, "code": code})
    for name in area_names(service):
        tables["service_areas"].append({"id": uuid_of("area", id, name), "service_id": id, "name": name})
    for location in service.locations:
        place = as_uuid("location", location.id)
        row = {"id": uuid_of("service_at_location", id, place), "service_id": id, "location_id": place}
        tables["service_at_location"].append(row)
    tables["schedules"] += [_schedule(period, id) for period in service.hours]
    for taxonomy, labels in _labels(service):
        for label in sorted(labels):
            _attribute(tables, "service", id, Term(taxonomy, str(label)), str(label))
    _own(tables, "service", id, service.id, _service_values(service))


def _labels(service: Service) -> Iterator[tuple[str, frozenset[Label]]]:
    yield SERVICE_TYPES, frozenset(service.types)
    yield NEEDS, frozenset(service.needs)
    yield REACHES, frozenset(service.reach)
    yield GROUPS, frozenset(service.only_for)


def _service_record(service: Service, id: str) -> Record:
    descriptions = [service.descriptions[language] for language in LANGUAGES if language in service.descriptions]
    return {
        "id": id,
        "organization_id": as_uuid("organization", service.organization_id),
        "name": service.name,
        "description": descriptions[0] if descriptions else "",
        "status": service.status,
        "interpretation_services": INTERPRETER if service.interpreter else "",
        "fees_description": service.fees,
        "minimum_age": "" if service.minimum_age is None else str(service.minimum_age),
        "maximum_age": "" if service.maximum_age is None else str(service.maximum_age),
        "assured_date": service.assured_on.isoformat() if service.assured_on else "",
        "assurer_email": service.assured_by,
    }


def _service_values(service: Service) -> list[tuple[str, str]]:
    values = [("capacity", service.capacity)]
    values += [] if service.free is None else [("free", "yes" if service.free else "no")]
    values += [("full_until", service.full_until.isoformat())] if service.full_until else []
    values += [(name, "yes") for name in ("women", "coordinator") if getattr(service, name)]
    values += [("closed", days) for days in format_closed(service.closures)]
    return values + [(f"description_{language}", text) for language, text in sorted(service.descriptions.items())]


def _schedule(period: OpeningPeriod, service_id: str) -> Record:
    day, opens, closes = WEEKDAYS[period.weekday], f"{period.opens:%H:%M}", f"{period.closes:%H:%M}"
    return {
        "id": uuid_of("schedule", service_id, day, opens, closes),
        "service_id": service_id,
        "freq": "WEEKLY",
        "wkst": "MO",
        "byday": day,
        "opens_at": opens,
        "closes_at": closes,
    }


def _own(tables: Records, entity: str, link: str, id: str, values: list[tuple[str, str]]) -> None:
    for code, value in [*([] if id == link else [(SOURCE_ID, id)]), *values]:
        _attribute(tables, entity, link, Term(OWN, code), value)


def _attribute(tables: Records, entity: str, link: str, term: Term, value: str) -> None:
    number = len(tables["attributes"])
    tables["attributes"].append(
        {
            "id": uuid_of("attribute", link, term.id, value, str(number)),
            "link_id": link,
            "taxonomy_term_id": term.id,
            "link_type": "taxonomy_term",
            "link_entity": entity,
            "value": value,
        }
    )


def _locations(directory: Directory) -> Iterator[Location]:
    known = {location.id: location for service in directory.services for location in service.locations}
    yield from (known[id] for id in sorted(known))


def _taxonomies(directory: Directory, tables: Records) -> None:
    used = {row["taxonomy_term_id"] for row in tables["attributes"]}
    terms = [Term(taxonomy, str(label)) for taxonomy, labels in LABELS.items() for label in labels]
    terms += [term for term in _own_terms(directory) if term.id in used]
    for name in (*LABELS, OWN):
        taxonomy = Term(name, "")
        tables["taxonomies"].append({"id": taxonomy.taxonomy_id, "name": name, "description": f"Terms of {name}"})
    for term in terms:
        record = {"id": term.id, "code": term.code, "name": term.code, "description": f"{term.taxonomy}: {term.code}"}
        tables["taxonomy_terms"].append({**record, "taxonomy": term.taxonomy, "taxonomy_id": term.taxonomy_id})


def _own_terms(directory: Directory) -> list[Term]:
    languages = {language for service in directory.services for language in service.descriptions}
    descriptions = (f"description_{language}" for language in sorted(languages))
    codes = (
        SOURCE_ID,
        "language",
        "handover",
        "free",
        "capacity",
        "full_until",
        "women",
        "coordinator",
        "closed",
        *descriptions,
    )
    return [Term(OWN, code) for code in codes]
