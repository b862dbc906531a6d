"""Words of danger: found however they are typed, and not where they are harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.warning_signs import WarningSignsInvalid, load_warning_signs
from bot.domain.labels import LANGUAGES, Crisis
from bot.domain.warning_signs import Sign, warning_signs


@pytest.mark.parametrize(
    ("said", "crisis", "language"),
    [
        ("Ik wil echt niet meer leven", Crisis.SUICIDE, "nl"),
        ("MIJN MAN SLAAT MIJ", Crisis.VIOLENCE, "nl"),
        ("hij slaat onze jongste zoon elke dag", Crisis.CHILD_DANGER, "nl"),
        ("we staan vannacht op straat... op straat vannacht!", Crisis.NO_SHELTER, "nl"),
        ("j'ai envie d'en finir", Crisis.SUICIDE, "fr"),
        ("elle ne respire plus", Crisis.MEDICAL_EMERGENCY, "fr"),
        ("أريد أن أموت", Crisis.SUICIDE, "ar"),
        ("زوجي يضربني", Crisis.VIOLENCE, "ar"),
        ("bghit nmout", Crisis.SUICIDE, "ar"),
        ("i have no where, we sleep tonight in the station", Crisis.NO_SHELTER, "en"),
        ("my dad is unconscious", Crisis.MEDICAL_EMERGENCY, "en"),
    ],
)
def test_danger(said: str, crisis: Crisis, language: str) -> None:
    assert load_warning_signs().find(said) == Sign(crisis, language)


@pytest.mark.parametrize(
    ("said", "crisis", "answered_in"),
    [
        ("Merhaba, kocam beni dövüyor", Crisis.VIOLENCE, "en"),
        ("Добрий день. Чоловік мене б'є", Crisis.VIOLENCE, "en"),
        ("nie chce juz zyc", Crisis.SUICIDE, "en"),
        ("мама без сознания, не дышит", Crisis.MEDICAL_EMERGENCY, "en"),
        ("La noapte nu am unde să dorm", Crisis.NO_SHELTER, "fr"),
        ("El vecino pega a su hijo", Crisis.CHILD_DANGER, "fr"),
        ("mein Mann schlaegt mich", Crisis.VIOLENCE, "nl"),
        ("شوهرم مرا کتک می‌زند", Crisis.VIOLENCE, "en"),
        ("خۆم بکوژم", Crisis.SUICIDE, "ar"),
        ("ራሴን ላጠፋ", Crisis.SUICIDE, "en"),
    ],
)
def test_danger_in_a_language_that_is_not_spoken(said: str, crisis: Crisis, answered_in: str) -> None:
    sign = load_warning_signs().find(said)
    assert sign is not None and sign.foreign
    assert (sign.crisis, sign.answered_in) == (crisis, answered_in)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "kocam iş arıyor",
        "мій чоловік шукає роботу",
        "mój mąż szuka pracy",
        "soțul meu caută de lucru",
        "mi marido busca trabajo",
        "mein Kind braucht Schuhe",
        "شوهرم دنبال کار می‌گردد",
        "ik heb hulp nodig met mijn papieren",
        "ik lag dood van het lachen",
        "je suis mort de fatigue",
        "ضربني الحر اليوم",
        "my phone died again",
        "the prices are killing me with those bills",
    ],
)
def test_no_danger(said: str) -> None:
    assert load_warning_signs().find(said) is None


def test_the_language_of_the_talk_goes_before() -> None:
    signs = warning_signs({"nl": {Crisis.VIOLENCE: ["help"]}, "en": {Crisis.SUICIDE: ["help"]}})
    assert signs.find("help", "en") == Sign(Crisis.SUICIDE, "en")
    assert signs.find("help", "fr") == Sign(Crisis.VIOLENCE, "nl")


def test_gaps_are_short_and_endings_free() -> None:
    signs = warning_signs({"nl": {Crisis.VIOLENCE: ["slaat ... kind*"]}})
    assert signs.find("slaat de andere twee kinderen")
    assert signs.find("slaat kind")
    assert not signs.find("slaat op de trom voor alle kinderen")


def test_a_language_that_nobody_can_answer_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "signs.yml"
    kinds = "\n".join(f"  {crisis}: [help]" for crisis in Crisis)
    path.write_text("\n".join(f"{code}:\n{kinds}" for code in (*LANGUAGES, "xx")), encoding="utf-8")
    with pytest.raises(WarningSignsInvalid, match="no other than"):
        load_warning_signs(path)


def test_every_mistake_in_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "signs.yml"
    kinds = "\n".join(f"  {crisis}: [help]" for crisis in Crisis)
    path.write_text("\n".join(f"{code}:\n{kinds}" for code in LANGUAGES), encoding="utf-8")
    assert load_warning_signs(path).find("help")
    broken = tmp_path / "broken.yml"
    broken.write_text(path.read_text(encoding="utf-8").replace("suicide: [help]", "suicide: ['!']"), encoding="utf-8")
    with pytest.raises(WarningSignsInvalid) as error:
        load_warning_signs(broken)
    assert str(error.value).count("expected a list of words") == len(LANGUAGES)
