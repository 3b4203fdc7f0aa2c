"""Typefaces, sizes and inks of the printed page. Lengths are points."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from reportlab.pdfbase.ttfonts import TTFError

import resources
from app.errors import Refused
from app.papers.publisher.tagged import Typeface

MM = 72 / 25.4

INK = "#182125"
INK_SECOND = "#4B585E"
ACCENT = "#0B5868"
EDGE = "#7E8B90"
RULE = "#C3CBCE"
PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set. `leading` is the height of a line, `spacing` what is added after each letter."""

    face: str
    size: float
    leading: float
    ink: str = INK
    spacing: float = 0.0

    def bold(self) -> Style:
        """The same, standing out."""
        return replace(self, face=SEMIBOLD)

    @property
    def rise(self) -> float:
        """How far above the foot of its line the baseline stands, so that capitals look centred."""
        return self.leading / 2 - 0.33 * self.size


REGULAR, SEMIBOLD, BOLD = "SourceSans3-Regular", "SourceSans3-Semibold", "SourceSans3-Bold"

BODY = Style(REGULAR, 11.7, 17)
TITLE = Style(SEMIBOLD, 22, 27)
SUBTITLE = Style(REGULAR, 12.4, 17, INK_SECOND)
SECTION = Style(SEMIBOLD, 14.6, 19, ACCENT)
PART = Style(SEMIBOLD, 11.7, 17)
CAPTION = Style(SEMIBOLD, 11.3, 16)
NOTE = Style(REGULAR, 10, 13.4)
FOOT = Style(REGULAR, 10, 13, INK_SECOND)
MASTHEAD = Style(SEMIBOLD, 11.3, 15)
MARKING = Style(SEMIBOLD, 10.5, 13, spacing=0.8)


@cache
def face(name: str) -> Typeface:
    """The typeface, read once. Raises Refused when its file is missing or damaged."""
    path = resources.path("fonts", f"{name}.ttf")
    try:
        return Typeface(name, str(path))
    except (TTFError, OSError, struct.error) as error:
        state = "damaged" if path.exists() else "missing from this installation"
        raise Refused(f"The typeface {path.name} is {state}. Ask IT to install the desk again.") from error


def width(text: str, style: Style) -> float:
    """How wide one line of text stands, in points."""
    return float(face(style.face).stringWidth(text, style.size)) + style.spacing * len(text)


def figure_width(text: str, style: Style) -> float:
    """The same of a figure, sooner: all digits are equally wide, so that few figures must be measured."""
    return _ems(style.face, text.translate(_DIGITS)) * style.size + style.spacing * len(text)


@lru_cache(maxsize=2_000)
def _ems(name: str, text: str) -> float:
    return float(face(name).stringWidth(text, 1))


_DIGITS = str.maketrans("123456789", "0" * 9)
