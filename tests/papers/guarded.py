"""Papers to guard, made by hand: a record of a few sections and figures, and tables with a total that may be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.listing import Cell, Column, Group, Line, Listing
from app.money import Pence
from app.office import UNNAMED
from app.papers.blocks import Block, Claim, Document, Heading, Table
from app.papers.paper import (
    Answer,
    ChangedFigure,
    Finding,
    Guarded,
    NamedFigure,
    PaperDetails,
    PaperRecord,
    Section,
    Since,
)

DAY = date(2019, 1, 31)
COLUMNS = (Column("name", "Line"), Column("y2019", "2019/20", "pence"), Column("change", "Change", "change"))


def figure(key: str, pounds: int | str, name: str = "", claim: Claim | None = None) -> NamedFigure:
    """A named figure in whole pounds, or a word."""
    amount = pounds if isinstance(pounds, str) else Pence(pounds * 100)
    return NamedFigure(key, name or key, amount, "Group", claim)


def claim(key: str = "stated:h", printed: int = 87_200, parts: Sequence[int] = (20_000, 77_200), **given: str) -> Claim:
    """A claim in whole pounds, of parts named a, b, c."""
    name = given.pop("name", "Headline")
    labelled = tuple((chr(97 + at), pounds * 100) for at, pounds in enumerate(parts))
    return Claim(key, name, printed * 100, f"£{printed:,}", labelled, **given)


def record(
    *sections: Section,
    figures: Sequence[NamedFigure] = (),
    answers: Sequence[Answer] = (),
    changes: Sequence[ChangedFigure] = (),
    reasons: Mapping[tuple[str, str], str] | None = None,
) -> PaperRecord:
    """A draft with these sections and nothing from the desk but these figures."""
    return PaperRecord(
        office=UNNAMED,
        paper=PaperDetails("p", 1, "intentions", "draft", 2019, "Plan", day=DAY),
        sections=sections,
        answers=tuple(answers),
        reasons=reasons or {},
        figures={one.key: one for one in figures},
        live={},
        since=Since("Last", DAY, "2018/19", tuple(changes)) if changes else Since(),
        today=DAY,
    )


def section(
    text: str = "", *, key: str = "s", heading: str = "Roads", shows: str = "", printed: bool = True
) -> Section:
    """One section of a paper."""
    return Section(key, 1, 1, heading, text, shows, None, printed)


def table(*rows: tuple[Cell, ...], stated: tuple[Cell, ...] | None = None, groups: bool = False) -> Table:
    """A table of lines with an amount and a change each; with `groups` each line stands in the group of its name."""
    lines = tuple(Line(f"l{at}", row, group=str(row[0]) if groups else "") for at, row in enumerate(rows))
    named = tuple(Group(str(row[0]), f"All {row[0]}") for row in rows) if groups else ()
    listing = Listing("Budget", COLUMNS, lines, named)
    return Table(listing, "Table 1: Budget, £", stated_totals=stated, place="Table 1")


def document(*blocks: Block) -> Document:
    """A document with a numbered heading over these blocks."""
    return Document("Plan", "Office", "OFFICIAL", DAY, (Heading(2, "Roads", "5", "s"), *blocks))


def kinds(found: Guarded) -> dict[str, list[Finding]]:
    """The findings by their kind."""
    sorted_out: dict[str, list[Finding]] = {}
    for one in found.findings:
        sorted_out.setdefault(one.kind, []).append(one)
    return sorted_out


def with_claims(made: Table, *claims: Claim) -> Table:
    """The table with what it claims."""
    return replace(made, claims=claims)
