"""Keeping what is typed: laid over the record and kept on the laptop at once, saved after a pause and on going on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from app.errors import FileTrouble, Refused
from app.papers.paper import PaperRecord
from ui.desk import Desk
from ui.tabs.papers.draft import Draft, Row
from ui.tabs.papers.laptop import Found, Laptop

REST_MS = 20_000
SOON_MS = 400
"""How long what is typed waits to be kept on the laptop, however fast somebody goes on typing."""
LAST_SAVE_MS = 2_000


class Keeping(QObject):
    """`told` when anything about saving has changed, `refused` when the file has not taken a row, by its id.

    `returned` when something typed in an earlier sitting lies over the record again.
    """

    told = Signal()
    refused = Signal(str, object)
    returned = Signal()

    def __init__(self, desk: Desk, paper_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft: Draft | None = None
        self.laptop = Laptop(desk, paper_id, self)
        self.since: dict[str, datetime] = {}
        """When the rows were typed that lie over the record from an earlier sitting, by their ids."""
        self._is_looking = False
        self._rest = _timer(self, REST_MS, self.save)
        self._soon = _timer(self, SOON_MS, self.keep)
        desk.outbox.changed.connect(self._look_again)
        desk.returned.connect(self._on_drive_back)

    def take(self, record: PaperRecord) -> Draft:
        """The paper was read, for the first time or again."""
        if self.draft is None:
            self.draft = Draft(record)
            self._look()
            return self.draft
        stale = self.draft.stale()
        self.draft.take(record)
        self.keep()
        if any(self.draft.is_changed(one) for one in stale - self.draft.stale()):
            self.save()  # nobody had changed those words after all
        return self.draft

    def type(self, row: Row) -> None:
        """Somebody is typing; it is kept on the laptop soon, and saved after a rest."""
        if self.draft is not None:
            self.draft.put(row)
            self._rest.start()
            if not self._soon.isActive():
                self._soon.start()
            self.told.emit()

    def turn(self, row: Row) -> None:
        """Something was chosen, not typed: it is saved at once."""
        if self.draft is not None:
            self.draft.put(row)
            self.save(again=True)

    def decide(self, chosen: Row, over: Row) -> None:
        """The person has looked at what two people made of a row, and chosen."""
        if self.draft is not None:
            self.draft.decide(chosen, over)
            self.keep()
            self.save()

    def keep(self) -> None:
        """Keep on the laptop what is typed, and nothing that is not."""
        self._soon.stop()
        if self.draft is not None:
            self.laptop.keep(self.draft)
            self.since = {key: at for key, at in self.since.items() if self.draft.is_changed(key)}

    def save(self, *, again: bool = False) -> None:
        """Save what is typed. What was refused is tried `again` only when the person asks, as all is while the drive
        does not answer.
        """
        self._rest.stop()
        if self.draft is None or self._desk.read_only or (self._desk.is_away and not again):
            self.keep()
            return
        for step in self.draft.steps(again=again):
            kept = self.laptop.send(self.draft, step.row)
            self.draft.sent(step.row)
            then, refused = partial(self._on_saved, step.row), partial(self._on_refused, step.row)
            self._desk.write(step.name, step.use_case, *step.args, then=then, refused=refused, draft=kept, **step.given)
        self.told.emit()

    def save_all(self, *, again: bool = False) -> bool:
        """Save what is typed and wait for it, a moment; whether all of it has arrived.

        What was typed while an earlier save was on its way goes after that one.
        """
        limit = QTimer()
        limit.setSingleShot(True)
        limit.start(LAST_SAVE_MS)
        for _ in range(2):
            self.save(again=again)
            self._wait(limit)
        limit.stop()
        self.keep()
        return self.draft is None or not self.draft.is_changed()

    def is_kept(self) -> bool:
        """Whether what is not in the file waits only for the drive, and is safe on this laptop meanwhile."""
        if self.draft is None or self._desk.outbox.fails:
            return False
        waits = self._desk.is_away or self._desk.read_only
        return all(waits or self._waits(key) for key in self.draft.typed_rows())

    def give_up(self) -> None:
        """Forget everything typed, here and on the laptop."""
        self._rest.stop()
        if self.draft is not None:
            self.draft.forget()
            self.laptop.forget()
            self.keep()

    def drop(self, row_id: str) -> None:
        """Forget what is typed into a row."""
        if self.draft is not None:
            self.draft.drop(row_id)
            self.keep()

    def is_resting(self) -> bool:
        """Whether something typed waits for the person to pause."""
        return self._rest.isActive()

    def _waits(self, key: str) -> bool:
        assert self.draft is not None
        return self.draft.is_saving(key) or isinstance(self.draft.refusals.get(key), FileTrouble)

    def _on_saved(self, row: Row, _: object) -> None:
        if self.draft is not None:
            self.laptop.saved(row)
            self.draft.saved(row)
            self.keep()
            self.told.emit()

    def _on_refused(self, row: Row, refusal: Refused) -> None:
        if self.draft is not None:
            self.laptop.refused(row, refusal)
            self.draft.refused(row, refusal)
            self.keep()
            self.told.emit()
            self.refused.emit(row.id, refusal)

    def _on_drive_back(self) -> None:
        """What the drive did not take is saved after a rest; the record is read again meanwhile."""
        if self.draft is not None and self.draft.is_changed():
            self.draft.try_again()
            self._rest.start()
            self.told.emit()

    # what an earlier sitting left

    def _look(self) -> None:
        if not self._desk.read_only:
            self.laptop.look(self._bring_back)

    def _look_again(self) -> None:
        """What was being looked up in the file may be known by now."""
        if self._is_looking:
            self._look()

    def _bring_back(self, found: list[Found], more: bool) -> None:
        self._is_looking = more
        draft = self.draft
        if draft is None:
            return
        there = [one for one in found if draft.has_place_for(one.row)]
        for one in there:
            draft.bring_back(one.row, one.was, one.unsure)
            self.laptop.hold(one)
            self.since[one.row.id] = one.at
        self.keep()
        if self.since:
            self.returned.emit()

    def _wait(self, limit: QTimer) -> None:
        """Give what is on its way a moment to arrive, with nothing else done meanwhile."""
        if self.draft is None or not self.draft.is_saving():
            return
        loop, flags = QEventLoop(), QEventLoop.ProcessEventsFlag
        while self.draft.is_saving() and limit.isActive():
            loop.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)


def _timer(parent: QObject, after: int, do: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(do)
    return timer
