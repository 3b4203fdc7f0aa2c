"""What changed since the last issued paper, line by line, each change with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.listing import Column, Group, Line, Listing
from app.papers.paper import ChangedFigure, Since
from app.years import format_day
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.parts import FilterBar
from ui.kit.split import ListAndRecord, ListPane, Record
from ui.kit.table import ListView
from ui.kit.words import plain
from ui.output import Output
from ui.tabs.papers.reason import CHANGED, ReasonBox

KINDS = {"new": "New", "ended": "Ended", "changed": "Changed"}
TONES = {"New": "ok", "Ended": "mute", "Changed": "warn"}


class ChangesDialog(QDialog):
    """The changes as a list, with the chosen one's reason beside it. `reasoned` gives a change its reason."""

    reasoned = Signal(str, str)

    def __init__(
        self, since: Since, year_text: str, output: Output, *, can_write: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        now = theme.current()
        self._changes: Mapping[str, ChangedFigure] = {one.key: one for one in since.changes}
        self._can_write = can_write
        self._typed: dict[str, str] = {}
        self.setWindowTitle("What changed")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar = FilterBar("Filter changes")
        self.list = ListView("Changes", answer="after", tones=TONES)
        self.record = Record("Chosen change")
        self.list.show_listing(changes_listing(since, year_text))
        printing, excel = Button("Print", "printer"), Button("Excel", "table")
        printing.clicked.connect(lambda: output.print_list(self.list.shown()))
        excel.clicked.connect(lambda: output.export(self.list.shown()))
        self.bar.add(printing)
        self.bar.add(excel)
        head = QHBoxLayout()
        head.setContentsMargins(now.gap(20), now.gap(12), now.gap(20), 0)
        head.addWidget(plain(since_words(since), wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(ListAndRecord(ListPane(self.bar, self.list), self.record, shares=(760, 400)), 1)
        self.resize(now.gap(1200), now.gap(620))
        self.list.chosen.connect(self._show)
        self.list.choose_first()
        self.list.setFocus()

    def _show(self, key: str) -> None:
        one = self._changes.get(key)
        if one is None:
            return
        self.record.begin(one.name, KINDS[one.kind])
        if not self._can_write:
            self.record.add(plain(one.reason or "No reason is given yet.", wrap=True))
            return
        box = ReasonBox(self._typed.get(key, one.reason), f"Reason: {one.name}", CHANGED)
        box.text.textChanged.connect(lambda: self._typed.update({key: box.words()}))
        box.given.connect(lambda text: self._give(key, text))
        box.left.connect(self._leave)
        self.record.add(box)

    def _give(self, key: str, text: str) -> None:
        self.reasoned.emit(key, text)
        self.list.setFocus()

    def _leave(self) -> None:
        self._typed.pop(self.list.chosen_id(), None)
        self._show(self.list.chosen_id())
        self.list.setFocus()

    def show_since(self, since: Since, year_text: str) -> None:
        """Show how it stands now; the chosen change stays chosen."""
        self._changes = {one.key: one for one in since.changes}
        # what is typed stays until the paper has it
        kept = [key for key, text in self._typed.items() if key in self._changes and self._changes[key].reason == text]
        for key in kept:
            del self._typed[key]
        self.list.show_listing(changes_listing(since, year_text))
        self._show(self.list.chosen_id())


def changes_listing(since: Since, year_text: str) -> Listing:
    """The changes by their kind, with the amounts in both papers and the reason."""
    columns = (
        Column("name", "Budget line"),
        Column("before", f"{since.year_text} £", "pence"),
        Column("after", f"{year_text} £", "pence"),
        Column("change", "Change £", "change"),
        Column("kind", "What", "chip"),
        Column("reason", "Reason"),
    )
    groups = tuple(Group(key, words) for key, words in KINDS.items() if any(one.kind == key for one in since.changes))
    return Listing(f"What changed since {since.title}", columns, tuple(map(_line, since.changes)), groups)


def since_words(since: Since) -> str:
    """“Since the Commissioning Intentions Plan 2018/19: 8 lines are new, 2 have ended and 4 figures changed.”"""
    if not since.title:
        return "No paper on this subject has been issued from this desk yet."
    day = f" of {format_day(since.day)}" if since.day else ""
    return f"Since “{since.title}”{day}: {counts(since)}."


def counts(since: Since) -> str:
    """“8 lines are new, 2 have ended and 4 figures changed”, or that nothing has."""
    new, ended, changed = (sum(one.kind == key for one in since.changes) for key in ("new", "ended", "changed"))
    parts = []
    if new:
        parts.append("1 line is new" if new == 1 else f"{new:,} lines are new")
    if ended:
        noun = "" if parts else " line" if ended == 1 else " lines"
        parts.append(f"{ended:,}{noun} {'has' if ended == 1 else 'have'} ended")
    if changed:
        parts.append("1 figure changed" if changed == 1 else f"{changed:,} figures changed")
    if not parts:
        return "nothing has changed"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _line(one: ChangedFigure) -> Line:
    words = isinstance(one.before, str) or isinstance(one.after, str)
    change = None if words else int(one.after or 0) - int(one.before or 0)
    return Line(one.key, (one.name, one.before, one.after, change, KINDS[one.kind], one.reason), one.kind)
