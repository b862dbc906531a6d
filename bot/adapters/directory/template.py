"""An empty sheet for coordinators to fill in, with one invented row to follow."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from bot.adapters.directory.formats import format_of, write_directory
from bot.adapters.directory.sheet_columns import WORKBOOK
from bot.domain.errors import DichtbijError
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.partners import Directory, HandoverAddress, Location, OpeningPeriod, Organization, Service

_PARTNER = Organization(
    id="voorbeeld",
    name="Voorbeeld: Huis aan de IJzer (haal deze rij weg)",
    description="Verzonnen partner: zo ziet een ingevulde rij eruit.",
    website="https://partner.example",
    handover_addresses=(HandoverAddress("email", "team@partner.example"),),
)
_SERVICE = Service(
    id="voorbeeld-thuis",
    organization_id=_PARTNER.id,
    name="Vaste begeleider aan huis (voorbeeld)",
    types=frozenset({ServiceType.CASE_MANAGEMENT, ServiceType.OUTREACH}),
    needs=frozenset({Need.HOUSING, Need.MONEY}),
    reach=frozenset({Reach.HOME_VISIT, Reach.PHONE}),
    languages=frozenset({"nl", "fr"}),
    descriptions={"nl": "Eén vaste begeleider komt bij je thuis. Jij beslist wat eerst komt."},
    area=frozenset({"Diksmuide", "Ieper"}),
    locations=(
        Location("voorbeeld-huis", "Huis aan de IJzer", "Diksmuide", "8600", 51.0327, 2.864, "Voorbeeldstraat 1"),
    ),
    hours=tuple(OpeningPeriod(day, time(9), time(12)) for day in range(5)),
    phone="0000 00 00 00",
    # Whoever forgets to take the row out sends nobody there.
    status="inactive",
    assured_on=date(2026, 11, 23),
)


def write_template(path: Path) -> None:
    """Writes a workbook with every column, its drop-downs and explanations. Raises DichtbijError."""
    if format_of(path) != "xlsx":
        raise DichtbijError(f"{path}: expected a name that ends in {WORKBOOK}")
    write_directory(Directory((_PARTNER,), (_SERVICE,)), path, "xlsx")
