"""The desk as the person in front of it meets it: what can be read on the screen, and what can be typed and clicked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QListWidget, QMenu, QWidget

from app.listing import Line, Listing
from ui.desk import Desk
from ui.kit import theme
from ui.kit.bar import FundBar
from ui.kit.controls import Button
from ui.kit.parts import SmallTable
from ui.kit.table import ListView
from ui.kit.words import NO_WIDTH
from ui.listed import ListedPage
from ui.tabs.funds.page import FundsPage
from ui.tabs.papers.page import PapersPage
from ui.window import Window

if TYPE_CHECKING:
    from tests.ui.conftest import AnsweringAsker

W = TypeVar("W", bound=QWidget)
Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
PATIENCE_SECONDS = 10.0
OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support")
"""What the offscreen platform says of every popup; it is not ours to mend."""


class Screen:
    """One window of the desk with somebody in front of it."""

    def __init__(
        self, asker: AnsweringAsker, size: tuple[int, int] | None = (1366, 768), desk: Desk | None = None
    ) -> None:
        self.asker = asker
        self.window = Window(desk or Desk(), asker)
        if size:
            self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        until(lambda: self.window.isActiveWindow() and self.window.pages.count() > 0)

    def open(self, path: Path) -> Self:
        """Open an office file and wait until it is on the screen."""
        self.window.open(path)
        return self.settle()

    def settle(self) -> Self:
        """Wait until nothing is on its way and what was taken off the screen is gone."""
        until(self.window.desk.idle)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
        return self

    def close(self) -> None:
        """Close the window, whatever is typed in it."""
        self.asker.agree = True
        for dialog in self.dialogs():
            dialog.close()
        self.window.close()
        # deleted here and now: the collector might do it later, in the thread of another desk
        self.window.deleteLater()
        self.window.desk.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # what is to be seen

    @property
    def desk(self) -> Desk:
        return self.window.desk

    @property
    def page(self) -> FundsPage:
        assert self.window.funds is not None
        return self.window.funds

    @property
    def here(self) -> ListedPage[Any, Any]:
        """The list and record in front of the person."""
        return self.page

    @property
    def form_place(self) -> QWidget:
        """Where the forms are."""
        return self.here.record

    @property
    def papers(self) -> PapersPage:
        assert self.window.papers is not None
        return self.window.papers

    def state(self) -> str:
        """The state of the file in words."""
        return self.window.top.state.text()

    def headline(self) -> str:
        """The sentence over the page, and the one under it."""
        return " ".join(seen(self.here.head))

    def names(self) -> list[str]:
        """The lines of the list, in order."""
        return [str(line.cells[0]) for line in self.here.list.shown().lines]

    def cell(self, name: str, column: str) -> str:
        """What stands in the line called `name` under the head `column`."""
        return cell(self.here.list, name, column)

    def total(self, column: str) -> str:
        """The total of everything shown under the head `column`."""
        return foot(self.here.list)[column]

    def groups(self, column: str) -> dict[str, str]:
        """What each heading has under the head `column`."""
        model = self.here.list.model
        at = _at(self.here.list, column)
        return {model.text(row, 0): model.text(row, at) for row in model.group_rows()}

    def chosen(self) -> str:
        """The name of the chosen line."""
        return name_of(self.here.list, self.here.list.chosen_id())

    def record(self) -> str:
        """Everything that can be read in the record, one thing a line."""
        return "\n".join(seen(self.here.record))

    def table(self, name: str) -> list[list[str]]:
        """A table in the record, row by row."""
        return rows(find(self.here.record, SmallTable, name))

    def found(self) -> list[str]:
        """What search everything shows under its box; nothing while it is shut."""
        shown = [one for one in self.window.findChildren(QListWidget) if one.isVisible()]
        return [one.item(at).text() for one in shown for at in range(one.count())]

    def dialogs(self) -> list[QDialog]:
        """The dialogs in front of the window."""
        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, QDialog) and one.isVisible() and one.parent() is not None]

    # what the person does

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> Self:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        return self.back_to_window()

    def type(self, text: str) -> Self:
        """Type where the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        return self.settle()

    def click(self, words: str, root: QWidget | None = None) -> Self:
        """Click the button that says `words`."""
        QTest.mouseClick(button(root or QApplication.activeWindow() or self.window, words), LEFT)
        return self.back_to_window()

    def choose(self, name: str) -> Self:
        """Click the line called `name`."""
        click_line(self.here.list, name)
        return self.settle()

    def view(self, words: str) -> Self:
        """Choose another view of the page."""
        pick(self.here.bar.view, words)
        return self.back_to_window()

    def year(self, words: str) -> Self:
        """Choose another financial year for the window."""
        pick(self.window.top.year, words)
        return self.back_to_window()

    def menu(self, words: str, item: str) -> Self:
        """Open the menu of the button that says `words` and click `item`; submenus are parted by >."""
        at = button(self.window, words)
        QTest.mouseClick(at, LEFT)
        until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        for part in item.split(" > "):
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            action = action_called(menu, part)
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
            if action.menu() is not None:
                _until_another(menu)
        return self.back_to_window()

    def back_to_window(self) -> Self:
        """A popup takes the keyboard away from the offscreen window and, unlike a desktop, does not give it back."""
        self.settle()
        if QApplication.activePopupWidget() or not self.window.isVisible():
            return self
        front: list[QWidget] = [self.window, *self.dialogs()]
        front[-1].activateWindow()
        until(front[-1].isActiveWindow)
        return self

    def change(self, item: str) -> Self:
        """Choose something from the record's one button."""
        return self.menu("Change…", item)

    def fill(self, label: str, text: str) -> Self:
        """Click into the box labelled `label` and type `text` over what is in it."""
        fill(self.form_place, label, text)
        return self

    def pick(self, label: str, words: str) -> Self:
        """Choose `words` in the box labelled `label`."""
        pick(find(self.form_place, QComboBox, label), words)
        return self.back_to_window()

    def save(self) -> Self:
        """Ctrl+S."""
        return self.press(Key.Key_S, Held.ControlModifier)

    def beside(self, label: str) -> str:
        """What is said beside the box labelled `label`: what is wrong with it comes first."""
        return find(self.form_place, QWidget, label).accessibleDescription()

    def box(self, label: str) -> str:
        """What stands in the box labelled `label`."""
        control = find(self.form_place, QWidget, label)
        return str(control.property("plainText") or control.property("text") or control.property("currentText") or "")


def _until_another(menu: QMenu) -> None:
    """Wait for the menu that lies under this one: it comes a moment after the click."""
    until(lambda: QApplication.activePopupWidget() is not menu)


def dress(app: QApplication) -> None:
    """Light, at the usual size; windows that are already so are not dressed again, which takes them its time."""
    if (theme.current().scheme, theme.current().scale) != ("light", 1.0) or not app.styleSheet():
        theme.apply(app, "light", 1.0)


@contextmanager
def screen_on(
    asker: AnsweringAsker,
    path: Path | None = None,
    *,
    size: tuple[int, int] | None = (1366, 768),
    desk: Desk | None = None,
) -> Iterator[Screen]:
    """A window, on an office file where one is given, of its own size where none is; closed at the end."""
    screen = Screen(asker, size, desk)
    if path is not None:
        screen.open(path)
    yield screen
    screen.close()


@contextmanager
def on_its_way(screen: Screen) -> Iterator[None]:
    """Whatever is asked of the file waits meanwhile, and comes about at the end."""
    go_on = threading.Event()
    screen.desk.read(lambda _: None, lambda session: go_on.wait(10))
    yield
    go_on.set()
    screen.settle()


def seen(root: QWidget) -> list[str]:
    """All words in sight under `root`, in the order they were put there."""
    return [words for widget in root.findChildren(QWidget) if widget.isVisibleTo(root) and (words := _words(widget))]


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _plain(widget).replace(NO_WIDTH, "")  # nobody sees it
    if isinstance(widget, FundBar):
        return f"{widget.accessibleName()}: {widget.accessibleDescription()}"
    if isinstance(widget, ListView):
        return "\n".join(" | ".join(row) for row in rows(widget))
    return widget.text().replace("&&", "&") if isinstance(widget, Button) else ""


def _plain(label: QLabel) -> str:
    if label.textFormat() != Qt.TextFormat.RichText:
        return label.text()
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()


def rows(view: ListView) -> list[list[str]]:
    """A list row by row, headings among them."""
    shown = [at for at in range(view.model.columnCount()) if not view.grid.isColumnHidden(at)]
    return [[view.model.text(row, at) for at in shown] for row in range(view.model.rowCount())]


def foot(view: ListView) -> dict[str, str]:
    """The totals of what is shown, by the heads of their columns."""
    heads = [column.label for column in view.model.prepared.columns]
    return dict(zip(heads, view.model.footer(), strict=True))


def cell(view: ListView, name: str, column: str) -> str:
    """What stands in the line called `name` under the head `column`."""
    return view.model.text(view.model.row_of(_line(view, name).id), _at(view, column))


def name_of(view: ListView, line_id: str) -> str:
    """What a line is called."""
    return next((str(one.cells[0]) for one in listing(view).lines if one.id == line_id), "")


def listing(view: ListView) -> Listing:
    """Everything in a list, whether filtered or not."""
    return view.model.prepared.listing


def _line(view: ListView, name: str) -> Line:
    return next(one for one in listing(view).lines if one.cells[0] == name)


def _at(view: ListView, column: str) -> int:
    return [one.label for one in listing(view).columns].index(column)


def find(root: QWidget, kind: type[W], name: str) -> W:
    """The widget in sight that a screen reader calls `name`."""
    found = [one for one in root.findChildren(kind) if one.isVisibleTo(root) and _called(one) == name]
    assert found, f"nothing in sight is called “{name}”: {[_called(one) for one in root.findChildren(kind)]}"
    return found[0]


def _called(widget: QWidget) -> str:
    return widget.grid.accessibleName() if isinstance(widget, ListView) else widget.accessibleName()


def button(root: QWidget, words: str) -> Button:
    """The button in sight that says `words`."""
    known = [one for one in root.findChildren(Button) if one.isVisibleTo(root)]
    found = [one for one in known if one.text().replace("&&", "&") == words]
    assert found, f"no button says “{words}”: {[one.text() for one in known]}"
    return found[0]


def action_called(menu: QMenu, words: str) -> QAction:
    """The entry of a menu that says `words`; the keys beside it are left out."""
    known = {action.text().split("\t")[0].replace("&&", "&"): action for action in menu.actions()}
    assert words in known, f"the menu has no “{words}”: {list(known)}"
    return known[words]


def click_line(view: ListView, name: str) -> None:
    """Click a line of a list."""
    index = view.model.index(view.model.row_of(_line(view, name).id), 0)
    view.grid.scrollTo(index)
    QTest.mouseClick(view.grid.viewport(), LEFT, pos=_inside(view.grid.visualRect(index)))


def _inside(rect: QRect) -> QPoint:
    return QPoint(rect.left() + 20, rect.center().y())


def click_head(view: ListView, column: str) -> None:
    """Click the head of a column."""
    at = _at(view, column)
    middle = view.head.sectionViewportPosition(at) + view.head.sectionSize(at) // 2
    QTest.mouseClick(view.head.viewport(), LEFT, pos=QPoint(middle, view.head.height() // 2))


def fill(root: QWidget, label: str, text: str) -> None:
    """Click into the box labelled `label` and type `text` over what is in it."""
    control = find(root, QWidget, label)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(control, Key.Key_A, Held.ControlModifier)
    QTest.keyClick(control, Key.Key_Delete)
    QTest.keyClicks(control, text)


def pick(combo: QComboBox, words: str) -> None:
    """Open a choice from the keyboard, go to `words` with the arrows, and take it with Enter."""
    known = [combo.itemText(at).strip() for at in range(combo.count())]
    assert words in known, f"“{words}” is not offered: {known}"
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(combo, Key.Key_F4)
    offered = combo.view()
    QTest.keyClick(offered, Key.Key_Home)
    for _ in range(known.index(words)):
        QTest.keyClick(offered, Key.Key_Down)
    QTest.keyClick(offered, Key.Key_Return)


def until(fact: Callable[[], object]) -> None:
    """Wait for something that can be seen, the window alive meanwhile."""
    last = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        assert time.monotonic() < last, "it did not come about in time"
        QApplication.processEvents()
        time.sleep(0.001)  # Qt's own wait would keep the worker from running
