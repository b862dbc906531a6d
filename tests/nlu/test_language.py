"""Languages beside the four are told from them; dialects and Arabic in Latin letters are not taken for others."""

from __future__ import annotations

import pytest

from tests.support.held_out import Understand


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("k en gisteren were den bus gemist en t was koud", "nl"),
        ("'t is nie gemakkelik vo mien, k zin olleene", "nl"),
        ("gn geld mr vr eten dees maand", "nl"),
        ("jsp koi faire g pu de tunes", "fr"),
        ("je dois aller au ocmw mais j'ai pas de rendez-vous", "fr"),
        ("bghit nhdr m3a chi wa7d 3la l khedma dyali", "ar"),
        ("ana msh 3arfa a3mel eh", "ar"),
        ("ما عندي مصاري لنص الشهر", "ar"),
        ("شنو خاصني ندير باش نلقى الخدمة", "ar"),
        ("i not understand letter from commune", "en"),
        ("cant pay me rent this mnth", "en"),
        ("Мені потрібна допомога з житлом", "uk"),
        ("Я не могу заплатить за квартиру", "ru"),
        ("Нямам работа и не мога да си платя наема", "bg"),
        ("Nu am bani să plătesc chiria", "ro"),
        ("Buna ziua, nu am bani de chirie si am doi copii", "ro"),
        ("une jam vetem me femije dhe nuk kam para", "sq"),
        ("zdravo trebam pomoc za stan", "hr"),
        ("nemam novca i trebam pomoc", "hr"),
        ("jo napot segitsegre van szuksegem", "hu"),
        ("dobry den hledam praci", "cs"),
        ("Kirayı ödeyemiyorum ve işim yok", "tr"),
        ("Nie mam pieniędzy na czynsz", "pl"),
        ("Ich kann meine Miete nicht mehr bezahlen", "de"),
        ("No puedo pagar el alquiler este mes", "es"),
        ("من نمی‌توانم اجاره خانه را بپردازم", "fa"),
        ("زه د کور کرایه نشم ورکولی", "ps"),
        ("Ma awoodo inaan kirada guriga bixiyo", "so"),
    ],
)
def test_languages(understand: Understand, text: str, language: str) -> None:
    assert understand(text).language == language
