"""Score sheets go out as Excel files and come back in a folder: looked at, taken, and seen by whoever else is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.exchange.sheet_layout import SCORES
from tests.factories import ask
from tests.ui.helpers import OFFSCREEN, seen, until
from tests.ui.tabs.applications.applying import HARBOUR
from tests.ui.tabs.scoring.scoring import BEA, KIT, TOM, Scoring, scoring_on
from tests.ui.tabs.scoring.test_road import HARBOURS, LANTERNS, everybody_scores, score, set_up
from ui.tabs.scoring.intake import SheetPanel

pytestmark = OFFSCREEN
REFERENCE, WHAT, POINTS, COMMENT = 1, 2, 5, 6


@pytest.fixture
def folder_out(desk: Scoring, tmp_path: Path) -> Path:
    """The packs and sheets of everybody, written from the window."""
    set_up(desk)
    folder = tmp_path / "out"
    folder.mkdir()
    desk.asker.path = folder
    desk.do("Write packs and score sheets into a folder…")
    for one in folder.glob("*.pdf"):
        one.unlink()
    return folder


def sheet_of(folder: Path, name: str) -> Path:
    return next(one for one in folder.glob("*.xlsx") if name in one.name)


def fill_in(path: Path, points: dict[str, tuple[int | float | str, int | float | str]]) -> None:
    """Type points into a member's sheet, as (Need, Delivery) by the reference of the bid."""
    book = load_workbook(path)
    sheet = book[SCORES]
    for row in range(1, sheet.max_row + 1):
        reference, what = str(sheet.cell(row, REFERENCE).value), str(sheet.cell(row, WHAT).value)
        for at, criterion in enumerate(("Need", "Delivery")):
            if reference in points and what.endswith(criterion):
                sheet.cell(row, POINTS).value = points[reference][at]
    book.save(path)


def panel_of(desk: Scoring) -> SheetPanel:
    """The folder that is being looked at, once it has been read."""
    desk.settle()
    found = desk.tab.findChild(SheetPanel)
    assert found is not None
    until(lambda: not found.busy.isVisible())
    desk.settle()
    return found


def states(panel: SheetPanel) -> dict[str, str]:
    """How each file stands, by its member."""
    return {str(line.cells[1]): str(line.cells[2]) for line in panel.list.shown().lines}


def test_returned_sheets_are_looked_at_taken_and_counted(desk: Scoring, folder_out: Path) -> None:
    fill_in(sheet_of(folder_out, BEA), {"CSF-26-001": (5, "4.0"), "CSF-26-002": (" 5 ", 5)})
    fill_in(sheet_of(folder_out, TOM), {"CSF-26-001": (4, 4), "CSF-26-002": (1, 4.5)})
    fill_in(sheet_of(folder_out, KIT), {"CSF-26-002": ("N/A", 4)})
    desk.more("Read a folder of sheets…")
    panel = panel_of(desk)
    before = states(panel)
    assert [before[one] for one in sorted(before)] == ["New", "Cannot be taken", "New"]
    panel.list.choose(next(line.id for line in panel.list.shown().lines if "Tom" in str(line.cells[1])))
    desk.settle()
    said = "\n".join(seen(panel.record))
    assert "4.5" in said
    assert f"{SCORES}, E" in said, "the sheet and the cell are named"
    desk.click("Take 2 sheets", panel)
    until(lambda: sorted(states(panel).values()) == ["Cannot be taken", "Taken", "Taken"])
    desk.settle().click("Close", panel)
    desk.settle().view("Who has scored")
    assert desk.column("To come") == ["1", "1"], "Tom's are still to come, and Kit has no sheet for the first"


def test_what_came_in_is_seen_by_a_colleague_and_undone_as_one_step(
    desk: Scoring, folder_out: Path, ready_file: Path
) -> None:
    fill_in(sheet_of(folder_out, BEA), {"CSF-26-001": (5, 4), "CSF-26-002": (5, 5)})
    for name in (TOM, KIT):
        sheet_of(folder_out, name).unlink()
    desk.more("Read a folder of sheets…")
    panel = panel_of(desk)
    desk.click("Take 1 sheet", panel)
    until(lambda: list(states(panel).values()) == ["Taken"])
    desk.settle().click("Close", panel)
    with scoring_on(desk.asker, ready_file) as colleague:
        colleague.view("Who has scored")
        assert colleague.column("M1") == ["In", "In"]


def test_what_a_colleague_types_after_the_folder_was_looked_at_is_not_written_over(
    desk: Scoring, folder_out: Path, ready_file: Path
) -> None:
    fill_in(sheet_of(folder_out, BEA), {"CSF-26-001": (5, 4), "CSF-26-002": (5, 5)})
    for name in (TOM, KIT):
        sheet_of(folder_out, name).unlink()
    desk.more("Read a folder of sheets…")
    panel = panel_of(desk)
    with scoring_on(desk.asker, ready_file) as colleague:
        colleague.view("One member's sheets").choose_member(BEA).tab.new()
        colleague.settle()
        colleague.put(LANTERNS, "Need", "2").save()
        assert not colleague.is_open()
    desk.click("Take 1 sheet", panel)
    until(lambda: list(states(panel).values()) == ["Not taken"])
    assert ask(ready_file, "SELECT points FROM score WHERE archived = 0") == [(2,)]


def test_the_marking_scheme_and_its_words_are_typed_and_locked_at_the_first_score(desk: Scoring) -> None:
    set_up(desk)
    desk.do("Marking scheme > Marking scheme…")
    rows = [one.label for one in desk.grid.cells.rows()]
    need = next(one for one in rows if one.startswith("Need"))
    desk.put(need, "Comment below", "3").save()
    assert not desk.is_open(), desk.refusals()
    desk.do("Marking scheme > What points mean…")
    desk.put(need, "5", "Own figures, O'Brien's and the council's").save()
    assert not desk.is_open(), desk.refusals()
    desk.view("Rounds")
    assert "Own figures, O'Brien's and the council's" in desk.record()
    score(desk, BEA, {LANTERNS: ("5", "4")})
    desk.view("Rounds").do("Marking scheme > Marking scheme…")
    desk.put(need, "Comment below", "2").save()
    assert desk.is_open()
    assert any("Scoring has begun" in words for words in [*desk.refusals(), *seen(desk.form_place)])


def test_a_second_stage_takes_the_bids_that_reached_the_share(desk: Scoring) -> None:
    set_up(desk)
    desk.do("Marking scheme > Marking scheme…")
    rows = [one.label for one in desk.grid.cells.rows()]
    desk.put(next(one for one in rows if one.startswith("Need")), "Weight at the second stage, %", "100").save()
    assert not desk.is_open(), desk.refusals()
    desk.do("Change the stage and its members…").fill("Members who must score a bid", "2")
    desk.fill("Goes on to the second stage from, %", "80").save()
    everybody_scores(desk)
    desk.view("Rounds").do("Agree the ranking")
    desk.do("Second stage…").save()
    assert not desk.is_open(), desk.refusals()
    desk.view("Rounds")
    assert desk.column("Stage") == ["Second stage"]
    desk.view("Who has scored")
    assert [one for one in desk.column("Bid") if HARBOUR in one] == [], "its mean of 72 is under 80"
    assert len(desk.column("Bid")) == 1


def test_two_officers_at_one_members_sheets_never_write_over_each_other(desk: Scoring, ready_file: Path) -> None:
    set_up(desk)
    desk.view("One member's sheets").choose_member(BEA).tab.new()
    desk.settle()
    with scoring_on(desk.asker, ready_file) as colleague:
        colleague.view("One member's sheets").choose_member(BEA).tab.new()
        colleague.settle()
        colleague.put(LANTERNS, "Need", "2").put(HARBOURS, "Need", "3").save()
        assert not colleague.is_open()
    desk.put(LANTERNS, "Need", "5").put(HARBOURS, "Delivery", "4").save()
    desk.settle()
    assert desk.is_open(), "what both typed is asked about"
    rows = ask(ready_file, "SELECT points FROM score WHERE archived = 0 ORDER BY points")
    assert rows == [(2,), (3,)], "the colleague's stand until somebody chooses"


def test_every_score_goes_to_excel_with_names_or_without(desk: Scoring, tmp_path: Path) -> None:
    set_up(desk)
    everybody_scores(desk)
    words = {}
    for name, item in (("all", "Every score to Excel…"), ("few", "Every score to Excel, without names and comments…")):
        path = tmp_path / f"{name}.xlsx"
        desk.asker.path = path
        desk.view("Ranked list").more(item)
        until(path.exists)
        desk.settle()
        book = load_workbook(path)
        words[name] = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert BEA in words["all"]
    assert BEA not in words["few"]
    assert any(one.startswith("=IF(OR(") for one in words["few"]), "totals are formulas"
