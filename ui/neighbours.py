"""What the desk does of itself while an office is open: says that it is here, sees who else is, and looks for changes.

All of it by timers, on threads that may hang in the drive without the window noticing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ui.desk import Desk
from ui.kit import state

if TYPE_CHECKING:
    from app.door import Office
    from app.presence import Neighbour, Presence

POLL_MS = 12_000
BEAT_MS = 45_000
BACKUP_MS = 10 * 60_000
FIRST_BACKUP_MS = 20_000


class Neighbours(QObject):
    """Presence, polling and the hourly backup of the office that is open."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presence: Presence | None = None
        self._poll = _timer(self, POLL_MS, self.poll)
        self._beat = _timer(self, BEAT_MS, self.beat)
        self._backup = _timer(self, BACKUP_MS, self.back_up)
        desk.opened.connect(self._on_opened)
        desk.edited.connect(self._on_edited)
        desk.sending.connect(self._on_sending)

    def own(self) -> str:
        """What this desk's own note is known by, so that it is not taken for somebody else's."""
        return self._presence.id if self._presence is not None else ""

    def poll(self) -> None:
        """Look whether somebody else has saved."""
        self._desk.poll()
        self._desk.remember()

    def beat(self) -> None:
        """Say that this desk is here, and read who else is."""
        presence = self._presence
        if presence is None:
            return

        def work() -> list[Neighbour]:
            presence.beat()
            return presence.look()

        self._desk.on_share(work, self._desk.tell_here)

    def back_up(self) -> None:
        """Make the backup of this hour, if it falls to this desk and something has changed."""
        if self._desk.read_only or self._desk.is_away or not self._desk.is_open:
            return
        self._desk.beside(_hourly, lambda _: None)

    def leave(self) -> None:
        """Take this desk's note away; whoever closes the window does not wait for it."""
        presence, self._presence = self._presence, None
        if presence is not None:
            self._desk.workers.submit("share", presence.leave)

    def _on_opened(self) -> None:
        self.leave()
        path = self._desk.path
        if path is None:
            return
        from app.opening import presence_at
        from app.who import here

        self._presence = presence_at(path, here())
        for timer in (self._poll, self._beat, self._backup):
            timer.start()
        self.beat()
        QTimer.singleShot(FIRST_BACKUP_MS, self, self.back_up)

    def _on_edited(self, record_id: str, words: str) -> None:
        self._say(lambda presence: presence.editing(record_id, words))

    def _on_sending(self, on: bool) -> None:
        """Before a save begins it is said that it does, so that who waits behind it can read whom they wait for."""
        self._say(lambda presence: presence.saving(on))

    def _say(self, say: Any) -> None:
        presence = self._presence
        if presence is not None:
            self._desk.on_share(lambda: say(presence), lambda _: None)


def _hourly(office: Office) -> object:
    from app.backups import hourly

    return hourly(office, local=state.folder() / "backups", now=datetime.now(UTC))


def _timer(parent: QObject, every: int, do: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(every)
    timer.timeout.connect(do)
    return timer
