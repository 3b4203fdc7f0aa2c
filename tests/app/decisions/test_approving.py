"""Approvals: nobody approves what they prepared, and none outlives a change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import people
from app.decisions import approving, drafting, persons, reading, ruling
from app.decisions.parts import USUAL_LIMIT
from app.documents import detach
from app.door import Office
from app.errors import Refused, Stale
from app.recommendations import recommending
from app.who import Who
from db.decision_sheets import Approval
from db.people import Person
from db.scoring import AgreedScore
from tests.app.decisions.deciding import KIT, LEE, PAM, SIGNATORIES, Committed, Sheets, stopped
from tests.app.recommendations.recommended import LATER
from tests.app.scoring.staged import DAY
from tests.conftest import Open
from tests.factories import JO, SAM, refusal

CFO = "chief finance officer"
MO = "monitoring officer"


def states(desk: Sheets, sheet_id: str) -> list[str]:
    """How each approval of a sheet stands."""
    return [one.state for one in desk.office.read(approving.standing, sheet_id)]


def put(desk: Sheets, sheet_id: str) -> tuple[str, str | None]:
    """What putting a sheet to approval is refused with, and the box."""
    return refusal(desk.office, approving.put_forward, sheet_id, version=None, day=LATER)


def test_a_sheet_is_put_to_approval_once_every_box_implication_and_option_is_answered(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    told, field = put(sheets, key)
    assert told.startswith(
        "It cannot be put to approval yet. The lead officer is missing. The post of the lead officer"
    )
    assert (told.split("And ")[-1].endswith("more."), field) == (True, "lead_officer")
    sheets.fill(key)
    for box in ("finance", "power", "subsidy"):
        before = getattr(sheets.sheet(key), box)
        sheets.change(key, None, **{box: ""})
        assert "is not answered." in put(sheets, key)[0]
        assert put(sheets, key)[1] == box
        sheets.change(key, None, **{box: before})
    sheets.change(key, interests_confirmed=False)
    assert put(sheets, key)[0] == "It cannot be put to approval yet. Interests have not been confirmed."
    sheets.change(key, interests_confirmed=True)
    first = sheets.sheet(key).implications[0]
    sheets.answer(key, "")
    told, field = put(sheets, key)
    assert (f"“{first.heading}” of its implications is not answered." in told, field) == (
        True,
        f"implications:{first.id}:answer",
    )
    sheets.answer(key)
    sheets.put_forward(key)
    after = sheets.sheet(key)
    assert (after.state, after.prepared_by, after.prepared_on, after.limit) == ("for approval", "Jo", LATER, 200_000)


def test_options_are_two_at_least_one_of_them_chosen_and_each_says_why(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    desk.fill(key)
    for one in desk.sheet(key).options:
        office.write("Away", drafting.archive_option, one.id, version=one.version)
    assert "One of the options is the one recommended; none is." in put(desk, key)[0]
    add: dict[str, Any] = {"version": None, "text": "Do it", "is_chosen": True}
    first = office.write("Add", drafting.add_option, key, **add)
    assert put(desk, key)[0] == (
        "It cannot be put to approval yet. No option that was rejected is told. Doing nothing is one. "
        "Option 1 does not say why."
    )
    office.write("Add", drafting.add_option, key, **{**add, "why": "Better"})
    assert [one.is_chosen for one in desk.sheet(key).options] == [False, True]
    assert "does not say why not." in put(desk, key)[0]
    one = next(each for each in desk.sheet(key).options if each.id == first)
    office.write("Why", drafting.change_option, first, version=one.version, text="Do it", why="Costs")
    desk.put_forward(key)


def test_the_commissioner_alone_approves_up_to_the_limit_and_all_three_above_it(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other("allocation", "Cameras")
    rule = office.read(reading.rule)
    for amount, count in ((USUAL_LIMIT, 1), (USUAL_LIMIT + 1, 3)):
        row = desk.sheet(key).awards[0].id if desk.sheet(key).awards else "new-1"
        desk.give(key, {f"{row}:payee": "Anytown", f"{row}:purpose": "Cameras", f"{row}:amount": amount})
        assert len(approving.needed(desk.sheet(key), rule)) == count
    desk.forward(key)
    assert states(desk, key) == ["waited for"] * 3
    office.write("Rule", ruling.set_rule, version=None, limit=9_000_00, pattern="{year}/{number}", maker_title="PFCC")
    assert len(states(desk, key)) == 3


def test_each_approves_in_the_desk_by_their_own_account(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    version = sheets.sheet(key).version
    for role, (who, _, _) in SIGNATORIES.items():
        sheets.approve(opened(path, who), key, role)
    assert states(sheets, key) == ["given"] * 3
    given = sheets.sheet(key).approvals
    assert [(one.given, one.account, one.name) for one in given] == [
        ("desk", "pam", "Pam Docket"),
        ("desk", "kit", "Kit Margin"),
        ("desk", "lee", "Lee Tally"),
    ]
    # approvals do not change what is approved: the others need not look at it again
    assert sheets.sheet(key).version == version


def test_who_prepared_it_approves_it_under_no_account_and_no_name(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    for who in (JO, Who("DOMAIN\\jo", "Elsewhere")):
        with pytest.raises(Refused, match="prepared this decision, and nobody approves what they prepared"):
            sheets.approve(opened(path, who), key, "commissioner")
    with pytest.raises(Refused, match="prepared this decision"):
        sheets.record(key, "commissioner", name="  JO ")
    sheets.record(key, "commissioner")  # but the preparer may record what somebody else signed
    assert sheets.sheet(key).approvals[0].account == "Jo"


def test_who_is_listed_approves_under_their_own_name_and_only_an_approver(
    office: Office, opened: Open, path: Path
) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    for account, name, role in (
        ("Jo", "Jo Ledger", "approver"),
        ("pam", "Pam Docket", "approver"),
        ("kit", "", "officer"),
    ):
        office.write("List", people.add, account=account, name=name, role=role)
    with pytest.raises(Refused, match="You are signed in as Pam Docket"):
        sheets.approve(opened(path, PAM), key, "commissioner", name="Somebody Else")
    with pytest.raises(Refused, match="Only an approver may do that"):
        sheets.approve(opened(path, KIT), key, MO)
    with pytest.raises(Refused, match="Jo Ledger prepared this decision"):
        sheets.record(key, "commissioner", name="Jo Ledger")
    assert sheets.approve(opened(path, PAM), key, "commissioner", name="pam  docket")
    assert office.read(persons.name_of, "PAM@police.example") == "Pam Docket"


@pytest.mark.parametrize("typed", ["Jo O’Pen", "Mrs Jo O'Pen", "O'PEN, Jo", "jo\u00a0o'pen"])
def test_the_name_of_who_prepared_it_is_known_however_it_is_typed(typed: str, office: Office) -> None:
    sheets = Sheets(office)
    office.write("List", people.add, account="jo", name="Jo O'Pen", role="approver")
    key = sheets.other()
    sheets.forward(key)
    with pytest.raises(Refused, match="prepared this decision"):
        sheets.record(key, "commissioner", name=typed)


def test_who_was_taken_off_the_list_of_people_has_prepared_it_all_the_same(office: Office) -> None:
    sheets = Sheets(office)
    jo = office.write("List", people.add, account="jo", name="Jo Pen", role="approver")
    office.write("List", people.add, account="kim", name="Kim Blott", role="approver")
    key = sheets.other()
    sheets.forward(key)
    office.write("Take off", lambda session: setattr(session.get_one(Person, jo), "archived", True))
    with pytest.raises(Refused, match="prepared this decision"):
        sheets.record(key, "commissioner", name="Jo Pen")


def test_an_account_made_of_a_name_is_that_name(office: Office, opened: Open, path: Path) -> None:
    sheets = Sheets(office)
    key = sheets.other()
    sheets.fill(key)
    sheets.put_forward(key, opened(path, Who("POLICE\\kim.blott", "Laptop 9")))
    with pytest.raises(Refused, match="prepared this decision"):
        sheets.record(key, "commissioner", name="Kim Blott")


def test_one_person_approves_in_one_role(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    kit = opened(path, KIT)
    sheets.approve(kit, key, MO)
    with pytest.raises(Refused, match="Kit Margin has approved it as monitoring officer already"):
        sheets.approve(kit, key, CFO, name="Kit the Other")
    with pytest.raises(Refused, match="Kit Margin has approved it as monitoring officer already"):
        sheets.record(key, CFO, name="kit margin")
    with pytest.raises(Refused, match="has approved it as monitoring officer already"):
        sheets.approve(opened(path, LEE), key, MO, name="Lee Tally")


def test_an_edit_after_an_approval_leaves_it_without_force_and_says_so(
    office: Office, opened: Open, path: Path
) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    sheets.approve(opened(path, PAM), key, "commissioner")
    sheets.change(key, finance="There is enough.")
    assert states(sheets, key) == ["void", "waited for", "waited for"]
    told = office.read(approving.standing, key)[0].sentence
    assert told.endswith("It was changed after this approval, which no longer counts. It has to be given again.")
    office.undo()
    assert states(sheets, key)[0] == "given"
    office.redo()
    sheets.approve(opened(path, PAM), key, "commissioner")
    assert states(sheets, key)[0] == "given"
    assert len(sheets.sheet(key).approvals) == 1


def test_who_changes_it_while_it_is_for_approval_has_prepared_it_too(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    pam = opened(path, PAM)
    sheets.change(key, pam, finance="There is enough.")
    assert sheets.sheet(key).prepared_by == "Jo, pam"
    with pytest.raises(Refused, match="pam prepared this decision"):
        sheets.approve(pam, key, "commissioner")


def test_an_approval_is_of_the_sheet_as_it_was_read(office: Office, opened: Open, path: Path) -> None:
    """Pain 14: nobody approves what somebody changed while they were reading."""
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    version = sheets.sheet(key).version
    sheets.answer(key, "Nothing to add")
    with pytest.raises(Stale, match="Jo saved this while you were typing"):
        sheets.approve(opened(path, PAM), key, "commissioner", version=version)


def test_a_signed_paper_is_kept_with_the_decision_and_dated_between_then_and_today(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    other = sheets.scan(desk.round_id, table="round")
    for document in (None, "", other):
        with pytest.raises(Refused, match="Attach the signed paper to this decision first"):
            sheets.record(key, "commissioner", document_id=document)
    for on, told in (
        (LATER + timedelta(1), "after today"),
        (LATER - timedelta(1), "It was put to approval on"),
        (None, "The day it was signed is needed"),
    ):
        with pytest.raises(Refused, match=told):
            sheets.record(key, "commissioner", given_on=on)
    paper = sheets.scan(key, "Commissioner")
    sheets.record(key, "commissioner", document_id=paper)
    with pytest.raises(Refused, match="signed paper of an approval"):
        office.write("Detach", detach, paper, version=None)


def test_taking_it_back_lets_its_approvals_fall(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    with pytest.raises(Refused, match="It is a draft"):
        sheets.record(key, "commissioner")
    sheets.forward(key)
    sheets.record(key, "commissioner")
    with pytest.raises(Refused, match="reason"):
        _take_back(sheets, key, " ")
    _take_back(sheets, key, "A figure is wrong")
    after = sheets.sheet(key)
    assert (after.state, after.approvals, after.prepared_on) == ("draft", (), None)
    sheets.put_forward(key)
    assert states(sheets, key) == ["waited for"] * 3
    with pytest.raises(Refused, match="for approval already"):
        sheets.put_forward(key)


def _take_back(sheets: Sheets, key: str, reason: str) -> None:
    version = sheets.sheet(key).version
    sheets.office.write("Back", approving.take_back, key, version=version, reason=reason)


def test_a_bid_that_may_have_no_money_any_more_stands_in_the_way_until_the_last_signature(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.fill(key)
    desk.stop(4)  # it has nothing
    sheets.put_forward(key)
    desk.stop(1)
    with pytest.raises(Refused, match=r"It cannot be approved as it is\. DEV-2 Group 2: Group 2 may have no money"):
        sheets.record(key, "commissioner")


def test_a_score_that_changes_after_the_commit_stands_in_the_way(office: Office) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.fill(key)
    desk.add(
        AgreedScore(stage_id=desk.stage_id, application_id=desk.bids[1], score_tenths=615, reason="Talk", agreed_on=DAY)
    )
    told, _ = put(sheets, key)
    assert "DEV-2 Group 2: Its score was 80.0 when this was recommended and is 61.5 now." in told
    desk.unrank()
    assert "The ranking has been opened again." in put(sheets, key)[0]


def test_an_organisation_without_a_bid_is_looked_up_too(office: Office) -> None:
    desk = Sheets(office)
    stopped(office, "Group X")
    key = desk.other("allocation", "Cameras")
    desk.give(key, {"new-1:payee": "Group X", "new-1:purpose": "Cameras", "new-1:amount": 100})
    desk.fill(key)
    assert put(desk, key)[0] == "It cannot be put to approval yet. Group X may have no money: It owes a return."


def test_a_paper_published_in_part_withholds_something_under_an_exemption(office: Office) -> None:
    desk = Sheets(office)
    key = desk.other()
    desk.fill(key)
    with pytest.raises(Refused, match="under which exemption"):
        desk.change(key, publication="part")
    desk.change(key, withheld="Prices")
    assert "published in full and has a Part II" in put(desk, key)[0]
    desk.change(key, publication="part", exemption="Paragraph 3")
    assert "looked at again" in put(desk, key)[0]
    desk.change(key, review_on=date(2019, 4, 1), withheld="")
    assert "withholds nothing" in put(desk, key)[0]


def test_nobody_has_recommended_anew_what_is_in_a_sheet(office: Office) -> None:
    desk = Committed(office)
    desk.one()
    told, _ = refusal(
        office, recommending.set_one, desk.stage_id, desk.bids[0], version=desk.of(0).version, outcome="decline"
    )
    assert "part of a decision that was committed" in told


def test_another_desk_sees_the_same_approvals(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    key, sheets = desk.one(), desk.sheets
    sheets.forward(key)
    sam = opened(path, SAM)
    sheets.record(key, "commissioner", sam)
    assert len(sam.read(lambda session: session.scalars(select(Approval)).all())) == 1
    assert states(sheets, key) == ["given", "waited for", "waited for"]


def test_a_paper_that_was_signed_before_a_change_approves_nothing_after_it(office: Office) -> None:
    sheets = Sheets(office)
    key = sheets.other()
    sheets.forward(key)
    scan = sheets.scan(key)
    sheets.record(key, "commissioner", document_id=scan)
    sheets.change(key, legal="None")
    with pytest.raises(Refused, match="signed before the decision was changed") as refused:
        sheets.record(key, "commissioner", document_id=scan)
    assert refused.value.field == "document_id"
    assert sheets.record(key, "commissioner")  # another paper, signed since
