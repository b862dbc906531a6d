"""Near-copies are found whatever the spelling; alike in a turn of phrase is not alike."""

from __future__ import annotations

from bot.nlu.near_copies import near_copies


def test_a_word_added_or_changed_is_a_near_copy() -> None:
    texts = [
        "ik kan de huur niet meer betalen",
        "de bus komt hier niet meer door",
        "Ik kan de huur niet meer betalen hé!",
        "écris-moi quand tu peux demain",
        "ecris moi quand tu peux",
    ]
    assert list(near_copies(texts)) == [(0, 2), (3, 4)]


def test_short_or_truly_different_messages_are_none() -> None:
    texts = ["ja doe maar", "ja doe maar", "ik kan de huur niet betalen", "ik kan de trap niet op", "", "🙏"]
    assert list(near_copies(texts)) == []
