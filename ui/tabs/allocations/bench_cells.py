"""The figures of a scenario as small boxes: weights with sliders, totals by year, what is held, floors and caps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.allocations import planning
from app.allocations.planning import BenchData
from app.cells import as_raw, cell_text, kind_of, of_raw
from app.errors import Refused
from app.fields import Field
from app.money import Pence, format_limit, format_pence, parse_limit, parse_pence
from ui.kit import theme
from ui.kit.boxes import Box, LineBox
from ui.kit.controls import Button
from ui.kit.slider import SliderBox
from ui.kit.words import plain

NARROW, SMALL = 84, 82
MOST_FLOOR, MOST_CAP = 1_000, 2_000
"""100 % and 200 % of the present grant, in tenths."""


def tight(box: LineBox, width: int = NARROW) -> LineBox:
    """The box only as wide as its figure, which stands at the right."""
    box.line.setFixedWidth(theme.current().px(width))
    box.setFixedWidth(theme.current().px(width))
    box.line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box


def pounds_box(key: str, label: str, hint: str = "") -> LineBox:
    """An amount in pounds, or nothing; `hint` stands in the empty box."""
    box = LineBox(Field(key, label), lambda text: _amount(text, key) if text else None, format_pence)
    box.line.setPlaceholderText(hint)
    return tight(box)


def limit_box(key: str, label: str, most: int = 1_000, width: int = NARROW) -> LineBox:
    """An amount or a percentage, or nothing; `most` is in tenths of a percent."""
    box = LineBox(Field(key, label), lambda text: parse_limit(text, key, most=most) if text else None, format_limit)
    return tight(box, width)


class CountBox(LineBox):
    """A whole number of years or months, shown with its word and kept without it."""

    def __init__(self, field: Field, unit: str, least: int, most: int) -> None:
        one = unit.removesuffix("s")

        def parse(text: str) -> int | None:
            digits = text.removesuffix("s").removesuffix(one).strip()
            if not text:
                return None
            if not digits.isascii() or not digits.isdigit():
                raise Refused(f"“{text}” is not a whole number. Type it like {max(3, least)}.", field.key)
            if not least <= int(digits) <= most:
                raise Refused(f"Give from {least} to {most} {unit}.", field.key)
            return int(digits)

        super().__init__(field, parse, lambda count: f"{count} {unit if count != 1 else one}")
        tight(self)

    def raw(self) -> str:
        try:
            count = self.read()
        except Refused:
            return super().raw()
        return "" if count is None else str(count)

    def as_left(self) -> str:
        return self.raw()

    def type_back(self, text: str) -> None:
        super().type_back(text)
        self.tidy()


def _amount(text: str, key: str) -> Pence:
    pence = parse_pence(text, key)
    if pence < 0:
        raise Refused("An amount cannot be below £0.", key)
    return pence


class CellsBox(Box):
    """Several figures kept as one mapping, each with its own box and its own sentence when something is wrong.

    An empty box is not in the mapping.
    """

    def __init__(self, field: Field) -> None:
        self.cells: dict[str, LineBox] = {}
        self._wrongs: dict[str, QLabel] = {}
        self._marked: set[str] = set()
        self._plains: dict[str, tuple[str, str]] = {}
        """The text of each cell as it was last asked for, and how it is kept: at every key all are asked for."""
        body = QWidget()
        super().__init__(field, body)
        # the keyboard goes to a cell itself: with a stand-in before it, Tab would pass over some of them
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.current().gap(4))

    def add_cell(self, key: str, cell: LineBox, wrong: QLabel | None = None) -> QLabel:
        """Take in one more figure; the label that says what is wrong with it."""
        self.cells[key] = cell
        self._wrongs[key] = wrong or wrong_label()
        cell.changed.connect(self.changed)
        if len(self.cells) == 1:
            self.control = cell.line
        return self._wrongs[key]

    def look(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What can be read now, and a sentence for each cell that cannot; nothing is said on the screen."""
        found: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for key, cell in self.cells.items():
            try:
                value = cell.read()
            except Refused as refused:
                wrong[key] = refused.message
            else:
                if value is not None:
                    found[key] = value
        return found, wrong

    def read(self) -> dict[str, Any]:
        found, wrong = self.look()
        self.say(wrong)
        if wrong:
            first = next(iter(wrong))
            self.control = self.cells[first].line
            raise Refused(wrong[first], self.field.key)
        return found

    def write(self, value: Any) -> None:
        given: Mapping[str, Any] = value or {}
        with self._told_once():
            for key, cell in self.cells.items():
                cell.write(given.get(key))

    def raw(self) -> str:
        return as_raw({key: self._plain(key, cell) for key, cell in self.cells.items() if cell.raw()})

    def type_back(self, text: str) -> None:
        texts = of_raw(text)
        with self._told_once():
            for key, cell in self.cells.items():
                cell.type_back(texts.get(key, ""))
                cell.tidy()

    def _plain(self, key: str, cell: LineBox) -> str:
        """A cell's text as every grid keeps it, 40 for 40 %; as typed where it cannot be read."""
        text = cell.raw()
        known, plain = self._plains.get(key, ("", ""))
        if known != text:
            try:
                plain = cell_text(kind_of(self.field.grid, key), cell.read())
            except Refused:
                plain = text
            self._plains[key] = (text, plain)
        return plain

    def say(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each of these cells, and nothing under the others."""
        told: dict[QLabel, list[str]] = {label: [] for label in self._wrongs.values()}
        for key, cell in self.cells.items():
            sentence = wrong.get(key, "")
            if sentence:
                told[self._wrongs[key]].append(sentence)
            if bool(sentence) != (key in self._marked):
                (self._marked.add if sentence else self._marked.discard)(key)
                cell.mark_wrong(bool(sentence))
                cell.control.setAccessibleDescription(sentence)
        for label, sentences in told.items():
            label.setText(" ".join(dict.fromkeys(sentences)))
            label.setVisible(bool(sentences))

    def said(self) -> dict[str, str]:
        """The sentences on the screen, by cell."""
        return {key: self._wrongs[key].text() for key in self.cells if key in self._marked}

    def mark_wrong(self, wrong: bool) -> None:
        """The cells mark themselves."""

    @contextmanager
    def _told_once(self) -> Iterator[None]:
        """However many cells are written meanwhile, that something changed is told once."""
        self.blockSignals(True)
        yield
        self.blockSignals(False)
        self.changed.emit()


def wrong_label() -> QLabel:
    """Where a sentence about a box stands, out of sight until there is one."""
    label = plain("", "small", tone="bad", wrap=True)
    label.hide()
    return label


def say_wrong(box: Box, label: QLabel, sentence: str) -> None:
    """Put a sentence under its box and mark the box; an empty one takes it away."""
    if label.text() == sentence and label.isHidden() == (not sentence):
        return
    label.setText(sentence)
    label.setVisible(bool(sentence))
    box.mark_wrong(bool(sentence))
    box.control.setAccessibleDescription(sentence)


class WeightsBox(CellsBox):
    """What each factor counts for. The sum is said as it is typed; it need not be 100 %."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.column.setSpacing(theme.current().gap(3))
        rows = field.grid.rows if field.grid else ()
        for factor in rows:
            key = f"{factor.key}:weight"
            slider = SliderBox(Field(key, factor.label, "percent"))
            slider.line.setAccessibleName(f"{factor.label}, weight")
            self.column.addWidget(slider)
            self.column.addWidget(self.add_cell(key, slider))
        if not rows:
            words = (
                "There is no factor yet. Add one under Factors: a column of figures to share by, such as population."
            )
            self.column.addWidget(plain(words, "small", tone="second", wrap=True))

    def sum_words(self) -> str:
        """“weights make 100 %”; nothing while one cannot be read."""
        values, wrong = self.look()
        if wrong:
            return ""
        tenths = sum(values.values())
        return f"weights make {tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''} %"


class TotalsBox(CellsBox):
    """What there is to share in each year it is brought in over; an empty box is the present total."""

    def __init__(self, field: Field, data: BenchData, most_years: int) -> None:
        super().__init__(field)
        present = format_pence(data.total)
        self._rows: dict[str, QWidget] = {}
        for year in range(data.year + 1, data.year + 1 + most_years):
            text = data.said(year)
            cell = tight(pounds_box(f"total:{year}", f"To share in {text}, £", present), 104)
            row = QWidget()
            lines = QVBoxLayout(row)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(0)
            lines.addLayout(beside(text, cell))
            lines.addWidget(self.add_cell(f"total:{year}", cell))
            self.column.addWidget(row)
            self._rows[f"total:{year}"] = row

    def show_years(self, years: int) -> None:
        """Show the boxes of this many years; what is typed in the others stays."""
        for at, row in enumerate(self._rows.values()):
            row.setVisible(at < years)

    def look(self) -> tuple[dict[str, Any], dict[str, str]]:
        shown = {key for key, row in self._rows.items() if not row.isHidden()}
        found, wrong = super().look()
        return (
            {key: value for key, value in found.items() if key in shown},
            {key: sentence for key, sentence in wrong.items() if key in shown},
        )


class LimitsBox(CellsBox):
    """What partnerships are held at, and their own floors and caps.

    The districts of a county that are held alike have one box; any other partnership gets one with “Hold another…”.
    """

    offered = Signal()

    def __init__(self, field: Field, data: BenchData) -> None:
        super().__init__(field)
        self._data, self._by_district = data, False
        self._names = {one.key: one.label for one in (field.grid.rows if field.grid else ())}
        self._children = children(data)
        self._opened: set[str] = set()
        self._held_rows: dict[str, QWidget] = {}
        self._groups: dict[str, tuple[QWidget, LineBox, QLabel]] = {}
        self._own_rows: dict[str, list[QWidget]] = {}
        self.held, self.own = QWidget(), QWidget()
        self.hold_button = Button("Hold another…", look="link")
        self.hold_button.setAccessibleName("Hold another partnership outside the formula")
        self.hold_button.clicked.connect(self._offer)
        self._build_held()
        self._build_own()
        self.column.addWidget(self.held)

    def write(self, value: Any) -> None:
        self._opened = set()
        super().write(value)
        self.arrange()

    def type_back(self, text: str) -> None:
        super().type_back(text)
        self.arrange()

    def say(self, wrong: Mapping[str, str]) -> None:
        super().say(wrong)
        for parent, (_, box, label) in self._groups.items():
            every = [f"{one}:held" for one in self._children[parent]]
            say_wrong(box, label, next((wrong[key] for key in every if key in wrong), ""))

    def set_by_district(self, by_district: bool) -> None:
        """Whether every partnership stands by its own figures: then districts have floors and caps too."""
        if by_district != self._by_district:
            self._by_district = by_district
            self.arrange()

    def arrange(self) -> None:
        """Show the rows that are in use."""
        grouped = set()
        for parent, (row, box, _) in self._groups.items():
            texts = {self.cells[f"{one}:held"].raw() for one in self._children[parent]}
            together = not self._by_district and len(texts) == 1 and not self._opened & set(self._children[parent])
            row.setVisible(together)
            if together:
                grouped |= set(self._children[parent])
                if box.raw() not in texts:
                    box.type_back(next(iter(texts)))
        for one, row in self._held_rows.items():
            in_use = bool(self.cells[f"{one}:held"].raw()) or one in self._opened or self._must_be_shown(one)
            row.setVisible(in_use and one not in grouped)
        for one, widgets in self._own_rows.items():
            typed = any(self.cells[f"{one}:{kind}"].raw() for kind in ("floor", "cap"))
            for widget in widgets:
                widget.setVisible(self._by_district or typed or one in self._children or not self._parent(one))

    def typed_into(self) -> str:
        """The cell that the keyboard is in; empty where it is in none."""
        for parent, (_, box, _) in self._groups.items():
            if box.line.hasFocus():
                return f"{self._children[parent][0]}:held"
        return next((key for key, cell in self.cells.items() if cell.line.hasFocus()), "")

    def open_held(self, partnership_id: str) -> None:
        """Show the box of a partnership that is to be held, with the keyboard in it."""
        self._opened.add(partnership_id)
        self.arrange()
        self.cells[f"{partnership_id}:held"].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_held(self) -> None:
        column = _column(self.held)
        for one, name in self._names.items():
            if one in self._children:
                column.addWidget(self._group(one, name))
            present = self._data.present.get(one)
            hint = format_pence(present) if present is not None and self._parent(one) else ""
            cell = pounds_box(f"{one}:held", f"{name}, held at £", hint)
            row = QWidget()
            lines = _column(row)
            lines.addLayout(beside(name, cell))
            lines.addWidget(self.add_cell(f"{one}:held", cell))
            self._held_rows[one] = row
            column.addWidget(row)
        column.addWidget(self.hold_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _group(self, parent: str, name: str) -> QWidget:
        """One box for all districts of a county."""
        every = self._children[parent]
        present = {self._data.present.get(one) for one in every}
        known = next(iter(present)) if len(present) == 1 else None
        words = f"{name} districts, each of {len(every)}"
        box = pounds_box(
            f"{parent}:districts", f"{words}, held at £", format_pence(known) if known is not None else "as now"
        )
        label, row = wrong_label(), QWidget()
        lines = _column(row)
        lines.addLayout(beside(words, box))
        lines.addWidget(label)

        def spread() -> None:
            with self._told_once():
                for one in every:
                    self.cells[f"{one}:held"].type_back(box.raw())

        box.line.textEdited.connect(lambda _: spread())
        self._groups[parent] = (row, box, label)
        return row

    def _build_own(self) -> None:
        now = theme.current()
        grid = QGridLayout(self.own)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(now.gap(6))
        grid.setVerticalSpacing(now.gap(2))
        grid.setColumnStretch(0, 1)
        for at, head in enumerate(("Floor", "Cap"), start=1):
            grid.addWidget(plain(head, "small", tone="second"), 0, at, Qt.AlignmentFlag.AlignRight)
        for one, words in self._names.items():
            at = grid.rowCount()
            name, wrong = plain(words, "small", wrap=True), wrong_label()
            grid.addWidget(name, at, 0)
            grid.addWidget(wrong, at + 1, 0, 1, 3)
            boxes = []
            for column, (kind, most) in enumerate((("floor", MOST_FLOOR), ("cap", MOST_CAP)), start=1):
                cell = limit_box(f"{one}:{kind}", f"{words}, {kind} in £ or %", most, SMALL)
                self.add_cell(f"{one}:{kind}", cell, wrong)
                grid.addWidget(cell, at, column)
                boxes.append(cell)
            self._own_rows[one] = [name, *boxes]

    def _must_be_shown(self, one: str) -> bool:
        """A district that is held without anybody having said so, because its county is taken as one."""
        return not self._by_district and self._parent(one) in self._children

    def _parent(self, one: str) -> str:
        return next((parent for parent, every in self._children.items() if one in every), "")

    def _offer(self) -> None:
        menu = QMenu(self)
        for one, row in self._held_rows.items():
            if row.isHidden():
                action = menu.addAction(self._names[one].replace("&", "&&"))
                action.triggered.connect(lambda _=False, one=one: self.open_held(one))
        if menu.isEmpty():
            menu.addAction("Every partnership has its box").setEnabled(False)
        menu.popup(self.hold_button.mapToGlobal(QPoint(0, self.hold_button.height())))


def children(data: BenchData) -> dict[str, list[str]]:
    """The districts of each county, by the county's id, in the office's order."""
    families = planning.families(data, by_district=False)
    return {top.id: [one.id for one in below] for top, below in families if below}


def beside(words: str, box: Box, role: theme.Role = "body") -> QHBoxLayout:
    """A label at the left of its box."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().gap(8))
    label = plain(words, role, wrap=True)
    label.setBuddy(box.control)
    row.addWidget(label, 1)
    row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
    return row


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().gap(4))
    return column
