"""The documents of a record: shown with it, attached by choosing or dropping, opened only as a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QDir, QEvent, QMimeData, QObject, Qt, QTemporaryDir, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import attachable, documents
from app.documents import DocumentRecord, Put, format_size
from app.errors import Refused
from app.progress import Progress, Stopped
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import Section
from ui.kit.words import moment, plain

T = TypeVar("T")
OPEN, SAVE, REMOVE, ATTACH = "open document", "save document", "remove document", "attach"
ACTIONS = (OPEN, SAVE, REMOVE, ATTACH)


@dataclass(frozen=True, slots=True)
class Owner:
    """The row that documents belong to: its table, its id, and what it is called."""

    table: str
    id: str
    name: str


def documents_section(
    every: Sequence[DocumentRecord], do: Callable[[str, Any], None], *, can_save: bool
) -> Section | None:
    """Each document with its size, when it was attached and by whom, and what can be done with it."""
    if not every:
        return None
    section = Section("Documents")
    for one in every:
        section.add(_row(one, do, can_save=can_save))
    return section


def _row(one: DocumentRecord, do: Callable[[str, Any], None], *, can_save: bool) -> QWidget:
    about = plain(f"{format_size(one.size)} · {moment(one.at)} · {one.user}", "small", tone="second")
    about.setMinimumHeight(theme.current().px(24))
    about.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    line = Flow(about)
    for words, action, offered in (("Open", OPEN, True), ("Save a copy…", SAVE, True), ("Remove", REMOVE, can_save)):
        if offered:
            button = Button(words, look="link")
            button.setAccessibleName(f"{words}: {one.name}")
            button.clicked.connect(lambda _=False, action=action: do(action, one))
            line.add(button)
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(plain(one.name, wrap=True))
    column.addWidget(line)
    return whole


class Documents(QObject):
    """Copies bytes aside, in either direction, and saves what refers to them; one file at a time."""

    def __init__(self, desk: Desk, asker: Asker, busy: Busy, said: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._busy, self._said = desk, asker, busy, said
        self._waiting: list[tuple[Owner, Path, Callable[[str], None] | None]] = []
        self._is_copying = False
        self._looked_at: QTemporaryDir | None = None

    def do(self, action: str, subject: Any) -> None:
        """What the person asked for: about a document, or (to attach one) about what it is to belong to."""
        if action == ATTACH:
            self.choose(subject)
        elif action == OPEN:
            self._open(subject)
        elif action == SAVE:
            self._save(subject)
        else:
            self._desk.write(f"Remove “{subject.name}”", documents.detach, subject.id, version=subject.version)

    def attach(self, owner: Owner, paths: Sequence[Path]) -> None:
        """Attach these files, one after the other; one that is refused does not keep the others from it."""
        self._take(*((owner, path, None) for path in paths))

    def choose(
        self, owner: Owner, then: Callable[[str], None] | None = None, *, title: str = "Attach a document"
    ) -> None:
        """Ask for a file and attach it; `then` gets the document's id, nothing where none was attached."""
        kinds = f"Documents ({attachable.ENDINGS})"
        path = self._asker.choose_open_file(title, kinds, Path(state.kept("documents/from", "")))
        if path is not None:
            state.keep("documents/from", str(path.parent))
            self._take((owner, path, then))
        elif then is not None:
            then("")

    # attaching

    def _take(self, *files: tuple[Owner, Path, Callable[[str], None] | None]) -> None:
        self._waiting += files
        if not self._is_copying:
            self._attach_next()

    def _attach_next(self) -> None:
        office = self._desk.path
        self._is_copying = bool(self._waiting) and office is not None
        if not self._is_copying or office is None:
            return
        owner, source, told = self._waiting.pop(0)

        def tell(document_id: str | None) -> None:
            if told is not None:
                told(document_id or "")

        def not_attached(refusal: Refused) -> None:
            self._desk.refused.emit(refusal)
            tell(None)

        def then(made: Put | None) -> None:
            if made is None:
                self._waiting.clear()  # whoever stops means all of it
                tell(None)
            elif self._desk.path == office:
                self._desk.write(
                    "Attach a document",
                    documents.attach,
                    then=tell,
                    refused=None if told is None else not_attached,
                    about_table=owner.table,
                    about_id=owner.id,
                    put=made,
                )
            self._attach_next()

        def refused(refusal: Refused) -> None:
            not_attached(refusal)
            self._attach_next()

        words = f"Attaching “{attachable.clean_name(source.name)}”…"
        self._aside(words, lambda progress: documents.put(office, source, progress), then, refused)

    # giving out

    def _open(self, one: DocumentRecord) -> None:
        """A copy, never the document itself: what is typed into it would be lost, so that it cannot be written."""
        office = self._desk.path
        if office is None:
            return
        if self._looked_at is None:
            self._looked_at = QTemporaryDir(QDir.tempPath() + "/documents-XXXXXX")
        if not self._looked_at.isValid():
            self._looked_at = None
            self._asker.inform("Open a document", "This computer has no room for a copy to look at. Free some space.")
            return
        folder = Path(self._looked_at.path())

        def then(copy: Path | None) -> None:
            if copy is not None and not self._asker.open_file(copy):
                words = f"No program on this computer opens “{copy.name}”. Save a copy of it instead."
                self._asker.inform("Open a document", words)

        self._aside(f"Opening “{one.name}”…", lambda told: documents.view_copy(office, one, folder, told), then)

    def _save(self, one: DocumentRecord) -> None:
        office = self._desk.path
        name = attachable.clean_name(one.name)
        to = self._asker.choose_save_file("Save a copy", Path(state.kept("folder", "")) / name)
        if office is None or to is None:
            return
        state.keep("folder", str(to.parent))

        def work(progress: Progress) -> Path:
            documents.take_out(office, one, to, progress)
            return to

        def then(done: Path | None) -> None:
            if done is not None:
                self._said(f"Saved a copy as {done.name}")

        self._aside(f"Copying “{one.name}”…", work, then)

    def _aside(
        self,
        words: str,
        work: Callable[[Progress], T],
        then: Callable[[T | None], None],
        refused: Callable[[Refused], None] | None = None,
    ) -> None:
        """Do it beside the file's own thread and say how far it is; None for what the person stopped."""
        progress = self._busy.begin(words)

        def run() -> T | None:
            try:
                return work(progress)
            except Stopped:
                return None

        def done(answer: T | None) -> None:
            self._busy.end()
            then(answer)

        def failed(refusal: Refused) -> None:
            self._busy.end()
            (refused or self._desk.refused.emit)(refusal)

        self._desk.aside(run, done, failed, words)


class Drop(QObject):
    """Lets files be dropped on a widget; `about` gives what they would go to, None for nothing."""

    def __init__(
        self,
        target: QWidget,
        about: Callable[[], Owner | None],
        dropped: Callable[[Owner, list[Path]], None],
        said: Callable[[str], None],
    ) -> None:
        super().__init__(target)
        self._about, self._dropped, self._said = about, dropped, said
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if not isinstance(event, QDropEvent) or event.type() not in kinds:
            return False
        owner, paths = self._about(), _files(event.mimeData())
        if owner is None or not paths:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)  # whatever it comes from keeps it
        event.accept()
        if event.type() == QEvent.Type.DragEnter:
            self._said(f"Drop it here to attach it to “{owner.name}”")
        elif event.type() == QEvent.Type.Drop:
            # once the program it comes from has its answer
            QTimer.singleShot(0, self, lambda: self._dropped(owner, paths))
        return True


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
