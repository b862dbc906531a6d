"""Ranking: what must always hold, and a slow second way to the same result."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timezone
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.adapters.weights import load_weights
from bot.domain.gazetteer import OUTSIDE
from bot.domain.groups import Group
from bot.domain.handover import DeclineReason
from bot.domain.hours import REGION_TIME
from bot.domain.labels import Need, Preference, Reach
from bot.domain.matching import NOT_FOR_THEM, Hurdle, Proposal, left_out, rank
from bot.domain.partners import Directory, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.rail import nearest_station
from bot.domain.weights import PARTS
from tests.support.directories import CODES, LANGUAGES, NEAR_STATIONS, TOWNS, directories, points
from tests.support.slow_ranking import (
    fits,
    helps_first,
    meant_first,
    serves,
    slow_hurdles,
    slow_parts,
    slow_unlikely,
    slow_unsure,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
moments = st.datetimes(datetime(2026, 11, 20), datetime(2027, 1, 12), timezones=st.just(timezone.utc))
WEIGHTS = load_weights()
places = st.builds(
    lambda town, code, kind, point: Place(town, town, code, kind, *point),
    st.sampled_from(TOWNS),
    st.sampled_from((*CODES, "")),
    st.sampled_from(("municipality", "village", OUTSIDE)),
    points | st.sampled_from(NEAR_STATIONS),
)
ages = st.integers(0, 120)
questions = st.builds(
    HelpQuestion,
    needs=st.lists(st.sampled_from(Need), unique=True, max_size=4).map(tuple),
    place=st.none() | places,
    reach=st.none() | st.sampled_from(Reach),
    language=st.sampled_from(LANGUAGES),
    preferences=st.lists(st.sampled_from(Preference), unique=True).map(tuple),
    age=st.none() | ages,
    groups=st.lists(st.sampled_from(Group), unique=True).map(tuple),
    no_car=st.booleans(),
)
reasons_to_decline = st.dictionaries(st.sampled_from(("s0", "s1", "s2", "gone")), st.sampled_from(DeclineReason))
examples = settings(max_examples=60)


def ids(proposals: tuple[Proposal, ...]) -> list[str]:
    return [proposal.service.id for proposal in proposals]


def full(proposal: Proposal, now: datetime) -> bool:
    return proposal.service.capacity_on(now.astimezone(REGION_TIME).date()) == "full"


@examples
@given(questions, directories(), moments)
def test_same_as_the_slow_way(question: HelpQuestion, directory: Directory, now: datetime) -> None:
    found = rank(question, directory, now, weights=WEIGHTS)
    assert set(ids(found)) == {service.id for service in directory.services if fits(question, service, WEIGHTS)}
    for proposal in found:
        expected = slow_parts(question, proposal.service, WEIGHTS, now)
        assert proposal.parts == pytest.approx({part: expected[part] for part in PARTS}, abs=0.01)
        assert proposal.score == pytest.approx(sum(proposal.parts.values()))
        assert 0 <= proposal.score <= 100.001
    for better, worse in pairwise(found):
        assert late(question, better, now) <= late(question, worse, now)
    for better, worse in pairwise(found[1:]):
        assert_no_worse(question, better, worse, now)


@examples
@given(questions, directories(), moments)
def test_the_first_is_for_this_person_for_sure(question: HelpQuestion, directory: Directory, now: datetime) -> None:
    found = rank(question, directory, now, weights=WEIGHTS)
    as_early = [each for each in found if late(question, each, now) == late(question, found[0], now)]
    sure = [
        each
        for each in as_early
        if helps_first(question, each.service, WEIGHTS) and not slow_unsure(question, each.service)
    ]
    meant = [each for each in sure if meant_first(question, each.service, WEIGHTS)]
    best = max((each.score for each in sure), default=0.0)
    near = [each for each in meant if each.score >= best - WEIGHTS.first_within - WEIGHTS.equal_within]
    rooms = [each.parts["capacity"] for each in sure if each.score + WEIGHTS.equal_within >= best]
    assert not sure or found[0] in sure
    if any(found[0] is each and each.parts["capacity"] >= min(rooms) for each in near):
        as_soon = [each for each in near if each.parts["capacity"] >= max(rooms)]
        assert all(found[0].score + WEIGHTS.equal_within >= each.score for each in as_soon)
    else:
        for worse in sure if sure else as_early[1:]:
            assert_no_worse(question, found[0], worse, now)


def late(question: HelpQuestion, proposal: Proposal, now: datetime) -> tuple[bool, bool]:
    return full(proposal, now), slow_unlikely(question, proposal.service)


def assert_no_worse(question: HelpQuestion, better: Proposal, worse: Proposal, now: datetime) -> None:
    before = late(question, better, now) < late(question, worse, now)
    assert before or better.score + WEIGHTS.equal_within >= worse.score


@examples
@given(questions, directories(), reasons_to_decline)
def test_what_is_left_out_and_why(
    question: HelpQuestion, directory: Directory, declined: dict[str, DeclineReason]
) -> None:
    shown = rank(question, directory, NOW, weights=WEIGHTS, declined=declined, exclude=frozenset({"s1"}))
    left = left_out(question, directory, weights=WEIGHTS, declined=declined, exclude=frozenset({"s1"}))
    assert sorted([*ids(shown), *(each.service.id for each in left)]) == sorted(each.id for each in directory.services)
    for each in left:
        expected = list(slow_hurdles(question, each.service, WEIGHTS))
        expected += [Hurdle.DECLINED] * (each.service.id in declined) + [Hurdle.EXCLUDED] * (each.service.id == "s1")
        assert list(each.hurdles) == expected


@examples
@given(questions, directories(), reasons_to_decline, st.integers(1, 3))
def test_nobody_is_sent_back_and_forth(
    question: HelpQuestion, directory: Directory, declined: dict[str, DeclineReason], limit: int
) -> None:
    """One organisation after the other says that it does not help here: its other services come after all others."""
    found = rank(question, directory, NOW, weights=WEIGHTS, declined=declined)
    assert not set(ids(found)) & set(declined)
    services = {service.id: service for service in directory.services}
    closed = {services[id].organization_id for id, why in declined.items() if id in services and why in NOT_FOR_THEM}
    behind = [proposal.service.organization_id in closed for proposal in found]
    assert behind == sorted(behind)
    first = rank(question, directory, NOW, weights=WEIGHTS, declined=declined, one_each=True, limit=limit)
    assert len(first) == min(limit, len({proposal.service.organization_id for proposal in found}))


@examples
@given(questions, directories(), ages)
def test_a_known_age_outside_the_limits_never_appears(question: HelpQuestion, directory: Directory, age: int) -> None:
    open_to_all = set(ids(rank(replace(question, age=None), directory, NOW, weights=WEIGHTS)))
    found = {proposal.service.id for proposal in rank(replace(question, age=age), directory, NOW, weights=WEIGHTS)}
    assert found <= open_to_all
    for service in directory.services:
        low, high = service.minimum_age or 0, 999 if service.maximum_age is None else service.maximum_age
        assert (service.id in found) == (service.id in open_to_all and low <= age <= high)


@examples
@given(questions, directories(), st.integers())
def test_the_order_of_the_directory_changes_nothing(question: HelpQuestion, directory: Directory, seed: int) -> None:
    shuffled = list(directory.services)
    random.Random(seed).shuffle(shuffled)
    other = replace(directory, services=tuple(shuffled))
    assert rank(question, directory, NOW, weights=WEIGHTS) == rank(question, other, NOW, weights=WEIGHTS)


@examples
@given(questions, directories(), st.sampled_from(LANGUAGES))
def test_one_more_language_never_lowers(question: HelpQuestion, directory: Directory, language: str) -> None:
    more = replace(directory.services[0], languages=directory.services[0].languages | {language})
    assert_not_lower(question, directory, more)


@examples
@given(questions, directories(), st.floats(0, 1))
def test_moving_closer_never_lowers(question: HelpQuestion, directory: Directory, part: float) -> None:
    service, home = directory.services[0], question.place
    assume(home is not None and service.locations)
    assert home is not None
    # A place halfway to the station is nearer, and farther for who takes the train.
    takes_the_train = nearest_station(home.latitude, home.longitude).km <= WEIGHTS.walk_km
    question = replace(question, no_car=question.no_car and not takes_the_train)
    moved = tuple(
        replace(
            each,
            latitude=home.latitude + (each.latitude - home.latitude) * part,
            longitude=home.longitude + (each.longitude - home.longitude) * part,
        )
        for each in service.locations
    )
    assert_not_lower(question, directory, replace(service, locations=moved))


def assert_not_lower(question: HelpQuestion, directory: Directory, better: Service) -> None:
    """Neither the score nor the place in the order falls when one service gets better."""
    after = replace(directory, services=(better, *directory.services[1:]))
    was = rank(question, directory, NOW, weights=WEIGHTS)
    now = rank(question, after, NOW, weights=WEIGHTS)
    assert set(ids(was)) <= set(ids(now))
    if better.id in ids(was):
        assert now[ids(now).index(better.id)].score >= was[ids(was).index(better.id)].score
        assert ids(now).index(better.id) <= ids(was).index(better.id)


@examples
@given(questions, directories())
def test_outside_its_area_a_service_never_appears(question: HelpQuestion, directory: Directory) -> None:
    for proposal in rank(question, directory, NOW, weights=WEIGHTS):
        assert question.place is None or serves(proposal.service, question.place, WEIGHTS)
