"""Where a webhook may go: to public addresses by TLS, and to what the operator listed.

The check stands where the connection is made, on the very address that is connected to: a name that resolves to
another address the second time (DNS rebinding) or an address in disguise gets no further.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from bot.domain.errors import DichtbijError

Networks = Sequence[IPv4Network | IPv6Network]

_NAT64 = IPv6Network("64:ff9b::/96")


class AddressRefused(DichtbijError):
    """A webhook does not go to this address."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """False for private, loopback, link-local, shared, multicast and reserved addresses, also inside an IPv6 one."""
    if isinstance(address, IPv6Address) and (inner := _inner(address)) is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class Gate:
    """Opens sockets for one connection; ``secure`` says that it will be TLS."""

    def __init__(self, networks: Networks, *, secure: bool) -> None:
        self._networks = networks
        self._secure = secure

    def __call__(self, address_info: tuple[Any, ...]) -> socket.socket:
        """A socket for an address of getaddrinfo's form. Raises AddressRefused."""
        family, kind, protocol, _, target = address_info
        address = ip_address(str(target[0]).partition("%")[0])
        listed = any(address in network for network in self._networks)
        if not listed and not (self._secure and is_public(address)):
            raise AddressRefused("expected a public address with https, or one of DICHTBIJ_WEBHOOK_NETWORKS")
        return socket.socket(family, kind, protocol)
