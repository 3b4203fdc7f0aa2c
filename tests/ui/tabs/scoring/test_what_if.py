"""What if: a trial of other money, weights and awards, of which nothing is saved until it is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.door import Office
from app.recommendations import reading as recommended
from app.recommendations import recommending
from app.scoring import stages
from tests.ui.helpers import OFFSCREEN, seen
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN, SOUTH
from tests.ui.tabs.scoring.fairly import Fairly, stage_of
from tests.ui.tabs.scoring.outcomes import MOORGATE, TIN_LANE, known
from ui.kit.celllooks import CellBrush
from ui.tabs.scoring.trialgrid import COMES_IN, FLIP, GIVE, GOES_OUT

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
AS_IT_IS = [f"{LANTERN} 12,000", f"{HARBOUR} 18,000", "line", f"{MOORGATE} 14,000", f"{TIN_LANE} 6,000"]


def begun(fair: Fairly) -> Fairly:
    """At the page on which it is tried."""
    fair.more("What if…")
    assert fair.has_panel()
    return fair


def content(path: Path) -> list[str]:
    """All that a file holds, as statements that would make it again."""
    with closing(sqlite3.connect(path)) as bare:
        return list(bare.iterdump())


def test_it_begins_as_it_stands_with_nothing_to_keep(fair: Fairly) -> None:
    begun(fair)
    assert fair.listed() == AS_IT_IS
    assert fair.trial.sentence.text() == "Nothing is tried yet. £30,000 is given to 2 bids, and £10,000 is left."
    assert fair.trial.grid.trial.line_words() == (
        "£30,000 given · £10,000 left of £40,000 · the next bid needs £4,000 more"
    )
    assert not fair.trial.keep_button.isEnabled()
    assert fair.box("Pot") == "£40,000"


def test_another_pot_says_at_every_key_who_comes_in(fair: Fairly) -> None:
    begun(fair).fill("Pot", "44000")
    assert fair.listed()[2:4] == [f"{MOORGATE} 14,000 {COMES_IN}", "line"]
    assert fair.trial.sentence.text() == (
        "With a pot of £44,000, CSF-26-003 comes in. £44,000 is given to 3 bids, and £0 is left."
    )
    assert fair.squares(fair.trial)[1] == [SOUTH, "none", "14,000", "14,000"], "and what is fair follows"
    fair.fill("Pot", "12000")
    assert fair.listed()[:3] == [f"{LANTERN} 12,000", "line", f"{HARBOUR} 18,000 {GOES_OUT}"]


def test_a_cap_and_what_the_pot_may_be_gone_over_by_are_tried_together(fair: Fairly) -> None:
    begun(fair).fill("Most for each bid", "13000").fill("May be gone over by", "4000")
    assert fair.listed() == [
        f"{LANTERN} 12,000",
        f"{HARBOUR} 13,000",
        f"{MOORGATE} 13,000 {COMES_IN}",
        f"{TIN_LANE} 6,000 {COMES_IN}",
        "line",
    ]


def test_a_part_award_is_typed_in_the_list_and_the_keyboard_goes_on_from_its_bid(fair: Fairly) -> None:
    begun(fair).give(HARBOUR, "14000")
    assert fair.listed()[1:4] == [f"{HARBOUR} 14,000", f"{MOORGATE} 14,000 {COMES_IN}", "line"]
    assert "other amounts for 1 bid" in fair.trial.sentence.text()
    grid = fair.trial.grid
    assert grid.trial.bid_at(grid.at()[0]) == grid.trial.bid_at(2), "Enter went down to the bid that has come in"
    fair.press(Key.Key_Z, CTRL)
    assert fair.listed() == AS_IT_IS
    fair.press(Key.Key_Y, CTRL)
    assert fair.listed()[1] == f"{HARBOUR} 14,000"


def test_nothing_can_be_left_out_of_a_trial_with_nought_and_given_back_by_emptying_the_cell(fair: Fairly) -> None:
    begun(fair).give(LANTERN, "0")
    assert f"{LANTERN} 0 {GOES_OUT}" in fair.listed()
    grid = fair.trial.grid
    grid.go(next(row for row, one in enumerate(grid.cells.rows()) if LANTERN in one.label), GIVE)
    fair.press(Key.Key_Delete)
    assert fair.listed() == AS_IT_IS


def test_what_cannot_be_given_is_said_of_its_bid_and_stays_as_typed(fair: Fairly) -> None:
    begun(fair).give(HARBOUR, "20000")
    assert f"{HARBOUR} 20000" in fair.listed()
    assert fair.trial.trouble.isVisible()
    assert f"{HARBOUR} asks for £18,000" in fair.trial.trouble.words()
    assert not fair.trial.keep_button.isEnabled()
    fair.give(HARBOUR, "lots")
    assert "lots" in fair.trial.trouble.words()
    fair.give(HARBOUR, "17000")
    assert not fair.trial.trouble.isVisible()
    assert fair.trial.keep_button.isEnabled()


def test_a_pot_that_cannot_be_read_is_said_beside_it_and_the_list_stays(fair: Fairly) -> None:
    begun(fair).fill("Pot", "44000").fill("Pot", "many")
    assert "many" in fair.beside("Pot")
    assert fair.listed()[2] == f"{MOORGATE} 14,000 {COMES_IN}", "what was tried before stays on the screen"
    assert not fair.trial.keep_button.isEnabled()
    fair.fill("Pot", "40000")
    assert fair.listed() == AS_IT_IS


def test_other_weights_are_looked_at_and_never_kept(fair: Fairly) -> None:
    begun(fair).fill("Need, weight", "80")
    assert "The weights come to 120.0 %" in "\n".join(seen(fair.trial))
    assert not fair.trial.keep_button.isEnabled()
    assert "published with the terms" in fair.trial.keep_button.accessibleDescription()
    fair.click("Set all back", fair.trial)
    assert fair.box("Need, weight") == "60 %"
    assert fair.listed() == AS_IT_IS


def test_what_is_kept_is_recommended_in_one_step_that_can_be_undone(fair: Fairly, sam: Office) -> None:
    begun(fair).give(HARBOUR, "14000")
    fair.trial.keep_button.setFocus(Qt.FocusReason.TabFocusReason)
    fair.press(Key.Key_Space)
    assert not fair.has_panel()
    assert {name: (one.outcome, one.given // 100) for name, one in known(sam).items()} == {
        LANTERN: ("fund", 12_000),
        HARBOUR: ("reduced", 14_000),
        MOORGATE: ("fund", 14_000),
    }
    fair.press(Key.Key_Z, CTRL)
    assert known(sam) == {}


def test_more_than_the_round_has_is_refused_in_words_and_nothing_is_kept(fair: Fairly, sam: Office) -> None:
    begun(fair).fill("Pot", "44000")
    fair.click("Keep as recommended", fair.trial)
    assert fair.has_panel()
    assert "£4,000 more than the round has" in fair.beside("Pot")
    assert known(sam) == {}


def test_what_was_discarded_leaves_no_trace_in_the_file(fair: Fairly, spread_file: Path) -> None:
    before = content(spread_file)
    begun(fair).fill("Pot", "44000").fill("Most for each bid", "9000").fill("Need, weight", "80")
    fair.give(HARBOUR, "4000").give(LANTERN, "0")
    fair.press(Key.Key_Escape)
    assert not fair.has_panel()
    assert any("Discard what was tried" in words for words in fair.asker.asked)
    assert content(spread_file) == before
    assert begun(fair).listed() == AS_IT_IS


def test_leaving_is_asked_about_only_where_something_is_tried(fair: Fairly) -> None:
    begun(fair).press(Key.Key_Escape)
    assert not fair.has_panel()
    assert fair.asker.asked == []
    fair.asker.agree = False
    begun(fair).fill("Pot", "44000").press(Key.Key_Escape)
    assert fair.has_panel(), "who goes on trying has it all still there"
    assert fair.box("Pot") == "44000"


def test_what_somebody_else_has_recommended_meanwhile_is_not_typed_over_and_what_is_tried_stays(
    fair: Fairly, sam: Office
) -> None:
    begun(fair).give(HARBOUR, "14000")
    stage = stage_of(sam)
    bid = fair.trial.grid.trial.bid_at(0)
    why = "It does not say who needs it."
    sam.write("Decline", recommending.set_one, stage.id, bid, version=None, outcome="decline", reason=why)
    fair.click("Keep as recommended", fair.trial)
    assert fair.has_panel()
    assert fair.trial.trouble.isVisible()
    assert [one.outcome for one in sam.read(recommended.recommendations)] == ["decline"]
    assert f"{HARBOUR} 14,000" in fair.listed(), "what was typed is still there, over what the file holds by now"
    cells = fair.trial.grid.trial
    assert (cells.text(0, FLIP), cells.is_above(0), cells.is_open(0, GIVE)) == ("Recommended: decline.", False, False)
    fair.click("Keep as recommended", fair.trial)
    assert not fair.has_panel()
    assert known(sam)[HARBOUR].given == 14_000_00


def test_a_trial_is_worked_out_but_not_kept_before_the_ranking_is_agreed(fair: Fairly, sam: Office) -> None:
    of = stage_of(sam)
    sam.write("Open it again", stages.reopen_ranking, of.id, version=of.version, reason="A sheet was read wrongly.")
    begun(fair).give(HARBOUR, "14000")
    assert "CSF-26-003 comes in" in fair.trial.sentence.text()
    assert not fair.trial.keep_button.isEnabled()
    assert "Agree it first" in fair.trial.keep_button.accessibleDescription()


def test_every_cell_is_read_aloud_with_what_it_was(fair: Fairly) -> None:
    begun(fair).give(HARBOUR, "14000")
    cells = fair.trial.grid.trial
    index = cells.index(1, GIVE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"CSF-26-002 {HARBOUR}, Give £: 14,000"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Tried; it is 18,000 outside this trial."


def test_only_what_is_in_sight_is_painted_again(fair: Fairly) -> None:
    begun(fair)
    grid = fair.trial.grid
    assert isinstance(grid.brush, CellBrush)
    before = grid.brush.painted
    QTest.keyClicks(fair.trial.form.box("cap").control, "9")
    fair.settle()
    assert 0 < grid.brush.painted - before <= 4 * (len(grid.cells.rows()) * 6)
