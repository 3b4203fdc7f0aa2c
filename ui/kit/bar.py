"""One fund as one bar: paid, agreed, set aside, left. Drawn from the same figures as its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.money import format_pence
from ui.kit import theme
from ui.kit.words import draw_runs

Run = tuple[str, str, int]
SWATCH = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar, in pence, and how it is filled: solid, hatched, dotted or empty."""

    label: str
    pence: int
    fill: str


@dataclass(frozen=True, slots=True)
class FundFigures:
    """What a fund has and has given, in pence; `budget` may be a word such as TBD.

    Allocated includes committed, which includes paid.
    """

    budget: int | str | None
    committed: int
    paid: int
    allocated: int | None = None

    @property
    def set_aside(self) -> int:
        """Allocated and not yet agreed with anybody."""
        return max(0, (self.allocated or 0) - self.committed)

    @property
    def spoken_for(self) -> int:
        """Everything that is no longer there to give."""
        return max(self.committed, self.paid) + self.set_aside

    @property
    def left(self) -> int | None:
        """Budget less what is spoken for: negative when over, None when there is no figure to take it from."""
        return self.budget - self.spoken_for if isinstance(self.budget, int) else None

    def parts(self) -> list[Part]:
        """The stretches of the bar, left to right; only what is left may be nought."""
        known = [
            Part("Paid", max(0, self.paid), "solid"),
            Part("Agreed, not yet paid", max(0, self.committed - self.paid), "hatched"),
            Part("Allocated, not yet agreed", self.set_aside, "dotted"),
        ]
        parts = [part for part in known if part.pence > 0]
        if self.left is not None and self.left >= 0:
            parts.append(Part("Left to give", self.left, "empty"))
        return parts

    def budget_words(self) -> str:
        """The budget as it is said: £512,199, TBD, or that there is none."""
        return format_pence(self.budget) if isinstance(self.budget, int) else self.budget or "not set"

    def sentence(self) -> str:
        """The whole bar in words."""
        agreed = format_pence(max(0, self.committed - self.paid))
        words = [
            f"Budget {self.budget_words()}.",
            f"Committed {format_pence(self.committed)}, of which {format_pence(self.paid)} paid"
            f" and {agreed} agreed, not yet paid.",
        ]
        if self.set_aside:
            words.append(f"{format_pence(self.set_aside)} allocated, not yet agreed.")
        if self.left is not None:
            words.append(_left_words(self.left))
        return " ".join(words)


def _left_words(left: int) -> str:
    return f"{format_pence(-left)} over budget." if left < 0 else f"{format_pence(left)} left to give."


class FundBar(QWidget):
    """The bar, its bracket over what is committed, and a name and figure under each part."""

    def __init__(self, figures: FundFigures, name: str = "Fund", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name = name
        self.show_figures(figures)

    def show_figures(self, figures: FundFigures) -> None:
        """Draw these."""
        self.figures = figures
        self.setAccessibleName(f"{self._name}: budget, committed and left")
        self.setAccessibleDescription(figures.sentence())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.current().px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(160), self.heightForWidth(max(self.width(), theme.current().px(160))))

    def heightForWidth(self, width: int) -> int:
        rows = max([row for _, _, row in self._label_places(width)] or [0]) + 1
        return self._bar_top(width) + self._bar_height() + theme.current().gap(6) + rows * self._row_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_top(painter)
        self._paint_bracket(painter)
        for part, box in self.part_boxes(self.width()):
            self._paint_part(painter, part, box)
        if not self.figures.parts():
            whole = QRect(0, self._bar_top(self.width()), self.width(), self._bar_height())
            self._paint_part(painter, Part("", 0, "empty"), whole)
        if self.figures.left is not None and self.figures.left < 0:
            self._paint_over(painter)
        self._paint_labels(painter)

    def part_boxes(self, width: int) -> list[tuple[Part, QRect]]:
        """Each part and the stretch of the bar it fills; together they fill it exactly."""
        parts = self.figures.parts()
        whole = sum(part.pence for part in parts)
        boxes, done = [], 0
        for part in parts:
            left = done * width // whole if whole else 0
            done += part.pence
            right = done * width // whole if whole else width
            boxes.append((part, QRect(left, self._bar_top(width), max(1, right - left), self._bar_height())))
        return boxes

    def _top_runs(self) -> tuple[list[Run], list[Run]]:
        figures = self.figures
        before: list[Run] = [("Committed ", "ink", 600), (format_pence(figures.committed), "ink", 600)]
        if figures.left is not None and figures.left < 0:
            over: Run = (f"▲ {format_pence(-figures.left)} over", "bad", 600)
            return before, [over, (" budget ", "ink", 400), (figures.budget_words(), "ink", 600)]
        if isinstance(figures.budget, int):
            return before, [("of ", "ink", 400), (figures.budget_words(), "ink", 600), (" budget", "ink", 400)]
        return before, [("budget ", "ink", 400), (figures.budget_words(), "ink", 600)]

    def _top_is_stacked(self, width: int) -> bool:
        before, after = self._top_runs()
        return _runs_width(before) + _runs_width(after) + theme.current().px(12) > width

    def _paint_top(self, painter: QPainter) -> None:
        before, after = self._top_runs()
        line = theme.current().metrics("small").height()
        ascent = theme.current().metrics("small").ascent()
        draw_runs(painter, 0, ascent, before, "small")
        if self._top_is_stacked(self.width()):
            draw_runs(painter, 0, line + ascent, after, "small")
        else:
            draw_runs(painter, self.width() - _runs_width(after), ascent, after, "small")

    def _paint_bracket(self, painter: QPainter) -> None:
        committed = [box for part, box in self.part_boxes(self.width()) if part.fill in ("solid", "hatched")]
        if not committed:
            return
        painter.setPen(QPen(theme.current().colour("edge"), 1))
        left, right = committed[0].left(), committed[-1].right()
        bottom = committed[0].top() - 3
        top = bottom - theme.current().px(5)
        painter.drawPolyline([QPoint(left, bottom), QPoint(left, top), QPoint(right, top), QPoint(right, bottom)])

    def _paint_part(self, painter: QPainter, part: Part, box: QRect) -> None:
        now = theme.current()
        if part.fill == "solid":
            painter.fillRect(box, now.colour("accent"))
            return
        painter.fillRect(box, now.colour("paper" if part.fill != "hatched" else "wash"))
        if part.fill == "hatched":
            painter.fillRect(box, hatching(now.colour("accent"), self.devicePixelRatioF()))
        elif part.fill == "dotted":
            painter.fillRect(box, dotting(now.colour("accent"), self.devicePixelRatioF()))
        painter.setPen(QPen(now.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))

    def _paint_over(self, painter: QPainter) -> None:
        """Where the budget ends inside a bar that runs past it."""
        if not isinstance(self.figures.budget, int):
            return
        at = max(0, self.figures.budget) * self.width() // max(1, self.figures.spoken_for)
        bar = QRect(at - 1, self._bar_top(self.width()) - 4, 3, self._bar_height() + 8)
        painter.fillRect(bar.adjusted(-1, 0, 1, 0), theme.current().colour("paper"))
        painter.fillRect(bar, theme.current().colour("bad"))

    def _paint_labels(self, painter: QPainter) -> None:
        now = theme.current()
        metrics = now.metrics("tiny")
        base = self._bar_top(self.width()) + self._bar_height() + now.gap(6)
        for part, left, row in self._label_places(self.width()):
            top = base + row * self._row_height()
            if row:  # away from its stretch of the bar, a label says which one it means by its filling
                side = now.px(SWATCH)
                self._paint_part(painter, part, QRect(left, top + (metrics.height() - side) // 2, side, side))
            words = left + (now.px(SWATCH + 4) if row else 0)
            draw_runs(painter, words, top + metrics.ascent(), [(part.label, "ink2", 400)], "tiny")
            amount = [(format_pence(part.pence), "ink", 600)]
            draw_runs(painter, words, top + metrics.height() + metrics.ascent() - now.px(2), amount, "tiny")

    def _label_places(self, width: int) -> list[tuple[Part, int, int]]:
        """Each part, where its label starts, and on which line: a part narrower than its label gives way downwards."""
        gap = theme.current().px(10)
        ends: list[int] = []
        places = []
        boxes = self.part_boxes(width)
        for at, (part, box) in enumerate(boxes):
            cramped = _label_width(part) > box.width() and at < len(boxes) - 1
            row, left, needed = -1, 0, 0
            while row < 0 or (row < len(ends) and ends[row] + gap > left):
                row += 2 if row < 0 and cramped else 1
                needed = _label_width(part) + (theme.current().px(SWATCH + 4) if row else 0)
                left = max(0, min(box.left(), width - needed))
            ends += [-gap] * (row + 1 - len(ends))
            ends[row] = left + needed
            places.append((part, left, row))
        return places

    def _bar_top(self, width: int) -> int:
        lines = 2 if self._top_is_stacked(width) else 1
        return lines * theme.current().metrics("small").height() + theme.current().px(10)

    def _bar_height(self) -> int:
        return theme.current().px(22)

    def _row_height(self) -> int:
        return 2 * theme.current().metrics("tiny").height()


def hatching(colour: QColor, ratio: float = 1.0) -> QBrush:
    """Lines at 45 degrees, in a tile of 8."""
    tile = _tile(ratio, 8)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6))
    for shift in (-8, 0, 8):
        painter.drawLine(shift - 1, 9, shift + 9, -1)
    painter.end()
    return QBrush(tile)


def dotting(colour: QColor, ratio: float = 1.0) -> QBrush:
    """One dot in a tile of 6."""
    tile = _tile(ratio, 6)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(2, 2, 2, 2)
    painter.end()
    return QBrush(tile)


def _tile(ratio: float, side: int) -> QPixmap:
    tile = QPixmap(round(side * ratio), round(side * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    return tile


def _runs_width(runs: list[Run]) -> int:
    return sum(theme.current().metrics("small", weight).horizontalAdvance(text) for text, _, weight in runs)


def _label_width(part: Part) -> int:
    now = theme.current()
    figure = now.metrics("tiny", 600).horizontalAdvance(format_pence(part.pence))
    return max(now.metrics("tiny").horizontalAdvance(part.label), figure)
