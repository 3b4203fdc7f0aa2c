"""Headings, paragraphs, notes and the head of the first page, set as rows."""

from __future__ import annotations

from dataclasses import replace

from app.papers.blocks import Document, Heading, Notes, Paragraph, Run, Strong
from app.papers.publisher.breaking import Line, Piece, break_runs, break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import (
    ACCENT,
    BODY,
    MASTHEAD,
    NOTE,
    PART,
    REGULAR,
    SECTION,
    SUBTITLE,
    TITLE,
    Style,
    width,
)
from app.papers.publisher.rows import Mark, Row, Rule, Words, tie
from app.years import format_day

HANG = 10.0
_HEADINGS = {1: (TITLE, 14.0, 4.0), 2: (SECTION, 16.0, 2.0), 3: (PART, 10.0, 0.0)}
_LONGEST_BOOKMARK = 120


def set_opening(document: Document, room: float, tree: Element) -> list[Row]:
    """Office and day over a rule, then the title and what stands under it."""
    rows = [*_masthead(document, room, tree), *set_heading(Heading(1, document.title), room, tree)]
    if document.subtitle:
        lines = break_runs([(document.subtitle, SUBTITLE)], room)
        subtitle = tree.add("P")
        rows += [_row(line, SUBTITLE, subtitle, keep=True) for line in lines]
    return [*rows, Row(9.0, (), keep=True)]


def _masthead(document: Document, room: float, tree: Element) -> list[Row]:
    """The office on the left, the paper's day on the right, and the rule under both."""
    day_style = Style(REGULAR, MASTHEAD.size, MASTHEAD.leading)
    day = format_day(document.day)
    day_width = width(day, day_style)
    lines = break_text(document.office, MASTHEAD, room - day_width - 24)
    height = len(lines) * MASTHEAD.leading
    office = tree.add("P")
    marks: list[Mark] = [
        Words(0, (at + 1) * MASTHEAD.leading - MASTHEAD.rise, line, MASTHEAD, office) for at, line in enumerate(lines)
    ]
    marks.append(Words(room - day_width, day_style.leading - day_style.rise, day, day_style, tree.add("P")))
    marks.append(Rule(0, height + 5, room, height + 5, 1.0, ACCENT))
    return [Row(height + 14, tuple(marks), keep=True)]


def set_heading(heading: Heading, room: float, tree: Element) -> list[Row]:
    """A heading, tied to what follows it."""
    style, above, below = _HEADINGS[min(max(heading.level, 1), 3)]
    lines = break_text(heading.text, style, room)
    element = tree.add_heading(heading.level)
    rows = [_row([(line, style)], style, element, keep=True) for line in lines]
    words = " ".join(lines)[:_LONGEST_BOOKMARK]
    first = Row(rows[0].height, rows[0].marks, above, True, (), (heading.level, words))
    last = [Row(below, (), keep=True)] if below else []
    return [first, *rows[1:], *last]


def set_paragraph(paragraph: Paragraph, room: float, tree: Element) -> list[Row]:
    """A paragraph in lines, never fewer than two of them alone on a page, and the space after it."""
    runs = (paragraph.text,) if isinstance(paragraph.text, str) else paragraph.text
    lines = break_runs([_piece(run, BODY) for run in runs], room)
    element = tree.add("P")
    rows = tie([_row(line, BODY, element) for line in lines], first=1, last=2)
    rows = [*rows[:-1], _with_space(rows[-1], 6.0)]
    return [replace(row, keep=True) for row in rows] if paragraph.introduces else rows


def set_notes(notes: Notes, room: float, tree: Element) -> list[Row]:
    """Notes, each after its mark; further lines hang under the first."""
    rows: list[Row] = []
    for mark, text in notes.notes:
        words = f"{mark}\N{NO-BREAK SPACE}{text}" if mark else text
        lines = break_runs([(words, NOTE)], room, HANG)
        note = tree.add("Note")
        rows += tie([_row(line, NOTE, note, HANG if at else 0.0) for at, line in enumerate(lines)], first=1, last=2)
    return rows


def _piece(run: Run, style: Style) -> Piece:
    if isinstance(run, str):
        return run, style
    return run.text, style.bold() if isinstance(run, Strong) or run.strong else style


def _row(line: Line, style: Style, of: Element, indent: float = 0.0, *, keep: bool = False) -> Row:
    """One line of prose as a row."""
    marks: list[Mark] = []
    x = indent
    for text, own in line:
        marks.append(Words(x, style.leading - style.rise, text, own, of))
        x += width(text, own)
    return Row(style.leading, tuple(marks), keep=keep)


def _with_space(row: Row, below: float) -> Row:
    return Row(row.height + below, row.marks, row.above, row.keep, row.again, row.bookmark)
