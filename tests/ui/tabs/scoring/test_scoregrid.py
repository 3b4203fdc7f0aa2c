"""One member's sheets typed into the grid, pasted, refused, explained beside it, and put back after a crash."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.scoring.parts import ScaleRecord
from ui.tabs.scoring.scoregrid import ScoreBox, ScoreForm, SheetRow, scores_field

SCALES = (
    ScaleRecord(
        "need", 1, "Need", "", 500, 5, False, 2, None, ((0, "No case made"), (5, "The applicant’s own figures")), 1
    ),
    ScaleRecord("cost", 2, "Cost", "Is it worth it?", 500, 10, False, None, None, (), 1),
)
ROWS = (SheetRow("one", "R2-01"), SheetRow("two", "R2-02"), SheetRow("three", "R2-03", "submitted"))


@pytest.fixture
def form(qtbot: QtBot) -> ScoreForm:
    found = ScoreForm((scores_field(ROWS, SCALES),), SCALES)
    qtbot.addWidget(found)
    found.resize(1100, 500)
    found.show()
    found.set_values({"scores": {"three:need": "3", "three:need+comment": "Thin", "one:cost": "n/a"}})
    qtbot.waitActive(found)
    box_of(found).points.grid.setFocus()
    box_of(found).points.grid.go(0, 0)
    return found


def box_of(form: ScoreForm) -> ScoreBox:
    box = form.box("scores")
    assert isinstance(box, ScoreBox)
    return box


def type_keys(text: str) -> None:
    for one in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        key = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(one)
        if key is None:
            QTest.keyClicks(focused, one)
        else:
            QTest.keyClick(focused, key)


def test_points_are_typed_by_keyboard_and_tidied_as_they_are_meant(form: ScoreForm) -> None:
    type_keys("4.0\tNA\tY\n")
    values = form.values()
    assert values is not None
    assert {key: values["scores"][key] for key in ("one:need", "one:cost", "one:recommends")} == {
        "one:need": "4",
        "one:cost": "n/a",
        "one:recommends": "yes",
    }
    assert box_of(form).points.grid.at() == (1, 0)


def test_none_of_the_three_states_is_nought(form: ScoreForm) -> None:
    type_keys("0\n")
    values = form.values()
    assert values is not None
    assert values["scores"]["one:need"] == "0"
    assert values["scores"]["one:cost"] == "n/a"
    assert "two:need" not in values["scores"]


@pytest.mark.parametrize(
    ("typed", "why"), [("6", "above the maximum of 5"), ("4.5", "not a whole number"), ("-1", "below 0")]
)
def test_points_that_cannot_be_are_refused_beside_the_grid_and_kept(form: ScoreForm, typed: str, why: str) -> None:
    type_keys(typed + "\n")
    assert form.values() is None
    box = box_of(form)
    assert box.points.cells.text(0, 0) == typed
    assert why in box.points.cells.why_wrong(0, 0)
    with pytest.raises(Refused, match="R2-01, Need"):
        box.read()


def test_a_comment_is_written_beside_the_cell_by_f2_and_esc(form: ScoreForm) -> None:
    type_keys("1\n")
    box = box_of(form)
    assert box.lacking() == ["one:need"]
    box.points.grid.go(0, 0)
    assert "to be explained" in box.asked.text()
    QTest.keyClick(box.points.grid, Qt.Key.Key_F2)
    type_keys("Thin")
    QTest.keyClick(box.comment, Qt.Key.Key_Escape)
    assert box.points.grid.has_keyboard()
    assert box.lacking() == []
    values = form.values()
    assert values is not None
    assert values["scores"]["one:need+comment"] == "Thin"
    box.points.grid.go(1, 0)
    assert box.comment.toPlainText() == ""


def test_a_block_is_pasted_from_a_spreadsheet(form: ScoreForm) -> None:
    QGuiApplication.clipboard().setText("4\t7\r\n 3 \tN/A\r\n")
    box_of(form).points.grid.paste()
    values = form.values()
    assert values is not None
    found = values["scores"]
    assert [found[key] for key in ("one:need", "one:cost", "two:need", "two:cost")] == ["4", "7", "3", "n/a"]


def test_a_sheet_that_is_in_is_shown_and_cannot_be_typed_into(form: ScoreForm) -> None:
    box = box_of(form)
    box.points.grid.go(2, 0)
    type_keys("5")
    assert box.points.cells.text(2, 0) == "3"
    assert box.comment.toPlainText() == "Thin"
    assert box.comment.isReadOnly()


def test_what_was_typed_is_put_back_as_it_stood_comments_and_all(form: ScoreForm) -> None:
    type_keys("9\n")
    box = box_of(form)
    box.points.grid.go(0, 0)
    box.comment.setPlainText("Why")
    kept = form.typed()
    was = form.original_values()
    form.set_values(was)
    assert not form.is_changed()
    form.type_back(kept, was)
    assert form.typed() == kept
    assert form.is_changed()


def test_the_anchor_of_the_points_given_stands_out(form: ScoreForm) -> None:
    type_keys("5\n")
    box_of(form).points.grid.go(0, 0)
    assert "<b>5&nbsp; The applicant’s own figures</b>" in box_of(form).anchors.text()
