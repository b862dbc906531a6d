"""The table of places is the one that the script makes: nobody wrote into it by hand.

The script itself needs packages that no Python of this project can have (see scripts/make_places.py); what it takes
from its own table of facts can be compared.
"""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS, PLACES = _rows(ROOT / "scripts" / "place_facts.csv"), _rows(ROOT / "nlu_data" / "places.csv")
ADDED = "names_other"
"""The column to which the script adds what the packages know; it keeps what is there."""


def test_each_fact_is_in_the_table_in_its_order() -> None:
    assert len(PLACES) == len(FACTS) > 250
    for fact, place in zip(FACTS, PLACES):
        assert list(place) == list(fact)
        for column, value in fact.items():
            if column == ADDED:
                assert place[column].split("|")[: len(value.split("|"))] == value.split("|") or not value
            elif value:
                assert place[column] == value, f"{place['name']}: {column}"


def test_the_script_filled_in_nothing_but_what_was_open() -> None:
    for fact, place in zip(FACTS, PLACES):
        filled = {column for column in fact if place[column] != fact[column]}
        assert filled <= {"latitude", "longitude", "postal_codes", ADDED}, place["name"]
        assert place["latitude"] and place["longitude"], place["name"]
