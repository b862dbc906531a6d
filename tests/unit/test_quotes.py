"""What somebody wrote in a mail themselves, as mail programs send it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email.quotes import MARK, own_words

OURS = f"""{MARK}

Dag,

Er is een nieuw bericht van een inwoner die jullie helpen. Lees het en antwoord hier:

https://chat.example/console/link/abc_DEF-123

Dichtbij"""
QUOTED = "\n".join(f"> {line}".rstrip() for line in OURS.split("\n"))
ANSWER = (
    "Dag Jo,\n\nWe komen dinsdag om 14 u langs. Breng mee:\n- je huurcontract\n- de brief\n\nBedankt, tot dan!\nEls"
)
ADDRESS = "reply+aaaa@reply.chat.example"

PROGRAMS = {
    "gmail nl": f"{ANSWER}\n\nOp ma 23 nov 2026 om 13:05 schreef <a@b.example>:\n\n{QUOTED}\n",
    "gmail fr, broken line": f"{ANSWER}\n\nLe lun. 23 nov. 2026 à 13:05, <\na@b.example> a écrit :\n\n{QUOTED}",
    "gmail ar": f"{ANSWER}\n\nفي الاثنين، 23 نوفمبر 2026 تمت كتابة ما يلي بواسطة <\na@b.example>:\n\n{QUOTED}",
    "apple nl": f"{ANSWER}\n\n> Op 23 nov. 2026 om 13:05 heeft a@b.example het volgende geschreven:\n>\n{QUOTED}",
    "directly below": f"{ANSWER}\nOp ma 23 nov 2026 om 13:05 schreef <a@b.example>:\n{QUOTED}",
    "address on a line of its own": f"{ANSWER}\n\nOp 23 november 2026 om 13:05 schreef\na@b.example:\n\n{QUOTED}",
    "thunderbird": f"{ANSWER}\n\nOn 23/11/2026 13:05, a@b.example wrote:\n{QUOTED}",
    "outlook nl": (
        f"{ANSWER}\n\n________________________________\nVan: a@b.example <a@b.example>\n"
        f"Verzonden: maandag 23 november 2026 13:05\nAan: Team <team@huis.example>\nOnderwerp: Dichtbij\n\n{OURS}\n"
    ),
    "outlook fr, without our mark": (
        f"{ANSWER}\n\nDe : a@b.example\nEnvoyé : lundi 23 novembre 2026 13:05\nÀ : Équipe\nObjet : Dichtbij\n\n"
        "Bonjour,\nIl y a un nouveau message."
    ),
    "old outlook": f"{ANSWER}\n\n-----Oorspronkelijk bericht-----\nVan: x@y.example\nDatum: 23/11\n\n{OURS}",
    "a phone": f"{ANSWER}\n\nVerzonden vanaf mijn iPhone\n\n> Op 23/11/2026 schreef a@b.example:\n> \n{QUOTED}",
    "a signature": f"{ANSWER}\n\n-- \nEls Peeters\n051 00 00 00\n\nOp 23/11 schreef a@b.example:\n{QUOTED}",
    "a signature below": f"{ANSWER}\n\nOn 23/11/2026, a@b.example wrote:\n{QUOTED}\n\n-- \nEls Peeters",
    "windows lines": f"{ANSWER}\n\nOp 23/11/2026 schreef a@b.example:\n{QUOTED}".replace("\n", "\r\n"),
    "not quoted at all": ANSWER,
    "only quoted lines": f"{ANSWER}\n\nEls schreef a@b.example:\n> Dag,\n>\n> iets",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_answer_alone(program: str) -> None:
    assert own_words(PROGRAMS[program]) == ANSWER


def test_an_answer_in_between() -> None:
    assert own_words(f"Op 23/11 schreef a@b.example:\n{QUOTED}\n\nJa, dinsdag.\n") == "Ja, dinsdag."


def test_nothing_of_their_own() -> None:
    for text in ("", "\n\n", OURS, QUOTED, f"Op 23/11/2026 schreef a@b.example:\n{QUOTED}", "-- \nEls"):
        assert own_words(text) == ""


@pytest.mark.parametrize(
    "kept",
    [
        "Bedankt,\ntot morgen om 10 u",
        "Met vriendelijke groet\nEls",
        "> 18 jaar mag, jonger niet\nDus kom gerust",
        "Je kan mailen naar:\nels@huis.example",
        "Contact:\nNaam: Els\nTel: 051 00 00 00\nMail: els@huis.example",
        "Van: thuis tot hier is het 3 km",
        "1 - ja\n2 - nee\n---\nKies maar",
        "- een lijst\n- nog een",
    ],
)
def test_what_only_looks_like_a_quote_stays(kept: str) -> None:
    assert own_words(kept) == kept
    assert own_words(f"{kept}\n\nOn 23/11/2026 13:05, a@b.example wrote:\n{QUOTED}") == kept


def test_a_link_to_sign_in_never_passes() -> None:
    assert "/console/link/" not in own_words("Zie https://chat.example/console/link/abc-_1 en bel mij")
    assert own_words("<https://chat.example/console/link/abc>") == ""


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=300))
def test_nothing_that_is_written_above_the_mark_gets_lost_or_added(text: str) -> None:
    found = own_words(f"{text}\n{OURS}")
    assert found in text
    assert MARK not in found
