"""The process that draws PDFs reads nothing of ours and reaches nobody, also if a PDF takes it over."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.enclosure import version
from bot.adapters.pdf_pages import READABLE

pytestmark = pytest.mark.skipif(version() < 4, reason="the kernel has no Landlock, or one that does not know of ports")


def _tries(does: str, *, enclosed: bool = True) -> bool:
    """True if a process can do this."""
    first = f"from bot.adapters.enclosure import enclose; enclose({READABLE!r})" if enclosed else ""
    done = subprocess.run([sys.executable, "-I", "-c", f"{first}\n{does}"], env={}, capture_output=True, timeout=60)
    assert done.returncode == 0 or b"PermissionError" in done.stderr, done.stderr
    return done.returncode == 0


def test_files_are_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("secret")
    attempts = [
        f"open({str(tmp_path / 'keys')!r})",
        f"open({str(tmp_path / 'new')!r}, 'w')",
        f"import os; os.listdir({str(tmp_path)!r})",
        "import os; open(f'/proc/{os.getppid()}/environ')",
    ]
    assert [_tries(attempt, enclosed=False) for attempt in attempts] == [True] * 4
    assert [_tries(attempt) for attempt in attempts] == [False] * 4


def test_ports_are_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls = f"import socket; socket.create_connection({server.getsockname()})"
        assert _tries(calls, enclosed=False)
        assert not _tries(calls)


def test_what_is_needed_can_be_read() -> None:
    assert _tries("import colorsys")
