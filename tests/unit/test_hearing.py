"""Which of the buttons on the screen a typed answer means."""

from __future__ import annotations

from bot.adapters.hearing import answers_first
from bot.domain.choices import Ordinals, typed_choice
from bot.domain.messages import Choice

ORDINALS = Ordinals((frozenset({"first"}), frozenset({"second"})), frozenset({"the"}))
CHECK = (Choice("a", "Yes, there is danger", "/crisis"), Choice("b", "No, no danger", "/resume"))
PARTNERS = (Choice("c", "Town hall", "/choose"), Choice("d", "Meeting house", "/choose"))


def test_the_first_one_is_never_the_yes_to_a_danger_that_was_asked_about_beside() -> None:
    assert typed_choice("the first", answers_first(CHECK + PARTNERS), ORDINALS) == PARTNERS[0]
    assert typed_choice("2", answers_first(CHECK + PARTNERS), ORDINALS) == PARTNERS[1]
    assert typed_choice("No, no danger", answers_first(CHECK + PARTNERS), ORDINALS) == CHECK[1]


def test_alone_on_the_screen_the_buttons_of_a_danger_are_counted() -> None:
    assert typed_choice("the first", answers_first(CHECK), ORDINALS) == CHECK[0]
    assert answers_first(PARTNERS) == PARTNERS
    assert answers_first(()) == ()
