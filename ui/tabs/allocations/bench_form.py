"""What a person sets on the bench, read at every keystroke and saved as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.allocations.planning import BenchData
from app.errors import Refused
from app.fields import Field
from app.money import format_percent, parse_percent
from ui.kit import theme
from ui.kit.boxes import Box, LineBox
from ui.kit.form import Form
from ui.kit.words import plain, tip
from ui.tabs.allocations.bench_cells import (
    CellsBox,
    CountBox,
    LimitsBox,
    TotalsBox,
    WeightsBox,
    beside,
    limit_box,
    tight,
)

MOST_YEARS, MOST_MONTHS = 10, 120
COLUMN, MOST_COLUMNS = 290, 3
NOT_FIGURES = ("name", "note")
"""What is set here without any figure depending on it."""


class Part(QWidget):
    """A heading, parted from what is above it by a rule, and what belongs under it."""

    def __init__(self, title: str, aside: QLabel | None = None) -> None:
        super().__init__()
        now = theme.current()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, now.gap(12), 0, 0)
        self.column.setSpacing(now.gap(6))
        head = QHBoxLayout()
        head.addWidget(plain(title, "section", weight=600))
        head.addStretch(1)
        if aside is not None:
            head.addWidget(aside)
        self.column.addLayout(head)

    def add(self, content: QWidget | QLayout) -> None:
        """Put more under the heading."""
        if isinstance(content, QLayout):
            self.column.addLayout(content)
        else:
            self.column.addWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), theme.current().colour("rule"))


class Parts(QWidget):
    """Parts under one another; in two or three columns, read downwards, where the place is wide."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts, self._columns = list(parts), list[QVBoxLayout]()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.current().gap(28))
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = min(MOST_COLUMNS, max(1, self.width() // theme.current().px(COLUMN)))
        if count != len(self._columns):
            self._arrange(count)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self, count: int) -> None:
        for column in self._columns:
            while column.takeAt(0):
                pass
            self._row.removeItem(column)
        self._columns = [QVBoxLayout() for _ in range(count)]
        room = sum(part.sizeHint().height() for part in self._parts) / count
        taken = 0.0
        for part in self._parts:
            half = part.sizeHint().height() / 2
            self._columns[min(count - 1, int((taken + half) / room))].addWidget(part)
            taken += 2 * half
        for column in self._columns:
            column.setSpacing(theme.current().gap(12))
            column.addStretch(1)
            self._row.addLayout(column, 1)


class BenchForm(Form):
    """The controls of a scenario in a column that scrolls.

    `look` reads them without a word on the screen; `show_problems` says what cannot be read or met, each thing at its
    own box.
    """

    def __init__(self, fields: Sequence[Field], data: BenchData) -> None:
        self._data = data
        self._live: dict[str, str] = {}
        self._sum = plain("", "small", tone="second")
        self._proportion = plain("They count in proportion.", "small", tone="second", wrap=True)
        super().__init__(fields, year_style=data.year_style)
        self._boxes["weights"].changed.connect(self._say_sum)
        self._boxes["years"].changed.connect(self._show_years)
        self._boxes["by_district"].changed.connect(self._show_districts)
        for line in self.findChildren(QLineEdit):
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While nothing is typed that is not saved, Ctrl+Z is not the box's: it takes back the save."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.is_changed()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def weights(self) -> WeightsBox:
        box = self._boxes["weights"]
        assert isinstance(box, WeightsBox)
        return box

    @property
    def totals(self) -> TotalsBox:
        box = self._boxes["totals"]
        assert isinstance(box, TotalsBox)
        return box

    @property
    def limits(self) -> LimitsBox:
        box = self._boxes["limits"]
        assert isinstance(box, LimitsBox)
        return box

    def fits(self, data: BenchData) -> bool:
        """Whether these boxes are for the factors and partnerships of `data`."""
        mine = self._data
        return [(one.id, one.name) for one in mine.factors] == [(one.id, one.name) for one in data.factors] and (
            mine.partnerships == data.partnerships and mine.year_style == data.year_style
        )

    def make_box(self, field: Field, year_style: str) -> Box:
        makers: dict[str, Callable[[], Box]] = {
            "weights": lambda: WeightsBox(field),
            "totals": lambda: TotalsBox(field, self._data, MOST_YEARS),
            "limits": lambda: LimitsBox(field, self._data),
            "years": lambda: CountBox(field, "years", 1, MOST_YEARS),
            "reserve_months": lambda: CountBox(field, "months", 0, MOST_MONTHS),
            "loss": lambda: limit_box(field.key, field.label),
            "gain": lambda: limit_box(field.key, field.label),
            "reserve_rate_tenths": lambda: _percent_box(field),
        }
        return makers[field.key]() if field.key in makers else super().make_box(field, year_style)

    def set_values(self, values: Mapping[str, Any]) -> None:
        super().set_values(values)
        self._say_sum()
        self._show_years()
        self._show_districts()

    def lay_out(self, column: QVBoxLayout) -> None:
        page = Sheet()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, theme.current().gap(12), theme.current().gap(12))
        inner.addWidget(Parts(self._parts()))
        inner.addStretch(1)
        self.pane = Narrow("What is set")
        if theme.current().large:
            column.addWidget(page)  # then the whole side scrolls as one
        else:
            self.pane.setWidget(page)
            column.addWidget(self.pane, 1)

    def _parts(self) -> list[Part]:
        share = Part("Share by", self._sum)
        share.add(self._whole("weights"))
        share.add(self._proportion)
        limits = Part("Limits over the whole term")
        for key in ("loss", "gain", "years"):
            limits.add(self._row(key))
        totals = Part("To share in each year")
        totals.add(self._whole("totals"))
        held = Part("Held outside the formula")
        held.add(self._whole("limits"))
        held.add(self._whole("by_district"))
        own = Part("Own floors and caps")
        own.add(plain("In £, or in % of the present grant.", "small", tone="second", wrap=True))
        own.add(self.limits.own)
        reserves = Part("Reserves")
        for key in ("reserve_months", "reserve_rate_tenths"):
            reserves.add(self._row(key))
        name = Part("Name and note")
        for key in NOT_FIGURES:
            name.add(self._under(key))
        return [share, limits, totals, held, own, reserves, name]

    def _row(self, key: str) -> QVBoxLayout:
        """A label at the left, its box at the right, what is wrong with it under both."""
        box, lines = self._boxes[key], QVBoxLayout()
        lines.setSpacing(theme.current().gap(2))
        lines.addLayout(beside(box.field.label, box))
        tip(box.control, box.field.help)
        lines.addWidget(self.watch(key))
        return lines

    def _whole(self, key: str) -> QVBoxLayout:
        """A box that names its own parts, and what is wrong with the whole."""
        lines = QVBoxLayout()
        lines.setSpacing(theme.current().gap(2))
        lines.addWidget(self._boxes[key])
        lines.addWidget(self.watch(key))
        return lines

    def _under(self, key: str) -> QVBoxLayout:
        """A label over its box."""
        label = plain(self._boxes[key].field.label, "small", weight=600)
        label.setBuddy(self._boxes[key].control)
        lines = self._whole(key)
        lines.insertWidget(0, label)
        return lines

    # what is set now

    def look(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What can be read of every box, and a sentence for each box or `box:cell` that cannot."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for key, box in self._boxes.items():
            if isinstance(box, CellsBox):
                values[key], cells = box.look()
                wrong |= {f"{key}:{cell}": sentence for cell, sentence in cells.items()}
            else:
                try:
                    values[key] = box.read()
                except Refused as refused:
                    wrong[key] = refused.message
        return values, wrong

    def show_problems(self, found: Mapping[str, str]) -> None:
        """Say these at their boxes, in the place of what was said of the figures before."""
        if found == self._live:
            return
        self._live = dict(found)
        cells: dict[str, dict[str, str]] = {key: {} for key, box in self._boxes.items() if isinstance(box, CellsBox)}
        whole: dict[str, str] = {}
        for where, sentence in found.items():
            key, cell = self._at(where)
            if key in cells and cell in self._cells(key).cells:
                cells[key][cell] = sentence
            elif key in self._boxes:
                whole[key] = sentence
        for key, wrong in cells.items():
            self._cells(key).say(wrong)
        for key in self._boxes:
            if key not in NOT_FIGURES:
                self._say(key, whole.get(key, ""))

    def limit_typed_into(self) -> str:
        """The limit that the keyboard is in, as a `box` or `box:cell`; empty where it is elsewhere."""
        if cell := self.limits.typed_into():
            return f"limits:{cell}"
        return next((key for key in ("loss", "gain") if self._boxes[key].control.hasFocus()), "")

    def problems(self) -> dict[str, str]:
        """The sentences on the screen, by box or `box:cell`."""
        cells = {
            f"{key}:{cell}": sentence
            for key, box in self._boxes.items()
            if isinstance(box, CellsBox)
            for cell, sentence in box.said().items()
        }
        return {**self.refusals(), **cells}

    def show_refusal(self, refused: Refused) -> None:
        key, cell = self._at(refused.field or "")
        if key in self._boxes and cell in getattr(self._boxes[key], "cells", {}):
            self.clear_refusals()
            self._cells(key).say({cell: refused.message})
            self._cells(key).control = self._cells(key).cells[cell].line
            self._go_to(key)
        else:
            super().show_refusal(Refused(refused.message, key or None))

    def clear_refusals(self) -> None:
        super().clear_refusals()
        self._live = {}
        for box in self._boxes.values():
            if isinstance(box, CellsBox):
                box.say({})

    def _go_to(self, key: str) -> None:
        super()._go_to(key)
        if key in self._boxes:
            show_in_scroll(self._boxes[key].control)

    def _write_beside(self, key: str, message: str) -> None:
        box = self._boxes[key]
        if isinstance(box, CellsBox) and box.said():
            return  # said at the cell itself
        super()._write_beside(key, message)

    def _say(self, key: str, sentence: str) -> None:
        if sentence:
            self._write_beside(key, sentence)
        elif self._wrongs[key].isVisibleTo(self):
            self._wrongs[key].hide()
            self._boxes[key].mark_wrong(False)
            self._describe(key)

    def _at(self, where: str) -> tuple[str, str]:
        """The box and the cell that a problem or a refusal is about."""
        key, _, rest = where.partition(":")
        if key == "figures":
            return "weights", f"{rest.rpartition(':')[2]}:weight"
        if key == "totals" and rest.isdigit():
            return "totals", f"total:{rest}"
        return key, rest

    def _cells(self, key: str) -> CellsBox:
        box = self._boxes[key]
        assert isinstance(box, CellsBox)
        return box

    # what follows from what is set

    def _say_sum(self) -> None:
        words = self.weights.sum_words()
        self._sum.setText(words)
        self._proportion.setVisible(words not in ("", "weights make 100 %", "weights make 0 %"))

    def _show_years(self) -> None:
        try:
            years = self._boxes["years"].read()
        except Refused:
            return
        self.totals.show_years(years or 1)

    def _show_districts(self) -> None:
        self.limits.set_by_district(bool(self._boxes["by_district"].read()))


class Sheet(QWidget):
    """What scrolls: as wide as its place, as high as that width asks for."""

    def minimumSizeHint(self) -> QSize:
        # Qt would measure wrapped words at their narrowest and leave the page far too high
        return QSize(0, 0)


class Narrow(QScrollArea):
    """A column of controls that scrolls downwards and never sideways."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(260), theme.current().gap(180))


def show_in_scroll(widget: QWidget) -> None:
    """Scroll whatever a widget stands in until it is in sight."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, theme.current().px(60))
        above = above.parentWidget()


def _percent_box(field: Field) -> LineBox:
    return tight(
        LineBox(
            field,
            lambda text: parse_percent(text, field.key) if text else 0,
            lambda tenths: f"{format_percent(tenths, sign=False).removesuffix('.0')} %",
        )
    )
