"""From blocks to bytes: choose the paper, set every block as rows, break them into pages, paint."""

from __future__ import annotations

from dataclasses import replace

from app.papers.blocks import Chart, Document, Heading, Notes, Paragraph, Table
from app.papers.publisher.charts import set_chart
from app.papers.publisher.elements import Element
from app.papers.publisher.paint import paint
from app.papers.publisher.prose import set_heading, set_notes, set_opening, set_paragraph
from app.papers.publisher.rows import Row, into_pages
from app.papers.publisher.sheet import UPRIGHT_ROOM, Sheet, sheet
from app.papers.publisher.tables import TableSetter
from app.progress import Progress

_ABOVE = {Paragraph: 7.0, Table: 11.0, Chart: 15.0, Notes: 6.0}
_ABOVE_AFTER_HEADING = {Paragraph: 0.0, Table: 3.0, Chart: 3.0, Notes: 0.0}

Ready = Heading | Paragraph | TableSetter | Notes | Chart


def press(document: Document, progress: Progress) -> bytes:
    """The PDF of a document. Raises Refused for a table too wide for any page, Stopped when stopped."""
    ready = [TableSetter(block, progress) if isinstance(block, Table) else block for block in document.blocks]
    wide = any(isinstance(one, TableSetter) and one.must_turn(UPRIGHT_ROOM) for one in ready)
    paper = sheet(landscape=document.landscape or wide)
    tree = Element("Document")
    rows = set_opening(document, paper.room, tree)
    after_heading = True
    for one in ready:
        rows += _spaced(_set(one, paper, tree), one, after_heading=after_heading)
        after_heading = isinstance(one, Heading)
    return paint(document, into_pages(rows, paper.depth), paper, tree, progress)


def _set(one: Ready, paper: Sheet, tree: Element) -> list[Row]:
    """One block as rows."""
    match one:
        case TableSetter():
            return one.rows(paper.room, paper.depth, tree)
        case Heading():
            return set_heading(one, paper.room, tree)
        case Paragraph():
            return set_paragraph(one, paper.room, tree)
        case Chart():
            return set_chart(one, paper.room, tree)
        case Notes():
            return set_notes(one, paper.room, tree)


def _spaced(rows: list[Row], one: Ready, *, after_heading: bool) -> list[Row]:
    """The rows with the space this kind of block wants above it; headings bring their own."""
    if isinstance(one, Heading) or not rows:
        return rows
    kind = Table if isinstance(one, TableSetter) else type(one)
    above = (_ABOVE_AFTER_HEADING if after_heading else _ABOVE)[kind]
    return [replace(rows[0], above=above), *rows[1:]]
