"""What a grid may be begun with: a line over it that fills cells in, to be looked at before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.allocations import starting
from app.allocations.factors import FactorRecord
from app.allocations.shown import Grid, Shown
from app.cells import as_raw, cell_text, kind_of, of_raw, read_cell
from app.errors import Refused
from app.fields import Field
from app.funds.figures import Amount
from app.years import format_year
from ui.kit import theme
from ui.kit.boxes import DayBox
from ui.kit.controls import Button, Combo, Line
from ui.kit.flow import Flow
from ui.kit.form import Form
from ui.kit.words import plain

HINTS = {
    starting.PERCENTAGE: "−5 or 2.5 %",
    starting.EACH: "£25,000",
    starting.EQUAL: "£1,600,000",
    starting.PER_HEAD: "£0.90",
}


def fill(form: Form, key: str, grid: Grid, cells: Mapping[str, Any]) -> None:
    """Put these values into the cells of a grid as if they had been typed; the other cells stay."""
    box = form.box(key)
    texts = {cell: cell_text(kind_of(grid.shape, cell), value) for cell, value in cells.items()}
    box.type_back(as_raw({**of_raw(box.raw()), **texts}))
    box.control.setFocus(Qt.FocusReason.OtherFocusReason)


def start_bar(one: Shown, form: Form, key: str, show_day: Callable[[date], None]) -> QWidget | None:
    """The line over the grid of this form; None where there is nothing to begin with."""
    if one.grid is None:
        return None
    if one.day is not None:
        return FillBar(one.grid, form, key, DayBar(one.day, show_day))
    if one.line_id and one.grid.shape.rows:
        return YearBar(one, one.grid, form, key)
    return FillBar(one.grid, form, key) if one.grid.starts else None


class FillBar(QWidget):
    """Buttons that each fill some cells in; `also` stands before them."""

    def __init__(self, grid: Grid, form: Form, key: str, also: QWidget | None = None) -> None:
        super().__init__()
        row = Flow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if also is not None:
            column.addWidget(also)
        column.addWidget(row)
        for words, cells in grid.starts:
            button = Button(words, "download")
            button.setAccessibleName(f"Fill in: {words}")
            button.clicked.connect(lambda _=False, cells=cells: fill(form, key, grid, cells))
            row.add(button)
        row.setVisible(bool(grid.starts))


class DayBar(QWidget):
    """The day that a grid is of, and the way to that of another day."""

    def __init__(self, day: date, show_day: Callable[[date], None]) -> None:
        super().__init__()
        self._show_day = show_day
        self.box = DayBox(Field("day", "As of", "day"))
        self.box.write(day)
        self.button = Button("Show that day", "calendar-days")
        self.wrong = plain("", "small", tone="bad", wrap=True)
        self.wrong.hide()
        label = plain("As of", "small", weight=600)
        label.setBuddy(self.box.control)
        row = QHBoxLayout()
        row.setSpacing(theme.current().gap(8))
        row.addWidget(label)
        row.addWidget(self.box)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(3))
        column.addLayout(row)
        column.addWidget(self.wrong)
        self.button.clicked.connect(self.go)
        self.box.line.returnPressed.connect(self.go)

    def go(self) -> None:
        """Show the grid of the day in the box."""
        try:
            day = self.box.read()
        except Refused as refused:
            self.wrong.setText(refused.message)
            self.wrong.show()
            self.box.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if isinstance(day, date):
            self._show_day(day)


class YearBar(QWidget):
    """How a year's column is begun: from the year before, an amount each, a share of a total, so much a head."""

    def __init__(self, one: Shown, grid: Grid, form: Form, key: str) -> None:
        super().__init__()
        self._one, self._grid, self._form, self._key = one, grid, form, key
        self.method, self.who, self.year, self.factor = (
            Combo("Start from"),
            Combo("for"),
            Combo("in"),
            Combo("by"),
        )
        self.typed = Line("Percentage or amount")
        self.button = Button("Fill in", "download")
        self.said, self.wrong = plain("", "small", tone="second", wrap=True), plain("", "small", tone="bad", wrap=True)
        self._people = starting.who(grid.known) if grid.known else []
        self._offer()
        row = Flow()
        for widget in (self.method, self.typed, self.factor, self.who, self.year, self.button):
            row.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().gap(3))
        column.addWidget(row)
        column.addWidget(self.said)
        column.addWidget(self.wrong)
        self.method.currentIndexChanged.connect(lambda _: self._show_boxes())
        self.button.clicked.connect(self.fill_in)
        self.typed.returnPressed.connect(self.fill_in)
        self._row = row
        self._show_boxes()

    def fill_in(self) -> None:
        """Put the proposal into the cells of the year, with its words into the boxes of the basis."""
        year = int(self.year.currentData())
        try:
            made = starting.propose(
                str(self.method.currentData()),
                self.typed.text(),
                ids=self._ids(),
                before=self._before(year - 1),
                since=format_year(year - 1, self._one.year_style),
                factor=self._factor(),
            )
        except Refused as refused:
            self._say(wrong=refused.message)
            if refused.field == "typed":
                self.typed.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        fill(self._form, self._key, self._grid, made.cells(year))
        self._form.box("basis_kind").write(made.basis_kind)
        self._form.box("basis").write(made.basis)
        names = {row.key: row.label for row in self._grid.shape.rows}
        left = starting.without_words(made, names)
        self._say(left or "Filled in. Nothing is saved yet: look at the figures, then save.")

    def _offer(self) -> None:
        for choice in starting.METHODS:
            if choice.value != starting.PER_HEAD or self._grid.factors:
                self.method.addItem(choice.label, choice.value)
        for key, words, _ in self._people or [(starting.EVERYBODY, "every area", ())]:
            self.who.addItem(words, key)
        for column in self._grid.shape.columns:
            self.year.addItem(format_year(int(column.key), self._one.year_style), column.key)
        self.year.setCurrentIndex(max(0, self.year.findData(str(self._one.year))))
        for factor in self._grid.factors:
            self.factor.addItem(factor.name, factor.id)
        heads = next((one.id for one in self._grid.factors if one.is_population), "")
        self.factor.setCurrentIndex(max(0, self.factor.findData(heads)))

    def _show_boxes(self) -> None:
        method = str(self.method.currentData())
        self.typed.setVisible(method != starting.HISTORY)
        self.typed.setPlaceholderText(HINTS.get(method, ""))
        self.factor.setVisible(method == starting.PER_HEAD)
        self.who.setVisible(self.who.count() > 1)
        self._say()
        self._row.updateGeometry()

    def _ids(self) -> tuple[str, ...]:
        chosen = self.who.currentData()
        found = next((ids for key, _, ids in self._people if key == chosen), ())
        return found or tuple(row.key for row in self._grid.shape.rows if not row.heading)

    def _before(self, year: int) -> dict[str, Amount]:
        """What stands in the column of the year before, as far as it can be read; a year not shown has nothing."""
        found: dict[str, Amount] = {}
        for cell, text in of_raw(self._form.box(self._key).raw()).items():
            row, _, column = cell.partition(":")
            if column != str(year):
                continue
            try:
                value = read_cell("amount", text)
            except Refused:
                continue  # it is marked in its cell
            if isinstance(value, int | str):
                found[row] = value  # type: ignore[assignment]  # pence
        return found

    def _factor(self) -> FactorRecord | None:
        return next((one for one in self._grid.factors if one.id == self.factor.currentData()), None)

    def _say(self, words: str = "", wrong: str = "") -> None:
        for label, text in ((self.said, words), (self.wrong, wrong)):
            label.setText(text)
            label.setVisible(bool(text))
