"""The pages of a paper as they will print, with a choice of page and of size over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import Refused
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.controls import Combo
from ui.kit.elided import Elided
from ui.kit.pages import WIDTH, ZOOMS, Mark, PagesView
from ui.kit.parts import Alert
from ui.tabs.papers.drawing import Drawn, Sight

ZOOM_KEY = "papers/zoom"
AFTER_RESIZE_MS = 120


class PagesPane(QWidget):
    """Shows a drawn paper, or any PDF; pages that come into sight are painted aside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._pdf, self._painting = desk, b"", False
        self._made = 0
        self.view = PagesView()
        self.page, self.zoom = Combo("Page"), Combo("Zoom", prefix=False)
        self.said = Elided("", "small")
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._build()
        self._connect()

    def show_drawn(self, drawn: Drawn) -> None:
        """Show a paper as it would print now; the eye stays where it was."""
        self._show(drawn.pdf, drawn.sizes, drawn.images, drawn.scale)
        self.said.set_text(f"Redrawn {drawn.at}, as it will print")

    def show_pdf(self, pdf: bytes, title: str) -> None:
        """Show a stored paper from its first page."""
        from app.papers.preview import page_sizes

        self.view.set_name(title)
        self._show(pdf, page_sizes(pdf), {}, 1.0)

    def say_drawing(self) -> None:
        """The newer pages take their time."""
        self.said.set_text("Drawing the pages…")

    def say_trouble(self, words: str) -> None:
        """Say over the pages why they are not the newest; nothing takes it away again."""
        self.trouble.setVisible(bool(words))
        self.trouble.say(words)

    def sight(self) -> Sight:
        """What is in sight, so that it is painted first."""
        pages = self.view.in_sight() or [0, 1]
        return Sight(tuple(pages), self.view.scale(), self.devicePixelRatioF())

    def go_to(self, page: int, top: float | None = None) -> None:
        """Bring a page (from 0) into sight, at a height in points."""
        self.view.go_to(page, top)

    def mark(self, marks: Sequence[Mark]) -> None:
        """Draw boxes over what is spoken of."""
        self.view.set_marks(marks)

    def _build(self) -> None:
        now = theme.current()
        for key, label in ZOOMS:
            self.zoom.addItem(label, key)
        kept = state.kept(ZOOM_KEY, WIDTH)
        self.zoom.setCurrentIndex(max(0, self.zoom.findData(kept)))
        self.view.set_zoom(str(self.zoom.currentData()))
        bar = QWidget()
        bar.setFixedHeight(now.px(44))
        row = QHBoxLayout(bar)
        row.setContentsMargins(now.gap(16), 0, now.gap(16), 0)
        row.setSpacing(now.gap(8))
        row.addWidget(self.page)
        row.addWidget(self.zoom)
        row.addStretch(1)
        row.addWidget(self.said, 100)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.trouble)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.page.activated.connect(self.view.go_to)
        self.zoom.activated.connect(self._on_zoom)
        self.view.turned.connect(self._say_page)
        self.view.wanted.connect(self._on_wanted)
        self._soon.timeout.connect(self._paint)

    def _show(
        self, pdf: bytes, sizes: Sequence[tuple[float, float]], images: Mapping[int, QImage], scale: float
    ) -> None:
        self._pdf, self._made = pdf, self._made + 1
        if self.page.count() != len(sizes):
            self.page.clear()
            for at in range(len(sizes)):
                self.page.addItem(f"{at + 1} of {len(sizes)}")
            self.page.updateGeometry()
        self.view.show_pages(sizes, images, scale)
        self._say_page(self.view.page())
        self.say_trouble("")

    def _say_page(self, page: int) -> None:
        self.page.setCurrentIndex(page)

    def _on_zoom(self, at: int) -> None:
        key = str(self.zoom.itemData(at))
        state.keep(ZOOM_KEY, key)
        self.view.set_zoom(key)

    def _on_wanted(self) -> None:
        """At once where the person scrolls; after a moment where the place is being made wider."""
        self._soon.start(AFTER_RESIZE_MS if self.view.is_resized() else 0)

    def _paint(self) -> None:
        """Paint what is in sight and not painted yet, aside; one page after the other, the newest sight first."""
        page = self.view.next_to_paint()
        if page is None or not self._pdf or self._painting or not self._desk.is_open:
            return
        pdf, scale, ratio, made = self._pdf, self.view.scale(), self.devicePixelRatioF(), self._made
        self._painting = True

        def work() -> QImage:
            from ui.kit.preview import page_image

            return page_image(pdf, page, scale, ratio)

        def then(image: QImage) -> None:
            if not isValid(self):
                return
            self._painting = False
            if made == self._made:
                self.view.put(page, image, scale)
            self._paint()

        def refused(_: Refused) -> None:
            self._painting = False

        self._desk.aside(work, then, refused, words="")
