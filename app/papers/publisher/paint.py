"""Pages of rows drawn as a tagged PDF (PDF/UA-1): every word belongs to an element, everything else is an artifact.

Drawing is strict: words of no element outside the furniture of a page are a fault of the desk, and raise Untagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from app.papers.blocks import Document
from app.papers.publisher.describing import LANGUAGE, put_description, put_metadata
from app.papers.publisher.elements import Element
from app.papers.publisher.embedding import Embedded
from app.papers.publisher.faces import Style, width
from app.papers.publisher.outline import Outline
from app.papers.publisher.pdf_file import PdfFile, ref, string
from app.papers.publisher.rows import Box, Page, Placed, Row, Rule, Words
from app.papers.publisher.sheet import MARGIN, Sheet, foot_of_page, head_of_page
from app.papers.publisher.structure import Structure
from app.progress import Progress

_ARTIFACT = "/Artifact BMC"
_HEADER = "/Artifact<</Type/Pagination/Subtype/Header>>BDC"
_FOOTER = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC"
_AGAIN = "/Artifact<</Type/Pagination>>BDC"
_OUTLINE_WEIGHT = 0.7
_FIGURE = "Figure"


class Untagged(AssertionError):
    """Words were set that no reader could speak in their place: a setter gave them no element."""


def paint(document: Document, pages: Sequence[Page], paper: Sheet, tree: Element, progress: Progress) -> bytes:
    """The bytes of the PDF. Raises Stopped between pages."""
    return Painter(document, paper, tree).paint(pages, progress)


class Painter:
    """A file, and the page that is being drawn."""

    def __init__(self, document: Document, paper: Sheet, tree: Element) -> None:
        self.document, self.paper = document, paper
        self.file = PdfFile()
        self.structure = Structure(tree)
        self.outline = Outline()
        self.faces: dict[str, Embedded] = {}
        self.contents: list[int] = []
        self.code: list[str] = []
        self.open: Element | str = ""
        self.style: Style | None = None

    def paint(self, pages: Sequence[Page], progress: Progress) -> bytes:
        """Every page in turn, then what holds them together."""
        for number, page in enumerate(pages, start=1):
            progress.step(number - 1, len(pages), f"Page {number} of {len(pages)}")
            self._begin_page()
            self._place(head_of_page(self.document, self.paper), _HEADER)
            for placed in page:
                self._place(placed, _AGAIN if placed.said else "")
            self._place(foot_of_page(self.document, self.paper, number, len(pages)), _FOOTER)
            self._end_page()
        return self._bind()

    def _begin_page(self) -> None:
        self.code, self.style = [], None
        self.structure.begin_page()

    def _end_page(self) -> None:
        self._mark("")
        self.contents.append(self.file.stream("\n".join(self.code).encode("ascii")))

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
                self._box(mark, top)

    def _mark(self, of: Element | str) -> None:
        """Say what the next strokes belong to: an element, a kind of artifact, or nothing at the end of a page."""
        if of is self.open:
            return
        if self.open:
            self.code.append("EMC")
        if isinstance(of, Element):
            self.code.append(f"/{of.role}<</MCID {self.structure.mark(of)}>>BDC")
        elif of:
            self.code.append(of)
        self.open = of

    def _words(self, mark: Words, top: float, furniture: str) -> None:
        if not mark.text:
            return
        of = furniture or mark.of
        if not of:
            raise Untagged(f"“{mark.text}” belongs to no element")
        style = mark.style
        embedded = self.faces.get(style.face) or self._embed(style.face)
        self._mark(of)
        if style is not self.style:
            at = list(self.faces).index(style.face)
            self.code.append(f"/F{at} {style.size:g} Tf {style.spacing:g} Tc {_ink(style.ink)} rg")
            self.style = style
        x, y = MARGIN + mark.x, top - mark.y
        self.code.append(f"BT {x:.2f} {y:.2f} Td<{embedded.encode(mark.text)}>Tj ET")
        if isinstance(of, Element) and of.role == _FIGURE:
            self.structure.cover(of, x, y - 0.25 * style.size, x + width(mark.text, style), y + 0.75 * style.size)

    def _embed(self, name: str) -> Embedded:
        self.faces[name] = Embedded(name)
        return self.faces[name]

    def _rule(self, mark: Rule, top: float) -> None:
        self.code.append(
            f"{mark.weight:g} w {_ink(mark.ink)} RG {MARGIN + mark.x:.2f} {top - mark.y:.2f} m "
            f"{MARGIN + mark.to_x:.2f} {top - mark.to_y:.2f} l S"
        )
        if mark.of and mark.of.role == _FIGURE:
            left, right = sorted((MARGIN + mark.x, MARGIN + mark.to_x))
            foot, head = sorted((top - mark.y, top - mark.to_y))
            self.structure.cover(mark.of, left, foot, right, head)

    def _box(self, mark: Box, top: float) -> None:
        left, foot = MARGIN + mark.x, top - mark.y - mark.height
        if mark.fill:
            self.style = None  # the fill colour is shared with text
            self.code.append(f"{_ink(mark.fill)} rg")
        if mark.outline:
            self.code.append(f"{_OUTLINE_WEIGHT} w {_ink(mark.outline)} RG")
        ends = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
        end = ends[bool(mark.fill), bool(mark.outline)]
        self.code.append(f"{left:.2f} {foot:.2f} {mark.width:.2f} {mark.height:.2f} re {end}")
        if mark.of and mark.of.role == _FIGURE:
            self.structure.cover(mark.of, left, foot, left + mark.width, foot + mark.height)

    def _bookmark(self, row: Row, top: float) -> None:
        level, words = row.bookmark or (1, "")
        self.outline.add(level, words, len(self.contents), top + 8)

    def _bind(self) -> bytes:
        """The pages with their typefaces, structure, bookmarks and description, as the bytes of the file."""
        file = self.file
        tree = file.number()
        pages = [file.number() for _ in self.contents]
        fonts = "".join(f"/F{at} {ref(one.write(file))}" for at, one in enumerate(self.faces.values()))
        resources = file.put(f"<</Font<<{fonts}>>>>")
        for at, (page, content) in enumerate(zip(pages, self.contents, strict=True)):
            file.put(
                f"<</Type/Page/Parent {ref(tree)}/Contents {ref(content)}/Tabs/S/StructParents {at}>>",
                page,
            )
        size = f"{self.paper.width:.2f} {self.paper.height:.2f}"
        kids = " ".join(ref(page) for page in pages)
        file.put(
            f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 {size}]/Resources {ref(resources)}>>", tree
        )
        catalogue = file.put(
            f"<</Type/Catalog /Pages {ref(tree)} /Lang {string(LANGUAGE)} /MarkInfo<</Marked true>>"
            f" /ViewerPreferences<</DisplayDocTitle true>> /StructTreeRoot {ref(self.structure.write(file, pages))}"
            f" /Outlines {ref(self.outline.write(file, pages))} /Metadata {ref(put_metadata(file, self.document))}>>"
        )
        return file.written(catalogue, put_description(file, self.document))


@cache
def _ink(colour: str) -> str:
    """A colour such as #0B5868 as a page's content says it."""
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))
