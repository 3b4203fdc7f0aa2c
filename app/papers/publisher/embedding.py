"""A typeface as it is put into a file: only the letters that are used, each with the character it stands for."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from threading import Lock
from typing import Any

from app.papers.publisher.faces import face
from app.papers.publisher.letters import UNPRINTABLE
from app.papers.publisher.pdf_file import PdfFile, ref

_one_at_a_time = Lock()
"""ReportLab reads a font file from wherever it last stood in it."""

_BLOCK = 100
"""So many characters may be mapped in one block of a ToUnicode map."""

_FIRM_SPACE = 0xA0


class Embedded:
    """One typeface in one file. Letters get their codes in the order they are first used."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.codes = _Codes()

    def encode(self, text: str) -> str:
        """A text as the page's content says it, in hexadecimal."""
        return text.translate(self.codes)

    def write(self, file: PdfFile) -> int:
        """Put the typeface into the file. Gives the number of its font object."""
        letters = tuple(self.codes.letters)
        metrics: Any = face(self.name).face
        program, glyphs = _subset(self.name, letters)
        name = f"{_tag(program)}+{self.name}"
        box = " ".join(f"{edge:g}" for edge in metrics.bbox)
        descriptor = file.put(
            f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle {metrics.italicAngle:g}"
            f"/Ascent {metrics.ascent:g}/Descent {metrics.descent:g}/CapHeight {metrics.capHeight:g}"
            f"/StemV {metrics.stemV:g}/FontFile2 {ref(file.stream(program, f'/Length1 {len(program)}'))}>>"
        )
        widths = " ".join(f"{metrics.getCharWidth(letter):g}" for letter in letters)
        inner = file.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/FontDescriptor {ref(descriptor)}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/DW {metrics.getCharWidth(0):g}/W[1[{widths}]]/CIDToGIDMap {ref(file.stream(glyphs))}>>"
        )
        return file.put(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{ref(inner)}]"
            f"/ToUnicode {ref(file.stream(_to_unicode(letters)))}>>"
        )


class _Codes(dict[int, str]):
    """The code of each character, as four hexadecimal digits. Code 0 is no letter and is never used."""

    def __init__(self) -> None:
        self.letters: list[int] = []

    def __missing__(self, letter: int) -> str:
        if letter == _FIRM_SPACE:  # it looks like a space, and searching for words should find it as one
            self[letter] = self[ord(" ")]
        else:
            self.letters.append(letter)
            self[letter] = f"{len(self.letters):04X}"
        return self[letter]


@lru_cache(maxsize=16)
def _subset(name: str, letters: tuple[int, ...]) -> tuple[bytes, bytes]:
    """The font program with these letters alone, and the glyph in it of each code.

    A character the typeface does not have gets the glyph of an empty box, and keeps its own meaning: it is printed as a
    box, but searched, copied and read aloud as what was typed.
    """
    font: Any = face(name).face
    drawn = [letter if letter in font.charToGlyph else ord(UNPRINTABLE) for letter in letters]
    with _one_at_a_time:
        program: bytes = font.makeSubset(drawn)
    # the subset numbers its glyphs in the order they are first asked for, nought being no glyph
    order: dict[int, int] = {0: 0}
    glyphs = [0, *[order.setdefault(font.charToGlyph[letter], len(order)) for letter in drawn]]
    return program, b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)


def _tag(program: bytes) -> str:
    """Six capitals that tell this subset from others when files are put together."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(letters: tuple[int, ...]) -> bytes:
    """What each code means, for searching, copying and reading aloud."""
    pairs = [f"<{code:04X}> <{chr(one).encode('utf-16-be').hex().upper()}>" for code, one in enumerate(letters, 1)]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
        *[line for some in blocks for line in (f"{len(some)} beginbfchar", *some, "endbfchar")],
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines).encode("ascii")
