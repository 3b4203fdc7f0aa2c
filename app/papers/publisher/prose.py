"""Headings, paragraphs and notes, set as rows."""

from __future__ import annotations

from dataclasses import replace

from app.papers.blocks import Heading, Notes, Paragraph
from app.papers.publisher.breaking import break_runs
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BODY, NOTE, PART, SECTION, TITLE, Style, width
from app.papers.publisher.lines import break_words, hung_rows, introducing, kept, line_row, one_line, prose_rows
from app.papers.publisher.rows import Row, tie

NOTE_HANG = 10.0
_HEADINGS = {1: TITLE, 2: SECTION, 3: PART}
_AFTER_NUMBER = 0.65
_LONGEST_BOOKMARK = 120


def set_heading(
    heading: Heading, room: float, tree: Element, *, own: Style | None = None, hang: float = 0.0
) -> list[Row]:
    """A heading beside its number, tied to what follows; in a style of its `own` on a cover, or hanging by `hang`."""
    style = own or _HEADINGS[min(max(heading.level, 1), 3)]
    number = one_line(heading.number)
    if number and not hang:
        hang = width(number, style) + _AFTER_NUMBER * style.size
    rows = hung_rows(number, heading.text, style, tree.add_heading(heading.level), room, hang)
    bookmark = one_line(f"{number} {heading.text}")[:_LONGEST_BOOKMARK]
    first = replace(rows[0], bookmark=(heading.level, bookmark), anchor=heading.anchor, fresh=heading.new_page)
    return kept([first, *rows[1:]])


def set_paragraph(paragraph: Paragraph, room: float, tree: Element) -> list[Row]:
    """A paragraph in lines, never fewer than two of them alone on a page."""
    rows = prose_rows(break_words(paragraph.text, BODY, room), BODY, tree.add("P"))
    return introducing(rows) if paragraph.introduces else rows


def set_notes(notes: Notes, room: float, tree: Element, left: float = 0.0) -> list[Row]:
    """Notes, each after its mark; further lines hang under the first."""
    rows: list[Row] = []
    for mark, text in notes.notes:
        words = f"{mark}\N{NO-BREAK SPACE}{text}" if mark else text
        lines = break_runs([(words, NOTE)], room - left, NOTE_HANG)
        note = tree.add("Note")
        hung = [line_row(line, NOTE, note, left + NOTE_HANG * bool(at)) for at, line in enumerate(lines)]
        rows += tie(hung, first=1, last=2)
    return rows
