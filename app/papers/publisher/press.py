"""From blocks to bytes: choose the paper, set every block as rows, break them into pages, paint.

A table too wide for an upright page has turned pages of its own, where there is more to the document than this table.
"""

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
    Dumbbell,
    Facts,
    Heading,
    Implications,
    Notes,
    Paragraph,
    ScoreStrips,
    Signature,
    Stream,
    Table,
    Timeline,
)
from app.papers.publisher.boxes import set_box
from app.papers.publisher.charts import set_chart
from app.papers.publisher.contents import ContentsSetter, entries_of, level_of
from app.papers.publisher.dumbbells import set_dumbbell
from app.papers.publisher.elements import Element
from app.papers.publisher.endings import set_last_line, set_signature
from app.papers.publisher.lines import kept, spaced
from app.papers.publisher.lists import hang_of, set_bullets, set_numbered, set_stream
from app.papers.publisher.opening import set_opening
from app.papers.publisher.paint import paint
from app.papers.publisher.pairs import set_contact, set_implications, set_said
from app.papers.publisher.prose import set_heading, set_notes, set_paragraph
from app.papers.publisher.rows import Page, Row, into_pages, tie
from app.papers.publisher.sheet import TURNED, UPRIGHT, Sheet
from app.papers.publisher.spacing import above
from app.papers.publisher.strips import set_strips
from app.papers.publisher.tables import TableSetter
from app.papers.publisher.timelines import set_timeline
from app.progress import Progress

_SHORT_TABLE, _MOST_EMPTY = 8, 0.45
_TOGETHER = 3
"""So many lines of what is signed stand over a signature, and of what ends over the last line: nobody signs, and
nothing ends, an empty page."""
_ABOVE_LAST_LINE = 16.0

Worded = Heading | Paragraph | Bullets | Stream | Chart | Dumbbell | ScoreStrips | Timeline | Notes | Signature
Ready = Worded | TableSetter | Box | Implications | Facts | Contact | Contents


def press(document: Document, progress: Progress) -> tuple[bytes, int, Mapping[str, int]]:
    """The PDF of a document, how many pages it has, and on which its anchors stand.

    Raises Refused for a table too wide for any page, Stopped when stopped.
    """
    ready = [TableSetter(block, progress) if isinstance(block, Table) else block for block in document.blocks]
    turned = _turned(ready)
    paper = TURNED if document.landscape or turned == [True] else UPRIGHT
    tree = Element("Document")
    pages = _Layout(document, paper, tree).pages(ready, turned)
    return paint(document, pages, paper, tree, progress), len(pages), _anchors(pages)


class _Layout:
    """The rows so far, and what has to be known of them once they are on pages."""

    def __init__(self, document: Document, paper: Sheet, tree: Element) -> None:
        self.document, self.paper, self.tree = document, paper, tree
        self.rows: list[Row] = []
        self.hang = hang_of(document.blocks)
        self.headings: list[tuple[int, Row]] = []
        self.contents: list[tuple[int, ContentsSetter]] = []

    def pages(self, ready: Sequence[Ready], turned: Sequence[bool]) -> list[Page]:
        """Every block on its page, with the contents told the pages of the headings."""
        self._open(turned=bool(turned) and turned[0])
        before: Ready | None = None
        lines = 0
        for one, turn in zip(ready, turned, strict=True):
            rows = self._turn(self._set(one, TURNED if turn else self.paper), turned=turn)
            if not rows:
                continue
            fresh = rows[0].fresh or (before is None and self.document.opening == "cover")
            rows[0] = replace(rows[0], above=above(one, before), fresh=fresh)
            if isinstance(one, Heading | Stream):
                self.headings.append((level_of(one), rows[0]))
            if isinstance(one, Signature):
                self._keep_with_next(before, lines)
            self.rows += rows
            before, lines = one, len(rows)
        if self.document.ending:
            self._keep_with_next(before, lines)
            self._end(turned=bool(turned) and turned[-1])
        pages = self._paged()
        return self._with_contents(pages) if self.contents else pages

    def _open(self, *, turned: bool) -> None:
        """The title, on the page of what follows it; a cover is a page by itself."""
        turned = turned and self.document.opening != "cover"
        paper = TURNED if turned else self.paper
        self.rows += self._turn(set_opening(self.document, paper.room, paper.depth, self.tree), turned=turned)

    def _keep_with_next(self, last: Ready | None, lines: int) -> None:
        """Tie the end of the last block, of so many `lines`, to what follows; a heading is tied already."""
        if lines and not isinstance(last, Heading | Stream):
            at = len(self.rows) - min(lines, _TOGETHER)
            self.rows[at:] = kept(self.rows[at:])

    def _end(self, *, turned: bool) -> None:
        """The line after the last block."""
        paper = TURNED if turned else self.paper
        rows = self._turn(set_last_line(self.document.ending, paper.room, self.tree), turned=turned)
        self.rows += spaced(rows, _ABOVE_LAST_LINE)

    def _turn(self, rows: list[Row], *, turned: bool) -> list[Row]:
        """The rows on turned pages, unless all pages are."""
        return [replace(row, turned=True) for row in rows] if turned and self.paper is not TURNED else rows

    def _paged(self) -> list[Page]:
        return into_pages(self.rows, self.paper.depth, TURNED.depth)

    def _with_contents(self, pages: Sequence[Page]) -> list[Page]:
        """The pages again; the rows of the contents are as high as they were, so nothing moves."""
        page_of = {id(placed.row): number for number, page in enumerate(pages, start=1) for placed in page}
        for start, setter in self.contents:
            end = start + len(setter.rows)
            numbers = [page_of[id(row)] for level, row in self.headings if level <= setter.deepest]
            self.rows[start:end] = setter.numbered(self.rows[start:end], numbers)
        return self._paged()

    def _set(self, one: Ready, paper: Sheet) -> list[Row]:
        """One block as rows."""
        room, depth, tree = paper.room, paper.depth, self.tree
        match one:
            case TableSetter():
                return _whole_when_short(one, one.rows(room, depth, tree), depth)
            case Box():
                return set_box(one, room, depth, tree)
            case Implications():
                return set_implications(one, room, depth, tree)
            case Facts():
                return set_said(one, room, depth, tree)
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


def _turned(ready: Sequence[Ready]) -> list[bool]:
    """Which blocks need a turned page: tables too wide for an upright one, with what introduces them."""
    turned = [isinstance(one, TableSetter) and one.must_turn(UPRIGHT.room) for one in ready]
    for at in reversed(range(len(ready) - 1)):
        turned[at] = turned[at] or (turned[at + 1] and _introduces(ready[at]))
    return turned


def _introduces(one: Ready) -> bool:
    return isinstance(one, Heading | Stream) or (isinstance(one, Paragraph) and one.introduces)


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
        case Notes():
            return set_notes(one, room, tree)
        case Signature():
            return set_signature(one, room, tree)
        case _:
            return _set_figure(one, room, tree)


def _set_figure(one: Chart | Dumbbell | ScoreStrips | Timeline, room: float, tree: Element) -> list[Row]:
    """A picture of figures, with its words for somebody who hears it."""
    match one:
        case Chart():
            return set_chart(one, room, tree)
        case Dumbbell():
            return set_dumbbell(one, room, tree)
        case ScoreStrips():
            return set_strips(one, room, tree)
        case Timeline():
            return set_timeline(one, room, tree)


def _whole_when_short(table: TableSetter, rows: list[Row], depth: float) -> list[Row]:
    """A short table is not parted over two pages, unless that would leave much of a page empty."""
    short = len(table.entries) <= _SHORT_TABLE and sum(row.height for row in rows) <= depth * _MOST_EMPTY
    return tie(rows, first=len(rows)) if short else rows


def _anchors(pages: Sequence[Page]) -> dict[str, int]:
    """The page, counted from 1, of every named place."""
    return {
        placed.row.anchor: number for number, page in enumerate(pages, start=1) for placed in page if placed.row.anchor
    }
