"""Dataclasses of the domain go to JSON and come back equal."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timezone
from typing import Any

import pytest

from bot.adapters.codec import decode, encode
from bot.domain.conversation import Conversation
from bot.domain.handover import DeclineReason, Handover, HandoverState
from bot.domain.labels import Act, Crisis, Need, Reach, ServiceType
from bot.domain.messages import Choice, Incoming, Outgoing, Reply
from bot.domain.partners import Directory, HandoverAddress, Location, OpeningPeriod, Organization, Service
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding

AT = datetime(2026, 11, 23, 9, 30, 0, 123, tzinfo=timezone.utc)
PLACE = Place("Lo", "Lo-Reninge", "8647", "village", 50.98, 2.75)
QUESTION = HelpQuestion(
    "één\nمساعدة", (Need.WORK, Need.MONEY), crisis=Crisis.SUICIDE, place=PLACE, reach=Reach.CHAT, knows=False
)
SERVICE = Service(
    id="s",
    organization_id="o",
    name="Dienst",
    types=frozenset({ServiceType.BUDDY, ServiceType.COACHING}),
    needs=frozenset(),
    reach=frozenset({Reach.PHONE}),
    descriptions={"ar": "نص"},
    locations=(Location("l", "Huis", "Veurne", "8630", 51.0, 2.6),),
    hours=(OpeningPeriod(6, time(9, 5), time(23, 59)),),
    minimum_age=18,
    assured_on=date(2026, 2, 28),
)
VALUES = [
    HelpQuestion(),
    QUESTION,
    Incoming("web", "s", "u", "button", "c1", None, {"deep": [{"x": None}, 1.5, True]}),
    Outgoing("k", "l", "email", "a@b.example", {"kind": "handover", "n": 1}),
    Reply("tekst", "ar", (Choice("c", "Ja", "/yes", True),), "crisis"),
    Handover("h", "c", "o", "s", "nl", {"words": "x"}, AT, AT, HandoverState.DECLINED, DeclineReason.FULL),
    Conversation("c", "web", "a", question=QUESTION, choices=(Choice("c", "Ja", "/yes"),), dialogue={"events": []}),
    Directory((Organization("o", "Voorbeeld", handover_addresses=(HandoverAddress("email", "x"),)),), (SERVICE,)),
    Understanding("nl", 0.9, (Need.WORK,), need_scores={Need.WORK: 0.8}, act=Act.GREET, places=(PLACE,)),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_it_comes_back_equal(value: Any) -> None:
    back = decode(type(value), json.loads(json.dumps(encode(value))))
    assert back == value


def test_enums_come_back_as_themselves() -> None:
    question = decode(HelpQuestion, encode(QUESTION))
    assert question.needs == (Need.WORK, Need.MONEY)
    assert [type(need) for need in question.needs] == [Need, Need]
    assert question.crisis is Crisis.SUICIDE


def test_the_same_value_is_always_written_the_same_way() -> None:
    assert encode(SERVICE)["types"] == ["buddy", "coaching"]


def test_what_an_older_or_newer_program_stored_is_read() -> None:
    assert decode(HelpQuestion, {"words": "x", "from_the_future": 1}) == HelpQuestion("x")


@pytest.mark.parametrize(("kind", "stored"), [(HelpQuestion, {"needs": ["unknown"]}), (Incoming, {"channel": "web"})])
def test_what_can_not_be_read_is_refused(kind: type, stored: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode(kind, stored)


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        encode({"x": [object()]})
