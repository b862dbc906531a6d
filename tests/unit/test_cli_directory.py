"""`dichtbij match` and `dichtbij directory`, as they are called."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main

SAMPLE = Path(__file__).parents[2] / "examples" / "directory.csv"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DICHTBIJ_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DICHTBIJ_SAMPLE_DIRECTORY", str(SAMPLE))


def test_match_tells_who_and_why(capsys: Output) -> None:
    assert main(["match", "--need", "language", "--place", "8647", "--language", "ar", "--no-car"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "Taalplein" in first
    assert "العربية" in first


def test_match_in_full(capsys: Output) -> None:
    call = "match --need housing --need money --need housing --place Reninge --reach home_visit --limit 2 --json"
    assert main(call.split()) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["needs"], told["place"]["municipality"]) == (["housing", "money"], "Lo-Reninge")
    assert len(told["proposals"]) == 2
    for proposal in told["proposals"]:
        assert proposal["score"] == pytest.approx(sum(proposal["parts"].values()), abs=0.01)
        assert {"key", "values", "text"} == set(proposal["reasons"][0])


def test_match_tells_what_stands_in_the_way(capsys: Output) -> None:
    call = "match --need daily_structure --place Poperinge --age 17 --wish own_language --wish woman --all"
    assert main([*call.split(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["age"], told["preferences"]) == (17, ["own_language", "woman"])
    left = {service["id"]: service["because"] for service in told["left_out"]}
    assert left["kompas-ritme"] == ["age"]
    assert left["warm-huis-thuisbegeleiding"] == ["area"]
    assert len(left) + len(told["proposals"]) == 29
    assert all({"needs", "woman", "opening"} <= set(proposal["parts"]) for proposal in told["proposals"])
    assert main(call.split()) == 0
    assert "Ritme en alleen wonen (voorbeeld) (left out: age)" in capsys.readouterr().out


def test_match_by_train(capsys: Output) -> None:
    assert main("match --need legal --place Poperinge --no-car --language nl".split()) == 0
    assert "met de trein tot Ieper" in capsys.readouterr().out


def test_match_in_a_language_that_the_bot_does_not_speak(capsys: Output) -> None:
    assert main(["match", "--need", "legal", "--language", "uk", "--place", "De Panne"]) == 0
    assert "speaks Ukrainian" in capsys.readouterr().out


def test_match_says_when_nobody_fits(capsys: Output) -> None:
    assert main(["match", "--need", "legal", "--place", "Oostende"]) == 0
    assert capsys.readouterr().out == "no service fits\n"


@pytest.mark.parametrize("place", ["0000", "Nergenshuizen"])
def test_match_wants_a_place_that_exists(capsys: Output, place: str) -> None:
    assert main(["match", "--place", place]) == 2
    assert "--place" in capsys.readouterr().err


def test_validate(capsys: Output) -> None:
    assert main(["directory", "validate", str(SAMPLE)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_a_broken_file(capsys: Output, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("organization,service,needs,reach\nHuis,,cash,fax\n", encoding="utf-8")
    assert main(["directory", "validate", str(broken)]) == 1
    told = capsys.readouterr()
    assert "error: broken.csv, row 2, service: expected a value" in told.err
    assert "0 warnings" in told.out
    assert main(["directory", "import", str(broken)]) == 1
    assert "the directory stays as it was" in capsys.readouterr().err


def test_import_and_export(capsys: Output, tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    shutil.copy(SAMPLE, copy)
    assert main(["directory", "import", str(copy)]) == 0
    assert "version 1" in capsys.readouterr().out
    for path, kind in (("out.csv", "sheet"), ("out.xlsx", "xlsx"), ("out", "hsds-json"), ("old", "hsds-csv-1.1")):
        given = ["--format", kind] if path == "old" else []
        assert main(["directory", "export", str(tmp_path / path), *given]) == 0
        assert f"as {kind}" in capsys.readouterr().out
        assert main(["directory", "import", str(tmp_path / path)]) == 0
        assert "was the directory already" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(capsys: Output, tmp_path: Path) -> None:
    smaller = tmp_path / "smaller.csv"
    lines = SAMPLE.read_text(encoding="utf-8").replace(",limited,", ",open,").splitlines(keepends=True)
    smaller.write_text("".join(lines[:-1]), encoding="utf-8")
    assert main(["directory", "import", str(SAMPLE)]) == 0
    assert f"services: {len(lines) - 1} added, 0 changed, 0 removed" in capsys.readouterr().out
    for _ in range(2):
        assert main(["directory", "import", str(smaller), "--dry-run"]) == 0
        told = capsys.readouterr().out
        assert "would be the directory now, version 2" in told
        assert "1 removed" in told
        assert ": capacity\n" in told
    assert main(["directory", "import", str(smaller)]) == 0
    assert capsys.readouterr().out == told.replace("would be", "is")


def test_history(capsys: Output) -> None:
    assert main(["directory", "history"]) == 0
    assert capsys.readouterr().out == ""
    main(["directory", "import", str(SAMPLE)])
    capsys.readouterr()
    assert main(["directory", "history"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[0] == "1" and "services" in line


def test_the_template_is_to_be_filled_in(capsys: Output, tmp_path: Path) -> None:
    assert main(["directory", "template", str(tmp_path / "new.xlsx")]) == 0
    assert main(["directory", "validate", str(tmp_path / "new.xlsx")]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert main(["directory", "template", str(tmp_path / "new.ods")]) == 2
    assert "ends in .xlsx" in capsys.readouterr().err


def _sheet(tmp_path: Path, *rows: str) -> str:
    columns = "organization,handover,service,needs,reach,phone,capacity,full_until,closed,status,assured_on"
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join((columns, *rows)) + "\n", encoding="utf-8")
    return str(path)


def test_what_is_to_be_looked_at(capsys: Output, tmp_path: Path) -> None:
    today = date.today()
    sheet = _sheet(
        tmp_path,
        f"Fris,email:fris@x.example,Goed,housing,phone,,open,,,active,{today}",
        "Oud,email:oud@x.example,Lang geleden,housing,phone,0470 00 00 00,open,,,active,2020-01-02",
        f"Vol,,Vol,housing,phone,,full,2999-01-01,,active,{today}",
        f"Dicht,,Dicht,housing,phone,,open,,2020-01-01..2999-01-01,temporarily closed,{today}",
    )
    assert main(["directory", "import", sheet]) == 0
    capsys.readouterr()
    assert main(["directory", "freshness"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2020-01-02  Oud: Lang geleden"
    assert "stale; ask oud@x.example, 0470 00 00 00" in lines[1]
    assert lines[-1] == "3 services to look at"
    assert "full until 2999-01-01; ask nobody is named" in "\n".join(lines)
    assert "closed reopens 2999-01-02, temporarily closed" in "\n".join(lines)
    assert main(["directory", "freshness", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["concerns"] for each in told] == [["stale"], ["closed", "not_active"], ["full"]]
    assert (told[0]["ask"], told[0]["assured_on"]) == (["oud@x.example", "0470 00 00 00"], "2020-01-02")


def test_asking_the_partners(capsys: Output, tmp_path: Path) -> None:
    sheet = _sheet(
        tmp_path,
        "Oud,email:oud@x.example,Lang geleden,housing,phone,,open,,,active,2020-01-02",
        "Telefoon,,Alleen bellen,housing,phone,0470,open,,,active,2020-01-02",
    )
    assert main(["directory", "import", sheet]) == 0
    capsys.readouterr()
    assert main(["directory", "ask"]) == 0
    first = capsys.readouterr().out
    assert "Oud (oud): asked\n" in first
    assert "Telefoon (telefoon): has no e-mail address, call them\n" in first
    assert "1 mails go out" in first
    assert main(["directory", "ask"]) == 0
    assert "Oud (oud): was asked this month\n" in capsys.readouterr().out


def test_no_unmet_needs_yet(capsys: Output) -> None:
    assert main(["directory", "unmet"]) == 0
    assert capsys.readouterr().out.startswith("0 times")
    assert main(["directory", "unmet", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
