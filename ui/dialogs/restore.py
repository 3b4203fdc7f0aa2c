"""Backups: what each holds, what would be lost by going back to it, and the two steps of going back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from app import backups, presence, restoring
from app.errors import FileTrouble, Refused
from app.history import Entry, steps_since
from app.manifest import Backup
from app.progress import Progress, Stopped
from app.roles import may_approve
from app.who import here
from ui.desk import Desk
from ui.dialogs.holds import MOST_TOLD, Lost, listing, taking_over, what_it_holds, who_is_in
from ui.kit.alert import Alert, Tone
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import EmptyPage, FilterBar, Head, Section
from ui.kit.split import ListAndRecord, ListPane, Record, make_room
from ui.kit.table import ListView
from ui.kit.words import moment

if TYPE_CHECKING:
    from app.door import Office
    from app.presence import Neighbour

T = TypeVar("T")
NONE = "No backup has been made yet. One is made each hour in which something was saved, or now."
HOW = "Going back never overwrites: a backup is restored beside the office file, and only then may it take its place."
APPROVERS = "The approvers are listed under People and roles."
UNKNOWN = (
    "The shared drive stopped answering. Both files are kept, whichever has the name. When the drive answers, open the "
    "office file again and look at its newest steps before you go on."
)
WAIT = "Wait until what is being done has ended."


class RestoreDialog(QDialog):
    """The backups of one office file. `looked_into` carries a restored file that the person wants to open."""

    looked_into = Signal(object)

    def __init__(
        self, desk: Desk, asker: Asker, office_path: Path, *, own: str = "", parent: QWidget | None = None
    ) -> None:
        """`own` is the id of this desk's own presence note, so that it is not taken for somebody else."""
        super().__init__(parent)
        self._desk, self._asker, self._path, self._own = desk, asker, office_path, own
        self._backups: dict[str, Backup] = {}
        self._since: dict[int, int] = {}
        self._lost: dict[str, list[Entry]] = {}
        self._restored: dict[str, Path] = {}
        self._said: dict[str, tuple[Tone, str, str]] = {}
        self._shown, self._wanted, self._working, self._taking_over = "", "", False, False
        self._progress = Progress()
        self._buttons_shown: list[Button] = []
        self.setWindowTitle("Backups")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self.list.chosen.connect(self._show)
        for button in (self.make_button, self.make_first):
            button.clicked.connect(self.back_up)
        desk.opened.connect(self.read)
        desk.changed.connect(self._count)
        self.read()

    def _build(self) -> None:
        self.busy, self.head, self.bar = Busy(), Head(), FilterBar("Filter")
        self.list, self.record = ListView("Backups", total=False), Record("Chosen backup")
        self.make_button = Button("Back up now", "save")
        self.make_first = Button("Back up now", "save", "primary")
        self._some = ListAndRecord(ListPane(self.bar, self.list), self.record, shares=(760, 480))
        self._none = EmptyPage("archive", NONE, [self.make_first])
        self._none.hide()
        self.head.add_button(self.busy)
        self.head.add_button(self.make_button)
        self.head.say([("Looking for backups…", False)], HOW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._some, 1)
        column.addWidget(self._none, 1)
        make_room(self, 1280, 680)

    def reject(self) -> None:
        """Leave; what is being done is stopped at its next safe place, but nobody leaves while a file changes place."""
        if not self._taking_over:
            self._progress.stop.set()
            super().reject()

    # what there is

    def read(self) -> None:
        """Look into the folder of backups again."""
        path = self._path
        self._desk.aside(lambda: backups.backups(path, hashed=False), self._on_backups, self._on_no_folder, "")

    def _on_backups(self, found: list[Backup]) -> None:
        self._backups = {backup.path.name: backup for backup in found}
        for one, shown in ((self._some, bool(found)), (self.make_button, bool(found)), (self._none, not found)):
            one.setVisible(shown)
        if found:
            count = "One backup" if len(found) == 1 else f"{len(found):,} backups"
            newest = moment(max(backup.at for backup in found).astimezone())
            self.head.say([(count, True), (f" of {self._path.name}, the newest from ", False), (newest, True)], HOW)
        else:
            self.head.say([(f"No backup of {self._path.name} yet", False)], HOW)
        self._show_list()
        self._count()
        if QApplication.focusWidget() in (None, self.make_button, self.bar.box):
            (self.list if found else self.make_first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_no_folder(self, refused: Refused) -> None:
        self.head.say([("The backups cannot be read", False)], refused.message)

    def _count(self, _: object = None) -> None:
        """Ask the office file how many steps came after each backup; a file that cannot be read is not asked."""
        if self._desk.is_open and self._backups:
            self._desk.read(self._on_counted, steps_since, tuple({one.seq for one in self._backups.values()}))

    def _on_counted(self, since: dict[int, int]) -> None:
        if since != self._since:
            self._since = since
            self._lost.clear()
            self._show_list()

    def _show_list(self) -> None:
        self.list.show_listing(listing(f"Backups of {self._path.name}", self._backups, self._since))
        wanted, self._wanted = self._wanted or self.list.chosen_id(), ""
        if wanted in self._backups:
            self.list.choose(wanted)
        else:
            self.list.choose_first()
        self._show(self.list.chosen_id())

    # what is chosen

    def _show(self, name: str) -> None:
        self._shown, backup, focus = name, self._backups.get(name), QApplication.focusWidget()
        in_record = focus is not None and self.record.isAncestorOf(focus)
        if backup is None:
            self.record.begin("Nothing chosen")
            return
        when = moment(backup.at.astimezone())
        self.record.begin(when[:1].upper() + when[1:], f"{backup.kind.capitalize()}, {name}")
        if name in self._said:
            tone, what, more = self._said[name]
            self.record.add(Alert(what, more, tone=tone))
        self.record.add(self._buttons(backup))
        lost = Lost()
        self.record.add(Section("What would be lost", lost))
        for section in what_it_holds(backup):
            self.record.add(section)
        self._ask_what_is_lost(name, backup, lost)
        if in_record:
            self._buttons_shown[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self, backup: Backup) -> Flow:
        restored = self._restored.get(backup.path.name)
        if restored is None:
            buttons = [Button("Restore beside the office file…", look="primary")]
            buttons[0].clicked.connect(lambda: self.restore(backup))
        else:
            buttons = [Button("Use it from now on…", look="primary"), Button("Open it to look")]
            buttons[0].clicked.connect(lambda: self.use(backup, restored))
            buttons[1].clicked.connect(lambda: self.looked_into.emit(restored))
            if self._desk.read_only:
                buttons[0].forbid("This file is read-only for you.")
        for button in buttons:
            if self._working:
                button.forbid(WAIT)
        self._buttons_shown = buttons
        return Flow(*buttons)

    def _ask_what_is_lost(self, name: str, backup: Backup, lost: Lost) -> None:
        if not self._desk.is_open:
            lost.say("The office file cannot be read, so it is not known what was saved since.")
            return

        def then(entries: list[Entry]) -> None:
            self._lost[name] = entries
            if self._shown == name and isValid(lost):
                lost.show_steps(entries, max(self._since.get(backup.seq, 0), len(entries)))

        if name in self._lost:
            then(self._lost[name])
            return
        lost.say("Asking the office file…")
        self._desk.read(then, restoring.would_lose, backup.seq, most=MOST_TOLD)

    # what is done

    def back_up(self) -> None:
        """Make a backup now."""
        path = self._path

        def work(progress: Progress) -> Backup:
            with TemporaryDirectory(prefix="backup-", ignore_cleanup_errors=True) as local:
                at = datetime.now(UTC)
                return backups.make(path, who=here(), at=at, kind="asked for", local=Path(local), progress=progress)

        def then(made: Backup) -> None:
            self._wanted = made.path.name
            self._said[made.path.name] = ("ok", "Backed up.", "It was opened and compared with the office file.")
            self.read()

        self._do("Backing up…", work, then, "")

    def restore(self, backup: Backup) -> None:
        """Write a backup out beside the office file, once the person has agreed."""
        text = (
            f"The backup of {moment(backup.at.astimezone())} is written as a file of its own beside {self._path.name}. "
            "The office file stays as it is, and everybody goes on working in it."
        )
        if not self._asker.confirm("Restore beside the office file", text, "Restore beside it"):
            return
        path, name = self._path, backup.path.name

        def work(progress: Progress) -> Path:
            return restoring.restore(path, backup, who=here(), at=datetime.now(UTC), progress=progress)

        def then(restored: Path) -> None:
            self._restored[name] = restored
            more = (
                f"It is {restored.name}; the office file is as it was. Open the restored file to look, or use it from "
                "now on."
            )
            self._tell(name, "ok", "Restored beside the office file.", more)

        self._do("Restoring…", work, then, name)

    def use(self, backup: Backup, restored: Path) -> None:
        """Let a restored file take the office file's place: an approver may; look who is in, say what will happen, ask.

        Where the office file cannot be read any more there is nobody to ask, and whoever is there may.
        """
        if not self._desk.is_open:
            self._look_who_is_in(backup, restored)
            return

        def then(may: bool) -> None:
            if may:
                self._look_who_is_in(backup, restored)
            else:
                self._tell(backup.path.name, "warn", "Only an approver may do that.", APPROVERS)

        self._desk.read(then, may_approve)

    def _look_who_is_in(self, backup: Backup, restored: Path) -> None:
        path, own = self._path, self._own
        self._do(
            "Looking who is in…",
            lambda _: presence.others(path, own=own) + presence.others(restored, own=own),
            lambda people: self._agree(backup, restored, people),
            backup.path.name,
        )

    def _agree(self, backup: Backup, restored: Path, people: Sequence[Neighbour]) -> None:
        name = backup.path.name
        if people:
            self._tell(name, "warn", "Somebody else has the office file open.", who_is_in(people))
            return
        text = taking_over(self._path.name, restored.name, self._since.get(backup.seq, 0))
        if self._asker.confirm("Use the restored file from now on", text, "Use it from now on"):
            self._take_over(name, restored)

    def _take_over(self, name: str, restored: Path) -> None:
        path, own = self._path, self._own

        def work(progress: Progress) -> tuple[Path | None]:
            at = datetime.now(UTC)
            return (restoring.take_over(path, restored, who=here(), at=at, own=own, progress=progress),)

        def then(answer: tuple[Path | None]) -> None:
            del self._restored[name]
            kept = f" The file of before is kept beside it as {answer[0].name}." if answer[0] else ""
            self._tell(name, "ok", "The restored file is the office file now.", f"Your desk opens it again.{kept}")
            self._desk.open(path)

        self._taking_over = True
        self._do("Putting the restored file in its place…", work, then, name, alone=True)

    def _do(
        self,
        words: str,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        name: str,
        *,
        alone: bool = False,
    ) -> None:
        """Do long work aside; where it must be `alone`, with the office file let go of. A refusal is told at `name`."""
        if self._working:
            return
        progress = self._progress = self.busy.begin(words, stoppable=not alone)
        self._set_working(True)

        def run() -> T | None:
            try:
                return work(progress)
            except Stopped:
                return None

        def let_go_and_run(office: Office) -> T | None:
            office.close()
            return run()

        def done(answer: T | None) -> None:
            self._end()
            if answer is not None:
                then(answer)

        def refused(refusal: Refused) -> None:
            self._end()
            if alone and isinstance(refusal, FileTrouble):  # given up while it was hanging: it may yet be done
                self._tell(name, "warn", "It is not known whether that was done.", UNKNOWN)
            else:
                self._tell(name or self._shown, "bad", "That was not done.", refusal.message)

        if alone and self._desk.is_open:
            self._desk.with_office(let_go_and_run, done, refused)
        else:
            self._desk.aside(run, done, refused, "")

    def _end(self) -> None:
        self.busy.end()
        self._taking_over = False
        self._set_working(False)

    def _set_working(self, working: bool) -> None:
        self._working = working
        for button in (self.make_button, self.make_first):
            button.forbid(WAIT) if working else button.permit()
        self._show(self._shown)

    def _tell(self, name: str, tone: Tone, what: str, more: str) -> None:
        """Say it in the record of this backup; without backups, over the page."""
        self._said[name] = (tone, what, more)
        if name in self._backups:
            self._show(self._shown)
            self._buttons_shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.say([(what, True)], more)
