"""Licences: what the desk is made of, and under what terms, out of the notices that every build carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

import resources
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record, make_room
from ui.kit.words import breakable, plain

NOTICES, TEXTS = "THIRD-PARTY-NOTICES.md", "licences"

Rows = tuple[tuple[str, str], ...]


def notice() -> str:
    """The sentence that every window which speaks of the program shows."""
    return f"Free software under the MIT licence. It uses Qt {qVersion()} and PySide6 under the LGPL-3.0."


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the notices: paragraphs, and tables as pairs of a name and what is said of it."""

    title: str
    contents: tuple[str | Rows, ...]


class LicencesDialog(QDialog):
    """The notices to be read, and a button that opens the folder of the licence texts."""

    def __init__(self, asker: Asker, parent: QWidget | None = None, *, home: Path | None = None) -> None:
        """`home` is the folder that holds the notices and `resources`, unless the program itself knows better."""
        super().__init__(parent)
        self._asker = asker
        self._notices = home / NOTICES if home else resources.path("..", NOTICES)
        self._texts = home / "resources" / TEXTS if home else resources.path(TEXTS)
        self.open_button = Button("Open the texts", "folder-open")
        self.open_button.clicked.connect(self.open_texts)
        self.setWindowTitle("Licences")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.record = Record("Licences")
        self.record.begin("Licences", notice(), self.open_button)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.record)
        make_room(self, 720, 640)
        self.record.setFocus()  # Page Down reads on

    def open_texts(self) -> None:
        """Ask this computer to show the folder of the licence texts; where it cannot, say where that is."""
        if not self._texts.is_dir() or not self._asker.open_file(self._texts):
            self._asker.inform("Licences", f"The licence texts are in the folder {self._texts.resolve()}.")

    def _fill(self) -> None:
        try:
            text = self._notices.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self.record.add(
                Alert(
                    f"{NOTICES} cannot be read. It belongs to the program and must be handed on with it: put the "
                    "program in again.",
                    "bad",
                )
            )
            return
        for chapter in chapters(text):
            contents = [_shown(one) for one in chapter.contents]
            if chapter.title:
                self.record.add(Section(chapter.title, *contents))
            else:
                for one in contents:
                    self.record.add(one)


def chapters(text: str) -> list[Chapter]:
    """The chapters of the notices, without their title and without the signs of Markdown; the first has no title."""
    found: list[Chapter] = []
    for part in re.split(r"^## ", re.sub(r"\A# .*\n", "", text), flags=re.MULTILINE):
        title, _, body = part.partition("\n") if found else ("", "", part)
        blocks = (block.strip("\n") for block in re.split(r"\n{2,}", body))
        contents = [_rows(block) if block.startswith("|") else _plain(block) for block in blocks if block.strip()]
        found.append(Chapter(_plain(title), tuple(contents)))
    return found


def _rows(table: str) -> Rows:
    """A table as pairs: its first column, and the others beside it; under their heads where the first has none."""
    head, _, *lines = ([_plain(cell) for cell in line.strip()[1:-1].split("|")] for line in table.splitlines())
    if head[0]:
        return tuple((name, " · ".join(cells)) for name, *cells in lines)
    heads = head[1:]
    return tuple((name, "\n".join(map("{}: {}".format, heads, cells))) for name, *cells in lines)


def _plain(words: str) -> str:
    """Words without the signs of Markdown; each step of a numbered list stays a line of its own."""
    lines = re.sub(r"\n(?!\d+\. )\s*", " ", words).strip()
    parts = lines.split("`")
    # in the odd ones, which stood between backticks, a star is a star
    parts[::2] = [re.sub(r"[*]|<(?=https:)|(?<=/)>", "", part) for part in parts[::2]]
    return "".join(parts)


def _shown(content: str | Rows) -> QWidget:
    if isinstance(content, str):
        return plain(breakable(content), wrap=True)
    return FactRows(content, label_width=200)
