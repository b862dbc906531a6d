"""Words of Open Referral HSDS 3.0, and where in it we keep what it lacks (as attributes with our own terms)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.directory.rows import Row
from bot.domain.groups import Group
from bot.domain.labels import Label, Need, Reach, ServiceType

Tables = dict[str, list[Row]]
"""The rows of each table, by the name of the table."""
Record = dict[str, str]
Records = dict[str, list[Record]]
"""The same to be written."""

SEED = uuid.UUID("6a7d0c4e-5d0a-5a0e-9f0c-d1c47b17d1c4")

SERVICE_TYPES, NEEDS, REACHES, OWN = "dichtbij service types", "dichtbij needs", "dichtbij reach", "dichtbij attributes"
GROUPS = "dichtbij only for"
SOURCE_ID = "id"
"""The term under which an id stands that is no UUID, as HSDS asks for."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "website"),
    "services": (
        "id",
        "organization_id",
        "name",
        "description",
        "status",
        "interpretation_services",
        "fees_description",
        "minimum_age",
        "maximum_age",
        "assured_date",
        "assurer_email",
    ),
    "locations": ("id", "location_type", "name", "latitude", "longitude"),
    "addresses": (
        "id",
        "location_id",
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "country",
        "address_type",
    ),
    "service_at_location": ("id", "service_id", "location_id"),
    "phones": ("id", "service_id", "number"),
    "languages": ("id", "service_id", "code"),
    "schedules": ("id", "service_id", "freq", "wkst", "byday", "opens_at", "closes_at"),
    "service_areas": ("id", "service_id", "name"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
    "taxonomies": ("id", "name", "description"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy", "taxonomy_id"),
}
"""The tables and fields that we write."""

NUMBERS = frozenset({"latitude", "longitude", "minimum_age", "maximum_age"})
"""Fields that are numbers in JSON."""


@dataclass(frozen=True)
class Term:
    """A term of one of our taxonomies."""

    taxonomy: str
    code: str

    @property
    def id(self) -> str:
        return uuid_of("term", self.taxonomy, self.code)

    @property
    def taxonomy_id(self) -> str:
        return uuid_of("taxonomy", self.taxonomy)


LABELS: Mapping[str, type[Label]] = {SERVICE_TYPES: ServiceType, NEEDS: Need, REACHES: Reach, GROUPS: Group}


def uuid_of(*names: str) -> str:
    """A UUID that is always the same for the same names."""
    return str(uuid.uuid5(SEED, "/".join(name.replace("%", "%25").replace("/", "%2F") for name in names)))


def as_uuid(kind: str, id: str) -> str:
    """The id itself if it is a UUID in its usual form, else one made from it."""
    try:
        return id if str(uuid.UUID(id)) == id else uuid_of(kind, id)
    except ValueError:
        return uuid_of(kind, id)
