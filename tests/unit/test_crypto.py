"""Sealed values open only where they were made, and people are found by keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.crypto import NONCE_BYTES, Cipher, Lookup, Unreadable

ONE, TWO = b"1" * 32, b"2" * 32
PLACE = ("inbox", "content", 7)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(json_values)
def test_a_value_comes_back(value: Any) -> None:
    cipher = Cipher({"k1": ONE})
    assert cipher.open(cipher.seal(value, *PLACE), *PLACE) == value


def test_the_stored_form_is_key_id_nonce_and_ciphertext() -> None:
    stored = Cipher({"k1": ONE}).seal("secret", *PLACE)
    assert stored[:3] == b"\x02k1"
    assert len(stored) == 3 + NONCE_BYTES + len(b'"secret"') + 16
    assert b"secret" not in stored


def test_the_same_value_looks_different_each_time() -> None:
    cipher = Cipher({"k1": ONE})
    assert cipher.seal("yes", *PLACE) != cipher.seal("yes", *PLACE)


@pytest.mark.parametrize("elsewhere", [("outbox", "content", 7), ("inbox", "other", 7), ("inbox", "content", 8)])
def test_a_value_in_another_place_is_refused(elsewhere: tuple[str, str, int]) -> None:
    cipher = Cipher({"k1": ONE})
    with pytest.raises(Unreadable):
        cipher.open(cipher.seal("secret", *PLACE), *elsewhere)


def test_every_changed_byte_is_noticed() -> None:
    cipher = Cipher({"k1": ONE})
    stored = cipher.seal("secret", *PLACE)
    for position in range(len(stored)):
        changed = bytearray(stored)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            cipher.open(bytes(changed), *PLACE)
        with pytest.raises(Unreadable):
            cipher.open(stored[:position], *PLACE)


def test_the_first_key_seals_and_all_open() -> None:
    old, both, new = Cipher({"a": ONE}), Cipher({"b": TWO, "a": ONE}), Cipher({"b": TWO})
    assert both.open(old.seal("x", *PLACE), *PLACE) == "x"
    assert new.open(both.seal("x", *PLACE), *PLACE) == "x"
    with pytest.raises(Unreadable, match="no key"):
        new.open(old.seal("x", *PLACE), *PLACE)


def test_errors_hold_no_content() -> None:
    with pytest.raises(Unreadable) as raised:
        Cipher({"k1": TWO}).open(Cipher({"k1": ONE}).seal("secret", *PLACE), *PLACE)
    assert str(raised.value) == "a value of inbox.content was changed or moved"


def test_residents_are_found_by_keyed_hash() -> None:
    expected = hmac.new(ONE, b"telegram\x00123", hashlib.sha256).hexdigest()
    assert Lookup(ONE).resident("telegram", "123") == expected
    assert Lookup(TWO).resident("telegram", "123") != expected
    assert Lookup(ONE).resident("web", "123") != expected
    assert Lookup(ONE).update("telegram", "123") != expected
