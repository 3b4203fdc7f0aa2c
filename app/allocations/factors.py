"""Factors that money may be shared by: a column of figures, one for each partnership, with its source and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations.partnerships import PartnershipRecord, partnerships
from app.errors import Refused
from app.listing import Column, Line, Listing
from app.years import format_day
from db.allocations import Partnership
from db.rebalancing import Factor, FactorFigure

MILLION = 1_000_000
MOST_MILLIONTHS = 1_000_000_000 * MILLION
"""A billion of anything: SQLite's 64 bits hold nine thousand such figures in one sum."""


@dataclass(frozen=True, slots=True)
class FactorRecord:
    """A factor with its figures by partnership id, exact; a partnership without one has none here.

    `is_population` marks the one whose figures are heads; `allows_nought` says that 0 is a figure and not a gap.
    """

    id: str
    version: int
    name: str
    source: str
    as_of: date | None
    is_population: bool
    allows_nought: bool
    figures: Mapping[str, Fraction]


def factors(session: Session, *, archived: bool = False) -> list[FactorRecord]:
    """Every factor in use, or every one put away, in the office's order."""
    figures: dict[str, dict[str, Fraction]] = {}
    for row in session.scalars(select(FactorFigure).where(FactorFigure.archived.is_(False))):
        figures.setdefault(row.factor_id, {})[row.partnership_id] = Fraction(row.millionths, MILLION)
    rows = session.scalars(select(Factor).where(Factor.archived.is_(archived)).order_by(Factor.position))
    return [
        FactorRecord(
            row.id,
            row.version,
            row.name,
            row.source,
            row.as_of,
            row.is_population,
            row.allows_nought,
            figures.get(row.id, {}),
        )
        for row in rows
    ]


def add(
    session: Session,
    *,
    name: str,
    source: str = "",
    as_of: date | None = None,
    is_population: bool = False,
    allows_nought: bool = False,
) -> str:
    """Add a factor; its id. Where it counts heads, no other does any more. Raises Refused."""
    row = Factor(
        name=records.required(name, "The factor's name", "name"),
        source=source.strip(),
        as_of=as_of,
        is_population=is_population,
        allows_nought=allows_nought,
        position=records.next_position(session, Factor),
    )
    session.add(row)
    session.flush()
    _count_heads_by(session, row)
    return row.id


def change(
    session: Session,
    factor_id: str,
    *,
    version: int | None,
    name: str,
    source: str,
    as_of: date | None,
    is_population: bool,
    allows_nought: bool,
) -> None:
    """Change a factor, not its figures. Where it counts heads, no other does any more. Raises Refused, Stale."""
    row = records.change(
        session,
        Factor,
        factor_id,
        version=version,
        name=records.required(name, "The factor's name", "name"),
        source=source.strip(),
        as_of=as_of,
        is_population=is_population,
        allows_nought=allows_nought,
    )
    _count_heads_by(session, row)


def archive(session: Session, factor_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a factor away with its figures, or bring it back. Raises Refused, Stale."""
    row = records.archive(session, Factor, factor_id, version=version, back=back)
    if back and _others_that_count_heads(session, row):
        row.is_population = False  # the one that took its place meanwhile keeps it


def _count_heads_by(session: Session, row: Factor) -> None:
    """One factor counts the heads: marking another takes the mark from the one that had it, in the same step."""
    if row.is_population and not row.archived:
        for other in _others_that_count_heads(session, row):
            other.is_population = False


def _others_that_count_heads(session: Session, row: Factor) -> Sequence[Factor]:
    return session.scalars(
        select(Factor).where(Factor.is_population.is_(True), Factor.archived.is_(False), Factor.id != row.id)
    ).all()


def enter(session: Session, *, figures: Mapping[str, int | None], was: Mapping[str, int | None]) -> None:
    """Save a grid of figures in millionths by `partnership:factor`; a cell that is missing or None is emptied.

    `was` is the grid as the person saw it: only cells that differ from it are touched, and only where nobody else has
    changed them since. Raises Refused at `figures:partnership:factor`, Stale.
    """
    changed = {cell: figures.get(cell) for cell in {**was, **figures} if figures.get(cell) != was.get(cell)}
    for cell, millionths in changed.items():
        _refuse_figure(millionths, f"figures:{cell}")
    rows = _rows(session, changed)
    for cell, row in rows.items():
        now = row.millionths if row is not None and not row.archived else None
        if now != was.get(cell):
            raise records.stale(session, [row.id] if row is not None else [], row.version if row is not None else 0)
    for cell, millionths in changed.items():
        _set_figure(session, cell, rows[cell], millionths)


def _refuse_figure(millionths: object, cell: str) -> None:
    if millionths is None:
        return
    if type(millionths) is not int:
        raise Refused(f"“{millionths}” is not a figure. Type it like 1,234 or 23.456.", cell)
    if millionths < 0:
        raise Refused("A factor's figure cannot be below 0.", cell)
    if millionths > MOST_MILLIONTHS:
        raise Refused("That is more than the desk keeps in one figure (1,000,000,000).", cell)


def _rows(session: Session, cells: Mapping[str, object]) -> dict[str, FactorFigure | None]:
    """The row of each cell, one that was emptied included, so that it is used again."""
    known = {
        f"{row.partnership_id}:{row.factor_id}": row
        for row in session.scalars(select(FactorFigure).order_by(FactorFigure.archived.desc(), FactorFigure.id))
    }
    return {cell: known.get(cell) for cell in cells}


def _set_figure(session: Session, cell: str, row: FactorFigure | None, millionths: int | None) -> None:
    if row is None and millionths is not None:
        partnership_id, _, factor_id = cell.partition(":")
        records.in_use(session, Partnership, partnership_id)
        records.in_use(session, Factor, factor_id)
        session.add(FactorFigure(factor_id=factor_id, partnership_id=partnership_id, millionths=millionths))
    elif row is not None:
        row.archived = millionths is None
        if millionths is not None:
            row.millionths = millionths


def figures_of(every: Sequence[FactorRecord]) -> dict[str, int]:
    """The figures of these factors as a grid holds them: millionths by `partnership:factor`."""
    return {
        f"{partnership_id}:{one.id}": int(figure * MILLION)
        for one in every
        for partnership_id, figure in one.figures.items()
    }


def history_figures(present: Mapping[str, int], every: Sequence[PartnershipRecord] = ()) -> dict[str, int]:
    """A column filled from what each partnership is given now: pounds in millionths, from pence, by partnership id.

    With `every` partnership known, a county has what it and its districts have together, as its figure is the whole's.
    """
    pence = dict(present)
    for one in every:
        if one.parent_id and one.id in present:
            pence[one.parent_id] = pence.get(one.parent_id, 0) + present[one.id]
    return {partnership_id: amount * (MILLION // 100) for partnership_id, amount in pence.items()}


def factor_list(session: Session) -> Listing:
    """Every factor's figures, a column each, with its source and date at the head."""
    return listing(partnerships(session), factors(session))


def listing(every: Sequence[PartnershipRecord], columns: Sequence[FactorRecord]) -> Listing:
    """The partnerships down the side in the office's order, the factors across.

    A column in which a county has its own figure beside its districts' has no total: they would be counted twice.
    """
    return Listing(
        title="Factors",
        columns=(
            Column("partnership", "Partnership"),
            *(
                Column(one.id, one.name, "figure", help=said_of(one), added=not _is_nested(one, every))
                for one in columns
            ),
        ),
        lines=tuple(
            Line(row.id, (row.name, *(_millionths(one, row.id) for one in columns)), level=1 if row.parent_id else 0)
            for row in every
        ),
    )


def said_of(factor: FactorRecord) -> str:
    """Where a factor's figures are from, and of what day: “Mid-year estimates, 30 June 2018”."""
    return ", ".join(filter(None, (factor.source, format_day(factor.as_of) if factor.as_of else "")))


def _millionths(factor: FactorRecord, partnership_id: str) -> int | None:
    figure = factor.figures.get(partnership_id)
    return None if figure is None else int(figure * MILLION)


def _is_nested(factor: FactorRecord, every: Sequence[PartnershipRecord]) -> bool:
    return any(row.id in factor.figures and row.parent_id in factor.figures for row in every)
