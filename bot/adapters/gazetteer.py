"""Reads the table of places."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.domain.gazetteer import Entry, Gazetteer
from bot.domain.places import Place

PLACES = Path(__file__).parents[2] / "nlu_data" / "places.csv"
_NAME_COLUMNS = ("names_fr", "names_ar", "names_en", "names_vls", "names_other")


@lru_cache(maxsize=4)
def load_gazetteer(path: Path = PLACES) -> Gazetteer:
    """The gazetteer of a file that scripts/make_places.py wrote; read once a process."""
    with path.open(encoding="utf-8", newline="") as file:
        return Gazetteer(tuple(_entry(row) for row in csv.DictReader(file)))


def _entry(row: Mapping[str, str]) -> Entry:
    codes = tuple(row["postal_codes"].split("|")) if row["postal_codes"] else ()
    place = Place(
        name=row["name"],
        municipality=row["municipality"],
        postal_code=codes[0] if codes else "",
        kind=row["kind"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )
    names = tuple(name for column in _NAME_COLUMNS for name in row[column].split("|") if name)
    return Entry(place, codes, names, frozenset(name for name in row["ambiguous"].split("|") if name))
