"""What a no to what was heard takes back, and what it tells instead."""

from __future__ import annotations

import pytest

from bot.adapters.corrections import (
    needs_denied,
    parts_of,
    says_plain_no,
    takes_out,
    tells_more,
    told_beside_no,
    told_instead,
)
from bot.adapters.orders import leaves_out, order_in, quoted_in
from bot.domain.labels import Need


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "لا لا مو هيك قصدي"),
        ("nl", "nee dat klopt niet"),
        ("fr", "non, ce n'est pas ce que je veux dire"),
        ("en", "no, that's not what I meant at all"),
        ("en", "nope"),
    ],
)
def test_a_plain_no_is_to_all_that_was_heard(language: str, said: str) -> None:
    assert says_plain_no(language, said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "لا ما كيضربنيش غير كيغير"),
        ("nl", "nee hij slaat me niet, hij is alleen jaloers"),
        ("fr", "non il ne me frappe pas, il est juste jaloux"),
        ("en", "no he doesn't hit me, he is only jealous"),
    ],
)
def test_another_no_is_to_one_thing_only(language: str, said: str) -> None:
    assert not says_plain_no(language, said)


def test_what_is_told_beside_a_no() -> None:
    assert told_beside_no("ar", "لا هيك مش مزبوط، انا بدي شقة") == ["انا بدي شقة"]
    assert told_beside_no("en", "no, that is not right, I look for a flat") == ["no", "I look for a flat"]
    assert told_beside_no("nl", "nee dat klopt niet") == []


def test_a_need_is_taken_out_in_a_few_words() -> None:
    assert takes_out("ar", "حيد المال")
    assert not takes_out("ar", "غادي يحيدو ليا الدار")
    assert parts_of("ar", "لا، حيد المال") == [("لا", False), ("حيد المال", True)]


def test_a_no_names_what_it_takes_away() -> None:
    assert needs_denied("fr", "non, pas le chomage") == (Need.WORK,)
    assert needs_denied("nl", "nee, niet de huur") == (Need.HOUSING,)
    assert needs_denied("fr", "non, le logement") == ()


@pytest.mark.parametrize(
    ("language", "said", "more"),
    [
        ("en", "no, the rent is fine, it is my job", False),
        ("en", "no, the rent is fine, it is the job that I lost a month ago", True),
        ("nl", "nee, niet de huur", False),
        ("nl", "nee, de huur gaat wel, het is het werk dat ik kwijt ben", True),
    ],
)
def test_a_correction_that_tells_more_is_kept(language: str, said: str, more: bool) -> None:
    assert tells_more(language, said) == more


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("nl", "nee, het geld is in orde, het is dat ik niet meer slaap", "het is dat ik niet meer slaap"),
        ("en", "no, the rent is fine, it is the job that I lost in May", "it is the job that I lost in May"),
        ("en", "it is the job that I lost in May", "it is the job that I lost in May"),
        ("fr", "non l'argent ça va, c'est la solitude depuis mai", "c'est la solitude depuis mai"),
    ],
)
def test_of_a_correction_only_what_is_the_matter_is_written(language: str, said: str, told: str) -> None:
    assert told_instead(language, said) == told


@pytest.mark.parametrize(
    ("language", "said", "fine"),
    [
        ("fr", "Une dépendance ? Je n'ai pas dit ça.", ["Une dépendance "]),
        ("en", "addiction?? no! I don't drink", ["addiction"]),
        ("nl", "vervoer? nee dat heb ik niet gezegd", ["vervoer"]),
        ("ar", "la la machi idman, ana ghir kanl3eb", ["la la machi idman"]),
        ("ar", "لا لا لا إدمان! أريد محامي", ["لا لا لا إدمان"]),
        ("nl", "ik drink geen alcohol", ["ik drink geen alcohol"]),
        ("nl", "ik raak niet van de drank af", []),
        ("nl", "ik heb geen geld", []),
        ("en", "drinking? yes, every night", []),
        ("en", "I have no friends here", []),
    ],
)
def test_what_is_said_not_to_be_the_matter(language: str, said: str, fine: list[str]) -> None:
    assert [part for part, is_fine in parts_of(language, said) if is_fine] == fine


@pytest.mark.parametrize(
    ("language", "said", "out"),
    [
        ("en", "without the debts please", True),
        ("en", "leave out what I said about the belt", True),
        ("fr", "sans le logement", True),
        ("ar", "شيل الجملة", True),
        ("ar", "شيل مرتي لانها ما بدها", True),
        ("en", "leave Gerard out please", True),
        ("nl", "zonder iemand erbij", False),
        ("en", "I live without heating", False),
    ],
)
def test_what_takes_something_out_of_the_question(language: str, said: str, out: bool) -> None:
    assert leaves_out(language, said) is out


@pytest.mark.parametrize(
    ("language", "said", "fine"),
    [
        ("en", "family no, they live far away", ["family no"]),
        ("en", "the letters, money is not the trouble", ["money is not the trouble"]),
        ("nl", "familie nee, die wonen ver", ["familie nee"]),
        ("en", "I have no family, so I am alone", []),
    ],
)
def test_a_need_with_a_no_behind_it_is_none(language: str, said: str, fine: list[str]) -> None:
    assert [part for part, is_fine in parts_of(language, said) if is_fine] == fine


def test_what_stays_and_what_is_quoted_in_an_order() -> None:
    said = "take that of the credit cards out, but that he must not know it has to stay"
    assert order_in("en", said).goes == ("take that of the credit cards out",)
    assert quoted_in("take out “my husband works nights” please") == ["my husband works nights"]
    assert leaves_out("ar", "شيل الجملة «جوزي منيح بس بيشتغل بالليل»")
