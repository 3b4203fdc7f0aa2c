"""A column of a list that is drawn: its cells, its head, its place in the totals row, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.listing import Line


class CellPainter:
    """Draws one column of the list it is registered with. What it draws is for the eye alone: it is never copied,
    printed or put in a workbook, and a screen reader hears its words instead.
    """

    copied = False
    """Whether its cells have words of their own, which are copied, printed and put in a workbook."""

    head_rows = 1
    """How many lines of text its head takes."""

    def __call__(self, painter: QPainter, rect: QRect, line: Line) -> None:
        """Draw the cell of a line. The row's ground and its rule are painted already."""
        raise NotImplementedError

    def between(self, painter: QPainter, rect: QRect) -> None:
        """Draw what runs on through a row that has no line: the heading of a group."""

    def head(self, painter: QPainter, rect: QRect) -> None:
        """Draw the head of the column, its ground being painted already."""

    def foot(self, painter: QPainter, rect: QRect) -> None:
        """Draw what stands under the column in the totals row."""

    def words(self, line: Line) -> str:
        """What the cell of a line shows, in words."""
        return ""

    def title(self, label: str) -> str:
        """What the head shows, in words; `label` is what the column is called."""
        return label

    def least_width(self) -> int:
        """The least width in px at which it can be read; it takes all that the columns of text leave."""
        raise NotImplementedError
