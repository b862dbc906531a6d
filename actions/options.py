"""Who is near, as it is shown: the options with their reasons, their buttons, and that there is nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import button, partner_name
from bot.domain.freshness import is_stale
from bot.domain.gazetteer import OUTSIDE
from bot.domain.labels import LANGUAGES, Reach
from bot.domain.matching import Proposal
from bot.domain.partners import Service
from bot.domain.reasons import away_until, cost_of
from bot.service import proposals
from bot.service.turn import Turn
from bot.service.wording import lines, opening_lines, paragraphs, place_text, text

COVERS_ALL = "reason.covers_all"
_AS_A_LINE = {"reason.free": "info.free", "reason.cost_unknown": "info.cost_unknown"}


def look(dispatcher: CollectingDispatcher, turn: Turn, wish: str | None) -> tuple[Proposal, ...]:
    """Who is shown next. Where nobody, or nobody new, does what is wished, that is said."""
    found = proposals.propose(turn, wish)
    if wish not in proposals.FULFILS or (found and not proposals.were_seen(turn, found)):
        return found
    dispatcher.utter_message(response="filter_seen" if found else "filter_nobody")
    return found or proposals.propose(turn)


def say_nobody(dispatcher: CollectingDispatcher, turn: Turn, first_look: bool) -> None:
    """Says so honestly; the coordinator, where there is one, gets the question only after the same yes as others."""
    choices = [
        button("button.just_information", "just_information"),
        button("button.from_the_top", "resume"),
        button("button.change_something", "choose", value="change"),
        button("button.not_now", "not_now"),
    ]
    coordinator = proposals.turn_to_coordinator(turn)
    why = _why_nobody(turn, first_look)
    if coordinator is None:
        dispatcher.utter_message(**why, choices=choices)
        return
    name = partner_name(turn, coordinator)
    dispatcher.utter_message(**why)
    choices.insert(0, button({"text": name}, "choose", value=coordinator.id))
    dispatcher.utter_message(response="ask_coordinator", organization=name, choices=choices)


def _why_nobody(turn: Turn, first_look: bool) -> dict[str, Any]:
    place = turn.conversation.question.place
    if not first_look:
        return {"response": "no_more_options"}
    if place is not None and place.kind == OUTSIDE:
        return {"response": "no_options_outside", "place": place_text(place.name)}
    return {"response": "no_options"}


def say_one_for_all(dispatcher: CollectingDispatcher, turn: Turn, best: Proposal) -> None:
    """Where the best partner answers all of several needs, says that the others come along."""
    if COVERS_ALL in {reason.key for reason in best.reasons}:
        others = need_texts(turn.conversation.question.needs[1:])
        organization = partner_name(turn, best.service)
        dispatcher.utter_message(response="several_needs", organization=organization, needs=others)


def service_buttons(turn: Turn) -> list[dict[str, Any]]:
    """A button for each who is shown, with what the service is called where two are of one organisation."""
    services = turn.directory.services_of(turn.conversation.near)
    of = [service.organization_id for service in services]
    names = [each.name if of.count(each.organization_id) > 1 else partner_name(turn, each) for each in services]
    return [
        *[button({"text": name}, "choose", value=each.id) for name, each in zip(names, services, strict=True)],
        *([button("button.filter.no_car", "choose", value="no_car")] if _may_need_a_car(turn) else []),
        button("button.tell_more", "tell_more"),
        button("button.who_else", "choose", value="others"),
        button("button.just_information", "just_information"),
    ]


def _may_need_a_car(turn: Turn) -> bool:
    return not turn.conversation.question.no_car and proposals.needs_travel(turn)


def option(turn: Turn, number: int, proposal: Proposal) -> dict[str, Any]:
    service = proposal.service
    return text(
        "option",
        number=number,
        organization=partner_name(turn, service),
        service=service.name,
        description=service.descriptions.get(turn.conversation.language, ""),
        reasons=[text(reason.key, **reason_values(reason.values)) for reason in proposal.reasons],
    )


def _who_and_how(service: Service) -> list[dict[str, Any]]:
    """In which languages, in which ways, and that a woman can be asked for: what people ask of helpers most."""
    languages = [text(f"language.{each}") for each in LANGUAGES if each in service.languages]
    ways = [text(f"reach.{each}") for each in Reach if each in service.reach]
    shown = [text("info.languages", languages=languages)] if languages else []
    if service.interpreter:
        shown.append(text("info.interpreter"))
    if ways:
        shown.append(text("info.reach", ways=ways))
    return [*shown, *([text("info.women")] if service.women else [])]


def reason_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """A reason's label values (a language, needs) as texts."""
    return {name: _reason_value(name, value) for name, value in values.items()}


def _reason_value(name: str, value: Any) -> Any:
    if name == "needs":
        return need_texts(value)
    if name == "place":
        return place_text(value)
    return text(f"language.{value}") if name == "language" else value


def say_more(dispatcher: CollectingDispatcher, turn: Turn, services: Iterable[Service]) -> None:
    """Tells what is known of services, each on its card."""
    services = list(services)
    turn.conversation = replace(turn.conversation, told_of=services[0].id if len(services) == 1 else "")
    dispatcher.utter_message(response="service_more", services=paragraphs([card(turn, each) for each in services]))


def card(turn: Turn, service: Service) -> dict[str, Any]:
    """What is known of a service, line by line."""
    organization = turn.directory.organization(service.organization_id)
    address = next((place.address for place in service.locations if place.address), "")
    known = {"phone": service.phone, "address": address, "url": organization.website}
    shown = [text(f"info.{name}", value=value) for name, value in known.items() if value]
    if service.hours:
        shown.append(text("info.hours", value=opening_lines(service.hours)))
    if away := away_until(service, turn.now):
        shown.append(text("info.now", value=text(away.key, **away.values)))
    shown.extend(_who_and_how(service))
    cost = cost_of(service)
    shown.append(text(_AS_A_LINE.get(cost.key, cost.key), **cost.values))
    if is_stale(service, turn.today, turn.weights.fresh_days):
        checked = {"month": service.assured_on} if service.assured_on else None
        shown.append(text("info.checked", value=checked) if checked else text("info.not_checked"))
    return text(
        "service_card",
        organization=organization.name,
        service=service.name,
        description=service.descriptions.get(turn.conversation.language, ""),
        lines=lines(shown),
    )
