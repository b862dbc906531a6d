"""What partners say of their own services between two imports, and how that goes together with the directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.partners import ClosedPeriod, Directory, Service


@dataclass(frozen=True)
class Assurance:
    """A partner's own word on a service (HSDS: assured date and assurer), and what changes from week to week.

    An empty ``capacity`` leaves that of the directory; ``closures`` come on top of its own. Without ``assured_on`` it
    confirms nothing: something was said of a service that nobody has confirmed as a whole.
    """

    service_id: str
    assured_on: date | None
    assured_by: str = ""
    capacity: str = ""
    full_until: date | None = None
    closures: tuple[ClosedPeriod, ...] = ()


def assured(directory: Directory, assurances: Mapping[str, Assurance]) -> Directory:
    """The directory with what its partners said since, by the ids of the services."""
    if not any(service.id in assurances for service in directory.services):
        return directory
    return replace(directory, services=tuple(_with(each, assurances.get(each.id)) for each in directory.services))


def holds(assurance: Assurance, service: Service) -> bool:
    """True unless the imported directory has the service confirmed on a later day."""
    return service.assured_on is None or service.assured_on <= (assurance.assured_on or date.min)


def renewed(service: Service, known: Assurance | None, today: date, assured_by: str) -> Assurance:
    """Today's word on an imported ``service``: what was said before and still holds, without what is over."""
    if known is None or not holds(known, service):
        return Assurance(service.id, today, assured_by)
    closures = tuple(each for each in known.closures if each.last >= today)
    return replace(known, assured_on=today, assured_by=assured_by, closures=closures)


def confirmed(assurance: Assurance) -> Assurance:
    """All of it is still right."""
    return assurance


def full(assurance: Assurance, until: date | None) -> Assurance:
    """No place for now: up to and with a day, if that is known."""
    return replace(assurance, capacity="full", full_until=until)


def has_room(assurance: Assurance) -> Assurance:
    """People can come again."""
    return replace(assurance, capacity="open", full_until=None)


def closed(assurance: Assurance, period: ClosedPeriod) -> Assurance:
    return replace(assurance, closures=tuple(sorted({*assurance.closures, period})))


def reopened(assurance: Assurance) -> Assurance:
    """The closures that the partner told itself do not hold; those of the directory stay."""
    return replace(assurance, closures=())


def outliving(directory: Directory, assurances: Iterable[Assurance]) -> tuple[str, ...]:
    """The ids of the services of an imported directory on which their partners' own word is later and counts."""
    said = {each.service_id: each for each in assurances}
    return tuple(each.id for each in directory.services if _with(each, said.get(each.id)) != each)


def _with(service: Service, said: Assurance | None) -> Service:
    if said is None or not holds(said, service):
        return service
    capacity, until = (said.capacity, said.full_until) if said.capacity else (service.capacity, service.full_until)
    return replace(
        service,
        capacity=capacity,
        full_until=until,
        closures=tuple(sorted({*service.closures, *said.closures})),
        assured_on=said.assured_on,
        assured_by=said.assured_by,
    )
