"""Which addresses a webhook may go to."""

from __future__ import annotations

import socket
from ipaddress import ip_address, ip_network

import pytest

from bot.channels.webhook.guard import AddressRefused, Gate, is_public

CLOSED = (
    "127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 "
    "240.0.0.1 192.0.2.1 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 "
    "64:ff9b::a9fe:a9fe 2001:db8::1"
).split()
OPEN = "93.184.216.34 8.8.8.8 2606:2800:220:1::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", CLOSED)
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(AddressRefused):
        Gate((), secure=True)(_info(address))


@pytest.mark.parametrize("address", OPEN)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))
    Gate((), secure=True)(_info(address)).close()
    with pytest.raises(AddressRefused):
        Gate((), secure=False)(_info(address))


def test_what_the_operator_listed() -> None:
    gate = Gate((ip_network("10.1.0.0/16"), ip_network("fe80::/10")), secure=False)
    gate(_info("10.1.2.3")).close()
    gate(_info("fe80::1%lo")).close()
    with pytest.raises(AddressRefused):
        gate(_info("10.2.0.1"))


def _info(address: str) -> tuple[object, ...]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443)
