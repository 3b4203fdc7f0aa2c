"""Help: the keys, what the desk keeps where, and what it is made of."""

from __future__ import annotations

import platform
import re
import sqlite3

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

import resources
from app.who import VERSION
from ui.kit import state, theme
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record
from ui.kit.words import plain

KEYS = (
    ("Ctrl+1, Ctrl+2", "Funds, Papers"),
    ("Ctrl+F", "Filter the list"),
    ("Ctrl+K", "Search everything: a word, a name, an amount"),
    ("Ctrl+N", "New line, income, fund or paper"),
    ("Enter", "Open a row of a table in the record"),
    ("F6", "Go between list and record; in a paper from sections to text, pages and guard"),
    ("Ctrl+S", "Save what is being typed"),
    ("Esc", "Leave a form; asks first where something was typed"),
    ("Ctrl+Z, Ctrl+Y", "Undo and redo your own last step"),
    ("Ctrl+C", "Copy the chosen lines for Excel"),
    ("Ctrl+Shift+V", "Paste lines from Excel, after a look"),
    ("Ctrl+P, Ctrl+E", "Print the list, or write it to Excel"),
    ("Ctrl+I, or {", "In a paper's text: put in a figure by its name"),
    ("Ctrl+B", "In a paper's text: make words stand out"),
    ("Alt+Up, Alt+Down", "Move a paper's section"),
    ("Space, Delete", "Leave a section out of print, or remove it"),
    ("F8", "Go to the next figure, change or answer to settle"),
    ("Page Up, Page Down", "Turn the pages of a paper"),
    ("Alt+Left, Esc", "Back from a paper to the list; what was typed is saved"),
    ("Ctrl+O", "Open another office file"),
    ("F5", "Read the file again"),
)


class HelpDialog(QDialog):
    """Keys first; then where things are kept, for IT."""

    def __init__(self, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = theme.current()
        self.setWindowTitle("Help")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        record = Record("Help")
        record.begin("Commissioning Desk", f"Version {VERSION}")
        record.add(Section("Keys", FactRows(KEYS)))
        record.add(
            Section(
                "For IT",
                FactRows(
                    (
                        ("Office file", _breakable(file) or "none is open"),
                        ("Settings", _breakable(str(state.file_in_use()))),
                        ("SQLite", sqlite3.sqlite_version),
                        ("Qt, Python", f"{qVersion()}, {platform.python_version()}"),
                    )
                ),
            )
        )
        notices = resources.path("..", "THIRD-PARTY-NOTICES.md")
        record.add(
            plain(
                "Free software under the MIT licence. The works of others in it, with their licences, are named in "
                f"{notices.name} beside the program.",
                "small",
                tone="second",
                wrap=True,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(record)
        self.resize(now.gap(560), now.gap(620))


def _breakable(path: str) -> str:
    """A path that may go on in the next line after each sign in it, and otherwise reads as it is."""
    return re.sub(r"([/\\_.-])", "\\1\N{ZERO WIDTH SPACE}", path)
