"""Ports of this machine."""

from __future__ import annotations

import itertools
import os
import socket

FIRST, SHARE, PROCESSES = 10_100, 2_000, 11
"""Above 10080, the last port that a browser refuses to open (https://fetch.spec.whatwg.org/#port-blocking), and below
those that Linux gives to connections (from 32768 on); each process of the tests has a share of its own."""

_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % PROCESSES
_next = itertools.count(os.getpid())


def free_port() -> int:
    """A port that nothing listens on, and that nothing else of these tests is given before it is used."""
    while True:
        port = FIRST + _process * SHARE + next(_next) % SHARE
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
