"""The helplines: in the right order, with hours, and told in four languages."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
import yaml

from bot.adapters.helplines import HELPLINES, HelplinesInvalid, load_helplines
from bot.adapters.texts import GettextTexts
from bot.domain.helplines import (
    MOST_SHOWN,
    Helpline,
    for_children,
    for_crisis,
    in_doubt,
    one_answers_in,
    only_listeners,
)
from bot.domain.labels import LANGUAGES, Crisis

BY_DAY = datetime(2026, 11, 24, 10, tzinfo=timezone.utc)
AT_NIGHT = datetime(2026, 11, 24, 23, tzinfo=timezone.utc)
ON_A_HOLIDAY = datetime(2026, 11, 11, 10, tzinfo=timezone.utc)


def numbers(kind: Crisis, language: str, now: datetime = BY_DAY) -> list[str]:
    return [line.number for line in for_crisis(load_helplines(), kind, language, now)]


def test_who_speaks_dutch_is_understood_at_the_emergency_numbers() -> None:
    emergency = tuple(line for line in load_helplines() if line.emergency)
    assert one_answers_in(emergency, "nl") and not one_answers_in(emergency, "ar")


@pytest.mark.parametrize(
    ("kind", "language", "first"),
    [
        (Crisis.SUICIDE, "nl", ["1813", "112"]),
        (Crisis.SUICIDE, "fr", ["0800 32 123", "112"]),
        (Crisis.SUICIDE, "ar", ["112"]),
        (Crisis.SUICIDE, "en", ["02 648 40 14", "112", "1813"]),
        (Crisis.VIOLENCE, "nl", ["101", "112", "1712"]),
        (Crisis.VIOLENCE, "fr", ["101", "112", "0800 30 030"]),
        (Crisis.CHILD_DANGER, "nl", ["101", "112", "1712"]),
        (Crisis.MEDICAL_EMERGENCY, "ar", ["112", "070 245 245"]),
        (Crisis.NO_SHELTER, "nl", ["0800 13 500", "106"]),
    ],
)
def test_who_is_named_first(kind: Crisis, language: str, first: list[str]) -> None:
    assert numbers(kind, language)[: len(first)] == first


@pytest.mark.parametrize("kind", Crisis)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("now", [BY_DAY, AT_NIGHT, ON_A_HOLIDAY])
def test_somebody_answers_at_any_hour(kind: Crisis, language: str, now: datetime) -> None:
    shown = for_crisis(load_helplines(), kind, language, now)
    assert 1 < len(shown) <= MOST_SHOWN
    assert shown[0].is_open(now)
    assert any(line.emergency for line in shown)
    assert [line.is_open(now) for line in shown] == sorted((line.is_open(now) for line in shown), reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("now", [BY_DAY, AT_NIGHT, ON_A_HOLIDAY])
def test_somebody_listens_at_any_hour(language: str, now: datetime) -> None:
    shown = for_crisis(load_helplines(), Crisis.NO_SHELTER, language, now)
    assert any(line.is_open(now) for line in shown if not line.emergency)


@pytest.mark.parametrize("now", [BY_DAY, AT_NIGHT])
@pytest.mark.parametrize(("language", "first"), [("nl", "106"), ("fr", "107"), ("ar", "106"), ("en", "02 648 40 14")])
def test_who_only_listens_is_no_line_for_a_roof(language: str, first: str, now: datetime) -> None:
    assert only_listeners(load_helplines(), language, now)[0].number == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_children_call_for_nothing_and_without_a_name(language: str) -> None:
    shown = for_children(load_helplines(), language, BY_DAY)
    assert [(line.free, line.anonymous) for line in shown] == [(True, True)] * len(shown)
    assert shown


@pytest.mark.parametrize("kind", Crisis)
@pytest.mark.parametrize("language", ["nl", "fr", "ar"])
def test_a_line_in_english_alone_is_named_to_who_writes_english(language: str, kind: Crisis) -> None:
    assert "02 648 40 14" not in numbers(kind, language)


def test_closed_lines_tell_when_they_open() -> None:
    caw = next(line for line in load_helplines() if line.id == "caw")
    assert caw.opens(BY_DAY) is None
    assert caw.opens(AT_NIGHT) == datetime(2026, 11, 25, 8, tzinfo=timezone.utc)
    assert numbers(Crisis.NO_SHELTER, "nl", AT_NIGHT)[-1] == caw.number
    assert not caw.is_open(ON_A_HOLIDAY)
    enfants = next(line for line in load_helplines() if line.id == "ecoute_enfants")
    assert enfants.is_open(ON_A_HOLIDAY)


def test_no_line_is_known_to_answer_in_arabic() -> None:
    shown = for_crisis(load_helplines(), Crisis.SUICIDE, "ar", BY_DAY)
    assert not one_answers_in(shown, "ar")
    assert one_answers_in(shown, "nl")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Crisis)
def test_where_danger_is_only_in_doubt_nobody_is_sent_to_the_police(kind: Crisis, language: str) -> None:
    told = [line.number for line in in_doubt(load_helplines(), kind, language, BY_DAY)]
    assert len(told) == 2 and "101" not in told and "112" in told


@pytest.mark.parametrize("line", load_helplines(), ids=lambda line: line.id)
def test_facts_have_a_source_and_texts_in_every_language(line: Helpline) -> None:
    assert line.source
    assert line.checked_on >= date(2026, 11, 23)
    texts = GettextTexts()
    said = {texts.say(language, f"helpline.{line.id}") for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert f"helpline.{line.id}" not in said


SAID = {
    "free": {"nl": "(?<!niet )gratis", "fr": "gratuit", "ar": "(?<!ليس )مجاني", "en": "(?<!not )free"},
    "anonymous": {"nl": "anoniem", "fr": "anonyme", "ar": "دون ذكر الاسم", "en": "anonymous"},
    "day and night": {"nl": "dag en nacht", "fr": "jour et nuit", "ar": "ليلاً ونهاراً", "en": "day and night"},
}
"""How the texts say a fact about a line."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", load_helplines(), ids=lambda line: line.id)
def test_what_is_told_of_a_line_is_what_the_list_has(line: Helpline, language: str) -> None:
    told = GettextTexts().say(language, f"helpline.{line.id}")
    says = {fact: bool(re.search(words[language], told, re.IGNORECASE)) for fact, words in SAID.items()}
    assert says["free"] == line.free
    assert says["day and night"] == (not line.hours)
    assert line.anonymous or not says["anonymous"]


def test_every_mistake_is_named(tmp_path: Path) -> None:
    content = yaml.safe_load(HELPLINES.read_text(encoding="utf-8"))
    del content["checked"]
    del content["lines"]["caw"]["source"]
    content["lines"]["awel"].update(number="call us", hours="noon", chat="http://x", languages="nl", colour="red")
    content["lines"]["child_focus"] = "116 000"
    content["crises"]["suicide"] = []
    content["crises"]["fire"] = ["brigade"]
    wrong = tmp_path / "helplines.yml"
    wrong.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(HelplinesInvalid) as error:
        load_helplines(wrong)
    named = ("checked:", "caw: source", "awel: number", "awel: hours", "awel: chat", "awel: languages", "awel: colour")
    named += ("child_focus: expected", "suicide has no lines", "fire is not known", "brigade is no line")
    assert [name for name in named if name not in str(error.value)] == []
