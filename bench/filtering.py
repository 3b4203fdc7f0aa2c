"""What a keystroke costs in the filter of a list of 20,000 budget lines, painted, beside the least a filter can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.listing import Listing, cell_text
from bench.listings import RARE, budget_lines
from bench.measure import RUNS, Row, cpu_ms, median, number
from ui.kit import theme
from ui.kit.table import ListView

LINES = 20_000
MOST_MS = 20.0
TYPED = ("youth", RARE)
ALL = ""
Cost = tuple[float, float]
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Plain(QAbstractTableModel):
    """Texts in rows, found by one word, without groups, sums or an order of their own."""

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        columns = listing.columns
        self.every = [tuple(map(cell_text, line.cells, columns)) for line in listing.lines]
        self.haystack = ["\n".join(row).lower() for row in self.every]
        self.shown = self.every

    def find(self, word: str) -> None:
        """Show the rows that hold the word."""
        self.beginResetModel()
        self.shown = [row for row, hay in zip(self.every, self.haystack, strict=True) if word in hay]
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        return len(self.every[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.shown[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def measure() -> list[Row]:
    """Every key typed in turn with the bare list; the slowest key counts."""
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    return [typed_into(app, budget_lines(LINES), "lines", TYPED)]


def typed_into(app: QApplication, listing: Listing, called: str, words: tuple[str, ...]) -> Row:
    """Typing these words letter by letter into the filter of a list, and clearing it; its lines are `called` so."""
    ours, plain = ListView(called.capitalize()), Plain(listing)
    ours.show_listing(listing)
    bare = QTableView()
    bare.setModel(plain)
    for view in (ours, bare):
        _show(app, view)
    keys = [*(word[:length] for word in words for length in range(1, len(word) + 1)), ALL]
    mine: dict[str, list[Cost]] = {key: [] for key in keys}
    least: dict[str, list[Cost]] = {key: [] for key in keys}
    for _ in range(RUNS):
        for key in keys:
            mine[key].append(_type(app, ours.set_filter, key))
            least[key].append(_type(app, plain.find, key))
    for view in (ours, bare):
        view.close()
        view.deleteLater()
    medians = {key: median([found + painted for found, painted in costs]) for key, costs in mine.items()}
    slowest = max(medians, key=medians.__getitem__)
    # the target is for the desk's own work on a key; what Qt needs to paint a table stands in the ratio
    found = max(median([cost[0] for cost in costs]) for costs in mine.values())
    return Row(
        f"filter {len(listing.lines):,} {called}, slowest key “{slowest}”",
        medians[slowest],
        RUNS,
        "list comprehension, model reset",
        median([found + painted for found, painted in least[slowest]]),
        f"find < {MOST_MS:.0f} ms",
        found < MOST_MS,
        (
            ", ".join(f"{key or '(cleared)'} {number(cost)}" for key, cost in medians.items()),
            f"of “{slowest}”: {_parts(mine[slowest])}; the bare one: {_parts(least[slowest])}",
        ),
    )


def _parts(costs: list[Cost]) -> str:
    found, painted = (median([cost[at] for cost in costs]) for at in (0, 1))
    return f"finding {number(found)}, painting {number(painted)}"


def _show(app: QApplication, view: QWidget) -> None:
    view.resize(1100, 640)
    view.show()
    app.processEvents()


def _type(app: QApplication, find: Callable[[str], None], word: str) -> Cost:
    """One key: what finding the lines costs, and what painting them does."""
    return cpu_ms(lambda: find(word)), cpu_ms(app.processEvents)
