"""Who may help with a resident's question: proposals, the coordinator where there are none, and counting what lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.domain.choices import names_meant
from bot.domain.handover import DeclineReason, Handover, HandoverState
from bot.domain.labels import Need, Reach
from bot.domain.matching import Proposal, rank
from bot.domain.partners import Directory, Service
from bot.domain.places import Place
from bot.domain.question import FROM_OTHERS, HelpQuestion
from bot.domain.unmet import UnmetNeed
from bot.domain.weights import Weights
from bot.domain.words import plain
from bot.service import talk
from bot.service.turn import Turn

OPTIONS_SHOWN = 3
"""Partners shown at once: enough to choose from, few enough to read."""


FULFILS: Mapping[str, Callable[[Service], bool]] = {
    "home": lambda service: bool(service.reach & {Reach.HOME_VISIT, Reach.OUTREACH}),
    "phone": lambda service: Reach.PHONE in service.reach,
    "woman": lambda service: service.women,
}
"""What may be wished of a helper after a first look, and which services fulfil it for sure."""


def propose(turn: Turn, wish: str | None = None) -> tuple[Proposal, ...]:
    """The nearest fitting services that were not proposed yet and did not decline, to choose from now.

    With a ``wish`` of FULFILS only those that fulfil it: new ones, or if there are none, those that were seen.
    """
    seen, closed = frozenset(turn.conversation.proposed) | _closed_to(turn), _closed_to(turn) | _unfit(turn, wish)
    found = _of_others_first(turn, seen | closed)
    if wish in FULFILS and not found:
        found = _rank(turn, _asked(turn), closed, OPTIONS_SHOWN)
    if turn.conversation.question.consult:
        found = _with_coordinator(turn, found, seen)
    _show(turn, found)
    _count_unmet(turn)
    return found


def _of_others_first(turn: Turn, closed: frozenset[str]) -> tuple[Proposal, ...]:
    """Those of organisations that were not shown yet, and then what others they have: a name that was passed over."""
    shown = {service.organization_id for service in turn.directory.services_of(turn.conversation.proposed)}
    known = frozenset(each.id for each in turn.directory.services if each.organization_id in shown)
    new = _rank(turn, _asked(turn), closed | known, OPTIONS_SHOWN)
    left = OPTIONS_SHOWN - len(new)
    return (*new, *(_rank(turn, _asked(turn), closed | {each.service.id for each in new}, left) if left else ()))


def show_services_of(turn: Turn, organizations: Iterable[str]) -> tuple[Service, ...]:
    """Those of some organisations that fit, whatever it is about, to choose from now; none changes nothing."""
    wanted = frozenset(organizations)
    others = frozenset(each.id for each in turn.directory.services if each.organization_id not in wanted)
    found = _rank(turn, replace(_asked(turn), needs=()), others | _closed_to(turn), OPTIONS_SHOWN)
    if found:
        _show(turn, found)
    return tuple(each.service for each in found)


def _show(turn: Turn, found: tuple[Proposal, ...]) -> None:
    """Makes them those who are chosen from now."""
    shown = tuple(proposal.service.id for proposal in found)
    turn.conversation = replace(turn.conversation, proposed=turn.conversation.proposed + shown, near=shown, told_of="")


def look_around(turn: Turn, needs: tuple[Need, ...], place: Place | None) -> tuple[Service, ...]:
    """Who helps with ``needs`` near ``place``, or where the person lives, for who only wants to know."""
    question = _asked(turn)
    question = replace(question, needs=needs, place=place or question.place)
    return tuple(each.service for each in _rank(turn, question, _closed_to(turn), OPTIONS_SHOWN))


def were_seen(turn: Turn, proposed: tuple[Proposal, ...]) -> bool:
    """True if what is shown now is no more than what was shown before."""
    ids = turn.conversation.proposed
    return bool(proposed) and all(ids.count(proposal.service.id) > 1 for proposal in proposed)


def _unfit(turn: Turn, wish: str | None) -> frozenset[str]:
    fulfils = FULFILS.get(wish or "")
    services = turn.directory.services if fulfils else ()
    return frozenset(service.id for service in services if fulfils and not fulfils(service))


def _with_coordinator(turn: Turn, found: tuple[Proposal, ...], seen: frozenset[str]) -> tuple[Proposal, ...]:
    """A professional can ask the coordinator too, whatever it is about."""
    known = {proposal.service.id for proposal in found}
    coordinators = tuple(each for each in _coordinators(turn) if each.id not in known)
    directory = Directory(turn.directory.organizations, coordinators)
    question = replace(_asked(turn), needs=())
    own = rank(question, directory, turn.now, weights=turn.weights, exclude=seen, declined=_declined(turn), limit=1)
    return (*found[: OPTIONS_SHOWN - len(own)], *own)


def turn_to_coordinator(turn: Turn) -> Service | None:
    """Who takes the questions that no other service answers, to choose from now; None if there is nobody."""
    closed = _closed_to(turn) | _declined(turn).keys()
    found = next((each for each in _coordinators(turn) if each.id not in closed), None)
    if found is not None:
        turn.conversation = replace(turn.conversation, near=(found.id,))
    return found


def refuse(turn: Turn, ids: Iterable[str]) -> None:
    """None of their services is proposed any more, nor chosen from."""
    question, refused = turn.conversation.question, tuple(ids)
    talk.change_question(turn, replace(question, refused=tuple(dict.fromkeys((*question.refused, *refused)))))
    gone = {service.id for service in turn.directory.services if service.organization_id in refused}
    near, proposed = (
        tuple(id for id in shown if id not in gone) for shown in (turn.conversation.near, turn.conversation.proposed)
    )
    turn.conversation = replace(turn.conversation, near=near, proposed=proposed)


def allow(turn: Turn, id: str) -> None:
    """Somebody chooses an organisation after all."""
    question = turn.conversation.question
    talk.change_question(turn, replace(question, refused=tuple(each for each in question.refused if each != id)))


def has_women(turn: Turn) -> bool:
    """True if at some service that fits a woman can be asked for."""
    women = tuple(service for service in turn.directory.services if service.women)
    found = rank(_asked(turn), Directory(turn.directory.organizations, women), turn.now, weights=turn.weights, limit=1)
    return bool(found)


def needs_travel(turn: Turn) -> bool:
    """True if somebody among those who are being chosen from can only be met elsewhere."""
    place = turn.conversation.question.place
    village = place.postal_code if place else ""
    return any(
        service.reach == {Reach.AT_LOCATION} and village not in {each.postal_code for each in service.locations}
        for service in turn.directory.services_of(turn.conversation.near)
    )


def takes_questions(turn: Turn, service_id: str) -> bool:
    """False once the directory has this service no more, or not active."""
    return any(service.status == "active" for service in turn.directory.services_of([service_id]))


def meant(turn: Turn, words: str, ids: Iterable[str]) -> list[Service]:
    """Those of ``ids`` that are named in ``words``, by their own name or their organisation's."""
    services = [each for each in turn.directory.services_of(ids) if takes_questions(turn, each.id)]
    found = [turn.directory.find_organization(each.organization_id) for each in services]
    names = [f"{each.name if each else ''} {service.name}" for each, service in zip(found, services, strict=True)]
    others = [each.name for each in turn.directory.organizations if each not in found]
    return [services[at] for at in names_meant(words, names, others)]


def is_named(turn: Turn, words: str) -> bool:
    """True if two words or more are nothing but the name of a helper who was shown ("Kijk Verder")."""
    said = plain(words).split()
    services = turn.directory.services_of(turn.conversation.proposed)
    found = [turn.directory.find_organization(each.organization_id) for each in services]
    names = (f"{each.name if each else ''} {service.name}" for each, service in zip(found, services, strict=True))
    return len(said) > 1 and any(set(said) <= set(plain(name).split()) for name in names)


def needs_left(turn: Turn, handover: Handover) -> tuple[Need, ...]:
    """The needs of a question that was sent which no service that has it now answers, in their order.

    None where the coordinator has it, who looks for somebody for all of them.
    """
    question, open_now = turn.conversation.asked.get(handover.id), turn.conversation.open_handovers
    with_coordinator = handover.service_id in {each.id for each in turn.directory.coordinators}
    if question is None or handover not in open_now or with_coordinator:
        return ()
    services = turn.directory.services_of(each.service_id for each in open_now)
    covered = frozenset[Need]().union(*(_answered(service, turn.weights) for service in services))
    return tuple(need for need in question.needs if need not in covered)


def _answered(service: Service, weights: Weights) -> frozenset[Need]:
    """The needs that a service names, or that follow from the kind of service it is."""
    return service.needs.union(*(weights.type_needs.get(kind, ()) for kind in service.types))


def _closed_to(turn: Turn) -> frozenset[str]:
    """Services that are refused, that this question was with in vain, or that have any question of this person now."""
    handovers = [each for each in _of_this_question(turn) if each.state is not HandoverState.CLOSED]
    asked = frozenset(handover.service_id for handover in (*handovers, *turn.conversation.open_handovers))
    refused = turn.conversation.question.refused
    return asked.union(each.id for each in turn.directory.services if each.organization_id in refused)


def _declined(turn: Turn) -> Mapping[str, DeclineReason]:
    return {each.service_id: each.declined_because for each in _of_this_question(turn) if each.declined_because}


def _of_this_question(turn: Turn) -> tuple[Handover, ...]:
    """The handovers that carried the question that is on the sheet now, which may have been changed since."""
    asked, number = turn.conversation.asked, turn.conversation.question.number
    return tuple(
        each for each in turn.conversation.handovers if each.id not in asked or asked[each.id].number == number
    )


def _coordinators(turn: Turn) -> list[Service]:
    place = turn.conversation.question.place
    return [service for service in turn.directory.coordinators if _serves(service, place)]


def _serves(service: Service, place: Place | None) -> bool:
    return not service.area or place is None or place.municipality in service.area


def _rank(turn: Turn, question: HelpQuestion, exclude: frozenset[str], limit: int) -> tuple[Proposal, ...]:
    return rank(
        question,
        turn.directory,
        turn.now,
        weights=turn.weights,
        exclude=exclude,
        declined=_declined(turn),
        open_counts=turn.open_counts,
        one_each=True,
        limit=limit,
    )


def _asked(turn: Turn) -> HelpQuestion:
    """The question as helpers are looked for: who is hurt by somebody close first sees who helps with that."""
    question = replace(turn.conversation.question, language=turn.conversation.asks_in)
    hurt = question.crisis in FROM_OTHERS and Need.FAMILY in question.needs
    return question.put_first(Need.FAMILY) if hurt else question


def _count_unmet(turn: Turn) -> None:
    """Counts the needs that no fitting service has room for, each once a question."""
    question = _asked(turn)
    today, town = turn.today, question.place.municipality if question.place else ""
    new = [
        need for need in question.needs if need not in question.unmet and not _has_offer(turn, question, need, today)
    ]
    turn.unmet_needs += [UnmetNeed(f"{today:%Y-%m}", town, str(need)) for need in new]
    talk.change_question(turn, replace(turn.conversation.question, unmet=(*question.unmet, *new)))


def _has_offer(turn: Turn, question: HelpQuestion, need: Need, today: date) -> bool:
    found = _rank(turn, replace(question, needs=(need,)), _closed_to(turn), 1)  # who is full comes last
    return bool(found) and found[0].service.capacity_on(today) != "full"
