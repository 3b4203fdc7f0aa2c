"""One member’s sheets as a grid: bids down, criteria across, and beside it what points mean and a comment on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.cells import CellValue, as_raw, of_raw, place_of
from app.fields import Field, GridColumn, GridRow, GridShape
from app.scoring import parse
from app.scoring.parts import ScaleRecord
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS, SCORES
from app.years import SLASH
from ui.kit import theme
from ui.kit.box import Box
from ui.kit.gridbox import GridBox
from ui.kit.gridform import ColumnForm
from ui.kit.words import plain

SIDE_WIDTH, COMMENT_HIGH = 320, 96
KEYS = (
    "Type over a cell: whole points, or n/a. Enter goes down, Tab right, F2 to the comment and back; Ctrl+Tab leaves "
    "the table. Ctrl+V pastes from Excel, Ctrl+Z takes back."
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A bid on the sheet: what it is called, and why nothing of it can be typed (“submitted”), empty where it can."""

    application_id: str
    label: str
    shut: str = ""


def scores_field(rows: Sequence[SheetRow], scales: Sequence[ScaleRecord]) -> Field:
    """The grid of these bids and criteria as the field of a form; its cells are texts, those of `entering.put`."""
    columns = [
        *(GridColumn(one.id, one.name, "text", help=f"0 to {one.maximum}") for one in scales),
        GridColumn(RECOMMENDS, "Recommends", "text", help="yes or no"),
        *(GridColumn(one.id + COMMENTED, f"{one.name}, comment", "text") for one in scales),
        GridColumn(COMMENT, "Comment on the bid", "text"),
    ]
    shape = GridShape(
        tuple(GridRow(one.application_id, f"{one.label} ({one.shut})" if one.shut else one.label) for one in rows),
        tuple(columns),
        totals=False,
        closed=frozenset(f"{row.application_id}:{one.key}" for row in rows if row.shut for one in columns),
    )
    return Field(SCORES, "Scores", "grid", grid=shape)


class ScoreForm(ColumnForm):
    """The form of one member's sheets: the grid and its side, as wide as the page."""

    def __init__(self, fields: Sequence[Field], scales: Sequence[ScaleRecord], *, year_style: str = SLASH) -> None:
        self._scales = tuple(scales)
        super().__init__(fields, year_style=year_style)

    def make_box(self, field: Field, year_style: str) -> Box:
        return ScoreBox(field, self._scales) if field.key == SCORES else super().make_box(field, year_style)

    def lay_out(self, column: QVBoxLayout) -> None:
        for field in self.fields:
            column.addWidget(self.watch(field.key))
            column.addWidget(self.box(field.key))
        column.addStretch(1)


class ScoreBox(Box):
    """Points in a grid; the comment on the cell the keyboard is in stands beside it, and F2 goes to and fro."""

    def __init__(self, field: Field, scales: Sequence[ScaleRecord]) -> None:
        self.points = GridBox(replace(field, grid=_inside(field.grid or GridShape((), ()))))
        super().__init__(field, self.points)
        self._scales = {one.id: one for one in scales}
        self._shape = field.grid or GridShape((), ())
        self._comments: dict[str, str] = {}
        self._shown = ""
        """The cell of the comment that is in its box."""
        self.points.cells.readers = {RECOMMENDS: _recommends, **{one.id: _reader(one) for one in scales}}
        self.title, self.anchors = plain("", weight=600, wrap=True), plain("", "small", wrap=True)
        self.asked = plain("", "small", tone="second", wrap=True)
        self.comment = QPlainTextEdit()
        self._build()
        self.points.changed.connect(self._on_points)
        self.points.grid.moved.connect(self.show_side)
        self.points.cells.modelReset.connect(self.show_side)
        self.comment.textChanged.connect(self._on_comment)
        for one in (self.points.grid, self.comment):
            one.installEventFilter(self)
        self.show_side()

    def _build(self) -> None:
        now, side = theme.current(), QWidget()
        self.points.hint.setText(KEYS)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(now.gap(6))
        for one in (self.title, self.anchors, self.asked, self.comment):
            column.addWidget(one)
        column.addStretch(1)
        self.anchors.setTextFormat(Qt.TextFormat.RichText)
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(now.px(COMMENT_HIGH))
        if now.large:  # under the grid, where there is no room beside it
            self._row.removeWidget(self.points)
            under = QVBoxLayout()
            under.addWidget(self.points)
            under.addWidget(side)
            self._row.addLayout(under)
        else:
            side.setFixedWidth(now.px(SIDE_WIDTH))
            self._row.setSpacing(now.gap(24))
            self._row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)

    # what the form says to its box

    def set_shape(self, shape: GridShape) -> None:
        self._shape = shape
        self.points.set_shape(_inside(shape))

    def read(self) -> dict[str, Any]:
        return {**self.points.read(), **self._said()}

    def write(self, value: Any) -> None:
        self._comments = {cell: str(text) for cell, text in (value or {}).items() if _is_comment(cell)}
        self.points.write(_points(value or {}))
        self.show_side()

    def write_over(self, value: Any) -> None:
        self._comments = {cell: str(text) for cell, text in (value or {}).items() if _is_comment(cell)}
        self.points.write_over(_points(value or {}))
        self.show_side()

    def raw(self) -> str:
        return as_raw({**self.points.cells.texts(), **self._said()})

    def type_back(self, text: str) -> None:
        typed = of_raw(text)
        self._comments = {cell: said for cell, said in typed.items() if _is_comment(cell)}
        self.points.type_back(as_raw(_points(typed)))
        self.show_side()

    def refuse_at(self, cell: str, message: str) -> str:
        if not _is_comment(cell):
            return self.points.refuse_at(cell, message)
        row, column = place_of(cell)
        beside = RECOMMENDS if column == COMMENT else column.removesuffix(COMMENTED)
        place = self.points.cells.place(f"{row}:{beside}")
        if place is not None:
            self.points.grid.go(*place)
            self.comment.setFocus(Qt.FocusReason.OtherFocusReason)
        return message

    def mark_saved(self) -> None:
        self.points.mark_saved()

    def mark_wrong(self, wrong: bool) -> None:
        self.points.mark_wrong(wrong)

    def go_to(self) -> None:
        self.points.go_to()

    # the side

    def lacking(self) -> list[str]:
        """The cells of which the points are to be explained and are not."""
        found = []
        for cell, text in self.points.cells.texts().items():
            scale = self._scales.get(place_of(cell)[1])
            if scale and text.isdigit() and scale.needs_comment(int(text)) and not self._said().get(cell + COMMENTED):
                found.append(cell)
        return found

    def show_side(self) -> None:
        """Say what the points of the cell mean, and show the comment on it."""
        cells, (row, column) = self.points.cells, self.points.grid.at()
        if row >= len(cells.rows()) or column >= len(cells.columns()):
            return
        row_id, key = place_of(cells.cell(row, column))
        scale = self._scales.get(key)
        self._shown = f"{row_id}:{COMMENT if scale is None else key + COMMENTED}"
        self.title.setText(cells.label(row, column))
        self.anchors.setText(_anchors(scale, cells.text(row, column)) if scale else "")
        self.anchors.setVisible(scale is not None)
        self._show_asked(scale, cells.text(row, column))
        self.comment.setAccessibleName(
            "Comment on the bid" if scale is None else f"Comment, {cells.label(row, column)}"
        )
        self.comment.setReadOnly(self._shown in self._shape.closed)
        said = self._comments.get(self._shown, "")
        if self.comment.toPlainText() != said:
            before = self.comment.blockSignals(True)
            self.comment.setPlainText(said)
            self.comment.blockSignals(before)

    def _show_asked(self, scale: ScaleRecord | None, text: str) -> None:
        points = int(text) if text.isdigit() else None
        needed = scale is not None and scale.needs_comment(points) and not self._comments.get(self._shown, "").strip()
        what = "Comment on the bid" if scale is None else "Comment on these points"
        self.asked.setText(f"{what}: {points} points are to be explained. F2" if needed else f"{what} (F2)")

    def _on_points(self) -> None:
        self.show_side()
        self.changed.emit()

    def _on_comment(self) -> None:
        self._comments[self._shown] = self.comment.toPlainText()
        self.show_side()
        self.changed.emit()

    def _said(self) -> dict[str, str]:
        return {cell: text.strip() for cell, text in self._comments.items() if text.strip()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F2 goes from the points to their comment and back; Esc goes back too."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.points.grid and event.key() == Qt.Key.Key_F2 and not self.points.grid.is_typing():
            self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if watched is self.comment and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Escape):
            self.points.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return super().eventFilter(watched, event)


def _is_comment(cell: str) -> bool:
    column = place_of(cell)[1]
    return column == COMMENT or column.endswith(COMMENTED)


def _points(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {cell: value for cell, value in cells.items() if not _is_comment(cell)}


def _inside(shape: GridShape) -> GridShape:
    """The grid without the columns of comments, which stand beside it."""
    return replace(shape, columns=tuple(one for one in shape.columns if not _is_comment(f":{one.key}")))


def _reader(scale: ScaleRecord) -> Any:
    def read(text: str) -> CellValue | None:
        return parse.mark_text(parse.points(text, scale.maximum)) or None

    return read


def _recommends(text: str) -> CellValue | None:
    return parse.recommends(text) or None


def _anchors(scale: ScaleRecord, text: str) -> str:
    """What each point stands for, lowest first, the one that is given in bold."""
    lines = [escape(scale.guidance)] if scale.guidance else []
    for points, words in scale.anchors:
        line = f"{points}&nbsp; {escape(words)}"
        lines.append(f"<b>{line}</b>" if text == str(points) else line)
    return "<br>".join(lines)
