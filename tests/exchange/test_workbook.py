"""The workbook, opened again and worked out by hand."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest

from app.errors import Refused
from app.exchange.workbook import CUT, LONGEST_CELL, clean, sheet_name, write_listing, write_listings
from app.listing import Cell, Column, Group, Line, Listing
from app.progress import Progress, Stopped
from tests.papers.budgets import TOTAL_AFTER, TOTAL_BEFORE, budget_line, budget_listing

pytestmark = pytest.mark.windows

RANGE = re.compile(r"([A-Z]+)(\d+):\1(\d+)")
CHANGE = re.compile(r"=\(([A-Z]+\d+)-([A-Z]+\d+)\)/\2")


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def written(listing: Listing, folder: Path) -> Any:
    write_listing(listing, folder / "list.xlsx")
    return opened(folder / "list.xlsx")


def one_column(*cells: Cell, shape: Any = "text") -> Listing:
    lines = tuple(Line(str(at), (f"Line {at}", cell)) for at, cell in enumerate(cells))
    return Listing("List", (Column("name", "Name"), Column("cell", "Cell", shape)), lines)


def worked_out(sheet: Any, place: str) -> Decimal:
    """What Excel shows in a cell: the figure, the sum of its ranges, or the share of a change."""
    value = sheet[place].value
    if not isinstance(value, str):
        return Decimal(str(value or 0))
    if change := CHANGE.fullmatch(value):
        new, old = worked_out(sheet, change[1]), worked_out(sheet, change[2])
        return (new - old) / old
    assert value.startswith("=SUM(")
    rows = [(letter, row) for letter, first, last in RANGE.findall(value) for row in range(int(first), int(last) + 1)]
    cells = [sheet[f"{letter}{row}"].value for letter, row in rows]
    return sum((Decimal(str(cell)) for cell in cells if isinstance(cell, int | float)), Decimal())


def row_of(sheet: Any, label: str) -> int:
    return next(at for at in range(1, sheet.max_row + 1) if sheet[f"A{at}"].value == label)


def test_the_totals_are_formulas_that_come_to_the_published_figures(tmp_path: Path) -> None:
    sheet = written(budget_listing(), tmp_path)
    row = row_of(sheet, "Total")
    assert [worked_out(sheet, f"{letter}{row}") for letter in "BCD"] == [
        TOTAL_BEFORE // 100,
        TOTAL_AFTER // 100,
        (TOTAL_AFTER - TOTAL_BEFORE) // 100,
    ]
    assert round(worked_out(sheet, f"E{row}") * 1000) == 62


@pytest.mark.parametrize(
    ("group", "before", "after"),
    [
        ("Whole Police and Crime Plan", 2_378_249, 2_220_249),
        ("Preventing and deterring crime", 500_701, 597_901),
        ("Supporting victims and witnesses", 2_358_877, 2_762_540),
        ("Protecting people at risk", 250_000, 250_000),
    ],
)
def test_every_group_sums_its_own_lines(tmp_path: Path, group: str, before: int, after: int) -> None:
    sheet = written(budget_listing(), tmp_path)
    row = row_of(sheet, group)
    assert [worked_out(sheet, f"{letter}{row}") for letter in "BC"] == [before, after]
    assert sheet[f"A{row}"].font.bold


def test_lines_are_numbers_words_stay_words_and_percentages_follow_their_amounts(tmp_path: Path) -> None:
    sheet = written(budget_listing(), tmp_path)
    assert [[cell.value for cell in row] for row in sheet["A4:E7"]] == [
        ["Whole Police and Crime Plan", "=SUM(B5:B12)", "=SUM(C5:C12)", "=SUM(D5:D12)", "=(C4-B4)/B4"],
        ["Community Safety Partnership Fund *", 1_610_249, 1_685_249, 75_000, "=(C5-B5)/B5"],
        ["Police and Crime Plan Priorities Fund", 510_000, 295_000, -215_000, "=(C6-B6)/B6"],
        ["Community Speedwatch", None, 80_000, 80_000, "new"],
    ]


def test_the_head_is_bold_and_frozen_and_the_notes_stand_below(tmp_path: Path) -> None:
    sheet = written(replace(budget_listing(), subtitle="Lines by priority"), tmp_path)
    assert [sheet[f"A{row}"].value for row in (1, 2, 3, 4)] == [
        "Commissioning budget 2019/20",
        "Lines by priority",
        None,
        "Commissioning area",
    ]
    assert (sheet["A4"].font.bold, sheet.freeze_panes, sheet.print_title_rows) == (True, "A5", "$4:$4")
    assert sheet[f"A{sheet.max_row}"].value == "§ Subject to a positive evaluation of the pilot."
    assert sheet.column_dimensions["A"].width > 30


def test_pence_are_exact_and_shown_only_where_there_are_some(tmp_path: Path) -> None:
    odd = written(one_column(10, 20, 9_007_199_254_740_93, shape="pence"), tmp_path)
    assert [odd[f"B{row}"].value for row in (4, 5, 6)] == [0.1, 0.2, 9_007_199_254_740.93]
    assert odd["B4"].number_format == '#,##0.00;"−"#,##0.00'
    whole = written(one_column(100, -250_00, shape="pence"), tmp_path)
    assert ([whole["B4"].value, whole["B5"].value], whole["B4"].number_format) == ([1, -250], '#,##0;"−"#,##0')


def test_pence_are_written_digit_by_digit_into_the_file(tmp_path: Path) -> None:
    write_listing(one_column(123_456_789_012_34, shape="pence"), tmp_path / "list.xlsx")
    with zipfile.ZipFile(tmp_path / "list.xlsx") as packed:
        assert b"<v>123456789012.34</v>" in packed.read("xl/worksheets/sheet1.xml")


def test_figures_are_written_with_the_decimals_they_have(tmp_path: Path) -> None:
    rates = written(one_column(23_456_000, 1_200_000_000, shape="figure"), tmp_path)
    assert [rates["B4"].value, rates["B5"].value] == [23.456, 1200]
    assert rates["B4"].number_format == '#,##0.000;"−"#,##0.000'
    assert worked_out(rates, "B6") == Decimal("1223.456")
    heads = written(one_column(2_000_000, shape="figure"), tmp_path)
    assert (heads["B4"].value, heads["B4"].number_format) == (2, '#,##0;"−"#,##0')


def test_a_group_has_what_is_its_own_beside_its_sums(tmp_path: Path) -> None:
    columns = (Column("name", "Name"), Column("now", "Now £", "pence"), Column("state", "State", "chip"))
    lines = (Line("a", ("North", 100_00, ""), "county"), Line("b", ("South", 200_00, "Held"), "county"))
    groups = (Group("county", "County", (("state", "At cap"), ("now", 5))),)
    sheet = written(Listing("List", columns, lines, groups), tmp_path)
    assert [worked_out(sheet, "B4"), sheet["C4"].value] == [Decimal(300), "At cap"]


def test_what_parts_a_list_has_its_words_alone_and_the_total_adds_both_sides(tmp_path: Path) -> None:
    columns = (Column("name", "Name"), Column("now", "Now £", "pence"))
    lines = (Line("a", ("North", 100_00)), Line("b", ("South", 200_00), "below"))
    sheet = written(Listing("List", columns, lines, (Group("below", "Cut line: £5 left", parting=True),)), tmp_path)
    assert [sheet["A5"].value, sheet["B5"].value] == ["Cut line: £5 left", None]
    assert worked_out(sheet, "B7") == 300


def test_days_are_dates_and_no_figure_is_an_empty_cell(tmp_path: Path) -> None:
    sheet = written(one_column(date(2026, 11, 22), None, shape="day"), tmp_path)
    assert (sheet["B4"].value, sheet["B5"].value) == (datetime(2026, 11, 22), None)
    assert sheet["B4"].number_format == "d mmmm yyyy"


def test_a_word_in_the_place_of_an_amount_is_no_nought(tmp_path: Path) -> None:
    sheet = written(one_column(500, "TBD", shape="pence"), tmp_path)
    assert [sheet["B5"].value, worked_out(sheet, "B6")] == ["TBD", 5]


def test_a_group_of_words_alone_keeps_its_word_and_an_empty_one_has_no_sum(tmp_path: Path) -> None:
    listing = replace(
        budget_listing(),
        groups=(Group("a", "Undecided"), Group("b", "Empty")),
        lines=(budget_line("a", "Safety fund", None, "TBD"),),
    )
    sheet = written(listing, tmp_path)
    assert [[cell.value for cell in row][:3] for row in sheet["A4:E7"]] == [
        ["Undecided", None, "TBD"],
        ["Safety fund", None, "TBD"],
        ["Empty", None, None],
        ["Total", None, "TBD"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "=SUM(A1:A9)", "+44 1392", "-5", "@here", "=(C5-B5)/B5", '=HYPERLINK("x")'])
def test_what_people_type_is_never_a_formula(tmp_path: Path, text: str) -> None:
    listing = Listing(
        text, (Column("a", text), Column("b", text, "pence")), (Line("1", (text, text)),), (), (("", text),), text
    )
    sheet = written(listing, tmp_path)
    typed = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert (len(typed), {cell.data_type for cell in typed}, {cell.quotePrefix for cell in typed}) == (8, {"s"}, {True})


def test_marks_that_xml_refuses_are_made_visible() -> None:
    assert clean("a\x00b\x0bc\ud800d\uffffe\r\nf") == "a□b□c□d□e\nf"


def test_text_longer_than_a_cell_ends_by_saying_so(tmp_path: Path) -> None:
    sheet = written(one_column("x" * 40_000), tmp_path)
    assert (len(sheet["B4"].value), sheet["B4"].value.endswith(CUT)) == (LONGEST_CELL, True)


def test_what_excel_would_read_as_an_escape_is_escaped() -> None:
    assert clean("_x0041_ and _xyz") == "_x005F_x0041_ and _xyz"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Commissioning budget 2019/20", "Commissioning budget 2019-20"),
        ("'History'", "History"),
        ("History", "List History"),
        ("[]:*?/\\", "-------"),
        ("", "List"),
        ("A very long title that nobody can read in a tab", "A very long title that nobody c"),
    ],
)
def test_a_title_becomes_a_name_that_excel_allows(title: str, name: str) -> None:
    assert sheet_name(title) in (name, f"List {name}")
    assert len(sheet_name(title)) <= 31


def test_very_many_groups_still_have_one_right_total(tmp_path: Path) -> None:
    groups = tuple(Group(str(at), f"Group {at}") for at in range(450))
    lines = tuple(Line(str(at), (f"Line {at}", at * 100), str(at)) for at in range(450))
    listing = Listing("Many", (Column("a", "Name"), Column("b", "£", "pence")), lines, groups)
    sheet = written(listing, tmp_path)
    assert worked_out(sheet, f"B{row_of(sheet, 'Total')}") == sum(range(450))


def test_a_total_no_formula_can_hold_is_written_as_a_figure(tmp_path: Path) -> None:
    groups = tuple(Group(str(at), f"Group {at}") for at in range(1200))
    lines = tuple(Line(str(at), (f"Line {at}", 100), str(at)) for at in range(1200))
    sheet = written(Listing("Many", (Column("a", "Name"), Column("b", "£", "pence")), lines, groups), tmp_path)
    assert sheet[f"B{row_of(sheet, 'Total')}"].value == 1200


def test_an_older_file_is_replaced_and_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("old")
    assert written(one_column("new"), tmp_path)["B4"].value == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["list.xlsx"]


def test_a_stopped_export_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("old")
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        write_listing(one_column("new"), tmp_path / "list.xlsx", progress=Progress(stop=stop))
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("list.xlsx", "old")]


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_listing(one_column("x"), tmp_path / "gone" / "list.xlsx")
    assert refused.value.message == f"There is no folder {tmp_path / 'gone'}. Choose another place for list.xlsx."


def test_the_name_of_a_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").mkdir()
    with pytest.raises(Refused) as refused:
        write_listing(one_column("x"), tmp_path / "list.xlsx")
    assert refused.value.message == "list.xlsx is the name of a folder. Choose another name."


def test_a_file_that_is_open_elsewhere_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "list.xlsx").write_text("old")
    # what Windows answers when Excel holds the file; no other system can be made to answer so
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Refused) as refused:
        write_listing(one_column("x"), tmp_path / "list.xlsx")
    assert refused.value.message == (
        "list.xlsx could not be replaced. Is it open in Excel? Close it there, or choose another name."
    )
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("list.xlsx", "old")]


def test_an_empty_list_is_a_workbook_with_heads_alone(tmp_path: Path) -> None:
    sheet = written(replace(budget_listing(), lines=(), groups=(), notes=()), tmp_path)
    assert (sheet.max_row, sheet["B3"].value) == (3, "2018/19")


def test_several_lists_are_sheets_of_one_workbook_each_with_its_own_sums(tmp_path: Path) -> None:
    other = replace(one_column(100, 250, shape="pence"), title="Contracts of £10,000 or less")
    write_listings([budget_listing(), other], tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    assert book.sheetnames == ["Commissioning budget 2019-20", "Contracts of £10,000 or less"]
    first, second = book.worksheets
    assert worked_out(first, f"C{row_of(first, 'Total')}") == TOTAL_AFTER // 100
    assert worked_out(second, f"B{row_of(second, 'Total')}") == Decimal("3.5")


def test_several_lists_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("old")
    stop = Event()

    def stop_at_the_second(_: int, of: int, __: str) -> None:
        if of == 2:
            stop.set()

    with pytest.raises(Stopped):
        write_listings(
            [one_column("x"), one_column("y", "z")],
            tmp_path / "list.xlsx",
            progress=Progress(stop_at_the_second, stop),
        )
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("list.xlsx", "old")]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_that_begins_like_a_formula_is_one(tmp_path: Path, begins: str) -> None:
    cell = written(one_column(f"{begins}1+1"), tmp_path)["B4"]
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, f"{begins}1+1".replace("\r", "\n"))
