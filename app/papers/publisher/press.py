"""From blocks to bytes: choose the paper, set every block as rows, break them into pages, paint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.papers.blocks import (
    Box,
    Bullets,
    Chart,
    Contact,
    Contents,
    Document,
    Heading,
    Implications,
    Notes,
    Paragraph,
    Signature,
    Stream,
    Table,
)
from app.papers.publisher.boxes import set_box
from app.papers.publisher.charts import set_chart
from app.papers.publisher.contents import ContentsSetter, entries_of
from app.papers.publisher.elements import Element
from app.papers.publisher.endings import set_signature
from app.papers.publisher.lines import kept
from app.papers.publisher.lists import hang_of, set_bullets, set_numbered, set_stream
from app.papers.publisher.opening import set_opening
from app.papers.publisher.paint import paint
from app.papers.publisher.pairs import set_contact, set_implications
from app.papers.publisher.prose import set_heading, set_notes, set_paragraph
from app.papers.publisher.rows import Page, Row, into_pages, tie
from app.papers.publisher.sheet import UPRIGHT_ROOM, Sheet, sheet
from app.papers.publisher.spacing import above
from app.papers.publisher.tables import TableSetter
from app.progress import Progress

_SHORT_TABLE, _MOST_EMPTY = 8, 0.45
_SIGNED = 3
"""So many lines of what is signed stand over a signature: nobody signs an empty page."""

Worded = Heading | Paragraph | Bullets | Stream | Chart | Notes | Signature
Ready = Worded | TableSetter | Box | Implications | Contact | Contents


def press(document: Document, progress: Progress) -> tuple[bytes, int, Mapping[str, int]]:
    """The PDF of a document, how many pages it has, and on which its anchors stand.

    Raises Refused for a table too wide for any page, Stopped when stopped.
    """
    ready = [TableSetter(block, progress) if isinstance(block, Table) else block for block in document.blocks]
    wide = any(isinstance(one, TableSetter) and one.must_turn(UPRIGHT_ROOM) for one in ready)
    paper = sheet(landscape=document.landscape or wide)
    tree = Element("Document")
    pages = _Layout(document, paper, tree).pages(ready)
    return paint(document, pages, paper, tree, progress), len(pages), _anchors(pages)


class _Layout:
    """The rows so far, and what has to be known of them once they are on pages."""

    def __init__(self, document: Document, paper: Sheet, tree: Element) -> None:
        self.document, self.paper, self.tree = document, paper, tree
        self.rows = set_opening(document, paper.room, paper.depth, tree)
        self.hang = hang_of(document.blocks)
        self.headings: list[Row] = []
        self.contents: list[tuple[int, ContentsSetter]] = []

    def pages(self, ready: Sequence[Ready]) -> list[Page]:
        """Every block on its page, with the contents told the pages of the headings."""
        before: Ready | None = None
        lines = 0
        for one in ready:
            rows = self._set(one)
            if not rows:
                continue
            fresh = rows[0].fresh or (before is None and self.document.opening == "cover")
            rows[0] = replace(rows[0], above=above(one, before), fresh=fresh)
            if isinstance(one, Heading | Stream):
                self.headings.append(rows[0])
            if isinstance(one, Signature) and lines:
                last = min(lines, _SIGNED)
                self.rows[-last:] = kept(self.rows[-last:])
            self.rows += rows
            before, lines = one, len(rows)
        pages = into_pages(self.rows, self.paper.depth)
        return self._with_contents(pages) if self.contents else pages

    def _with_contents(self, pages: Sequence[Page]) -> list[Page]:
        """The pages again; the rows of the contents are as high as they were, so nothing moves."""
        page_of = {id(placed.row): number for number, page in enumerate(pages, start=1) for placed in page}
        numbers = [page_of[id(row)] for row in self.headings]
        for start, setter in self.contents:
            end = start + len(setter.rows)
            self.rows[start:end] = setter.numbered(self.rows[start:end], numbers)
        return into_pages(self.rows, self.paper.depth)

    def _set(self, one: Ready) -> list[Row]:
        """One block as rows."""
        room, depth, tree = self.paper.room, self.paper.depth, self.tree
        match one:
            case TableSetter():
                return _whole_when_short(one, one.rows(room, depth, tree), depth)
            case Box():
                return set_box(one, room, depth, tree)
            case Implications():
                return set_implications(one, room, depth, tree)
            case Contact():
                return set_contact(one, room, depth, tree)
            case Contents():
                return self._set_contents(one)
            case _:
                return _set_words(one, room, tree, self.hang)

    def _set_contents(self, block: Contents) -> list[Row]:
        setter = ContentsSetter(block, entries_of(self.document.blocks), self.paper.room, self.tree)
        self.contents.append((len(self.rows), setter))
        return list(setter.rows)


def _set_words(one: Worded, room: float, tree: Element, hang: float) -> list[Row]:
    """A block that is as high as it is, however high the page."""
    match one:
        case Heading():
            return set_heading(one, room, tree)
        case Paragraph():
            return set_numbered(one, room, tree, hang) if one.number else set_paragraph(one, room, tree)
        case Bullets():
            return set_bullets(one, room, tree, hang)
        case Stream():
            return set_stream(one, room, tree, hang)
        case Chart():
            return set_chart(one, room, tree)
        case Notes():
            return set_notes(one, room, tree)
        case Signature():
            return set_signature(one, room, tree)


def _whole_when_short(table: TableSetter, rows: list[Row], depth: float) -> list[Row]:
    """A short table is not parted over two pages, unless that would leave much of a page empty."""
    short = len(table.entries) <= _SHORT_TABLE and sum(row.height for row in rows) <= depth * _MOST_EMPTY
    return tie(rows, first=len(rows)) if short else rows


def _anchors(pages: Sequence[Page]) -> dict[str, int]:
    """The page, counted from 1, of every named place."""
    return {
        placed.row.anchor: number for number, page in enumerate(pages, start=1) for placed in page if placed.row.anchor
    }
