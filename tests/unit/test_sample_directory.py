"""The sample directory: plainly invented, and enough of everything to try the product with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.directory import read_directory
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.texts import GettextTexts
from bot.adapters.weights import load_weights
from bot.domain.labels import LANGUAGES, Need, Preference, Reach, ServiceType
from bot.domain.matching import rank
from bot.domain.partners import CAPACITIES, Organization, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion

READING = read_directory(Path(__file__).parents[2] / "examples" / "directory.csv")
SAMPLE = READING.directory
NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)


def test_it_is_whole() -> None:
    assert READING.problems == ()
    assert len(SAMPLE.organizations) >= 14
    assert len(SAMPLE.services) >= 26
    assert {kind for service in SAMPLE.services for kind in service.types} == set(ServiceType)
    assert {need for service in SAMPLE.services for need in service.needs} == set(Need)
    assert {reach for service in SAMPLE.services for reach in service.reach} == set(Reach)
    assert any(service.area_postal_codes for service in SAMPLE.services)
    assert any(service.area_km for service in SAMPLE.services)
    assert any(service.closures for service in SAMPLE.services)
    assert [service.id for service in SAMPLE.services if service.coordinator] == ["coordinatie-zoekt-mee"]
    assert 0 < len([service for service in SAMPLE.services if service.women]) < len(SAMPLE.services) / 2
    assert {service.capacity for service in SAMPLE.services} == set(CAPACITIES)
    assert {"nl", "fr", "ar", "en"} <= {language for service in SAMPLE.services for language in service.languages}


@pytest.mark.parametrize("organization", SAMPLE.organizations, ids=lambda each: each.id)
def test_organisations_are_plainly_invented(organization: Organization) -> None:
    assert organization.name.startswith("Voorbeeld: ")
    assert organization.handover_addresses
    for address in organization.handover_addresses:
        assert (address.channel, address.address.endswith(".example")) == ("email", True)


@pytest.mark.parametrize("service", SAMPLE.services, ids=lambda each: each.id)
def test_services_are_plainly_invented_and_told_in_each_language(service: Service) -> None:
    assert service.name.endswith(" (voorbeeld)")
    assert service.phone.startswith("0000")
    assert set(service.descriptions) == set(LANGUAGES)
    assert all(len(text) <= 200 for text in service.descriptions.values())
    assert re.search(r"[\u0600-\u06ff]", service.descriptions["ar"])
    for location in service.locations:
        assert location.latitude
        assert location.address.startswith("Voorbeeld")


@pytest.mark.parametrize("town", load_gazetteer().municipalities, ids=lambda each: each.name)
@pytest.mark.parametrize("need", Need)
def test_every_need_is_met_everywhere(town: Place, need: Need) -> None:
    question = HelpQuestion(needs=(need,), place=town, language="ar")
    found = rank(question, SAMPLE, NOW, weights=load_weights(), one_each=True, limit=3)
    assert len(found) == 3
    assert any(reason.key in ("reason.speaks", "reason.interpreter") for each in found for reason in each.reasons)


def test_all_municipalities_are_in_some_area() -> None:
    named = {town for service in SAMPLE.services for town in service.area}
    assert named == {town.name for town in load_gazetteer().municipalities}


@cache
def all_reasons() -> Mapping[str, Mapping[str, Any]]:
    """Every reason that the sample gives for some question, with an example of its values."""
    questions = (
        HelpQuestion(
            needs=(need, Need.MONEY),
            place=place,
            reach=wished,
            language=spoken,
            preferences=(Preference.WOMAN,),
            no_car=True,
        )
        for wished in (None, *Reach)
        for spoken in ("nl", "ar")
        for need in Need
        for place in (None, *load_gazetteer().municipalities[::4])
    )
    found = (each for question in questions for each in rank(question, SAMPLE, NOW, weights=load_weights(), limit=None))
    return {reason.key: reason.values for each in found for reason in each.reasons}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_reason_has_its_words(language: str) -> None:
    texts = GettextTexts()
    keys = [f"need.{need}" for need in Need] + [f"reach.{reach}" for reach in Reach]
    keys += [f"service_type.{kind}" for kind in ServiceType] + [f"weekday.{day}" for day in range(7)]
    spoken = {spoken for service in SAMPLE.services for spoken in service.languages}
    keys += ["reason.covers_needs", "reason.outreach"]
    keys += [f"language.{spoken}" for spoken in spoken | set(LANGUAGES)]
    assert [key for key in keys if texts.say(language, key, needs=("x",)) == key] == []
    reasons = all_reasons()
    assert len(reasons) >= 17
    for key, values in reasons.items():
        said = texts.say(language, key, **values)
        assert said != key
        assert "{" not in said
