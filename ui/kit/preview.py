"""A finished PDF looked at before it is saved or printed: the very pages, as pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPageLayout, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressDialog, QScrollArea, QVBoxLayout, QWidget

from app.progress import Progress, Stopped
from ui.kit import theme
from ui.kit.asking import PDF, Asker
from ui.kit.controls import Button, Combo
from ui.kit.words import plain

WHOLE, WIDTH = "whole", "width"
ZOOMS = ((WHOLE, "Whole page"), (WIDTH, "Page width"), ("1.0", "100 %"), ("1.5", "150 %"), ("2.0", "200 %"))
INCH = 72
MOST_PRINT_DPI = 300


class Paper(QWidget):
    """One page as a picture on a quiet ground; paper stays white in every scheme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setProperty("decoration", True)  # the place it scrolls in says which page it is

    def show_image(self, image: QImage) -> None:
        """Show this page."""
        self._image = image
        self.setMinimumSize(self.image_size() + QSize(24, 24))
        self.update()

    def image_size(self) -> QSize:
        """How large the page is shown."""
        return self._image.deviceIndependentSize().toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.colour("mutebg"))
        size = self.image_size()
        left, top = (self.width() - size.width()) // 2, max(12, (self.height() - size.height()) // 2)
        painter.drawImage(left, top, self._image)
        painter.setPen(now.colour("edge"))
        painter.drawRect(QRect(left - 1, top - 1, size.width() + 1, size.height() + 1))


class PrintPreview(QDialog):
    """The pages of a PDF, with Save PDF and Print. Page up and down turn the pages."""

    def __init__(
        self, pdf: bytes, title: str, asker: Asker, *, suggested: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # loaded when first used: PDFium is not needed to start the desk
        from app.papers import preview

        self._pdf, self._title, self._asker = pdf, title, asker
        self._suggested = suggested or Path(f"{title}.pdf")
        self._count, self._page = preview.page_count(pdf), 0
        self.setWindowTitle(title)
        self.paper = Paper()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.paper)
        self.area.installEventFilter(self)
        self.area.viewport().installEventFilter(self)
        self.zoom = Combo("Show")
        self.where = plain("", "small", tone="second")
        self.back, self.on = Button("Previous", "chevron-left"), Button("Next", "chevron-right")
        self.save_button, self.print_button = Button("Save PDF", "save"), Button("Print…", "printer", "primary")
        self._build()
        self.resize(theme.current().gap(860), theme.current().gap(720))
        self._turn_to(0)
        self.area.setFocus()

    def page(self) -> int:
        """The page shown, counted from 1."""
        return self._page + 1

    def turn(self, by: int) -> None:
        """Go on or back."""
        self._turn_to(min(max(self._page + by, 0), self._count - 1))

    def save(self) -> None:
        """Write the PDF where the person says."""
        save_pdf(self._pdf, self._suggested, self._asker)

    def print_out(self) -> None:
        """Ask for a printer, then paint every page on it; it can be stopped between pages."""
        printer = self._asker.choose_printer(self._title, self._count)
        if not printer:
            return
        waiting = QProgressDialog("Printing", "Stop", 0, self._count, self)
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(300)
        progress = Progress(tell=lambda done, of, words: _show(waiting, done, of, words))
        waiting.canceled.connect(progress.stop.set)
        try:
            print_pages(self._pdf, printer, progress)
        except Stopped:
            self._asker.inform("Stopped", "Printing was stopped. Pages already sent to the printer may still come.")
        finally:
            waiting.close()
            waiting.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.area and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        if watched is self.area.viewport() and event.type() == QEvent.Type.Resize:
            self._draw()
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        """Page up and down scroll a page that is larger than its place, and turn it at its end."""
        bar = self.area.verticalScrollBar()
        if key == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.turn(1)
        elif key == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turn(-1)
        elif key == Qt.Key.Key_Home:
            self._turn_to(0)
        elif key == Qt.Key.Key_End:
            self._turn_to(self._count - 1)
        else:
            return False
        return True

    def _build(self) -> None:
        now = theme.current()
        for key, label in ZOOMS:
            self.zoom.addItem(label, key)
        self.zoom.currentIndexChanged.connect(lambda _: self._draw())
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_out)
        row = QHBoxLayout()
        row.setContentsMargins(now.gap(12), now.gap(8), now.gap(12), now.gap(8))
        row.setSpacing(now.gap(8))
        before: list[QWidget] = [self.back, self.on, self.where]
        after: list[QWidget] = [self.zoom, self.save_button, self.print_button]
        for one in before:
            row.addWidget(one)
        row.addStretch(1)
        for one in after:
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.area, 1)

    def _turn_to(self, page: int) -> None:
        self._page = page
        self.where.setText(f"Page {page + 1} of {self._count}")
        self.area.setAccessibleName(f"{self._title}, page {page + 1} of {self._count}")
        _permit(self.back, page > 0, "This is the first page.")
        _permit(self.on, page < self._count - 1, "This is the last page.")
        self._draw()
        self.area.verticalScrollBar().setValue(0)

    def _draw(self) -> None:
        # always there at page width, or the bar would come and go with the width it takes
        always = self.zoom.currentData() == WIDTH
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if always else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.area.setVerticalScrollBarPolicy(policy)
        ratio = self.devicePixelRatioF()
        self.paper.show_image(page_image(self._pdf, self._page, self._scale(), ratio))

    def _scale(self) -> float:
        key = str(self.zoom.currentData())
        if key not in (WHOLE, WIDTH):
            return float(key) * 96 / INCH
        small = page_image(self._pdf, self._page, 0.1)
        room = self.area.viewport().size() - QSize(30, 30)
        across = room.width() / max(1, small.width() * 10)
        down = room.height() / max(1, small.height() * 10)
        return max(0.1, across if key == WIDTH else min(across, down))


def save_pdf(pdf: bytes, suggested: Path, asker: Asker) -> Path | None:
    """Write a PDF where the person says; the file, or None where none was written."""
    path = asker.choose_save_file("Save PDF", suggested, PDF)
    if not path:
        return None
    try:
        path.write_bytes(pdf)
    except OSError as trouble:
        reason = trouble.strerror or "the place did not answer"
        asker.inform("Not saved", f"{path.name} could not be written: {reason}. Choose another place.")
        return None
    return path


def page_image(pdf: bytes, page: int, scale: float, ratio: float = 1.0) -> QImage:
    """A page at `scale` (1 is 72 dots an inch), as sharp as the screen's `ratio`."""
    from app.papers import preview

    width, height, data = preview.render(pdf, page, scale * ratio)
    image = QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image


def print_pages(pdf: bytes, printer: QPrinter, progress: Progress) -> None:
    """Paint the chosen pages at the printer's own sharpness, to the edge of its paper. Raises Stopped."""
    from app.papers import preview

    sizes = preview.page_sizes(pdf)
    pages = range(len(sizes))
    if printer.fromPage():
        pages = range(printer.fromPage() - 1, min(printer.toPage(), len(pages)))
    dots = min(printer.resolution(), MOST_PRINT_DPI)
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for done, page in enumerate(pages):
            progress.step(done, len(pages), f"Printing page {page + 1}")
            _turn(printer, *sizes[page])
            if done:
                printer.newPage()
            else:
                painter.begin(printer)
            paper = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(paper, page_image(pdf, page, dots / INCH))
    finally:
        if painter.isActive():
            painter.end()


def _turn(printer: QPrinter, width: float, height: float) -> None:
    """Turn the printer's paper as the page is turned; this must be said before a page is begun."""
    upright, turned = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
    printer.setPageOrientation(turned if width > height else upright)


def _permit(button: Button, can: bool, reason: str) -> None:
    button.permit() if can else button.forbid(reason)


def _show(waiting: QProgressDialog, done: int, of: int, words: str) -> None:
    """A window-modal progress dialog lets the Stop button be pressed whenever its value is set."""
    waiting.setLabelText(words)
    waiting.setMaximum(of)
    waiting.setValue(done)
