"""The window itself: opening, the year, the office's menu, undo, search everything, and what it remembers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.factories import behind_the_desk
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, button, dress, screen_on, seen, until
from ui.kit import state

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Light, at the usual size, with nothing remembered."""
    state.use_file(tmp_path / "person" / "desk.ini")
    dress(qapp)
    yield
    state.use_file(None)


@pytest.fixture
def devon(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Screen]:
    """Devon, Cornwall and the Isles of Scilly, 2019/20."""
    with screen_on(asker, devon_cornwall_file) as screen:
        yield screen


@pytest.fixture(scope="module")
def _shown(
    _made: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Screen]:
    folder = tmp_path_factory.mktemp("shown")
    state.use_file(folder / "desk.ini")
    dress(qapp)
    with screen_on(AnsweringAsker(), Path(shutil.copyfile(_made("devon-cornwall"), folder / "office.opcc"))) as screen:
        yield screen


@pytest.fixture
def shown(_shown: Screen) -> Iterator[Screen]:
    """The same office in a window that tests share where they change nothing, put back as it was after each."""
    yield _shown.back_to_window()
    for dialog in _shown.dialogs():
        dialog.close()
    _shown.press(Key.Key_K, CTRL).press(Key.Key_Delete)
    until(lambda: not _shown.found())
    if _shown.window.top.year.currentText() != "2019/20":
        _shown.year("2019/20")


@pytest.fixture
def bare(asker: AnsweringAsker) -> Iterator[Screen]:
    """A window with no office in it."""
    with screen_on(asker) as screen:
        yield screen


# opening


def test_the_first_page_offers_an_example_a_file_and_a_new_office(bare: Screen) -> None:
    words = seen(bare.window.pages)
    assert words[-3:] == ["Open an example office", "Open…", "New office…"]
    assert not bare.window.top.search.isVisible()


def test_ctrl_o_opens_the_file_that_is_chosen(bare: Screen, devon_cornwall_file: Path) -> None:
    bare.asker.path = devon_cornwall_file
    bare.press(Key.Key_O, CTRL)
    assert bare.headline().startswith("£5,830,690 budget, ")
    assert bare.window.windowTitle() == "Devon, Cornwall and the Isles of Scilly - Commissioning Desk"
    assert bare.window.top.office.text() == "Devon, Cornwall and the Isles of Scilly"


def test_a_new_office_is_made_where_it_is_asked_for_and_says_what_belongs_there(bare: Screen, tmp_path: Path) -> None:
    bare.asker.path = tmp_path / "Anytown.opcc"
    bare.click("New office…")
    assert bare.asker.path.exists()
    assert bare.window.top.office.text() == "New office"
    assert bare.names() == []
    assert "yet" in bare.headline()


def test_a_new_office_is_never_made_over_a_file(bare: Screen, devon_cornwall_file: Path) -> None:
    bare.asker.path = devon_cornwall_file
    bare.click("New office…")
    assert bare.asker.told == [
        f"New office file: There is already a file at {devon_cornwall_file}. Choose another name."
    ]


def missing(path: Path) -> None:
    path.unlink()


def foreign(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 5_000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def newer(path: Path) -> None:
    behind_the_desk(path, "PRAGMA user_version=99", "UPDATE app_gate SET min_reader = 99, min_writer = 99")


def damaged(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 5_000)


SENTENCES: list[tuple[Callable[[Path], None], str]] = [
    (missing, "There is no office file at {path}. Was it moved or renamed? Nothing was made in its place."),
    (foreign, "{path} is not an office file of this desk. It was left as it is."),
    (empty, "{path} is empty, so it is not an office file. If it should hold your office, restore a backup."),
    (newer, "{path} was saved by a newer desk. Update this desk to open it; the file was left as it is."),
    (damaged, "{path} is damaged and was left as it is. Go back to its newest backup, or ask IT."),
]


@pytest.mark.parametrize(("spoil", "sentence"), SENTENCES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_file_that_cannot_be_opened_is_said_in_its_sentence(
    bare: Screen, path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(path)
    bare.asker.path = path
    bare.press(Key.Key_O, CTRL)
    assert len(bare.asker.told) == 1
    assert bare.asker.told[0].startswith(f"The office file cannot be opened: {sentence.format(path=path)}")
    assert button(bare.window, "Open an example office").isVisible()


def test_an_office_stays_where_another_file_cannot_be_opened(devon: Screen, path: Path) -> None:
    empty(path)
    devon.asker.path = path
    devon.press(Key.Key_O, CTRL)
    assert len(devon.asker.told) == 1
    assert devon.choose("Road safety").record().startswith("Road safety\n")
    assert devon.desk.path != path


def test_a_file_that_may_only_be_read_offers_no_editing_and_says_so(
    asker: AnsweringAsker, devon_cornwall_file: Path, open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    file = Path(shutil.copyfile(devon_cornwall_file, open_folder / "office.opcc"))
    file.chmod(0o444)
    as_nobody()
    with screen_on(asker, file) as screen:
        assert screen.state() == "You can look but not save: this file is read-only for you."
        assert screen.headline().startswith("£5,830,690 budget, ")
        assert "Change…" not in screen.choose("Road safety").record()
        new = button(screen.page, "New line")
        assert (new.isEnabled(), new.toolTip()) == (False, "This file is read-only for you.")
        screen.press(Key.Key_N, CTRL)
        assert screen.record().startswith("Road safety\n")
        screen.menu("Devon, Cornwall and the Isles of Scilly", "Office details…")
        assert not button(screen.dialogs()[-1], "Save details").isEnabled()


# the office's menu and help


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("Office details…", "Office details"),
        ("Plans and priorities…", "Plans and priorities"),
        ("Areas…", "Areas"),
        ("Organisations…", "Organisations"),
        ("Risks and implications…", "Risks and implications"),
    ],
)
def test_the_menu_of_the_office_opens_its_details_and_registers(shown: Screen, item: str, title: str) -> None:
    shown.menu("Devon, Cornwall and the Isles of Scilly", item)
    assert [dialog.windowTitle() for dialog in shown.dialogs()] == [title]
    shown.press(Key.Key_Escape)
    assert shown.dialogs() == []


def test_f1_shows_the_keys_and_where_the_file_is(shown: Screen) -> None:
    shown.press(Key.Key_F1)
    words = seen(shown.dialogs()[-1])
    assert "Search everything: a word, a name, an amount" in words
    assert str(shown.desk.path) in [one.replace("\N{ZERO WIDTH SPACE}", "") for one in words]


# undo


def test_ctrl_z_takes_back_ones_own_last_step_and_says_what_and_ctrl_y_does_it_again(devon: Screen) -> None:
    devon.press(Key.Key_Z, CTRL)
    assert devon.state() == "There is nothing of yours to undo"
    devon.choose("Road safety").change("Change the amount…")
    devon.fill("New amount, £", "31,000").fill("Reason", "Signs").save()
    devon.press(Key.Key_Z, CTRL)
    assert devon.state() == "Undone: Change a budget"
    assert devon.cell("Road safety", "2019/20 £") == "30,000"
    assert devon.chosen() == "Road safety"
    devon.press(Key.Key_Y, CTRL)
    assert devon.state() == "Done again: Change a budget"
    assert devon.headline().startswith("£5,831,690 budget")
    devon.choose("CASS Plus").change("Change the amount…").fill("New amount, £", "1").fill("Reason", "Cut").save()
    assert devon.state().startswith("Saved ")


# search


def test_search_finds_by_a_word_and_enter_goes_to_the_line(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL).type("speedwatch")
    until(lambda: shown.found()[:1] == ["Line: Community Speedwatch"])
    shown.press(Key.Key_Return)
    assert shown.chosen() == "Community Speedwatch"
    assert shown.record().startswith("Community Speedwatch\n")
    assert shown.found() == []


@pytest.mark.parametrize("amount", ["512199", "£512,199"])
def test_search_finds_an_amount_however_it_is_typed(shown: Screen, amount: str) -> None:
    shown.press(Key.Key_K, CTRL).type(amount)
    until(shown.found)
    assert shown.found()[0] == "Budget: ISVA and SARC services, £512,199, 2019/20"
    shown.press(Key.Key_Return)
    assert shown.chosen() == "ISVA and SARC services"


def test_the_arrows_walk_over_what_was_found_and_a_hit_of_another_year_changes_the_year(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL).type("343610")
    until(shown.found)
    shown.press(Key.Key_Down).press(Key.Key_Up).press(Key.Key_Return)
    assert shown.window.top.year.currentText() == "2018/19"
    assert shown.chosen() == "ISVA and SARC services"
    assert "Budget £343,610." in shown.record()


def test_enter_does_not_have_to_wait_for_what_is_found(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL)
    QTest.keyClicks(shown.window.top.search, "circles south")
    QTest.keyClick(shown.window.top.search, Key.Key_Return)
    shown.settle()
    assert shown.chosen() == "Circles South West"
    assert shown.found() == []


def test_enter_never_goes_to_what_was_found_for_an_earlier_word(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL).type("r")
    until(shown.found)
    QTest.keyClicks(shown.window.top.search, "estorative justice s")
    QTest.keyClick(shown.window.top.search, Key.Key_Return)
    shown.settle()
    assert shown.chosen() == "Restorative justice service"


def test_a_line_without_a_budget_in_the_year_on_screen_is_shown_in_a_year_it_has_one(shown: Screen) -> None:
    shown.year("2017/18").press(Key.Key_K, CTRL).type("road safety")
    until(lambda: shown.found()[:1] == ["Line: Road safety"])
    shown.press(Key.Key_Return)
    assert shown.window.top.year.currentText() == "2019/20"
    assert shown.record().startswith("Road safety\n")


def test_what_is_found_nowhere_says_so_and_esc_shuts_it(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL).type("zebra")
    until(shown.found)
    assert shown.found() == ["Nothing is called that, and nothing has that amount."]
    shown.press(Key.Key_Return)
    assert shown.found() == ["Nothing is called that, and nothing has that amount."]
    shown.press(Key.Key_Escape)
    assert shown.found() == []


# what is remembered


def test_the_year_is_remembered_for_each_file(devon: Screen, devon_cornwall_file: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(devon_cornwall_file, tmp_path / "other.opcc"))
    devon.year("2018/19").open(other)
    assert devon.window.top.year.currentText() == "2019/20"
    devon.open(devon_cornwall_file)
    assert devon.window.top.year.currentText() == "2018/19"


def test_view_filter_line_and_columns_are_there_again_the_next_morning(
    devon: Screen, devon_cornwall_file: Path, asker: AnsweringAsker
) -> None:
    devon.view("Lines by fund")
    devon.page.list.columns.set_hidden("change", True)
    drag(devon, column=1, by=40)
    width = devon.page.list.head.sectionSize(1)
    devon.press(Key.Key_F, CTRL).type("mental").choose("Mental health street triage")
    devon.window.close()
    with screen_on(asker, devon_cornwall_file) as again:
        assert again.page.bar.view.currentText() == "Lines by fund"
        assert again.page.bar.box.text() == "mental"
        assert again.chosen() == "Mental health street triage"
        assert "change" not in again.page.list.columns.shown_keys()
        assert again.page.list.head.sectionSize(1) == width


def drag(screen: Screen, *, column: int, by: int) -> None:
    """Make a column wider by dragging the edge of its head."""
    head = screen.page.list.head
    edge = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) - 1, head.height() // 2)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(head.viewport(), edge + QPoint(by, 0))
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def test_the_window_is_as_large_as_it_was_left(asker: AnsweringAsker) -> None:
    with screen_on(asker) as screen:
        screen.window.resize(800, 640)
    with screen_on(asker, size=None) as again:
        assert (again.window.width(), again.window.height()) == (800, 640)


def test_ctrl_1_goes_to_the_list_of_the_funds_page(shown: Screen) -> None:
    shown.press(Key.Key_K, CTRL).press(Key.Key_1, CTRL)
    assert shown.page.list.grid.hasFocus()


def test_ctrl_6_goes_to_the_papers_and_ctrl_1_back(shown: Screen) -> None:
    shown.press(Key.Key_6, CTRL)
    assert shown.window.rail.selected() == "papers"
    assert shown.papers.isVisible()
    assert shown.papers.list.grid.hasFocus()
    shown.press(Key.Key_1, CTRL)
    assert shown.window.rail.selected() == "funds"
    assert shown.page.list.grid.hasFocus()


def test_ctrl_5_goes_to_the_scoring_with_the_keyboard_in_it(shown: Screen) -> None:
    shown.press(Key.Key_5, CTRL)
    until(lambda: shown.window.scoring is not None and shown.window.scoring.isVisible())
    shown.settle()
    assert shown.window.rail.selected() == "scoring"
    scoring = shown.window.scoring
    focused = QApplication.focusWidget()
    assert scoring is not None
    assert focused is not None
    assert scoring.isAncestorOf(focused)


def test_a_line_found_from_the_papers_is_shown_on_its_own_tab(shown: Screen) -> None:
    shown.press(Key.Key_6, CTRL).press(Key.Key_K, CTRL).type("circles south")
    until(lambda: shown.found()[:1] == ["Line: Circles South West"])
    shown.press(Key.Key_Return)
    assert shown.window.rail.selected() == "funds"
    assert shown.chosen() == "Circles South West"


def test_papers_of_another_office_are_read_when_it_is_opened(devon: Screen, durham_file: Path) -> None:
    devon.press(Key.Key_6, CTRL).open(durham_file)
    assert devon.window.rail.selected() == "papers"
    assert [line.cells[0] for line in devon.papers.list.shown().lines] == ["Update on commissioning activity"]
