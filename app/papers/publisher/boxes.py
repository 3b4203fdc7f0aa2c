"""The box of what the Commissioner intends: a rule in the accent at its left, words, and their figures on the right."""

from __future__ import annotations

from dataclasses import replace

from app.papers.blocks import Box, BoxRow, Notes
from app.papers.publisher.breaking import Line, break_runs
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import ACCENT, BODY, PART, width
from app.papers.publisher.letters import clean
from app.papers.publisher.lines import break_words, line_marks, line_row
from app.papers.publisher.prose import set_notes
from app.papers.publisher.rows import Row, Rule, Words, tie

_RULE, _INSET, _PART_INDENT = 3.0, 15.0, 16.0
_BETWEEN, _FIGURE_GAP, _EDGE, _NOTES_GAP = 3.5, 18.0, 3.0, 4.0
_WIDEST_FIGURE = 0.4
_OVERLAP = 0.5
_FEW_LINES = 6


def set_box(box: Box, room: float, depth: float, tree: Element) -> list[Row]:
    """The box, on one page when it is not taller than `depth`. It is read as a list, a row's parts as one within it."""
    rows = [*_title(box.title, room, tree), *_rows(box, room, tree), *_notes(box, room, tree)]
    if not rows:
        return []
    whole = sum(row.height for row in rows) <= depth
    rows = tie(rows, first=len(rows)) if whole else rows
    return [_ruled(row, first=at == 0, last=at == len(rows) - 1) for at, row in enumerate(rows)]


def _title(title: str, room: float, tree: Element) -> list[Row]:
    if not clean(title).strip():
        return []
    element = tree.add("P")
    return [line_row(line, PART, element, _INSET, keep=True) for line in break_words(title, PART, room - _INSET)]


def _rows(box: Box, room: float, tree: Element) -> list[Row]:
    """Every row in the list it belongs to; a part before any row stands in the list itself."""
    figures = min(max((width(clean(row.figure), BODY) for row in box.rows), default=0.0), room * _WIDEST_FIGURE)
    listed = tree.add("L") if box.rows else tree
    parts: Element | None = None
    body: Element | None = None
    rows: list[Row] = []
    for row in box.rows:
        if row.level and body is not None:
            parts = parts or body.add("L")
            rows += _row(row, room, figures, parts.add("LI").add("LBody"))
        else:
            body, parts = listed.add("LI").add("LBody"), None
            rows += _row(row, room, figures, body)
    return rows


def _row(row: BoxRow, room: float, figures: float, body: Element) -> list[Row]:
    """One row: the figure stands where its words end."""
    left = _INSET + _PART_INDENT * bool(row.level)
    space = figures + _FIGURE_GAP if figures else 0.0
    element = body.add("P")
    lines = break_words(row.words, BODY, room - left - (space if row.figure else 0.0))
    rows = [line_row(line, BODY, element, left) for line in lines]
    rows[0] = _lowered(rows[0], _BETWEEN)
    if row.figure:
        rows = _with_figure(rows, row.figure, room, figures, element)
    return tie(rows, first=len(rows)) if len(rows) <= _FEW_LINES else tie(rows, first=1, last=2)


def _with_figure(rows: list[Row], figure: str, room: float, figures: float, element: Element) -> list[Row]:
    """The figure on the right of the last line; one too long for its column goes on under it."""
    first, *more = break_runs([(figure, BODY)], max(figures, BODY.size) + 0.01)
    last = rows[-1]
    top = last.height - BODY.leading
    marks = (*last.marks, *line_marks(first, BODY, element, room - _width(first), top))
    under = [line_row(line, BODY, element, room - _width(line)) for line in more]
    return [*rows[:-1], replace(last, marks=marks), *under]


def _notes(box: Box, room: float, tree: Element) -> list[Row]:
    """The notes, each after its mark."""
    rows = set_notes(Notes(box.notes), room, tree, _INSET)
    return [_lowered(rows[0], _NOTES_GAP), *rows[1:]] if rows else []


def _width(line: Line) -> float:
    """How wide a line stands without the space it may end with, which only parts the words for those who hear them."""
    return sum(width(text, style) for text, style in line[:-1]) + sum(
        width(text.rstrip(), style) for text, style in line[-1:]
    )


def _lowered(row: Row, by: float) -> Row:
    """The row with its marks further down: space that belongs to the box, not to the page."""
    marks = tuple(mark._replace(y=mark.y + by) for mark in row.marks if isinstance(mark, Words))
    return replace(row, height=row.height + by, marks=marks)


def _ruled(row: Row, *, first: bool, last: bool) -> Row:
    """The row with its piece of the rule, which joins those over and under it."""
    row = _lowered(row, _EDGE) if first else row
    height = row.height + _EDGE * last
    # pieces that only touch show a seam on screen
    rule = Rule(_RULE / 2, 0, _RULE / 2, height + _OVERLAP * (not last), _RULE, ACCENT)
    return replace(row, height=height, marks=(rule, *row.marks))
