"""A folder of files that came back, looked at before any is taken: what each would do, and why one cannot be taken.

Reading and taking are aside of the window's thread and can be stopped between two files; every file is a step of its
own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from app import documents
from app.documents import Put
from app.errors import Refused
from app.grants.taking import Planned
from app.listing import Cell, Column, Line, Listing
from app.progress import Progress, Stopped
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

LIST, RECORD = 190, 140
"""The least heights of the list and of what is said of a file, in px at the usual size of text."""
TONES = {
    "New": "ok",
    "Changed": "warn",
    "Taken": "ok",
    "Taken already": "mute",
    "Duplicate": "warn",
    "Wrong round": "bad",
    "Cannot be taken": "bad",
    "Not taken": "bad",
}


R = TypeVar("R")
P = TypeVar("P", bound=Planned)


class FolderPanel(Panel, Generic[R, P]):
    """Reads the folder, shows what each file would do, and takes those that can be taken.

    Whoever makes one of it says what is read of a file (R), what is planned for it (P), and how one is saved.
    """

    noun = "file"
    columns: ClassVar[tuple[Column, ...]] = ()
    """The columns of the list, of which `cells` has the values."""
    tones: ClassVar[Mapping[str, str]] = TONES

    def __init__(self, desk: Desk, title: str, about: str, folder: Path, said: Callable[[str], None]) -> None:
        super().__init__(title, f"From {folder}. {about}")
        self._desk, self._folder, self._said = desk, folder, said
        self._files: tuple[R, ...] = ()
        self._plans: Sequence[P] = ()
        self._waiting: list[P] = []
        self._not_taken: dict[str, str] = {}
        self._taken: set[str] = set()
        self._whole, self._asked = 0, 0
        self._progress: Progress | None = None
        self._build()
        self.read()

    # what is its own

    @abstractmethod
    def read_files(self, folder: Path, progress: Progress) -> tuple[R, ...]:
        """Every file of the folder as it was read, on a thread of its own. Raises Refused, Stopped."""

    @abstractmethod
    def look(self) -> None:
        """Ask the office file what these files would do there, by `ask`."""

    @abstractmethod
    def path_of(self, one: P) -> str:
        """Where the file of a plan lies."""

    @abstractmethod
    def words_of(self, one: P) -> str:
        """How it stands before it is taken, in a word or two."""

    @abstractmethod
    def cells(self, one: P, state: str, what: str) -> tuple[Cell, ...]:
        """The cells of its line."""

    @abstractmethod
    def what(self, one: P) -> str:
        """What taking it would do, or what keeps it from being taken, in a line."""

    @abstractmethod
    def fill(self, one: P) -> None:
        """Everything that is to be said of the chosen file, put into the record."""

    @abstractmethod
    def save(
        self, one: P, original: Put | None, then: Callable[[Any], None], refused: Callable[[Refused], None]
    ) -> None:
        """Take one file into the office file as a step of its own."""

    def keeps(self, one: P) -> bool:
        """Whether the original is kept."""
        return True

    def top(self) -> None:
        """What stands over the list: the sum of it."""
        self.column.addWidget(self.summary)

    def more_said(self) -> str:
        """What is added to the sum over the list."""
        return ""

    # building

    def _build(self) -> None:
        now = theme.current()
        self.trouble = Alert("", tone="bad")
        self.trouble.hide()
        self.summary = plain("", weight=600, wrap=True)
        title = f"{self.noun.capitalize()}s in the folder"
        self.list = ListView(title, total=False, tones=self.tones, empty=f"There is no {self.noun} in this folder.")
        self.list.show_listing(Listing(title, self.columns, ()))
        self.record = Record(f"Chosen {self.noun}")
        shared: tuple[tuple[QWidget, int], ...] = ((self.list, LIST), (self.record, RECORD))
        for part, least in shared:
            # both share the page and scroll in themselves, however much is in them
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            part.setMinimumHeight(now.gap(least))
        self.busy = Busy()
        self.take_button = Button("Take them", "download", "primary")
        self.again_button = Button("Read the folder again", "folder-open")
        self.top()
        for one in (self.trouble, self.busy):
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
        """Read every file in the folder, aside; it can be stopped."""
        if self._progress is not None:
            return
        self.take_button.forbid("Wait until the folder has been read.", "Take them")
        self.again_button.forbid("It is being read.")
        words = f"Reading the {self.noun}s…"
        progress, folder = self._begin(words), self._folder

        def work() -> tuple[R, ...] | None:
            try:
                return self.read_files(folder, progress)
            except Stopped:
                return None

        self._desk.aside(work, self._on_read, self._on_refused, words)

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
            self.tell(refusal.message)

    def tell(self, words: str, more: str = "") -> None:
        """Say what went wrong, over the list."""
        self.trouble.say(words, more)
        self.trouble.show()

    def _on_read(self, files: tuple[R, ...] | None) -> None:
        if not isValid(self):
            return
        self._end()
        if files is None:
            self.tell("Stopped.", "Nothing was read to the end, and nothing was taken.")
            return
        self._files, self._not_taken, self._taken = files, {}, set()
        self.look()

    def ask(self, preview: Callable[..., Any], about: str, **given: Any) -> None:
        """Ask for the plans of these files; only the newest answer is shown."""
        self._asked += 1
        asked = self._asked

        def then(answer: Any) -> None:
            if isValid(self) and asked == self._asked:
                self._plans = answer.files
                self._show()

        self._desk.read(then, preview, about, **given)

    # showing

    def _show(self) -> None:
        chosen = self.list.chosen_id()
        lines = tuple(self._line(one) for one in self._plans)
        self.list.show_listing(Listing(f"{self.noun.capitalize()}s in the folder", self.columns, lines))
        if chosen:
            self.list.choose(chosen)
        if not self.list.chosen_id():
            self.list.choose_first()
        self._show_chosen()
        count = len(self._to_take())
        self.summary.setText(self._summed())
        if count:
            self.take_button.permit()
            self.take_button.setText(f"Take {self._counted(count)}")
        else:
            why = f"No {self.noun} in this folder can be taken, or all are taken."
            self.take_button.forbid(why, "Nothing to take")
        self.take_button.updateGeometry()

    def _counted(self, count: int) -> str:
        return f"{count:,} {self.noun}{'' if count == 1 else 's'}"

    def _to_take(self) -> list[P]:
        return [one for one in self._plans if one.can_take and self.path_of(one) not in self._taken]

    def _summed(self) -> str:
        """“12 forms: 9 new, 1 changed, 2 cannot be taken. 1 came late.”"""
        counts: dict[str, int] = {}
        for one in self._plans:
            counts[self._state(one)] = counts.get(self._state(one), 0) + 1
        parts = ", ".join(f"{count:,} {words[0].lower()}{words[1:]}" for words, count in counts.items())
        said = self._counted(len(self._plans))
        return (f"{said}: {parts}." if parts else f"{said}.") + self.more_said()

    def _state(self, one: P) -> str:
        if self.path_of(one) in self._taken:
            return "Taken"
        return "Not taken" if self.path_of(one) in self._not_taken else self.words_of(one)

    def _line(self, one: P) -> Line:
        what = self._not_taken.get(self.path_of(one)) or self.what(one)
        return Line(self.path_of(one), self.cells(one, self._state(one), what))

    def _show_chosen(self) -> None:
        one = next((each for each in self._plans if self.path_of(each) == self.list.chosen_id()), None)
        if one is None:
            self.record.begin(f"No {self.noun} chosen")
        else:
            self.fill(one)

    def add_problems(self, one: P) -> None:
        """Each thing that keeps the file from being taken, with its place."""
        self._add_words("Why it cannot be taken", [each.sentence(one.name) for each in one.problems])

    def add_notices(self, notices: Sequence[str]) -> None:
        """What is to be known of it before."""
        self._add_words("To be known", notices)

    def add_changes(self, title: str, one: P) -> None:
        """What it would change, what was and what would be."""
        if one.changes:
            rows = [(each.label, f"{each.was or 'Nothing'} → {each.becomes or 'Nothing'}") for each in one.changes]
            self.record.add(Section(title, FactRows(rows)))

    def _add_words(self, title: str, sentences: Sequence[str]) -> None:
        if sentences:
            section = Section(title)
            for words in sentences:
                section.add(plain(words, wrap=True))
            self.record.add(section)

    # taking

    def take(self) -> None:
        """Take every file that can be taken, one after the other; each is a step of its own."""
        if self._progress is not None or not self.take_button.isEnabled():
            return
        self._waiting = self._to_take()
        self._whole = len(self._waiting)
        self._not_taken = {}
        self.take_button.forbid("They are being taken.", "Taking…")
        self.again_button.forbid("They are being taken.")
        self._begin(f"Taking the {self.noun}s…")
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
        if not self.keeps(one):
            self._save(one, None)
            return
        path = Path(self.path_of(one))
        self._desk.aside(
            lambda: documents.put(office, path),
            lambda original: self._save(one, original),
            lambda refusal: self._on_not_taken(one, refusal),
            f"Taking {one.name}",
        )

    def _save(self, one: P, original: Put | None) -> None:
        self.save(one, original, lambda _: self._on_taken(one), lambda refusal: self._on_not_taken(one, refusal))

    def _on_taken(self, one: P) -> None:
        if isValid(self):
            self._taken.add(self.path_of(one))
            self._take_next()

    def _on_not_taken(self, one: P, refusal: Refused) -> None:
        if isValid(self):
            self._not_taken[self.path_of(one)] = refusal.message
            self._take_next()

    def _end_taking(self) -> None:
        left, self._waiting = len(self._waiting), []
        self._end()
        count = len(self._taken)
        words = f"{self._counted(count)} {'is' if count == 1 else 'are'} in"
        if left:
            self.tell(f"Stopped: {words}.", f"{left:,} {'was' if left == 1 else 'were'} not taken. What is in stays.")
        elif self._not_taken:
            self.tell(f"{len(self._not_taken):,} could not be taken.", f"{words}. Why is said in its line.")
        self._said(words)
        self._show()
