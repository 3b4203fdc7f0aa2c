"""ReportLab's canvas with a structure: the only module that leans on what ReportLab does not promise to keep.

ReportLab draws the pages and writes the file: objects, typefaces, bookmarks, description. It knows nothing of tags;
this canvas gives every page its place in the structure tree, and the tree its place in the file. A new version of
ReportLab that takes away a name used here is told by `tests/papers/test_tagged.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.pdfdoc import XMP, DummyDoc, PDFString
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.papers.publisher.letters import UNPRINTABLE

_BLOCK = 100
"""So many characters may be mapped in one block of a ToUnicode map."""

rl_config.useA85 = 0  # a page written in letters and digits alone would take a quarter more room


class TaggedCanvas(Canvas):
    """A canvas whose file has a structure tree."""

    _code: list[str]
    _doc: Any

    def __init__(self, language: str, typeface: Typeface) -> None:
        registerFont(typeface)
        # ReportLab lists Helvetica, which is not embedded, in every file unless told which typeface to begin with
        first: Any = typeface.fontName
        super().__init__("", pageCompression=1, invariant=1, initialFontName=first, lang=language, pdfVersion=(1, 7))
        self._alphabets: dict[tuple[str, float], _Alphabet] = {}
        self._alphabet: _Alphabet

    def set_letters(self, typeface: Typeface, size: float, spacing: float, colour: str) -> None:
        """What words are drawn in from now on."""
        key = (typeface.fontName, size)
        if key not in self._alphabets:
            self._alphabets[key] = _Alphabet(typeface, size, self._doc)
        self._alphabet = self._alphabets[key]
        self.addLiteral(f"{self._alphabet.typeface(0)} {spacing:g} Tc")
        self.setFillColor(ink(colour))

    def draw_words(self, x: float, y: float, text: str) -> None:
        """One line of text in the letters that were set last.

        ReportLab's own `drawString` takes seven times as long, and a long list has seventy thousand of them.
        """
        self.addLiteral(f"BT {x:.2f} {y:.2f} Td({text.translate(self._alphabet)})Tj ET")

    def close_page(self, at: int) -> str:
        """End a page, the one `at` (from 0) in the parent tree. Gives what points to it."""
        self._doc.updateSignature("".join(self._code))  # or two papers of one title would have one identifier
        self.showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = at, "/S"
        pointer: bytes = self._doc.Reference(page).format(self._doc)
        return pointer.decode("ascii")

    @property
    def next_number(self) -> int:
        """The number of the object that is added next."""
        return int(self._doc.objectcounter) + 1

    def add(self, objects: Sequence[str]) -> None:
        """Objects as they stand in the file, each with the next number.

        They are text, not made of ReportLab's objects: a long list has seventy thousand of them.
        """
        for at, body in enumerate(objects, self.next_number):
            self._doc.Reference(body.encode("ascii"), f"Tag{at}")

    def bind(self, structure: int, metadata: str) -> bytes:
        """The bytes of the file, with the number of its structure tree and its description as XMP."""
        catalogue = self._doc.Catalog
        catalogue.StructTreeRoot = ref(structure)
        catalogue.MarkInfo = "<</Marked true>>"
        catalogue.Metadata = XMP(creator=lambda _: metadata.encode())
        pdf: bytes = super().getpdfdata()  # type: ignore[no-untyped-call]
        return pdf


class _Alphabet(dict[int, str]):
    """What each character is in a page's content. ReportLab gives the codes out as they are asked for."""

    def __init__(self, typeface: Typeface, size: float, doc: Any) -> None:
        self._typeface, self._size, self._doc = typeface, size, doc

    def __missing__(self, letter: int) -> str:
        ((subset, code),) = self._typeface.splitString(chr(letter), self._doc)
        said: str = escapePDF(code)
        if subset:  # a typeface of which more than 256 letters are used is several to ReportLab
            said = f")Tj {self.typeface(subset)}({said})Tj {self.typeface(0)}("
        self[letter] = said
        return said

    def typeface(self, subset: int) -> str:
        """What sets the typeface and its size."""
        return f"{self._typeface.getSubsetInternalName(subset, self._doc)} {self._size:g} Tf"


class Typeface(TTFont):
    """A typeface that draws an empty box for every character it does not have.

    The character keeps its meaning: it is searched, copied and read aloud as what was typed. `letters` are those that
    the typeface has. Raises TTFError, OSError or struct.error when its file is not in order.
    """

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        metrics: Any = self.face
        self.letters = frozenset(metrics.charToGlyph)
        metrics.defaultWidth = metrics.charWidths[ord(UNPRINTABLE)]
        metrics.charToGlyph = _Glyphs(metrics.charToGlyph)

    def addObjects(self, doc: object) -> None:  # noqa: N802  # ReportLab's name
        """Put it into a file, one at a time: ReportLab reads on from wherever it last stood in the typeface."""
        with _one_at_a_time:
            super().addObjects(doc)


_one_at_a_time = Lock()


class _Glyphs(dict[int, int]):
    """The glyph of every character."""

    def __contains__(self, letter: object) -> bool:
        return True

    def __missing__(self, letter: int) -> int:
        return self[ord(UNPRINTABLE)]


def ref(number: int) -> str:
    """What points to an object."""
    return f"{number} 0 R"


def string(text: str) -> str:
    """A text in an object."""
    return PDFString(text).format(DummyDoc()).decode("ascii")


@cache
def ink(colour: str) -> Color:
    """A colour such as #0B5868."""
    return HexColor(colour)


def _to_unicode(fontname: str, subset: Sequence[int]) -> str:
    """What each code of a typeface means, for searching, copying and reading aloud.

    ReportLab's own map says that codes which are never used mean U+0000, which PDF/UA forbids, puts all into one block,
    and cannot say characters beyond U+FFFF.
    """
    pairs = [f"<{code:02X}> <{chr(one).encode('utf-16-be').hex().upper()}>" for code, one in enumerate(subset) if one]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
        *[line for some in blocks for line in (f"{len(some)} beginbfchar", *some, "endbfchar")],
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)


ttfonts.makeToUnicodeCMap = _to_unicode
