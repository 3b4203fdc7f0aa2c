"""One box for each kind of field: what it shows, what it reads, and the sentence when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import Refused
from app.fields import Choice, Field, Kind, value_text
from app.money import (
    format_limit,
    format_number,
    format_pence,
    format_sum,
    parse_amount_or_word,
    parse_limit,
    parse_number,
    parse_pence,
    parse_percent,
    parse_sum,
)
from app.years import SLASH, format_day, format_year, parse_day, parse_year
from ui.kit import theme
from ui.kit.box import Box
from ui.kit.controls import Button, Combo, Tick
from ui.kit.gridbox import GridBox
from ui.kit.several import SeveralBox

__all__ = ["Box", "ChoiceBox", "DayBox", "LineBox", "LongBox", "TypedLine", "YesNoBox", "make_box"]

NARROW_KINDS = ("amount", "pence", "number", "percent", "limit", "year", "count")


class TypedLine(QLineEdit):
    """A line that tidies what was typed as the person leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LineBox(Box):
    """Text, amounts, years, counts: typed on one line, read by the field's own rule, tidied on the way out."""

    def __init__(self, field: Field, parse: Callable[[str], Any], show: Callable[[Any], str]) -> None:
        self.line, self._parse, self._show = TypedLine(), parse, show
        super().__init__(field, self.line)
        self.line.setFont(theme.current().font())
        if field.kind in NARROW_KINDS:
            self.line.setFixedWidth(theme.current().px(140))
            self._row.addStretch(1)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.left.connect(self.tidy)

    def read(self) -> Any:
        text = self.line.text().strip()
        if not text and self.field.required:
            raise self.missing()
        return self._parse(text)

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else self._show(value))

    def raw(self) -> str:
        return self.line.text()

    def type_back(self, text: str) -> None:
        self.line.setText(text)

    def as_left(self) -> str:
        try:
            value = self._parse(self.line.text().strip())
        except Refused:
            return self.raw()  # said when the person saves, not while they are still going through the form
        return "" if value is None else self._show(value)

    def tidy(self) -> None:
        """Show what stands in the box as the field is usually shown, where it can be read."""
        self.line.setText(LineBox.as_left(self))


class LongBox(Box):
    """Several lines of text; Tab goes on to the next box."""

    def __init__(self, field: Field) -> None:
        self.text = QPlainTextEdit()
        super().__init__(field, self.text)
        self.text.setFont(theme.current().font())
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(4 * theme.current().metrics().lineSpacing() + theme.current().px(14))
        self.text.textChanged.connect(self.changed)

    def read(self) -> Any:
        text = self.raw().strip()
        if not text and self.field.required:
            raise self.missing()
        return text

    def write(self, value: Any) -> None:
        self.text.setPlainText("" if value is None else str(value))

    def raw(self) -> str:
        return self.text.toPlainText()

    def type_back(self, text: str) -> None:
        self.text.setPlainText(text)


class ChoiceBox(Box):
    """One of several; typing the first letters finds it."""

    def __init__(self, field: Field) -> None:
        self.combo = Combo(field.label, prefix=False)
        super().__init__(field, self.combo)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._row.addStretch(1)
        self.set_choices(field.choices)
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what was chosen stays chosen where it is still offered."""
        chosen = self.combo.currentData()
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItem("Choose one" if self.field.required else "None", None)
        for choice in choices:
            self.combo.addItem(choice.label, choice.value)
        self.combo.blockSignals(False)
        self.write(chosen)
        self.combo.updateGeometry()

    def read(self) -> Any:
        value = self.combo.currentData()
        if value is None and self.field.required:
            raise self.missing()
        return value

    def write(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value)))

    def raw(self) -> str:
        return str(self.combo.currentData() or "")

    def type_back(self, text: str) -> None:
        self.write(text or None)


class YesNoBox(Box):
    """A tick."""

    def __init__(self, field: Field) -> None:
        self.tick = Tick(field.label)
        super().__init__(field, self.tick)
        self._row.addStretch(1)
        self.tick.toggled.connect(lambda _: self.changed.emit())

    def read(self) -> Any:
        return self.tick.isChecked()

    def write(self, value: Any) -> None:
        self.tick.setChecked(bool(value))

    def raw(self) -> str:
        return "yes" if self.tick.isChecked() else ""

    def type_back(self, text: str) -> None:
        self.write(text)


class DayBox(LineBox):
    """A day typed in any usual form, or picked from a calendar."""

    def __init__(self, field: Field) -> None:
        super().__init__(field, _optional(lambda text: parse_day(text, field.key)), format_day)
        self.line.setFixedWidth(theme.current().px(170))
        self.pick = Button("", "calendar")
        self.pick.setAccessibleName(f"{field.label}, pick from a calendar")
        self.pick.setToolTip("Pick from a calendar")
        self.pick.clicked.connect(self.open_calendar)
        self._row.addWidget(self.pick)
        self._row.addStretch(1)

    def open_calendar(self) -> None:
        """Show the month of the day in the box; Enter or a click takes a day, Esc goes back."""
        popup = CalendarPopup(self)
        popup.show_day(self._day() or date.today())
        popup.picked.connect(self._take)
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()

    def _day(self) -> date | None:
        try:
            day = self._parse(self.line.text().strip())
        except Refused:
            return None
        return day if isinstance(day, date) else None

    def _take(self, day: date) -> None:
        self.write(day)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)


class CalendarPopup(QFrame):
    """A month to pick a day from."""

    picked = Signal(date)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.Box)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self.calendar)
        self.setFocusProxy(self.calendar)

    def show_day(self, day: date) -> None:
        """Start at this day."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setFocus()

    def _take(self, day: QDate) -> None:
        self.close()
        self.picked.emit(date(day.year(), day.month(), day.day()))


def make_box(field: Field, year_style: str = SLASH) -> Box:
    """The box of a field's kind."""
    kinds: dict[Kind, type[LongBox | ChoiceBox | YesNoBox | DayBox | SeveralBox | GridBox]] = {
        "long": LongBox,
        "choice": ChoiceBox,
        "yesno": YesNoBox,
        "day": DayBox,
        "several": SeveralBox,
        "grid": GridBox,
    }
    return kinds[field.kind](field) if field.kind in kinds else _line_box(field, year_style)


def _line_box(field: Field, year_style: str) -> LineBox:
    """What is typed on one line: how it is read, and how it is shown."""
    key = field.key
    lines: dict[Kind, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
        "amount": (lambda text: parse_amount_or_word(text, key), _amount_text),
        "pence": (_optional(lambda text: parse_pence(text, key)), format_pence),
        "sum": (_optional(lambda text: parse_sum(text, key)), format_sum),
        "number": (_optional(lambda text: parse_number(text, key)), format_number),
        "percent": (_optional(lambda text: parse_percent(text, key)), lambda tenths: value_text(field, tenths)),
        "limit": (_optional(lambda text: parse_limit(text, key)), format_limit),
        "year": (_optional(lambda text: parse_year(text, key)), lambda year: format_year(year, year_style)),
        "count": (_optional(lambda text: _parse_count(text, key)), lambda count: f"{count:,}"),
    }
    return LineBox(field, *lines.get(field.kind, (lambda text: text, str)))


def _optional(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """An empty box is no value, not a wrong one."""
    return lambda text: parse(text) if text else None


def _amount_text(value: int | str) -> str:
    return format_pence(value) if isinstance(value, int) else value


def _parse_count(text: str, field: str) -> int:
    digits = text.replace(",", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        raise Refused(f"“{text}” is not a whole number. Type it like 12 or 1,200.", field)
    return int(digits)
