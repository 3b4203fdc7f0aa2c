"""The self-test of the window: what `app.selftest` tries, then the real window on that office, typed into and drawn."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app import console
from app.errors import Refused
from app.selftest import CHECK, MAKE, PICTURE, SelfTest, check_file, core, read_note

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.kit.asking import Asker
    from ui.window import Window

OPEN, TYPE, DRAW = "Open the window", "Type a note and save it", "Take a picture of the window"
VISIT = "Go to every tab and to Help"
CLOSE, READ_TYPED = "Close the window", "Read what was typed in a fresh opening"
CHECK_AGAIN = f"{CHECK} after the window"
NOTE = "Typed: Łódź & £2"
WAIT_SECONDS = 60.0
SIZE = (1366, 768)


def selftest(folder: Path) -> int:
    """The self-test of the windowed program; its exit code."""
    try:
        from PySide6 import __version__ as qt
    except ImportError:
        qt = ""  # the steps of the window say why
    test = SelfTest(folder, console.program("ui"), qt=qt)
    return test.run(core, _windowed)


def _windowed(test: SelfTest) -> None:
    shown = _Shown(test)
    test.step(OPEN, shown.open, MAKE)
    test.step(TYPE, shown.type_note, OPEN)
    test.step(DRAW, shown.draw, OPEN)
    test.step(VISIT, shown.visit, OPEN)
    test.step(CLOSE, shown.close, OPEN)
    test.step(READ_TYPED, lambda: read_note(test.office, NOTE), TYPE, CLOSE)
    test.step(CHECK_AGAIN, lambda: check_file(test.office), MAKE)


class _Shown:
    """The window on the example, with nobody in front of it."""

    def __init__(self, test: SelfTest) -> None:
        self._test = test
        self._told: list[str] = []
        """What the window had to say to the person, which here is a failure."""
        self._app: QApplication | None = None
        self._window: Window | None = None

    def open(self) -> str:
        """Open the window and wait until the example's lines are in it."""
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtWidgets import QApplication

        qInstallMessageHandler(self._on_message)
        sys.excepthook = self._on_fault
        from ui.desk import Desk
        from ui.kit import state, theme
        from ui.window import Window

        state.use_file(self._test.settings)
        existing = QApplication.instance()
        app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
        app.setApplicationName("Commissioning Desk")
        theme.apply(app)
        self._app = app
        desk = Desk()
        desk.abandon = lambda: self._test.end_now("The window closed, but what it read the file with did not end.")
        desk.last_breath_seconds = WAIT_SECONDS
        window = self._window = Window(desk, _asker(self._told))
        window.resize(*SIZE)
        window.painted.connect(lambda: window.open(self._test.office))
        window.show()
        self._wait(lambda: bool(window.funds and window.funds.list.model.rowCount()), "show the office")
        self._settle()
        screen = window.screen()
        return (
            f"{window.windowTitle()}; platform {app.platformName()}, "
            f"screen {screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio() * 100:.0f} %, "
            f"font {theme.FAMILY if _has_font() else 'MISSING'}."
        )

    def type_note(self) -> str:
        """Type a note to the first budget line, key by key, and save it by its button."""
        from PySide6.QtWidgets import QPlainTextEdit

        from ui.kit.form import RecordForm

        window = self._at_hand()
        page = window.funds
        assert page is not None
        page.list.choose(next(one.id for one in page.list.shown().lines))
        self._settle()
        if page._shown is None or page._shown.line is None:
            raise Refused("The first line of the list was not shown when it was chosen.")
        page._do("add note", page._shown.line)
        self._settle()
        form, box = page.record.findChild(RecordForm), page.record.findChild(QPlainTextEdit)
        if form is None or box is None:
            raise Refused("No form opened to type the note into.")
        _press(box, NOTE)
        if box.toPlainText() != NOTE:
            raise Refused(f"“{NOTE}” was typed, and “{box.toPlainText()}” stands in the box.")
        form.save_button.click()
        self._settle()
        return f"{NOTE}. The window says: {window.top.state.text()}"

    def draw(self) -> str:
        """Take the picture and see that something is in it."""
        from PySide6.QtGui import QImageReader

        window = self._at_hand()
        self._settle()
        path = self._test.folder / PICTURE
        if not window.grab().save(str(path), "PNG"):
            raise Refused(f"{path.name} could not be written into {path.parent}.")
        image = QImageReader(str(path)).read()
        colours = len(_colours(image))
        if colours < 10:
            raise Refused(f"There are only {colours} colours in {path.name}.")
        return f"{image.width()} x {image.height()} as {path.name}, with {colours} colours in a sample of it."

    def visit(self) -> str:
        """Go to each tab, which reads in what belongs to it, and back; and open Help."""
        from PySide6.QtWidgets import QApplication, QDialog

        from ui.window import TABS

        window = self._at_hand()
        for tab in [*TABS[1:], TABS[0]]:
            before = window.pages.currentWidget()
            window.rail.chosen.emit(tab.key)
            self._settle()
            if window.pages.currentWidget() is before:
                raise Refused(f"The tab {tab.word} did not come into sight.")
        window.show_help()
        self._settle()
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        for one in dialogs:
            one.close()
        if not dialogs:
            raise Refused("Help did not open.")
        return f"{len(TABS)} tabs and Help were in sight, and Funds is again."

    def close(self) -> str:
        """Close the window as a person does."""
        window = self._at_hand()
        self._settle()
        if not window.close():
            raise Refused("The window did not close: it takes something for not saved.")
        self._say_told()
        return "Closed, and the file let go of."

    def _at_hand(self) -> Window:
        assert self._window is not None
        return self._window

    def _settle(self) -> None:
        """Wait until nothing is on its way. Raises Refused where the window had anything to say."""
        self._wait(self._at_hand().desk.idle, "be done with the file")
        self._say_told()

    def _wait(self, done: Callable[[], bool], what: str) -> None:
        from PySide6.QtCore import QEventLoop

        assert self._app is not None
        until = time.monotonic() + WAIT_SECONDS
        while not done():
            self._say_told()
            if time.monotonic() > until:
                raise Refused(f"The window did not {what} in {WAIT_SECONDS:g} s.")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
        self._app.processEvents()

    def _say_told(self) -> None:
        if self._told:
            told = " ".join(self._told)
            self._told.clear()
            raise Refused(told)

    def _on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault in something that Qt called: it is told when the window is next waited for."""
        self._test.write_fault(error)
        self._told.append(f"{kind.__name__}: {error}")

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        from PySide6.QtCore import QtMsgType

        if kind == QtMsgType.QtFatalMsg:  # Qt ends the program after this
            self._test.end_now(words)
        console.say(words, error=True)


def _asker(told: list[str]) -> Asker:
    from ui.kit.asking import Asker

    class Nobody(Asker):
        """There is nobody to ask: what would be said is kept, and nothing is agreed to."""

        def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
            told.append(f"{title}: {text}")
            return False

        def inform(self, title: str, text: str) -> None:
            told.append(f"{title}: {text}")

    return Nobody()


def _has_font() -> bool:
    from PySide6.QtGui import QFontDatabase

    from ui.kit import theme

    return theme.FAMILY in QFontDatabase.families()


def _press(widget: QWidget, text: str) -> None:
    """Each letter as a key that goes down and up."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    widget.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _colours(image: QImage) -> set[int]:
    """The colours of every eighth pixel each way."""
    across, down = range(0, image.width(), 8), range(0, image.height(), 8)
    return {image.pixel(x, y) for x in across for y in down}
