"""Keeping what is typed: laid over the record at once, saved when the person pauses or goes on, never lost."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from app.errors import Refused
from app.papers.paper import PaperRecord
from ui.desk import Desk
from ui.tabs.papers.draft import Draft, Row

REST_MS = 20_000
LAST_SAVE_MS = 2_000


class Keeping(QObject):
    """`told` when anything about saving has changed, `refused` when the file has not taken something."""

    told = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft: Draft | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.save)

    def take(self, record: PaperRecord) -> Draft:
        """The paper was read, for the first time or again."""
        if self.draft is None:
            self.draft = Draft(record)
        else:
            self.draft.take(record)
        return self.draft

    def type(self, row: Row) -> None:
        """Somebody is typing; it is saved after a rest."""
        if self.draft is not None:
            self.draft.put(row)
            self._rest.start()
            self.told.emit()

    def turn(self, row: Row) -> None:
        """Something was chosen, not typed: it is saved at once."""
        if self.draft is not None:
            self.draft.put(row)
            self.save(again=True)

    def save(self, *, again: bool = False) -> None:
        """Save what is typed. What was refused is tried `again` only when the person asks."""
        self._rest.stop()
        if self.draft is None or self._desk.read_only:
            return
        for step in self.draft.steps(again=again):
            self.draft.sent(step.row)
            then, refused = partial(self._on_saved, step.row), partial(self._on_refused, step.row)
            self._desk.write(step.name, step.use_case, *step.args, then=then, refused=refused, **step.given)
        self.told.emit()

    def save_all(self, *, again: bool = False) -> bool:
        """Save what is typed and wait for it, a moment; whether all of it has arrived.

        What was typed while an earlier save was on its way goes after that one.
        """
        for _ in range(2):
            self.save(again=again)
            self._wait()
        return self.draft is None or not self.draft.is_changed()

    def is_resting(self) -> bool:
        """Whether something typed waits for the person to pause."""
        return self._rest.isActive()

    def _on_saved(self, row: Row, _: object) -> None:
        if self.draft is not None:
            self.draft.saved(row)
            self.told.emit()

    def _on_refused(self, row: Row, refusal: Refused) -> None:
        if self.draft is not None:
            self.draft.refused(row, refusal)
            self.told.emit()
            self.refused.emit(refusal)

    def _wait(self) -> None:
        """Give what is on its way a moment to arrive, with nothing else done meanwhile."""
        if self.draft is None or not self.draft.is_saving():
            return
        loop, limit = QEventLoop(), QTimer()
        limit.setSingleShot(True)
        limit.start(LAST_SAVE_MS)
        flags = QEventLoop.ProcessEventsFlag
        while self.draft.is_saving() and limit.isActive():
            loop.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)
        limit.stop()
