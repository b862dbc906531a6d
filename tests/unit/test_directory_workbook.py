"""The coordinator's sheet as a workbook: what a spreadsheet program made of what was typed, and back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.adapters.directory import read_directory, write_directory, write_template
from bot.adapters.directory.formulas import with_escape, with_workbook_escape, without_escape
from bot.adapters.directory.sheet_columns import CHOICES, COLUMNS, LISTS, SHEET
from bot.adapters.directory.workbook_texts import MAX_TEXT, cell_text, held_text
from bot.adapters.directory.workbook_write import EXPLANATIONS, WORDS
from bot.adapters.texts import GettextTexts
from bot.domain.errors import DichtbijError
from bot.domain.partners import CAPACITIES, STATUSES
from tests.support.directories import a_directory, a_service
from tests.support.workbooks import FIRST_SHEET, sheet_xml, text_cells, with_part, workbook

HEADER = ("organization", "service", "needs", "reach")
ROW = ("Huis", "Thuis", "money", "phone")


def spots(path: Path) -> list[tuple[str, str]]:
    return [(problem.row, problem.field) for problem in read_directory(path).problems]


def test_cells_are_read_as_what_was_meant(tmp_path: Path) -> None:
    columns = ("postal_code", "assured_on", "free", "interpreter", "minimum_age", "latitude", "closed", "area")
    cells = (8900.0, date(2026, 10, 1), True, False, 18, 50.851, datetime(2026, 12, 24), 8647)
    reading = read_directory(workbook(tmp_path / "d.xlsx", (*HEADER, *columns), (*ROW, *cells)))
    assert reading.problems == ()
    service = reading.directory.services[0]
    assert (service.locations[0].postal_code, service.locations[0].latitude) == ("8900", 50.851)
    assert (service.assured_on, service.minimum_age) == (date(2026, 10, 1), 18)
    assert (service.free, service.interpreter, service.area_postal_codes) == (True, False, {"8647"})
    assert service.closures[0].first == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (8900, "8900"),
        (8900.0, "8900"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        (datetime(2026, 11, 23, 9, 5), "2026-11-23 09:05"),
        (time(9, 5), "09:05"),
        (timedelta(hours=26, minutes=30), "26:30"),
        ("een_x000D_\ntwee", "een\r\ntwee"),
        (float("nan"), "nan"),
    ],
)
def test_values_as_texts(value: Any, text: str) -> None:
    assert cell_text(value) == text


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")) | st.from_regex(r"_x[0-9A-F]{4}_"))
def test_every_text_comes_back_out_of_a_cell(text: str) -> None:
    assert cell_text(held_text(text)) == text
    for escape in (with_escape, with_workbook_escape):
        assert without_escape(escape(text)) == text


@given(st.text("'=+-@\t\ra", max_size=6))
def test_a_sheet_that_was_saved_from_csv_as_a_workbook_reads_alike(text: str) -> None:
    assert without_escape(with_escape(text)) == text
    assert without_escape(with_workbook_escape(text)) == text
    assert not with_escape(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_nothing_that_is_written_is_a_formula(tmp_path: Path) -> None:
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "\t=1", "=cmd|' /C calc'!A0", "#REF!", "_x0041_", "1e5")
    services = [a_service(f"s{number:02}", name=text, fees=text) for number, text in enumerate(texts)]
    write_directory(a_directory(*services), tmp_path / "d.xlsx", "xlsx")
    sheet = load_workbook(tmp_path / "d.xlsx")[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    read = read_directory(tmp_path / "d.xlsx")
    assert read.problems == ()
    assert [(each.name, each.fees) for each in read.directory.services] == [(text.strip(),) * 2 for text in texts]


def test_a_text_that_is_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    with pytest.raises(DichtbijError, match="too long"):
        write_directory(a_directory(a_service(fees="x" * (MAX_TEXT + 1))), tmp_path / "d.xlsx", "xlsx")
    assert not (tmp_path / "d.xlsx").exists()


def test_what_a_cell_has_lost_is_an_error(tmp_path: Path) -> None:
    rows = ((*ROW, 470123456), ("Huis", "B", "money", "phone", 1712), ("Huis", "#REF!", "money", "phone", None))
    path = workbook(tmp_path / "d.xlsx", (*HEADER, "phone"), *rows)
    assert spots(path) == [("2", "phone"), ("4", "service")]


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", HEADER, (), ROW, (), ("Huis", "B", "fun", "phone"))
    assert set(spots(path)) == {("5", "needs")}
    assert len(read_directory(path).directory.services) == 2


def test_the_sheet_is_found_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", HEADER, ROW)
    book = load_workbook(path)
    book.create_sheet("notes", 0).append(["not this one"])
    book["Sheet"].title = SHEET
    book.save(path)
    assert spots(path) == []


def test_columns_that_stand_there_twice_and_cells_without_a_column(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", (*HEADER, "phone", "phone"), ROW)
    assert spots(path) == [("1", "phone")]
    assert spots(workbook(tmp_path / "d.xlsx", HEADER, (*ROW, None, "more"))) == [("2", "")]


def test_a_date_that_no_calendar_has(tmp_path: Path) -> None:
    path = workbook(tmp_path / "d.xlsx", (*HEADER, "assured_on"), (*ROW, 1e9), formats={"E2": "yyyy-mm-dd"})
    assert ("2", "assured_on") in spots(path)


def test_formulas_count_as_what_they_showed_last(tmp_path: Path) -> None:
    cells = text_cells("Huis") + '<c t="str"><f>A2</f><v>Thuis</v></c>' + text_cells("money", "phone")
    rows = f"<row>{text_cells(*HEADER)}</row><row>{cells}</row>"
    path = with_part(workbook(tmp_path / "d.xlsx", ["x"]), FIRST_SHEET, sheet_xml(rows))
    assert read_directory(path).directory.services[0].name == "Thuis"


def test_the_template(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    reading = read_directory(path)
    assert reading.problems == ()
    assert [service.status for service in reading.directory.services] == ["inactive"]
    book = load_workbook(path)
    assert book.sheetnames == [SHEET, EXPLANATIONS, WORDS]
    rules = {rule.promptTitle: rule for rule in book[SHEET].data_validations.dataValidation}
    header = [cell.value for cell in book[SHEET][1]]
    assert header == [cell.value for cell in book[EXPLANATIONS]["A"]][1:] == list(rules)
    lists = {name: rule.formula1 for name, rule in rules.items() if rule.type == "list"}
    assert lists == {name: f'"{",".join(words)}"' for name, words in CHOICES.items()}
    assert (lists["status"], lists["capacity"]) == tuple(f'"{",".join(words)}"' for words in (STATUSES, CAPACITIES))
    assert all(0 < len(rule.prompt) < 256 for rule in rules.values())
    words = {(row[0].value, row[1].value) for row in book[WORDS].iter_rows(min_row=2)}
    assert words == {(name, str(label)) for name, (_, labels) in LISTS.items() for label in labels}


def test_every_column_and_word_is_explained() -> None:
    texts = GettextTexts()
    keys = [f"sheet.{name}" for name in (*COLUMNS, "description")]
    keys += [f"{kind}.{label}" for kind, labels in LISTS.values() for label in labels]
    assert [key for key in keys if not texts.has(key)] == []


def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(DichtbijError, match="xlsx"):
        write_template(tmp_path / "template.csv")
