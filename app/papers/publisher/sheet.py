"""The sheet of paper: A4, its margins, and what stands at the head and foot of every page. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass

from app.papers.blocks import Document
from app.papers.publisher.faces import FOOT, INK, MARKING, MM, RULE, width
from app.papers.publisher.letters import clean
from app.papers.publisher.rows import Box, Mark, Placed, Row, Rule, Words

MARGIN = 25 * MM
_MARKING_AT = 12 * MM
_FOOT_RULE_AT = 24 * MM
_DRAFT = "DRAFT"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One size of paper, upright or turned."""

    width: float
    height: float

    @property
    def room(self) -> float:
        """How wide the text stands."""
        return self.width - 2 * MARGIN

    @property
    def depth(self) -> float:
        """How deep the text stands; it ends a little above the foot's rule."""
        return self.height - 2 * MARGIN - 2 * MM


UPRIGHT = Sheet(210 * MM, 297 * MM)
TURNED = Sheet(297 * MM, 210 * MM)


def head_of_page(document: Document, paper: Sheet) -> Placed:
    """The marking, and the word DRAFT where it is one, above the text."""
    at = _MARKING_AT + 4 - MARGIN
    marks: list[Mark] = [_centred(document.marking, at, paper.room)]
    if document.draft:
        marks += _draft(at, paper.room)
    return Placed(0.0, Row(0.0, tuple(marks)))


def foot_of_page(document: Document, paper: Sheet, page: int, pages: int) -> Placed:
    """The short title and the number of the page under a rule, then the marking again."""
    rule = paper.height - _FOOT_RULE_AT - MARGIN
    marks: list[Mark] = [
        Rule(0, rule, paper.room, rule, 0.6, RULE),
        *_foot(document, rule + 15, paper.room, f"Page {page} of {pages}"),
        _centred(document.marking, paper.height - _MARKING_AT + 2.5 - MARGIN, paper.room),
    ]
    return Placed(0.0, Row(0.0, tuple(marks)))


def _centred(marking: str, y: float, room: float) -> Words:
    text = clean(marking).upper()
    return Words((room - width(text, MARKING) + MARKING.spacing) / 2, y, text, MARKING)


def _foot(document: Document, y: float, room: float, number: str) -> list[Words]:
    """The short title, cut with an ellipsis where it would meet the number of the page."""
    title = clean(document.short_title or document.title).replace("\n", " ")
    number_width = width(number, FOOT)
    if width(title, FOOT) > room - number_width - 20:
        while title and width(f"{title}…", FOOT) > room - number_width - 20:
            title = title[:-1].rstrip()
        title += "…"
    return [Words(0, y, title, FOOT), Words(room - number_width, y, number, FOOT)]


def _draft(y: float, room: float) -> list[Mark]:
    """The word in a box at the right of the head, plain in black and white and not over the text."""
    wide = width(_DRAFT, MARKING) - MARKING.spacing
    return [
        Box(room - wide - 12, y - 11.6, wide + 12, 16, "", INK),
        Words(room - wide - 6, y, _DRAFT, MARKING),
    ]
