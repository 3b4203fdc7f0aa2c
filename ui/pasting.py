"""A table copied in Excel, looked at before it is taken: what each row would do, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.clipboard import from_tsv
from app.exchange.paste import read_table
from app.fields import Field
from app.listing import Cell, Column, Line, Listing
from app.years import format_year
from ui.desk import Desk
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.controls import Line as TextLine
from ui.kit.parts import Alert
from ui.kit.table import ListView
from ui.kit.words import plain

if TYPE_CHECKING:
    from app.exchange.paste import Pasted as Table
    from app.exchange.paste import PastedRow

TONES = {"Cannot be taken": "bad", "Missing": "bad", "Ready": "ok", "Left out": "mute"}


@dataclass(frozen=True, slots=True)
class Row:
    """What one pasted row would do: its number in the paste, its name, its amounts by year (pence or a word).

    One that should be in the paste and is not has the number 0.
    """

    number: int
    name: str
    amounts: Mapping[int, Cell]
    text: str
    problem: str = ""
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Pasting:
    """One kind of paste. `row` makes what the use case takes of what was read; `plan`, with `args` before the rows and
    `kwargs` after them, says what they would do, and `planned` puts its answer row by row.

    `first` is the head of the first column; `one` and `many` are what the rows are called.
    """

    title: str
    how: str
    first: str
    one: str
    many: str
    fields: Sequence[Field]
    row: Callable[[PastedRow], Any]
    plan: Callable[..., Any]
    planned: Callable[[Any], Sequence[Row]]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    reason: str = "Reason, kept with every amount that replaces another"


class PasteDialog(QDialog):
    """Reads the clipboard, shows what would happen, and takes all of it or none."""

    taken = Signal(list, str, object)
    """The rows, the reason, and the plan that the person looked at."""

    def __init__(self, desk: Desk, pasting: Pasting, year_style: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._pasting, self._style = desk, pasting, year_style
        self._rows: list[Any] = []
        self._plan: Any = None
        self.setWindowTitle(pasting.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = theme.current()
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.list = ListView(f"Pasted {pasting.many}", total=False, tones=TONES, empty="Nothing has been pasted yet.")
        self.list.show_listing(self._listing(()))
        self.reason = TextLine(pasting.reason, "pencil")
        self.reason.setAccessibleName("Reason")
        self.paste_button = Button("Paste here", "copy")
        self.take_button = Button(f"Take these {pasting.many}", look="primary")
        self.close_button = Button("Cancel")
        self.take_button.forbid("Paste a table first.")
        column = QVBoxLayout(self)
        column.setContentsMargins(now.gap(20), now.gap(16), now.gap(20), now.gap(18))
        column.setSpacing(now.gap(10))
        column.addWidget(plain(pasting.title, "title", weight=600))
        column.addWidget(plain(pasting.how, tone="second", wrap=True))
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
        text, fields = QGuiApplication.clipboard().text(), self._pasting.fields

        def work() -> Table:
            return read_table(from_tsv(text), fields, years=True)

        self._desk.aside(work, self._on_read, self._on_refused, "Reading the table…")

    def take(self) -> None:
        """Hand the rows on; they are entered in one step."""
        self.taken.emit(self._rows, self.reason.text().strip() or "Pasted from Excel", self._plan)
        self.accept()

    def _on_refused(self, refused: Exception) -> None:
        self.trouble.say(str(refused))
        self.trouble.show()

    def _on_read(self, table: Table) -> None:
        self.trouble.hide()
        self._rows = [self._pasting.row(row) for row in table.rows]
        said = [problem.sentence for problem in table.problems]
        if said:
            self.trouble.say(f"{len(said)} {'cell' if len(said) == 1 else 'cells'} cannot be read.", " ".join(said[:6]))
            self.trouble.show()
        broken = {row.number: " ".join(one.reason for one in row.problems) for row in table.rows if row.problems}
        then = partial(self._on_planned, broken, bool(said))
        self._desk.read(then, self._pasting.plan, *self._pasting.args, self._rows, **self._pasting.kwargs)

    def _on_planned(self, broken: dict[int, str], unread: bool, plan: Any) -> None:
        self._plan, rows = plan, self._pasting.planned(plan)
        years = sorted({year for one in rows for year in one.amounts})
        lines = tuple(_line(at, one, years, broken.get(one.number, "")) for at, one in enumerate(rows))
        self.list.show_listing(self._listing(lines, tuple(format_year(year, self._style) for year in years)))
        bad = sum(1 for one in rows if one.problem or one.number in broken)
        if bad or unread:
            self.take_button.forbid("Mend the rows that cannot be taken in Excel, copy and paste again.")
        elif not rows:
            self.take_button.forbid(f"There are no {self._pasting.many} on the clipboard.")
        else:
            count = sum(1 for one in rows if not one.is_left_out)
            self.take_button.permit()
            self.take_button.setText(f"Take {count:,} {self._pasting.one if count == 1 else self._pasting.many}")
            self.take_button.updateGeometry()

    def _listing(self, lines: tuple[Line, ...], years: tuple[str, ...] = ()) -> Listing:
        columns = (
            Column("name", self._pasting.first),
            Column("row", "Row"),
            *(Column(f"y{at}", f"{year} £", "pence") for at, year in enumerate(years)),
            Column("state", "State", "chip"),
            Column("what", "What it would do"),
        )
        return Listing(f"Pasted {self._pasting.many}", columns, lines)


def _line(at: int, one: Row, years: list[int], broken: str) -> Line:
    """A row of the list; one that the paste lacks has no number in it."""
    problem = broken or one.problem
    state = "Cannot be taken" if problem else "Left out" if one.is_left_out else "Ready"
    if not one.number:
        state = "Missing"
    amounts = tuple(one.amounts.get(year) for year in years)
    return Line(str(at), (one.name, f"{one.number}" if one.number else "", *amounts, state, problem or one.text))
