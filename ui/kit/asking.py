"""Every question to the person and every choice of a file goes through here, so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

PDF = "PDF (*.pdf)"
EXCEL = "Excel (*.xlsx)"
CSV = "CSV (*.csv)"
JSON = "JSON (*.json)"
CALENDAR = "Calendar (*.ics)"


class Asker:
    """Asks in the window it was given, in plain text; the safe answer is the one Enter and Esc give."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent

    def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
        """Whether the person pressed the button named `yes`, a verb such as “Delete the line”."""
        box = self._box(title, text)
        agreed = box.addButton(_literal(yes), QMessageBox.ButtonRole.AcceptRole)
        other = box.addButton(_literal(no), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(other)
        box.setEscapeButton(other)
        box.exec()
        return box.clickedButton() is agreed

    def inform(self, title: str, text: str) -> None:
        """Say something that has to be read before going on."""
        box = self._box(title, text)
        box.addButton("Close", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def choose_open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        """A file to read, or None."""
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(folder or ""), kinds)
        return Path(chosen) if chosen else None

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """A folder to read, or None."""
        chosen = QFileDialog.getExistingDirectory(self._parent, title, str(folder or ""))
        return Path(chosen) if chosen else None

    def choose_save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        """Where to write a file, or None; the system asks before one is written over."""
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggested), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suggested.suffix)

    def open_file(self, path: Path) -> bool:
        """Whether the program that this computer has for such a file was asked to show it."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def choose_printer(self, title: str, pages: int) -> QPrinter | None:
        """A printer with the pages to print on it, or None."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle("Print")
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def _box(self, title: str, text: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(title)
        box.setText(text)
        return box


def _literal(words: str) -> str:
    return words.replace("&", "&&")
