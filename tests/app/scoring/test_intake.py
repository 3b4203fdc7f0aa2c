"""Score sheets that come back are looked at cell by cell, and taken whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import documents
from app.checking import check
from app.door import Office
from app.exchange.sheet_layout import SCORES
from app.exchange.sheet_read import read_sheet
from app.scoring import intake, reading, sheets
from db.scoring import ScoringStage, Seat
from tests.app.scoring.panelled import DUE, Scored
from tests.app.scoring.returned import Returned, whole
from tests.exchange.malformed import as_excel
from tests.exchange.malformed_sheets import SEEDS, malformed


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Scored(office), tmp_path / "inbox")


def states(returned: Returned) -> dict[str, str]:
    """The state of each sheet of the first member, by the bid's reference."""
    scored = returned.scored
    found = scored.office.read(reading.sheets, scored.stage_id, member_id=scored.members[0])
    return {f"DEV-{scored.bids.index(one.application_id) + 1}": one.state for one in found}


def test_pain_6_a_sheet_comes_back_by_file_alone_and_what_is_complete_is_submitted(returned: Returned) -> None:
    path = returned.add({**whole(0), ("DEV-2", "Need"): (2, "Thin"), ("DEV-1", "funded?"): ("Yes", "Good")})
    plan = returned.plan()
    assert (plan.outcome, plan.member, plan.problems) == ("new", "M1 Bea Ledger", ())
    assert "DEV-2 stays a draft: Value has neither points nor n/a." in plan.notices
    (taken,) = returned.take()
    assert (taken.refused, len(taken.submitted)) == ("", 1)
    assert states(returned) == {"DEV-1": "submitted", "DEV-2": "draft"}
    scored = returned.scored
    first, second = scored.bids[0], scored.bids[1]
    assert scored.cells() == {
        **scored.full(0),
        f"{first}:recommends": "yes",
        f"{first}:comment": "Good",
        f"{second}:{scored.need}": "2",
        f"{second}:{scored.need}+comment": "Thin",
    }
    (kept,) = scored.office.read(documents.documents, scored.seats[0])
    assert (kept.name, kept.digest) == (path.name, read_sheet(path).digest)


@pytest.mark.parametrize(
    ("typed", "meant"), [(4.0, "4"), (" 3 ", "3"), ("N/A", "n/a"), ("na", "n/a"), ("'5", "5"), (0, "0"), ("4.0", "4")]
)
def test_points_are_taken_as_they_were_meant(returned: Returned, typed: Any, meant: str) -> None:
    returned.add(whole(0, need=typed))
    (taken,) = returned.take()
    assert taken.refused == ""
    assert returned.scored.cells()[f"{returned.scored.bids[0]}:{returned.scored.need}"] == meant


@pytest.mark.parametrize("typed", [4.5, 6, -1, "good", "=1+1", True, "4/5", "#REF!"])
def test_what_is_no_points_refuses_the_file_and_names_the_cell(returned: Returned, typed: Any) -> None:
    returned.add({**whole(0), **whole(1, need=typed)})
    before = returned.scored.office.last_seq()
    plan = returned.plan()
    assert plan.outcome == "refused"
    (problem,) = plan.problems
    assert problem.sentence(plan.name).startswith("bea.xlsx, Scores, E")
    assert returned.take() == ()
    assert (returned.scored.cells(), returned.scored.office.last_seq()) == ({}, before)


def test_columns_that_have_moved_and_rows_that_were_sorted_are_found(returned: Returned) -> None:
    def move(book: Any) -> None:
        sheet = book[SCORES]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        head, lines = rows[0], [one for one in rows[1:] if one[1]]
        sheet.delete_rows(3, sheet.max_row)
        for row in [head, *reversed(lines)]:
            sheet.append([row[5], row[4], row[3], row[2], row[1], row[0]])

    returned.add(whole(0), touch=move)
    (taken,) = returned.take()
    assert taken.refused == ""
    assert returned.scored.cells() == returned.scored.full(0)


def test_words_in_any_language_stay_words(returned: Returned) -> None:
    words = "Mae’r cais yn dda: Tŷ Gŵyr, o’n plwyf"
    returned.add({**whole(0), ("DEV-1", "Need"): (4, words)})
    returned.take()
    assert returned.scored.cells()[f"{returned.scored.bids[0]}:{returned.scored.need}+comment"] == words


def test_a_sheet_of_another_stage_is_told_and_not_taken(returned: Returned) -> None:
    returned.add(whole(0))
    other = returned.scored.second()
    files = (read_sheet(returned.folder / "bea.xlsx"),)
    plan = returned.scored.office.read(intake.preview, other, files=files).files[0]
    assert (plan.outcome, plan.told()[0]) == ("elsewhere", "bea.xlsx: this sheet is of the other stage of this round.")


def test_a_sheet_of_a_member_who_does_not_score_is_told_and_not_taken(returned: Returned) -> None:
    returned.add(whole(0))
    returned.scored.set(Seat, returned.scored.seats[0], archived=True)
    assert returned.plan().told() == ("bea.xlsx: M1 does not score this stage.",)


def test_an_older_sheet_is_told_with_what_changed_and_taken_only_when_accepted(returned: Returned) -> None:
    path = returned.add(whole(0))
    returned.scored.explain_below(2)
    plan = returned.plan()
    assert (plan.outcome, plan.is_older) == ("older", True)
    assert "What is asked, its weights or where a comment is needed were changed since." in plan.notices
    assert returned.take() == ()
    accepted = returned.preview(accept_older=(read_sheet(path).digest,))
    (taken,) = returned.take(accepted)
    assert taken.refused == ""
    assert states(returned) == {"DEV-1": "submitted"}


def test_rows_of_a_bid_with_a_conflict_declared_since_are_left_out_and_told(returned: Returned) -> None:
    returned.add({**whole(0), **whole(1, need="what they typed before")})
    returned.scored.conflict(0, 1)
    plan = returned.plan()
    assert (plan.outcome, plan.is_older) == ("new", False)
    assert "Bea Ledger has a conflict of interest in DEV-2; those rows are left out." in plan.notices
    returned.take()
    assert states(returned) == {"DEV-1": "submitted"}


def test_a_submitted_sheet_is_not_written_over_unless_it_is_opened_again(returned: Returned) -> None:
    done = returned.scored.send(0, 0, need="1")
    returned.add(whole(0, need=5))
    assert returned.plan().outcome == "refused"
    assert any("has been submitted and the file differs in 1 cell" in one for one in returned.plan().notices)
    returned.scored.office.write("Open", sheets.reopen, done, reason="A slip of the pen")
    (taken,) = returned.take()
    assert taken.refused == ""
    assert returned.scored.cells() == returned.scored.full(0, need="5")


def test_what_somebody_saved_after_the_preview_is_not_typed_over(returned: Returned) -> None:
    returned.add(whole(0))
    seen = returned.preview()
    returned.scored.put(returned.scored.full(0, need="1"))
    (taken,) = returned.take(seen)
    assert taken.refused
    assert returned.scored.cells() == returned.scored.full(0, need="1")


def test_a_late_sheet_is_told_and_taken(returned: Returned) -> None:
    returned.add(whole(0))
    assert returned.plan(received_on=DUE).late == ""
    returned.scored.set(ScoringStage, returned.scored.stage_id, sheets_due_on=DUE.replace(year=2017))
    assert returned.plan(received_on=DUE).late == (
        "It is late: it came on 1 July 2018, and sheets were due by 1 July 2017."
    )
    assert returned.plan(received_on=DUE).can_take


def test_a_file_is_taken_once_and_taking_it_is_undone_as_one_step(returned: Returned) -> None:
    returned.add(whole(0))
    returned.take()
    assert returned.plan().outcome == "same"
    returned.scored.office.undo()
    assert returned.scored.cells() == {}
    assert returned.plan().outcome == "new"


def test_of_two_files_of_a_member_one_is_taken(returned: Returned) -> None:
    returned.add(whole(0))
    returned.add(whole(0, need=1), name="bea again.xlsx")
    assert sorted(one.outcome for one in returned.preview().files) == ["duplicate", "new"]


@pytest.mark.parametrize("batch", range(6))
def test_300_malformed_sheets_are_each_refused_in_a_sentence_or_taken_whole(returned: Returned, batch: int) -> None:
    source = returned.add({**whole(0), **whole(1), ("DEV-1", "funded?"): ("Yes", "A warm place")})
    content = as_excel(source.read_bytes())
    office, scored = returned.scored.office, returned.scored
    for seed in range(batch, SEEDS, 6):
        kind, changed = malformed(content, seed)
        source.write_bytes(changed)
        file, before = read_sheet(source), office.last_seq()
        assert all(one.reason.endswith(".") and len(one.reason) > 20 for one in file.problems), (seed, kind)
        plan = returned.preview()
        taken = returned.take(plan)
        (only,) = plan.files
        if only.can_take:
            assert [one.refused for one in taken] == [""], (seed, kind)
            assert scored.cells() == {key: text for key, text in only.cells.items() if text}, (seed, kind)
            office.undo()
        else:
            assert only.told(), (seed, kind)
            assert office.last_seq() == before, (seed, kind)
        assert scored.cells() == {}, (seed, kind)
    assert check(office.path) == []
