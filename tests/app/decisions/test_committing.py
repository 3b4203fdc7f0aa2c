"""All recommendations committed in one save: sheets and letters for every bid, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from app import implications
from app.decisions import beginning, committing, drafting, persons, reading, wording
from app.door import Office
from app.errors import Refused, Stale
from app.grants.reading import applications
from app.recommendations import feedback, recommending
from db.applicants import Contact, Profile
from db.decision_sheets import DecisionSheet, OutcomeLetter
from db.grants import Application, Round
from db.scoring import AgreedScore
from tests.app.decisions.deciding import PAM, YEAR, Committed, given
from tests.app.recommendations.recommended import LATER
from tests.app.scoring.staged import DAY
from tests.conftest import Open
from tests.factories import SAM, refusal


def refused(desk: Committed, **terms: Any) -> str:
    """What committing is refused with; nothing was made."""
    usual: dict[str, Any] = {"seen": desk.review().digest, "year": YEAR, "day": LATER, "account": "Jo"}
    message, _ = refusal(desk.office, committing.commit, desk.stage_id, **usual | terms)
    assert desk.office.read(reading.sheets) == []
    assert desk.office.read(reading.letters) == []
    return message


def test_one_save_makes_the_sheet_with_every_bid_and_a_letter_for_each(office: Office) -> None:
    """Pain 7: what was looked at is done to everybody at once, and to nobody twice."""
    desk = Committed(office)
    office.write(
        "Choose", feedback.choose, desk.bids[4], version=desk.of(4).version, text="Tell us more.", read_by="Jo"
    )
    before = office.last_seq()
    sheet = desk.sheets.sheet(desk.one())
    assert office.last_seq() == before + 1
    assert (sheet.state, sheet.number, sheet.kind, sheet.prepared_by) == ("draft", None, "grants", "Jo")
    assert [(one.payee, one.purpose, one.outcome, one.amount // 100) for one in sheet.awards] == [
        ("Group 1", "Project 1", "fund", 40_000),
        ("Group 2", "Project 2", "fund", 30_000),
        ("Group 3", "Project 3", "fund", 20_000),
        ("Group 4", "Project 4", "reserve", 20_000),
        ("Group 5", "Project 5", "decline", 0),
    ]
    assert sheet.given == 90_000_00 == desk.review().purse.committed
    letters = office.read(reading.letters, sheet_id=sheet.id)
    assert [one.application_id for one in letters] == desk.bids
    assert letters[0].words == (
        "The Police and Crime Commissioner has decided to give you £40,000 for “Project 1”, "
        "which is all that you asked for."
    )
    assert letters[3].words == (
        "“Project 4” is in place 1 of the reserve list. We will write again if money becomes free. "
        "You would then have £20,000."
    )
    assert letters[4].words.endswith("has decided not to fund “Project 5”.\n\nToo few could read it.")
    assert (letters[4].feedback, letters[4].read_by) == ("Tell us more.", "")
    assert desk.of(0).sheet_id == sheet.id
    assert desk.hindered() == ["Every outcome has been committed already. There is nothing more to commit."]


def test_what_a_sheet_begins_with_adds_up_and_names_neither_a_member_nor_who_was_refused(office: Office) -> None:
    desk = Committed(office)
    desk.conflict(0, 1)
    sheet = desk.sheets.sheet(desk.one())
    assert sheet.summary.endswith(
        " ask for £120,000. 3 bids are to have £90,000. The round’s pot is £100,000. "
        "1 bid is put on the reserve list. 1 bid is declined."
    )
    assert sheet.recommendation.splitlines()[:2] == ["To give:", "£40,000 to Group 1 for Project 1"]
    assert sheet.conflicts == (
        "1 member of the panel declared an interest in 1 of these bids, and had no part in scoring it."
    )
    written = " ".join((sheet.summary, sheet.recommendation, sheet.conflicts, sheet.background, sheet.title))
    assert not any(name in written for name in ("Group 4", "Group 5", "Bea Ledger"))
    assert [(one.text, one.is_chosen) for one in sheet.options] == [
        ("To give what is recommended.", True),
        ("To give nothing.", False),
    ]


def test_that_nobody_has_an_interest_is_said_only_once_everybody_has_declared(office: Office) -> None:
    desk = Committed(office)
    stage, none = desk.stage, "No member of the panel declared an interest in any of these bids."
    bids = wording.decided(desk.review())
    assert wording.conflicts(stage, (), bids) == ""
    declared = tuple(replace(one, declared_on=DAY) for one in stage.seats)
    assert wording.conflicts(replace(stage, seats=declared), (), bids) == none
    assert wording.conflicts(replace(stage, seats=()), (), bids) == ""


def test_every_heading_of_the_office_is_asked_but_for_what_has_a_box_of_its_own(office: Office) -> None:
    desk = Committed(office)
    for name in ("Legal", "Carbon"):
        office.write("Add", implications.add, name=name)
    sheet = desk.sheets.sheet(desk.one())
    assert [one.heading for one in sheet.implications] == ["Carbon"]
    assert "Finance" not in office.read(beginning.headings)


def test_a_sheet_for_each_bid_that_is_funded_and_one_for_all_others(office: Office) -> None:
    desk = Committed(office)
    made = [desk.sheets.sheet(one) for one in desk.commit_all(sheets="each", title="Spring grants")]
    assert given(made) == [40_000, 30_000, 20_000, 0]
    assert [len(one.awards) for one in made] == [1, 1, 1, 2]
    assert [one.title for one in made] == [
        "Spring grants: Group 1",
        "Spring grants: Group 2",
        "Spring grants: Group 3",
        "Spring grants: bids without a grant now",
    ]
    assert len(office.read(reading.letters)) == 5
    assert made[3].options[0].text == "To give none of these bids money now."


def test_who_changed_what_was_looked_at_is_named_and_nothing_is_committed(office: Office, opened: Open) -> None:
    """Pain 14: a commit never goes over somebody else's change unseen."""
    desk = Committed(office)
    seen = desk.review().digest
    sam = opened(office.path, SAM)
    sam.write(
        "Recommend less",
        recommending.set_one,
        desk.stage_id,
        desk.bids[0],
        version=desk.of(0).version,
        outcome="reduced",
        amount=35_000_00,
        reason="Less",
    )
    assert refused(desk, seen=seen).startswith("Sam saved “Recommend less”. What you looked at has changed.")
    assert desk.commit_all()


def test_a_project_that_is_called_otherwise_by_now_is_looked_at_again(office: Office) -> None:
    """What a bid is for goes into the decision and its letter."""
    desk = Committed(office)
    seen = desk.review().digest
    desk.set(Application, desk.bids[0], project="Another project")
    assert "What you looked at has changed." in refused(desk, seen=seen)


def test_who_commits_has_prepared_it_whoever_is_named(office: Office, opened: Open, path: Path) -> None:
    desk = Committed(office)
    pam = opened(path, PAM)
    (key,) = desk.commit_all(pam, account="Jo")
    desk.sheets.forward(key)
    assert persons.preparers(desk.sheets.sheet(key)) == ("Jo", "pam")
    with pytest.raises(Refused, match="pam prepared this decision"):
        desk.sheets.approve(pam, key, "commissioner")


def test_two_officers_commit_at_once_and_the_second_is_told(office: Office, opened: Open, path: Path) -> None:
    """Pain 14: of two who looked at the same page one commits, and nothing is made twice."""
    desk = Committed(office)
    seen = desk.review().digest
    sam = opened(path, SAM)
    made = desk.commit_all(sam, account="Sam")
    with pytest.raises(Stale, match="Sam saved “Commit”"):
        desk.commit_all(seen=seen)
    assert [one.id for one in office.read(reading.sheets)] == list(made)
    assert len(office.read(reading.letters)) == 5


def test_of_two_desks_that_commit_in_the_same_moment_one_does_and_the_other_is_told(
    office: Office, opened: Open, path: Path
) -> None:
    desk = Committed(office)
    together, told = Barrier(2), list[str]()
    terms: dict[str, Any] = {"seen": desk.review().digest, "year": YEAR, "day": LATER}

    def commit(other: Office) -> None:
        together.wait()
        try:
            other.write("Commit", committing.commit, desk.stage_id, account=other.who.name, **terms)
        except Stale as error:
            told.append(error.message)

    threads = [Thread(target=commit, args=(one,)) for one in (office, opened(path, SAM))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "What you looked at has changed. Nothing was committed" in told[0]
    assert len(office.read(reading.sheets)) == 1
    assert len(office.read(reading.letters)) == 5


def test_what_stands_in_the_way_is_told_by_bid_and_nothing_is_half_made(office: Office) -> None:
    desk = Committed(office)
    desk.stop(0)
    desk.withdraw(1)
    told = refused(desk)
    assert told == (
        "Nothing was committed. DEV-1 Group 1: Group 1 may have no money: It owes a return. "
        "DEV-2 Group 2: It was withdrawn. Take back what is recommended for it."
    )


def test_a_score_that_changed_since_and_more_than_the_pot_are_refused(office: Office) -> None:
    desk = Committed(office)
    desk.add(
        AgreedScore(stage_id=desk.stage_id, application_id=desk.bids[1], score_tenths=615, reason="Talk", agreed_on=DAY)
    )
    assert "DEV-2 Group 2: Its score was 80.0 when this was recommended and is 61.5 now." in refused(desk)
    office.write("Confirm", recommending.confirm_scores, desk.stage_id, seen={desk.bids[1]: 615})
    desk.set(Round, desk.round_id, pot_pence=80_000_00)
    assert "£90,000, £10,000 more than the pot of £80,000" in refused(desk)
    desk.unrank()
    assert "The ranking of this stage has not been agreed" in refused(desk)


def test_a_year_or_a_number_of_sheets_that_is_none_is_refused(office: Office) -> None:
    desk = Committed(office)
    assert refused(desk, year=1066) == "That is not a financial year."
    assert refused(desk, sheets="none") == "Say how many decisions this makes."


def test_what_was_committed_is_not_undone_and_goes_back_by_withdrawing_the_sheet(office: Office) -> None:
    desk = Committed(office)
    desk.one()
    with pytest.raises(Refused, match="part of a decision that was committed"):
        office.undo()
    assert len(office.read(reading.sheets)) == 1


def test_a_letter_goes_to_the_contact_of_the_bid_or_of_its_organisation(office: Office) -> None:
    desk = Committed(office)
    organisations = {one.id: one.organisation_id for one in office.read(applications)}
    bodies = [organisations[key] for key in desk.bids[:2]]
    plain = {"post": "", "email": "", "telephone": ""}
    for at, person in ((None, "Zed Anybody"), (desk.bids[0], "Una Applicant")):
        desk.add(Contact(organisation_id=bodies[0], application_id=at, person=person, **plain))
    desk.add(Contact(organisation_id=bodies[1], application_id=None, person="Wim Office", **plain))
    desk.add(
        Profile(
            organisation_id=bodies[1],
            address="1 Any Street\nAnytown",
            postcode="AA1 1AA",
            website="",
            unregistered="",
            income_pence=None,
            founded_on=None,
        )
    )
    sheet = desk.one()
    to = [one.addressee for one in office.read(reading.letters, sheet_id=sheet)]
    assert to[:3] == ["Una Applicant\nGroup 1", "Wim Office\nGroup 2\n1 Any Street\nAnytown\nAA1 1AA", "Group 3"]


def test_every_column_of_a_new_sheet_is_filled(office: Office) -> None:
    made = beginning.blank(kind="other", title="Lease", year=2018, marking="OFFICIAL")
    assert made.keys() == {one.name for one in DecisionSheet.__table__.columns} - {"id", "version", "archived"}
    letters = {one.name for one in OutcomeLetter.__table__.columns} - {"id", "version", "archived"}
    one = beginning.letter("a", "b", outcome="fund", amount=None, addressee="", words="")
    assert all(hasattr(one, name) for name in letters)
    with pytest.raises(Refused, match="financial year"):
        office.write("New", drafting.new, kind="other", title="Lease", year=1066)
