"""A round as it is made in the window: its terms, the planner, its form, and the day it opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.helpers import OFFSCREEN, find, on_its_way, rows, seen
from tests.ui.tabs.applications.applying import CTRL, REFERENCE, ROUND, Applying
from ui.kit.parts import SmallTable

pytestmark = OFFSCREEN
Key = Qt.Key


@pytest.fixture
def draft(bare: Applying) -> Applying:
    """A round that was typed in and is still a draft."""
    bare.press(Key.Key_N, CTRL)
    bare.fill("Reference", REFERENCE).fill("Name", ROUND).pick("Budget line", "Community safety")
    bare.fill("Pot, £", "100,000").fill("Largest grant, £", "20,000").fill("Closes on", "5 June 2026")
    return bare.save()


def test_an_office_without_a_round_says_what_belongs_here_and_offers_the_first_step(bare: Applying) -> None:
    assert "From an open round" in "\n".join(seen(bare.tab.empty))
    bare.click("New round…", bare.tab.empty)
    assert bare.is_open()
    assert bare.box("Financial year") == "2026/27"


def test_a_round_is_typed_in_and_is_the_chosen_one(draft: Applying) -> None:
    draft.view("Rounds")
    assert draft.primary() == "Prepare it…"
    assert ROUND in draft.record()
    draft.undo()
    assert draft.names() == []


def test_a_round_that_lacks_something_says_what_before_it_is_opened(draft: Applying) -> None:
    draft.view("Rounds").do("Open the round")
    assert "There is no criterion to score bids by." in "".join(draft.asker.told)
    assert draft.primary() == "Prepare it…"


def test_its_terms_are_added_changed_and_put_away_and_hold_once_it_is_open(draft: Applying) -> None:
    draft.view("Rounds")
    draft.do("Gate > Add a question of the gate…").fill("Question", "Is it a charity?").save()
    draft.do("Criteria > Add a criterion…").fill("Criterion", "Need").fill("Weight, %", "60").save()
    draft.do("Criteria > Add a criterion…").fill("Criterion", "Delivery").fill("Weight, %", "30").save()
    draft.do("Questions > Add a question…").fill("Question", "What will change?").save()
    draft.do("Open the round")
    assert "come to 90 %" in "".join(draft.asker.told)
    draft.do("Criteria > Change: Delivery…").fill("Weight, %", "40").save()
    draft.do("Questions > Archive: 1. What will change?")
    assert "What will change?" not in "\n".join(seen(draft.tab.record)).split("History")[0]
    draft.do("Open the round")
    assert draft.primary() == "Take bids in…"
    assert "Is it a charity?" in draft.record()


def test_an_open_round_is_given_later_days_only_with_a_reason(desk: Applying) -> None:
    desk.view("Rounds").do("Later days…").fill("Closes on", "12 June 2026").save()
    assert desk.is_open()
    assert "reason" in desk.beside("Reason").lower()
    desk.fill("Reason", "The post was late in the north.").save()
    assert "12 June 2026" in desk.record()
    assert not desk.is_open()


def test_a_round_is_copied_for_the_next_year_with_its_gate_criteria_and_questions(desk: Applying) -> None:
    desk.view("Rounds").do("Copy for another year…")
    assert desk.box("Financial year") == "2027/28"
    desk.fill("Reference", "CSF-27").save()
    assert desk.primary() == "Prepare it…"
    assert "What will be different?" in desk.record()
    assert "Is it a not-for-profit body?" in desk.record()


def test_the_planner_follows_what_is_typed_and_keeps_what_is_expected(draft: Applying) -> None:
    """Pain 15 of the field: nobody knew before opening how many would be turned away, and what that would cost."""
    draft.view("Rounds").do("How many bids can be met…")
    draft.fill("Bids expected", "171").fill("Minutes to read one bid", "30").fill("Hours to write one bid", "12")
    said = "\n".join(seen(draft.tab.wide))
    assert "5 bids of 171 can be funded at £20,000 each, about 1 in 34" in said
    table = rows(find(draft.tab.wide, SmallTable, "Ways to run the round"))
    assert [row[0] for row in table] == [
        "Whole bids at once",
        "An expression of interest first",
        "An eligibility gate",
        "Two stages of reading",
    ]
    draft.fill("A gate refuses, %", "50")
    assert "leaves 85 bids of 171 to read" in "\n".join(seen(draft.tab.wide))
    draft.save()
    assert not draft.is_open()
    draft.do("How many bids can be met…")
    assert draft.box("Bids expected") == "171"


def test_the_planner_refuses_what_no_plan_can_be_made_of(draft: Applying) -> None:
    draft.view("Rounds").do("How many bids can be met…").fill("Bids expected", "40")
    draft.fill("Members who read at a first stage", "9").save()
    assert draft.is_open()
    assert "only has 5 members" in draft.beside("Members who read at a first stage")


def test_the_blank_form_is_written_as_a_workbook(desk: Applying, tmp_path: Path) -> None:
    desk.asker.path = tmp_path / "form.xlsx"
    desk.view("Rounds").do("Write the blank form…")
    assert (tmp_path / "form.xlsx").exists()
    book = load_workbook(tmp_path / "form.xlsx")
    words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("What will be different?" in each for each in words)
    assert desk.state() == "Wrote form.xlsx"


def test_enter_on_a_round_goes_to_its_bids(desk: Applying) -> None:
    desk.view("Rounds")
    desk.tab.list.setFocus()
    desk.press(Key.Key_Return)
    assert desk.tab.bar.view.currentText() == "Bids of the round"
    assert len(desk.names()) == 2


def kept(desk: Applying) -> list[str]:
    """What the laptop keeps of forms that are not saved, as their boxes stand."""
    found: list[str] = []
    desk.desk.outbox.of_forms("", lambda every: found.extend(str(dict(one.typed)) for one in every))
    desk.settle()
    return found


def test_a_box_that_is_left_while_its_form_is_saved_leaves_nothing_behind_on_the_laptop(draft: Applying) -> None:
    """The percent is tidied as the box is left: that is not typing on."""
    draft.view("Rounds").do("Criteria > Add a criterion…").fill("Criterion", "Need").fill("Weight, %", "60")
    with on_its_way(draft):
        QTest.keyClick(QApplication.focusWidget() or draft.window, Key.Key_S, CTRL)
        draft.tab.list.setFocus()
        QTest.qWait(700)
    assert kept(draft) == []
    draft.do("Criteria > Add a criterion…")
    assert draft.box("Criterion") == ""


def test_a_saved_form_that_stands_until_a_slow_drive_answers_is_not_kept_again(draft: Applying) -> None:
    draft.view("Rounds").do("Criteria > Add a criterion…").fill("Criterion", "Need").fill("Weight, %", "60")
    QTest.keyClick(QApplication.focusWidget() or draft.window, Key.Key_S, CTRL)
    with on_its_way(draft):
        draft.wait(lambda: not draft.desk.outbox.is_flying())
        QTest.qWait(700)
    assert kept(draft) == []
    draft.do("Criteria > Add a criterion…").fill("Criterion", "Delivery").fill("Weight, %", "40").save()
    assert "Delivery" in draft.record()
