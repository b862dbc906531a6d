"""`dichtbij webhook`, as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main

SHEET = "organization_id,organization,service,reach,needs,handover\nhuis,Huis,Thuis,phone,housing,{}\n"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "directory.csv"
    path.write_text(SHEET.format("webhook:https://huis.example:8443/hook?x=1"), encoding="utf-8")
    monkeypatch.setenv("DICHTBIJ_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DICHTBIJ_SAMPLE_DIRECTORY", str(path))
    return path


def _run(capsys: Output, call: str) -> str:
    assert main(call.split()) == 0
    return capsys.readouterr().out.strip()


def test_a_secret_from_making_to_rotating(sheet: Path, capsys: Output) -> None:
    _run(capsys, f"directory import {sheet}")
    assert _run(capsys, "webhook list") == "huis: https://huis.example:8443/hook?x=1, 0 secrets"
    secret = _run(capsys, "webhook secret huis")
    assert secret.startswith("whsec_")
    assert _run(capsys, "webhook secret huis") == secret
    newer = _run(capsys, "webhook secret huis --rotate")
    assert newer != secret
    assert _run(capsys, "webhook list").endswith(", 2 secrets")
    assert _run(capsys, "webhook secret huis --rotate --at-once") not in (secret, newer)
    assert _run(capsys, "webhook list").endswith(", 1 secret")
    assert "again" in _run(capsys, "webhook resume huis")


def test_an_organisation_that_there_is_not(sheet: Path, capsys: Output) -> None:
    _run(capsys, f"directory import {sheet}")
    assert main(["webhook", "secret", "nobody"]) == 2
    assert "nobody: expected the id of an organisation" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    [
        "http://huis.example/hook",
        "https://",
        "https://user:password@huis.example/",
        "https://huis.example:99999/",
        "https://[::1/",
        "https://huis.example/a b",
        "huis.example",
    ],
)
def test_an_address_that_is_none(sheet: Path, capsys: Output, address: str) -> None:
    sheet.write_text(SHEET.format(f"webhook:{address}"), encoding="utf-8")
    assert main(["directory", "validate", str(sheet)]) == 1
    assert "webhook:https://HOST/PATH" in capsys.readouterr().err
