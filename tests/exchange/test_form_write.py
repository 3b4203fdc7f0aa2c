"""The blank form is a well-set workbook that takes only what it should, and says of which round it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.door import Office
from app.errors import Refused
from app.exchange.form_guard import check
from app.exchange.form_layout import KEYS, LABELS, VALUES
from app.exchange.form_write import write_form
from app.grants.form import ASKED
from app.grants.parts import GateRecord, QuestionRecord, RoundRecord
from tests.app.grants.applied import Applied


@pytest.fixture
def r(office: Office) -> RoundRecord:
    return Applied(office).round


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return tmp_path / "form.xlsx"


def write(r: RoundRecord, form: Path, **given: Any) -> Any:
    write_form(r, form, areas=(), priorities=(), **given)
    check(form)
    return load_workbook(form)


def boxes(book: Any) -> list[Any]:
    """Every cell that can be typed into."""
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if not cell.protection.locked]


def keyed(book: Any) -> dict[str, Any]:
    """The box beside each hidden key."""
    return {
        str(row[KEYS - 1].value): row[VALUES - 1]
        for sheet in book
        for row in sheet.iter_rows(max_col=VALUES)
        if row[KEYS - 1].value and sheet.title != "Form"
    }


def test_every_sheet_is_locked_and_the_marks_are_hidden(r: RoundRecord, form: Path) -> None:
    book = write(r, form)
    assert book.sheetnames == ["Start here", "Application", "Questions", "Costs", "Shares", "Form"]
    assert all(sheet.protection.sheet for sheet in book)
    assert book["Form"].sheet_state == "veryHidden"
    marks = {row[0].value: row[1].value for row in book["Form"].iter_rows()}
    assert (marks["round_id"], marks["round"], marks["mark"], marks["stage"]) == (r.id, "CSF-2026", 1, "full")
    assert all(book[name].column_dimensions["A"].hidden for name in book.sheetnames[1:5])


def test_every_box_can_be_typed_into_and_has_a_check(r: RoundRecord, form: Path) -> None:
    book = write(r, form)
    checked = {
        (sheet.title, place.coord if hasattr(place, "coord") else str(place))
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        for place in expand(rule.sqref)
    }
    found = boxes(book)
    assert len(found) == len(ASKED) + 2 + 30 * 3 + 10 * 4 + 2 + 2
    assert {(cell.parent.title, cell.coordinate) for cell in found} == checked


def expand(places: Any) -> list[str]:
    """Each cell of some ranges."""
    return [f"{col(at)}{row}" for one in places.ranges for row, at in one.cells]


def col(at: int) -> str:
    return "ABCDEFG"[at - 1]


def test_nothing_but_its_boxes_can_be_typed_into(r: RoundRecord, form: Path) -> None:
    book = write(r, form)
    keys = {cell.coordinate for cell in keyed(book).values() if cell.parent.title == "Application"}
    assert {cell.coordinate for cell in boxes(book) if cell.parent.title == "Application"} == keys


def test_a_question_that_begins_like_a_formula_stays_words(r: RoundRecord, form: Path) -> None:
    odd = QuestionRecord("q", 1, 1, "=HYPERLINK(1)", "@help", "long", True, 20, False)
    gate = GateRecord("g", 1, 1, "+44 number?")
    book = write(replace(r, name="=1+1", purpose="-5", questions=(odd,), gates=(gate,)), form)
    start, label = book["Start here"], book["Questions"].cell(4, LABELS)
    assert (start["B1"].value, start["B1"].data_type, start["B1"].quotePrefix) == ("=1+1", "s", True)
    assert label.data_type == "s"
    texts = [cell for row in start.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in texts)


def test_no_formula_holds_words_that_the_office_typed(r: RoundRecord, form: Path) -> None:
    odd = QuestionRecord("q", 1, 1, "What?", 'Say "why"&WEBSERVICE("http://x")', "long", True, 20, False)
    book = write(replace(r, questions=(odd,)), form)
    help_, counted = (book["Questions"].cell(4, VALUES + at) for at in (1, 2))
    assert (help_.value, help_.data_type) == ('Say "why"&WEBSERVICE("http://x") At most 20 words.', "s")
    assert counted.data_type == "f"
    assert "WEBSERVICE" not in counted.value


def test_an_expression_of_interest_asks_less_and_has_no_costs(r: RoundRecord, form: Path) -> None:
    book = write(replace(r, interest_first=True, interest_closes_on=date(2026, 5, 1)), form, stage="interest")
    assert book.sheetnames == ["Start here", "Application", "Questions", "Shares", "Form"]
    keys = set(keyed(book))
    assert {one.field.key for one in ASKED if one.first} <= keys
    assert "exit_plan" not in keys
    assert f"answer:{r.questions[1].id}" in keys
    assert f"answer:{r.questions[0].id}" not in keys


def test_a_round_without_expressions_of_interest_has_no_form_for_one(r: RoundRecord, form: Path) -> None:
    with pytest.raises(Refused, match="no expressions of interest"):
        write_form(r, form, areas=(), priorities=(), stage="interest")
    assert not form.exists()


def test_a_round_for_all_areas_offers_those_of_the_office(r: RoundRecord, form: Path) -> None:
    write_form(replace(r, areas=()), form, areas=[("a1", "North"), ("a2", "South")], priorities=())
    keys = set(keyed(load_workbook(form)))
    assert {"area:a1", "area:a2"} <= keys
    assert not any(f"area:{key}" in keys for key, _ in r.areas)


def test_the_deadline_and_the_largest_grant_are_told(r: RoundRecord, form: Path) -> None:
    start = write(r, form)["Start here"]
    told = {str(row[LABELS - 1].value): row[VALUES - 1].value for row in start.iter_rows(max_col=VALUES)}
    assert told["Closes"] == "1 June 2026 at 17:00"
    assert (told["Smallest grant"], told["Largest grant"]) == ("£500", "£20,000")
