"""Stated figures that are not what their rows come to, told at the end of a paper that goes by the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.listing import Column, Line, Listing, note_mark
from app.papers.blocks import Block, Heading, Paragraph, Table
from app.papers.claims import StatedClaim
from app.papers.saying import in_words

_TITLE = "Stated figures that do not agree"


@dataclass(frozen=True, slots=True)
class StatedDifference:
    """A figure somebody typed that its rows do not come to. `place` says where it stands; sums are in pence.

    `reason` is what the office has given for the difference.
    """

    label: str
    printed_text: str
    stated_pence: int
    computed_pence: int
    place: str
    reason: str = ""


def differences(claims: Iterable[StatedClaim], named: Callable[[int], str]) -> tuple[StatedDifference, ...]:
    """Those of the stated figures that do not tie; `named` says a financial year."""
    return tuple(
        StatedDifference(
            one.claim.name if one.year is None else f"{one.claim.name}, {named(one.year)}",
            one.claim.printed_text,
            one.claim.printed_pence,
            one.claim.computed_pence,
            one.claim.place,
            one.claim.reason,
        )
        for one in claims
        if not one.ties
    )


def stated_blocks(found: Sequence[StatedDifference], number: str = "", *, by_rows: bool = True) -> list[Block]:
    """The figures kept as they were stated beside what their rows come to; `number` stands before the caption.

    `by_rows` says that the tables of the paper print what the rows come to, not what was stated.
    """
    if not found:
        return []
    columns = (
        Column("label", "Stated figure"),
        Column("place", "Where it stands"),
        Column("printed", "As stated", "pence"),
        Column("computed", "Its rows come to", "pence"),
        Column("difference", "Difference", "change"),
    )
    reasons = list(dict.fromkeys(one.reason for one in found if one.reason))
    lines = tuple(
        Line(
            str(at),
            (one.label, one.place, one.printed_text, one.computed_pence, one.computed_pence - one.stated_pence),
            mark=note_mark(reasons.index(one.reason)) if one.reason else "",
        )
        for at, one in enumerate(found)
    )
    many = in_words(len(lines)).capitalize()
    if by_rows:
        count = "One figure is" if len(lines) == 1 else f"{many} figures are"
        intro = f"{count} printed here as stated, although the rows come to something else."
        intro += " The tables above go by the rows."
    else:
        told = "One figure was" if len(lines) == 1 else f"{many} figures were"
        kept = "It is" if len(lines) == 1 else "They are"
        intro = f"{told} stated, here or elsewhere, that the rows do not come to. {kept} kept as stated."
    notes = tuple((note_mark(at), reason) for at, reason in enumerate(reasons))
    listing = Listing(_TITLE, columns, lines, notes=notes)
    return [
        Heading(2, _TITLE),
        Paragraph(intro, introduces=True),
        Table(listing, f"{number}Stated figures and what their rows come to, £", totals=False),
    ]
