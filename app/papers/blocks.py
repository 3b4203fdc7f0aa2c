"""What a paper is made of, said without fonts, millimetres or escaping. Text is plain: `<b>` is three characters.

A figure knows where it came from (`source`), and a figure that claims to be a sum says of what (`Claim`), so that the
figures guard can add everything up again from the document alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.contracts import timeline
from app.listing import Cell, Listing
from app.strips import Strip


@dataclass(frozen=True, slots=True)
class Strong:
    """Words inside a paragraph that stand out, such as the figure it is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure put into prose by reference: how it reads, the key of the named figure it is, and its pence if any."""

    text: str
    source: str
    pence: int | None = None
    strong: bool = False


Run = str | Strong | Figure
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A printed figure that claims to be the sum of others (or to equal one), all in pence.

    `key` is the same for the same claim in every making of the paper: `stated:<id>`, or `box:<section>:<words of row>`.
    `column` is the key of the column whose total it is, where it is a table's. `reason` is what the office has given
    for the difference; it is printed as a note.
    """

    key: str
    name: str
    printed_pence: int
    printed_text: str
    parts: tuple[tuple[str, int], ...]
    place: str = ""
    reason: str = ""
    column: str = ""

    @property
    def computed_pence(self) -> int:
        """What the parts come to."""
        return sum(pence for _, pence in self.parts)

    @property
    def difference_pence(self) -> int:
        """Computed less printed; nought when they tie."""
        return self.computed_pence - self.printed_pence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which is also a bookmark. Level 2 is a section, 3 a part of one; 1 is as large as the title.

    `number` stands before it (5.1). `anchor` names the section, so that its page can be told. `new_page` begins one.
    """

    level: int
    text: str
    number: str = ""
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A line break in the text is kept; one that `introduces` what follows stays on its page.

    With a `number` (7. or 2.3) it hangs beside it, as the Police and Crime Panel's papers do.
    """

    text: str | Runs
    introduces: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a paragraph. `hangs` sets it in under the words of a numbered paragraph."""

    items: tuple[Runs, ...]
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A listing with its groups, their totals and its notes. `totals` puts a row named `total_label` at the end.

    `stated_totals` is that row as it was stated, cell for cell, printed in the place of the sums; a figure in it that
    does not tie has its claim. `row_heads` says that the first column names its row. `place` is what the guard calls
    it.
    """

    listing: Listing
    caption: str = ""
    totals: bool = True
    total_label: str = "Total"
    stated_totals: tuple[Cell, ...] | None = None
    claims: tuple[Claim, ...] = ()
    row_heads: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes that stand by themselves: pairs of a mark and its sentence. A table brings its own."""

    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One label of a chart: before and after in pence, or whole numbers of a chart of counts; None for no figure."""

    label: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, each with its figure beside it; without a `before_label` only what is after is drawn.

    What a screen reader says of it is made from the same bars. Its bars are pence, unless it `counts`.
    """

    caption: str
    before_label: str
    after_label: str
    bars: tuple[Bar, ...]
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a before-and-after figure, in pence; None where there is no figure.

    `alone` is marked beside them (what the formula alone would give). `level` 1 is part of the row above. `remark`
    stands where the change would.
    """

    label: str
    before: int | None
    after: int | None
    alone: int | None = None
    level: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Before and after on one line for each row: a ring, a disc, and the change beside them in £ and %.

    `alone_label` says what the mark of `alone` is, where rows have one. What a screen reader says of it is made from
    the same rows.
    """

    caption: str
    before_label: str
    after_label: str
    dots: tuple[Dot, ...]
    alone_label: str = ""


@dataclass(frozen=True, slots=True)
class ScoreStrip:
    """One bid of a figure of scores; `remark` stands beside its score."""

    label: str
    strip: Strip
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ScoreStrips:
    """Members' scores, a dot for each on one line for each bid, with their mean and the score agreed on, of 100."""

    caption: str
    rows: tuple[ScoreStrip, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Contracts over the years: their term, options, notice dates, partners' money and conditions, a row for each.

    `year_style` is how the office writes years. Without `every_band` only the money that is missing somewhere is drawn.
    `alone` leaves the name of the only row out. What a screen reader says of it is in the rows.
    """

    caption: str
    shown: timeline.Timeline
    year_style: str
    every_band: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One line of a box: words, and the figure on the right where there is one. `level` 1 is part of the row above."""

    words: Runs
    figure: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """What the Commissioner intends: a title, and lines with their figures, beside a rule in the accent."""

    title: str
    rows: tuple[BoxRow, ...]
    claims: tuple[Claim, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """The line that opens the part of a paper on one funding stream: its letter, its name and its figure."""

    letter: str
    name: str
    figure: str
    words: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Implications:
    """The appendix of risks and implications: each heading of the office with its answer as it reads.

    `figures` are those that stand in the answers by reference.
    """

    answers: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who the paper is from: room to sign, the name and the post."""

    name: str
    post: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say of one thing: pairs of a label and its words, the words as long as they are."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: pairs of a label and what to say, such as Telephone."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of the paper, made by the publisher from its headings of level 2 and 3, with their pages.

    With `sections` alone the parts of a section are left out.
    """

    title: str = "Contents"
    sections: bool = False


Block = (
    Heading
    | Paragraph
    | Bullets
    | Table
    | Notes
    | Chart
    | Dumbbell
    | ScoreStrips
    | Timeline
    | Box
    | Stream
    | Implications
    | Signature
    | Facts
    | Contact
    | Contents
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `day` is the paper's own date, never today's; `landscape` turns every page of it.

    `opening` is how it begins: a masthead over the title, or a page of its own as a cover. `facts` are printed under
    the title or on the cover: edition, author, next review. `undated` prints no day (a draft without one yet).
    `ending` is one small line after everything else.
    """

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
    opening: Literal["masthead", "cover"] = "masthead"
    facts: tuple[tuple[str, str], ...] = ()
    undated: bool = False
    ending: str = ""
