"""Waiting, and looking at a PDF before it is saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.listing import Column, Line, Listing
from app.papers.blocks import Document, Paragraph, Table
from app.papers.preview import page_count, page_sizes
from app.papers.publisher import publish
from app.progress import Progress, Stopped
from ui.kit import walk
from ui.kit.busy import Busy
from ui.kit.preview import PrintPreview, page_image, print_pages

if TYPE_CHECKING:
    from tests.ui.conftest import AnsweringAsker

PutUp = Callable[[QWidget], None]


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    """Three pages."""
    writer = QPdfWriter(str(tmp_path / "three.pdf"))
    painter = QPainter(writer)
    for page in range(3):
        if page:
            writer.newPage()
        painter.drawText(500, 500, f"Page {page + 1}")
    painter.end()
    return (tmp_path / "three.pdf").read_bytes()


def test_a_short_wait_shows_nothing(qtbot: QtBot) -> None:
    busy = Busy()
    qtbot.addWidget(busy)
    busy.begin("Reading the office file")
    qtbot.wait(100)
    busy.end()
    qtbot.wait(350)
    assert not busy.isVisible()


def test_a_long_wait_shows_words_then_how_far_and_can_be_stopped(qtbot: QtBot) -> None:
    busy = Busy()
    qtbot.addWidget(busy)
    progress = busy.begin("Making the paper")
    qtbot.waitUntil(busy.isVisible, timeout=1000)
    assert not busy.stop.isVisible()
    qtbot.waitUntil(busy.stop.isVisible, timeout=3000)
    progress.step(3, 12, "Page 3 of 12")
    assert (busy.bar.value(), busy.bar.maximum(), busy.words.text()) == (3, 12, "Page 3 of 12")
    QTest.mouseClick(busy.stop, Qt.MouseButton.LeftButton)
    with pytest.raises(Stopped):
        progress.step(4, 12)
    assert busy.stop.text() == "Stopping…"
    busy.end()
    assert not busy.isVisible()


def look(pdf: bytes, asker: AnsweringAsker, put_up: PutUp) -> PrintPreview:
    preview = PrintPreview(pdf, "Panel paper", asker, suggested=Path("paper.pdf"))
    put_up(preview)
    return preview


def test_page_down_and_up_turn_the_pages(pdf: bytes, asker: AnsweringAsker, put_up: PutUp) -> None:
    preview = look(pdf, asker, put_up)
    assert preview.where.text() == "Page 1 of 3"
    pages = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        QTest.keyClick(preview.area, key)
        pages.append(preview.page())
    assert pages == [2, 3, 2, 1]


def test_the_buttons_turn_pages_and_say_why_they_cannot(pdf: bytes, asker: AnsweringAsker, put_up: PutUp) -> None:
    preview = look(pdf, asker, put_up)
    assert preview.back.toolTip() == "This is the first page."
    QTest.mouseClick(preview.on, Qt.MouseButton.LeftButton)
    assert preview.page() == 2
    assert preview.back.isEnabled()


def test_a_whole_page_fits_without_scrolling(pdf: bytes, asker: AnsweringAsker, put_up: PutUp) -> None:
    preview = look(pdf, asker, put_up)
    assert preview.area.verticalScrollBar().maximum() == 0
    assert 0 < preview.area.viewport().height() - preview.paper.image_size().height() < 40
    preview.zoom.setCurrentIndex(1)
    assert preview.area.verticalScrollBar().maximum() > 0
    assert preview.area.horizontalScrollBar().maximum() == 0


def test_save_writes_the_same_bytes(pdf: bytes, asker: AnsweringAsker, put_up: PutUp, tmp_path: Path) -> None:
    asker.path = tmp_path / "saved.pdf"
    look(pdf, asker, put_up).save()
    assert asker.path.read_bytes() == pdf


def test_a_place_that_cannot_be_written_is_said_plainly(
    pdf: bytes, asker: AnsweringAsker, put_up: PutUp, tmp_path: Path
) -> None:
    asker.path = tmp_path / "no such folder" / "saved.pdf"
    look(pdf, asker, put_up).save()
    assert asker.told == ["Not saved: saved.pdf could not be written: No such file or directory. Choose another place."]


def test_print_paints_every_page(pdf: bytes, asker: AnsweringAsker, put_up: PutUp, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    asker.printer = printer
    look(pdf, asker, put_up).print_out()
    assert asker.asked == ["Panel paper, 3 pages"]
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == 3


def test_turned_pages_are_printed_on_turned_paper_from_edge_to_edge(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    columns = (Column("name", "Name"), *(Column(str(at), f"Area{at}", "pence") for at in range(13)))
    wide = Table(Listing("Spend", columns, (Line("1", ("All", *[123_456_789_00] * 13)),)))
    words = Paragraph("Words.")
    made = publish(Document("A plan", "Office", "OFFICIAL", date(2026, 11, 22), (words, wide, words)))
    print_pages(made, printer, Progress())
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert [width > height for width, height in page_sizes(printed)] == [False, True, False]
    before, after = (page_image(one, 1, 0.5).scaled(200, 140) for one in (made, printed))
    assert _ink(before) == pytest.approx(_ink(after), abs=3)


def _ink(image: QImage) -> tuple[int, int, int, int]:
    """The edges of what is drawn on a page, in dots."""
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 200
    ]
    across, down = [x for x, _ in dark], [y for _, y in dark]
    return min(across), max(across), min(down), max(down)


def test_printing_stops_between_pages(pdf: bytes, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    progress = Progress()
    progress.stop.set()
    with pytest.raises(Stopped):
        print_pages(pdf, printer, progress)


def test_a_page_is_drawn_as_sharp_as_the_screen(pdf: bytes) -> None:
    once, twice = page_image(pdf, 0, 1.0), page_image(pdf, 0, 1.0, 2.0)
    assert abs(twice.width() - 2 * once.width()) <= 2
    assert twice.devicePixelRatio() == 2.0


def test_nothing_in_the_preview_is_cut_or_out_of_reach(pdf: bytes, asker: AnsweringAsker, put_up: PutUp) -> None:
    preview = look(pdf, asker, put_up)
    assert walk.clipped_text(preview) + walk.unnamed_controls(preview) + walk.unreachable_by_keyboard(preview) == []
