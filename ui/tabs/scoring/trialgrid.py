"""The bids of a trial in their places, with the line through them: what each would have is typed over in the list.

A cell is worked out when it is painted, so that another line through two thousand bids costs what is in sight.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem

from app.cells import CellValue, read_cell
from app.errors import Refused
from app.fields import GridColumn, GridRow, GridShape
from app.money import Pence, format_figure
from app.recommendations.cutline import CutLine, Drawn
from app.recommendations.views import line_words
from app.recommendations.what_if import Base, Result
from app.scoring.arithmetic import shown
from ui.kit import theme
from ui.kit.cellgrid import CellGrid
from ui.kit.celllooks import LEFT, RIGHT, CellBrush, text_place
from ui.kit.cells import SHUT, CellsModel, Index, Place
from ui.kit.delegate import chip_width, paint_chip
from ui.kit.header import SIDE

PLACE, SCORE, ASKED, GIVE, TOTAL, FLIP = range(6)
COLUMNS = (
    GridColumn("place", "Place", "number", locked=True),
    GridColumn("score", "Score", "number", locked=True),
    GridColumn("asked", "Asked £", locked=True),
    GridColumn("give", "Give £"),
    GridColumn("total", "Total £", locked=True),
    GridColumn("flip", "In this trial", "text", locked=True),
)
LINE = "cut line"
"""The key of the row of the line, which no bid has."""
COMES_IN, GOES_OUT = "Comes in", "Goes out"
LEAST_NAME, FLIPS = 150, 128
"""How wide a name and the last column are at least, in px at the usual size of text."""
Texts = dict[str, tuple[str, str]]
"""What one change made of what is typed for each bid: its text before and after, empty for nothing."""


class TrialCells(CellsModel):
    """The bids as a trial places them. What is typed goes by the bid, wherever it stands by then."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        self._typed: dict[str, str] = {}
        self._parts: dict[str, Pence] = {}
        self._wrong: dict[str, str] = {}
        self._typing: tuple[str, str] | None = None
        self._steps: list[Texts] = []
        self._taken_back: list[Texts] = []
        self.take_base(base)

    def take_base(self, base: Base) -> None:
        """Begin from this stage; what was typed stays."""
        self._base = base
        self._named = {key: GridRow(key, words) for key, words in base.called.items()}
        self._entries = {one.application_id: one for one in base.entries}
        self._flips: Mapping[str, str] = {}
        self._ranks: Mapping[str, tuple[int | None, int | None]] = {}
        self.beginResetModel()
        self._lay(base.cut)
        self.endResetModel()

    def take(self, result: Result) -> None:
        """Show what comes of a trial."""
        self._flips = {**dict.fromkeys(result.comes_in, COMES_IN), **dict.fromkeys(result.goes_out, GOES_OUT)}
        self._ranks = result.places
        self._lay(result.cut)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))

    def _lay(self, cut: CutLine) -> None:
        self._cut, self._rows, self._line = cut, cut.rows, cut.place
        place, named = cut.place, [self._named[one.entry.application_id] for one in cut.rows]
        every = (*named[:place], GridRow(LINE, "Cut line", heading=True), *named[place:])
        self.shape = GridShape(every, COLUMNS, totals=False)

    # what was typed

    def parts(self) -> dict[str, Pence]:
        """What bids are given instead, by id."""
        return dict(self._parts)

    def is_typed(self) -> bool:
        """Whether anything is typed, right or wrong."""
        return bool(self._typed)

    def wrong_words(self) -> str:
        """What is wrong with the first of what was typed, with the bid; empty where nothing is."""
        return next((f"{self._base.called[key]}: {why}" for key, why in self._wrong.items()), "")

    def refuse_bid(self, key: str, why: str) -> None:
        """Say that what was typed for a bid cannot be."""
        self._wrong[key] = why
        self._parts.pop(key, None)

    def forget(self) -> None:
        """Give every bid what it has outside the trial; it can be taken back."""
        self._step(dict.fromkeys(self._typed, ""))

    def bid_at(self, row: int) -> str:
        """The bid of a row, empty for the line."""
        one = self._drawn(row)
        return one.entry.application_id if one is not None else ""

    def row_of(self, key: str) -> int:
        """The row of a bid, -1 where it is not there."""
        return next((at for at, one in enumerate(self.shape.rows) if one.key == key), -1)

    def _drawn(self, row: int) -> Drawn | None:
        if row == self._line:
            return None
        return self._rows[row - (row > self._line)]

    # one cell

    def label(self, row: int, column: int) -> str:
        return f"{self.shape.rows[row].label}, {COLUMNS[column].label}"

    def is_open(self, row: int, column: int) -> bool:
        one = self._drawn(row)
        return column == GIVE and one is not None and not self._entries[one.entry.application_id].bars

    def text(self, row: int, column: int) -> str:
        one = self._drawn(row)
        if one is None:
            return ""
        entry, key = one.entry, one.entry.application_id
        if column == PLACE:
            return "–" if entry.rank is None else f"{entry.rank:,}"
        if column == SCORE:
            return "–" if entry.score is None else _tenths(shown(entry.score))
        if column == ASKED:
            return format_figure(entry.requested)
        if column == GIVE:
            return self._given(key, entry.amount)
        if column == TOTAL:
            return "–" if one.why else format_figure(one.total)
        return self._said(key, one)

    def _given(self, key: str, amount: Pence) -> str:
        if self._typing is not None and self._typing[0] == key:
            return self._typing[1]
        return self._typed[key] if key in self._wrong else format_figure(amount)

    def _said(self, key: str, one: Drawn) -> str:
        flips = self._flips.get(key, "")
        if flips or one.why:
            return flips or one.why
        before, after = self._ranks.get(key, (None, None))
        return f"was {before:,}" if before is not None and before != after else ""

    def value(self, row: int, column: int) -> CellValue | Refused | None:
        one = self._drawn(row)
        if one is None:
            return None
        if column == GIVE and (why := self.why_wrong(row, column)):
            return Refused(why)
        figures = {ASKED: one.entry.requested, GIVE: one.entry.amount, TOTAL: one.total}
        return figures.get(column, self.text(row, column))

    def is_changed(self, row: int, column: int) -> bool:
        one = self._drawn(row)
        return column == GIVE and one is not None and one.entry.application_id in self._typed

    def why_wrong(self, row: int, column: int) -> str:
        return self._wrong.get(self.bid_at(row), "") if column == GIVE else ""

    def is_above(self, row: int) -> bool:
        """Whether a row's bid is above the line."""
        one = self._drawn(row)
        return one is not None and one.is_above

    def flip(self, row: int) -> str:
        """Whether a row's bid comes in or goes out, in words."""
        return self._flips.get(self.bid_at(row), "")

    def line_words(self) -> str:
        """“£110,900 given · £600 left of £111,500 · the next bid needs £12,400 more”."""
        return line_words(self._cut).partition(": ")[2]

    def _described(self, row: int, column: int) -> str:
        words = [self.why_wrong(row, column)]
        if self.is_changed(row, column):
            words.append(f"Tried; it is {format_figure(self._entries[self.bid_at(row)].amount)} outside this trial.")
        if not self.is_open(row, column):
            words.append(SHUT)
        return " ".join(word for word in words if word)

    # typing

    def type_into(self, row: int, column: int, text: str) -> None:
        self._typing = (self.bid_at(row), text)
        self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def settle(self, row: int, column: int, before: str) -> None:
        text = self._typing[1] if self._typing is not None else before
        self._typing = None
        self.put({(row, column): text if text != before else self._typed.get(self.bid_at(row), "")})

    def put(self, texts: Mapping[Place, str]) -> bool:
        typed = {self.bid_at(row): text.strip() for (row, column), text in texts.items() if self.is_open(row, column)}
        return self._step(typed)

    def _step(self, typed: Mapping[str, str]) -> bool:
        step = {key: (before, text) for key, text in typed.items() if (before := self._typed.get(key, "")) != text}
        if step:
            self._steps.append(step)
            self._taken_back.clear()
            self._type({key: after for key, (_, after) in step.items()})
        return bool(step)

    def _type(self, texts: Mapping[str, str]) -> None:
        """Take what stands for each of these bids, and have the trial worked out anew."""
        for key, text in texts.items():
            self._wrong.pop(key, None)
            self._parts.pop(key, None)
            self._typed.pop(key, None)
            if text:
                self._typed[key] = text
                self._take_text(key, text)
        self.changed.emit()

    def _take_text(self, key: str, text: str) -> None:
        try:
            amount = read_cell("pence", text)
        except Refused as refusal:
            self._wrong[key] = refusal.message
            return
        if isinstance(amount, int):
            self._parts[key] = Pence(amount)

    def can_undo(self) -> bool:
        return bool(self._steps)

    def can_redo(self) -> bool:
        return bool(self._taken_back)

    def undo(self) -> list[Place]:
        return self._go(self._steps, self._taken_back, 0)

    def redo(self) -> list[Place]:
        return self._go(self._taken_back, self._steps, 1)

    def _go(self, taken: list[Texts], given: list[Texts], which: int) -> list[Place]:
        if not taken:
            return []
        step = taken.pop()
        given.append(step)
        self._type({key: texts[which] for key, texts in step.items()})
        return sorted((self.row_of(key), GIVE) for key in step)


class TrialBrush(CellBrush):
    """What is above the line in full ink, the rest quietly, the line across all columns, and who flips as a chip."""

    def __init__(self, cells: TrialCells, grid: CellGrid) -> None:
        super().__init__(cells, grid, grid)
        self._cells, self._grid = cells, grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if self._cells.is_heading(index.row()):
            self.painted += 1
            self._paint_line(painter, option.rect)
        else:
            super().paint(painter, option, index)

    def _paint_line(self, painter: QPainter, rect: QRect) -> None:
        """The words run on through the cells of the row."""
        now = theme.current()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, now.colour("paper"))
        for y in (rect.top(), rect.bottom() - 1):
            painter.fillRect(QRect(rect.left(), y, rect.width(), 2), now.colour("ink"))
        left = self._grid.columnViewportPosition(0) + now.px(SIDE)
        whole = QRect(left, rect.top(), self._grid.horizontalHeader().length(), rect.height())
        painter.setFont(now.font("small"))
        painter.setPen(now.colour("ink"))
        painter.drawText(whole, int(LEFT), self._cells.line_words())
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        super()._paint_ground(painter, rect, row, column)
        if column != GIVE and not self._chosen.is_in_block(row, column):
            now = theme.current()
            painter.fillRect(rect.adjusted(0, 0, -1, -1), now.colour("paper"))

    def _paint_text(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        now, cells = theme.current(), self._cells
        if column == FLIP and (flip := cells.flip(row)):
            paint_chip(painter, rect.left() + now.px(SIDE), rect, flip, "ok" if flip == COMES_IN else "bad")
            return
        wrong = isinstance(cells.value(row, column), Refused)
        painter.setFont(now.font("body", 600 if cells.is_changed(row, column) else 400))
        painter.setPen(now.colour("bad" if wrong else "ink" if cells.is_above(row) and column != FLIP else "ink2"))
        place = text_place(rect)
        words = painter.fontMetrics().elidedText(
            cells.text(row, column), Qt.TextElideMode.ElideRight, place.width() + 2
        )
        painter.drawText(place, int((LEFT if column == FLIP else RIGHT) | Qt.TextFlag.TextSingleLine), words)


class TrialGrid(CellGrid):
    """The list, with its columns as wide as their figures and the names in what is left."""

    def __init__(self, base: Base) -> None:
        self.trial = TrialCells(base)
        super().__init__("Bids in this trial", self.trial)
        self.trial.setParent(self)
        self.brush = TrialBrush(self.trial, self)
        self.setItemDelegate(self.brush)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._measure(base)

    def take_base(self, base: Base) -> None:
        """Begin from this stage; what was typed stays."""
        self.trial.take_base(base)
        self._measure(base)
        self._fit()

    def take(self, result: Result) -> None:
        """Show what comes of a trial; the keyboard stays with its bid."""
        at = self.at()
        bid = self.trial.bid_at(at[0])
        self.trial.take(result)
        self.names.viewport().update()
        row = self.trial.row_of(bid) if bid and self.trial.bid_at(at[0]) != bid else at[0]
        if row >= 0 and row != at[0]:
            with QSignalBlocker(self.verticalScrollBar()):
                self.go(row, at[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _measure(self, base: Base) -> None:
        now = theme.current()
        body = now.metrics("body", 600)
        total = format_figure(Pence(sum(one.requested for one in base.entries)))
        most = format_figure(max((one.requested for one in base.entries), default=Pence(0)))
        names = now.metrics("body")
        longest = sorted(base.called.values(), key=len)[-8:]
        self._name = max(map(names.horizontalAdvance, longest), default=0) + 2 * now.px(SIDE) + 4
        chips = max(map(chip_width, (COMES_IN, GOES_OUT))) + 2 * now.px(SIDE)
        figures = [
            body.horizontalAdvance(text) + 2 * now.px(SIDE) + 4 for text in ("1,000", "100.0", most, most, total)
        ]
        heads = [now.metrics("small", 600).horizontalAdvance(one.label) + 2 * now.px(SIDE) + 4 for one in COLUMNS]
        wide = [
            *(max(pair) for pair in zip(figures, heads[:FLIP], strict=True)),
            max(chips, heads[FLIP], now.px(FLIPS)),
        ]
        self._wide = wide

    def _fit(self) -> None:
        """The names have what the figures leave; what is over is for the words of the last column."""
        now = theme.current()
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2
        name = max(now.px(LEAST_NAME), min(self._name, room - sum(self._wide)))
        self.names.setFixedWidth(name)
        spare = max(0, room - name - sum(self._wide))
        for at, width in enumerate(self._wide):
            self.heads.resizeSection(at, width + (spare if at == FLIP else 0))
        self.place_corner()


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"
