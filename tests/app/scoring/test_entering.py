"""Members' sheets typed as a grid."""

from __future__ import annotations

import pytest

from app.door import Office
from app.errors import Refused, Stale
from app.scoring import reading
from app.scoring.parts import SheetRecord
from db.grants import Application
from db.scoring import Seat
from tests.app.scoring.panelled import DAY, Scored


def sheets_of(scored: Scored, member: int = 0) -> dict[str, SheetRecord]:
    found = scored.office.read(reading.sheets, scored.stage_id, member_id=scored.members[member])
    return {one.application_id: one for one in found}


def test_what_is_typed_is_kept_as_it_was_meant(office: Office) -> None:
    scored = Scored(office)
    bid = scored.bids[0]
    typed = {
        f"{bid}:{scored.need}": "4.0",
        f"{bid}:{scored.value}": " N/A ",
        f"{bid}:{scored.need}+comment": " Sound. ",
        f"{bid}:recommends": "Y",
        f"{bid}:comment": "=1+1 o’r Fro",
    }
    scored.put(typed)
    assert scored.cells() == {
        f"{bid}:{scored.need}": "4",
        f"{bid}:{scored.value}": "n/a",
        f"{bid}:{scored.need}+comment": "Sound.",
        f"{bid}:recommends": "yes",
        f"{bid}:comment": "=1+1 o’r Fro",
    }
    sheet = sheets_of(scored)[bid]
    assert (sheet.state, sheet.received_on) == ("draft", None)


def test_an_emptied_cell_is_not_given_and_a_nought_is_kept(office: Office) -> None:
    scored = Scored(office)
    scored.put(scored.full(0, "0", "2"))
    scored.put({}, whole={f"{scored.bids[0]}:{scored.need}": "0"})
    by_criterion = {one.criterion_id: one for one in sheets_of(scored)[scored.bids[0]].scores}
    assert by_criterion[scored.need].points == 0
    assert (by_criterion[scored.value].points, by_criterion[scored.value].is_na) == (None, False)
    assert scored.cells() == {f"{scored.bids[0]}:{scored.need}": "0"}


@pytest.mark.parametrize("text", ["4.5", "6", "-1", "good", "=1+1"])
def test_a_cell_that_is_no_points_is_refused_with_bid_and_criterion_and_nothing_is_saved(
    office: Office, text: str
) -> None:
    scored = Scored(office)
    key = f"{scored.bids[1]}:{scored.value}"
    with pytest.raises(Refused, match="DEV-2 Group 2, Value: ") as refused:
        scored.put({**scored.full(0), key: text})
    assert refused.value.field == f"scores:{key}"
    assert scored.cells() == {}


def test_hidden_names_are_in_no_refusal(office: Office) -> None:
    scored = Scored(office, names_hidden=True)
    with pytest.raises(Refused) as refused:
        scored.put(scored.full(0, "9"))
    assert refused.value.message.startswith("DEV-1, Need: ")


def test_a_bid_with_a_conflict_takes_no_score_and_shows_none(office: Office) -> None:
    scored = Scored(office)
    scored.put({**scored.full(0), **scored.full(1)})
    seen = scored.cells()
    scored.conflict(0, 0)
    assert set(scored.cells()) == set(scored.full(1))
    with pytest.raises(Refused, match="conflict of interest"):
        scored.put(scored.full(0, "1"), was=seen)
    scored.put(scored.full(1, "2"), was=seen)
    assert scored.cells() == scored.full(1, "2")
    assert len(sheets_of(scored)) == 2, "what was given before is kept in the file"


def test_nobody_scores_before_they_declared_their_interests(office: Office) -> None:
    scored = Scored(office)
    scored.set(Seat, scored.seats[0], declared_on=None)
    with pytest.raises(Refused, match="Bea Ledger has not declared"):
        scored.put(scored.full(0))


def test_a_ranked_stage_a_stranger_and_a_bid_that_is_out_are_refused(office: Office) -> None:
    scored = Scored(office)
    with pytest.raises(Refused, match="not scored at this stage"):
        scored.put({"nothing:comment": "Who?"})
    scored.set(Application, scored.bids[2], state="withdrawn")
    with pytest.raises(Refused, match="not scored at this stage"):
        scored.put(scored.full(2))
    with pytest.raises(Refused, match="criterion is not scored"):
        scored.put({f"{scored.bids[0]}:unknown": "3"})
    scored.rank()
    with pytest.raises(Refused, match="ranking has been agreed"):
        scored.put(scored.full(0))


def test_a_cell_somebody_else_saved_is_not_overwritten_but_its_neighbour_may_be_saved(office: Office) -> None:
    scored = Scored(office)
    key, other = scored.full(0)
    scored.put({key: "4"}, was={})
    with pytest.raises(Stale, match="saved this while you were typing"):
        scored.put({key: "2"}, was={}, whole={key: "2"})
    scored.put({other: "1"}, was={}, whole={other: "1"})
    assert scored.cells() == {key: "4", other: "1"}


def test_one_member_is_not_shown_what_another_gave(office: Office) -> None:
    scored = Scored(office)
    scored.put(scored.full(0), member=0)
    assert scored.cells(1) == {}


def test_a_submitted_sheet_takes_nothing_until_it_is_opened_again(office: Office) -> None:
    scored = Scored(office)
    scored.send(0, 0)
    with pytest.raises(Refused, match="Open it again first"):
        scored.put(scored.full(0, "1"))
    scored.put(scored.full(1))
    assert scored.cells() == {**scored.full(0), **scored.full(1)}


def test_saving_with_submit_takes_in_the_sheets_of_its_bids_or_nothing_at_all(office: Office) -> None:
    scored = Scored(office)
    with pytest.raises(Refused, match="DEV-2 Group 2: Value has neither points nor n/a"):
        scored.put({**scored.full(0), f"{scored.bids[1]}:{scored.need}": "3"}, submit=True)
    assert scored.cells() == {}
    scored.put({**scored.full(0), **scored.full(1)}, submit=True)
    found = sheets_of(scored)
    assert [(found[key].state, found[key].received_on) for key in scored.bids[:2]] == [("submitted", DAY)] * 2
    scored.put(scored.full(2), submit=True)
    assert sheets_of(scored)[scored.bids[2]].state == "submitted"
