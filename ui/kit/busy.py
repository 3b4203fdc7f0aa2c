"""What is shown while something takes its time: nothing at first, then words, then how far it is and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from app.progress import Progress
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.elided import Elided

WORDS_AFTER_MS, STOP_AFTER_MS = 300, 2000


class Busy(QWidget):
    """A line that says what is being waited for. `begin` gives the work its Progress; `end` when it is done."""

    stopped = Signal()
    _told = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.bar, self.stop = Elided("", "small"), QProgressBar(), Button("Stop")
        self._progress = Progress()
        self._soon, self._late = _timer(self, WORDS_AFTER_MS), _timer(self, STOP_AFTER_MS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.current().px(120))
        self.bar.setAccessibleName("How far it is")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().gap(8))
        for one in (self.words, self.bar, self.stop):
            row.addWidget(one)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()
        self._soon.timeout.connect(self.show)
        self._late.timeout.connect(self._show_more)
        self.stop.clicked.connect(self._on_stop)
        self._told.connect(self._on_told)  # told from the working thread, painted in the window's

    def begin(self, words: str, *, stoppable: bool = True) -> Progress:
        """Start waiting. The progress is for the work, which may be on another thread."""
        self._progress = Progress(tell=self._told.emit)
        self.words.set_text(words)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.stop.hide()
        self.stop.permit()
        self._soon.start()
        if stoppable:
            self._late.start()
        return self._progress

    def end(self) -> None:
        """It is done, refused or stopped."""
        self._soon.stop()
        self._late.stop()
        self.hide()

    def _show_more(self) -> None:
        self.bar.show()
        self.stop.show()

    def _on_told(self, done: int, of: int, words: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        if words:
            self.words.set_text(words)

    def _on_stop(self) -> None:
        self._progress.stop.set()
        self.stop.forbid("It stops at the next safe place.", "Stopping…")
        self.stopped.emit()


def _timer(parent: QWidget, after: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    return timer
