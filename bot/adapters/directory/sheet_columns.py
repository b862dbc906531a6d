"""The columns of the coordinator's own sheet: one row a service. docs/directory.md says what each means."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.groups import Group
from bot.domain.labels import LANGUAGES, Label, Need, Reach, ServiceType
from bot.domain.partners import CAPACITIES, STATUSES

ORGANIZATION_COLUMNS = (
    "organization_id",
    "organization",
    "organization_description",
    "organization_language",
    "organization_website",
    "handover",
)
LOCATION_COLUMNS = ("location_id", "location", "address", "postal_code", "municipality", "latitude", "longitude")
SERVICE_COLUMNS = (
    "service_id",
    "service",
    "types",
    "needs",
    "reach",
    "languages",
    "interpreter",
    "women",
    "only_for",
    "area",
    "area_km",
    *LOCATION_COLUMNS,
    "hours",
    "closed",
    "minimum_age",
    "maximum_age",
    "free",
    "fees",
    "phone",
    "status",
    "capacity",
    "full_until",
    "assured_on",
    "assured_by",
    "coordinator",
)
COLUMNS = (*ORGANIZATION_COLUMNS, *SERVICE_COLUMNS)
DESCRIPTION = "description_"
WORKBOOK = ".xlsx"
SHEET = "directory"
"""The name of the sheet in a workbook."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "organization_language": LANGUAGES,
    "interpreter": ("yes", "no"),
    "women": ("yes", "no"),
    "free": ("yes", "no"),
    "status": STATUSES,
    "capacity": CAPACITIES,
    "coordinator": ("yes", "no"),
}
"""Columns that take one word out of these."""
LISTS: Mapping[str, tuple[str, type[Label]]] = {
    "types": ("service_type", ServiceType),
    "needs": ("need", Need),
    "reach": ("reach", Reach),
    "only_for": ("group", Group),
}
"""Columns that take several words of a kind; under ``KIND.WORD`` stands what it means."""
