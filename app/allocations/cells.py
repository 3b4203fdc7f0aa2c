"""Grids of money by row and year, saved in one step: what was changed, by whom else, and whether there is room.

A cell is `row:year`; what it holds is pence or a word, and an empty one is not in the grid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import records
from app.allocations.allocations import pence_and_word
from app.errors import NeedsApproval, Refused
from app.funds import funds
from app.funds.figures import Amount
from app.office import details
from app.years import format_year
from db.allocations import Allocation, PooledShare

Cells = Mapping[str, Amount]
AMOUNTS = "amounts"
"""The field of the grid in its form; a cell of it is `amounts:row:year`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that was changed, and what it is to hold now; neither pence nor word where it was emptied."""

    row_id: str
    year: int
    pence: int | None
    word: str

    @property
    def key(self) -> str:
        return f"{self.row_id}:{self.year}"

    @property
    def field(self) -> str:
        """Where a refusal of this cell is shown."""
        return f"{AMOUNTS}:{self.key}"

    @property
    def emptied(self) -> bool:
        return self.pence is None and not self.word


@dataclass(frozen=True, slots=True)
class Said:
    """The names a refusal uses: those of the rows by id, and how the office writes years."""

    names: Mapping[str, str]
    year_style: str

    def at(self, one: Changed, sentence: str) -> Refused:
        """The refusal of one cell, naming its row and year."""
        return Refused(f"{self.names.get(one.row_id, '')}, {self.year(one.year)}: {sentence}", one.field)

    def year(self, year: int) -> str:
        return format_year(year, self.year_style)


def said(session: Session, names: Mapping[str, str]) -> Said:
    """What refusals of a grid with these rows say."""
    return Said(names, details(session).year_style)


def changed(amounts: Cells, was: Cells, words: Said) -> list[Changed]:
    """The cells that differ from what the person saw, by year. Raises Refused for what no cell may hold."""
    found = []
    for cell in {**was, **amounts}:
        after, before = _plain(amounts.get(cell)), _plain(was.get(cell))
        if after == before:
            continue
        row_id, _, year = cell.rpartition(":")
        one = Changed(row_id, int(year), None, "")
        if after is not None:
            try:
                one = Changed(row_id, int(year), *pence_and_word(after))
            except Refused as refused:
                raise words.at(one, refused.message) from refused
        found.append(one)
    return sorted(found, key=lambda one: one.year)


def _plain(amount: Amount) -> Amount:
    return (amount.strip() or None) if isinstance(amount, str) else amount


def refuse_unseen(
    session: Session, one: Changed, row: Allocation | PooledShare | None, was: Cells, ids: Sequence[str]
) -> None:
    """Raise Stale where the cell does not hold what the person saw in it; `ids` are all rows it ever had."""
    now: Amount = None
    if row is not None:
        now = row.word if row.amount_pence is None else row.amount_pence  # type: ignore[assignment]  # pence
    if now != _plain(was.get(one.key)):
        raise records.stale(session, ids, row.version if row is not None else 0)


def check_room(
    session: Session, more: Mapping[int, int], budgets: Mapping[int, str], approver: str, words: Said
) -> None:
    """Whether each year has room for what it is to have more in all, in pence; `budgets` are their ids by year.

    Raises Refused, NeedsApproval (for all years that go over, in one).
    """
    over: list[NeedsApproval] = []
    for year, pence in sorted(more.items()):
        if pence <= 0:
            continue
        try:
            funds.check_room(session, budgets[year], more_pence=pence, approver=approver, field=AMOUNTS)
        except NeedsApproval as needed:
            over.append(NeedsApproval(f"{words.year(year)}: {needed.message}", needed.over_pence, needed.field))
        except Refused as refused:
            raise Refused(f"{words.year(year)}: {refused.message}", refused.field) from refused
    if over:
        raise NeedsApproval(" ".join(one.message for one in over), sum(one.over_pence for one in over), over[0].field)
