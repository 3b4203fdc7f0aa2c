"""Widgets in a row that goes on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import theme


class Flow(QWidget):
    """A row of small widgets, each at its own size; as high as its width asks for."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for one in widgets:
            self.add(one)

    def add(self, widget: QWidget) -> None:
        """Put one more at the end."""
        widget.setParent(self)
        self._widgets.append(widget)
        widget.show()
        self._arrange()

    def replace(self, *widgets: QWidget) -> None:
        """Put these in the place of those that were there."""
        for one in self._widgets:
            one.hide()
            one.deleteLater()
        self._widgets = []
        for widget in widgets:
            self.add(widget)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        places = self._places(arg__1)
        return max((place.bottom() + 1 for _, place in places), default=0)

    def sizeHint(self) -> QSize:
        width = self.width() or theme.current().gap(260)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((one.minimumSizeHint().width() for one in self._widgets), default=0)
        return QSize(widest, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        for widget, place in self._places(self.width()):
            widget.setGeometry(place)
        if self.height() != self.heightForWidth(self.width()):
            self.updateGeometry()

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        gap, left, top, high = theme.current().gap(8), 0, 0, 0
        places: list[tuple[QWidget, QRect]] = []
        for one in self._widgets:
            if one.isHidden():
                continue
            size = one.sizeHint().expandedTo(one.minimumSizeHint())
            if left and left + size.width() > width:
                left, top, high = 0, top + high + gap, 0
            places.append((one, QRect(QPoint(left, top), QSize(min(size.width(), max(width, 1)), size.height()))))
            left, high = left + size.width() + gap, max(high, size.height())
        return places
