"""Sections in columns: in their order, as short as can be, and at rest once they are set."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.listing import Listing
from tests.ui.conftest import PutUp
from ui.kit import walk
from ui.kit.controls import Button
from ui.kit.newspaper import ColumnedSections, parted
from ui.kit.parts import FilterBar, Section
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.words import plain

WORDS = "Includes money that a partner pays as long as its own option lasts. "


def record(put_up: PutUp, width: int, height: int = 400) -> tuple[Record, list[Button]]:
    page = Record("Chosen record", columned=True)
    buttons = [Button("Decide on option 1", look="primary"), *(Button(f"Do {at}") for at in range(5))]
    page.begin("Advocacy service", "3 + 1 + 1 years", buttons[0])
    for at, button in enumerate(buttons[1:]):
        page.add(Section(f"Section {at}", plain(WORDS * (at % 3 + 1), wrap=True), button))
    page.resize(width, height)
    put_up(page)
    QApplication.processEvents()
    return page, buttons


def columns(page: Record) -> list[list[str]]:
    sections = page.findChild(ColumnedSections)
    assert sections is not None
    return [[one.title.text() for one in column if isinstance(one, Section)] for column in sections.columns()]


def lengths(heights: list[int], cuts: tuple[int, ...], gap: int) -> int:
    edges = [0, *cuts, len(heights)]
    parts = [heights[at:to] for at, to in pairwise(edges)]
    return max(sum(part) + gap * (len(part) - 1) for part in parts)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=9), st.integers(1, 3), st.integers(0, 30))
def test_the_longest_column_is_as_short_as_any_way_of_parting_can_make_it(
    heights: list[int], most: int, gap: int
) -> None:
    counts = parted(heights, most, gap)
    assert sum(counts) == len(heights)
    assert len(counts) <= most
    ways = [cuts for number in range(most) for cuts in combinations(range(1, len(heights)), number)]
    cuts = tuple(sum(counts[: at + 1]) for at in range(len(counts) - 1))
    assert lengths(heights, cuts, gap) == min(lengths(heights, one, gap) for one in ways)


def test_a_wide_record_has_three_columns_in_reading_order(put_up: PutUp) -> None:
    page, _ = record(put_up, 1278)
    found = columns(page)
    assert len(found) == 3
    assert [title for column in found for title in column] == [f"Section {at}" for at in range(5)]


def test_every_column_is_at_least_380_px_wide(put_up: PutUp) -> None:
    for width, most in ((700, 1), (860, 2), (1100, 2), (1278, 3), (1920, 3)):
        page, _ = record(put_up, width)
        sections = page.findChildren(Section)
        assert len(columns(page)) == most, width
        assert min(one.width() for one in sections) >= min(380, width - 60)


def test_at_200_percent_there_is_one_column_where_there_were_three(large: None, put_up: PutUp) -> None:
    page, _ = record(put_up, 1278)
    assert len(columns(page)) == 1


def test_the_primary_button_stands_at_the_top_right_over_the_columns(put_up: PutUp) -> None:
    page, buttons = record(put_up, 1278)
    primary = buttons[0].mapTo(page, QPoint(0, 0))
    assert primary.x() + buttons[0].width() > 1278 - 60
    assert all(one.mapTo(page, QPoint(0, 0)).y() > primary.y() for one in page.findChildren(Section))


def test_tab_goes_through_the_columns_in_reading_order(put_up: PutUp) -> None:
    page, buttons = record(put_up, 1278)
    buttons[0].setFocus()
    reached = []
    for _ in buttons:
        focused = QApplication.focusWidget()
        reached.append(focused)
        QTest.keyClick(focused or page, Qt.Key.Key_Tab)
    assert reached == buttons


def test_what_goes_across_parts_the_columns(put_up: PutUp) -> None:
    page, _ = record(put_up, 1278)
    page.add(over := Section("Over all", plain("Timeline")), across=True)
    page.add(Section("After", plain("More")))
    QApplication.processEvents()
    assert over.width() > 1200
    assert len(page.findChildren(ColumnedSections)) == 2


def test_nothing_is_cut_and_nothing_scrolls_sideways_at_any_width(put_up: PutUp) -> None:
    page, _ = record(put_up, 1278, 700)
    for width in (400, 700, 860, 1278, 1920):
        page.resize(width, 700)
        QApplication.processEvents()
        assert walk.clipped_text(page) == []
        assert walk.sideways_scroll(page) == []


class Moves(QObject):
    """Counts how often anything it watches is moved or resized."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.count += 1
        return False


def test_once_set_it_is_at_rest_also_where_its_bar_to_scroll_just_comes(put_up: PutUp) -> None:
    page, _ = record(put_up, 1278)
    moves = Moves()
    for one in page.findChildren(QWidget):
        one.installEventFilter(moves)
    for width in range(1196, 1226, 3):
        for height in (230, 260, 290):
            page.resize(width, height)
            QApplication.processEvents()
            moves.count = 0
            for _ in range(3):
                QApplication.processEvents()
            assert moves.count == 0, (width, height)


def test_a_section_that_grows_pushes_what_is_below_it(put_up: PutUp) -> None:
    page, _ = record(put_up, 700)
    sections = page.findChildren(Section)
    below = sections[1].y()
    sections[0].findChildren(QLabel)[1].setText(WORDS * 12)
    QApplication.processEvents()
    QApplication.processEvents()
    assert sections[1].y() > below


def stacked(listing: Listing, put_up: PutUp, height: int = 654) -> ListAndRecord:
    view = ListView("Lines")
    view.show_listing(listing)
    record = Record(columned=True)
    record.begin("ISVA and SARC services")
    split = ListAndRecord(ListPane(FilterBar(), view), record, "contracts/split", under=True)
    split.resize(1278, height)
    put_up(split)
    split.share_out()
    return split


def test_a_page_that_asks_for_it_has_its_record_under_the_list_at_any_width(listing: Listing, put_up: PutUp) -> None:
    split = stacked(listing, put_up)
    assert split.is_stacked()
    split.resize(1900, 900)
    assert split.is_stacked()


def test_a_short_list_leaves_the_rest_to_the_record_and_is_seen_whole(listing: Listing, put_up: PutUp) -> None:
    split = stacked(listing, put_up, 900)
    view = split.findChild(ListView)
    assert isinstance(view, ListView)
    assert view.height() == view.content_height()
    assert split.sizes()[1] > split.sizes()[0]


def test_a_long_list_leaves_a_third_to_the_record(many: Listing, put_up: PutUp) -> None:
    split = stacked(many, put_up)
    assert 0.6 < split.sizes()[0] / sum(split.sizes()) < 0.7
