"""Pages of rows drawn as a tagged PDF (PDF/UA-1): every word belongs to an element, everything else is an artifact.

Drawing is strict: words of no element outside the furniture of a page are a fault of the desk, and raise Untagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.papers.blocks import Document
from app.papers.publisher.describing import LANGUAGE, describe, metadata
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import REGULAR, Style, face, width
from app.papers.publisher.rows import Box, Disc, Page, Placed, Row, Rule, Shape, Words, is_turned
from app.papers.publisher.sheet import MARGIN, TURNED, Sheet, foot_of_page, head_of_page
from app.papers.publisher.structure import Structure
from app.papers.publisher.tagged import TaggedCanvas, ink
from app.progress import Progress

_ARTIFACT = "/Artifact BMC"
_HEADER = "/Artifact<</Type/Pagination/Subtype/Header>>BDC"
_FOOTER = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC"
_AGAIN = "/Artifact<</Type/Pagination>>BDC"
_OUTLINE_WEIGHT, _RING_WEIGHT = 0.7, 1.2
_FIGURE = "Figure"


class Untagged(AssertionError):
    """Words were set that no reader could speak in their place: a setter gave them no element."""


def paint(document: Document, pages: Sequence[Page], paper: Sheet, tree: Element, progress: Progress) -> bytes:
    """The bytes of the PDF on this paper, but for pages that are turned. Raises Stopped between pages."""
    return Painter(document, paper, tree).paint(pages, progress)


class Painter:
    """A canvas, and what is known of the page that is being drawn."""

    def __init__(self, document: Document, paper: Sheet, tree: Element) -> None:
        self.document = document
        self.usual = self.paper = paper
        self.canvas = TaggedCanvas(LANGUAGE, face(REGULAR))
        self.structure = Structure(tree)
        self.pages: list[str] = []
        self.open: Element | str = ""
        self.style: Style | None = None
        self.stroke: tuple[str, float] | None = None
        self.bookmarks = 0
        self.level = -1

    def paint(self, pages: Sequence[Page], progress: Progress) -> bytes:
        """Every page in turn, then what holds them together."""
        describe(self.canvas, self.document)
        for number, page in enumerate(pages, start=1):
            progress.step(number - 1, len(pages), f"Page {number} of {len(pages)}")
            self._begin_page(TURNED if is_turned(page) else self.usual)
            self._place(head_of_page(self.document, self.paper), _HEADER)
            for placed in page:
                self._place(placed, _AGAIN if placed.said else "")
            self._place(foot_of_page(self.document, self.paper, number, len(pages)), _FOOTER)
            self._end_page()
        return self.canvas.bind(self.structure.write(self.canvas, self.pages), metadata(self.document))

    def _begin_page(self, paper: Sheet) -> None:
        self.style = self.stroke = None
        self.paper = paper
        self.canvas.setPageSize((paper.width, paper.height))
        self.structure.begin_page()

    def _end_page(self) -> None:
        self._mark("")
        self.pages.append(self.canvas.close_page(len(self.pages)))

    def _place(self, placed: Placed, furniture: str) -> None:
        """The marks of one row, the row's top being `placed.top` below the top of the text."""
        top = self.paper.height - MARGIN - placed.top
        if placed.row.bookmark and not furniture:
            self._bookmark(placed.row, top)
        for mark in placed.row.marks:
            if isinstance(mark, Words):
                self._words(mark, top, furniture)
            elif isinstance(mark, Rule):
                self._mark(furniture or mark.of or _ARTIFACT)
                self._rule(mark, top)
            else:
                self._mark(furniture or mark.of or _ARTIFACT)
                self._shape(mark, top)

    def _mark(self, of: Element | str) -> None:
        """Say what the next strokes belong to: an element, a kind of artifact, or nothing at the end of a page."""
        if of is self.open:
            return
        if self.open:
            self.canvas.addLiteral("EMC")
        if isinstance(of, Element):
            self.canvas.addLiteral(f"/{of.role}<</MCID {self.structure.mark(of)}>>BDC")
        elif of:
            self.canvas.addLiteral(of)
        self.open = of

    def _words(self, mark: Words, top: float, furniture: str) -> None:
        if not mark.text:
            return
        of = furniture or mark.of
        if not of:
            raise Untagged(f"“{mark.text}” belongs to no element")
        style = mark.style
        self._mark(of)
        if style is not self.style:
            self.canvas.set_letters(face(style.face), style.size, style.spacing, style.ink)
            self.style = style
        x, y = MARGIN + mark.x, top - mark.y
        self.canvas.draw_words(x, y, mark.text)
        if isinstance(of, Element) and of.role == _FIGURE:
            self.structure.cover(of, x, y - 0.25 * style.size, x + width(mark.text, style), y + 0.75 * style.size)

    def _rule(self, mark: Rule, top: float) -> None:
        self._stroke(mark.ink, mark.weight)
        self.canvas.line(MARGIN + mark.x, top - mark.y, MARGIN + mark.to_x, top - mark.to_y)
        if mark.of and mark.of.role == _FIGURE:
            left, right = sorted((MARGIN + mark.x, MARGIN + mark.to_x))
            foot, head = sorted((top - mark.y, top - mark.to_y))
            self.structure.cover(mark.of, left, foot, right, head)

    def _shape(self, mark: Box | Disc | Shape, top: float) -> None:
        """A rectangle, a circle or another shape, and the place it takes in its figure."""
        if mark.fill:
            self.style = None  # the fill colour is shared with text
            self.canvas.setFillColor(ink(mark.fill))
        if mark.outline:
            self._stroke(mark.outline, _RING_WEIGHT if isinstance(mark, Disc) else _OUTLINE_WEIGHT)
        drawn = {"stroke": int(bool(mark.outline)), "fill": int(bool(mark.fill))}
        if isinstance(mark, Box):
            left, foot, wide, high = MARGIN + mark.x, top - mark.y - mark.height, mark.width, mark.height
            self.canvas.rect(left, foot, wide, high, **drawn)
        elif isinstance(mark, Shape):
            places = [(MARGIN + x, top - y) for x, y in mark.points]
            left, foot = min(x for x, _ in places), min(y for _, y in places)
            wide, high = max(x for x, _ in places) - left, max(y for _, y in places) - foot
            path = self.canvas.beginPath()
            path.moveTo(*places[0])
            for place in places[1:]:
                path.lineTo(*place)
            path.close()
            self.canvas.drawPath(path, **drawn)
        else:
            wide = high = 2 * mark.radius
            left, foot = MARGIN + mark.x - mark.radius, top - mark.y - mark.radius
            self.canvas.circle(MARGIN + mark.x, top - mark.y, mark.radius, **drawn)
        if mark.of and mark.of.role == _FIGURE:
            self.structure.cover(mark.of, left, foot, left + wide, foot + high)

    def _stroke(self, colour: str, weight: float) -> None:
        """What lines are drawn in from now on."""
        if self.stroke != (colour, weight):
            self.canvas.setStrokeColor(ink(colour))
            self.canvas.setLineWidth(weight)
            self.stroke = colour, weight

    def _bookmark(self, row: Row, top: float) -> None:
        """An entry in the outline; a level that skips one is brought up, because a PDF cannot hold the gap."""
        level, words = row.bookmark or (1, "")
        self.level = min(level - 1, self.level + 1)
        self.bookmarks += 1
        key = f"bookmark-{self.bookmarks}"
        self.canvas.bookmarkPage(key, fit="XYZ", left=0, top=top + 8, zoom=0)
        self.canvas.addOutlineEntry(words, key, level=self.level)
