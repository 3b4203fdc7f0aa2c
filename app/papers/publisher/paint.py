"""Pages of rows drawn as a PDF: the only place where anything is put on ReportLab's canvas.

All text passes `_words`, all lines and boxes `_rule` and `_box`: a tagged PDF needs a hook in these three alone.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import TimeStamp
from reportlab.pdfgen.canvas import Canvas

from app.papers.blocks import Document
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import REGULAR, Style, clean, face
from app.papers.publisher.rows import Box, Page, Placed, Row, Rule, Words
from app.papers.publisher.sheet import MARGIN, Sheet, foot_of_page, head_of_page
from app.progress import Progress

LANGUAGE = "en-GB"
CREATOR = "Commissioning Desk"


def paint(document: Document, pages: Sequence[Page], paper: Sheet, tree: Element, progress: Progress) -> bytes:
    """The bytes of the PDF. Raises Stopped between pages."""
    return Painter(document, paper).paint(pages, progress)


class Painter:
    """A canvas, and where the next mark goes on it."""

    def __init__(self, document: Document, paper: Sheet) -> None:
        face(REGULAR)
        self.document, self.paper = document, paper
        self.bytes = BytesIO()
        # ReportLab writes Helvetica, which is not embedded, into every file unless told which face to start with
        self.canvas = Canvas(
            self.bytes,
            pagesize=(paper.width, paper.height),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # a name, whatever the stub says
            lang=LANGUAGE,
            pdfVersion=(1, 7),
        )
        self.style: Style | None = None
        self.level = -1
        self.bookmarks = 0

    def paint(self, pages: Sequence[Page], progress: Progress) -> bytes:
        """Every page in turn."""
        self._describe()
        for number, page in enumerate(pages, start=1):
            progress.step(number - 1, len(pages), f"Page {number} of {len(pages)}")
            self.style = None
            self._place(head_of_page(self.document, self.paper))
            for placed in page:
                self._place(placed)
            self._place(foot_of_page(self.document, self.paper, number, len(pages)))
            self.canvas.showPage()
        self.canvas.save()
        return self.bytes.getvalue()

    def _describe(self) -> None:
        """What a reader shows about the file, dated with the paper's own day: the same paper is the same file."""
        document = self.document
        self.canvas.setTitle(clean(document.title))
        self.canvas.setAuthor(clean(document.author or document.office))
        self.canvas.setSubject(clean(document.subtitle))
        self.canvas.setCreator(CREATOR)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        inner: Any = self.canvas
        inner._doc._timeStamp = _stamp(document.day)  # no public way: tests/papers covers it

    def _place(self, placed: Placed) -> None:
        """The marks of one row, the row's top being `placed.top` below the top of the text."""
        top = self.paper.height - MARGIN - placed.top
        if placed.row.bookmark:
            self._bookmark(placed.row, top)
        for mark in placed.row.marks:
            if isinstance(mark, Words):
                self._words(mark, top)
            elif isinstance(mark, Rule):
                self._rule(mark, top)
            else:
                self._box(mark, top)

    def _words(self, mark: Words, top: float) -> None:
        style = mark.style
        if style is not self.style:
            face(style.face)
            self.canvas.setFont(style.face, style.size)
            self.canvas.setFillColor(HexColor(style.ink))
            self.style = style
        self.canvas.drawString(MARGIN + mark.x, top - mark.y, mark.text, charSpace=style.spacing)

    def _rule(self, mark: Rule, top: float) -> None:
        self.canvas.setStrokeColor(HexColor(mark.ink))
        self.canvas.setLineWidth(mark.weight)
        self.canvas.line(MARGIN + mark.x, top - mark.y, MARGIN + mark.to_x, top - mark.to_y)

    def _box(self, mark: Box, top: float) -> None:
        self.style = None  # the fill colour is shared with text
        if mark.fill:
            self.canvas.setFillColor(HexColor(mark.fill))
        if mark.outline:
            self.canvas.setStrokeColor(HexColor(mark.outline))
            self.canvas.setLineWidth(0.7)
        left, foot = MARGIN + mark.x, top - mark.y - mark.height
        self.canvas.rect(left, foot, mark.width, mark.height, stroke=int(bool(mark.outline)), fill=int(bool(mark.fill)))

    def _bookmark(self, row: Row, top: float) -> None:
        """An entry in the outline; a level that skips one is brought up, because a PDF cannot hold the gap."""
        level, words = row.bookmark or (1, "")
        self.level = min(level - 1, self.level + 1)
        self.bookmarks += 1
        key = f"bookmark-{self.bookmarks}"
        self.canvas.bookmarkPage(key, fit="XYZ", left=0, top=top + 8, zoom=0)
        self.canvas.addOutlineEntry(words, key, level=self.level, closed=False)


def _stamp(day: date) -> object:
    """ReportLab's own kind of time, at noon of the paper's day."""
    moment = (day.year, day.month, day.day, 12, 0, 0)
    stamp = TimeStamp(1)
    stamp.t = float(calendar.timegm(moment))
    stamp.YMDhms = moment
    return stamp
