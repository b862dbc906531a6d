"""The seven personas of the region's call, each from several villages: who comes first in the sample, and why.

What they ask follows the call's three challenges (young adults, people who avoid care, families from abroad). Each
expectation was weighed by hand: can these helpers do what is asked, will this person ever get to them, and is it one
partner for all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.adapters.directory import read_directory
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.weights import load_weights
from bot.domain.handover import DeclineReason
from bot.domain.labels import Need, Preference, Reach
from bot.domain.matching import Proposal, rank
from bot.domain.question import HelpQuestion

SAMPLE = read_directory(Path(__file__).parents[2] / "examples" / "directory.csv").directory
NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
"""A Tuesday at ten."""


@dataclass(frozen=True)
class Persona:
    """Nobody of them has a car. ``first`` is who comes first from each village, ``why`` what is told of them all."""

    question: HelpQuestion
    first: dict[str, str]
    why: frozenset[str]


def because(*keys: str) -> frozenset[str]:
    return frozenset(f"reason.{key}" for key in keys)


PERSONAS = {
    # Nineteen, lived in homes, on benefits, drinks. One partner for all of it, who comes to the village: the welfare
    # service of the town, or where it works, the team that visits (Warm Huis, Open Deur) close behind.
    "Jordy": Persona(
        HelpQuestion(needs=(Need.HOUSING, Need.MONEY, Need.DAILY_STRUCTURE, Need.ADDICTION), age=19),
        dict.fromkeys(("Westvleteren", "Poperinge", "Elverdinge", "Wijtschate", "Leisele"), "sociaal-huis-onthaal"),
        because("covers_needs", "home_visit", "free"),
    ),
    # Twenty-three with a small child. A steady helper at home who looks at everything; beyond that team's area the
    # town's welfare service, which comes home too.
    "Cindy": Persona(
        HelpQuestion(needs=(Need.HOUSING, Need.FAMILY, Need.MONEY, Need.MENTAL_HEALTH), age=23, reach=Reach.HOME_VISIT),
        {
            **dict.fromkeys(("Adinkerke", "Lo", "Wulpen"), "warm-huis-thuisbegeleiding"),
            "Kemmel": "open-deur-op-pad",
            "Koekelare": "sociaal-huis-onthaal",
        },
        because("home_visit"),
    ),
    # Sent back and forth between mental health care and help for a disability, and rather writes. Who takes both and
    # chats comes first; the diagnosis, with its waiting list, is not what begins.
    "Roy": Persona(
        HelpQuestion(needs=(Need.DISABILITY, Need.MENTAL_HEALTH, Need.WORK), age=21, reach=Reach.CHAT),
        dict.fromkeys(("Diksmuide", "Merkem", "Boezinge", "Roesbrugge", "Ramskapelle"), "samen-thuis-gezin"),
        because("covers_needs", "chat"),
    ),
    # New here, reads Arabic: somebody who speaks it, explains papers and work, and comes.
    "Saled": Persona(
        HelpQuestion(
            needs=(Need.LANGUAGE, Need.WORK, Need.LEGAL),
            age=26,
            language="ar",
            preferences=(Preference.OWN_LANGUAGE,),
        ),
        dict.fromkeys(("Poperinge", "Ieper", "Nieuwpoort", "Zarren", "Zonnebeke"), "taalplein-wegwijs"),
        because("covers_all", "home_visit", "speaks"),
    ),
    # Sleeps here and there, trusts no office. Outreach where there is any; elsewhere who says that it helps with two of
    # his worries and visits, with those who visit without a threshold close behind.
    "Thierry": Persona(
        HelpQuestion(needs=(Need.ADDICTION, Need.HOUSING, Need.LONELINESS), age=47, reach=Reach.OUTREACH),
        {
            **dict.fromkeys(("Passendale", "Mesen", "Kemmel"), "open-deur-op-pad"),
            **dict.fromkeys(("De Panne", "Esen"), "helder-daarna"),
        },
        because("home_visit", "free"),
    ),
    # A letter of the court, debts, about to lose his flat: papers, money and roof with one desk, which comes home.
    "John": Persona(
        HelpQuestion(needs=(Need.HOUSING, Need.LEGAL, Need.MONEY), age=52),
        dict.fromkeys(("Ieper", "Veurne", "Houthulst", "Poelkapelle", "Kortemark"), "sociaal-huis-onthaal"),
        because("covers_all", "home_visit", "open_now"),
    ),
    # Does not go out, wishes a woman who can talk with her. A nurse who visits with an interpreter opens that door.
    "Albena": Persona(
        HelpQuestion(
            needs=(Need.LONELINESS, Need.FAMILY, Need.LANGUAGE),
            age=34,
            language="bg",
            reach=Reach.HOME_VISIT,
            preferences=(Preference.OWN_LANGUAGE, Preference.WOMAN),
        ),
        dict.fromkeys(("Oostduinkerke", "Langemark", "Gijverinkhove", "Beselare", "Klerken"), "gezond-dorp-bezoek"),
        because("home_visit", "interpreter", "woman"),
    ),
}
VILLAGES = [(name, village) for name, persona in PERSONAS.items() for village in persona.first]


def proposals(name: str, village: str, declined: dict[str, DeclineReason] | None = None) -> tuple[Proposal, ...]:
    place = load_gazetteer().named(village)
    assert place is not None
    question = HelpQuestion(**{**vars(PERSONAS[name].question), "place": place, "no_car": True})
    return rank(question, SAMPLE, NOW, weights=load_weights(), one_each=True, limit=3, declined=declined)


@pytest.mark.parametrize(("name", "village"), VILLAGES)
def test_who_comes_first_and_why(name: str, village: str) -> None:
    found = proposals(name, village)
    assert found[0].service.id == PERSONAS[name].first[village]
    assert PERSONAS[name].why <= {reason.key for reason in found[0].reasons}


@pytest.mark.parametrize(("name", "village"), VILLAGES)
def test_what_is_claimed_is_what_the_partner_says_itself(name: str, village: str) -> None:
    asked = PERSONAS[name].question.needs
    for proposal in proposals(name, village):
        claimed = {need for reason in proposal.reasons for need in reason.values.get("needs", ())}
        all_of_it = any(reason.key == "reason.covers_all" for reason in proposal.reasons)
        assert claimed <= proposal.service.needs
        assert all_of_it == (set(asked) <= proposal.service.needs)


@pytest.mark.parametrize(("name", "village"), VILLAGES)
def test_everybody_can_choose_among_three_who_can_be_reached(name: str, village: str) -> None:
    """Three organisations; to each of them one need not drive."""
    found = proposals(name, village)
    assert len(found) == 3
    for proposal in found:
        from_home = proposal.service.reach - {Reach.AT_LOCATION}
        by_train = any(reason.key in ("reason.by_train", "reason.same_place") for reason in proposal.reasons)
        assert from_home or by_train
        assert proposal.service.capacity != "full"


@pytest.mark.parametrize(("name", "village"), VILLAGES)
def test_after_a_no_comes_another_organisation(name: str, village: str) -> None:
    first = proposals(name, village)[0].service
    found = proposals(name, village, {first.id: DeclineReason.TARGET_GROUP})
    assert len(found) == 3
    assert first.organization_id not in {proposal.service.organization_id for proposal in found}


def test_a_young_person_is_shown_what_is_for_the_young() -> None:
    jordy = [proposal.service.id for proposal in proposals("Jordy", "Poperinge")]
    assert "kompas-ritme" in jordy
    older = HelpQuestion(**{**vars(PERSONAS["Jordy"].question), "age": 47})
    assert "kompas-ritme" not in {each.service.id for each in rank(older, SAMPLE, NOW, weights=load_weights())}


def test_saled_is_told_of_the_train() -> None:
    found = {each.service.id: {reason.key for reason in each.reasons} for each in proposals("Saled", "Poperinge")}
    assert "reason.by_train" in found["recht-dichtbij-raad"]
