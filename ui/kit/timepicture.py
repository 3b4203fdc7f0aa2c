"""One contract as a picture over the years: its bars, the days that matter in words, and who pays and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.contracts.timeline import Band, Bar, Mark, Timeline, TimelineRow
from app.years import SLASH, format_day
from ui.kit import theme
from ui.kit.theme import Role
from ui.kit.timebars import (
    Span,
    head_rows,
    paint_bars,
    paint_flag,
    paint_gap,
    paint_lines,
    paint_mark,
    paint_money,
    paint_today,
    paint_years,
)
from ui.kit.words import draw_runs, tip_text

BAR, MONEY, GAP, MARK, FLAG = 17, 18, 11, 10, 20
LEAST = 240


@dataclass(frozen=True, slots=True)
class Told:
    """Words at a place, and the px their shape stands at where they are about one."""

    text: str
    left: int
    width: int
    row: int
    at: int = 0
    kind: str = ""


class TimelinePicture(QWidget):
    """As high as its words ask for at its width: what has no room beside its shape goes on a line of its own."""

    def __init__(self, row: TimelineRow, timeline: Timeline, style: str = SLASH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._timeline, self._style = row, timeline, style
        self._known: Span | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"Timeline of {row.label}")
        self.setAccessibleDescription(" ".join([row.words, *map(band_words, row.bands)]))

    def sizeHint(self) -> QSize:
        width = theme.current().gap(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        least = theme.current().gap(LEAST)
        return QSize(least, self.heightForWidth(max(self.width(), least)))

    def heightForWidth(self, width: int) -> int:
        return self._foot_top(width) + theme.current().px(FLAG)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        span, head = self._span(self.width()), self._head_height(self.width())
        foot = self._foot_top(self.width())
        painter.fillRect(QRect(0, head, self.width(), 1), now.colour("ink"))
        paint_lines(painter, span, head + 1, foot - head)
        paint_years(painter, span, 0, head, self._style)
        bars = self._bars_top(self.width())
        paint_bars(painter, span, self._row.bars, bars, now.px(BAR))
        for band, top in self._bands(self.width()):
            self._paint_money(painter, span, band, top)
        paint_today(painter, span, head, foot - head + 2)
        self._paint_bar_words(painter, span, bars)
        self._paint_marks(painter, span, bars)
        for band, top in self._bands(self.width()):
            self._paint_band_words(painter, span, band, top)
        paint_flag(painter, span, foot, now.px(FLAG))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tip_text(self.accessibleDescription()), self)
            return True
        return super().event(event)

    # where things stand, from the top downwards

    def _span(self, width: int) -> Span:
        if self._known is None or self._known.width != max(1, width - 1):
            self._known = Span(self._timeline, 0, max(1, width - 1))
        return self._known

    def _head_height(self, width: int) -> int:
        return head_rows(self._span(width)) * theme.current().px(17) + theme.current().px(4)

    def _bars_top(self, width: int) -> int:
        rows = 1 + max((one.row for one in self.told_marks(width)), default=-1)
        return self._head_height(width) + theme.current().gap(8) + rows * self._line() + theme.current().px(MARK)

    def _bands(self, width: int) -> Iterator[tuple[Band, int]]:
        """Each partner's money and where it begins."""
        top = self._bars_top(width) + theme.current().px(BAR) + theme.current().gap(10)
        for band in self._row.bands:
            yield band, top
            top += self._band_height(band, width)

    def _band_height(self, band: Band, width: int) -> int:
        now = theme.current()
        rows = 1 + max((one.row for one in self.told_money(band, width)), default=-1)
        gap = 2 * self._line() if self._gap_below(band, width) else self._line()
        missing = gap if any(bar.kind == "gap" for bar in band.bars) else 0
        return self._line() + now.px(MONEY) + rows * self._line() + missing + now.gap(8)

    def _foot_top(self, width: int) -> int:
        ends = [top + self._band_height(band, width) for band, top in self._bands(width)]
        return ends[-1] if ends else self._bars_top(width) + theme.current().px(BAR) + theme.current().gap(8)

    def _line(self) -> int:
        return theme.current().px(17)

    # what is said beside the shapes

    def told_marks(self, width: int) -> list[Told]:
        """The days that matter, each in words over its shape; no two on one line run into each other."""
        span = self._span(width)
        seen = [mark for mark in self._row.marks if span.holds(mark.day)]
        side = theme.current().px(MARK) // 2
        wide = [min(_wide(mark_words(mark)), span.width) for mark in seen]
        before = all(span.x(mark.day) + side >= room for mark, room in zip(seen, wide, strict=True))
        after = all(span.x(mark.day) - side + room <= span.right for mark, room in zip(seen, wide, strict=True))
        told: list[Told] = []
        # words behind their marks are stacked from the last one on, words before them from the first one on: so no
        # lead runs through words, unless some have room only on one side and some only on the other
        ends_first = after or not before
        for mark, room in sorted(zip(seen, wide, strict=True), key=lambda one: one[0].day, reverse=ends_first):
            at = span.x(mark.day)
            left = max(0, min(at - side, span.right - room) if ends_first else at + side - room)
            told.append(Told(mark_words(mark), left, room, _free_row(told, left, room), at, mark.kind))
        return told

    def told_money(self, band: Band, width: int) -> list[Told]:
        """The sums that have no room in their bars, on the lines below."""
        span, told = self._span(width), list[Told]()
        for bar in _money(band):
            box = span.box(bar, 0, 1)
            if not box.isEmpty() and _wide(bar.label) + 4 > box.width():
                room = _wide(bar.label)
                left = max(0, min(box.left(), span.right - room))
                told.append(Told(bar.label, left, room, _free_row(told, left, room), box.left()))
        return told

    def _gap_below(self, band: Band, width: int) -> bool:
        """Whether the sentence of a gap has no room on either side of it."""
        span, room = self._span(width), _wide(band.sentence, 600) + 2 * theme.current().px(6)
        boxes = [span.box(bar, 0, 1) for bar in band.bars if bar.kind == "gap"]
        return any(box.left() < room and span.right - box.right() < room for box in boxes)

    # drawing

    def _paint_bar_words(self, painter: QPainter, span: Span, top: int) -> None:
        """How long the term is and which option it is, where that fits into the bar."""
        now, pad = theme.current(), theme.current().px(5)
        for bar in self._row.bars:
            box, wide = span.box(bar, top, now.px(BAR)), _wide(bar.label, 600)
            if not bar.label or wide + 2 * pad > box.width():
                continue
            left = _beside_today(span, box.left() + pad, wide, box.right() - pad)
            if left is None:
                continue
            solid = bar.kind in ("term", "taken")
            place = QRect(left - now.px(3), box.top() + 1, wide + 2 * now.px(3), box.height() - 2)
            if not solid:  # words on hatching could not be read
                painter.fillRect(place, now.colour("paper"))
            self._say(painter, bar.label, place.adjusted(now.px(3), 0, 0, 0), "onacc" if solid else "ink", 600)

    def _paint_marks(self, painter: QPainter, span: Span, bars: int) -> None:
        now, line = theme.current(), self._line()
        told = self.told_marks(self.width())
        shape = bars - now.px(MARK) + now.px(3)
        for one in told:  # every lead first, so that none runs through words
            top = shape - (one.row + 1) * line + line // 2
            painter.fillRect(QRect(one.at, top, 1, shape - top), now.colour("edge"))
        for one in told:
            place = QRect(one.left, shape - (one.row + 1) * line - now.px(2), one.width, line)
            painter.fillRect(place, now.colour("paper"))
            self._say(painter, one.text, place, "ink", 400)
        for one in told:
            below = 0 if one.kind == "notice" else now.px(MARK) // 2
            paint_mark(painter, one.kind, one.at, shape + below, now.px(MARK))

    def _paint_money(self, painter: QPainter, span: Span, band: Band, top: int) -> None:
        now = theme.current()
        for bar in _money(band):
            box = span.box(bar, top + self._line(), now.px(MONEY))
            if not box.isEmpty():
                paint_money(painter, bar.kind == "agreed", box)

    def _paint_band_words(self, painter: QPainter, span: Span, band: Band, top: int) -> None:
        now, line = theme.current(), self._line()
        name = QRect(0, top, min(_wide(band_title(band)) + now.px(4), self.width()), line)
        painter.fillRect(name, now.colour("paper"))
        self._say(painter, band_title(band), name, "ink2", 400)
        money = top + line
        self._paint_sums(painter, span, band, money)
        below = money + now.px(MONEY)
        told = self.told_money(band, self.width())
        for one in told:
            place = QRect(one.left, below + one.row * line, one.width, line)
            painter.fillRect(place, now.colour("paper"))
            self._say(painter, one.text, place, "ink", 400)
        rows = 1 + max((one.row for one in told), default=-1)
        self._paint_gap(painter, span, band, below + rows * line)

    def _paint_sums(self, painter: QPainter, span: Span, band: Band, top: int) -> None:
        now = theme.current()
        for bar in _money(band):
            box, wide = span.box(bar, top, now.px(MONEY)), _wide(bar.label)
            if box.isEmpty() or wide + 4 > box.width():
                continue
            pad = min(now.px(5), (box.width() - wide) // 2)
            left = _beside_today(span, box.left() + pad, wide, box.right() - 1)
            place = QRect(box.left() + pad if left is None else left, box.top() + 1, wide, box.height() - 2)
            if left is None:  # today's line would run through the figure
                painter.fillRect(place, now.colour("mutebg" if bar.kind == "agreed" else "paper"))
            self._say(painter, bar.label, place, "ink", 400)

    def _paint_gap(self, painter: QPainter, span: Span, band: Band, top: int) -> None:
        now, line = theme.current(), self._line()
        high, pad, wide = now.px(GAP), now.px(6), _wide(band.sentence, 600)
        for bar in band.bars:
            box = span.box(bar, top + (line - high) // 2, high)
            if bar.kind != "gap" or box.isEmpty():
                continue
            paint_gap(painter, box)
            below = self._gap_below(band, self.width())
            left = box.left() - pad - wide if box.left() >= wide + pad else box.right() + pad
            left = max(0, min(box.left(), span.right - wide)) if below else left
            place = QRect(left, top + (line if below else 0), min(wide, self.width()), line)
            painter.fillRect(place, now.colour("paper"))
            self._say(painter, band.sentence, place, "bad", 600)

    def _say(self, painter: QPainter, text: str, place: QRect, token: str, weight: int) -> None:
        metrics = theme.current().metrics(ROLE, weight)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 1)
        baseline = place.top() + (place.height() + metrics.ascent() - metrics.descent()) // 2
        draw_runs(painter, place.left(), baseline, [(shown, token, weight)], ROLE)


ROLE: Role = "tiny"


def mark_words(mark: Mark) -> str:
    """A day that matters in words, the day first: what it is may be long."""
    return f"{format_day(mark.day)}: {mark.label}"


def band_title(band: Band) -> str:
    """Who pays, and what dashes mean where there are any."""
    dashed = any(bar.kind == "conditional" for bar in band.bars)
    return f"{band.label} pays{'; dashed: only on its condition' if dashed else ''}"


def band_words(band: Band) -> str:
    """What a partner pays and until when, for a screen reader."""
    sums = [
        f"{bar.label} from {format_day(bar.starts_on)} to {format_day(bar.ends_on)}"
        f"{' on its condition' if bar.kind == 'conditional' else ''}"
        for bar in _money(band)
    ]
    return f"{band.label} pays {'; '.join(sums)}." if sums else ""


def _money(band: Band) -> list[Bar]:
    return [bar for bar in band.bars if bar.kind != "gap"]


def _wide(text: str, weight: int = 400) -> int:
    return theme.current().metrics(ROLE, weight).horizontalAdvance(text) + 2


def _free_row(told: Sequence[Told], left: int, wide: int) -> int:
    """The lowest line on which words from `left` on run into none that are there."""
    gap, row = theme.current().px(8), 0
    while any(one.row == row and left < one.left + one.width + gap and one.left < left + wide + gap for one in told):
        row += 1
    return row


def _beside_today(span: Span, left: int, wide: int, right: int) -> int | None:
    """Where words that begin at `left` stand so that today's line does not run through them; None where nowhere."""
    today, clear = span.today, theme.current().px(4)
    if today + clear < left or today - clear > left + wide:
        return left
    behind = today + clear
    return behind if behind + wide <= right else None
