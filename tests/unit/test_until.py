"""Until when somebody needs an answer."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.adapters.until import needed_by, told_until
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.partners import Directory
from bot.domain.question import HelpQuestion
from bot.service.turn import Turn

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "said", "until"),
    [
        ("nl", "ik moet het vóór vrijdag hebben", date(2026, 12, 4)),
        ("nl", "den 15de sluten ze mien elektriek", date(2026, 12, 15)),
        ("nl", "tegen den 5den", date(2026, 12, 5)),
        ("nl", "zeker voor morgen", date(2026, 12, 1)),
        ("fr", "il me faut une réponse avant vendredi", date(2026, 12, 4)),
        ("fr", "d'ici le 12", date(2026, 12, 12)),
        ("ar", "قبل الجمعة", date(2026, 12, 4)),
        ("ar", "لازم قبل يوم ١٥", date(2026, 12, 15)),
        ("en", "by Monday", MONDAY),
        ("en", "the 15th they cut me off", date(2026, 12, 15)),
        ("nl", "tegen 15 december moet ik eruit", date(2026, 12, 15)),
        ("nl", "maandag komt de deurwaarder", MONDAY),
        ("nl", "morgen sluiten ze den elektriek af, ik ben bang", date(2026, 12, 1)),
        ("nl", "den 7 komt hij", date(2026, 12, 7)),
        ("fr", "le 15 on me coupe le gaz", date(2026, 12, 15)),
        ("fr", "le 3 janvier je dois sortir", date(2027, 1, 3)),
        ("fr", "mardi c'est le tribunal", date(2026, 12, 1)),
        ("ar", "الموعد ٣ كانون الأول", date(2026, 12, 3)),
        ("ar", "يوم 15 يقطعون الكهرباء", date(2026, 12, 15)),
        ("ar", "الاثنين عندي محكمة", MONDAY),
        ("en", "on 3 December they cut me off", date(2026, 12, 3)),
        ("en", "court is on Thursday", date(2026, 12, 3)),
        ("en", "before the 3rd, or at the latest by Friday", date(2026, 12, 3)),
        ("en", "before Christmas I need a place", date(2026, 12, 25)),
    ],
)
def test_a_limit_is_a_day(language: str, said: str, until: date) -> None:
    assert told_until(language, said, MONDAY) == until


def test_a_day_that_is_too_late_is_no_limit() -> None:
    assert told_until("en", "15 December is too late! Friday is the last day", MONDAY) is None
    assert told_until("en", "by Friday please. 15 December is too late", MONDAY) == date(2026, 12, 4)


def test_christmas_that_is_over_is_no_limit() -> None:
    assert told_until("en", "before Christmas I need a place", date(2026, 12, 27)) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "voor 15 euro kan ik niets"),
        ("nl", "bel voor 12u, op de 3de verdieping"),
        ("nl", "vrijdag was ik ziek"),
        ("nl", "maandag was de rechtbank"),
        ("nl", "maandag kan ik niet"),
        ("nl", "geboren op 15 december 1980"),
        ("fr", "le bébé vient le 3 mai"),
        ("fr", "le 15 euros que je dois"),
        ("fr", "un appartement pour 3 personnes, pour 700 euros"),
        ("fr", "avant 17h"),
        ("ar", "بكرا عندي موعد"),
        ("en", "before 5 pm, on the 2nd floor"),
        ("en", "there is no hurry"),
        ("en", "I have to be home by 6.30, school before 8:30"),
        ("nl", "voor 8u15"),
    ],
)
def test_sums_hours_and_other_days_are_no_limit(language: str, said: str) -> None:
    assert told_until(language, said, MONDAY) is None


def test_a_day_that_this_month_has_no_more_is_the_next_one() -> None:
    assert told_until("en", "by the 29th", MONDAY) == date(2026, 12, 29)
    assert told_until("en", "by the 31st", date(2026, 11, 15)) is None  # further than a month


def test_tomorrow_is_counted_from_the_day_in_the_region() -> None:
    question = HelpQuestion(words="I need it before tomorrow")
    talked = Conversation("id", "terminal", "address", language="en", question=question)
    late = datetime(2026, 11, 30, 23, 30, tzinfo=timezone.utc)  # after midnight in the region
    turn = Turn(talked, Incoming("terminal", "sender", "1", "text", ""), Directory((), ()), late)
    assert (turn.today, needed_by(turn)) == (date(2026, 12, 1), date(2026, 12, 2))
