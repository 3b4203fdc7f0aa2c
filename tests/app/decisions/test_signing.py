"""Signing: a number without a gap, the decision it makes, and what was approved kept as it was."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts import deciding as contract_decisions
from app.decisions import changed, drafting, reading, ruling, signing, superseding
from app.decisions.content import digest, digest_of
from app.decisions.published import published
from app.door import Office
from app.errors import Refused, Stale
from db.contracts import Contract
from db.decision_sheets import DecisionSheet
from db.decisions import Decision
from db.funds import BudgetLine
from db.grants import Application, Round
from tests.app.contracts import registered
from tests.app.decisions.deciding import YEAR, Committed, Sheets
from tests.app.recommendations.recommended import LATER
from tests.conftest import Open
from tests.factories import SAM, add_line, behind_the_desk, refusal


def ready(desk: Sheets, title: str = "A new lease") -> str:
    """A sheet that has all it needs to be signed; its id."""
    key = desk.other(title=title)
    desk.forward(key)
    desk.record(key, "commissioner")
    return key


def test_signing_gives_the_next_number_and_makes_the_decision(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    approved = digest(sheets.sheet(key))
    sheets.record_all(key)
    assert sheets.sign(key) == "2018-001"
    sheet = sheets.sheet(key)
    assert (sheet.state, sheet.number, sheet.year, sheet.signed_on) == ("signed", 1, 2018, LATER)
    made = office.read(lambda session: session.get_one(Decision, sheet.decision_id))
    assert (made.reference, made.title, made.decided_on, made.maker) == (
        "2018-001",
        sheet.title,
        LATER,
        "Police and Crime Commissioner",
    )
    whole = json.loads(sheet.snapshot)
    assert digest_of(whole) == sheet.digest
    assert digest_of(whole["decision"]) == approved == digest(sheet)
    assert [one["role"] for one in whole["approvals"]] == [
        "commissioner",
        "monitoring officer",
        "chief finance officer",
    ]
    assert {one["paper"] for one in whole["approvals"]} == {"a" * 64}
    assert whole["facts"]["bids"][desk.bids[0]]["organisation"] == "Group 1"
    assert not changed.is_altered(sheet)


def test_it_is_signed_only_when_all_it_needs_have_approved_it_as_it_is(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    with pytest.raises(Refused, match="It is a draft"):
        sheets.sign(key)
    sheets.forward(key)
    sheets.record(key, "commissioner")
    with pytest.raises(Refused, match=r"not been approved by all who have to\. Monitoring officer: waited for\."):
        sheets.sign(key)
    sheets.record(key, "monitoring officer")
    sheets.record(key, "chief finance officer")
    sheets.change(key, legal="None")
    with pytest.raises(Refused, match="It was changed after this approval"):
        sheets.sign(key)
    sheets.change(key, legal="n/a")
    with pytest.raises(Refused, match="It was approved on 20 August 2018"):
        sheets.sign(key, day=LATER - timedelta(1))
    assert sheets.sign(key)


def test_numbers_of_a_year_have_no_gap_and_begin_again_with_the_next(office: Office) -> None:
    desk = Sheets(office)
    keys = [ready(desk, f"Lease {at}") for at in range(4)]
    withdrawn = desk.sheet(keys[1])
    office.write("Withdraw", superseding.withdraw, keys[1], version=withdrawn.version, reason="No")
    assert [desk.sign(key) for key in (keys[2], keys[0])] == ["2018-001", "2018-002"]
    assert desk.sign(keys[3], day=date(2019, 4, 1)) == "2019-001"
    numbered = [(one.year, one.number) for one in office.read(reading.sheets) if one.number]
    assert numbered == [(2018, 1), (2018, 2), (2019, 1)]


def test_two_desks_that_sign_at_once_have_one_number_after_the_other(office: Office, opened: Open, path: Path) -> None:
    """The number is given inside the save: of six signed from two desks at the same time none is lost or doubled."""
    desk = Sheets(office)
    keys = [ready(desk, f"Lease {at}") for at in range(6)]
    together, found = Barrier(2), list[str]()

    def sign(other: Office, mine: list[str]) -> None:
        together.wait()
        for key in mine:
            version = other.read(reading.sheet, key).version
            found.append(other.write("Sign", signing.sign, key, version=version, day=LATER))

    threads = [
        Thread(target=sign, args=(one, mine)) for one, mine in ((office, keys[:3]), (opened(path, SAM), keys[3:]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"2018-00{at}" for at in range(1, 7)]


def test_two_who_sign_the_same_sheet_make_one_decision(office: Office, opened: Open, path: Path) -> None:
    desk = Sheets(office)
    key = ready(desk)
    version = desk.sheet(key).version
    sam = opened(path, SAM)
    desk.sign(key, sam)
    message, _ = refusal(office, signing.sign, key, version=version, day=LATER)
    assert message == "The decision has been signed. It stays as it was approved; another one can take its place."
    assert len(office.read(lambda session: session.scalars(select(Decision)).all())) == 1


def test_a_sheet_that_was_changed_while_it_was_looked_at_is_not_signed(office: Office) -> None:
    desk = Sheets(office)
    key = ready(desk)
    version = desk.sheet(key).version
    desk.change(key, legal="None")
    with pytest.raises(Stale):
        office.write("Sign", signing.sign, key, version=version, day=LATER)


def test_what_was_signed_is_neither_edited_nor_undone(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.through(key)
    with pytest.raises(Refused, match="has been signed"):
        office.undo()
    for edit in (
        lambda: sheets.change(key, title="Another"),
        lambda: sheets.answer(key, "Changed"),
        lambda: sheets.give(key, {f"{sheets.sheet(key).awards[0].id}:conditions": "None"}),
        lambda: office.write("Add", drafting.add_option, key, version=None, text="Wait"),
        lambda: sheets.put_forward(key),
        lambda: sheets.record(key, "commissioner"),
        lambda: office.write("Withdraw", superseding.withdraw, key, version=None, reason="No"),
    ):
        with pytest.raises(Refused, match="has been signed"):
            edit()
    decision = sheets.sheet(key).decision_id
    message, _ = refusal(
        office,
        contract_decisions.change,
        decision,
        version=None,
        reference="X",
        title="X",
        decided_on=LATER,
        maker="X",
        day=LATER,
    )
    assert "has been signed" in message


def test_a_reference_that_was_entered_by_hand_is_not_given_twice(office: Office) -> None:
    desk = Sheets(office)
    key = ready(desk)
    office.write(
        "Decide",
        contract_decisions.decide,
        reference="2018-001",
        title="By hand",
        decided_on=LATER,
        maker="PCC",
        day=LATER,
    )
    with pytest.raises(Refused, match="There is already a decision 2018-001, which was entered by hand"):
        desk.sign(key)
    office.write("Rule", ruling.set_rule, version=None, limit=0, pattern="D{number}/{years}", maker_title="Mayor")
    assert desk.sign(key) == "D1/2018-19"


def test_it_is_told_what_is_otherwise_now_than_when_it_was_signed(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.through(key)
    assert office.read(changed.since, sheets.sheet(key)) == ()
    desk.set(Application, desk.bids[0], project="Another project", requested_pence=50_000_00)
    desk.set(Round, desk.round_id, pot_pence=200_000_00)
    desk.withdraw(1)
    desk.stop(2)
    told = [one.sentence for one in office.read(changed.since, sheets.sheet(key))]
    assert told == [
        "DEV-2018: Pot was £100,000 and is £200,000 now.",
        "DEV-1 Group 1: Project was Project 1 and is Another project now.",
        "DEV-1 Group 1: Asked for was £40,000 and is £50,000 now.",
        "DEV-2 Group 2: State was ready and is withdrawn now.",
        "DEV-3 Group 3: May have no money was nothing and is It owes a return now.",
    ]
    assert sheets.sheet(key).awards[0].purpose == "Project 1"


def test_a_decision_about_a_contract_or_a_budget_line_tells_when_that_differs(office: Office) -> None:
    desk = Sheets(office)
    about = registered.contract(office), add_line(office, "Road safety")
    keys = [
        desk.other("contract", "Advocacy", contract_id=about[0]),
        desk.other("allocation", "Cameras", line_id=about[1]),
    ]
    for key in keys:
        desk.give(key, {"new-1:payee": "First Light", "new-1:purpose": "Advocacy", "new-1:amount": 150_000})
        desk.forward(key)
        desk.record(key, "commissioner")
        desk.sign(key)

    def rename(session: Session) -> None:
        session.get_one(Contract, about[0]).value_pence = 200
        session.get_one(BudgetLine, about[1]).name = "Safer roads"

    office.write("Change", rename)
    assert [one.sentence for key in keys for one in office.read(changed.since, desk.sheet(key))] == [
        "C-ISVA service: Value was £1,245,000 and is £2 now.",
        "Budget: Budget line was Road safety and is Safer roads now.",
    ]


def test_a_signed_sheet_changed_by_another_tool_no_longer_is_what_was_approved(office: Office, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.through(key)
    behind_the_desk(path, "UPDATE decision_award SET amount_pence = 1 WHERE outcome = 'fund'")
    sheet = sheets.sheet(key)
    assert changed.is_altered(sheet)
    assert [one.what for one in office.read(changed.since, sheet)] == ["What it gives"]
    behind_the_desk(path, "UPDATE decision_sheet SET snapshot = 'none'")
    assert changed.is_altered(sheets.sheet(key))


def test_a_sheet_that_is_not_signed_has_nothing_to_differ_from(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    assert office.read(changed.since, desk.sheet(key)) == ()
    assert not changed.is_altered(desk.sheet(key))


def test_a_decision_about_a_virement_says_what_goes_where(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other("virement", "More for cameras", year=YEAR)
    desk.fill(key)
    with pytest.raises(Refused, match="It does not say who has what"):
        desk.put_forward(key)
    desk.give(key, {"new-1:payee": "Cameras", "new-1:purpose": "From Road safety", "new-1:amount": 150_000})
    desk.put_forward(key)
    desk.record(key, "commissioner")
    assert desk.sign(key) == "2018-001"
    row = office.read(lambda session: session.get_one(DecisionSheet, key))
    assert row.limit_pence == 200_000


def test_an_approval_of_what_it_was_before_it_was_changed_is_no_part_of_what_was_signed(office: Office) -> None:
    """Under the limit the commissioner alone approves: what others approved before a change is not told as theirs."""
    desk = Sheets(office)
    key = desk.other()
    desk.forward(key)
    desk.record(key, "monitoring officer")
    desk.record(key, "commissioner")
    desk.change(key, legal="Otherwise")
    desk.record(key, "commissioner")
    desk.sign(key)
    sheet = desk.sheet(key)
    assert [one.role for one in sheet.approvals] == ["commissioner"]
    assert [one["role"] for one in json.loads(sheet.snapshot)["approvals"]] == ["commissioner"]
    assert [one.role for one in published(sheet).approvals] == ["commissioner"]
