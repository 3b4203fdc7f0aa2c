"""Stated figures: totals, headlines and notes kept as somebody stated them, compared with what they claim to sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import figures
from app.money import Pence, format_pence
from db.allocations import Allocation, PooledShare, Spend
from db.base import Record
from db.funds import Budget, BudgetNote, Commitment, Income, Movement, StatedFigure, StatedPart

Part = tuple[str, str]
"""What a stated figure claims to count: a kind (`budget`, `budget_note`, `income`, `movement`, `commitment`,
`allocation`, `pooled_share`, `spend`) and the row's id."""

_AMOUNTS: dict[str, tuple[type[Record], str]] = {
    "budget_note": (BudgetNote, "amount_pence"),
    "income": (Income, "expected_pence"),
    "movement": (Movement, "amount_pence"),
    "commitment": (Commitment, "amount_pence"),
    "allocation": (Allocation, "amount_pence"),
    "pooled_share": (PooledShare, "amount_pence"),
    "spend": (Spend, "amount_pence"),
}


@dataclass(frozen=True, slots=True)
class StatedRecord:
    """A stated figure beside what its rows come to, in pence; `computed` is None where a row has no amount.

    `part_pence` is what each of its `parts` holds.
    """

    id: str
    version: int
    name: str
    year: int | None
    amount_pence: Pence
    printed: str
    place: str
    reason: str
    computed_pence: Pence | None
    parts: tuple[Part, ...]
    part_pence: tuple[Pence | None, ...] = ()

    @property
    def difference_pence(self) -> Pence | None:
        """Computed less stated; nought when they agree."""
        return None if self.computed_pence is None else Pence(self.computed_pence - self.amount_pence)

    @property
    def agrees(self) -> bool:
        return self.difference_pence == 0


def add(
    session: Session,
    *,
    name: str,
    amount_pence: int,
    parts: Iterable[Part],
    year: int | None = None,
    printed: str = "",
    place: str = "",
    reason: str = "",
) -> str:
    """Keep a figure as it was stated, with the rows it claims to sum (one row: to equal); its id. Raises Refused."""
    row = StatedFigure(
        name=records.required(name, "What is stated", "name"),
        year=year,
        amount_pence=amount_pence,
        printed=printed.strip(),
        place=place.strip(),
        reason=reason.strip(),
    )
    session.add(row)
    session.flush()
    claimed = list(parts)
    if not claimed:
        raise Refused("Choose what the figure claims to sum.", "parts")
    session.add_all(StatedPart(stated_id=row.id, kind=kind, row_id=row_id) for kind, row_id in claimed)
    return row.id


def total_parts(session: Session, line_ids: Iterable[str], *, year: int) -> tuple[list[Part], Pence]:
    """The budgets of these lines in `year` as the parts of a stated total, and what they come to in pence."""
    rows = session.scalars(
        select(Budget.id).where(Budget.line_id.in_(list(line_ids)), Budget.year == year, Budget.archived.is_(False))
    ).all()
    amounts = figures.budget(session, rows)
    known = [row_id for row_id in rows if isinstance(amounts.get(row_id), int)]
    total = figures.add(figures.of_budgets(session, known).values()).budget
    return [("budget", row_id) for row_id in known], Pence(total) if isinstance(total, int) else Pence(0)


def change(
    session: Session, stated_id: str, *, version: int | None, name: str, amount_pence: int, place: str, reason: str
) -> None:
    """Correct a stated figure or give the reason it differs; a new amount prints as itself. Raises Refused, Stale."""
    row = records.fetch(session, StatedFigure, stated_id)
    printed = row.printed if row.amount_pence == amount_pence else format_pence(amount_pence)
    records.change(
        session,
        StatedFigure,
        stated_id,
        version=version,
        printed=printed,
        name=records.required(name, "What is stated", "name"),
        amount_pence=amount_pence,
        place=place.strip(),
        reason=reason.strip(),
    )


def archive(session: Session, stated_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a stated figure away. Raises Refused, Stale."""
    records.archive(session, StatedFigure, stated_id, version=version, back=back)


def stated(session: Session, *, year: int | None = None, rows: Iterable[str] | None = None) -> list[StatedRecord]:
    """Stated figures with what their rows come to; with `rows`, only those that count one of these row ids."""
    parts: dict[str, list[Part]] = {}
    for part in session.scalars(select(StatedPart).where(StatedPart.archived.is_(False)).order_by(StatedPart.id)):
        parts.setdefault(part.stated_id, []).append((part.kind, part.row_id))
    amounts = _amounts(session, {part for mine in parts.values() for part in mine})
    query = select(StatedFigure).where(StatedFigure.archived.is_(False)).order_by(StatedFigure.id)
    if year is not None:
        query = query.where(StatedFigure.year == year)
    wanted = None if rows is None else set(rows)
    found = []
    for row in session.scalars(query):
        mine = parts.get(row.id, [])
        if wanted is not None and not wanted & {row_id for _, row_id in mine}:
            continue
        known = [amounts.get(part) for part in mine]
        computed = None if None in known else Pence(sum(one for one in known if one is not None))
        found.append(
            StatedRecord(
                row.id,
                row.version,
                row.name,
                row.year,
                Pence(row.amount_pence),
                row.printed,
                row.place,
                row.reason,
                computed,
                tuple(mine),
                tuple(None if pence is None else Pence(pence) for pence in known),
            )
        )
    return found


def _amounts(session: Session, parts: set[Part]) -> dict[Part, int | None]:
    """What each row holds in pence. A budget is its revision in force, without movements, as it is printed."""
    found: dict[Part, int | None] = {}
    budgets = [row_id for kind, row_id in parts if kind == "budget"]
    if budgets:
        for row_id, amount in figures.budget(session, budgets).items():
            found["budget", row_id] = amount if isinstance(amount, int) else None
    for kind, (model, column) in _AMOUNTS.items():
        ids = [row_id for one, row_id in parts if one == kind]
        if not ids:
            continue
        table = model.__table__
        for row_id, pence in session.execute(
            select(table.c.id, table.c[column]).where(table.c.id.in_(ids), table.c.archived == 0)
        ):
            found[kind, row_id] = pence
    return found
