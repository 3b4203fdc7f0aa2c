"""A newer version of the desk: what is new in it, and how it comes onto this laptop."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.errors import Refused
from app.policy import Way
from app.progress import Progress, Stopped
from app.updates import EVERYONE, Release, Seen, Source, save
from app.who import VERSION
from app.years import format_day
from ui.apart import Apart
from ui.kit import theme
from ui.kit.alert import Alert, Tone
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.parts import Section
from ui.kit.split import Record, make_room
from ui.kit.words import breakable, plain

HOW: dict[Way, str] = {
    "machine": "IT installs the desk on this laptop for everybody who uses it, so there is nothing for you to do. If "
    "it does not come, tell IT that version {version} lies in the releases folder.",
    "person": "Save the installer on this laptop, close the desk, and start the installer yourself. The office file, "
    "your settings and what is kept on this laptop stay as they are.",
    "portable": "Save the zip file on this laptop and unpack it beside the folder you start the desk from now. Close "
    "the desk and start it from the new folder; the office file and your settings stay as they are.",
    "source": "This desk runs from its sources.",
}
SAVE: dict[Way, str] = {"person": "Save the installer", "portable": "Save the zip file"}
THEN: dict[Way, str] = {
    "person": "Close the desk, then start it yourself.",
    "portable": "Close the desk, then unpack it yourself.",
}


class UpdateDialog(QDialog):
    """One release that was seen; what may be saved of it is copied and checked, and never started from here."""

    def __init__(self, at: Source, seen: Seen, release: Release, asker: Asker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._release, self._asker = at, release, asker
        self._apart, self._progress = Apart(parent=self), Progress()
        self._saved: Path | None = None
        self.setWindowTitle("A newer version")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.save_button = Button(SAVE.get(at.installed, ""), "download", "primary")
        self.folder_button = Button("Show the folder", "folder-open")
        self.save_button.clicked.connect(self._save)
        self.folder_button.clicked.connect(self._show_folder)
        self.busy, self._above = Busy(), QWidget()
        self._column = QVBoxLayout(self._above)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().gap(8))
        self._column.addWidget(self.busy)
        self._above.hide()
        self._told: Alert | None = None
        self._record = Record("A newer version")
        self._fill(seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._record)
        make_room(self, 560, 400)

    def _fill(self, seen: Seen) -> None:
        record, release, sub = self._record, self._release, format_day(self._release.released)
        may_save = seen.state == "offered" and self._at.installed in SAVE
        button = self.save_button if may_save else None
        record.begin(f"Version {release.version}", f"{sub}. This desk is version {VERSION}.", button)
        record.add(self._above)
        if seen.state != "offered":
            # what anybody may have written is not shown either
            record.add(Alert("Not offered.", seen.words))
            return
        if seen.before_upgrade:
            record.add(Alert("For the whole team.", EVERYONE))
        if release.notes:
            record.add(Section("What is new", plain(breakable(release.notes), wrap=True)))
        how = HOW[self._at.installed].format(version=release.version)
        record.add(Section("How it comes here", plain(how, wrap=True)))

    def reject(self) -> None:
        """Leave; a copy on its way is stopped, and nothing of it is kept."""
        self._progress.stop.set()
        super().reject()

    def _save(self) -> None:
        if self._apart.is_busy():  # what was stopped hangs on the share
            self._tell("bad", "Not saved.", "The releases folder still does not answer. Try again later.")
            return
        at, release = self._at, self._release
        to = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        self.save_button.forbid("It is being saved.")
        self._above.show()
        self._progress = self.busy.begin(f"Saving version {release.version}…")
        self.busy.stopped.connect(self._apart.give_up, Qt.ConnectionType.UniqueConnection)
        self._apart.do(lambda progress: save(at, release, to, progress), self._on_saved, self._progress)

    def _on_saved(self, outcome: Future[Path] | None) -> None:
        self.busy.end()
        self.save_button.permit()
        try:
            if outcome is None:
                raise Stopped
            self._saved = outcome.result()
        except Stopped:
            self._tell("mute", "You stopped it.", "Nothing was saved.")
        except Refused as refusal:
            self._tell("bad", "Not saved.", refusal.message)
        else:
            where = breakable(str(self._saved))
            self.save_button.hide()
            told = f"It lies in {where}. {THEN[self._at.installed]}"
            self._tell("ok", "Saved and checked.", told, self.folder_button)
            self.folder_button.setFocus()

    def _tell(self, tone: Tone, what: str, more: str, button: Button | None = None) -> None:
        """Say under the title what has come of it."""
        if self._told is not None:
            self._told.hide()
            self._told.deleteLater()
        self._told = Alert(what, more, tone=tone)
        self._column.addWidget(self._told)
        if button is not None:
            self._column.addWidget(Flow(button))

    def _show_folder(self) -> None:
        if self._saved is not None:
            self._asker.open_file(self._saved.parent)
