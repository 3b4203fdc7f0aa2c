"""The list, used as a person uses it: typing, keys, clicks."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.listing import Column, Group, Line, Listing, totals
from ui.kit import state, theme
from ui.kit.table import ListView

Keys = Qt.Key
Shown = Any


def focus(view: ListView, qtbot: QtBot) -> None:
    view.grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.grid.hasFocus)


def press(view: ListView, key: Qt.Key, qtbot: QtBot, held: Qt.KeyboardModifier | None = None) -> str:
    QTest.keyClick(view.grid, key, held or Qt.KeyboardModifier.NoModifier)
    return view.chosen_id()


def click_head(view: ListView, at: int, qtbot: QtBot) -> None:
    middle = view.head.sectionViewportPosition(at) + view.head.sectionSize(at) // 2
    QTest.mouseClick(view.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 10))


def test_qt_finds_nothing_wrong_with_the_model(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.set_filter("care")
    view.sort_by("now", True)
    view.show_listing(listing)


def test_groups_stand_over_their_lines_with_totals(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    rows = [(view.model.text(row, 0), view.model.text(row, 2)) for row in range(view.model.rowCount())]
    assert rows[0] == ("Whole plan", "1,715,249")
    assert rows[4] == ("Supporting victims", "2,532,540")
    assert rows[5] == ("ISVA and SARC services", "512,199")


def test_a_group_shows_what_is_its_own_where_nothing_is_added_up(shown: Shown) -> None:
    columns = (Column("name", "Name"), Column("now", "Now £", "pence"), Column("state", "State", "chip"))
    lines = (Line("a", ("North", 100_00, ""), "county"), Line("b", ("South", 200_00, "Held"), "county"))
    view = shown(Listing("List", columns, lines, (Group("county", "County", (("state", "At cap"),)),)))
    assert [view.model.text(0, at) for at in range(3)] == ["County", "300", "At cap"]


def test_what_parts_a_list_runs_across_it_and_gathers_nothing(shown: Shown, qtbot: QtBot) -> None:
    columns = (Column("rank", "#", "count", added=False), Column("name", "Name"), Column("now", "Now £", "pence"))
    lines = (Line("a", (1, "North", 100_00)), Line("b", (2, "South", 200_00), "below"))
    words = "Cut line: £100 given · £20 left of £120"
    view = shown(Listing("List", columns, lines, (Group("below", words, parting=True),)))
    assert [view.model.text(1, at) for at in range(3)] == [words, "", ""], "it is no sum of what stands under it"
    assert [view.model.said(1, at) for at in range(3)] == [words, "", ""]
    assert view.model.footer()[1:] == ["", "300"]
    assert view.columns.natural_width() < theme.current().metrics().horizontalAdvance(words)
    focus(view, qtbot)
    view.choose("a")
    assert press(view, Keys.Key_Down, qtbot) == "b"
    view.set_filter("cut")
    assert view.shown_ids() == [], "its words are none of the lines’"
    view.set_filter("")
    painted = view.grid.grab().toImage()
    middle = view.grid.visualRect(view.model.index(1, 1)).center().y() + view.head.height()
    dark = [painted.pixelColor(at, middle).lightness() < 128 for at in range(4, 60)]
    assert any(dark), "its first words stand on a dark ground, also where the first column is narrow"


def test_the_totals_follow_the_filter(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.set_filter("victims")
    assert view.model.footer()[:3] == ["Total shown, 3 lines, 1 without a figure", "2,358,877", "2,532,540"]


def test_what_is_shown_goes_to_excel_in_the_same_order(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.sort_by("now", True)
    view.columns.set_hidden("change", True)
    view.set_filter("s")
    on_screen = view.shown()
    assert [line.id for line in on_screen.lines] == view.shown_ids()
    assert [column.key for column in on_screen.columns] == ["name", "before", "now", "percent", "state"]
    assert totals(on_screen.columns, on_screen.lines, "x")[2] == view.model.arranged.total.cells[2]


def test_the_keys_move_over_lines_and_pass_over_headings(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    focus(view, qtbot)
    assert view.chosen_id() == "csp"
    assert press(view, Keys.Key_End, qtbot) == "new"
    assert press(view, Keys.Key_Home, qtbot) == "csp"
    assert [press(view, Keys.Key_Down, qtbot) for _ in range(3)] == ["road", "team", "isva"]
    assert press(view, Keys.Key_Up, qtbot) == "team"
    assert press(view, Keys.Key_PageDown, qtbot) == "new"
    assert press(view, Keys.Key_PageUp, qtbot) == "csp"


def test_letters_go_to_the_line_that_starts_so(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    focus(view, qtbot)
    QTest.keyClicks(view.grid, "vic")
    assert view.chosen_id() == "care"


def test_enter_and_double_click_open_a_line(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    view.choose("isva")
    opened: list[str] = []
    view.opened.connect(opened.append)
    press(view, Keys.Key_Return, qtbot)
    place = view.grid.visualRect(view.model.index(view.model.row_of("care"), 0)).center()
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["isva", "care"]


def test_a_click_on_a_heading_leaves_the_chosen_line_chosen(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    view.choose("isva")
    place = view.grid.visualRect(view.model.index(0, 0)).center()
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.chosen_id() == "isva"
    assert view.chosen_ids() == ["isva"]


def test_the_chosen_line_is_announced_once(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    heard: list[str] = []
    view.chosen.connect(heard.append)
    view.choose("isva")
    view.choose("isva")
    view.show_listing(listing)
    view.set_filter("isva")
    view.set_filter("")
    view.sort_by("now")
    assert heard == ["isva"]


def test_a_line_stays_chosen_while_a_filter_hides_it(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.choose("isva")
    view.set_filter("road")
    assert view.chosen_ids() == []
    view.set_filter("")
    assert view.chosen_id() == "isva"
    assert view.chosen_ids() == ["isva"]


def test_when_the_chosen_line_has_gone_its_neighbour_is_chosen(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.choose("care")
    view.show_listing(listing.shown(["csp", "road", "team", "isva", "new"]))
    assert view.chosen_id() == "new"


def test_several_chosen_lines_stay_chosen_over_a_refresh(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    focus(view, qtbot)
    press(view, Keys.Key_A, qtbot, Qt.KeyboardModifier.ControlModifier)
    view.sort_by("now")
    assert sorted(view.chosen_ids()) == sorted(line.id for line in listing.lines)


def test_scroll_stays_over_a_refresh(many: Listing, shown: Shown) -> None:
    view = shown(many)
    view.grid.verticalScrollBar().setValue(5_000)
    view.show_listing(many)
    assert view.grid.verticalScrollBar().value() == 5_000


def test_a_head_sorts_then_reverses_then_gives_the_order_back(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    click_head(view, 2, qtbot)
    assert view.shown_ids() == ["team", "road", "csp", "isva", "care", "new"]
    click_head(view, 2, qtbot)
    assert view.shown_ids() == ["csp", "road", "team", "care", "isva", "new"]
    click_head(view, 2, qtbot)
    assert view.shown_ids() == ["csp", "road", "team", "isva", "care", "new"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_key_sorts_and_puts_columns_away(listing: Listing, shown: Shown, qtbot: QtBot) -> None:
    view = shown(listing)
    focus(view, qtbot)
    reason, place = QContextMenuEvent.Reason.Keyboard, QPoint(5, 5)
    QApplication.sendEvent(view.grid.viewport(), QContextMenuEvent(reason, place, view.mapToGlobal(place)))
    qtbot.waitUntil(view.menu.isVisible)
    next(action for action in view.menu.sort.actions() if action.text() == "2019/20 £").trigger()
    next(action for action in view.menu.columns.actions() if action.text() == "State").trigger()
    view.menu.close()
    assert view.sorted_by() == ("now", False)
    assert view.columns.shown_keys() == ["name", "before", "now", "change", "percent"]


def test_copy_gives_excel_the_chosen_lines(
    listing: Listing, shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = pytest.importorskip("app.exchange.clipboard")
    view = shown(listing)
    focus(view, qtbot)
    view.choose("isva")
    press(view, Keys.Key_C, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == clipboard.to_tsv(view.shown(), ["isva"])


def test_widths_hidden_columns_and_sort_are_remembered(listing: Listing, shown: Shown) -> None:
    first = shown(listing)
    state.remember(first, "funds/list")
    first.columns.set_hidden("change", True)
    first.head.resizeSection(2, 120)
    first.sort_by("now", True)
    second = shown(listing)
    state.remember(second, "funds/list")
    assert second.columns.shown_keys() == first.columns.shown_keys()
    assert second.head.sectionSize(2) == 120
    assert second.sorted_by() == ("now", True)


def test_the_first_column_takes_what_the_others_leave(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    assert view.head.length() == view.grid.viewport().width()
    view.columns.set_hidden("change", True)
    assert view.head.length() == view.grid.viewport().width()


def test_a_name_and_seven_columns_of_nine_digits_fit_the_list_at_1366(shown: Shown) -> None:
    columns = (Column("name", "Budget line"), *(Column(f"c{at}", "2019/20 £", "pence") for at in range(7)))
    lines = tuple(
        Line(str(at), (f"Neighbourhood liaison and diversion {at}", *([12_345_678_900] * 7))) for at in range(4)
    )
    view = shown(Listing("Wide", columns, lines))
    assert view.head.length() <= 756
    assert not view.grid.horizontalScrollBar().isVisible()
    assert view.head.sectionSize(0) >= 120


def test_more_columns_than_fit_scroll_inside_the_table_only(shown: Shown) -> None:
    columns = (Column("name", "Budget line"), *(Column(f"c{at}", "2019/20 £", "pence") for at in range(14)))
    view = shown(Listing("Wide", columns, (Line("1", ("Line", *([12_345_678_900] * 14))),)))
    view.grid.horizontalScrollBar().setValue(200)
    assert view.width() == 756
    assert view.grid.horizontalScrollBar().value() == 200


def test_an_empty_list_says_what_belongs_there(listing: Listing, shown: Shown) -> None:
    view = shown(listing.shown([]))
    assert view._nothing.isVisible()
    assert view._nothing.text() == "Nothing here yet."
    assert not view.foot.isVisible()


def test_a_filter_that_finds_nothing_says_so(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.set_filter("<b>zebra")
    assert view._nothing.text() == "No line has “<b>zebra”."


def test_cells_say_their_figures_to_a_screen_reader(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    interface = QAccessible.queryAccessibleInterface(view.grid)
    assert interface.text(QAccessible.Text.Name) == "Budget lines"
    # the heads come before the first row, and an unseen head before each row
    first = (view.model.row_of("isva") + 1) * (view.model.columnCount() + 1) + 1
    said = [interface.child(first + at).text(QAccessible.Text.Name) for at in range(4)]
    assert said == ["ISVA and SARC services, has a note", "343,610 pounds", "512,199 pounds", "plus 168,589 pounds"]


def test_the_totals_say_themselves_to_a_screen_reader(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    assert view.foot.accessibleName() == "Total shown, 6 lines, 1 without a figure"
    assert "2019/20 £ 4,247,789" in view.foot.accessibleDescription()


def test_a_key_in_the_filter_costs_under_twenty_milliseconds_at_20000_lines(many: Listing, shown: Shown) -> None:
    view = shown(many)
    costs = []
    for text in ("y", "yo", "you", "yout", "youth", "yout", "you", ""):
        before = time.process_time()
        view.set_filter(text)
        costs.append(time.process_time() - before)
    assert sorted(costs)[len(costs) // 2] < 0.020, [round(cost * 1000, 1) for cost in costs]


def test_columns_that_are_put_away_leave_no_room_for_a_bar_to_scroll_sideways(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.resize(330, 600)
    QApplication.processEvents()
    assert view.head.length() > view.width()
    view.restore_layout({"hidden": ["before", "change", "percent", "state"]})
    assert view.foot.y() == view.grid.height() == view.content_height() - view.foot.height()
    assert view.grid.height() == view.head.sizeHint().height() + view.grid.verticalHeader().length()


def test_beyond_its_cells_a_list_is_paper(listing: Listing, shown: Shown) -> None:
    view = shown(listing)
    view.head.resizeSection(0, 60)
    view.head.resizeSection(5, 40)
    view.grid.resize(900, 700)
    paper = theme.current().colour("paper")
    image = view.grid.viewport().grab().toImage()
    right, below = view.head.length(), view.grid.verticalHeader().length()
    assert right < image.width() - 3
    assert below < image.height() - 3
    assert image.pixelColor(image.width() - 2, 4) == paper
    assert image.pixelColor(4, image.height() - 2) == paper
    assert image.pixelColor(right - 2, below - 1) != paper  # the rule of the last row


def test_chips_are_cut_before_a_figure_leaves_its_place(shown: Shown) -> None:
    columns = (
        Column("rank", "#", "count"),
        Column("bid", "Bid"),
        Column("discuss", "To discuss", "chips"),
        Column("asked", "Asked £", "pence"),
    )
    words = "C, Spread 41, Too few scores, Passed over"
    view = shown(Listing("Bids", columns, (Line("a", (1, "A bid with a name", words, 18_300_00)),)))
    natural = view.columns.natural_width()
    view.resize(natural - 60, 300)
    QApplication.processEvents()
    assert view.head.length() <= view.grid.viewport().width()
    assert view.grid.itemDelegate().is_elided(view.model.index(0, 2)), "the tooltip says them whole"
    assert not view.grid.itemDelegate().is_elided(view.model.index(0, 3))
    view.resize(natural + 60, 300)
    QApplication.processEvents()
    assert not view.grid.itemDelegate().is_elided(view.model.index(0, 2))
