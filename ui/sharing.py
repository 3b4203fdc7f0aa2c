"""What the person may do about the file they share: wait no longer, see what is kept here, say which copy is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.errors import Refused
from app.fields import Field
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.frame import TopBar

if TYPE_CHECKING:
    from app.drafts import Draft
    from ui.dialogs.kept import KeptDialog

TITLE = "The office file"


class Sharing(QObject):
    """Between the desk's state and the person: `reopen` goes to where a form was and opens it."""

    def __init__(
        self, desk: Desk, asker: Asker, top: TopBar, window: QWidget, reopen: Callable[[Mapping[str, Any]], None]
    ) -> None:
        super().__init__(window)
        self._desk, self._asker, self._top, self._window, self._reopen = desk, asker, top, window, reopen
        self._offer = ""
        self._kept: KeptDialog | None = None
        desk.offered.connect(self._on_offered)
        desk.outbox.changed.connect(self._on_kept_changed)
        desk.warned.connect(self._on_warned)
        top.taken.connect(self._on_taken)

    # the file line

    def _on_offered(self, what: str, words: str) -> None:
        self._offer = what
        self._top.set_offer(words)

    def _on_taken(self) -> None:
        if self._offer == "keep":
            self._desk.keep_here()
        elif self._offer == "kept":
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
        else:
            self._asker.inform(TITLE, words)


def _fields(draft: Draft) -> list[Field]:
    """The fields of a draft's form, as far as it was kept with them."""
    told = draft.place.get("fields")
    rows = told if isinstance(told, list) else []
    return [Field(str(one[0]), str(one[1]), one[2]) for one in rows if isinstance(one, list) and len(one) == 3]
