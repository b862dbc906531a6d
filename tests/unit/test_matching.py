"""Ranking: who comes before whom, and the reasons that are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest

from bot.adapters.weights import load_weights
from bot.domain.groups import Group
from bot.domain.handover import DeclineReason
from bot.domain.labels import Crisis, Need, Preference, Reach, ServiceType
from bot.domain.matching import Hurdle, Proposal, Reason, left_out, rank
from bot.domain.partners import ClosedPeriod, Directory, OpeningPeriod, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.reasons import away_until, cost_of
from tests.support.directories import a_directory, a_location, a_service

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
WEIGHTS = load_weights()
VEURNE = Place("Veurne", "Veurne", "8630", "municipality", 51.07316, 2.66803)


def ids(proposals: tuple[Proposal, ...]) -> list[str]:
    return [proposal.service.id for proposal in proposals]


def keys(proposal: Proposal) -> list[str]:
    return [reason.key for reason in proposal.reasons]


def best(question: HelpQuestion, *services: Service) -> list[str]:
    return ids(rank(question, a_directory(*services), NOW, weights=WEIGHTS))


def score(question: HelpQuestion, service: Service) -> float:
    found = rank(question, a_directory(service), NOW, weights=WEIGHTS)
    return found[0].score if found else -1.0


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (HelpQuestion(afraid_at_home=True), False),
        (HelpQuestion(crisis=Crisis.VIOLENCE), False),
        (HelpQuestion(preferences=(Preference.NOT_AT_HOME,)), False),
        (HelpQuestion(afraid_at_home=True, reach=Reach.HOME_VISIT), True),
        (HelpQuestion(), True),
    ],
)
def test_a_visit_at_home_is_no_reason_for_who_avoids_it(question: HelpQuestion, told: bool) -> None:
    comes = a_service("comes", reach=frozenset({Reach.HOME_VISIT, Reach.PHONE}))
    proposal = rank(replace(question, place=VEURNE), a_directory(comes), NOW, weights=WEIGHTS)[0]
    assert ("reason.home_visit" in keys(proposal)) is told
    assert ("reason.by_phone" in keys(proposal)) is not told  # it is the way that is left
    assert (proposal.parts["nearness"] == WEIGHTS.parts["nearness"]) is told


@pytest.mark.parametrize(
    ("groups", "left"),
    [
        ((), ["anybody", "men", "women"]),
        ((Group.MEN,), ["anybody", "men"]),
        ((Group.WOMEN,), ["women", "anybody"]),
        ((Group.NEWCOMERS,), ["anybody", "men", "women"]),
    ],
)
def test_what_is_only_for_others_is_not_proposed(groups: tuple[Group, ...], left: list[str]) -> None:
    services = (
        a_service("anybody"),
        a_service("men", only_for=frozenset({Group.MEN})),
        a_service("women", only_for=frozenset({Group.WOMEN}), needs=frozenset({Need.HOUSING, Need.MONEY})),
    )
    found = best(HelpQuestion(needs=(Need.HOUSING,), groups=groups), *services)
    assert sorted(found) == sorted(left)
    assert found[0] == "anybody" or groups == (Group.WOMEN,)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (HelpQuestion(needs=(Need.LONELINESS,)), "full"),
        (HelpQuestion(needs=(Need.LONELINESS, Need.LANGUAGE)), "desk"),
        (HelpQuestion(needs=(Need.LONELINESS,), language="fr"), "desk"),
        (HelpQuestion(needs=(Need.LONELINESS,), groups=(Group.NEWCOMERS,)), "desk"),
    ],
)
def test_what_is_for_newcomers_comes_behind_for_who_is_none(question: HelpQuestion, first: str) -> None:
    needs, comes = frozenset({Need.LONELINESS, Need.LANGUAGE}), frozenset({Reach.HOME_VISIT})
    new = frozenset({Group.NEWCOMERS})
    services = (
        a_service("desk", needs=needs, reach=comes, languages=frozenset({"nl", "fr"}), only_for=new),
        a_service("other", needs=frozenset({Need.LONELINESS})),
        a_service("full", needs=needs, reach=comes, capacity="full"),
    )
    expected = ["desk", "other", "full"] if first == "desk" else ["other", "desk", "full"]
    assert best(question, *services) == expected


@pytest.mark.parametrize(
    ("age", "order"), [(None, ["all", "young", "also"]), (25, ["young", "all", "also"]), (52, ["all", "also"])]
)
def test_an_age_that_is_not_known_brings_no_limited_service_first(age: int | None, order: list[str]) -> None:
    near = frozenset({Reach.HOME_VISIT})
    services = (
        a_service("young", reach=near, minimum_age=18, maximum_age=30),
        a_service("all", minimum_age=16),
        a_service("also", capacity="waiting_list"),
        a_service("other", needs=frozenset({Need.MONEY}), reach=near),
    )
    question = HelpQuestion(needs=(Need.HOUSING,), age=age)
    assert best(question, *services) == order
    assert best(question, services[0], services[3]) == ([] if age == 52 else ["young"])


def test_who_helps_with_what_weighs_most_is_not_passed_by_for_an_unknown_age() -> None:
    young = a_service("young", needs=frozenset({Need.HOUSING, Need.MONEY}), maximum_age=30)
    other = a_service("other", needs=frozenset({Need.MONEY}))
    assert best(HelpQuestion(needs=(Need.HOUSING, Need.MONEY)), young, other) == ["young", "other"]
    assert best(HelpQuestion(needs=(Need.MONEY, Need.HOUSING)), young, other) == ["other", "young"]


@pytest.mark.parametrize("wished", [None, *Reach])
def test_coming_to_somebody_is_a_reason_only_where_no_other_way_is_wished(wished: Reach | None) -> None:
    ways = {Reach.HOME_VISIT, Reach.PHONE, Reach.CHAT, Reach.VIDEO, Reach.AT_LOCATION}
    services = (
        a_service("visits", reach=frozenset(ways)),
        a_service("goes out", reach=frozenset({Reach.OUTREACH, Reach.PHONE})),
        a_service("only visits", reach=frozenset({Reach.HOME_VISIT})),
    )
    question = HelpQuestion(place=VEURNE, reach=wished)
    found = {each.service.id: each for each in rank(question, a_directory(*services), NOW, weights=WEIGHTS)}
    told = wished in (None, Reach.HOME_VISIT, Reach.OUTREACH)
    assert ("reason.home_visit" in keys(found["visits"])) is told
    assert ("reason.outreach" in keys(found["goes out"])) is told
    assert "reason.home_visit" in keys(found["only visits"])  # what else would one get there
    assert (found["visits"].parts["nearness"] == WEIGHTS.parts["nearness"]) is told


@pytest.mark.parametrize(
    ("question", "order"),
    [
        (HelpQuestion(), ["visits", "calls"]),
        (HelpQuestion(crisis=Crisis.VIOLENCE), ["calls", "visits"]),
        (HelpQuestion(afraid_at_home=True), ["calls", "visits"]),
        (HelpQuestion(afraid_at_home=True, reach=Reach.HOME_VISIT), ["visits", "calls"]),
    ],
)
def test_who_visits_people_comes_last_where_somebody_at_home_is_feared(
    question: HelpQuestion, order: list[str]
) -> None:
    asked = replace(question, needs=(Need.FAMILY,), place=VEURNE)
    visits = a_service("visits", needs=frozenset({Need.FAMILY}), reach=frozenset({Reach.HOME_VISIT, Reach.AT_LOCATION}))
    calls = a_service("calls", needs=frozenset({Need.FAMILY}), reach=frozenset({Reach.PHONE}), locations=())
    assert best(asked, visits, calls) == order


def test_who_avoids_home_hears_of_another_place_and_never_of_a_visit() -> None:
    comes = a_service("comes", reach=frozenset({Reach.HOME_VISIT, Reach.OUTREACH}))
    for question in (HelpQuestion(afraid_at_home=True), HelpQuestion(preferences=(Preference.NOT_AT_HOME,))):
        for wished in (None, Reach.PHONE, Reach.CHAT, Reach.OUTREACH):
            asked = replace(question, place=VEURNE, reach=wished)
            assert keys(rank(asked, a_directory(comes), NOW, weights=WEIGHTS)[0])[0] == "reason.outreach"


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (HelpQuestion(), ["calls", "comes", "unknown", "writes"]),
        (HelpQuestion(preferences=(Preference.NOT_AT_HOME,)), ["calls", "unknown", "writes"]),
        (HelpQuestion(afraid_at_home=True), ["calls", "unknown", "writes"]),
        (HelpQuestion(afraid_at_home=True, reach=Reach.HOME_VISIT), ["calls", "comes", "unknown", "writes"]),
        (HelpQuestion(preferences=(Preference.NOT_AT_HOME, Preference.NOT_BY_PHONE)), ["unknown", "writes"]),
    ],
)
def test_who_meets_only_in_a_way_that_is_refused_is_not_proposed(question: HelpQuestion, left: list[str]) -> None:
    ways = {
        "comes": {Reach.HOME_VISIT},
        "calls": {Reach.HOME_VISIT, Reach.PHONE},
        "writes": {Reach.CHAT},
        "unknown": {},
    }
    services = [a_service(id, reach=frozenset(reach)) for id, reach in ways.items()]
    assert sorted(best(question, *services)) == left


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
    without = replace(question, no_car=True)
    assert score(without, far) < score(question, far)
    assert best(without, far, phone) == ["phone", "far"]


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


def test_full_services_come_last_and_say_so() -> None:
    question = HelpQuestion(needs=(Need.HOUSING, Need.MONEY))
    both = frozenset(question.needs)
    full, waiting = a_service("full", needs=both, capacity="full"), a_service("waits", capacity="waiting_list")
    found = rank(question, a_directory(full, waiting, a_service("poor", interpreter=True)), NOW, weights=WEIGHTS)
    assert ids(found) == ["poor", "waits", "full"]
    assert found[2].score > found[0].score
    assert [keys(each)[-1] for each in found] == ["reason.free", "reason.waiting_list", "reason.full"]


@pytest.mark.parametrize(
    ("free", "fees", "expected"),
    [
        (True, "", "reason.free"),
        (True, "5 euro for others", "reason.free"),
        (False, "", "reason.not_free"),
        (False, "5 euro", "reason.fees"),
        (None, "5 euro", "reason.fees"),
        (None, "", "reason.cost_unknown"),
    ],
)
def test_what_it_costs_is_told_as_far_as_it_is_known(free: bool | None, fees: str, expected: str) -> None:
    assert cost_of(a_service("s", free=free, fees=fees)).key == expected


@pytest.mark.parametrize(("age", "expected"), [(None, ["a", "b"]), (17, ["b"]), (18, ["a", "b"]), (26, ["a"])])
def test_a_known_age(age: int | None, expected: list[str]) -> None:
    services = (a_service("a", minimum_age=18), a_service("b", maximum_age=25))
    assert best(HelpQuestion(needs=(Need.HOUSING,), age=age), *services) == expected


def test_own_language_is_a_condition_when_it_is_wished() -> None:
    services = (
        a_service("speaks", languages=frozenset({"nl", "ar"})),
        a_service("interpreter", interpreter=True),
        a_service("dutch"),
    )
    question = HelpQuestion(needs=(Need.HOUSING,), language="ar")
    assert best(question, *services) == ["speaks", "interpreter", "dutch"]
    assert best(replace(question, preferences=(Preference.OWN_LANGUAGE,)), *services) == ["speaks", "interpreter"]


def test_a_woman_is_a_wish_and_shuts_nobody_out() -> None:
    services = (a_service("a"), a_service("b", women=True))
    question = HelpQuestion(needs=(Need.HOUSING,))
    assert best(question, *services) == ["a", "b"]
    wished = replace(question, preferences=(Preference.WOMAN,))
    assert best(wished, *services) == ["b", "a"]
    found = rank(wished, a_directory(*services), NOW, weights=WEIGHTS)
    assert [("reason.woman" in keys(each), each.parts["woman"]) for each in found] == [(True, 8), (False, 0)]


@pytest.mark.parametrize("why", DeclineReason)
def test_after_a_decline(why: DeclineReason) -> None:
    """What an organisation says of the person it would say again; that one team is full says nothing of another."""
    services = (
        a_service("a1", organization_id="a"),
        a_service("a2", organization_id="a"),
        a_service("b1", organization_id="b", interpreter=True, languages=frozenset({"fr"})),
        a_service("c1", organization_id="c", capacity="full"),
    )
    question = HelpQuestion(needs=(Need.HOUSING,))
    found = ids(rank(question, a_directory(*services), NOW, weights=WEIGHTS, declined={"a1": why, "gone": why}))
    behind = why in (DeclineReason.TARGET_GROUP, DeclineReason.AREA)
    assert found == (["b1", "c1", "a2"] if behind else ["a2", "b1", "c1"])


def test_what_stands_in_the_way() -> None:
    services = (
        a_service("a", status="inactive", area=frozenset({"Ieper"}), minimum_age=65, needs=frozenset({Need.WORK})),
        a_service("b"),
        a_service("c", languages=frozenset({"fr"})),
    )
    wish = (Preference.OWN_LANGUAGE,)
    question = HelpQuestion(needs=(Need.HOUSING,), place=VEURNE, age=40, preferences=wish)
    found = left_out(question, a_directory(*services), weights=WEIGHTS, declined={"c": DeclineReason.FULL})
    assert [(each.service.id, each.hurdles) for each in found] == [
        ("a", (Hurdle.STATUS, Hurdle.NEED, Hurdle.AREA, Hurdle.AGE)),
        ("c", (Hurdle.LANGUAGE, Hurdle.DECLINED)),
    ]
    assert left_out(question, Directory(), weights=WEIGHTS) == ()


CLOSED = (ClosedPeriod(date(2026, 11, 23), date(2026, 11, 25)), ClosedPeriod(date(2026, 11, 26), date(2026, 12, 4)))
EVERY_DAY = tuple(OpeningPeriod(day, time(9), time(17)) for day in range(7))


@pytest.mark.parametrize(
    ("hours", "closures", "reason"),
    [
        (EVERY_DAY, (), ("reason.open_now", {})),
        (EVERY_DAY, CLOSED[:1], ("reason.opens", {"at": datetime(2026, 11, 26, 8, tzinfo=timezone.utc)})),
        (EVERY_DAY, CLOSED, ("reason.opens_on", {"day": date(2026, 12, 5)})),
        (EVERY_DAY, (ClosedPeriod(NOW.date(), date(2027, 3, 1)),), ("reason.opens_on", {"day": date(2027, 3, 2)})),
        (EVERY_DAY[3:4], (ClosedPeriod(NOW.date(), date(2027, 3, 1)),), ("reason.opens_on", {"day": date(2027, 3, 4)})),
        ((), CLOSED, ("reason.opens_on", {"day": date(2026, 12, 5)})),
        ((), CLOSED[1:], ("reason.free", {})),
        (EVERY_DAY[1:2], CLOSED[1:], ("reason.open_now", {})),
        (EVERY_DAY[3:4], CLOSED[1:], ("reason.opens_on", {"day": date(2026, 12, 10)})),
    ],
)
def test_closed_days_are_told(
    hours: tuple[OpeningPeriod, ...], closures: tuple[ClosedPeriod, ...], reason: tuple[str, object]
) -> None:
    service = a_service("s", hours=hours, closures=closures)
    told = rank(HelpQuestion(), a_directory(service), NOW, weights=WEIGHTS)[0].reasons[-1]
    assert (told.key, told.values) == reason


def test_leave_lowers_also_where_the_hours_are_not_known() -> None:
    service = a_service("s")
    assert score(HelpQuestion(), replace(service, closures=CLOSED)) < score(HelpQuestion(), service)
    assert score(HelpQuestion(), replace(service, closures=CLOSED[1:])) == score(HelpQuestion(), service)


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
    expected = ["covers_all", "chat", "speaks", "free", "opens"]
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


def test_an_opening_too_far_away_is_told_by_its_date() -> None:
    past = OpeningPeriod(1, time(9), time(9, 30))
    found = rank(HelpQuestion(), a_directory(a_service("s", hours=(past,))), NOW, weights=WEIGHTS)
    assert found[0].reasons[-1] == Reason("reason.opens_on", {"day": date(2026, 12, 1)})


def test_who_is_away_is_told_from_the_day_after_tomorrow_on() -> None:
    today = NOW.date()
    closed = [ClosedPeriod(today, today + timedelta(days=days)) for days in (0, 1, 9)]
    every_day = tuple(OpeningPeriod(weekday, time(9), time(17)) for weekday in range(7))
    back = [away_until(a_service("s", hours=every_day, closures=(period,)), NOW) for period in closed]
    assert [reason is not None for reason in back] == [False, True, True]
    assert away_until(a_service("s", hours=every_day), NOW) is None
