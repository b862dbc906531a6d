"""Putting back what was left out of the question."""

from __future__ import annotations

from bot.domain.labels import Need, Reach
from bot.domain.question import HelpQuestion

BEFORE = HelpQuestion(
    words="he drinks. He hit me once.\nwe live in Ieper",
    needs=(Need.ADDICTION, Need.HOUSING),
    wish="some rest",
    reach=Reach.PHONE,
    told_in_danger=("He hit me once.",),
)


def test_a_sentence_comes_back_where_it_stood_before_what_was_told_since() -> None:
    cut = BEFORE.without_told(1).tell("and I have a dog", ())
    assert cut.with_back(BEFORE).words == f"{BEFORE.words}\nand I have a dog"
    assert cut.with_back(BEFORE).told_in_danger == BEFORE.told_in_danger


def test_lines_and_needs_come_back() -> None:
    cut = BEFORE.without("wish").without("reach").correct((), (Need.ADDICTION,))
    back = cut.with_back(BEFORE)
    assert (back.wish, back.reach, set(back.needs)) == (BEFORE.wish, BEFORE.reach, set(BEFORE.needs))


def test_what_lacks_nothing_stays_as_it_is() -> None:
    told_more = BEFORE.tell("more", (Need.WORK,))
    assert told_more.with_back(BEFORE) == told_more


def test_a_name_is_hidden_wherever_it_stands() -> None:
    told = HelpQuestion(words="moussa is away. I miss Moussa, and Moussandu too", wish="see Moussa")
    assert told.without_name("Moussa").words == "… is away. I miss …, and Moussandu too"
    assert told.without_name("Moussa").wish == "see …"
