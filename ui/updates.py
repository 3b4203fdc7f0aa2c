"""A newer version of the desk is told in one line at the foot of the window, until it is dismissed, and under Help."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.updates import AWAY, EVERYONE, Seen, Source, here, look
from app.years import format_day
from ui.apart import Apart
from ui.kit import state
from ui.kit.asking import Asker
from ui.kit.controls import Button
from ui.kit.notice import Notice
from ui.kit.words import moment

if TYPE_CHECKING:
    from ui.dialogs.update import UpdateDialog

AGAIN_MS = 4 * 3_600_000
"""A desk may stay open for days."""
TOO_LONG_MS = 120_000
TELL_MS = 2_000
DISMISSED, WHOLE, NEWEST = "update/dismissed", "update/whole", "update/newest"


class Updates(QObject):
    """Looks into the releases folder, when told and every four hours from then on, and tells what is newer."""

    def __init__(self, at: Source, asker: Asker, window: QWidget, column: QVBoxLayout) -> None:
        """`column` is where the line goes, at its end, when there is something to tell."""
        super().__init__(window)
        self.at, self.seen = at, Seen("off", at.why_not)
        self._asker, self._window, self._column = asker, window, column
        self._notice: Notice | None = None
        self._looked: datetime | None = None
        self._aside = False
        self._waiting: list[Callable[[], None]] = []
        self._apart = Apart(TOO_LONG_MS, self)
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.look)

    def look(self) -> None:
        """Look now; a folder that still hangs from the last time is left hanging."""
        known, at = str(state.kept(WHOLE, "")), self.at
        if at.folder is None:
            return
        self._again.start()
        self._apart.do(lambda progress: look(at, here(), known=known, progress=progress), self._on_seen)

    def _on_seen(self, outcome: Future[Seen] | None) -> None:
        self._looked = datetime.now()
        self.seen = outcome.result() if outcome is not None else Seen("away", AWAY)
        release = self.seen.release
        if release is not None:
            state.keep(NEWEST, f"{release.version} of {format_day(release.released)}")
            if self.seen.state == "offered":
                from app.updates import file_name

                state.keep(WHOLE, release.files[file_name(release.version, self.at.installed)].sha256)
        self._show()
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for tell in waiting:
            tell()

    # the line at the foot of the window

    def _show(self) -> None:
        key = self._key()
        if not key or state.kept(DISMISSED) == key:
            if self._notice is not None:
                self._notice.hide()
            return
        if self._notice is None:
            self._notice = Notice()
            self._notice.asked.connect(self.open)
            self._notice.dismissed.connect(self.dismiss)
            self._column.addWidget(self._notice)
        self._notice.say(*_line(self.at, self.seen))
        self._notice.setHidden(self._aside)

    def _key(self) -> str:
        """What is told, as one dismisses it: the next version is told again, and so is this one once it is offered."""
        release = self.seen.release
        return f"{release.version} {self.seen.state}" if release and self.seen.state in ("offered", "writable") else ""

    def dismiss(self) -> None:
        """Tell no more of this version."""
        state.keep(DISMISSED, self._key())
        self._show()

    def step_aside(self, on: bool) -> None:
        """A page has the whole screen, or has given it back."""
        self._aside = on
        self._show()

    def open(self) -> None:
        """What is new, and how it comes onto this laptop."""
        from ui.dialogs.update import UpdateDialog

        if self._key() and self.seen.release is not None:
            dialog: UpdateDialog = UpdateDialog(self.at, self.seen, self.seen.release, self._asker, self._window)
            dialog.open()

    # elsewhere

    def facts(self) -> list[tuple[str, str]]:
        """For Help: where releases are looked for, and the newest that was seen."""
        if self.at.folder is None:
            return [("Newer versions", self.at.why_not)]
        newest = state.kept(NEWEST)
        told = "Not looked for yet." if self._looked is None else self.seen.words
        if self.seen.release is None and isinstance(newest, str):
            told += f" Newest seen: {newest}."
        if self._looked is not None:
            told += f" Looked {moment(self._looked)}."
        return [("Releases folder", str(self.at.folder)), ("Newest version", told)]

    def button(self) -> Button | None:
        """For Help: what leads to the version that is told, dismissed or not; None where there is none."""
        if not self._key() or self.seen.release is None:
            return None
        made = Button(f"Version {self.seen.release.version}", "download")
        made.clicked.connect(self.open)
        return made

    def add_to(self, message: str, then: Callable[[str], None]) -> None:
        """Give `then` a message about a file of a newer desk, with what helps where an update is at hand.

        A look that is still on its way is waited for, but no longer than two seconds.
        """

        def tell() -> None:
            then(" ".join(part for part in (message, self._helps()) if part))

        if self.at.folder is None or self._looked is not None:
            tell()
        else:
            self._waiting.append(tell)
            self.look()
            QTimer.singleShot(TELL_MS, self, self._tell_waiting)

    def _helps(self) -> str:
        release = self.seen.release
        if release is None or self.seen.state != "offered" or not self.seen.before_upgrade:
            return ""
        if self.at.installed == "machine":
            return f"Version {release.version} is out: ask IT to install it on this laptop."
        state.keep(DISMISSED, "")
        self._show()
        return f"Version {release.version} is at hand: the line at the foot of the window leads to it."


def _line(at: Source, seen: Seen) -> tuple[str, str, str]:
    """The line's words, those that stand out first, and its icon."""
    release = seen.release
    assert release is not None
    if seen.state == "writable":
        return "A newer version is not offered.", seen.words, "triangle-alert"
    called = f"Version {release.version} of {format_day(release.released)}"
    lead = f"{called} is out; IT installs it." if at.installed == "machine" else f"{called} is ready."
    return lead, " ".join(part for part in (EVERYONE if seen.before_upgrade else "", release.notes) if part), "download"
