"""A folder of returned forms, looked at before any is taken: what each would do, and why one cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from app import documents
from app.documents import Put
from app.errors import Refused
from app.exchange.form_read import read_folder
from app.fields import Field
from app.grants import clock, intake
from app.grants.form import FormRecord
from app.grants.intake import OUTCOMES, FilePlan, Preview
from app.grants.parts import RoundRecord
from app.listing import Column, Line, Listing
from app.progress import Progress, Stopped
from app.years import format_day
from ui.desk import Desk
from ui.kit import theme
from ui.kit.alert import Alert
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.gridform import ColumnForm
from ui.kit.panel import Panel
from ui.kit.parts import FactRows, Section
from ui.kit.split import Record
from ui.kit.table import ListView
from ui.kit.words import plain

TONES = {
    "New": "ok",
    "Changed": "warn",
    "Taken": "ok",
    "Taken already": "mute",
    "Duplicate": "warn",
    "Cannot be taken": "bad",
    "Wrong round": "bad",
    "Old form": "bad",
    "Not taken": "bad",
    "Late": "warn",
}
RECEIVED = (
    Field("received_on", "Received on", "day", help="Leave empty to take each file’s own day and time."),
    Field("received_time", "Received at", help="As in 16:45, for all of them."),
)
ABOUT = (
    "Nothing is saved until you take them. Each form is taken whole or not at all, as a step of its own, and its "
    "original is kept with the bid."
)
REST_MS = 400
LIST, RECORD = 190, 130
"""The least heights of the list and of what is said of a file, in px at the usual size of text."""


class ReceivedForm(ColumnForm):
    """The day and the time that all of them came, side by side."""

    def lay_out(self, column: QVBoxLayout) -> None:
        column.addLayout(self.columns(self.fields, 1 if theme.current().large else len(self.fields)))


class IntakePanel(Panel):
    """Reads the folder, shows what each file would do, and takes those that can be taken."""

    said_taken = Signal(int)

    def __init__(
        self, desk: Desk, r: RoundRecord, folder: Path, day: date, said: Callable[[str], None], parent: Any = None
    ) -> None:
        super().__init__(f"Forms for {r.name}", f"From {folder}. {ABOUT}")
        self._desk, self._round, self._folder, self._day, self._said = desk, r, folder, day, said
        self._forms: tuple[FormRecord, ...] = ()
        self._preview: Preview | None = None
        self._asked = 0
        self._whose: dict[str, str] = {}
        """Of a form, by its digest, which organisation the person says it is of."""
        self._waiting: list[FilePlan] = []
        self._not_taken: dict[str, str] = {}
        self._taken: set[str] = set()
        self._whole = 0
        self._progress: Progress | None = None
        self._build()
        self.read()

    def _build(self) -> None:
        now = theme.current()
        self.received = ReceivedForm(RECEIVED)
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.summary = plain("", weight=600, wrap=True)
        self.list = ListView("Forms in the folder", total=False, tones=TONES, empty="There is no form in this folder.")
        self.list.show_listing(_listing(()))
        self.record = Record("Chosen form")
        shared: tuple[tuple[QWidget, int], ...] = ((self.list, LIST), (self.record, RECORD))
        for part, least in shared:
            # both share the page and scroll in themselves, however much is in them
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(least))
        self.busy = Busy()
        self.take_button = Button("Take them", "download", "primary")
        self.again_button = Button("Read the folder again", "folder-open")
        self.take_button.forbid("Wait until the folder has been read.", "Take them")
        top = QHBoxLayout()
        top.setSpacing(now.gap(28))
        top.addWidget(self.received)
        top.addWidget(self.summary, 1)
        for one in (self.trouble, self.busy):
            self.column.addWidget(one)
        self.column.insertLayout(2, top)
        self.column.addWidget(self.list, 3)
        self.column.addWidget(self.record, 3)
        self.close_with(self.take_button, self.again_button)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look)
        self.received.changed.connect(lambda _: self._rest.start())
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
        """Read every form in the folder, aside; it can be stopped."""
        if self._progress is not None:
            return
        self.take_button.forbid("Wait until the folder has been read.", "Take them")
        self.again_button.forbid("It is being read.")
        progress = self._begin("Reading the forms…")
        folder = self._folder

        def work() -> tuple[FormRecord, ...] | None:
            try:
                return read_folder(folder, progress)
            except Stopped:
                return None

        self._desk.aside(work, self._on_read, self._on_refused, "Reading the forms…")

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

    def _on_read(self, forms: tuple[FormRecord, ...] | None) -> None:
        if not isValid(self):
            return
        self._end()
        if forms is None:
            self._say("Stopped.", "Nothing was read to the end, and nothing was taken.")
            return
        self._forms, self._not_taken, self._taken = forms, {}, set()
        self._look()

    def _look(self) -> None:
        """Ask the office file what these forms would do there."""
        if self._progress is not None:
            return
        try:
            on, at = self._received()
        except Refused as refusal:
            self._say(refusal.message)  # the person is typing it: the keyboard stays where it is
            return
        self.trouble.hide()
        self._asked += 1
        asked = self._asked

        def then(preview: Preview) -> None:
            if isValid(self) and asked == self._asked:
                self._preview = preview
                self._show()

        self._desk.read(
            then,
            intake.preview,
            self._round.id,
            forms=self._forms,
            received_on=on,
            received_time=at,
            whose=dict(self._whose),
        )

    def _received(self) -> tuple[date | None, str]:
        """The day and time that all of them came, as typed; none for each file's own. Raises Refused."""
        on, at = self.received.box("received_on").read(), self.received.box("received_time").read()
        if at and on is None:
            raise Refused("Say on which day they came, too.", "received_on")
        return on, clock.parse_time(at, "received_time") if at else ""

    # showing

    def _show(self) -> None:
        if self._preview is None:
            return
        chosen = self.list.chosen_id()
        self.list.show_listing(_listing(tuple(self._line(one) for one in self._preview.files)))
        if chosen:
            self.list.choose(chosen)
        if not self.list.chosen_id():
            self.list.choose_first()
        self._show_chosen()
        count = len(self._to_take())
        self.summary.setText(self._summed())
        if count:
            self.take_button.permit()
            self.take_button.setText(f"Take {count:,} {'form' if count == 1 else 'forms'}")
        else:
            self.take_button.forbid("No form in this folder can be taken, or all are taken.", "Nothing to take")
        self.take_button.updateGeometry()

    def _to_take(self) -> list[FilePlan]:
        every = self._preview.to_take if self._preview is not None else ()
        return [one for one in every if one.form.path not in self._taken]

    def _summed(self) -> str:
        """“12 forms: 9 new, 1 changed, 2 cannot be taken. 1 came late.”"""
        files = self._preview.files if self._preview is not None else ()
        counts: dict[str, int] = {}
        for one in files:
            counts[self._state(one)] = counts.get(self._state(one), 0) + 1
        parts = ", ".join(f"{count:,} {words[0].lower()}{words[1:]}" for words, count in counts.items())
        late = sum(1 for one in files if one.late)
        said = f"{len(files):,} {'form' if len(files) == 1 else 'forms'}"
        return (f"{said}: {parts}." if parts else f"{said}.") + (f" {late:,} came late." if late else "")

    def _state(self, one: FilePlan) -> str:
        if one.form.path in self._taken:
            return "Taken"
        if one.form.path in self._not_taken:
            return "Not taken"
        if one.is_wrong_round:
            return "Wrong round"
        if one.is_old_version and not one.can_take:
            return "Old form"
        return OUTCOMES[one.outcome]

    def _line(self, one: FilePlan) -> Line:
        late, what = "Late" if one.late else "", self._what(one)
        said = (one.name, one.organisation, one.project, one.requested, self._state(one), _arrived(one), late, what)
        return Line(one.form.path, said)

    def _what(self, one: FilePlan) -> str:
        """What taking it would do, or what keeps it from being taken, in a line."""
        if (why := self._not_taken.get(one.form.path)) is not None:
            return why
        if one.problems:
            more = len(one.problems) - 1
            place, why = str(one.problems[0].place), one.problems[0].reason
            said = f"{place}: {why}" if place else f"{why[:1].upper()}{why[1:]}"
            return f"{said} And {more} more." if more else said
        if one.changes:
            return f"{one.reference}: {', '.join(each.label for each in one.changes)}"
        return one.reference or "; ".join(one.notices)

    def _chosen(self) -> FilePlan | None:
        files = self._preview.files if self._preview is not None else ()
        return next((one for one in files if one.form.path == self.list.chosen_id()), None)

    def _show_chosen(self) -> None:
        """Everything that is to be said of the chosen file: each bad cell, each change, each notice."""
        one = self._chosen()
        if one is None:
            self.record.begin("No form chosen")
            return
        self.record.begin(one.name, " · ".join(part for part in (one.organisation, one.project, _arrived(one)) if part))
        if one.problems:
            section = Section("Why it cannot be taken")
            for each in one.problems:
                section.add(plain(each.sentence(one.name), wrap=True))
            self.record.add(section)
        if one.late:
            self.record.add(Alert(one.late, "It is taken as late; accepting it needs a reason."))
        if one.like or one.form.digest in self._whose:
            self.record.add(self._offered(one))
        if one.changes:
            rows = [(each.label, f"{each.was or 'Nothing'} → {each.becomes or 'Nothing'}") for each in one.changes]
            self.record.add(Section(f"What it changes in {one.reference}", FactRows(rows)))
        notices = [words for words in one.notices if words != one.late]
        if notices:
            section = Section("To be known")
            for words in notices:
                section.add(plain(words, wrap=True))
            self.record.add(section)

    def _offered(self, one: FilePlan) -> Section:
        """Which organisations it may be of that the office knows; the person says so, or it is a new one."""
        section, digest = Section("Whose it is"), one.form.digest
        if digest in self._whose:
            section.add(self._link(f"Not {one.organisation}: as the form says", digest, ""))
        for organisation_id, name, why in one.like:
            section.add(self._link(f"Same as {name}: {why}", digest, organisation_id))
        return section

    def _link(self, words: str, digest: str, organisation_id: str) -> Button:
        button = Button(words.replace("&", "&&"), look="link")
        button.clicked.connect(lambda: self._choose_whose(digest, organisation_id))
        return button

    def _choose_whose(self, digest: str, organisation_id: str) -> None:
        if organisation_id:
            self._whose[digest] = organisation_id
        else:
            self._whose.pop(digest, None)
        self._look()

    # taking

    def take(self) -> None:
        """Take every form that can be taken, one after the other; each is a step of its own."""
        if self._progress is not None or not self.take_button.isEnabled():
            return
        self._waiting = self._to_take()
        self._whole = len(self._waiting)
        self._not_taken = {}
        self.take_button.forbid("They are being taken.", "Taking…")
        self.again_button.forbid("They are being taken.")
        self._begin("Taking the forms…")
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
        if one.form.has_bank_details:  # not even the original of it may be kept
            self._save(one, None)
            return
        path = Path(one.form.path)
        self._desk.aside(
            lambda: documents.put(office, path),
            lambda original: self._save(one, original),
            lambda refusal: self._on_not_taken(one, refusal),
            f"Taking {one.name}",
        )

    def _save(self, one: FilePlan, original: Put | None) -> None:
        self._desk.write(
            f"Take in the form {one.name}",
            intake.take,
            self._round.id,
            then=lambda _: self._on_taken(one),
            refused=lambda refusal: self._on_not_taken(one, refusal),
            form=one.form,
            original=original,
            received_on=one.received_on,
            received_time=one.received_time,
            day=self._day,
            application_id=one.application_id,
            version=one.version,
            organisation_id=one.organisation_id,
        )

    def _on_taken(self, one: FilePlan) -> None:
        if isValid(self):
            self._taken.add(one.form.path)
            self._take_next()

    def _on_not_taken(self, one: FilePlan, refusal: Refused) -> None:
        if isValid(self):
            self._not_taken[one.form.path] = refusal.message
            self._take_next()

    def _end_taking(self) -> None:
        left, self._waiting = len(self._waiting), []
        self._end()
        count = len(self._taken)
        words = f"{count:,} {'form is' if count == 1 else 'forms are'} in"
        if left:
            self._say(f"Stopped: {words}.", f"{left:,} {'was' if left == 1 else 'were'} not taken. What is in stays.")
        elif self._not_taken:
            self._say(f"{len(self._not_taken):,} could not be taken.", f"{words}. Why is said in its line.")
        self._said(words)
        self._show()


def _arrived(one: FilePlan) -> str:
    if one.received_on is None:
        return ""
    return f"{format_day(one.received_on)}{f', {one.received_time}' if one.received_time else ''}"


def _listing(lines: Sequence[Line]) -> Listing:
    columns = (
        Column("name", "File"),
        Column("organisation", "Organisation"),
        Column("project", "Project"),
        Column("requested", "Asked for £", "pence"),
        Column("state", "State", "chip"),
        Column("received", "Received"),
        Column("late", "Late", "chip"),
        Column("what", "What it would do"),
    )
    return Listing("Forms in the folder", columns, tuple(lines))
