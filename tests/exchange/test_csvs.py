"""A list as CSV, read back as another program reads it: nothing in it runs, and figures are figures."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.exchange.csvs import safe, write_csv
from app.listing import Cell, Column, Group, Line, Listing
from app.progress import Progress, Stopped
from tests.papers.budgets import TOTAL_AFTER, budget_listing

pytestmark = pytest.mark.windows

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def written(listing: Listing, folder: Path) -> list[list[str]]:
    write_csv(listing, folder / "list.csv")
    return read(folder / "list.csv")


def one_cell(cell: Cell, shape: Any = "text", **column: Any) -> Listing:
    return Listing("List", (Column("cell", "Cell", shape, **column),), (Line("1", (cell,)),))


@pytest.mark.parametrize(
    ("cell", "shape", "text"),
    [
        (1_245_000_00, "pence", "1245000.00"),
        (-5, "pence", "-0.05"),
        (-250_10, "change", "-250.10"),
        (62, "percent", "6.2%"),
        (-1_003, "percent", "-100.3%"),
        (1_234_500_000, "figure", "1234.5"),
        (-2_000_000, "figure", "-2"),
        (1_234, "count", "1234"),
        (date(2018, 10, 1), "day", "2018-10-01"),
        (None, "pence", ""),
        ("TBD", "pence", "TBD"),
        ("-5", "pence", "'-5"),
    ],
)
def test_a_cell_is_what_another_program_reads(tmp_path: Path, cell: Cell, shape: str, text: str) -> None:
    assert written(one_cell(cell, shape), tmp_path) == [["Cell"], [text]]


@pytest.mark.parametrize("begins", DANGEROUS)
def test_what_begins_like_a_formula_never_is_one(tmp_path: Path, begins: str) -> None:
    text = f"{begins}cmd|' /C calc'!A0"
    [[head], [cell]] = written(Listing("L", (Column("c", text),), (Line("1", (text,)),)), tmp_path)
    assert head == cell
    assert cell[0] == "'"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_at_all_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    kept = safe(text)
    assert not kept.startswith(DANGEROUS)
    plain = kept[1:] if text.startswith(DANGEROUS) else kept
    assert len(plain) == len(text.replace("\r\n", "\n"))


def test_commas_quotes_and_lines_come_back_as_they_were(tmp_path: Path) -> None:
    text = 'Advice, "help"\nand £5 — Ynys Môn'
    assert written(one_cell(text), tmp_path) == [["Cell"], [text]]


def test_a_spreadsheet_is_told_that_it_is_utf_8(tmp_path: Path) -> None:
    written(one_cell("£"), tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == b"\xef\xbb\xbfCell\r\n\xc2\xa3\r\n"


def test_what_no_program_can_show_is_made_visible(tmp_path: Path) -> None:
    assert written(one_cell("a\x00b"), tmp_path)[1] == ["a\N{WHITE SQUARE}b"]


def test_each_line_names_its_group_and_nothing_is_added_up(tmp_path: Path) -> None:
    listing = budget_listing()
    write_csv(listing, tmp_path / "list.csv", grouped_by="Priority")
    head, *rows = read(tmp_path / "list.csv")
    assert head[:2] == ["Priority", "Commissioning area"]
    assert {row[0] for row in rows} <= {group.label for group in listing.groups}
    assert len(rows) == len(listing.lines)
    figures = [row[3] for row in rows if row[3].replace(".", "").isdigit()]
    assert sum(map(Decimal, figures)) * 100 == TOTAL_AFTER


def test_a_group_without_lines_is_no_row(tmp_path: Path) -> None:
    listing = Listing("L", (Column("c", "Cell"),), (Line("1", ("x",), group="b"),), (Group("a", "A"), Group("b", "B")))
    assert written(listing, tmp_path) == [["Group", "Cell"], ["B", "x"]]


def test_a_list_without_lines_is_its_head(tmp_path: Path) -> None:
    assert written(Listing("L", (Column("c", "Cell"),), ()), tmp_path) == [["Cell"]]


def test_stopped_half_way_the_old_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old", encoding="utf-8")
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        write_csv(one_cell("new"), path, progress=Progress(stop=stop))
    assert (path.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("old", [path])


def test_a_folder_that_is_not_there_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        write_csv(one_cell("x"), tmp_path / "gone" / "list.csv")
