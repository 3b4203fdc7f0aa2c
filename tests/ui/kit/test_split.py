"""List and record: beside each other, under each other, as they were left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QSplitter, QWidget

from app.listing import Listing
from ui.kit import state, walk
from ui.kit.controls import Button
from ui.kit.parts import FilterBar, Section
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.words import plain

PutUp = Callable[[QWidget], None]


def page(listing: Listing, put_up: PutUp, width: int) -> ListAndRecord:
    view, record = ListView("Lines"), Record()
    view.show_listing(listing)
    record.begin("ISVA and SARC services", "Supporting victims", Button("Record income", look="primary"))
    record.add(Section("Notes", plain("Includes money from NHS England. " * 30, wrap=True)))
    split = ListAndRecord(ListPane(FilterBar(), view), record, "funds/split")
    split.resize(width, 640)
    put_up(split)
    return split


def test_the_record_stands_beside_the_list_where_there_is_room(listing: Listing, put_up: PutUp) -> None:
    split = page(listing, put_up, 1278)
    assert not split.is_stacked()
    assert abs(split.sizes()[0] - 796) < 12


def test_the_record_goes_under_the_list_in_a_narrow_window(listing: Listing, put_up: PutUp) -> None:
    assert page(listing, put_up, 1000).is_stacked()


def test_the_record_goes_under_the_list_at_200_percent(large: None, listing: Listing, put_up: PutUp) -> None:
    assert page(listing, put_up, 1278).is_stacked()


def test_extra_width_goes_to_the_list_up_to_its_natural_columns(listing: Listing, put_up: PutUp) -> None:
    split = page(listing, put_up, 1830)
    left = split.widget(0)
    assert isinstance(left, ListPane)
    assert split.sizes()[0] <= max(800, left.natural_width())


def test_the_place_a_person_drags_it_to_is_remembered(listing: Listing, put_up: PutUp) -> None:
    first = page(listing, put_up, 1278)
    first.moveSplitter(600, 1)
    assert page(listing, put_up, 1278).sizes()[0] == 600


def test_a_record_never_scrolls_sideways(listing: Listing, put_up: PutUp) -> None:
    for width in (1000, 1278):
        assert walk.sideways_scroll(page(listing, put_up, width)) == []


def test_a_record_is_as_high_as_its_words_and_no_higher(listing: Listing, put_up: PutUp) -> None:
    split = page(listing, put_up, 1278)
    record = split.widget(1)
    assert isinstance(record, Record)
    assert record.verticalScrollBar().maximum() == 0


def test_beginning_again_empties_the_record(listing: Listing, put_up: PutUp) -> None:
    split = page(listing, put_up, 1278)
    record = split.widget(1)
    assert isinstance(record, Record)
    record.begin("Another")
    shown = [one for one in record.findChildren(QWidget) if one.isVisibleTo(record) and isinstance(one, Section)]
    assert shown == []


def test_what_is_kept_is_in_the_persons_own_file(tmp_path: Path) -> None:
    state.keep("last/record", "isva")
    assert state.kept("last/record") == "isva"
    assert (tmp_path / "person" / "desk.ini").exists()
    assert state.kept("never", "nothing") == "nothing"


def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path) -> None:
    state.keep("last/record", "isva")
    (tmp_path / "person" / "desk.ini").write_bytes(b"[last]\nrecord=\x00{{{\n")
    assert state.kept("last/record", "none") == "none"


def test_any_splitter_and_window_is_put_back(put_up: PutUp) -> None:
    for _ in range(2):
        splitter = QSplitter()
        for _ in range(2):
            splitter.addWidget(QWidget())
        splitter.resize(400, 100)
        put_up(splitter)
        state.remember(splitter, "any")
        assert splitter.sizes() == splitter.sizes()
        splitter.moveSplitter(100, 1)
    assert splitter.sizes()[0] == 100
    state.keep_place(splitter)
    assert state.restore_place(splitter)
