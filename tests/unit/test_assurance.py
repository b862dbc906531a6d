"""What partners say of their services between two imports, and the list of what somebody has to ask about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.weights import load_weights
from bot.domain.assurance import (
    Assurance,
    assured,
    closed,
    confirmed,
    full,
    has_room,
    holds,
    outliving,
    renewed,
    reopened,
)
from bot.domain.freshness import Concern, is_due, is_stale, to_check
from bot.domain.labels import Need
from bot.domain.matching import rank
from bot.domain.partners import ClosedPeriod, Service
from bot.domain.question import HelpQuestion
from tests.support.directories import a_directory, a_service

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
FRESH = 183
LEAVE = ClosedPeriod(date(2026, 12, 24), date(2027, 1, 3))
OURS = ClosedPeriod(date(2026, 11, 20), date(2026, 11, 30))
WEIGHTS = load_weights()


def of(service: Service, *said: Assurance) -> Service:
    return assured(a_directory(service), {each.service_id: each for each in said}).services[0]


def test_a_word_counts_on_top_of_the_directory() -> None:
    service = a_service(capacity="limited", closures=(LEAVE,), assured_on=date(2026, 1, 5))
    said = closed(full(renewed(service, None, TODAY, "team@x.example"), date(2026, 12, 6)), OURS)
    now = of(service, said)
    assert (now.capacity, now.full_until, now.closures) == ("full", date(2026, 12, 6), (OURS, LEAVE))
    assert (now.assured_on, now.assured_by) == (TODAY, "team@x.example")
    assert of(service, confirmed(renewed(service, None, TODAY, ""))) == replace(service, assured_on=TODAY)
    assert of(service, has_room(said)).capacity == "open"
    assert of(service, reopened(said)).closures == (LEAVE,)


def test_a_confirmation_leaves_the_words_of_before() -> None:
    service = a_service()
    said = closed(full(renewed(service, None, TODAY, ""), None), OURS)
    later = confirmed(renewed(service, said, TODAY + timedelta(days=3), ""))
    assert later == replace(said, assured_on=TODAY + timedelta(days=3))
    over = confirmed(renewed(service, later, date(2026, 12, 1), ""))
    assert (over.capacity, over.closures) == ("full", ())


@given(st.integers(-3, 3))
def test_the_later_word_counts_and_on_the_same_day_the_partners_own(days: int) -> None:
    file = a_service(capacity="limited", assured_on=TODAY + timedelta(days=days))
    said = full(Assurance(file.id, TODAY), None)
    assert holds(said, file) == (days <= 0)
    assert of(file, said).capacity == ("full" if days <= 0 else "limited")
    assert outliving(a_directory(file), [said]) == ((file.id,) if days <= 0 else ())
    assert renewed(file, said, TODAY + timedelta(days=9), "").capacity == ("full" if days <= 0 else "")


def test_without_words_the_directory_is_the_same_object() -> None:
    directory = a_directory(a_service())
    assert assured(directory, {"another": Assurance("another", TODAY)}) is directory


def test_full_and_closed_count_at_once_and_end_by_themselves() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,))
    first, second = a_service("a", organization_id="o"), a_service("b", organization_id="p", free=False)

    def order(said: Assurance, now: datetime) -> list[str]:
        directory = assured(a_directory(first, second), {said.service_id: said})
        return [each.service.id for each in rank(question, directory, now, weights=WEIGHTS)]

    assert order(confirmed(Assurance("a", TODAY)), NOW) == ["a", "b"]
    until = full(Assurance("a", TODAY), TODAY + timedelta(days=2))
    assert order(until, NOW) == ["b", "a"]
    assert order(until, NOW + timedelta(days=2)) == ["b", "a"]
    assert order(until, NOW + timedelta(days=3)) == ["a", "b"]


def test_what_was_confirmed_lately_ranks_above_what_was_not() -> None:
    question = HelpQuestion(needs=(Need.HOUSING,))
    ages = {"a": None, "b": TODAY - timedelta(days=400), "c": TODAY - timedelta(days=FRESH + 1), "d": TODAY}
    services = [a_service(id, organization_id=id, assured_on=day) for id, day in ages.items()]
    found = rank(question, a_directory(*services), NOW, weights=replace(WEIGHTS, equal_within=0.0))
    assert [each.service.id for each in found] == ["d", "c", "b", "a"]
    assert found[0].parts["freshness"] > found[1].parts["freshness"] > found[2].parts["freshness"] > 0
    assert WEIGHTS.fresh_days == FRESH


def test_the_list_of_the_coordinator() -> None:
    old, new = date(2025, 1, 1), date(2026, 11, 1)
    services = (
        a_service("fine", assured_on=new),
        a_service("edge", assured_on=TODAY - timedelta(days=FRESH)),
        a_service("old", assured_on=old),
        a_service("never"),
        a_service("full", capacity="full", assured_on=new),
        a_service("full long", capacity="full", assured_on=TODAY - timedelta(days=31)),
        a_service("full until", capacity="full", full_until=TODAY, assured_on=TODAY - timedelta(days=31)),
        a_service("has room", capacity="full", full_until=TODAY - timedelta(days=1), assured_on=new),
        a_service("closed", closures=(OURS,), assured_on=new),
        a_service("resting", status="temporarily closed", assured_on=new),
        a_service("gone", status="defunct"),
    )
    found = to_check(a_directory(*services), TODAY, FRESH)
    assert {each.service.id: each.concerns for each in found} == {
        "never": (Concern.STALE,),
        "old": (Concern.STALE,),
        "full": (Concern.FULL,),
        "full long": (Concern.FULL,),
        "full until": (Concern.FULL,),
        "closed": (Concern.CLOSED,),
        "resting": (Concern.NOT_ACTIVE,),
    }
    ages = [each.service.assured_on or date.min for each in found]
    assert ages == sorted(ages)
    assert {each.service.id: each.reopens for each in found}["closed"] == date(2026, 12, 1)
    assert {each.service.id for each in found if is_due(each, TODAY)} == {"never", "old", "full long"}


def test_what_nobody_confirmed_is_as_stale_as_what_is_long_ago() -> None:
    today, fresh_days = date(2026, 11, 28), 182
    assured = [None, today - timedelta(days=183), today - timedelta(days=182), today]
    stale = [is_stale(replace(a_service("s"), assured_on=day), today, fresh_days) for day in assured]
    assert stale == [True, True, False, False]
