"""Writes the coordinator's own sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.adapters.directory.closed_days import format_closed
from bot.adapters.directory.files import write_rows
from bot.adapters.directory.rows import join_list
from bot.adapters.directory.sheet_columns import COLUMNS, DESCRIPTION
from bot.adapters.directory.week import format_hours
from bot.domain.groups import Group
from bot.domain.labels import LANGUAGES, Need, Reach, ServiceType
from bot.domain.partners import Directory, Location, Organization, Service


def write_sheet(directory: Directory, path: Path) -> None:
    """Writes a sheet in CSV that read_sheet reads as the same directory."""
    write_rows(path, _columns(directory), _rows_of(directory), spreadsheet=True)


def write_sheet_as_workbook(directory: Directory, path: Path) -> None:
    """The same as a workbook."""
    # Here, since the library behind it takes a third of a second, which every start of the product would pay.
    from bot.adapters.directory.workbook_write import write_workbook

    write_workbook(path, _columns(directory), _rows_of(directory))


def _columns(directory: Directory) -> tuple[str, ...]:
    languages = sorted({language for service in directory.services for language in service.descriptions})
    return (*COLUMNS, *(DESCRIPTION + language for language in dict.fromkeys((*LANGUAGES, *languages))))


def _rows_of(directory: Directory) -> Iterator[Mapping[str, str]]:
    """One row a service; an organisation without services gets a row of its own."""
    written: set[str] = set()
    for service in directory.services:
        written.add(service.organization_id)
        yield {**_organization_cells(directory.organization(service.organization_id)), **_service_cells(service)}
    for organization in directory.organizations:
        if organization.id not in written:
            yield _organization_cells(organization)


def _organization_cells(organization: Organization) -> Mapping[str, str]:
    addresses = (f"{address.channel}:{address.address}" for address in organization.handover_addresses)
    return {
        "organization_id": organization.id,
        "organization": organization.name,
        "organization_description": organization.description,
        "organization_language": organization.language,
        "organization_website": organization.website,
        "handover": join_list(addresses),
    }


def _service_cells(service: Service) -> Mapping[str, str]:
    return {
        "service_id": service.id,
        "service": service.name,
        "types": join_list(kind for kind in ServiceType if kind in service.types),
        "needs": join_list(need for need in Need if need in service.needs),
        "reach": join_list(reach for reach in Reach if reach in service.reach),
        "languages": join_list(sorted(service.languages)),
        "interpreter": _yes_no(service.interpreter),
        "women": _yes_no(service.women),
        "only_for": join_list(group for group in Group if group in service.only_for),
        "area": join_list((*sorted(service.area), *sorted(service.area_postal_codes))),
        "area_km": "" if service.area_km is None else str(service.area_km),
        **_location_cells(service.locations),
        "hours": format_hours(service.hours),
        "closed": join_list(format_closed(service.closures)),
        "minimum_age": "" if service.minimum_age is None else str(service.minimum_age),
        "maximum_age": "" if service.maximum_age is None else str(service.maximum_age),
        "free": "" if service.free is None else _yes_no(service.free),
        "fees": service.fees,
        "phone": service.phone,
        "status": service.status,
        "capacity": service.capacity,
        "full_until": _day(service.full_until),
        "assured_on": _day(service.assured_on),
        "assured_by": service.assured_by,
        "coordinator": _yes_no(service.coordinator),
        **{DESCRIPTION + language: text for language, text in service.descriptions.items()},
    }


def _location_cells(locations: tuple[Location, ...]) -> Mapping[str, str]:
    cells: dict[str, Callable[[Location], str]] = {
        "location_id": lambda location: location.id,
        "location": lambda location: location.name,
        "address": lambda location: location.address,
        "postal_code": lambda location: location.postal_code,
        "municipality": lambda location: location.municipality,
        "latitude": lambda location: str(location.latitude),
        "longitude": lambda location: str(location.longitude),
    }
    return {name: join_list(map(cell, locations)) for name, cell in cells.items()}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"
