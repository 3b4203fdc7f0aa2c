"""What an applicant will read: offered from the comments of the members, chosen and read by an officer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.door import Office
from app.errors import Refused, Stale
from app.recommendations import feedback
from app.recommendations.feedback import Offered
from db.scoring import Score, ScoreSheet, Seat
from tests.app.recommendations.recommended import Recommended
from tests.app.scoring.staged import NAMES, Staged


def comment(desk: Staged, sheet_id: str, need: str = "", whole: str = "") -> None:
    """What the member of a sheet wrote under Need and on the whole."""

    def write(session: object) -> None:
        rows = session.query(Score).filter_by(sheet_id=sheet_id, criterion_id=desk.need)  # type: ignore[attr-defined]
        rows.one().comment = need
        session.get(ScoreSheet, sheet_id).comment = whole  # type: ignore[attr-defined]

    desk.office.write("Comment", write)


def test_sentences_are_offered_by_criterion_once_each_and_nobody_is_known_by_the_place(office: Office) -> None:
    desk = Staged(office)
    zoe, ann, one = desk.send(0, 0, 4, 4), desk.send(1, 0, 4, 4), desk.send(2, 0, 4, 4, state="draft")
    comment(desk, zoe, "Who needs it is clear. Costs are not!", "A good bid")
    comment(desk, ann, "Costs are not!\nI agree with Bea Ledger", "")
    comment(desk, one, "Never handed in.", "Never")
    desk.moderate()
    assert office.read(feedback.offered, desk.stage_id, desk.bids[0]) == (
        Offered("Need", "Costs are not!"),
        Offered("Need", "I agree with Bea Ledger", ("Bea Ledger",)),
        Offered("Need", "Who needs it is clear."),
        Offered("On the whole", "A good bid"),
    )


def test_nothing_is_offered_of_a_bid_that_waits_for_a_sheet_nor_of_a_member_with_a_conflict(office: Office) -> None:
    desk = Staged(office)
    sheets = [desk.send(member, 0, 4, 4) for member in (0, 1)]
    for one in sheets:
        comment(desk, one, f"Words of {one}.")
    with pytest.raises(Refused, match="once its scores are open"):
        office.read(feedback.offered, desk.stage_id, desk.bids[0])
    desk.conflict(2, 0)
    desk.conflict(1, 0)
    (offered,) = office.read(feedback.offered, desk.stage_id, desk.bids[0])
    assert offered.text == f"Words of {sheets[0]}."


def test_feedback_is_kept_with_who_has_read_it_also_after_it_was_committed(office: Office) -> None:
    desk = Recommended(office)
    with pytest.raises(Refused, match="Say first what is recommended"):
        office.write("Choose", feedback.choose, desk.bids[0], version=None, text="Words", read_by="Jo")
    desk.recommend(0, "decline", reason="Too much")
    version = desk.of(0).version
    with pytest.raises(Refused, match="Who has read it is needed") as refused:
        office.write("Choose", feedback.choose, desk.bids[0], version=version, text="Words", read_by=" ")
    assert refused.value.field == "read_by"
    office.write("Choose", feedback.choose, desk.bids[0], version=version, text=" Words. ", read_by=" Jo  Quill ")
    assert (desk.of(0).feedback, desk.of(0).feedback_by) == ("Words.", "Jo Quill")
    with pytest.raises(Stale):
        office.write("Choose", feedback.choose, desk.bids[0], version=version, text="Others", read_by="Sam")
    desk.commit()
    office.write("Choose", feedback.choose, desk.bids[0], version=desk.of(0).version, text="", read_by="Jo")
    assert (desk.of(0).feedback, desk.of(0).feedback_by) == ("", "")


@pytest.mark.parametrize("text", ["As tom  inkwell said.", "Pay to sort code 12-34-56"])
def test_feedback_names_nobody_of_the_panel_and_holds_no_bank_details(office: Office, text: str) -> None:
    desk = Recommended(office)
    desk.recommend(0, "decline")
    with pytest.raises(Refused) as refused:
        office.write("Choose", feedback.choose, desk.bids[0], version=None, text=text, read_by="Jo")
    assert refused.value.field == "text"
    assert desk.of(0).feedback == ""


@given(st.text(alphabet="aB .!?\n"))
def test_sentences_leave_no_word_out(text: str) -> None:
    assert " ".join(feedback.sentences(text)).split() == text.split()


def test_a_whole_name_is_found_and_a_part_of_another_word_is_not() -> None:
    assert feedback.naming("BEA\nLedger's view", NAMES) == ("Bea Ledger",)
    assert feedback.naming("A ledger of Bea Ledgers", NAMES) == ()
    assert feedback.naming("Anything", ["", " "]) == ()


@pytest.mark.parametrize("text", ["As Siân O’Hara said", "SIA\u0302N O'HARA", "Siân\u00a0O'Hara", "Siân O\u00ad'Hara"])
def test_a_name_is_found_however_it_was_typed(text: str) -> None:
    assert feedback.naming(text, ["Siân O'Hara"]) == ("Siân O'Hara",)


def test_who_gave_up_a_seat_on_the_panel_is_named_no_more_than_the_others(office: Office) -> None:
    desk = Recommended(office)
    desk.recommend(0, "decline")
    seat = office.read(lambda session: session.scalars(select(Seat).where(Seat.member_id == desk.members[0])).one())
    desk.set(Seat, seat.id, archived=True)
    assert NAMES[0] not in [one.name for one in desk.stage.seats]
    with pytest.raises(Refused, match=f"It names {NAMES[0]}"):
        office.write("Choose", feedback.choose, desk.bids[0], version=None, text=f"{NAMES[0]} liked it.", read_by="Jo")
