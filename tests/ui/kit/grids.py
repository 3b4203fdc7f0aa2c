"""Grids for tests, and what the person in front of one does with keys, mouse and clipboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.fields import Field, GridColumn, GridRow, GridShape
from app.money import Limit, Pence
from ui.kit.cellgrid import CellGrid
from ui.kit.gridbox import GridBox

Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
SHAPE = GridShape(
    (
        GridRow("cornwall", "Cornwall"),
        GridRow("devon", "Devon"),
        GridRow("districts", "Districts", heading=True),
        GridRow("exeter", "Exeter", level=1),
        GridRow("torbay", "Torbay"),
    ),
    (
        GridColumn("2018", "2018/19 £", "amount", locked=True),
        GridColumn("2019", "2019/20 £", "amount"),
        GridColumn("2020", "2020/21 £", "pence"),
        GridColumn("2021", "2021/22 £", "sum", expected=100_000, help="with 4 below it"),
    ),
    closed=frozenset({"exeter:2021"}),
)
AMOUNTS = Field("amounts", "Amounts", "grid", grid=SHAPE, help="What each is given.")
VALUES: dict[str, Any] = {
    "cornwall:2018": 40_000_000,
    "devon:2018": 50_000_000,
    "cornwall:2019": 44_863_600,
    "devon:2019": "TBD",
    "exeter:2019": 2_500_000,
    "torbay:2020": 20_157_550,
    "cornwall:2021": (60_000, 30_000),
}
FACTORS = Field(
    "figures",
    "Figures",
    "grid",
    grid=GridShape(
        (GridRow("a", "Torbay"), GridRow("b", "Exeter")),
        (
            GridColumn("people", "People", "number"),
            GridColumn("weight", "Weight", "percent"),
            GridColumn("cap", "Cap", "limit"),
        ),
    ),
)
FIGURES: dict[str, Any] = {
    "a:people": 1_234_567_891,
    "a:weight": 400,
    "a:cap": Limit(tenths=80),
    "b:cap": Limit(pence=Pence(1_000_000)),
}


def press(key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier, times: int = 1) -> None:
    """Press a key where the keyboard is."""
    for _ in range(times):
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, held)


def ctrl(key: Qt.Key) -> None:
    """Press a key with Ctrl."""
    press(key, Held.ControlModifier)


def type_in(text: str) -> None:
    """Type letter by letter where the keyboard is: the first one opens the cell."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, letter)


def enter(box: GridBox, cell: str, text: str) -> None:
    """Go to a cell and type into it, ending with Enter."""
    go(box, cell)
    type_in(text)
    press(Key.Key_Return)


def go(box: GridBox, cell: str, to: str = "") -> None:
    """Put the keyboard in a cell, and choose the block from there to another."""
    box.grid.setFocus()
    place, reach = box.cells.place(cell), box.cells.place(to or cell)
    assert place is not None
    assert reach is not None
    box.grid.go(*place)
    if to:
        box.grid.go(*reach, extend=True)


def at(box: GridBox) -> str:
    """The cell the keyboard is in."""
    return box.cells.cell(*box.grid.at())


def shown(box: GridBox, cell: str) -> str:
    """What stands in a cell."""
    place = box.cells.place(cell)
    assert place is not None
    return box.cells.text(*place)


def chosen(box: GridBox) -> list[str]:
    """The chosen cells."""
    return [box.cells.cell(*place) for place in box.grid.chosen()]


def wrong_cells(box: GridBox) -> list[str]:
    """The cells that are marked wrong."""
    every = [(row, column) for row in range(len(box.cells.rows())) for column in range(len(box.cells.columns()))]
    return [box.cells.cell(*place) for place in every if box.cells.why_wrong(*place)]


def copy_out(*rows: str) -> None:
    """What another program puts on the clipboard: rows of cells parted by tabs."""
    QGuiApplication.clipboard().setText("".join(f"{row}\r\n" for row in rows))


def clipboard() -> str:
    """What is on the clipboard."""
    return QGuiApplication.clipboard().text()


def middle_of(grid: CellGrid, cell: str) -> QPoint:
    """Where to click a cell."""
    place = grid.cells.place(cell)
    assert place is not None
    return grid.visualRect(grid.cells.index(*place)).center()


def click(box: GridBox, cell: str, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    """Click a cell."""
    QTest.mouseClick(box.grid.viewport(), LEFT, held, middle_of(box.grid, cell))


def heard(box: GridBox, cell: str) -> tuple[str, str]:
    """What a screen reader calls a cell, and what it says of it besides."""
    place = box.cells.place(cell)
    assert place is not None
    table = QAccessible.queryAccessibleInterface(box.grid)
    # the heads come before the first row, and the name of its row before each
    found = table.child((place[0] + 1) * (len(box.cells.columns()) + 1) + 1 + place[1])
    return found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description)


def focused() -> QWidget | None:
    """Where the keyboard is."""
    return QApplication.focusWidget()
