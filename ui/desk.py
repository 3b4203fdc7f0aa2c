"""Between the window and the office file: work goes to threads of its own, answers come back in the window's thread.

The window's thread never touches the file. What is to be saved is first kept on the laptop, and stays there until the
office file is known to hold it; a drive that hangs is left hanging, and the person goes on with what is loaded.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app import filestate
from app.errors import Arrived, CannotOpen, Damaged, FileTrouble, NeedsApproval, NotSaved, Refused, Unknown
from app.filestate import Stated
from ui.errands import Errand, Errands
from ui.file_line import FileLine
from ui.workers import Name, Workers, is_gone

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.door import Office, Saved
    from app.drafts import Draft
    from app.filestate import Waiting
    from app.opening import Opened
    from app.policy import Managed
    from app.presence import Neighbour
    from ui.outbox import Outbox

T = TypeVar("T")
SLOW_MS = 300
LONG_MS = 10_000
STUCK_MS = 4_000
"""How long after being told to stop a thread is held to hang in the drive; SQLite itself waits 2 s for a lock."""
RETURN_MS = 5_000
LAST_BREATH_SECONDS = 2.0
FAULT = "That was not done: something went wrong that is not your doing. What you typed is still here."
NOT_REMEMBERED = "This laptop’s own disk does not take anything just now, so the copy stays to be looked at only."
ARRIVED = (
    "What you saved before did arrive after all: it is in the office file. Nothing was saved a second time; save again "
    "only if what stands here is to be saved too."
)
AWAY = "The shared drive does not answer, so this cannot be read now. What is loaded stays on the screen."


class Desk(QObject):
    """The open office and its workers. Every answer and every signal arrives in the window's thread."""

    opened = Signal()
    changed = Signal(object)
    """A Saved, made at this desk."""
    others_saved = Signal(object)
    """A list of Saved by other people, oldest first."""
    warned = Signal(str, str)
    """What is to be known of the file before it is relied on: a word for what it is, and the sentence."""
    stated = Signal(str, str, str)
    offered = Signal(str, str)
    """What the person may do about how the file stands: a word for it, and the words of its button; empty for none."""
    seen = Signal(object)
    """Who else is in: a list of Neighbour."""
    edited = Signal(str, str)
    """The record in an open form, by id and in words; empty when the form is left."""
    sending = Signal(bool)
    """Whether a save is on its way."""
    refused = Signal(object)
    returned = Signal()
    """The drive answers again after it did not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.wanted: Path | None = None
        """The file that was asked for last, whether it could be opened or not."""
        self.read_only = False
        self.is_away = False
        self.abandon: Callable[[], object] = lambda: os._exit(0)
        """What ends the program when a thread hangs in the drive as the window closes."""
        self.last_breath_seconds = LAST_BREATH_SECONDS
        self.workers = Workers(self)
        self._office: Office | None = None
        self._lost: Office | None = None
        """The office whose thread was left hanging, till the file is in hand again."""
        self._forms: dict[object, tuple[str, str]] = {}
        self._errands = Errands()
        self._others = 0
        self._stopped: set[str] = set()
        self._looking, self._remembers = False, True
        self._line = FileLine(self.stated.emit, self.offered.emit)
        self._slow, self._long = _timer(self, SLOW_MS, self._say_waiting), _timer(self, LONG_MS, self._offer_to_keep)
        self._stuck = _timer(self, STUCK_MS, self._give_up)
        self._return = QTimer(self)
        self._return.setInterval(RETURN_MS)
        self._return.timeout.connect(self.look_whether_it_answers)

    @cached_property
    def managed(self) -> Managed:
        """What IT has set on this computer; nothing until it is said."""
        from app.policy import Managed

        return Managed()

    @cached_property
    def outbox(self) -> Outbox:
        """What was typed and is not in the file yet; made when it is first needed, which the frame does not."""
        from ui.outbox import Outbox

        made = Outbox(self.workers, self)
        made.changed.connect(self.restate)
        made.unsure.connect(self._look_up)
        return made

    @property
    def is_open(self) -> bool:
        """Whether there is an office on the screen; its drive may not answer for the moment."""
        return self.path is not None

    # opening

    def open(self, path: Path, make: Callable[[Path], None] | None = None) -> None:
        """Open an office file (made first by `make` where it does not exist yet); `opened` or `refused` follows."""
        self.wanted = path
        outbox = self.outbox  # made here, in the window's thread

        def work() -> Opened:
            # imported on the worker: the window has been painted before SQLAlchemy is read from the disk
            from app.opening import open_office
            from app.who import here

            if make is not None and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                make(path)
            found = open_office(path, here(), outbox.local(), os.environ)
            self._take(found.office)
            return found

        def then(found: Opened) -> None:
            self.outbox.open(found.office.held.dataset)
            self.path, self.read_only, self.is_away = path, found.office.read_only, False
            self._lost = None
            self._line.begin(f"Opened {time.strftime('%H:%M')}", found.state)
            self._return.stop()
            self.outbox.kept = []
            self._rest()
            self.opened.emit()
            if found.warning:
                self.warned.emit(found.warning, found.words)
            self.outbox.settle()
            # a second copy is not what the next one is measured by
            self._remembers = found.warning not in ("twice", "other")
            self.remember()

        self._run(Errand(then, None, filestate.OPENING), work)

    def look(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Look on the drive, which may hang, what is to be opened; said as the opening that it is the first part of."""
        self._run(Errand(then, None, filestate.OPENING), work)

    def accept_copy(self) -> None:
        """Go on with this copy of the file, though it is older than what was seen; it is opened again."""

        def work() -> Path:
            from app.drafts import NotKept
            from app.opening import accept

            office = self._at_hand()
            try:
                accept(office, self.outbox.local())
            except NotKept as error:
                raise Refused(NOT_REMEMBERED) from error
            return office.path

        self._run(Errand(self.open, None), work)

    def remember(self) -> None:
        """Remember on this laptop how far the office's data has come, to know an older copy by it."""
        office = self._office
        if office is None or office.read_only or not self._remembers:
            return
        from app.opening import remember

        self.outbox.on_laptop(lambda local: remember(office, local))

    # forms

    def open_form(self, form: object, record_id: str, words: str) -> None:
        """A form about this record is open; `form` is what it is known by when it is left."""
        self._forms[form] = (record_id, words)
        self.edited.emit(record_id, words)

    def leave_form(self, form: object) -> None:
        """That form is off the screen; one that was opened since, or lies under it, is still open."""
        if self._forms.pop(form, None) is not None:
            self.edited.emit(*next(reversed(self._forms.values()), ("", "")))

    # reading and saving

    def read(self, then: Callable[[T], None], use_case: Callable[..., T], /, *args: Any, **kwargs: Any) -> None:
        """Ask the file; `then` gets the answer. That the drive does not answer is said in the file line alone."""
        errand = Errand(then, None, filestate.READING, quiet=self.is_open)
        self._run(errand, lambda: self._at_hand().read(use_case, *args, **kwargs))

    def write(
        self,
        name: str,
        use_case: Callable[..., T],
        /,
        *args: Any,
        then: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        draft: Draft | None = None,
        earlier: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """Save one step called `name`; `then` gets what the use case answered, `refused` what stood in the way.

        `draft` is what its form is kept as, with its op_id; without a form one is made of the call itself. `earlier`
        are op_ids of the same form's saves of which nobody knows whether they arrived. Where one did, nothing is saved
        a second time: `then` gets None if it was this very one, `refused` an Arrived if it was another.
        """
        from app.coding import Call
        from app.drafts import Draft, new_op_id

        one = replace(draft or Draft(new_op_id(), "", name), name=name, call=Call(use_case, args, kwargs))

        def work(office: Office) -> Any:
            if (arrived := _arrived(office, earlier)) is None:
                return office.save(one.op_id, name, use_case, *args, **kwargs)
            if arrived != one.op_id:
                raise Arrived(ARRIVED)
            return None

        self._save(one, then or _nothing, refused, work, doubtful=one.op_id in earlier)

    def undo(self, then: Callable[[str | None], None], *, redo: bool = False) -> None:
        """Take back (or do again) this sitting's own last step; `then` gets its name, None when there was none."""
        if not self.is_open:
            then(None)
            return
        from app.drafts import Draft, new_op_id

        one = Draft(new_op_id(), "", "Redo" if redo else "Undo")
        self._save(one, then, None, lambda office: (office.redo if redo else office.undo)(one.op_id))

    def replay(self, draft: Draft, then: Callable[[], None], refused: Callable[[Refused], None]) -> None:
        """Save a draft as it was kept, unless it has arrived meanwhile."""
        call = draft.call
        if call is None:
            refused(Refused("This has to be opened and saved from its form."))
            return

        def work(office: Office) -> None:
            if _arrived(office, [draft.op_id]) is not None:
                return
            try:
                office.save(draft.op_id, draft.name, call.use_case, *call.args, **call.kwargs)
            except FileTrouble:
                raise
            except Refused:  # perhaps because of itself, saved by another desk on this laptop just now
                if _arrived(office, [draft.op_id]) is None:
                    raise

        self._save(draft, lambda _: then(), refused, work, doubtful=draft.state == "sent")

    def _save(
        self,
        draft: Draft,
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None,
        work: Callable[[Office], T],
        *,
        doubtful: bool = False,
    ) -> None:
        """`doubtful` is whether an earlier try of this very save may be in the file."""
        from app.words import GONE

        self.sending.emit(True)
        wait = self.outbox.send(draft)
        self._stopped.discard(draft.op_id)

        def save() -> T:
            wait()
            if self._office is None and self.is_open:
                raise Unknown(filestate.UNKNOWN) if doubtful else NotSaved(GONE)
            office = self._at_hand()
            office.stop.clear()
            if draft.op_id in self._stopped:
                raise NotSaved(filestate.STOPPED)
            return work(office)

        self._run(Errand(then, refused, filestate.SAVING, draft), save)

    def with_office(
        self,
        work: Callable[[Office], T],
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
        words: str = "",
    ) -> None:
        """Have the file's own thread do something with the office that is neither a read nor the save of a step."""
        stated = Stated(words, "history", "warn") if words else None
        self._run(Errand(then, refused, stated, quiet=True), lambda: work(self._at_hand()))

    def beside(self, work: Callable[[Office], T], then: Callable[[T], None]) -> None:
        """Do something long with the office beside the file's own thread, by connections of its own, unnoticed.

        What stands in its way is noted for IT; it is tried again another time.
        """
        office = self._office
        if office is None:
            return
        self._others += 1

        def done(future: Future[T]) -> None:
            self._others -= 1
            if future.cancelled():
                return
            try:
                answer = future.result()
            except Refused as refusal:
                self.outbox.note(f"A backup was not made: {type(refusal).__name__}.")
            else:
                if not is_gone(then):
                    then(answer)

        self.workers.submit("backup", lambda: work(office), done)

    def poll(self) -> None:
        """Ask whether somebody else has saved; `others_saved` follows where they have. Not while work is waiting."""
        if self._office is None or self._errands.at_file() or self.is_away:
            return

        def then(steps: list[Saved]) -> None:
            if steps:
                self.others_saved.emit(steps)

        self._run(Errand(then, None, quiet=True), lambda: self._at_hand().poll())

    # what does not touch the file

    def aside(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
        words: str = "Working…",
    ) -> None:
        """Do something that does not touch the office file. Without `words` the state of the file stays as it is."""
        stated = Stated(words, "history", "warn") if words else None
        self._run(Errand(then, refused, stated, thread="aside"), work)

    def on_share(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do something beside the office file on the drive; nobody waits for it, and its faults reach the one hook."""
        self._others += 1

        def done(future: Future[T]) -> None:
            self._others -= 1
            if not future.cancelled() and not is_gone(then):
                then(future.result())

        self.workers.submit("share", work, done)

    # waiting no longer, and closing

    def keep_here(self) -> None:
        """Stop waiting for the drive: what was to be saved stays on this laptop, what is loaded on the screen."""
        self._stopped |= self.outbox.flying()
        if self._office is not None:
            self._office.stop.set()
        self._stuck.start()

    def close(self) -> None:
        """Let go of the file. A drive that does not answer is not waited for longer than two seconds."""
        from concurrent.futures import wait

        office, self._office = self._office, None
        for timer in (self._slow, self._long, self._stuck, self._return):
            timer.stop()
        if office is not None:
            office.stop.set()
        # what was typed is on the laptop's disk, and the note of being here gone, before anything is ended
        ends: list[tuple[Name, Callable[[], None]]] = [
            ("laptop", _nothing_more),
            ("share", _nothing_more),
            ("office-file", _letting_go(office)),
        ]
        last = [self.workers.submit(name, work) for name, work in ends]
        answered = not wait(last, self.last_breath_seconds).not_done and not self.workers.hangs()
        self.workers.close(wait=answered)
        if answered:
            self.outbox.close()
        elif not os.environ.get("PYTEST_CURRENT_TEST"):
            self.abandon()

    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._errands and not self._others and not self.outbox.is_busy()

    # errands

    def _run(self, errand: Errand, work: Callable[[], Any]) -> None:
        self._errands.add(errand)
        if errand.stated is not None:
            if not self._slow.isActive():
                self._slow.start()
            if errand.thread == "office-file" and not self._long.isActive():
                self._long.start()
        self.workers.submit(errand.thread, work, lambda future: self._deliver(errand, future))

    def _deliver(self, errand: Errand, future: Future[Any]) -> None:
        self._errands.end(errand)
        if errand.draft is not None and not self._errands.is_saving():
            self.sending.emit(False)
        if errand.given_up:
            self._deliver_late(errand, future)
            return
        if errand.stated is not None:
            self._wait_less()
        if future.cancelled():
            return
        try:
            answer = future.result()
        except Refused as refusal:
            self._on_refusal(errand, refusal)
        except Exception:
            self._on_fault(errand)
            raise
        else:
            if errand.draft is not None:
                self.outbox.arrived(errand.draft)
            if not is_gone(errand.then):
                errand.then(answer)

    def _wait_less(self) -> None:
        """Say no longer what is waited for no more."""
        if not self._errands.file_is_waited_for():
            self._wait_no_more()
        if not self._errands.told():
            self._slow.stop()
            self._rest()

    def _on_fault(self, errand: Errand) -> None:
        """The one hook says what is our doing; whoever waits is told too, or “Saving…” would stand for ever."""
        if errand.draft is not None:
            self.outbox.not_arrived(errand.draft, None)
        if errand.refused is not None and not is_gone(errand.refused):
            errand.refused(Refused(FAULT))

    def _on_refusal(self, errand: Errand, refusal: Refused) -> None:
        if errand.draft is not None:
            self.outbox.not_arrived(errand.draft, refusal)
            if isinstance(refusal, Unknown):
                self._go_away()
        elif errand.quiet and isinstance(refusal, FileTrouble):
            self._on_trouble(refusal)
            if errand.refused is None:
                return
        (self.refused.emit if errand.refused is None or is_gone(errand.refused) else errand.refused)(refusal)

    def _deliver_late(self, errand: Errand, future: Future[Any]) -> None:
        """What was given up has come back after all: a save that arrived is no draft any more."""
        if errand.draft is None or future.cancelled():
            return
        if future.exception() is None:
            self._line.words = f"Saved: {errand.draft.name}"
            self.outbox.found(errand.draft, arrived=True)
            self.outbox.read()
        else:
            self.outbox.settle()

    def _look_up(self, unsure: list[Draft]) -> None:
        """Ask the file which of these drafts it holds."""

        def then(found: list[tuple[Draft, bool]]) -> None:
            for draft, arrived in found:
                self.outbox.found(draft, arrived=arrived)
                if arrived:
                    self._line.words = f"Saved: {draft.name}"
            self.outbox.read()

        def work() -> list[tuple[Draft, bool]]:
            return [(one, _found(self._at_hand(), one)) for one in unsure]

        self._run(Errand(then, lambda _: self.outbox.read(), filestate.CHECKING, quiet=True), work)

    def _at_hand(self) -> Office:
        if self._office is None:
            raise FileTrouble(AWAY) if self.is_open else Refused("No office file is open.")
        return self._office

    def _take(self, office: Office) -> None:
        """Have this office in hand from now on. Called on the file's thread."""
        if self._office is not None:
            self._office.close()
        office.on_saved.append(lambda saved: self.workers.call(lambda: self._announce(saved)))
        office.on_waiting.append(lambda told: self.workers.call(lambda: self._say_why(told)))
        office.holder = lambda: self._line.holder
        self._office = office

    # the drive is gone, and comes back

    def _on_trouble(self, refusal: Refused) -> None:
        """Something read for the screen was not to be had: another copy lies there, or the drive does not answer."""
        if isinstance(refusal, NotSaved | Damaged):
            if not self.read_only:
                damaged = isinstance(refusal, Damaged)
                self.read_only = True
                self._line.look_only = filestate.DAMAGED if damaged else filestate.COPY
                self.outbox.note("The file is malformed." if damaged else "Another copy of the file is there.")
                self._rest()
                self.warned.emit("damaged" if damaged else "copy", refusal.message)
        else:
            self._go_away()

    def _go_away(self) -> None:
        if not self.is_away and self.is_open:
            self.is_away = True
            self.outbox.note("The shared drive did not answer.")
        self._return.start()
        self._rest()

    def look_whether_it_answers(self) -> None:
        """Look, on a thread that may hang, whether the drive is back."""
        if self._looking or self.path is None:
            return
        self._looking, path = True, self.path

        def look() -> bool:
            try:
                path.stat()  # never opened: closing it again would drop the locks SQLite holds in this process
            except OSError:
                return False
            return True

        def then(answers: bool) -> None:
            self._looking = False
            if answers and self.is_away and not self._errands.at_file():
                self._come_back(path)

        self.on_share(look, then)

    def _come_back(self, path: Path) -> None:
        """Take the file in hand again, look up what was on its way, and have the screen read again."""

        def work() -> None:
            from app.door import Office
            from app.who import here

            if self._office is None:
                office = Office(path, here(), read_only=self.read_only)
                if self._lost is not None:
                    office.go_on_from(self._lost)
                self._take(office)
            else:
                self._office.last_seq()

        def then(_: None) -> None:
            self._lost, self.is_away = None, False
            self._return.stop()
            self._line.words = f"The shared drive is back, {time.strftime('%H:%M')}"
            self._rest()
            self.outbox.settle()
            self.returned.emit()

        def refused(refusal: Refused) -> None:
            if isinstance(refusal, CannotOpen):
                self._line.say(Stated(refusal.message, "history", "bad"))
            elif isinstance(refusal, NotSaved | Damaged):  # it answers, and is not what it was
                self.is_away = False
                self._return.stop()
                self._on_trouble(refusal)
                self._rest()

        self._run(Errand(then, refused), work)

    def _give_up(self) -> None:
        """Leave a thread hanging that has not answered since it was told to stop, and go on without the file."""
        if not self._errands.file_is_waited_for():
            return
        self.workers.leave("office-file", _letting_go(self._office))
        self._lost, self._office = self._office or self._lost, None
        hanging = self._errands.give_up()
        self._wait_no_more()
        for one in hanging:
            if one.draft is not None:
                self.outbox.not_arrived(one.draft, Unknown(filestate.UNKNOWN))
            if one.refused is not None and not is_gone(one.refused):
                one.refused(Unknown(filestate.UNKNOWN) if one.draft else FileTrouble(AWAY))
        self._go_away()

    # words

    def tell_here(self, neighbours: list[Neighbour]) -> None:
        """Who else is in, and so who is saving now."""
        self._line.set_here(neighbours)
        self.restate()
        self.seen.emit(neighbours)

    def restate(self) -> None:
        """Say again how the file stands, after something else was said in its place."""
        if self.is_open and not self._errands.told():
            self._rest()

    def _announce(self, saved: Saved) -> None:
        self._line.words = f"Saved {time.strftime('%H:%M')}"
        self.restate()
        self.changed.emit(saved)

    def _say_waiting(self) -> None:
        if told := self._errands.told():
            self._line.say(told[-1])

    def _say_why(self, told: Waiting) -> None:
        if self._errands.told():
            self._line.say_why(told)

    def _offer_to_keep(self) -> None:
        if self._errands.file_is_waited_for():
            self._line.offer_to_keep(saving=self.outbox.is_flying())

    def _wait_no_more(self) -> None:
        for timer in (self._long, self._stuck):
            timer.stop()
        self._line.offer_no_more()

    def _rest(self) -> None:
        """Say how the file stands when nothing is on its way, and offer what may be done about it."""
        self._line.rest(away=self.is_away, read_only=self.read_only, kept=len(self.outbox.kept))


def _found(office: Office, draft: Draft) -> bool:
    """Whether the file holds this draft; what was itself an undo is not to be undone in its turn."""
    return office.found(draft.op_id) if draft.call is not None else office.arrived(draft.op_id) is not None


def _arrived(office: Office, op_ids: Sequence[str]) -> str | None:
    """Which of these saves the file holds. Raises Unknown where it cannot be asked."""
    try:
        return next((one for one in op_ids if office.arrived(one) is not None), None)
    except Damaged:
        raise
    except FileTrouble as error:
        raise Unknown(filestate.UNKNOWN) from error


def _timer(parent: QObject, after: int, do: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(do)
    return timer


def _nothing_more() -> None:
    """What has been given to a thread before this is done once this is."""


def _letting_go(office: Office | None) -> Callable[[], None]:
    return office.close if office is not None else lambda: None


def _nothing(_: object) -> None:
    """Where nobody waits for the answer."""


__all__ = ["Desk", "NeedsApproval"]
