"""How the cells of a workbook look: bold heads, groups and totals, number formats, a frozen head, widths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from app.listing import Cell, Column, Listing, cell_text

Face = Literal["title", "note", "head", "line", "group", "total"]

# a minus that is not ASCII is quoted: left bare, some versions of Excel call the file damaged
WHOLE, WITH_PENCE = '#,##0;"−"#,##0', '#,##0.00;"−"#,##0.00'
GAIN, GAIN_WITH_PENCE = '+#,##0;"−"#,##0;0', '+#,##0.00;"−"#,##0.00;0.00'
PERCENT = '+0.0%;"−"0.0%;0.0%'
DAY = "d mmmm yyyy"
COUNT = '#,##0;"−"#,##0'

LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet may take for a formula; of the last three, when it is pasted or opened."""
_NARROWEST, _WIDEST, _AIR = 9, 60, 3


class Looks:
    """The sheet of one list; a look is made once for each kind of cell and used again, which is much the faster."""

    def __init__(self, sheet: Any, listing: Listing) -> None:
        from openpyxl.utils import get_column_letter

        self.sheet = sheet
        self.columns = listing.columns
        self.letters = [get_column_letter(at + 1) for at in range(len(listing.columns))]
        self.formats = [_format(listing, at) for at in range(len(listing.columns))]
        self._known: dict[tuple[int, Face, int, bool], Any] = {}

    def arrange(self, *, head_row: int, widths: list[int]) -> None:
        """The frozen head, the widths and how it prints; a write-only sheet wants these before its first row."""
        from openpyxl.worksheet.properties import PageSetupProperties

        self.sheet.freeze_panes = f"A{head_row + 1}"
        self.sheet.print_title_rows = f"{head_row}:{head_row}"
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = 9  # A4
        self.sheet.page_setup.fitToHeight = 0  # as many pages down as it takes
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for letter, width in zip(self.letters, widths, strict=True):
            self.sheet.column_dimensions[letter].width = min(max(width + _AIR, _NARROWEST), _WIDEST)

    def abandon(self) -> None:
        """Close and clear away what a write-only sheet keeps in a temporary file until it is saved."""
        if not self.sheet.closed:
            self.sheet.close()
            self.sheet._writer.cleanup()

    def text(self, words: str, at: int, face: Face, indent: int = 0) -> Any:
        """Words as they were typed: never a formula, and still none when the cell is edited in Excel."""
        cell = self._cell(words, at, face, indent if at == 0 else 0, quoted=words.startswith(LIKE_FORMULA))
        cell.data_type = "s"
        return cell

    def figure(self, value: int | Decimal | date | None, at: int, face: Face) -> Any:
        """A number, a date or nothing."""
        return self._cell(value, at, face)

    def formula(self, text: str, at: int, face: Face) -> Any:
        """What Excel works out when the file is opened."""
        return self._cell(text, at, face)

    def _cell(self, value: Any, at: int, face: Face, indent: int = 0, *, quoted: bool = False) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(self.sheet, value)
        key = (at, face, indent, quoted)
        if key not in self._known:
            self._known[key] = self._look(at, face, indent, quoted=quoted)
        cell._style = self._known[key]
        return cell

    def _look(self, at: int, face: Face, indent: int, *, quoted: bool) -> Any:
        """The look of one kind of cell."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, Side

        cell: Any = WriteOnlyCell(self.sheet, None)
        table = face not in ("title", "note")
        column = self.columns[at] if at < len(self.columns) else Column("", "")
        size = 14 if face == "title" else 11
        cell.font = Font(name="Calibri", size=size, bold=face not in ("line", "note"))
        if table:
            cell.alignment = Alignment(
                horizontal="right" if column.right else "left",
                vertical="bottom" if face == "head" else "top",
                wrap_text=face == "head" or (face == "line" and column.shape == "text"),
                indent=indent,
            )
            cell.number_format = "General" if face == "head" else self.formats[at]
        rule = Side(style="thin", color="182125")
        if face == "head":
            cell.border = Border(bottom=rule)
        elif face == "total":
            cell.border = Border(top=rule, bottom=rule)
        cell.quotePrefix = quoted
        return cell._style


def _format(listing: Listing, at: int) -> str:
    """How Excel shows the figures of a column; with pence where any of them has some."""
    column = listing.columns[at]
    if column.shape == "figure":
        return _decimals(column, [line.cells[at] for line in listing.lines])
    if not column.money:
        return {"percent": PERCENT, "day": DAY, "count": COUNT}.get(column.shape, "General")
    odd = any(isinstance(cell := line.cells[at], int) and cell % 100 for line in listing.lines)
    if column.shape == "change":
        return GAIN_WITH_PENCE if odd else GAIN
    return WITH_PENCE if odd else WHOLE


def _decimals(column: Column, cells: Sequence[Cell]) -> str:
    """As many decimals as the figure with the most of them has, so that they line up."""
    shown = (cell_text(cell, column).partition(".")[2] for cell in cells if isinstance(cell, int))
    most = max((len(decimals) for decimals in shown), default=column.places)
    return COUNT if not most else ";".join(f"{sign}#,##0.{'0' * most}" for sign in ("", '"−"'))
