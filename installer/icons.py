"""Draws the icons of the program and of office files for Windows: python -m installer.icons."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

import resources

WINDOWS = Path(__file__).parent / "windows"
ACCENT, PAPER, LINE = "#0B5868", "#ffffff", "#8796a5"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels; those that Windows shows at 100 % to 250 %, in a list, on the taskbar and on the desktop."""


def main() -> None:
    """Draw both icons anew."""
    application = QGuiApplication([])
    for name, draw in (("desk", _program), ("opcc", _office_file)):
        (WINDOWS / f"{name}.ico").write_bytes(_ico([draw(size) for size in SIZES]))
    del application


def _program(size: int) -> QImage:
    """The landmark in white on a tile of the desk's own colour."""
    image, painter = _canvas(size)
    painter.setBrush(QColor(ACCENT))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.18, size * 0.18)
    _landmark(painter, QRectF(size * 0.15, size * 0.14, size * 0.7, size * 0.7), PAPER, 2.6 if size < 32 else 2.0)
    painter.end()
    return image


def _office_file(size: int) -> QImage:
    """The landmark in the desk's colour on a sheet with a folded corner."""
    image, painter = _canvas(size)
    edge, fold = max(1.0, size / 32), size * 0.26
    left, right, top, bottom = size * 0.14, size * 0.86, edge / 2, size - edge / 2
    sheet = QPainterPath()
    sheet.moveTo(left, top)
    sheet.lineTo(right - fold, top)
    sheet.lineTo(right, top + fold)
    sheet.lineTo(right, bottom)
    sheet.lineTo(left, bottom)
    sheet.closeSubpath()
    corner = QPainterPath()
    corner.moveTo(right - fold, top)
    corner.lineTo(right - fold, top + fold)
    corner.lineTo(right, top + fold)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setColor(QColor(LINE))
    pen.setWidthF(edge)
    painter.setPen(pen)
    painter.setBrush(QColor(PAPER))
    painter.drawPath(sheet)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(corner)
    _landmark(painter, QRectF(size * 0.23, size * 0.34, size * 0.54, size * 0.54), ACCENT, 3.0 if size < 32 else 2.2)
    painter.end()
    return image


def _canvas(size: int) -> tuple[QImage, QPainter]:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return image, painter


def _landmark(painter: QPainter, into: QRectF, colour: str, width: float) -> None:
    text = resources.path("icons", "landmark.svg").read_text("utf-8").replace("currentColor", colour)
    text = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{width}"', text)
    QSvgRenderer(QByteArray(text.encode())).render(painter, into)


def _ico(images: list[QImage]) -> bytes:
    """An icon file that holds each picture as PNG, which Windows reads since Vista."""
    pictures = [_png(image) for image in images]
    out, at = io.BytesIO(), 6 + 16 * len(pictures)
    out.write(struct.pack("<HHH", 0, 1, len(pictures)))
    for image, picture in zip(images, pictures, strict=True):
        side = image.width() % 256  # 256 is written as 0
        out.write(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at))
        at += len(picture)
    out.write(b"".join(pictures))
    return out.getvalue()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the binding's own types want bytes, and say text
    return bytes(buffer.data().data())


if __name__ == "__main__":
    main()
