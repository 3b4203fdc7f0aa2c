"""What people type is shown as it was typed, everywhere: no markup is read, no picture loaded, no formula run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from app.door import Office
from app.funds import commitments, funds, lines
from app.money import Pence
from app.papers.preview import text_of
from tests.factories import JO, add_organisation, budget_id
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, dress, screen_on, seen, until
from ui.kit import state

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
BOLD, SUM = "<b>Bold</b> <img src=x> & more", "=SUM(A1)"


@pytest.fixture(scope="module")
def screen(
    _made: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Screen]:
    """An office that somebody has filled with what looks like markup and formulas; it is only looked at."""
    folder = tmp_path_factory.mktemp("typed")
    state.use_file(folder / "desk.ini")
    dress(qapp)
    path = Path(shutil.copyfile(_made("empty"), folder / "office.opcc"))
    office = Office(path, JO)
    fund = office.write("Add a fund", funds.add, year=2019, name="<i>Fund</i>", purpose="<u>for & from</u>")
    for name in (BOLD, SUM):
        office.write("Add a line", lines.add, year=2019, name=name, fund_id=fund, amount=Pence(100_00))
    bold = office.read(lines.lines)[0]
    budget = budget_id(office, bold.id, year=2019)
    add_organisation(office, "<h1>Body</h1>")
    office.write("Add a note", lines.add_note, budget, text="<b>note</b>")
    office.write("Agree", commitments.commit, budget, title="<a href='x'>deal</a>", amount_pence=100)
    office.write("<s>Change</s>", lines.revise, budget, amount=Pence(200_00), reason="<img src='x'> why")
    office.close()
    with screen_on(AnsweringAsker(), path) as shown:
        yield shown


def test_it_is_shown_as_typed_in_the_list_and_the_record(screen: Screen) -> None:
    assert screen.names() == [BOLD, SUM]
    screen.choose(BOLD)
    record = screen.record()
    for words in (BOLD, "<i>Fund</i>", "<u>for & from</u>", "<b>note</b>", "<a href='x'>deal</a>", "<s>Change</s>"):
        assert words in record
    assert "<img src='x'> why" in record


def test_no_label_reads_typed_words_as_markup(screen: Screen) -> None:
    screen.choose(BOLD)
    for label in screen.window.findChildren(QLabel):
        if "<b>Bold" in label.text() or "<i>Fund" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_it_is_shown_as_typed_in_a_tooltip(screen: Screen) -> None:
    grid = screen.page.list.grid
    screen.page.list.head.resizeSection(0, 60)
    index = screen.page.list.model.index(screen.page.list.model.row_of(screen.page.list.shown_ids()[0]), 0)
    place = grid.visualRect(index).topLeft() + QPoint(20, 8)
    event = QHelpEvent(QEvent.Type.ToolTip, place, grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(grid.viewport(), event)
    until(QToolTip.isVisible)
    assert QToolTip.text() == "<p>&lt;b&gt;Bold&lt;/b&gt; &lt;img src=x&gt; &amp; more</p>"
    QToolTip.hideText()


def test_it_is_shown_as_typed_among_what_is_found(screen: Screen) -> None:
    screen.press(Key.Key_K, Held.ControlModifier).type("<img")
    until(screen.found)
    assert screen.found()[0] == f"Line: {BOLD}"


def test_it_is_shown_as_typed_in_forms_and_their_choices(screen: Screen) -> None:
    screen.choose(BOLD).change("Record an agreement…")
    assert f"Agreement out of {BOLD}" in seen(screen.page.record)
    screen.pick("With", "<h1>Body</h1>")
    assert screen.box("With") == "<h1>Body</h1>"
    screen.click("Cancel")


def test_in_excel_it_is_text_and_no_formula(screen: Screen, tmp_path: Path) -> None:
    screen.asker.path = tmp_path / "list.xlsx"
    screen.press(Key.Key_E, Held.ControlModifier)
    column = [row[0] for row in openpyxl.load_workbook(screen.asker.path).worksheets[0].iter_rows()]
    cells = {cell.value: cell.data_type for cell in column if cell.value}
    assert cells[SUM] == "s"
    assert any(str(value).startswith(BOLD) for value in cells)


def test_on_paper_it_is_shown_as_typed(screen: Screen, tmp_path: Path) -> None:
    screen.press(Key.Key_P, Held.ControlModifier)
    screen.asker.path = tmp_path / "list.pdf"
    preview = screen.dialogs()[-1]
    screen.click("Save PDF", preview)
    preview.close()
    words = " ".join(text_of(screen.asker.path.read_bytes()).split())
    assert BOLD in words
    assert SUM in words
