"""What may be taken back of a decision and its letters: nothing behind an approval, a reader or what was given out.

Every step here is undone after a colleague has gone on from it, as one desk knows nothing of the other.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.decisions import approving, drafting, letters, superseding
from app.decisions.parts import LetterRecord
from app.door import Office
from app.errors import Refused
from app.recommendations import promoting, recommending
from tests.app.decisions.deciding import KIT, PAM, Committed, Sheets
from tests.app.recommendations.recommended import LATER
from tests.conftest import Open
from tests.factories import SAM
from tests.papers.decided import Decided


def step(made: Decided, office: Office, use_case: Any, **given: Any) -> LetterRecord:
    """Something is done in this desk to the first letter; the letter after it."""
    one = made.letters[0]
    office.write("Step", use_case, one.id, version=one.version, **given)
    return made.letters[0]


def read(made: Decided, office: Office) -> LetterRecord:
    return step(made, office, letters.read, read_by="Sam Blott", day=LATER)


def send(made: Decided, office: Office, sent_on: date | None = LATER) -> LetterRecord:
    return step(made, office, letters.mark_sent, sent_on=sent_on, day=LATER)


@pytest.fixture
def made(office: Office) -> Decided:
    found = Decided(office)
    found.sign()
    return found


def test_words_that_somebody_has_read_since_are_not_put_back_unread(
    made: Decided, office: Office, opened: Open, path: Path
) -> None:
    step(made, office, letters.change, words="The new words.")
    read(made, opened(path, SAM))
    with pytest.raises(Refused, match="Somebody has read the letter since"):
        office.undo()
    assert made.letters[0].words == "The new words."


def test_a_letter_that_was_given_out_is_not_undone_to_what_it_was_before(
    made: Decided, office: Office, opened: Open, path: Path
) -> None:
    step(made, office, letters.change, words="The new words.")
    read(made, opened(path, SAM))
    sent = send(made, opened(path, SAM))
    with pytest.raises(Refused, match="has been given out"):
        office.undo()
    assert made.letters[0] == sent
    assert sent.digest == office.read(letters.text, sent.id, day=LATER).digest


def test_that_it_was_given_out_does_not_come_back_over_words_changed_since(
    made: Decided, office: Office, opened: Open, path: Path
) -> None:
    read(made, office)
    send(made, office)
    send(made, office, None)
    step(made, opened(path, SAM), letters.change, words="The new words.")
    with pytest.raises(Refused, match="may have been changed since"):
        office.undo()
    assert (made.letters[0].sent_on, made.letters[0].digest) == (None, "")


def test_marking_a_letter_as_given_out_or_changing_one_nobody_has_read_is_undone(made: Decided, office: Office) -> None:
    before = step(made, office, letters.change, words="The first words.")
    step(made, office, letters.change, words="The new words.")
    office.undo()
    assert made.letters[0].words == before.words
    read(made, office)
    send(made, office)
    office.undo()
    assert (made.letters[0].sent_on, made.letters[0].read_by) == (None, "Sam Blott")


def test_what_is_for_approval_is_changed_by_nobody_who_is_not_known_to_have_prepared_it(
    office: Office, opened: Open, path: Path
) -> None:
    """An approver who took back their own words while it is for approval would approve what they had prepared."""
    sheets, pam = Sheets(office), opened(path, PAM)
    key = sheets.other()
    sheets.fill(key)
    sheets.change(key, pam, legal="As Pam has it")
    sheets.put_forward(key)
    with pytest.raises(Refused, match=r"It is for approval\. Change it by hand"):
        pam.undo()
    row = sheets.sheet(key).options[0]
    sheets.change(key, legal="n/a")  # by who prepared it, who may take that back
    assert office.undo() == "Change"
    assert sheets.sheet(key).legal == "As Pam has it"
    kit = opened(path, KIT)
    office.write("Take back", approving.take_back, key, version=sheets.sheet(key).version, reason="Kit has a word")
    kit.write("Option", drafting.change_option, row.id, version=row.version, text="Other", why="x", is_chosen=True)
    sheets.put_forward(key)
    with pytest.raises(Refused, match=r"It is for approval\. Change it by hand"):
        kit.undo()


def test_putting_it_to_approval_is_undone_until_somebody_has_approved_it(
    office: Office, opened: Open, path: Path
) -> None:
    sheets = Sheets(office)
    key = sheets.other()
    sheets.forward(key)
    assert office.undo() == "Put"
    assert sheets.sheet(key).state == "draft"
    scan = sheets.scan(key)
    sheets.put_forward(key)
    opened(path, SAM).write(
        "Record",
        approving.record_paper,
        key,
        version=sheets.sheet(key).version,
        role="commissioner",
        name="Pam Docket",
        post="Commissioner",
        given_on=LATER,
        document_id=scan,
        day=LATER,
    )
    with pytest.raises(Refused, match="has been approved since"):
        office.undo()


def test_a_sheet_that_comes_back_is_not_signed_over_what_was_recommended_otherwise_meanwhile(
    office: Office, opened: Open, path: Path
) -> None:
    desk = Committed(office)
    key, sheets, sam = desk.one(), desk.sheets, opened(path, SAM)
    sheets.forward(key)
    version = sheets.sheet(key).version
    sam.write("Withdraw", superseding.withdraw, key, version=version, reason="Too early")
    desk.recommend(0, "reduced", 30_000, reason="Less")
    sam.undo()
    assert (sheets.sheet(key).awards[0].amount, desk.of(0).amount) == (40_000_00, 30_000_00)
    with pytest.raises(Refused, match="Group 1: Something else is recommended for it by now"):
        sheets.record(key, "commissioner")


def test_a_bid_is_not_in_two_decisions_after_withdrawing_one_was_taken_back(
    office: Office, opened: Open, path: Path
) -> None:
    desk = Committed(office)
    key, sheets, sam = desk.one(), desk.sheets, opened(path, SAM)
    version = sheets.sheet(key).version
    sam.write("Withdraw", superseding.withdraw, key, version=version, reason="Too early")
    office.write("Back", recommending.take_back, desk.bids[0], version=desk.of(0).version, reason="Anew")
    desk.recommend(0, "fund")
    with pytest.raises(Refused, match="Something else has been recommended"):
        sam.undo()
    assert sheets.sheet(key).state == "withdrawn"
    assert not desk.of(0).is_committed


def test_a_promoted_bid_does_not_keep_the_sheet_of_its_reserve_list_from_being_signed(office: Office) -> None:
    desk = Committed(office)
    sheets, others = desk.sheets, desk.commit_all(sheets="each")[-1]
    desk.withdraw(0)
    office.write("Up", promoting.promote, desk.bids[3], version=desk.of(3).version, reason="Free", day=LATER)
    assert sheets.through(others) == "2018-001"
    assert office.read(approving.standing, others)
