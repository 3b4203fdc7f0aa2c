"""Help: the keys, what the desk keeps where, and what it is made of."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from app.policy import place_in_words, way_in_words
from app.who import VERSION
from ui.desk import Desk
from ui.dialogs.licences import LicencesDialog, notice
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record
from ui.kit.words import plain

if TYPE_CHECKING:
    from app.details import FileFacts
    from app.door import Office

KEYS = (
    ("Ctrl+1 to Ctrl+6", "Funds, Allocations, Contracts, Applications, Scoring, Papers"),
    ("Ctrl+F", "Filter the list"),
    ("Ctrl+K", "Search everything: a word, a name, an amount"),
    (
        "Ctrl+N",
        "New line, income, fund, contract, round, bid or paper; in Allocations, fill in the figures of the view",
    ),
    ("Enter", "Open a row of a table in the record, or a scenario on the bench"),
    ("F2, Ctrl+D, Ctrl+V", "In a grid: change a cell, fill down, paste cells from Excel; Ctrl+Tab leaves it"),
    ("F6", "Go between list and record; in a paper from sections to text, pages and guard"),
    ("Ctrl+S", "Save what is being typed"),
    ("Ctrl+L", "Press the button beside the state of the file; without one, see what is kept on this laptop"),
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
    ("F4, F7, F8, F9, F11", "In the room of a panel day: bids, members, what is said, next criterion, whole screen"),
    ("Ctrl+Enter, F3", "In the room: the next step of the meeting, and being done with a bid"),
    ("C, I, O, L", "In the room, on a member: comes, comes back in, steps out, goes home"),
    ("Page Up, Page Down", "Turn the pages of a paper"),
    ("Alt+Left, Esc", "Back from a paper to the list; what was typed is saved"),
    ("Ctrl+O", "Open another office file"),
    ("F5", "Read the file again"),
)
SHARED = (
    ("At the top right", "How the office file stands, who else is in it, and what you can do about it"),
    ("Not saved", "What you typed is kept on this laptop. Save or discard it under Kept on this laptop (Ctrl+L)"),
    ("Both changed it", "You see yours, theirs and what it was, and choose. Nothing is overwritten unasked"),
    ("Backups", "One is made each hour in which something was saved. Going back never overwrites the office file"),
    ("Who may do what", "People and roles, in the office menu"),
)


class HelpDialog(QDialog):
    """Keys first; then where things are kept, for IT, and what IT will ask for, to be copied."""

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        parent: QWidget | None = None,
        *,
        updates: Sequence[tuple[str, str]] = (),
        newer: Button | None = None,
    ) -> None:
        """`updates` is what is known of newer versions of the desk, `newer` the button that leads to one."""
        super().__init__(parent)
        now = theme.current()
        self._desk, self._asker = desk, asker
        file = str(desk.path or "")
        self.copy_button = Button("Copy details for IT", "copy")
        self.copy_button.clicked.connect(self.copy_details)
        self.licences_button = Button("Licences", "scale")
        self.licences_button.clicked.connect(self.show_licences)
        self.setWindowTitle("Help")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        record = Record("Help")
        record.begin("Commissioning Desk", f"Version {VERSION}. {notice()}", self.licences_button)
        record.add(Section("Keys", FactRows(KEYS)))
        record.add(Section("One file, several people", FactRows(SHARED)))
        record.add(
            Section(
                "For IT",
                FactRows(
                    (
                        ("Office file", _breakable(file) or "none is open"),
                        *_placed(desk),
                        ("Settings", _breakable(str(state.file_in_use()))),
                        ("SQLite", sqlite3.sqlite_version),
                        ("Qt, Python", f"{qVersion()}, {platform.python_version()}"),
                        *updates,
                    )
                ),
            )
        )
        if newer is not None:
            newer.clicked.connect(self.accept)
        record.add(Flow(self.copy_button, *([newer] if newer is not None else [])))
        record.add(
            plain(
                "Versions, how the file is kept, what kind of drive it is on, and what went wrong lately. No names, no "
                "folders and nothing of what the office holds.",
                "small",
                tone="second",
                wrap=True,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(record)
        self.resize(now.gap(560), now.gap(620))

    def copy_details(self) -> None:
        """Put the details on the clipboard; a drive that does not answer is one of them."""
        self.copy_button.forbid("Asking the office file.", "Copying…")
        if self._desk.is_open and not self._desk.is_away:
            # as a save would see the file: the journal's mode is that of the connection which writes
            self._desk.with_office(_facts, self._gather, lambda _: self._gather(None))
        else:
            self._gather(None)

    def show_licences(self) -> None:
        """What the desk is made of, under what terms, with the texts."""
        LicencesDialog(self._asker, self).open()

    def _gather(self, facts: FileFacts | None) -> None:
        desk = self._desk
        path, read_only = desk.path, desk.read_only

        def work() -> str:
            from app.details import details
            from app.places import cloud_service, reparse_tag_of
            from app.policy import in_words

            cloud = cloud_service(path, os.environ, reparse_tag_of) if path else None
            troubles = desk.outbox.local().troubles()
            return details(
                path,
                read_only=read_only,
                qt=qVersion(),
                facts=facts,
                troubles=troubles,
                cloud=cloud,
                managed=in_words(desk.managed, path),
            )

        desk.aside(work, self._copy, words="")

    def _copy(self, words: str) -> None:
        QApplication.clipboard().setText(words)
        self.copy_button.permit()
        self.copy_button.setText("Copied")


def _facts(office: Office) -> FileFacts:
    from app.details import file_facts

    return office.read(file_facts) if office.read_only else office.write("Look at the file", file_facts)


def _placed(desk: Desk) -> Iterator[tuple[str, str]]:
    """Where the office file is to be and who says so, how this copy came here, and what of IT's settings is no use."""
    place = next(iter(desk.managed.share), None)
    if place is not None and place.path != desk.path:
        yield "Its place", _breakable(str(place.path))
    yield "Place set by", place_in_words(desk.managed, desk.path)
    yield "Installed", way_in_words(desk.managed)
    for at, words in enumerate(desk.managed.ignored):
        yield "" if at else "Not taken", _breakable(words)


def _breakable(path: str) -> str:
    """A path that may go on in the next line after each sign in it, and otherwise reads as it is."""
    return re.sub(r"([/\\_.-])", "\\1\N{ZERO WIDTH SPACE}", path)
