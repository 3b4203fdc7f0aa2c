"""Two people have written one section, answer or cover: both versions and what it was, for the person to choose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.papers.opened import Opened, opened
from app.papers.paper import PaperRecord
from app.records import LastSave, last_save
from ui.kit import theme
from ui.kit.conflict import ConflictView
from ui.kit.split import Record
from ui.tabs.papers.draft import Dispute
from ui.tabs.papers.fields import Subjects, fields_of, values_of, with_values
from ui.tabs.papers.others import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEIGHT, EDGE = 780, 660, 24


class BothDialog(QDialog):
    """The two versions in front of the paper; nothing is saved until each field is decided. `chosen` with the row."""

    chosen = Signal(object)

    def __init__(
        self, dispute: Dispute, record: PaperRecord, subjects: Subjects, by: LastSave | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self.dispute, self._figures = dispute, record.figures
        versions = (dispute.mine, dispute.theirs, dispute.was)
        mine, theirs, was = (values_of(one, record.figures) for one in versions)
        self.view = ConflictView(
            fields_of(versions, subjects),
            mine,
            theirs,
            was,
            who=by.user if by else "Somebody",
            when=f"{by.at:%H:%M}" if by else "meanwhile",
            step=by.name if by else "",
            year_style=record.office.year_style,
        )
        self.view.back_button.setText("Back to the text")
        self.setWindowTitle("Two versions")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = Record("Two versions")
        page.begin(_heading(names_of(record)[dispute.mine.id]), record.paper.title)
        page.add(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        room = parent.window().size()
        edge = 2 * now.gap(EDGE)
        self.resize(min(now.gap(WIDTH), room.width() - edge), min(now.gap(HEIGHT), room.height() - edge))
        self.view.chosen.connect(self._on_chosen)
        self.view.left.connect(self.reject)
        self.view.focus_first()

    def _on_chosen(self, values: Mapping[str, Any]) -> None:
        self.accept()
        self.chosen.emit(with_values(self.dispute.theirs, values, self._figures))


def read_both(session: Any, paper_id: str, row_id: str, *, today: date) -> tuple[Opened, LastSave | None]:
    """The paper as it is now, and who saved this row of it last. Raises Refused when there is none."""
    return opened(session, paper_id, today=today), last_save(session, [row_id])


def _heading(words: str) -> str:
    return words[:1].upper() + words[1:]
