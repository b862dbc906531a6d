"""What the pipeline promises whatever the message says."""

from __future__ import annotations

import json

import pytest

from bot.domain.labels import Act, Crisis, Need
from bot.nlu.parsed import understanding_from, understanding_line
from tests.support.held_out import Parse, Understand

PLAIN_CRISES = [
    ("ik wil dood", Crisis.SUICIDE),
    ("ik ga zelfmoord plegen", Crisis.SUICIDE),
    ("mijn man slaat mij", Crisis.VIOLENCE),
    ("we hebben vannacht geen slaapplaats en staan op straat", Crisis.NO_SHELTER),
    ("hij is bewusteloos en ademt niet meer", Crisis.MEDICAL_EMERGENCY),
    ("je veux me suicider", Crisis.SUICIDE),
    ("je vais me tuer", Crisis.SUICIDE),
    ("mon mari me frappe", Crisis.VIOLENCE),
    ("je suis à la rue ce soir", Crisis.NO_SHELTER),
    ("il est inconscient, il respire plus", Crisis.MEDICAL_EMERGENCY),
    ("أريد الانتحار", Crisis.SUICIDE),
    ("بدي موت حالي", Crisis.SUICIDE),
    ("زوجي يضربني", Crisis.VIOLENCE),
    ("ليس لدينا مكان ننام فيه الليلة", Crisis.NO_SHELTER),
    ("فقد الوعي ولا يتنفس", Crisis.MEDICAL_EMERGENCY),
    ("I want to kill myself", Crisis.SUICIDE),
    ("i'm going to end my life tonight", Crisis.SUICIDE),
    ("my husband beats me", Crisis.VIOLENCE),
    ("we have nowhere to sleep tonight", Crisis.NO_SHELTER),
    ("he is unconscious and not breathing", Crisis.MEDICAL_EMERGENCY),
]


@pytest.mark.parametrize(("text", "crisis"), PLAIN_CRISES)
def test_plain_words_of_danger_are_always_heard(understand: Understand, text: str, crisis: Crisis) -> None:
    heard = understand(text)
    assert heard.crisis is crisis


def test_the_line_of_the_command_has_its_shape(understand: Understand) -> None:
    line = understanding_line(understand("k en gin geld nie mer vo eten, k weune in Diksmude"))
    assert list(line) == ["language", "needs", "need_scores", "crisis", "crisis_score", "act", "places"]
    assert json.loads(json.dumps(line)) == line
    assert list(line["need_scores"]) == [need.value for need in Need]
    assert all(0 <= score <= 1 for score in line["need_scores"].values())
    assert line["language"] == "nl"
    assert "money" in line["needs"]
    assert line["places"] == [{"name": "Diksmuide", "municipality": "Diksmuide", "postal_code": "8600"}]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ik wil dood", "crisis"),
        ("merci", "thank"),
        ("8647", "inform_place"),
        ("ik heb hulp nodig", "tell"),
        ("محتاج مساعدة", "tell"),
        ("the bailiff took our sofa, we can't pay the bills", "tell"),
        ("qui va gagner la coupe du monde", "out_of_scope"),
    ],
)
def test_intents_that_the_rules_build_on(parse: Parse, text: str, intent: str) -> None:
    assert parse(text)["intent"]["name"] == intent


@pytest.mark.parametrize("text", ["😀", "...", "?!", "12345", "x" * 2000, "\u200f", "<b>hi</b> [a](b)", "ოქრო", "你好"])
def test_any_text_is_read(understand: Understand, text: str) -> None:
    heard = understand(text)
    assert heard.crisis is None
    assert len(heard.needs) <= 4


def test_needs_stand_in_the_order_of_their_weight(understand: Understand) -> None:
    heard = understand("ik kan de huur niet betalen en moet uit mijn huis, en de kinderen hebben geen opvang")
    scores = [heard.need_scores[need] for need in heard.needs]
    assert len(scores) >= 2
    assert scores == sorted(scores, reverse=True)


def test_a_message_is_an_act_or_tells_of_needs(understand: Understand) -> None:
    for text in ("ja", "ik schaam mij", "de rekeningen stapelen zich op", "c'est gratuit ?", "my back hurts"):
        heard = understand(text)
        assert not (heard.needs and heard.act not in (None, Act.FOR_SOMEONE_ELSE)), text


def test_the_talks_language_counts_for_short_messages_only(understand: Understand) -> None:
    assert understand("ok", "fr").language == "fr"
    assert understand("ok", "ar").language == "ar"
    assert understand("ik kan de huur niet betalen deze maand", "fr").language == "nl"


def test_the_same_message_is_always_read_the_same(parse: Parse) -> None:
    text = "je n'arrive plus à payer le loyer"
    assert understanding_from(parse(text)) == understanding_from(parse(text))
