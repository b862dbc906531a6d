"""Ranking: what must always hold, and a slow second way to the same result."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.adapters.weights import load_weights
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.matching import Proposal, rank
from bot.domain.partners import Directory, OpeningPeriod, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.weights import PARTS
from tests.support.directories import LANGUAGES, TOWNS, a_directory, a_location, a_service, directories, points
from tests.support.slow_ranking import fits, slow_parts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
WEIGHTS = load_weights()
VEURNE = Place("Veurne", "Veurne", "8630", "municipality", 51.07316, 2.66803)
places = st.builds(
    lambda town, point: Place(town, town, "8600", "municipality", *point), st.sampled_from(TOWNS), points
)
questions = st.builds(
    HelpQuestion,
    needs=st.lists(st.sampled_from(Need), unique=True, max_size=4).map(tuple),
    place=st.none() | places,
    reach=st.none() | st.sampled_from(Reach),
    language=st.sampled_from(LANGUAGES),
)
examples = settings(max_examples=60, deadline=None)


def ids(proposals: tuple[Proposal, ...]) -> list[str]:
    return [proposal.service.id for proposal in proposals]


def keys(proposal: Proposal) -> list[str]:
    return [reason.key for reason in proposal.reasons]


def best(question: HelpQuestion, *services: Service, no_car: bool = False) -> list[str]:
    return ids(rank(question, a_directory(*services), NOW, weights=WEIGHTS, no_car=no_car))


def score(question: HelpQuestion, service: Service, no_car: bool = False) -> float:
    found = rank(question, a_directory(service), NOW, weights=WEIGHTS, no_car=no_car)
    return found[0].score if found else -1.0


@examples
@given(questions, directories(), st.booleans())
def test_same_as_the_slow_way(question: HelpQuestion, directory: Directory, no_car: bool) -> None:
    found = rank(question, directory, NOW, weights=WEIGHTS, no_car=no_car)
    assert set(ids(found)) == {service.id for service in directory.services if fits(question, service, WEIGHTS)}
    for proposal in found:
        expected = slow_parts(question, proposal.service, WEIGHTS, NOW, no_car)
        assert proposal.parts == pytest.approx({part: expected[part] for part in PARTS}, abs=0.01)
        assert proposal.score == pytest.approx(sum(proposal.parts.values()))
        assert 0 <= proposal.score <= 100.001
    gaps = [(a, b) for a, b in pairwise(found) if a.score + WEIGHTS.equal_within < b.score]
    assert gaps == []


@examples
@given(questions, directories(), st.integers())
def test_the_order_of_the_directory_changes_nothing(question: HelpQuestion, directory: Directory, seed: int) -> None:
    shuffled = list(directory.services)
    random.Random(seed).shuffle(shuffled)
    other = replace(directory, services=tuple(shuffled))
    assert rank(question, directory, NOW, weights=WEIGHTS) == rank(question, other, NOW, weights=WEIGHTS)


@examples
@given(questions, directories(), st.sampled_from(LANGUAGES), st.booleans())
def test_one_more_language_never_lowers(
    question: HelpQuestion, directory: Directory, language: str, no_car: bool
) -> None:
    more = replace(directory.services[0], languages=directory.services[0].languages | {language})
    assert_not_lower(question, directory, more, no_car)


@examples
@given(questions, directories(), st.floats(0, 1), st.booleans())
def test_moving_closer_never_lowers(question: HelpQuestion, directory: Directory, part: float, no_car: bool) -> None:
    service, home = directory.services[0], question.place
    assume(home is not None and service.locations)
    assert home is not None
    moved = tuple(
        replace(
            each,
            latitude=home.latitude + (each.latitude - home.latitude) * part,
            longitude=home.longitude + (each.longitude - home.longitude) * part,
        )
        for each in service.locations
    )
    assert_not_lower(question, directory, replace(service, locations=moved), no_car)


def assert_not_lower(question: HelpQuestion, directory: Directory, better: Service, no_car: bool) -> None:
    """Neither the score nor the place in the order falls when one service gets better."""
    after = replace(directory, services=(better, *directory.services[1:]))
    was = rank(question, directory, NOW, weights=WEIGHTS, no_car=no_car)
    now = rank(question, after, NOW, weights=WEIGHTS, no_car=no_car)
    assert len(was) == len(now)
    if better.id in ids(was):
        assert now[ids(now).index(better.id)].score >= was[ids(was).index(better.id)].score
        assert ids(now).index(better.id) <= ids(was).index(better.id)


@examples
@given(questions, directories())
def test_outside_its_area_a_service_never_appears(question: HelpQuestion, directory: Directory) -> None:
    for proposal in rank(question, directory, NOW, weights=WEIGHTS):
        if question.place and proposal.service.area:
            assert question.place.municipality in proposal.service.area


def test_hard_conditions() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,), place=VEURNE)
    services = (
        a_service("here", area=frozenset({"Veurne"})),
        a_service("elsewhere", area=frozenset({"Ieper"})),
        a_service("closed", status="temporarily closed"),
        a_service("other", needs=frozenset({Need.WORK})),
        a_service("by type", needs=frozenset(), types=frozenset({ServiceType.HOUSING_SUPPORT})),
        a_service("declined"),
    )
    found = rank(question, a_directory(*services), NOW, weights=WEIGHTS, exclude=frozenset({"declined", "gone"}))
    assert set(ids(found)) == {"here", "by type"}
    everywhere = replace(question, place=None)
    assert "elsewhere" in ids(rank(everywhere, a_directory(*services), NOW, weights=WEIGHTS))
    outside = replace(question, place=Place("Oostende", "Oostende", "8400", "outside", 51.2, 2.9))
    assert rank(outside, a_directory(*services), NOW, weights=WEIGHTS) == ()
    assert rank(question, Directory(), NOW, weights=WEIGHTS) == ()


def test_one_who_covers_everything_comes_before_specialists() -> None:
    question = HelpQuestion(needs=(Need.HOUSING, Need.MONEY, Need.FAMILY))
    generalist = a_service("generalist", needs=frozenset({Need.HOUSING, Need.MONEY, Need.FAMILY}))
    first = a_service("first", needs=frozenset({Need.HOUSING}))
    last = a_service("last", needs=frozenset({Need.FAMILY}))
    assert best(question, last, first, generalist) == ["generalist", "first", "last"]


def test_who_comes_to_you_then_who_is_near_without_a_car() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,), place=VEURNE)
    home = a_service("home", reach=frozenset({Reach.HOME_VISIT}))
    far = a_service("far", locations=(a_location("l", 50.85, 2.88),))
    next_door = a_service("next door", locations=(a_location("m", 51.0735, 2.6685),))
    phone = a_service("phone", reach=frozenset({Reach.PHONE}))
    assert best(question, far, phone, next_door, home)[:2] == ["home", "next door"]
    assert score(question, far, no_car=True) < score(question, far)
    assert best(question, far, phone, no_car=True) == ["phone", "far"]


def test_among_equals_the_one_with_fewer_open_handovers() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,))
    directory = a_directory(a_service("a"), a_service("b"), a_service("better", needs=frozenset({Need.HOUSING})))
    counts = {"a": 3, "better": 9, "gone": 1}
    assert ids(rank(question, directory, NOW, weights=WEIGHTS, open_counts=counts)) == ["b", "a", "better"]
    near = a_directory(a_service("a", reach=frozenset({Reach.HOME_VISIT})), a_service("b"))
    assert ids(rank(question, near, NOW, weights=WEIGHTS, open_counts={"a": 50})) == ["a", "b"]


def test_one_of_each_organisation() -> None:
    directory = a_directory(
        a_service("a1", organization_id="a"),
        a_service("a2", organization_id="a"),
        a_service("b1", organization_id="b", capacity="full"),
        a_service("c1", organization_id="c", capacity="full"),
    )
    question = HelpQuestion(needs=(Need.HOUSING,))
    assert ids(rank(question, directory, NOW, weights=WEIGHTS, one_each=True)) == ["a1", "b1", "c1"]
    assert ids(rank(question, directory, NOW, weights=WEIGHTS, one_each=True, limit=2)) == ["a1", "b1"]
    assert ids(rank(question, directory, NOW, weights=WEIGHTS, limit=2)) == ["a1", "a2"]


def test_stale_full_and_closed_rank_lower() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,))
    fresh = a_service("s", assured_on=date(2026, 10, 1))
    for worse in (
        replace(fresh, assured_on=date(2025, 9, 1)),
        replace(fresh, assured_on=None),
        replace(fresh, capacity="waiting_list"),
        replace(fresh, hours=(OpeningPeriod(0, time(9), time(10)),)),
    ):
        assert score(question, worse) < score(question, fresh)
    assert score(question, replace(fresh, assured_on=date(2027, 1, 1))) == score(question, fresh)


def test_reasons() -> None:
    service = a_service(
        "s",
        needs=frozenset({Need.HOUSING, Need.MONEY}),
        reach=frozenset({Reach.HOME_VISIT, Reach.CHAT}),
        languages=frozenset({"nl", "ar"}),
        hours=(OpeningPeriod(1, time(13), time(17)),),
    )
    question = HelpQuestion(needs=(Need.MONEY, Need.HOUSING), place=VEURNE, language="ar", reach=Reach.CHAT)
    found = rank(question, a_directory(service), NOW, weights=WEIGHTS)[0]
    expected = ["covers_all", "home_visit", "chat", "speaks", "free", "opens"]
    assert keys(found) == [f"reason.{key}" for key in expected]
    values = {reason.key: reason.values for reason in found.reasons}
    assert values["reason.covers_all"] == {"needs": ("money", "housing")}
    assert values["reason.speaks"] == {"language": "ar"}
    assert values["reason.opens"] == {"at": NOW + timedelta(hours=3)}


def test_reasons_of_place_and_distance() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,), place=VEURNE, language="ar")
    here = a_service("here", locations=(a_location("l", 51.0732, 2.668),), interpreter=True, free=False)
    assert keys(rank(question, a_directory(here), NOW, weights=WEIGHTS)[0]) == [
        "reason.same_place",
        "reason.interpreter",
        "reason.not_free",
    ]
    there = a_service("there", locations=(a_location("l", 50.851, 2.886, "Ieper", "8900"),), free=False)
    reason = rank(question, a_directory(there), NOW, weights=WEIGHTS)[0].reasons[0]
    assert (reason.key, reason.values) == ("reason.distance", {"km": 38})
    comes = replace(there, reach=frozenset({Reach.HOME_VISIT, Reach.AT_LOCATION}))
    assert keys(rank(question, a_directory(comes), NOW, weights=WEIGHTS)[0]) == ["reason.home_visit", "reason.not_free"]
    wished = replace(question, reach=Reach.AT_LOCATION)
    assert "reason.distance" in keys(rank(wished, a_directory(comes), NOW, weights=WEIGHTS)[0])


def test_an_opening_too_far_away_is_not_told_by_its_weekday() -> None:
    past = OpeningPeriod(1, time(9), time(9, 30))
    found = rank(HelpQuestion(), a_directory(a_service("s", hours=(past,))), NOW, weights=WEIGHTS)
    assert not {"reason.opens", "reason.open_now"} & set(keys(found[0]))


def test_large_directories_rank_in_bounded_time() -> None:
    """A generous bound: the point is that ten times the services don't cost ten times a Python loop."""
    chance = random.Random(5)
    services = tuple(
        a_service(
            f"s{number}",
            needs=frozenset(chance.sample(list(Need), 3)),
            reach=frozenset(chance.sample(list(Reach), 2)),
            locations=(a_location(f"l{number}", 50.8 + chance.random() / 3, 2.6 + chance.random() / 2),),
            hours=(OpeningPeriod(chance.randrange(5), time(9), time(9 + chance.randrange(1, 9))),),
        )
        for number in range(10_000)
    )
    directory = a_directory(*services)
    question = HelpQuestion(needs=(Need.MONEY, Need.WORK), place=VEURNE, language="ar")
    rank(question, directory, NOW, weights=WEIGHTS, limit=3)
    took = []
    for _ in range(5):
        begin = datetime.now(timezone.utc)
        rank(question, directory, NOW, weights=WEIGHTS, limit=3)
        took.append(datetime.now(timezone.utc) - begin)
    assert sorted(took)[2] < timedelta(milliseconds=100)
