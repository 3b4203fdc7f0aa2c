"""The Allocations tab as the officer who shares money out meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.allocations import rules
from tests.ui.conftest import AnsweringAsker
from tests.ui.gridding import Gridding
from tests.ui.helpers import find, until
from ui.listed import ListedPage
from ui.tabs.allocations.page import AllocationsPage

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier


class Sharing(Gridding):
    """One window at its Allocations tab."""

    def ask_for_returns(self, year: int = 2019) -> Self:
        """Have a rule from a year on, so that its returns are asked for, however long ago that was."""
        terms: dict[str, Any] = {"amber_tenths": 50, "red_tenths": 100, "underspend_limit_pence": 15_000_00}
        terms |= {"half_year_due": "30 October", "year_end_due": "31 May"}
        self.desk.write("Have a rule", rules.add_rule, from_year=year, **terms)
        self.settle()
        return self

    def go(self) -> Self:
        """Ctrl+2."""
        self.press(Key.Key_2, CTRL)
        until(lambda: self.window.allocations is not None and self.window.allocations.isVisible())
        self.back_to_window()
        return self

    @property
    def tab(self) -> AllocationsPage:
        assert self.window.allocations is not None
        return self.window.allocations

    @property
    def here(self) -> ListedPage[Any, Any]:
        return self.tab

    @property
    def form_place(self) -> QWidget:
        return self.tab.wide if self.tab.wide.isVisible() else self.tab.record

    def more(self, item: str) -> Self:
        """Choose something from More."""
        self.menu("More", item)
        return self

    def on_bench(self) -> bool:
        """Whether a scenario is on the bench, in the place of list and record."""
        return self.tab.bench is not None and self.tab.bench.isVisible()

    def undo(self) -> Self:
        """Ctrl+Z, with the keyboard in the list."""
        self.tab.list.setFocus()
        self.press(Key.Key_Z, CTRL)
        return self

    def follow(self, link: str) -> Self:
        """Follow the link of a notice in the record."""
        from ui.kit.alert import Alert, LinkLabel

        notice = next(one for one in self.tab.record.findChildren(Alert) if one.words().endswith(link))
        label = notice.findChild(LinkLabel)
        assert label is not None
        QTest.keyClick(label, Key.Key_Return)
        self.back_to_window()
        return self

    def labelled(self, label: str) -> QWidget:
        """The box labelled `label`."""
        return find(self.form_place, QWidget, label)


@contextmanager
def sharing_on(asker: AnsweringAsker, path: Path) -> Iterator[Sharing]:
    """A window on an office file, at its allocations."""
    screen = Sharing(asker)
    screen.open(path)
    yield screen.go()
    screen.close()
