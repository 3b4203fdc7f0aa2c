"""Lines of prose as rows: what paragraphs, lists, boxes and headings are made of. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.papers.blocks import Run, Runs, Strong
from app.papers.publisher.breaking import Line, Piece, break_runs
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import Style, width
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Mark, Row, Words, tie

HANG = 28.0
"""How far the words of a numbered paragraph stand in from its number, and everything that lines up with them."""

_MOST_LABEL, _LABEL_GAP = 0.4, 5.0
_FEW_LINES = 5


def piece_of(run: Run, style: Style) -> Piece:
    """A run with the style it is set in; what stands out is semibold."""
    if isinstance(run, str):
        return run, style
    return run.text, style.bold() if isinstance(run, Strong) or run.strong else style


def break_words(words: str | Runs, style: Style, room: float) -> list[Line]:
    """Plain words or runs as lines no wider than `room`. Never empty."""
    runs: Iterable[Run] = (words,) if isinstance(words, str) else words
    return break_runs([piece_of(run, style) for run in runs], room)


def line_marks(line: Line, style: Style, of: Element | None, x: float, top: float = 0.0) -> list[Mark]:
    """One line from `x`, its upper edge `top` under that of the row."""
    marks: list[Mark] = []
    for text, own in line:
        marks.append(Words(x, top + style.leading - style.rise, text, own, of))
        x += width(text, own)
    return marks


def line_row(line: Line, style: Style, of: Element | None, indent: float = 0.0, *, keep: bool = False) -> Row:
    """One line as a row."""
    return Row(style.leading, tuple(line_marks(line, style, of, indent)), keep=keep)


def prose_rows(lines: Sequence[Line], style: Style, of: Element | None, indent: float = 0.0) -> list[Row]:
    """Lines as rows, never fewer than two of them alone on a page."""
    return tie([line_row(line, style, of, indent) for line in lines], first=1, last=2)


def hung_rows(label: str, words: str | Runs, style: Style, of: Element | None, room: float, hang: float) -> list[Row]:
    """Words hanging beside a number or a letter, `hang` in or as far as it needs; it is read first, apart from them.

    A label that would take the room of the words stands before them as a word.
    """
    label = one_line(label)
    needs = label_room(label, style)
    if needs > room * _MOST_LABEL:
        runs = (words,) if isinstance(words, str) else words
        return prose_rows(break_words((f"{label} ", *runs), style, room), style, of)
    indent = max(hang, needs) if label or hang else 0.0
    rows = prose_rows(break_words(words, style, room - indent), style, of, indent)
    return [labelled(rows[0], label, style, of), *rows[1:]] if label else rows


def label_room(label: str, style: Style) -> float:
    """How much a number or a letter takes before words that hang beside it."""
    return width(one_line(label), style) + _LABEL_GAP


def labelled(row: Row, label: str, style: Style, of: Element | None, x: float = 0.0) -> Row:
    """The row with a number, a letter or a bullet before its words."""
    return replace(row, marks=(Words(x, style.leading - style.rise, f"{label} ", style, of), *row.marks))


def one_line(text: str) -> str:
    """Text for a place that has one line."""
    return " ".join(clean(text).split())


def introducing(rows: Sequence[Row]) -> list[Row]:
    """The rows of a paragraph tied to what follows: a short one as a whole, a long one by its end."""
    return kept(rows) if len(rows) <= _FEW_LINES else [*rows[:-1], replace(rows[-1], keep=True)]


def kept(rows: Sequence[Row]) -> list[Row]:
    """The rows tied to one another and to what follows."""
    return [replace(row, keep=True) for row in rows]


def spaced(rows: Sequence[Row], above: float) -> list[Row]:
    """The rows with space over the first of them, which vanishes at the head of a page."""
    return [replace(rows[0], above=above), *rows[1:]] if rows else []
