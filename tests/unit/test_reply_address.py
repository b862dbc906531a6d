"""Addresses for answers by mail: right ones come back, and no bit of them can be changed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reply_address import LIFETIME, PREFIX, BadReplyAddress, ReplyAddresses

ADDRESSES = ReplyAddresses("reply.chat.example", bytes(range(32)))
TODAY = date(2026, 11, 23)
ID = "5f0c2b1d9e8a4c7f8b6d3a2e1c0f9b8a"
GOOD = ADDRESSES.address(ID, "huis", TODAY)


@given(st.uuids(), st.text(max_size=60), st.dates(date(2020, 1, 1), date(2150, 1, 1)))
def test_there_and_back(id: uuid.UUID, organization_id: str, today: date) -> None:
    address = ADDRESSES.address(id.hex, organization_id, today)
    local, _, domain = address.partition("@")
    assert len(local) <= 64 and local.isascii() and domain == "reply.chat.example"
    for spelled in (address, address.upper(), address.swapcase()):
        assert ADDRESSES.handover_id(spelled) == id.hex
        ADDRESSES.check(spelled, organization_id, today + LIFETIME)


def test_it_grows_old() -> None:
    with pytest.raises(BadReplyAddress):
        ADDRESSES.check(GOOD, "huis", TODAY + LIFETIME + timedelta(days=1))


def test_another_organisation_or_key() -> None:
    with pytest.raises(BadReplyAddress):
        ADDRESSES.check(GOOD, "ster", TODAY)
    with pytest.raises(BadReplyAddress):
        ReplyAddresses("reply.chat.example", bytes(32)).check(GOOD, "huis", TODAY)


@pytest.mark.parametrize("position", range(len(PREFIX), len(PREFIX) + 48))
def test_one_letter_that_is_wrong(position: int) -> None:
    for letter in set("abcdefghijklmnopqrstuvwxyz234567") - {GOOD[position]}:
        with pytest.raises(BadReplyAddress):
            ADDRESSES.check(GOOD[:position] + letter + GOOD[position + 1 :], "huis", TODAY)


@given(
    st.text()
    | st.text("abcdefghijklmnop234567=+@.", max_size=70).map(lambda text: f"{PREFIX}{text}@reply.chat.example")
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(BadReplyAddress):
        ADDRESSES.check(address, "huis", TODAY)


@pytest.mark.parametrize(
    "address",
    [
        GOOD.replace("@", "@other."),
        GOOD.replace("reply+", ""),
        GOOD.replace("reply+", "reply+ "),
        GOOD.replace("reply+", "reply+a"),
        GOOD + ".evil.example",
        "reply+@reply.chat.example",
        "postmaster@reply.chat.example",
        "",
    ],
)
def test_other_addresses(address: str) -> None:
    with pytest.raises(BadReplyAddress):
        ADDRESSES.check(address, "huis", TODAY)
