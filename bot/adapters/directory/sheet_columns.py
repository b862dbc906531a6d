"""The columns of the coordinator's own sheet: one row a service. docs/directory.md says what each means."""

from __future__ import annotations

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
    "area",
    *LOCATION_COLUMNS,
    "hours",
    "minimum_age",
    "maximum_age",
    "free",
    "fees",
    "phone",
    "status",
    "capacity",
    "assured_on",
)
COLUMNS = (*ORGANIZATION_COLUMNS, *SERVICE_COLUMNS)
DESCRIPTION = "description_"
HANDOVER_CHANNELS = ("email", "telegram")
