"""A folder of returned score sheets, looked at before any is taken: what each would do, cell by cell, or why it cannot.

Of one member's file all is taken or nothing, as a step of its own. No score of it is shown beside anybody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from app import documents
from app.documents import Put
from app.errors import Refused
from app.exchange.sheet_read import read_folder
from app.grants.parts import RoundRecord
from app.listing import Column, Line, Listing
from app.progress import Progress, Stopped
from app.scoring import intake
from app.scoring.intake import OUTCOMES, FilePlan, Preview
from app.scoring.parts import StageRecord
from app.scoring.sheet_file import SheetFile
from ui.desk import Desk
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.panel import Panel
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record
from ui.kit.table import ListView
from ui.kit.words import plain

ABOUT = "Nothing is saved until you take them. Of one member’s sheet all is taken or nothing, and its file is kept."
LIST, RECORD = 190, 150
"""The least heights of the list and of what is said of a file, in px at the usual size of text."""


class SheetPanel(Panel):
    """Reads the folder, shows what each sheet would do, and takes those that can be taken."""

    def __init__(
        self, desk: Desk, r: RoundRecord, of: StageRecord, folder: Path, day: date, said: Callable[[str], None]
    ) -> None:
        super().__init__(f"Score sheets for {r.name}", f"From {folder}. {ABOUT}")
        self._desk, self._stage, self._folder, self._day, self._said = desk, of, folder, day, said
        self._files: tuple[SheetFile, ...] = ()
        self._preview: Preview | None = None
        self._older: set[str] = set()
        """The digests of sheets of an older version that a person has said are to be taken all the same."""
        self._waiting: list[FilePlan] = []
        self._not_taken: dict[str, str] = {}
        self._taken: set[str] = set()
        self._whole, self._asked = 0, 0
        self._progress: Progress | None = None
        self._build()
        self.read()

    def _build(self) -> None:
        now = theme.current()
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.summary = plain("", weight=600, wrap=True)
        self.list = ListView("Score sheets in the folder", total=False, tones=TONES, empty="There is no sheet here.")
        self.list.show_listing(_listing(()))
        self.record = Record("Chosen sheet")
        shared: tuple[tuple[QWidget, int], ...] = ((self.list, LIST), (self.record, RECORD))
        for part, least in shared:
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(least))
        self.busy = Busy()
        self.take_button = Button("Take them", "download", "primary")
        self.again_button = Button("Read the folder again", "folder-open")
        for one in (self.summary, self.trouble, self.busy):
            self.column.addWidget(one)
        self.column.addWidget(self.list, 3)
        self.column.addWidget(self.record, 3)
        self.close_with(self.take_button, self.again_button)
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.take_button.clicked.connect(self.take)
        self.again_button.clicked.connect(self.read)

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """What is being read or taken is stopped first, at the next file."""
        if self._progress is not None:
            self._progress.stop.set()
        return True

    # reading

    def read(self) -> None:
        """Read every sheet in the folder, aside; it can be stopped."""
        if self._progress is not None:
            return
        self.take_button.forbid("Wait until the folder has been read.", "Take them")
        self.again_button.forbid("It is being read.")
        progress, folder = self._begin("Reading the sheets…"), self._folder

        def work() -> tuple[SheetFile, ...] | None:
            try:
                return read_folder(folder, progress)
            except Stopped:
                return None

        self._desk.aside(work, self._on_read, self._on_refused, "Reading the sheets…")

    def _begin(self, words: str) -> Progress:
        self.trouble.hide()
        self._progress = self.busy.begin(words)
        return self._progress

    def _end(self) -> None:
        self._progress = None
        self.busy.end()
        self.again_button.permit()

    def _on_refused(self, refusal: Refused) -> None:
        if isValid(self):
            self._end()
            self._say(refusal.message)

    def _say(self, words: str, more: str = "") -> None:
        self.trouble.say(words, more)
        self.trouble.show()

    def _on_read(self, files: tuple[SheetFile, ...] | None) -> None:
        if not isValid(self):
            return
        self._end()
        if files is None:
            self._say("Stopped.", "Nothing was read to the end, and nothing was taken.")
            return
        self._files, self._not_taken, self._taken = files, {}, set()
        self._look()

    def _look(self) -> None:
        """Ask the office file what these sheets would do there."""
        self._asked += 1
        asked = self._asked

        def then(preview: Preview) -> None:
            if isValid(self) and asked == self._asked:
                self._preview = preview
                self._show()

        older = tuple(sorted(self._older))
        self._desk.read(then, intake.preview, self._stage.id, files=self._files, accept_older=older)

    # showing

    def _show(self) -> None:
        chosen = self.list.chosen_id()
        self.list.show_listing(_listing([self._line(one) for one in self._plans()]))
        if chosen:
            self.list.choose(chosen)
        if not self.list.chosen_id():
            self.list.choose_first()
        self._show_chosen()
        count = len(self._to_take())
        self.summary.setText(self._summed())
        if count:
            self.take_button.permit()
            self.take_button.setText(f"Take {count:,} {'sheet' if count == 1 else 'sheets'}")
        else:
            self.take_button.forbid("No sheet in this folder can be taken, or all are taken.", "Nothing to take")
        self.take_button.updateGeometry()

    def _plans(self) -> Sequence[FilePlan]:
        return self._preview.files if self._preview is not None else ()

    def _to_take(self) -> list[FilePlan]:
        return [one for one in self._plans() if one.can_take and one.file.path not in self._taken]

    def _summed(self) -> str:
        """“7 files: 5 new, 1 taken already, 1 cannot be taken.”"""
        counts: dict[str, int] = {}
        for one in self._plans():
            counts[self._state(one)] = counts.get(self._state(one), 0) + 1
        parts = ", ".join(f"{count:,} {words[0].lower()}{words[1:]}" for words, count in counts.items())
        many = len(self._plans())
        said = f"{many:,} {'file' if many == 1 else 'files'}"
        return f"{said}: {parts}." if parts else f"{said}."

    def _state(self, one: FilePlan) -> str:
        if one.file.path in self._taken:
            return "Taken"
        return "Not taken" if one.file.path in self._not_taken else OUTCOMES[one.outcome]

    def _line(self, one: FilePlan) -> Line:
        what = self._not_taken.get(one.file.path) or _what(one)
        return Line(one.file.path, (one.name, one.member, self._state(one), what))

    def _show_chosen(self) -> None:
        """Everything that is to be said of the chosen file: each bad cell, each change, each notice."""
        one = next((each for each in self._plans() if each.file.path == self.list.chosen_id()), None)
        if one is None:
            self.record.begin("No sheet chosen")
            return
        self.record.begin(one.name, one.member)
        if one.problems:
            section = Section("Why it cannot be taken")
            for problem in one.problems:
                section.add(plain(problem.sentence(one.name), wrap=True))
            self.record.add(section)
        if one.is_older:
            self.record.add(self._older_one(one))
        if one.notices:
            section = Section("To be known")
            for words in one.notices:
                section.add(plain(words, wrap=True))
            self.record.add(section)
        if one.changes:
            rows = [(each.label, f"{each.was or 'Nothing'} → {each.becomes or 'Nothing'}") for each in one.changes]
            self.record.add(Section("What it would save", FactRows(rows)))

    def _older_one(self, one: FilePlan) -> Section:
        """A sheet of an older version is taken only where a person says so, having read what has changed."""
        is_accepted = one.file.digest in self._older
        section = Section("A sheet of an older version")
        words = "Do not take it after all" if is_accepted else "Take it all the same, for what still stands"
        button = Button(words, look="link")
        button.clicked.connect(lambda: self._accept(one.file.digest))
        section.add(button)
        return section

    def _accept(self, digest: str) -> None:
        self._older ^= {digest}
        self._look()

    # taking

    def take(self) -> None:
        """Take every sheet that can be taken, one after the other; each is a step of its own."""
        if self._progress is not None or not self.take_button.isEnabled():
            return
        self._waiting = self._to_take()
        self._whole = len(self._waiting)
        self._not_taken = {}
        self.take_button.forbid("They are being taken.", "Taking…")
        self.again_button.forbid("They are being taken.")
        self._begin("Taking the sheets…")
        self._take_next()

    def _take_next(self) -> None:
        office, progress = self._desk.path, self._progress
        if not self._waiting or office is None or progress is None:
            self._end_taking()
            return
        one = self._waiting[0]
        try:
            progress.step(self._whole - len(self._waiting), self._whole, f"Taking {one.name}")
        except Stopped:
            self._end_taking()
            return
        del self._waiting[0]
        path = Path(one.file.path)
        self._desk.aside(
            lambda: documents.put(office, path),
            lambda original: self._save(one, original),
            lambda refusal: self._on_not_taken(one, refusal),
            f"Taking {one.name}",
        )

    def _save(self, one: FilePlan, original: Put) -> None:
        self._desk.write(
            f"Take in the score sheet {one.name}",
            intake.take,
            self._stage.id,
            then=lambda _: self._on_taken(one),
            refused=lambda refusal: self._on_not_taken(one, refusal),
            file=one.file,
            original=original,
            day=self._day,
            accept_older=one.file.digest in self._older,
        )

    def _on_taken(self, one: FilePlan) -> None:
        if isValid(self):
            self._taken.add(one.file.path)
            self._take_next()

    def _on_not_taken(self, one: FilePlan, refusal: Refused) -> None:
        if isValid(self):
            self._not_taken[one.file.path] = refusal.message
            self._take_next()

    def _end_taking(self) -> None:
        left, self._waiting = len(self._waiting), []
        self._end()
        count = len(self._taken)
        words = f"{count:,} {'sheet is' if count == 1 else 'sheets are'} in"
        if left:
            self._say(f"Stopped: {words}.", f"{left:,} {'was' if left == 1 else 'were'} not taken. What is in stays.")
        elif self._not_taken:
            self._say(f"{len(self._not_taken):,} could not be taken.", f"{words}. Why is said in its line.")
        self._said(words)
        self._show()


TONES = {
    "New": "ok",
    "Changed": "warn",
    "Taken": "ok",
    "Taken already": "mute",
    "Duplicate": "warn",
    "Older version": "warn",
    "Wrong round": "bad",
    "Cannot be taken": "bad",
    "Not taken": "bad",
}


def _what(one: FilePlan) -> str:
    """What taking it would do, or what keeps it from being taken, in a line."""
    if one.problems:
        more = len(one.problems) - 1
        said = one.problems[0].sentence(one.name)
        return f"{said} And {more} more." if more else said
    if one.changes:
        return f"{len(one.changes):,} {'cell' if len(one.changes) == 1 else 'cells'} to be saved"
    return " ".join(one.notices)


def _listing(lines: Sequence[Line]) -> Listing:
    columns = (
        Column("name", "File"),
        Column("member", "Member"),
        Column("state", "State", "chip"),
        Column("what", "What it would do"),
    )
    return Listing("Score sheets in the folder", columns, tuple(lines))
