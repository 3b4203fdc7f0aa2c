"""Spend by theme: what each partnership plans to spend on what, and whether that comes to what it is allocated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.allocations.allocations import AllocationRecord
from app.allocations.given import Grantee
from app.allocations.themes import Foot, SpendCell
from app.listing import Cell, Column, Line, Listing, note_mark
from app.money import format_pence
from app.papers.blocks import Bar, Block, Chart, Document, Heading, Paragraph, Run, Strong, Table
from app.papers.imprint import Imprint, bound
from app.papers.saying import in_words, joined, said, some
from app.papers.tiers import without_kind
from app.papers.unlike import StatedDifference, stated_blocks

MOST_COLUMNS = 9
"""So many partnerships stand beside each other; more make several tables."""


@dataclass(frozen=True, slots=True)
class ThemePaper:
    """All that the paper says, gathered beforehand.

    `spenders` are the partnerships with a plan in the office's order, `themes` the names of the themes shown by id in
    their order, `unplanned` those with money and no plan. `newest` is the newest year with a plan where the paper's own
    has none.
    """

    imprint: Imprint
    year: int
    spenders: tuple[Grantee, ...]
    themes: tuple[tuple[str, str], ...]
    cells: tuple[SpendCell, ...]
    feet: tuple[Foot, ...]
    unplanned: tuple[Grantee, ...] = ()
    additions: tuple[AllocationRecord, ...] = ()
    sharers: tuple[tuple[str, str], ...] = ()
    stated: tuple[StatedDifference, ...] = ()
    newest: int | None = None

    @property
    def year_text(self) -> str:
        """The paper's year as the office writes it."""
        return self.imprint.named(self.year)


def compose_themes(record: ThemePaper) -> Document:
    """The paper: what is planned in all, the matrix, what each plan foots to, what does not agree, the picture."""
    title = f"Partnership spend by theme {record.year_text}"
    if not record.cells:
        newest = f" The newest is that of {record.imprint.named(record.newest)}." if record.newest is not None else ""
        words = f"No spend by theme has been entered for {record.year_text} yet.{newest}"
        return bound(record.imprint, title, [Paragraph(words)])
    blocks = [
        Paragraph(_opening(record)),
        *_matrix(record),
        *_footing(record),
        *stated_blocks(record.stated),
        *_picture(record),
    ]
    return bound(record.imprint, title, blocks)


def short(one: Grantee | Foot) -> str:
    """A partnership at the head of a column: its area, or its name without the words that all of them have."""
    return without_kind(one.short)


def _opening(record: ThemePaper) -> tuple[Run, ...]:
    """What is planned, of what, and what stands in no theme."""
    planned = sum(one.planned for one in record.feet)
    many = len(record.spenders)
    runs: list[Run] = [
        f"In {record.year_text} {in_words(many)} {'partnership plans' if many == 1 else 'partnerships plan'} "
    ]
    runs += ["to spend ", Strong(format_pence(planned)), " by theme"]
    known = [one for one in record.feet if isinstance(one.allocation, int)]
    if known:
        allocated = sum(one.allocation for one in known if isinstance(one.allocation, int))
        runs.append(f", of {format_pence(allocated)} allocated")
    runs.append(".")
    off = [one for one in known if not one.foots]
    if off:
        runs += [" ", Strong("; ".join(_difference(one) for one in off)), "."]
    elif known:
        runs.append(" Every plan comes to what is allocated.")
    return tuple(runs)


def _difference(one: Foot) -> str:
    """“Devon: £68,428 stands in no theme”."""
    difference = one.difference or 0
    told = "stands in no theme" if difference < 0 else "more than is allocated"
    return f"{short(one)}: {format_pence(abs(difference))} {told}"


# --- The matrix ---


def _matrix(record: ThemePaper) -> list[Block]:
    """Themes down the side and partnerships across, in as many tables as they need."""
    chunks = _chunks(record.spenders)
    if len(chunks) == 1:
        return [
            _table(record, chunks[0], f"Spend by theme, {record.year_text}, £", all_of_them=len(record.spenders) > 1)
        ]
    tables: list[Block] = [
        _table(record, (), f"Spend by theme, all partnerships, {record.year_text}, £", all_of_them=True)
    ]
    for at, chunk in enumerate(chunks, start=1):
        caption = f"Spend by theme, {record.year_text}, £ (part {at} of {len(chunks)})"
        tables.append(_table(record, chunk, caption, all_of_them=False))
    return tables


def _chunks(spenders: Sequence[Grantee]) -> list[tuple[Grantee, ...]]:
    """The partnerships in parts of nearly the same size."""
    parts = max(-(-len(spenders) // MOST_COLUMNS), 1)
    size, more = divmod(len(spenders), parts)
    chunks, start = [], 0
    for at in range(parts):
        end = start + size + (at < more)
        chunks.append(tuple(spenders[start:end]))
        start = end
    return chunks


def _table(record: ThemePaper, spenders: Sequence[Grantee], caption: str, *, all_of_them: bool) -> Table:
    """One table of the matrix; a cell of several amounts prints their sum, and a note its parts."""
    by_cell = {(one.theme_id, one.partnership_id): one for one in record.cells}
    notes: list[tuple[str, str]] = []
    lines = []
    for theme_id, name in record.themes:
        mine = [by_cell.get((theme_id, one.id)) for one in spenders]
        parts = [_parts(one, cell) for one, cell in zip(spenders, mine, strict=True) if cell and len(cell.amounts) > 1]
        mark = note_mark(len(notes)) if parts else ""
        if parts:
            notes.append((mark, f"{'; '.join(parts)}."))
        sums: list[Cell] = [sum(cell.amounts) if cell else None for cell in mine]
        if all_of_them:
            every = [sum(one.amounts) for one in record.cells if one.theme_id == theme_id]
            sums.append(sum(every) if every else None)
        lines.append(Line(theme_id, (name, *sums), mark=mark))
    columns = (
        Column("theme", "Theme"),
        *(Column(one.id, short(one), "pence") for one in spenders),
        *((Column("all", "All", "pence"),) if all_of_them else ()),
    )
    return Table(Listing("Spend by theme", columns, tuple(lines), notes=tuple(notes)), caption)


def _parts(one: Grantee, cell: SpendCell) -> str:
    return f"{short(one)}: {' + '.join(map(format_pence, cell.amounts))}"


def _picture(record: ThemePaper) -> list[Block]:
    """What the money goes to, the most first."""
    sums = [
        (name, sum(sum(one.amounts) for one in record.cells if one.theme_id == theme_id))
        for theme_id, name in record.themes
    ]
    bars = [Bar(name, None, pence) for name, pence in sorted(sums, key=lambda one: -one[1]) if pence]
    return [Chart("What the money goes to, £", "", record.year_text, tuple(bars))] if len(bars) > 1 else []


# --- What it foots to ---


def _footing(record: ThemePaper) -> list[Block]:
    """What each plan is to come to and what it comes to, with a word on the difference."""
    columns = (
        Column("name", "Partnership"),
        Column("allocated", "Allocated", "pence"),
        Column("planned", "By theme", "pence"),
        Column("difference", "Difference", "change"),
        Column("words", "In words"),
    )
    lines = []
    notes: list[tuple[str, str]] = []
    for one in record.feet:
        mark = note_mark(len(notes)) if one.districts else ""
        if one.districts:
            districts = joined(map(without_kind, one.districts))
            notes.append((mark, f"With what {districts} {_have(one.districts)}, which have no plan apart."))
        lines.append(
            Line(one.partnership_id, (short(one), one.allocation, one.planned, one.difference, _words(one)), mark=mark)
        )
    listing = Listing("Footing", columns, tuple(lines), notes=tuple(notes))
    blocks: list[Block] = [
        Heading(2, "Whether it comes to what is allocated"),
        Table(listing, f"Allocated and planned, {record.year_text}, £"),
    ]
    if record.unplanned:
        blocks.append(
            Paragraph(f"No spend by theme has been entered for {some(short(one) for one in record.unplanned)}.")
        )
    names = dict(record.sharers)
    for addition in record.additions:
        sharers = joined(names[key] for key in addition.sharer_ids if key in names) or "several partnerships"
        words = f"{said(addition.amount)} for {addition.partnership} is shared by {sharers} and stands in no column."
        blocks.append(Paragraph(words))
    return blocks


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _words(one: Foot) -> str:
    if one.difference is None:
        return f"Its allocation is “{one.allocation}”" if one.allocation else "Nothing is allocated"
    if one.difference == 0:
        return "As allocated"
    amount = format_pence(abs(one.difference))
    return f"{amount} stands in no theme" if one.difference < 0 else f"{amount} more than is allocated"
