"""A decision in the place of another, and a sheet that is withdrawn before it was signed."""

from __future__ import annotations

from datetime import date

import pytest

from app.decisions import approving, giving, reading, superseding
from app.decisions.decision_list import decision_list
from app.door import Office
from app.errors import Refused
from app.recommendations import promoting
from db.decision_sheets import OutcomeLetter
from db.grants import Round
from db.recommendations import Recommendation
from tests.app.decisions.deciding import YEAR, Committed, Sheets, cells
from tests.app.recommendations.recommended import LATER
from tests.factories import refusal

AFTER = date(2019, 4, 2)


def supersede(desk: Sheets, key: str, title: str = "Decided again") -> str:
    """Begin the decision that takes the place of another; its id."""
    return desk.office.write("Supersede", superseding.supersede, key, title=title, day=AFTER)


def withdraw(desk: Sheets, key: str, reason: str = "A mistake") -> None:
    """Withdraw a sheet."""
    version = desk.sheet(key).version
    desk.office.write("Withdraw", superseding.withdraw, key, version=version, reason=reason)


def through(desk: Sheets, key: str) -> str:
    """Confirm the interests of a sheet that is filled in already, have it approved and sign it."""
    desk.change(key, interests_confirmed=True)
    desk.put_forward(key)
    desk.record_all(key)
    return desk.sign(key, day=AFTER)


def rows(desk: Sheets, key: str) -> list[str]:
    """The ids of the lines of a sheet, in their places."""
    return [one.id for one in desk.sheet(key).awards]


def test_another_decision_points_back_and_what_was_signed_stays(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    kept = sheets.sheet(first)
    key = supersede(sheets, first)
    copy = sheets.sheet(key)
    assert (copy.supersedes_id, copy.year, copy.title, copy.finance) == (first, 2019, "Decided again", kept.finance)
    assert (copy.interests_confirmed, copy.number, copy.approvals) == (False, None, ())
    assert [one.text for one in copy.options] == [one.text for one in kept.options]
    one, _, _, reserve, declined = rows(sheets, key)
    sheets.give(key, {f"{one}:amount": 25_000_00, f"{declined}:outcome": "Fund", f"{declined}:amount": 10_000_00})
    sheets.give(key, {f"{reserve}:outcome": "Defer", f"{reserve}:amount": None})
    assert [(each.outcome, each.amount // 100) for each in sheets.sheet(key).awards] == [
        ("reduced", 25_000),
        ("fund", 30_000),
        ("fund", 20_000),
        ("defer", 0),
        ("fund", 10_000),
    ]
    # until it is signed nothing has changed for anybody
    assert desk.told()[0] == ("fund", 40_000, None)
    assert desk.review().purse.committed == 90_000_00
    assert through(sheets, key) == "2019-001"
    after = sheets.sheet(first)
    assert (after.state, after.superseded_by, after.awards, after.snapshot) == (
        "signed",
        key,
        kept.awards,
        kept.snapshot,
    )
    assert desk.told() == [
        ("reduced", 25_000, None),
        ("fund", 30_000, None),
        ("fund", 20_000, None),
        ("defer", None, None),
        ("fund", 10_000, None),
    ]
    assert desk.of(0).sheet_id == key
    assert desk.review().purse.committed == 85_000_00


def test_who_has_something_else_now_has_another_letter(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    key = supersede(sheets, first)
    sheets.give(key, {f"{rows(sheets, key)[0]}:amount": 25_000_00})
    through(sheets, key)
    (letter,) = office.read(reading.letters, sheet_id=key)
    assert (letter.application_id, letter.outcome, letter.amount, letter.feedback) == (
        desk.bids[0],
        "reduced",
        25_000_00,
        "",
    )
    assert letter.words.endswith("to give you £25,000 for “Project 1”. You asked for £40,000.")
    assert desk.of(0).reason == "Decided again in 2019-001."
    assert desk.of(4).reason == "Too few could read it."


def test_what_was_recommended_before_stays_in_the_file(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    before = desk.of(0).id
    key = supersede(sheets, first)
    through(sheets, key)
    kept = office.read(lambda session: session.get_one(Recommendation, before))
    assert (kept.archived, kept.sheet_id) == (True, first)


def test_a_decision_has_one_in_its_place_and_only_once_it_is_signed(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    with pytest.raises(Refused, match="Only a decision that has been signed"):
        supersede(sheets, first)
    sheets.through(first)
    key = supersede(sheets, first)
    with pytest.raises(Refused, match="“Decided again” is being made in its place already"):
        supersede(sheets, first)
    withdraw(sheets, key)
    key = supersede(sheets, first, "Better")
    through(sheets, key)
    with pytest.raises(Refused, match="“Better” has taken its place already"):
        supersede(sheets, first)
    assert supersede(sheets, key)


def test_giving_less_is_approved_by_all_who_approved_giving_more(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    key = supersede(sheets, first)
    for row in rows(sheets, key)[:4]:
        sheets.give(key, {f"{row}:outcome": "Decline", f"{row}:amount": None})
    assert sheets.sheet(key).given == 0
    assert len(office.read(approving.standing, key)) == 3
    (line,) = office.read(decision_list, year=2019).lines
    assert "0 of 3" in line.cells


def test_a_bid_has_no_more_than_it_asks_for_and_the_round_no_more_than_its_pot(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    key = supersede(sheets, first)
    row, seen = rows(sheets, key)[0], cells(sheets.sheet(key))
    message, box = refusal(office, giving.set_awards, key, awards={**seen, f"{row}:amount": 40_000_01}, was=seen)
    assert (message, box) == ("DEV-1 Group 1: That is more than the £40,000 it asks for.", f"awards:{row}:amount")
    reserve = rows(sheets, key)[3]
    sheets.give(key, {f"{reserve}:outcome": "Fund"})
    sheets.change(key, interests_confirmed=True)
    with pytest.raises(Refused, match=r"The round gives too much\. That comes to £110,000, £10,000 more than the pot"):
        sheets.put_forward(key)
    desk.set(Round, desk.round_id, pot_pence=110_000_00)
    sheets.put_forward(key)
    sheets.record_all(key)
    desk.set(Round, desk.round_id, pot_pence=100_000_00)
    with pytest.raises(Refused, match="The round gives too much"):
        sheets.sign(key, day=AFTER)
    assert desk.told()[3] == ("reserve", 20_000, 1)


def test_a_bid_that_is_in_another_decision_by_now_stays_as_it_was(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    key = supersede(sheets, first)
    desk.withdraw(0)
    for row, cells_ in ((0, {"outcome": "Decline", "amount": None}), (3, {"outcome": "Defer", "amount": None})):
        sheets.give(key, {f"{rows(sheets, key)[row]}:{column}": cell for column, cell in cells_.items()})
    office.write("Promote", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="One folds", day=LATER)
    second = desk.commit_all()
    assert len(second) == 1
    sheets.change(key, interests_confirmed=True)
    with pytest.raises(Refused, match="Group 4: it is part of another decision by now, and stays here as it was"):
        sheets.put_forward(key)
    sheets.give(key, {f"{rows(sheets, key)[3]}:outcome": "Reserve list", f"{rows(sheets, key)[3]}:amount": 20_000_00})
    seen = cells(sheets.sheet(key))
    typed = {**seen, f"{rows(sheets, key)[3]}:amount": 10_000_00}
    assert "part of another decision by now" in refusal(office, giving.set_awards, key, awards=typed, was=seen)[0]
    through(sheets, key)
    assert desk.of(3).sheet_id == second[0]
    assert desk.told()[3] == ("fund", 20_000, None)


def test_a_reserve_that_is_promoted_is_decided_in_a_sheet_of_its_own(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    desk.withdraw(1)
    office.write("Promote", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="One folds", day=LATER)
    second = desk.one()
    assert [(one.payee, one.outcome) for one in sheets.sheet(second).awards] == [("Group 4", "fund")]
    assert sheets.through(second) == "2018-002"
    # what it would have been told of its place on the list is put away with the money
    assert [len(office.read(reading.letters, sheet_id=key)) for key in (first, second)] == [4, 1]
    assert desk.review().purse.committed == 80_000_00


def test_withdrawing_a_sheet_lets_its_bids_be_recommended_and_committed_again(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    with pytest.raises(Refused, match="reason"):
        withdraw(sheets, first, " ")
    withdraw(sheets, first)
    assert sheets.sheet(first).state == "withdrawn"
    assert office.read(reading.letters) == []
    assert not desk.of(0).is_committed
    desk.recommend(0, "reduced", 30_000, reason="Less")
    second = desk.one()
    assert sheets.sheet(second).given == 80_000_00
    with pytest.raises(Refused, match="It was withdrawn"):
        sheets.change(first, finance="x")
    with pytest.raises(Refused, match="It was withdrawn"):
        sheets.put_forward(first)


def test_withdrawing_is_undone_until_its_bids_are_committed_again(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    withdraw(sheets, first)
    assert office.undo() == "Withdraw"
    assert (sheets.sheet(first).state, desk.of(0).sheet_id) == ("draft", first)
    assert len(office.read(reading.letters)) == 5
    withdraw(sheets, first)
    second = desk.one()
    with pytest.raises(Refused):
        office.undo()
    assert sheets.sheet(second).state == "draft"


def test_a_sheet_of_which_a_letter_has_gone_is_not_withdrawn(office: Office) -> None:
    desk = Committed(office)
    first = desk.one()
    letter = office.read(reading.letters, sheet_id=first)[0]
    desk.set(OutcomeLetter, letter.id, sent_on=LATER)
    with pytest.raises(Refused, match="A letter about it has been sent"):
        withdraw(desk.sheets, first)


def test_a_decision_without_bids_is_replaced_too(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other("allocation", "Cameras", year=YEAR)
    desk.give(key, {"new-1:payee": "Anytown", "new-1:purpose": "Cameras", "new-1:amount": 1_000_00})
    desk.through(key)
    later = supersede(desk, key)
    desk.give(later, {f"{rows(desk, later)[0]}:amount": 500_00})
    desk.change(later, interests_confirmed=True)
    desk.put_forward(later)
    desk.record(later, "commissioner")
    assert desk.sign(later, day=AFTER) == "2019-001"
    assert desk.sheet(key).superseded_by == later


def test_an_applicant_is_not_told_what_another_decision_has_taken_the_place_of(office: Office) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    old = {one.application_id: one for one in office.read(reading.letters, sheet_id=first)}
    desk.set(OutcomeLetter, old[desk.bids[1]].id, sent_on=LATER)
    later = supersede(sheets, first)
    changed = rows(sheets, later)
    sheets.give(later, {f"{changed[0]}:amount": 30_000_00, f"{changed[1]}:amount": 20_000_00})
    sheets.change(later, interests_confirmed=True)
    sheets.put_forward(later)
    sheets.record_all(later)
    sheets.sign(later, day=AFTER)
    left = {one.application_id for one in office.read(reading.letters, sheet_id=first)}
    assert left == {*desk.bids} - {desk.bids[0]}  # the second had gone out already
    assert {one.application_id for one in office.read(reading.letters, sheet_id=later)} == {*desk.bids[:2]}


def test_a_promoted_bid_is_told_that_alone_where_its_place_on_the_reserve_list_was_not_told_yet(
    office: Office,
) -> None:
    desk = Committed(office)
    first, sheets = desk.one(), desk.sheets
    sheets.through(first)
    desk.withdraw(0)
    office.write("Up", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="Free", day=LATER)
    (second,) = desk.commit_all()
    assert len(office.read(reading.letters, application_id=desk.bids[3])) == 2
    sheets.through(second)
    (one,) = office.read(reading.letters, application_id=desk.bids[3])
    assert (one.sheet_id, one.outcome) == (second, "fund")
