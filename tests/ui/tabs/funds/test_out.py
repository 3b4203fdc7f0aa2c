"""What leaves the page: the list in Excel and on paper, the budget paper, one line; each with the screen's figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.papers.preview import text_of
from tests.ui.helpers import OFFSCREEN, Screen, foot
from ui.kit.preview import PrintPreview

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier


def sheet(path: Path) -> list[list[Any]]:
    """The first sheet of a workbook, row by row; what Excel works out is its formula."""
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def worked_out(formula: str, rows: list[list[Any]]) -> int:
    """What Excel makes of a sum over whole rows of lines."""
    assert formula.startswith("=SUM(")
    found = 0
    for letter, first, last in re.findall(r"([A-Z])(\d+):[A-Z](\d+)", formula):
        cells = [row[ord(letter) - ord("A")] for row in rows[int(first) - 1 : int(last)]]
        found += sum(cell for cell in cells if isinstance(cell, int))
    return found


def exported(screen: Screen, path: Path) -> list[list[Any]]:
    screen.asker.path = path
    screen.press(Key.Key_E, Held.ControlModifier)
    assert screen.state() == f"Wrote {path.name}"
    return sheet(path)


def test_the_list_in_excel_adds_up_to_the_totals_on_the_screen(devon_shown: Screen, tmp_path: Path) -> None:
    rows = exported(devon_shown, tmp_path / "budget.xlsx")
    heads = next(row for row in rows if row[0] == "Budget line")
    total = next(row for row in rows if row[0] == "Total")
    on_screen = foot(devon_shown.page.list)
    for head in ("2018/19 £", "2019/20 £", "Change £", "Allocated £", "Left £"):
        cell = total[heads.index(head)]
        assert f"{worked_out(cell, rows):,}".replace("-", "−") == on_screen[head].removeprefix("+")
    assert {row[0].rstrip(" *†‡§") for row in rows if row[0]} >= set(devon_shown.names())


def test_only_what_is_shown_goes_to_excel_and_in_its_order(devon_shown: Screen, tmp_path: Path) -> None:
    devon_shown.press(Key.Key_F, Held.ControlModifier).type("victims")
    devon_shown.page.list.sort_by("y2019", True)
    rows = exported(devon_shown, tmp_path / "victims.xlsx")
    at = next(number for number, row in enumerate(rows) if row[0] == "Supporting victims and witnesses")
    assert [(row[0].rstrip(" *†‡"), row[2]) for row in rows[at + 1 : at + 4]] == [
        ("Victim care services", 2_020_341),
        ("ISVA and SARC services", 512_199),
        ("Restorative justice service", 230_000),
    ]
    assert worked_out(rows[at][2], rows) == 2_762_540


def test_a_workbook_that_cannot_be_written_is_said_plainly(devon_shown: Screen, tmp_path: Path) -> None:
    devon_shown.asker.path = tmp_path / "no such folder" / "budget.xlsx"
    devon_shown.click("Excel")
    said = devon_shown.asker.told.pop()
    assert said == (
        f"That was not done: There is no folder {tmp_path / 'no such folder'}. Choose another place for budget.xlsx."
    )


def saved_pdf(screen: Screen, path: Path) -> str:
    """The words of the PDF that the preview in front saves."""
    screen.asker.path = path
    preview = screen.dialogs()[-1]
    assert isinstance(preview, PrintPreview)
    screen.click("Save PDF", preview)
    preview.close()
    return " ".join(text_of(path.read_bytes()).split())


def test_the_printed_list_has_the_figures_of_the_screen(devon_shown: Screen, tmp_path: Path) -> None:
    devon_shown.press(Key.Key_P, Held.ControlModifier)
    words = saved_pdf(devon_shown, tmp_path / "list.pdf")
    for figure in ("5,487,827", "5,830,690", "2,220,249", "597,901", "2,762,540", "250,000", "Total shown, 17 lines"):
        assert figure in words
    assert "Devon, Cornwall and the Isles of Scilly" in words


def test_the_printed_list_is_the_filtered_list(durham_shown: Screen, tmp_path: Path) -> None:
    durham_shown.press(Key.Key_F, Held.ControlModifier).type("community safety grant").click("Print")
    words = saved_pdf(durham_shown, tmp_path / "list.pdf")
    assert "Total shown, 2 lines" in words
    assert "606,550" in words
    assert "525,000" not in words


def test_the_budget_paper_has_the_figures_of_the_year(devon_shown: Screen, tmp_path: Path) -> None:
    devon_shown.menu("More", "Print the budget paper…")
    words = saved_pdf(devon_shown, tmp_path / "paper.pdf")
    assert "The commissioning budget for 2019/20 is £5,830,690" in words
    for figure in ("2,220,249", "597,901", "2,762,540", "250,000", "2,020,341", "512,199"):
        assert figure in words


def test_the_budget_paper_of_durham_has_its_word_and_its_money_moved(durham_shown: Screen, tmp_path: Path) -> None:
    durham_shown.menu("More", "Print the budget paper…")
    words = saved_pdf(durham_shown, tmp_path / "paper.pdf")
    for figure in ("606,550", "473,395", "133,155", "TBD", "27,150", "500,545", "485,577"):
        assert figure in words


def test_one_line_is_printed_with_everything_its_page_says(durham_shown: Screen, tmp_path: Path) -> None:
    durham_shown.choose("Safe Durham Partnership").menu("More", "Print this line…")
    words = saved_pdf(durham_shown, tmp_path / "line.pdf")
    for figure in ("Safe Durham Partnership", "473,395", "+27,150", "500,545", "Positive Futures"):
        assert figure in words


def test_chosen_lines_are_copied_with_their_heads(devon_shown: Screen) -> None:
    devon_shown.choose("Road safety").press(Key.Key_Down, Held.ShiftModifier).press(Key.Key_C, Held.ControlModifier)
    heads, *copied = QApplication.clipboard().text().splitlines()
    assert heads.split("\t")[:3] == ["Budget line", "2018/19 £", "2019/20 £"]
    assert [one.split("\t")[0] for one in copied][-2:] == ["Road safety", "CCTV connectivity"]
