"""What the person may do about the file they share: wait no longer, see what is kept here, say which copy is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import CannotOpen, Refused
from app.fields import Field, GridShape, Kind
from ui.desk import Desk
from ui.kit.alert import Alert
from ui.kit.asking import Asker
from ui.kit.frame import TopBar
from ui.neighbours import Neighbours

if TYPE_CHECKING:
    from app.door import Office
    from app.drafts import Draft
    from ui.dialogs.kept import KeptDialog

TITLE, CANNOT = "The office file", "The office file cannot be opened"
KIND = "Office files (*.opcc)"
_APPROVERS = Refused("Only an approver may move the office file. The approvers are listed under People and roles.")
_SET_BY_POLICY = (
    "The place of the office file is set by {by}, so only IT can move it: everybody’s desk would go on looking for it "
    "in its old place. Ask IT, who move the file and change the policy together."
)


class Sharing(QObject):
    """Between the desk's state and the person: `reopen` goes to where a form was and opens it."""

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        top: TopBar,
        window: QWidget,
        neighbours: Neighbours,
        reopen: Callable[[Mapping[str, Any]], None],
    ) -> None:
        super().__init__(window)
        self._desk, self._asker, self._top, self._window, self._reopen = desk, asker, top, window, reopen
        self._neighbours = neighbours
        self._offer = ""
        self._kept: KeptDialog | None = None
        self._in_front: Alert | None = None
        desk.offered.connect(self._on_offered)
        desk.stated.connect(lambda words, _icon, _tone: self._on_stated(words))
        desk.outbox.changed.connect(self._on_kept_changed)
        desk.warned.connect(self._on_warned)
        top.taken.connect(self._on_taken)

    # the file line

    def _on_offered(self, what: str, words: str) -> None:
        self._offer = what
        self._top.set_offer(words)
        self._offer_in_front(words if what == "keep" else "")

    def _offer_in_front(self, words: str) -> None:
        """Where a dialog keeps the person from the window's button, the file line and the button stand in it too."""
        if self._in_front is not None and isValid(self._in_front):
            self._in_front.hide()
            self._in_front.deleteLater()
        self._in_front = None
        dialog = QApplication.activeModalWidget()
        layout = dialog.layout() if isinstance(dialog, QDialog) else None
        if words and isinstance(layout, QVBoxLayout):
            alert = self._in_front = Alert(self._top.state.text(), "", words)
            alert.followed.connect(self._on_taken)
            QShortcut(QKeySequence("Ctrl+L"), alert, self._on_taken)
            layout.addWidget(alert)

    def _on_stated(self, words: str) -> None:
        if self._in_front is not None and isValid(self._in_front):
            self._in_front.say(words, "", self._top.offer.text())

    def _on_taken(self) -> None:
        if self._offer == "keep":
            self._desk.keep_here()
        elif self._desk.is_open:
            self.show_kept()

    # what is kept on this laptop

    def show_kept(self) -> None:
        """What was typed and is not in the file, with what can be done about it."""
        from ui.dialogs.kept import KeptDialog

        locked = "The shared drive does not answer." if self._desk.is_away else ""
        if self._desk.read_only:
            locked = "This file is read-only for you."
        dialog = KeptDialog(self._desk.outbox.kept, self._asker, locked=locked, fields_of=_fields, parent=self._window)
        dialog.opened.connect(partial(self._open, dialog))
        dialog.saving.connect(partial(self._save, dialog))
        dialog.discarded.connect(lambda draft: self._desk.outbox.drop(draft.op_id))
        self._kept = dialog
        dialog.open()

    def _on_kept_changed(self) -> None:
        if self._kept is not None and isValid(self._kept):
            self._kept.show_drafts(self._desk.outbox.kept)

    def _open(self, dialog: KeptDialog, draft: Draft) -> None:
        if not draft.place.get("tab"):
            words = "This was one press of a button, without a form to open. Save it as it is, or discard it."
            self._asker.inform("Kept on this laptop", words)
            return
        dialog.accept()
        self._reopen(draft.place)

    def _save(self, dialog: KeptDialog, draft: Draft) -> None:
        self._desk.replay(draft, self._desk.outbox.read, partial(self._on_not_saved, dialog, draft))

    def _on_not_saved(self, dialog: KeptDialog, draft: Draft, refused: Refused) -> None:
        if isValid(dialog):
            dialog.show_refusal(draft.op_id, refused)

    # another copy

    def _on_warned(self, what: str, words: str) -> None:
        if what == "older":
            if self._asker.confirm(TITLE, words, "Use this copy from now on", "Look only"):
                self._desk.accept_copy()
        elif what == "copy":
            path = self._desk.path
            if path is not None and self._asker.confirm(TITLE, words, "Open it again", "Not now"):
                self._desk.open(path)
        elif what == "damaged":
            if self._asker.confirm(TITLE, words, "Look at the backups", "Not now"):
                self.show_backups()
        else:
            self._asker.inform(TITLE, words)

    # a file that cannot be opened

    def on_cannot_open(self, refusal: CannotOpen) -> None:
        """Say why, and offer what would help: bringing it up to date, putting it right, or a backup."""
        path = self._desk.wanted
        if path is None or refusal.problem not in ("older", "wal", "damaged", "missing", "empty", "not_office"):
            self._asker.inform(CANNOT, refusal.message)
        elif refusal.problem == "older":
            self._ask_to_upgrade(path)
        elif refusal.problem == "wal":
            if self._asker.confirm(CANNOT, refusal.message, "Put it right", "Leave it as it is"):
                self._put_right(path)
        else:
            self._offer_backup(path, refusal)

    def _ask_to_upgrade(self, path: Path) -> None:
        from app.presence import who_is_here
        from app.upgrading import Older, older

        def then(found: Older | None) -> None:
            if found is None:
                self._desk.open(path)
                return
            here = who_is_here(found.people)
            text = (
                f"{path.name} was made by an older desk. Bringing it up to date backs it up first and takes a moment, "
                f"and older desks can no longer save into it. {here or 'Nobody else is in it now.'}"
            )
            if self._asker.confirm("Bring it up to date?", text, "Bring it up to date", "Leave it as it is"):
                self._put_right(path)

        self._desk.aside(lambda: older(path), then, self._refused)

    def _put_right(self, path: Path) -> None:
        """Bring a file up to date, or out of another tool's mode, backed up and alone; then open it."""
        from app.upgrading import leave_wal, upgrade
        from app.who import here

        def work() -> Path | None:
            now = datetime.now(UTC)
            return leave_wal(path, who=here(), now=now) or upgrade(path, who=here(), now=now)

        self._desk.aside(work, lambda _: self._desk.open(path), self._refused, "Bringing the office file up to date…")

    def _offer_backup(self, path: Path, refusal: CannotOpen) -> None:
        from app.backups import backups

        def then(found: list[Any]) -> None:
            held = "is 1 backup" if len(found) == 1 else f"are {len(found)} backups"
            text = f"{refusal.message} There {held} of it beside it."
            if not found:
                self._asker.inform(CANNOT, refusal.message)
            elif self._asker.confirm(CANNOT, text, "Look at the backups", "Close"):
                self.show_backups(path)

        self._desk.aside(
            lambda: backups(path, hashed=False), then, lambda _: self._asker.inform(CANNOT, refusal.message), words=""
        )

    # backups, moving

    def show_backups(self, path: Path | None = None) -> None:
        """The backups of an office file, of the one that is open if none is named."""
        from ui.dialogs.restore import RestoreDialog

        at = path or self._desk.path
        if at is not None:
            dialog = RestoreDialog(self._desk, self._asker, at, own=self._neighbours.own(), parent=self._window)
            dialog.looked_into.connect(self._desk.open)
            dialog.open()

    def move(self) -> None:
        """Ask where the office file is to lie from now on, and move it there with its documents and backups."""
        path, set_by = self._desk.path, self._desk.managed.forced
        if set_by is not None:
            self._refused(Refused(_SET_BY_POLICY.format(by=set_by.by.value)))
            return
        to = self._asker.choose_save_file("Move the office file", path, KIND) if path is not None else None
        if path is None or to is None or to == path:
            return
        text = (
            f"{path.name} moves to {to} with its documents and backups, checked on the way. Whoever opens it in its "
            "old place is told where it is now. Nobody else may have it open meanwhile."
        )
        if self._asker.confirm("Move the office file", text, "Move it"):
            self._desk.read(lambda may: self._move(path, to) if may else self._refused(_APPROVERS), _may_approve)

    def _move(self, path: Path, to: Path) -> None:
        own = self._neighbours.own()

        def work(office: Office) -> Path:
            from app.moving import move
            from app.who import here

            office.close()
            return move(path, to, who=here(), at=datetime.now(UTC), own=own)

        self._desk.with_office(work, self._desk.open, self._refused, "Moving the office file…")

    def _refused(self, refusal: Refused) -> None:
        self._asker.inform("That was not done", refusal.message)


def _may_approve(session: Any) -> bool:
    from app.roles import may_approve

    return may_approve(session)


def _fields(draft: Draft) -> list[Field]:
    """The fields of a draft's form, as far as it was kept with them."""
    told = draft.place.get("fields")
    rows = told if isinstance(told, list) else []
    return [_field(*one) for one in rows if isinstance(one, list) and 3 <= len(one) <= 4]


def _field(key: str, label: str, kind: Kind, grid: str = "") -> Field:
    from app.coding import NotKeepable, from_text

    try:
        shape = from_text(grid) if grid else None
    except NotKeepable:  # of a desk with other tables
        shape = None
    return Field(str(key), str(label), kind, grid=shape if isinstance(shape, GridShape) else None)
