"""What changes from one directory to the next, and what stays because somebody is talking with it."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.directory_changes import difference, keeping
from bot.domain.partners import Directory, Organization
from tests.support.directories import a_directory, a_location, a_service, directories

NOTHING = difference(Directory(), Directory())


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(directories(), directories())
def test_the_difference_tells_one_directory_from_another(before: Directory, after: Directory) -> None:
    told = difference(before, after)
    for changes, old, new in (
        (told.organizations, before.organizations, after.organizations),
        (told.services, before.services, after.services),
    ):
        was, now = {each.id: each for each in old}, {each.id: each for each in new}
        assert set(changes.added) == now.keys() - was.keys()
        assert set(changes.removed) == was.keys() - now.keys()
        for id, names in changes.changed.items():
            assert names
            taken = {name: getattr(now[id], name) for name in names}
            assert replace(was[id], **taken) == now[id]
        assert all(was[id] == now[id] for id in was.keys() & now.keys() - changes.changed.keys())


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(directories())
def test_the_same_directory_in_any_order_is_no_difference(directory: Directory) -> None:
    assert difference(directory, Directory(directory.organizations[::-1], directory.services[::-1])) == NOTHING


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(directories(), directories(most=2), st.data())
def test_what_is_in_use_stays(before: Directory, after: Directory, data: st.DataObject) -> None:
    ids = [service.id for service in before.services]
    used = [(before.service(id).organization_id, id) for id in data.draw(st.lists(st.sampled_from(ids)))]
    whole, kept = keeping(used, before, after)
    gone = {id for _, id in used} - {service.id for service in after.services}
    assert set(kept) == gone
    assert {service.id for service in whole.services} == gone | {service.id for service in after.services}
    assert all(whole.service(id).status == "inactive" for id in kept)
    assert all(whole.organization(organization) for organization, _ in used)
    assert keeping(used, whole, after) == (whole, kept)


def test_a_partner_whose_service_went_elsewhere_stays_for_its_handover() -> None:
    before = a_directory(a_service("s", organization_id="old"))
    whole, kept = keeping([("old", "s")], before, a_directory(a_service("s", organization_id="new")))
    assert ([each.id for each in whole.organizations], kept) == (["new", "old"], ())


def test_what_stays_agrees_with_the_new_locations() -> None:
    moved = a_location("l", 51.0, 2.8)
    before = a_directory(a_service("gone", locations=(a_location("l", 51.1, 2.6),)), a_service("s"))
    whole, _ = keeping([("o", "gone")], before, a_directory(a_service("s", locations=(moved,))))
    assert whole.service("gone").locations == (moved,)


def test_names_of_changed_fields_are_those_of_the_domain() -> None:
    before = Directory((Organization("o", "Huis"),), (a_service("s"),))
    after = Directory((Organization("o", "Plein"),), (a_service("s", fees="5 euro", status="defunct"),))
    told = difference(before, after)
    assert (told.organizations.changed, told.services.changed) == ({"o": ("name",)}, {"s": ("fees", "status")})
    assert {"fees", "status"} <= {each.name for each in fields(after.services[0])}
