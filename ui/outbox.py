"""What was typed and is not in the office file yet: kept on the laptop by a thread of its own, looked up, let go of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import NotSaved, Refused, Unknown
from ui.kit import state
from ui.workers import Workers, is_gone

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.drafts import Draft, Drafts, Local

T = TypeVar("T")
OURS = "The desk could not save it; that is not your doing."
LOST = "It did not arrive: the shared drive stopped answering."
FLIGHT_SECONDS = 60.0
"""For so long a save begun by another desk on this laptop may be on its way: nobody waits longer for a lock."""


class Outbox(QObject):
    """The drafts of the open office. A draft stays until the file is known to hold it or the person throws it away."""

    changed = Signal()
    """`kept` is another list, or the same again."""
    unsure = Signal(object)
    """Drafts of which nobody knows whether they arrived; `found` is to be told."""
    settled = Signal(str, bool)
    """It was found out of a draft, by its op_id, whether it arrived."""

    def __init__(self, workers: Workers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = workers
        self.kept: list[Draft] = []
        """What is on this laptop and not on its way, the oldest first."""
        self.fails = False
        """Whether this laptop's own disk did not take what was last to be kept."""
        self._drafts: Drafts | None = None
        self._local: Local | None = None
        self._flying: dict[str, Draft] = {}
        self._typing: set[str] = set()
        self._sent_here: set[str] = set()
        self._busy = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.settle)

    def local(self) -> Local:
        """The person's own database on this laptop. For the laptop's thread and the file's."""
        from app.drafts import local_at

        if self._local is None:
            self._local = local_at(state.folder())
        return self._local

    def open(self, dataset: str) -> None:
        """Another office is open; what is still to be said of drafts of the last one has been said."""
        from app.drafts import Drafts

        self._drafts = Drafts(self.local(), dataset)

    def close(self) -> None:
        """Let go of the laptop's own file."""
        self._later.stop()
        if self._local is not None:
            self._local.close()

    def is_busy(self) -> bool:
        """Whether something is still to be written on the laptop."""
        return self._busy > 0

    # a form

    def type(self, draft: Draft) -> None:
        """Keep what stands in a form as it is typed."""
        self._typing.add(draft.op_id)
        if draft.op_id not in self._flying:
            self._do(lambda drafts: drafts.put(draft))

    def take_up(self, op_id: str) -> None:
        """What is kept under this op_id stands in a form on the screen."""
        self._typing.add(op_id)

    def leave_form(self, op_ids: Iterable[str]) -> None:
        """The form is gone from the screen; what was typed into it and not thrown away is kept."""
        self._typing.difference_update(op_ids)
        self.read()

    def of_form(self, key: str, then: Callable[[Draft | None], None]) -> None:
        """What was typed into this form before and is not in the file; not what is on its way."""

        def answer(draft: Draft | None) -> None:
            then(None if draft is None or draft.op_id in self._flying else draft)

        self._do(lambda drafts: drafts.of_form(key), answer)

    def of_forms(self, start: str, then: Callable[[list[Draft]], None]) -> None:
        """What was typed into the forms whose keys start so and is not in the file, what was put last coming last."""

        def answer(every: list[Draft]) -> None:
            then([one for one in every if one.key.startswith(start) and one.op_id not in self._flying])

        self._do(lambda drafts: drafts.every(), answer)

    def drop(self, op_id: str) -> None:
        """Throw a draft away."""
        self._do(lambda drafts: drafts.drop(op_id), lambda _: self.read())

    def give_way(self, op_id: str) -> None:
        """Another draft stands in its place: it goes, unless nobody knows yet whether it arrived."""

        def drop(drafts: Drafts) -> None:
            if any(one.op_id == op_id and one.state in ("kept", "typed") for one in drafts.every()):
                drafts.drop(op_id)

        self._do(drop, lambda _: self.read())

    # a save

    def send(self, draft: Draft) -> Callable[[], None]:
        """Keep a draft whose save is on its way; what is returned waits, on the file's thread, till it is kept."""
        from concurrent.futures import CancelledError

        from app.drafts import NotKept

        sent = replace(draft, state="sent", why="", sent_at=datetime.now().astimezone())
        self._flying[draft.op_id] = sent
        self._sent_here.add(draft.op_id)
        kept = self._do(lambda drafts: drafts.put(sent))

        def wait() -> None:
            with suppress(NotKept, CancelledError):  # a laptop whose own disk fails still saves
                kept.result()

        return wait

    def is_flying(self) -> bool:
        """Whether a save is on its way."""
        return bool(self._flying)

    def flying(self) -> set[str]:
        """The op_ids of the saves on their way."""
        return set(self._flying)

    def arrived(self, draft: Draft) -> None:
        """The office file has it."""
        self._flying.pop(draft.op_id, None)
        self._do(lambda drafts: drafts.drop(draft.op_id))
        if self._is_listed(draft):
            self.read()

    def not_arrived(self, draft: Draft, refusal: Refused | None) -> None:
        """It was not saved: by a rule, by a fault of ours (None), or because of the drive."""
        self._flying.pop(draft.op_id, None)
        if isinstance(refusal, NotSaved):
            self._keep(draft, refusal.message)
        elif isinstance(refusal, Unknown):
            self.read()
        elif self._is_listed(draft) and draft.op_id not in self._typing:
            # tried again out of the list: it stays there, with what stands in its way now
            self._do(lambda drafts: drafts.put(draft))
            self._keep(draft, refusal.message if refusal else OURS)
        elif draft.typed:
            # refused by a rule: what is in a form goes on being typed
            why = refusal.message if refusal else ""
            self._do(lambda drafts: drafts.put(replace(draft, state="typed", call=None, why=why)))
        else:
            self._do(lambda drafts: drafts.drop(draft.op_id))

    def _keep(self, draft: Draft, why: str) -> None:
        if draft.call is None and not draft.typed:  # an undo is done again by pressing it again
            self._do(lambda drafts: drafts.drop(draft.op_id))
        else:
            self._do(lambda drafts: drafts.mark(draft.op_id, "kept", why), lambda _: self.read())

    # what is kept

    def _is_listed(self, draft: Draft) -> bool:
        return any(one.op_id == draft.op_id for one in self.kept)

    def _is_at_hand(self, draft: Draft) -> bool:
        """Whether it is on its way, or in a form on the screen that has not failed to save it."""
        return draft.op_id in self._flying or (draft.op_id in self._typing and draft.state == "typed")

    def read(self) -> None:
        """Read again what is kept; `changed` follows."""

        def answer(every: list[Draft]) -> None:
            self.kept = [one for one in every if not self._is_at_hand(one)]
            self.changed.emit()

        self._do(lambda drafts: drafts.every(), answer)

    def settle(self) -> None:
        """Have looked up what was on its way when the drive stopped answering or the desk ended: `unsure` follows."""

        def answer(every: list[Draft]) -> None:
            unsure = [one for one in every if one.state == "sent" and one.op_id not in self._flying]
            if unsure:
                self.unsure.emit(unsure)
            else:
                self.read()

        self._do(lambda drafts: drafts.every(), answer)

    def found(self, draft: Draft, *, arrived: bool) -> None:
        """The file was asked whether it holds this one."""
        if arrived:
            self._do(lambda drafts: drafts.drop(draft.op_id))
        elif (wait := self._may_be_on_its_way(draft)) > 0:
            self._later.start(int(wait * 1000) + 1)
            return
        else:
            self._keep(draft, LOST)
        self.settled.emit(draft.op_id, arrived)

    def _may_be_on_its_way(self, draft: Draft) -> float:
        """For how many seconds yet another desk of this person may be saving it."""
        if draft.op_id in self._sent_here or draft.sent_at == datetime.min:
            return 0.0
        age = (datetime.now().astimezone() - draft.sent_at).total_seconds()
        return FLIGHT_SECONDS - age if age >= 0 else 0.0

    # for IT, and for knowing an older copy of the file

    def note(self, words: str) -> None:
        """Write down that something went wrong, without any name in it."""
        self._workers.submit("laptop", lambda: self.local().note(words))

    def on_laptop(self, work: Callable[[Local], None]) -> None:
        """Do something with the laptop's own file; where its disk fails, that is no matter."""
        from app.drafts import NotKept

        def do() -> None:
            with suppress(NotKept):
                work(self.local())

        self._workers.submit("laptop", do)

    def _do(self, work: Callable[[Drafts], T], then: Callable[[T], None] | None = None) -> Future[T]:
        """Do something with the drafts on the laptop's own thread; where its disk fails, nobody is stopped by it."""
        from app.drafts import NotKept

        drafts = self._drafts

        def do() -> T:
            if drafts is None:
                raise NotKept("no office is open")
            return work(drafts)

        def done(future: Future[T]) -> None:
            self._busy -= 1
            if future.cancelled():
                return
            try:
                answer = future.result()
            except NotKept:
                self.fails = True
                return
            self.fails = False
            if then is not None and not is_gone(then):
                then(answer)

        self._busy += 1
        return self._workers.submit("laptop", do, done)
