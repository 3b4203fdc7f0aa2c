"""A budget copied in Excel, looked at before it is taken: what each row would do, and what cannot be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.clipboard import from_tsv
from app.exchange.paste import read_table
from app.funds.importing import FIELDS, HEADING, Pasted, Planned, plan
from app.listing import Column, Line, Listing
from app.years import format_year
from ui.desk import Desk
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.controls import Line as TextLine
from ui.kit.parts import Alert
from ui.kit.table import ListView
from ui.kit.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.paste import Pasted as Table
    from app.funds.figures import Amount

HOW = (
    "Copy the table in Excel with its heads, then press Paste here. Heads: Budget line, Fund, Priority, Area, and one "
    "column for each financial year. Totals are recognised and left out."
)
TONES = {"Cannot be taken": "bad", "Ready": "ok", "Left out": "mute"}


class PasteDialog(QDialog):
    """Reads the clipboard, shows what would happen, and takes all of it or none."""

    taken = Signal(list, str)

    def __init__(self, desk: Desk, year: int, year_style: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._year, self._style = desk, year, year_style
        self._rows: list[Pasted] = []
        self.setWindowTitle("Paste lines from Excel")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = theme.current()
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.list = ListView("Pasted lines", total=False, tones=TONES, empty="Nothing has been pasted yet.")
        self.list.show_listing(_listing(()))
        self.reason = TextLine("Reason, kept with every amount that replaces another", "pencil")
        self.reason.setAccessibleName("Reason")
        self.paste_button, self.take_button = Button("Paste here", "copy"), Button("Take these lines", look="primary")
        self.close_button = Button("Cancel")
        self.take_button.forbid("Paste a table first.")
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(20), now.gap(16), now.gap(20), now.gap(18))
        column.setSpacing(now.gap(10))
        column.addWidget(plain("Paste lines from Excel", "title", weight=600))
        column.addWidget(plain(HOW, tone="second", wrap=True))
        column.addWidget(self.trouble)
        column.addWidget(self.list, 1)
        column.addWidget(self.reason)
        buttons = QHBoxLayout()
        for button in (self.paste_button, self.take_button, self.close_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.resize(now.gap(900), now.gap(600))
        self.paste_button.clicked.connect(self.paste)
        self.take_button.clicked.connect(self.take)
        self.close_button.clicked.connect(self.reject)
        if QGuiApplication.clipboard().text().count("\t"):
            self.paste()

    def paste(self) -> None:
        """Read what is on the clipboard, aside, and show what it would do."""
        text = QGuiApplication.clipboard().text()

        def work() -> Table:
            return read_table(from_tsv(text), FIELDS, years=True)

        self._desk.aside(work, self._on_read, self._on_refused, "Reading the table…")

    def take(self) -> None:
        """Hand the lines on; they are entered in one step."""
        self.taken.emit(self._rows, self.reason.text().strip() or "Pasted from Excel")
        self.accept()

    def _on_refused(self, refused: Exception) -> None:
        self.trouble.say(str(refused))
        self.trouble.show()

    def _on_read(self, table: Table) -> None:
        self.trouble.hide()
        self._rows = [
            Pasted(
                row.number,
                str(row.values.get("name") or ""),
                str(row.values.get("fund") or ""),
                str(row.values.get("priority") or ""),
                str(row.values.get("area") or ""),
                cast("Mapping[int, Amount]", row.amounts),
            )
            for row in table.rows
        ]
        said = [problem.sentence for problem in table.problems]
        if said:
            self.trouble.say(f"{len(said)} {'cell' if len(said) == 1 else 'cells'} cannot be read.", " ".join(said[:6]))
            self.trouble.show()
        broken = {row.number: " ".join(one.reason for one in row.problems) for row in table.rows if row.problems}
        self._desk.read(partial(self._on_planned, broken, bool(said)), plan, self._rows, year=self._year)

    def _on_planned(self, broken: dict[int, str], unread: bool, planned: list[Planned]) -> None:
        years = sorted({year for one in planned for year in one.pasted.amounts})
        lines = tuple(_line(one, years, broken.get(one.pasted.number, "")) for one in planned)
        self.list.show_listing(_listing(lines, tuple(format_year(year, self._style) for year in years)))
        bad = sum(1 for one in planned if one.problem or one.pasted.number in broken)
        if bad or unread:
            self.take_button.forbid("Mend the rows that cannot be taken in Excel, copy and paste again.")
        elif not planned:
            self.take_button.forbid("There are no lines on the clipboard.")
        else:
            count = sum(1 for one in planned if one.text != HEADING)
            self.take_button.permit()
            self.take_button.setText(f"Take {count:,} {'line' if count == 1 else 'lines'}")
            self.take_button.updateGeometry()


def _line(one: Planned, years: list[int], broken: str) -> Line:
    problem = one.problem or broken
    state = "Cannot be taken" if problem else "Left out" if one.text == HEADING else "Ready"
    amounts = tuple(one.pasted.amounts.get(year) for year in years)
    return Line(str(one.pasted.number), (one.pasted.name, f"{one.pasted.number}", *amounts, state, problem or one.text))


def _listing(lines: tuple[Line, ...], years: tuple[str, ...] = ()) -> Listing:
    columns = (
        Column("name", "Budget line"),
        Column("row", "Row"),
        *(Column(f"y{at}", f"{year} £", "pence") for at, year in enumerate(years)),
        Column("state", "State", "chip"),
        Column("what", "What it would do"),
    )
    return Listing("Pasted lines", columns, lines)
