"""The pages of a PDF one under the other, as they will print, with boxes drawn over what is spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.kit import theme

WIDTH, WHOLE = "width", "whole"
ZOOMS = ((WIDTH, "Fit width"), (WHOLE, "Whole page"), ("1.0", "100 %"), ("1.5", "150 %"), ("2.0", "200 %"))
INCH, DOTS = 72, 96
LEAST_SCALE, MOST_SCALE = 0.1, 1.5
"""A page is not fitted to a wide place beyond this: its lines would be too long to read."""
MARK = theme.LIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    """A box over a page (from 0), in points from its upper left corner; the one spoken of now is `strong`."""

    page: int
    left: float
    top: float
    width: float
    height: float
    strong: bool = False


class PagesView(QAbstractScrollArea):
    """Paints the pages it is given; asks for those in sight that it has not, or has at another size."""

    turned = Signal(int)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: list[tuple[float, float]] = []
        self._images: dict[int, QImage] = {}
        self._drawn: dict[int, float] = {}
        self._marks: Sequence[Mark] = ()
        self._zoom, self._page = WIDTH, 0
        self._words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pages")
        self.verticalScrollBar().valueChanged.connect(lambda _: self._on_scrolled())

    # what is shown

    def show_pages(self, sizes: Sequence[tuple[float, float]], images: Mapping[int, QImage], scale: float) -> None:
        """Show pages of these sizes in points; what is already painted at `scale` comes with them.

        Where the eye is stays where it was. A page that is still to be painted keeps its old picture till then.
        """
        self._sizes = list(sizes)
        self._drawn = dict.fromkeys(images, scale)
        self._images = {at: one for at, one in self._images.items() if at < len(sizes)} | dict(images)
        self._arrange()
        self._on_scrolled()
        self.viewport().update()

    def put(self, page: int, image: QImage, scale: float) -> None:
        """One more page is painted."""
        self._images[page], self._drawn[page] = image, scale
        self._forget_far()
        self.viewport().update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these boxes over the pages."""
        self._marks = marks
        self.viewport().update()

    def set_name(self, words: str) -> None:
        """What a screen reader calls the pages."""
        self._words = words
        self._name()

    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def page(self) -> int:
        """The page the eye is on, from 0."""
        return self._page

    def zoom(self) -> str:
        """One of the keys of ZOOMS."""
        return self._zoom

    def set_zoom(self, key: str) -> None:
        """Show the pages larger or smaller; the page in sight stays in sight."""
        self._zoom, page = key, self._page
        self._arrange()
        self.go_to(page)

    def scale(self) -> float:
        """How large pages are painted; 1 is 72 dots an inch."""
        if self._zoom not in (WIDTH, WHOLE):
            return float(self._zoom) * DOTS / INCH
        widest = max((width for width, _ in self._sizes), default=595.0)
        across = (self.viewport().width() - 2 * self._margin()) / widest
        if self._zoom == WIDTH:
            return max(LEAST_SCALE, min(across, MOST_SCALE * theme.current().scale))
        highest = max((height for _, height in self._sizes), default=842.0)
        return max(LEAST_SCALE, min(across, (self.viewport().height() - 2 * self._gap()) / highest))

    def in_sight(self) -> list[int]:
        """The pages of which something can be seen."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [at for at, place in enumerate(self._places()) if place.bottom() >= top and place.top() <= bottom]

    def missing(self) -> list[int]:
        """The pages in sight that are not painted yet at this size."""
        scale = self.scale()
        return [at for at in self.in_sight() if abs(self._drawn.get(at, 0.0) - scale) > 0.001]

    def next_to_paint(self) -> int | None:
        """The page to paint next: one in sight, else one beside them, so that scrolling meets no empty page."""
        missing = self.missing()
        if missing:
            return missing[0]
        sight, scale = self.in_sight(), self.scale()
        beside = [sight[-1] + 1, sight[0] - 1] if sight else []
        wanted = [at for at in beside if 0 <= at < len(self._sizes) and abs(self._drawn.get(at, 0.0) - scale) > 0.001]
        return wanted[0] if wanted else None

    def is_resized(self) -> bool:
        """Whether what is painted is of another size than what is wanted now."""
        return any(abs(scale - self.scale()) > 0.001 for scale in self._drawn.values())

    def go_to(self, page: int, top: float | None = None) -> None:
        """Scroll to a page from 0; with `top`, in points, until that height of it stands near the top."""
        places = self._places()
        if not 0 <= page < len(places):
            return
        down = 0 if top is None else round(top * self.scale()) - self.viewport().height() // 5
        self.verticalScrollBar().setValue(places[page].top() - self._gap() + max(0, down))

    # painting

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter, now = QPainter(self.viewport()), theme.current()
        painter.fillRect(self.viewport().rect(), now.colour("mutebg"))
        shift = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for at, place in enumerate(self._places()):
            here = place.translated(shift)
            if not here.intersects(self.viewport().rect()):
                continue
            painter.fillRect(here, QColor(Qt.GlobalColor.white))
            if at in self._images:
                painter.drawImage(here, self._images[at])
            painter.setPen(now.colour("edge"))
            painter.drawRect(here.adjusted(-1, -1, 0, 0))
            self._paint_marks(painter, at, here)
        if self.hasFocus():
            painter.setPen(QPen(now.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_marks(self, painter: QPainter, page: int, place: QRect) -> None:
        scale = self.scale()
        for mark in self._marks:
            if mark.page != page:
                continue
            box = QRectF(mark.left * scale - 4, mark.top * scale - 3, mark.width * scale + 8, mark.height * scale + 6)
            box.translate(place.left(), place.top())
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(box, QColor(MARK.badbg))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if mark.strong:
                painter.setPen(QPen(QColor(MARK.bad), 1.5))
                painter.drawRect(box)

    # moving about

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), arg__1.key()
        step = max(40, self.viewport().height() - theme.current().px(40))
        moves = {
            Qt.Key.Key_PageDown: bar.value() + step,
            Qt.Key.Key_Space: bar.value() + step,
            Qt.Key.Key_PageUp: bar.value() - step,
            Qt.Key.Key_Down: bar.value() + 40,
            Qt.Key.Key_Up: bar.value() - 40,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        if key in moves and not arg__1.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            bar.setValue(moves[Qt.Key(key)])
        else:
            arg__1.ignore()

    def wheelEvent(self, arg__1: QWheelEvent) -> None:
        if arg__1.modifiers() & Qt.KeyboardModifier.ControlModifier:
            arg__1.ignore()
        else:
            super().wheelEvent(arg__1)

    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        self.viewport().update()

    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        self.viewport().update()

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        # the same part of the paper stays in sight while its size follows the place
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._arrange()
        bar.setValue(round(share * bar.maximum()))
        self._on_scrolled()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().gap(600), theme.current().gap(600))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().gap(220), theme.current().gap(160))

    def _arrange(self) -> None:
        # always there at page width, or the bar would come and go with the width it takes
        always = self._zoom == WIDTH
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if always else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if self._zoom in (WIDTH, WHOLE)
            else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        places, room = self._places(), self.viewport().size()
        bottom = places[-1].bottom() + self._gap() if places else 0
        right = max((place.right() for place in places), default=0) + self._gap()
        self.verticalScrollBar().setRange(0, max(0, bottom - room.height()))
        self.verticalScrollBar().setPageStep(room.height())
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setRange(0, max(0, right - room.width()))
        self.horizontalScrollBar().setPageStep(room.width())

    def _places(self) -> list[QRect]:
        """Where each page stands, from the top of the first."""
        scale, top, room = self.scale(), self._gap(), self.viewport().width()
        places = []
        for width, height in self._sizes:
            size = QSize(round(width * scale), round(height * scale))
            places.append(QRect(QPoint(max(self._gap() // 2, (room - size.width()) // 2), top), size))
            top += size.height() + self._gap()
        return places

    def _on_scrolled(self) -> None:
        """The page the eye is on is the one that takes the upper third of the place."""
        eye = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = next((at for at, place in enumerate(self._places()) if place.bottom() + self._gap() >= eye), 0)
        if page != self._page:
            self._page = page
            self.turned.emit(page)
        self._name()
        if self.next_to_paint() is not None:
            self.wanted.emit()
        self.viewport().update()

    def _name(self) -> None:
        where = f"page {self._page + 1} of {len(self._sizes)}" if self._sizes else "no page yet"
        self.setAccessibleName(f"{self._words or 'Pages'}, {where}")

    def _forget_far(self) -> None:
        """Pictures of pages far from the eye are let go: a long paper would fill the memory."""
        for at in [one for one in self._images if abs(one - self._page) > 8]:
            del self._images[at]
            self._drawn.pop(at, None)

    def _gap(self) -> int:
        return theme.current().gap(16)

    def _margin(self) -> int:
        return theme.current().gap(24)
