"""Additions that several partnerships share: lines of their own, which stand in no partnership's figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.allocations.allocations import AllocationRecord
from app.listing import Column, Line, Listing, total_of
from app.papers.bases import basis_in_words, within
from app.papers.blocks import Block, Table
from app.papers.saying import joined
from app.papers.tiers import Tiers

_SHARED = "Shared by several partnerships together, so it stands in no partnership’s own figure."


def sharers_in_words(one: AllocationRecord, tiers: Tiers) -> str:
    """“Safer Devon, Plymouth and Torbay”."""
    names = [tier.short for tier in tiers.rows if tier.id in one.sharer_ids]
    return joined(names) if names else "partnerships that have not been named"


def additions_blocks(
    found: Sequence[AllocationRecord], tiers: Tiers, years: Sequence[int], named: Callable[[int], str]
) -> list[Block]:
    """The additions of these years with who shares them, a column for each year that has any; nothing for none."""
    mine = [one for one in found if one.year in years]
    if not mine:
        return []
    shown = sorted({one.year for one in mine})
    rows: dict[tuple[str, tuple[str, ...]], list[AllocationRecord]] = {}
    for one in mine:
        rows.setdefault((one.partnership, one.sharer_ids), []).append(one)
    lines = []
    for at, ((name, _), of) in enumerate(rows.items()):
        amounts = [total_of([one.amount for one in of if one.year == year]) for year in shown]
        marked = any(one.status == "indicative" for one in of)
        lines.append(Line(str(at), (name, sharers_in_words(of[0], tiers), *amounts), mark="*" if marked else ""))
    columns = (
        Column("name", "Addition"),
        Column("sharers", "Shared by"),
        *(Column(f"y{year}", named(year), "pence") for year in shown),
    )
    notes = [("*", "Indicative: it is still to be confirmed.")] if any(line.mark for line in lines) else []
    notes += [
        ("", f"{one.partnership}: {within(words)}.")
        for one in mine
        if (words := basis_in_words(one.basis_kind, one.basis))
    ]
    notes = [*dict.fromkeys(notes), ("", _SHARED)]
    listing = Listing("Additions", columns, tuple(lines), notes=tuple(notes))
    return [Table(listing, "Additions shared by several partnerships, £", totals=len(lines) > 1)]
