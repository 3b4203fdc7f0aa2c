"""A listed page whose forms take the place of list and record, and which has an empty page before anything is there.

What is no form (a folder to be read, two organisations to merge) is a panel in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import ClassVar, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.told import Told
from ui.documents import Owner
from ui.edits import Spec
from ui.kit import theme
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.gridbox import GridBox
from ui.kit.panel import Panel
from ui.kit.parts import EmptyPage
from ui.kit.split import Record
from ui.kit.viewed import Viewed
from ui.listed import ListedPage


class Readable(Protocol):
    """A record as it was read: what it tells, and the table, id and name that documents belong to."""

    @property
    def told(self) -> Told | None: ...
    @property
    def owner(self) -> tuple[str, str, str] | None: ...


V = TypeVar("V", bound=Viewed)
S = TypeVar("S", bound=Readable)


class WidePage(ListedPage[V, S]):
    """List and record, or a form, a panel or the empty page in the place of both."""

    example_asked = Signal()
    whole_asked = Signal(bool)
    """A panel asks for the whole screen, or gives it back."""
    news: ClassVar[Collection[str]] = ()
    """The views that have a button for something new."""
    _panel: Panel | None = None

    def is_bare(self) -> bool:
        """Whether nothing is there yet that the view in force could list."""
        raise NotImplementedError

    # what the window says to the page

    def take_keyboard(self) -> None:
        if self.stack.currentWidget() is self.empty:
            self.first_button.setFocus()
        else:
            super().take_keyboard()

    def may_leave(self) -> bool:
        return super().may_leave() and (self._panel is None or self._panel.may_leave())

    def is_editing(self) -> bool:
        return super().is_editing() or self._panel is not None

    def refresh(self) -> None:
        if self._panel is None or not self._panel.takes_all:
            super().refresh()

    # building

    def place_new(self) -> None:
        self.head.add_button(self.new_button)

    def in_turn(self, icon: str, words: str, first_button: Button, *others: Button) -> QWidget:
        """What takes turns: list and record, a form, and the page where there is nothing yet with its buttons."""
        self.wide = Record("Form", wide=True)
        example = Button("Open an example office", "landmark")
        example.clicked.connect(self.example_asked)
        self.first_button = first_button
        self.empty = EmptyPage(icon, words, (first_button, *others, example))
        self.stack = QStackedWidget()
        for one in (self.split, self.wide, self.empty):
            self.stack.addWidget(one)
        return self.stack

    # showing

    def place_form(self, spec: Spec, form: RecordForm) -> None:
        self.wide.begin(spec.title, spec.about)
        self.wide.add(form)
        for box in form.form.findChildren(GridBox):
            places = [at for at, column in enumerate(box.cells.columns()) if not column.locked]
            box.grid.go(self.row_to_begin(box), next(iter(places), 0))
        self.show_wide(True)

    def row_to_begin(self, box: GridBox) -> int:
        """The row of a grid that the keyboard begins in."""
        return 0

    def show_wide(self, on: bool) -> None:
        """A form takes the place of list and record; what is of the list leaves with it."""
        bare = self.is_bare()
        self._bring_in(self.wide if on else self.empty if bare else self.split, listed=not on and not bare)

    def _bring_in(self, one: QWidget, *, listed: bool) -> None:
        self.stack.setCurrentWidget(one)
        for button in (self.print_button, self.excel_button):
            button.setVisible(listed and not theme.current().large)
        self.more_button.setVisible(listed)
        self.new_button.setVisible(listed and self._key in self.news)

    def close_form(self) -> None:
        super().close_form()
        if self._panel is not None:
            self.whole_asked.emit(False)
            self.stack.removeWidget(self._panel)
            self._panel.deleteLater()
            self._panel = None
            self.head.show()
        self.show_wide(False)

    def show_panel(self, panel: Panel) -> None:
        """Put a panel in the place of list and record."""
        self._panel = panel
        panel.left.connect(self._leave_panel)
        panel.whole_asked.connect(self.whole_asked)
        self.stack.addWidget(panel)
        self._bring_in(panel, listed=False)
        self.head.setVisible(not panel.takes_all)
        panel.take_keyboard()

    def put_panel(self, make: Callable[[], Panel]) -> None:
        """Put a panel in the place of whatever has been begun by now, asking first where something would be lost.

        It is for what is shown once the file has answered: a person may have begun to type meanwhile.
        """
        if self.may_leave():
            self.close_form()
            self.show_panel(make())

    def _leave_panel(self) -> None:
        self.close_form()
        self.refresh()
        self.list.setFocus()

    # of the record

    def owner(self) -> Owner | None:
        one = self._shown
        if one is None or one.owner is None or self.is_editing() or self._desk.read_only:
            return None
        return Owner(*one.owner)

    def print_record(self) -> None:
        """Show the chosen record as a paper."""
        told = self._shown.told if self._shown is not None else None
        if told is not None:
            self.output.print_told(told)
        else:
            self._asker.inform("Print a record", "Choose a line first.")
