"""Stated figures put where they stand in a table: as the total of a column, or as the figure of one row.

What was stated is printed as stated; whether its rows come to it is the figures guard's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.listing import Listing, totals
from app.papers.blocks import Claim, Table
from app.papers.claims import StatedClaim


@dataclass(frozen=True, slots=True)
class Stating:
    """Every stated figure of the office, with the reasons one paper gives for those that differ."""

    claims: Sequence[StatedClaim]
    reasons: Mapping[tuple[str, str], str]

    def of(self, rows: Iterable[str], column: str = "", *, called: str = "") -> Claim | None:
        """The figure stated for exactly these rows (ids); of several the first that agrees with them.

        One that does not agree may have been stated elsewhere, so with `called` it must also be called that.
        """
        wanted = frozenset(rows)
        found = [one.claim for one in self.claims if one.known and wanted and one.rows == wanted]
        agreed = [one for one in found if one.difference_pence == 0]
        stood_here = [one for one in found if one.name == called or not called]
        claim = next(iter((*agreed, *stood_here)), None)
        if claim is None:
            return None
        reason = claim.reason or self.reasons.get(("figure", claim.key), "")
        return replace(claim, column=column, reason=reason)

    def total(self, table: Table, rows: Mapping[str, Iterable[str]]) -> Table:
        """The table with its total row as it was stated; `rows` are the ids that each column (by key) adds up."""
        found = {key: claim for key, ids in rows.items() if (claim := self.of(ids, key))}
        if not found:
            return table
        listing = table.listing
        cells = list(totals(listing.columns, listing.lines, table.total_label))
        for at, column in enumerate(listing.columns):
            if column.key in found:
                cells[at] = found[column.key].printed_pence
        claims = (*table.claims, *found.values())
        return noted(replace(table, stated_totals=tuple(cells), claims=claims), *found.values())


def noted(table: Table, *claims: Claim) -> Table:
    """The table with the reasons that are given for figures that do not tie, as notes under it."""
    labels = {column.key: column.label for column in table.listing.columns}
    notes = []
    for one in claims:
        if one.reason and one.difference_pence:
            where = f"{table.total_label}, {labels[one.column]}" if one.column in labels else one.name
            notes.append(("", f"{where}: {one.reason}"))
    listing = table.listing
    return replace(table, listing=replace(listing, notes=(*listing.notes, *notes))) if notes else table


def without_pound(listing: Listing) -> Listing:
    """The listing with heads that leave £ to the caption."""
    columns = (replace(one, label=one.label.removesuffix(" £")) for one in listing.columns)
    return replace(listing, columns=tuple(columns))
