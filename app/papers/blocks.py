"""What a paper is made of, said without fonts, millimetres or escaping. Text is plain: `<b>` is three characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.listing import Listing


@dataclass(frozen=True, slots=True)
class Strong:
    """Words inside a paragraph that stand out, such as the figure it is about."""

    text: str


Runs = tuple[str | Strong, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which is also a bookmark. Level 2 is a section, 3 a part of one; 1 is as large as the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A line break in the text is kept; one that `introduces` what follows stays on its page."""

    text: str | Runs
    introduces: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A listing with its groups, their totals and its notes. `totals` puts a row named `total_label` at the end."""

    listing: Listing
    caption: str = ""
    totals: bool = True
    total_label: str = "Total"


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes that stand by themselves: pairs of a mark and its sentence. A table brings its own."""

    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One label of a chart: pence before and after, None where there is no figure."""

    label: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, each with its figure beside it; without a `before_label` only what is after is drawn."""

    caption: str
    before_label: str
    after_label: str
    bars: tuple[Bar, ...]


Block = Heading | Paragraph | Table | Notes | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `day` is the paper's own date, never today's; `landscape` forces what else is chosen to fit."""

    title: str
    office: str
    marking: str
    day: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    author: str = ""
    short_title: str = ""
    draft: bool = False
    landscape: bool = False
