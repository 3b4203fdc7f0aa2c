"""Writing a sheet: its boxes, its grids and its options, and what somebody else saved meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from app.decisions import decision_fields as fields
from app.decisions import drafting, giving, reading
from app.door import Office
from app.errors import Stale
from db.journal import journalled
from tests.app.decisions.deciding import YEAR, Committed, Sheets, cells
from tests.conftest import Open
from tests.factories import SAM, add_line, add_organisation, refusal

BANK = "Pay to sort code 12-34-56"


@pytest.mark.parametrize(
    ("values", "told", "field"),
    [
        ({"finance": BANK}, "looks like a sort code", "finance"),
        ({"title": " "}, "The title is needed", "title"),
        ({"marking": "SECRET"}, "cannot be chosen", "marking"),
        ({"publication": "none"}, "under which exemption", "exemption"),
        ({"review_on": "soon"}, "not a date", "review_on"),
        ({"state": "signed"}, "no such box", "state"),
    ],
)
def test_a_box_takes_what_fits_it(office: Office, values: dict[str, Any], told: str, field: str) -> None:
    desk = Sheets(office)
    key = desk.other()
    message, box = refusal(office, drafting.change, key, version=desk.sheet(key).version, **values)
    assert (told in message, box) == (True, field)


def test_boxes_that_are_not_given_stay_as_they_are(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    desk.change(key, finance=" Enough. ", title="A  new   lease")
    desk.change(key, legal="None")
    sheet = desk.sheet(key)
    assert (sheet.finance, sheet.legal, sheet.title) == ("Enough.", "None", "A new lease")
    assert fields.values(sheet)["finance"] == "Enough."
    with pytest.raises(Stale):
        office.write("Change", drafting.change, key, version=1, legal="Some")


def test_what_a_decision_is_about_must_still_be_there(office: Office) -> None:
    desk = Sheets(office)
    line = add_line(office)
    assert desk.sheet(desk.other("allocation", line_id=line)).line_id == line
    message, field = refusal(office, drafting.new, kind="contract", title="X", year=YEAR, contract_id="gone")
    assert (message, field) == ("This has been put away. Choose another.", "contract_id")
    message, field = refusal(office, drafting.new, kind="", title="X", year=YEAR)
    assert field == "kind"


def test_a_cell_somebody_else_changed_is_not_written_over(office: Office, opened: Open) -> None:
    """Pain 14: implications and lines are saved over nobody's change."""
    desk = Sheets(office)
    key = desk.other("allocation")
    one, two = desk.sheet(key).implications[:2]
    sam = opened(office.path, SAM)
    sam.write("Answer", drafting.set_implications, key, implications={f"{one.id}:answer": "Yes"}, was={})
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Answer", drafting.set_implications, key, implications={f"{one.id}:answer": "No"}, was={})
    office.write("Answer", drafting.set_implications, key, implications={f"{two.id}:answer": "No"}, was={})
    assert [each.answer for each in desk.sheet(key).implications[:2]] == ["Yes", "No"]
    message, box = refusal(office, drafting.set_implications, key, implications={"gone:answer": "No"}, was={})
    assert (message, box) == ("This heading is not one of this decision.", "implications:gone:answer")
    _, box = refusal(
        office, drafting.set_implications, key, implications={f"{two.id}:answer": BANK}, was={f"{two.id}:answer": "No"}
    )
    assert box == f"implications:{two.id}:answer"


def test_a_heading_is_added_once(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    add: dict[str, Any] = {"version": None, "heading": "Carbon"}
    made = office.write("Add", drafting.add_implication, key, **add)
    assert desk.sheet(key).implications[-1].id == made
    assert refusal(office, drafting.add_implication, key, **{**add, "heading": "CARBON"})[1] == "heading"


def test_lines_of_no_bid_are_typed_freely_and_find_their_organisation(office: Office) -> None:
    desk = Sheets(office)
    body = add_organisation(office, "First Light")
    key = desk.other("contract", "Advocacy")
    desk.give(
        key,
        {
            "new-1:payee": "first light",
            "new-1:purpose": "Advocacy",
            "new-1:amount": 40_000_00,
            "new-1:conditions": "Reports",
            "new-2:payee": "Nobody known",
            "new-2:purpose": "Advocacy",
            "new-2:outcome": "Decline",
        },
    )
    one, two = desk.sheet(key).awards
    assert (one.organisation_id, one.outcome, one.given) == (body, "fund", 40_000_00)
    assert (two.organisation_id, two.outcome, two.amount) == ("", "decline", 0)
    assert desk.sheet(key).given == 40_000_00
    desk.give(key, {**dict.fromkeys(k for k in cells(desk.sheet(key)) if k.startswith(two.id))})
    desk.give(key, {f"{one.id}:amount": 30_000_00})
    assert [each.amount for each in desk.sheet(key).awards] == [30_000_00]
    shape = fields.awards(desk.sheet(key))[0].grid
    assert shape is not None
    assert [row.label for row in shape.rows][:2] == ["first light", "New line"]


@pytest.mark.parametrize(
    ("typed", "told", "column"),
    [
        ({"payee": None}, "To whom it goes is needed", "payee"),
        ({"purpose": None}, "What it is for is needed", "purpose"),
        ({"purpose": BANK}, "looks like a sort code", "purpose"),
        ({"outcome": "maybe"}, "“maybe” is no outcome. Type one of: fund, fund in part", "outcome"),
        ({"amount": None}, "First: Say how much it is to have", "amount"),
        ({"amount": -1}, "An amount is between £0 and", "amount"),
        ({"outcome": "Decline"}, "What is deferred or declined has no amount", "amount"),
    ],
)
def test_a_line_says_who_has_how_much_for_what(office: Office, typed: dict[str, Any], told: str, column: str) -> None:
    desk = Sheets(office)
    key = desk.other("allocation")
    line: dict[str, Any] = {"payee": "First", "purpose": "Cameras", "amount": 100} | typed
    awards = {f"new-1:{name}": cell for name, cell in line.items() if cell is not None}
    message, box = refusal(office, giving.set_awards, key, awards=awards, was={})
    assert (told in message, box) == (True, f"awards:new-1:{column}")


def test_a_line_somebody_else_changed_or_took_away_is_not_written_over(office: Office, opened: Open) -> None:
    desk = Sheets(office)
    key = desk.other("allocation")
    desk.give(key, {"new-1:payee": "First", "new-1:purpose": "Cameras", "new-1:amount": 100})
    seen = cells(desk.sheet(key))
    row = desk.sheet(key).awards[0].id
    sam = Sheets(opened(office.path, SAM))
    sam.give(key, {f"{row}:amount": 200})
    with pytest.raises(Stale, match="Sam saved this"):
        desk.give(key, {f"{row}:amount": 300}, was=seen)
    message, box = refusal(office, giving.set_awards, key, awards={"gone:payee": "X"}, was={})
    assert ("no longer in the decision" in message, box) == (True, "awards:gone")


def test_what_a_bid_has_stays_as_it_was_committed_and_its_conditions_may_be_written(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    one = sheets.sheet(key).awards[0]
    sheets.give(key, {f"{one.id}:conditions": "A report each quarter", f"{one.id}:purpose": "Youth work"})
    after = sheets.sheet(key).awards[0]
    assert (after.conditions, after.purpose, after.amount) == ("A report each quarter", "Youth work", one.amount)
    seen = cells(sheets.sheet(key))
    for typed, told in (
        ({"amount": 100}, "was committed with the recommendations"),
        ({"outcome": "Decline", "amount": None}, "was committed with the recommendations"),
        ({"payee": "Another"}, "goes to who applied for it"),
        (dict.fromkeys(("payee", "purpose", "outcome", "amount", "conditions")), "stays in the decision"),
    ):
        changed = {f"{one.id}:{column}": cell for column, cell in typed.items()}
        whole = {k: cell for k, cell in {**seen, **changed}.items() if cell is not None}
        assert told in refusal(office, giving.set_awards, key, awards=whole, was=seen)[0]
    more = {**seen, "new-1:payee": "Group 9", "new-1:purpose": "More", "new-1:amount": 100}
    assert "those it was committed with" in refusal(office, giving.set_awards, key, awards=more, was=seen)[0]
    shape = fields.awards(sheets.sheet(key))[0].grid
    assert shape is not None
    assert {f"{one.id}:payee", f"{one.id}:amount", f"{one.id}:outcome"} <= shape.closed
    assert len(shape.rows) == 5


def test_an_option_is_put_away_and_brought_back(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    desk.fill(key)
    one = desk.sheet(key).options[0]
    office.write("Away", drafting.archive_option, one.id, version=one.version)
    other = desk.sheet(key).options[0]
    office.write(
        "Choose", drafting.change_option, other.id, version=other.version, text="Wait", why="So", is_chosen=True
    )
    office.write("Back", drafting.archive_option, one.id, back=True)
    assert [each.is_chosen for each in desk.sheet(key).options] == [True, False]


def test_undo_takes_a_change_of_a_draft_back(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    desk.change(key, finance="Enough")
    assert office.undo() == "Change"
    assert desk.sheet(key).finance == ""


def test_the_history_has_a_word_for_every_column(office: Office) -> None:
    tables = journalled()
    quiet = {"id", "version", "archived", "position", "is_chosen"}
    for table, known in fields.LABELS.items():
        columns = {column.name for column in tables[table].__table__.columns} - quiet
        assert columns <= {field.key for field in known}, table
    assert office.read(reading.sheets) == []
