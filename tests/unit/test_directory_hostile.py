"""Files that were broken on the way or made to do harm: refused or read, with little memory, never a crash."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from bot.adapters.directory import FORMATS, read_directory, rows, write_directory
from bot.adapters.directory.lines import MAX_COLUMNS, MAX_SHEET_ROWS
from bot.adapters.directory.rows import MAX_PROBLEMS, MAX_RECORDS
from bot.adapters.directory.workbook_limits import MAX_CELLS, MAX_PARTS, MAX_UNPACKED
from bot.domain.partners import Directory
from bot.service.directory import Problem, Reading
from tests.support.directories import a_directory, a_location, a_service
from tests.support.workbooks import FIRST_SHEET, sheet_xml, text_cells, with_part, workbook

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "directory.csv"
MEGABYTES = 1024
"""What a process may have that reads the worst of files, its own code and libraries included."""
TRIES = 60
"""Of each kind of damage and each format."""
HEADER = "organization,service,needs,reach"
ROW = "H,S{},money,phone\n"
BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi")
)
ENTITY_BOMB = sheet_xml("<row><c t='inlineStr'><is><t>&i;</t></is></c></row>", BOMB + "]>")
OUTSIDE = sheet_xml(
    "<row><c t='inlineStr'><is><t>&x;</t></is></c></row>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)
Make = Callable[[Path], object]


def text(name: str, content: Callable[[], str], encoding: str = "utf-8") -> tuple[str, Make]:
    return name, lambda path: path.write_bytes(content().encode(encoding))


def sheet(name: str, xml: Callable[[], str]) -> tuple[str, Make]:
    return name, lambda path: with_part(workbook(path, ["x"]), FIRST_SHEET, xml())


def packed(path: Path, parts: Iterator[tuple[str, bytes]], compression: int = ZIP_DEFLATED) -> None:
    with ZipFile(path, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)


def service_row(number: int, rest: str = "") -> str:
    return f"<row>{text_cells('H', f'S{number}', 'money', 'phone')}{rest}</row>"


HOSTILE: tuple[tuple[str, Make], ...] = (
    ("hundred-megabytes.csv", lambda path: path.write_bytes(b"a,b\n" * (25 * 1024**2))),
    ("hundred-megabytes.json", lambda path: path.write_bytes(b"[" + b"1," * (50 * 1024**2) + b"1]")),
    ("hundred-megabytes.xlsx", lambda path: path.write_bytes(b"PK\3\4" * (25 * 1024**2))),
    text("many-rows.csv", lambda: f"{HEADER}\n" + "".join(map(ROW.format, range(MAX_SHEET_ROWS + 1)))),
    text("blank-lines.csv", lambda: f"{HEADER}\n" + "\n" * 2_000_000),
    text("wide.csv", lambda: f"{HEADER},{',' * 2_000_000}x\n{ROW}"),
    text("wide-row.csv", lambda: f"{HEADER}\n{ROW}" + "a," * 1_400_000),
    text("wrong-cells.csv", lambda: f"{HEADER}\n" + "H,,x;x;x;x,y\n" * MAX_SHEET_ROWS),
    text("hours.csv", lambda: f"{HEADER},hours\n" + f'H,{{}},money,phone,"{"mo-su" + " 00:00-01:00" * 10_000}"\n' * 40),
    text("backslashes.csv", lambda: f"{HEADER},area\n" + f'H,S,money,phone,"{chr(92) * 130_000}"\n' * 20),
    text("emoji.csv", lambda: f"{HEADER}\n" + "H,🙂,money,phone\n" * 1_000_000),
    text("nested.json", lambda: "[" * 2_900_000),
    text("nested-objects.json", lambda: '{"services":[' * 100_000 + "]}" * 100_000),
    text("empty-records.json", lambda: "[" + "{}," * (MAX_RECORDS - 1) + "{}]"),
    text("too-many-records.json", lambda: "[" + '{"id":"","status":""},' * MAX_RECORDS + "{}]"),
    text(
        "records.json",
        lambda: (
            "[" + ",".join(f'{{"id":"{n}","name":"n","organization_id":"o","status":""}}' for n in range(60_000)) + "]"
        ),
    ),
    text("lists.json", lambda: "[" + "[]," * 1_400_000 + "[]]"),
    text("long-number.json", lambda: '[{"id":' + "9" * 3_000_000 + ',"status":1e999}]'),
    text("half-characters.json", lambda: r'[{"id":"\ud800\u0000","name":"\udfff","status":"active"}]'),
    sheet("entities.xlsx", lambda: ENTITY_BOMB),
    sheet("outside.xlsx", lambda: OUTSIDE),
    sheet("many-cells.xlsx", lambda: sheet_xml("<row>" + "<c/>" * (MAX_CELLS + 1) + "</row>")),
    sheet("one-row-of-cells.xlsx", lambda: sheet_xml("<row>" + "<c/>" * (MAX_CELLS - 9) + "</row>")),
    sheet("deep.xlsx", lambda: sheet_xml("<row>" * 200_000 + "</row>" * 200_000)),
    sheet("last-row.xlsx", lambda: sheet_xml(f'<row r="1"/><row r="99999999999">{text_cells("x")}</row>')),
    sheet("last-columns.xlsx", lambda: sheet_xml('<row><c r="XFD1"/></row>' * (MAX_CELLS // 8))),
    sheet("attributes.xlsx", lambda: sheet_xml("<row " + " ".join(map("a{}='1'".format, range(100_000))) + "/>")),
    (
        "styles.xlsx",
        lambda path: with_part(
            workbook(path, ["x"]), "xl/styles.xml", "<styleSheet>" + "<xf/>" * 100_000 + "</styleSheet>"
        ),
    ),
    ("zip-bomb.xlsx", lambda path: with_part(workbook(path, ["x"]), FIRST_SHEET, b" " * (MAX_UNPACKED + 1))),
    (
        "bzip2.xlsx",
        lambda path: with_part(workbook(path, ["x"]), FIRST_SHEET, b" " * (MAX_UNPACKED // 2), ZIP_BZIP2),
    ),
    ("parts.xlsx", lambda path: packed(path, ((f"{n}.xml", b"<a/>") for n in range(MAX_PARTS + 1)))),
    ("no-workbook.xlsx", lambda path: packed(path, iter([("a.xml", b"<a/>")]))),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE:
        make(folder / name)
    yield [str(folder / name) for name, _ in HOSTILE]
    for name, _ in HOSTILE:
        (folder / name).unlink()


def test_harmful_files_are_refused_with_little_memory(hostile: list[str]) -> None:
    command = [sys.executable, "-m", "tests.support.read_within", str(MEGABYTES), *hostile]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (len(told), done.returncode) == (len(hostile), 0), done.stderr[-2000:]
    assert [each["path"] for each in told if not each["errors"]] == []


def test_a_million_declared_rows_and_columns_are_those_that_are_there(tmp_path: Path) -> None:
    header = f"<row>{text_cells(*HEADER.split(','))}</row>"
    xml = sheet_xml(header + service_row(1)).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    reading = read_directory(with_part(workbook(tmp_path / "d.xlsx", ["x"]), FIRST_SHEET, xml))
    assert (len(reading.directory.services), reading.problems) == (1, ())
    last = sheet_xml(header + service_row(1) + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert read_directory(with_part(tmp_path / "d.xlsx", FIRST_SHEET, last)) == reading


def test_columns_beyond_the_last_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", [f"c{number}" for number in range(MAX_COLUMNS + 1)])
    assert read_directory(path).errors[0].expected == f"at most {MAX_COLUMNS} columns"


def test_locations_count_as_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_RECORDS", 100)
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADER},postal_code\n" + f'H,S,money,phone,"8900{";8900" * 100}"\n' * 50, encoding="utf-8")
    assert ["at most 100 records" in problem.expected for problem in read_directory(path).errors] == [True]


def test_problems_are_kept_up_to_a_number(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADER}\n" + "H,,cash,fax\n" * MAX_PROBLEMS, encoding="utf-8")
    reading = read_directory(path)
    assert len(reading.errors) == MAX_PROBLEMS
    assert "left out" in reading.errors[-1].expected


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-32", "cp500"])
@pytest.mark.parametrize("format", FORMATS)
def test_other_encodings_are_refused(format: str, encoding: str, tmp_path: Path) -> None:
    path = written(small(), format, tmp_path)
    for file in files_of(path):
        if file.suffix != ".xlsx":
            file.write_bytes(file.read_text(encoding="utf-8").replace("\u2068", "").encode(encoding))
    assert format == "xlsx" or read_directory(path).errors


def small() -> Directory:
    """A directory with something in most fields, in Latin letters, so that every encoding can write it."""
    at = (a_location("l", 51.07, 2.66),)
    service = a_service("s", name="Één", descriptions={"nl": "é; è"}, locations=at, phone="+32 0000", minimum_age=18)
    return a_directory(service, a_service("t", fees="=1+1", area=frozenset({"Ieper"})))


def written(directory: Directory, format: str, folder: Path) -> Path:
    path = folder / {"sheet": "d.csv", "xlsx": "d.xlsx", "hsds-json": "d.json"}.get(format, "d")
    write_directory(directory, path, format)
    return path


def files_of(path: Path) -> list[Path]:
    return sorted(path.glob("*.csv")) if path.is_dir() else [path]


def flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def shuffled(content: bytes, dice: random.Random) -> bytes:
    """Pieces out of place: what is left of a file after a bad merge."""
    ends = sorted(dice.randrange(len(content)) for _ in range(4))
    parts = [content[start:end] for start, end in zip((0, *ends), (*ends, len(content)))]
    return b"".join(dice.choices(parts, k=6))


def repacked(content: bytes, dice: random.Random, path: Path) -> bytes:
    """Damage inside the parts of a workbook, which its checksums would else hide."""
    path.write_bytes(content)
    with ZipFile(path) as archive:
        name = dice.choice(archive.namelist())
        part = archive.read(name)
    return with_part(path, name, dice.choice((flipped, cut, shuffled))(part, dice)).read_bytes()


def is_sound(reading: Reading) -> bool:
    """Every problem says what was expected and where, and what was read can be stored."""
    for problem in reading.problems:
        assert isinstance(problem, Problem) and problem.expected and problem.file
        str(problem).encode()
    repr(reading.directory).encode()
    return bool(reading.errors) or bool(reading.directory.services)


@pytest.mark.parametrize("damage", [flipped, cut, shuffled], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_are_refused_or_read(
    format: str, damage: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    dice = random.Random(f"{format} {damage.__name__}")
    path = written(small(), format, tmp_path)
    for _ in range(TRIES):
        file = dice.choice(files_of(path))
        whole = file.read_bytes()
        file.write_bytes(damage(whole, dice) if whole else b"")
        assert is_sound(read_directory(path))
        file.write_bytes(whole)


def test_workbooks_that_are_damaged_inside_are_refused_or_read(tmp_path: Path) -> None:
    dice = random.Random("inside")
    path = written(small(), "xlsx", tmp_path)
    whole = path.read_bytes()
    for _ in range(3 * TRIES):
        path.write_bytes(repacked(whole, dice, tmp_path / "copy.xlsx"))
        assert is_sound(read_directory(path))
