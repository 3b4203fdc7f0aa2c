"""What partnerships plan to spend their money on, by theme."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.money import Pence
from db.allocations import Partnership, Spend, Theme


@dataclass(frozen=True, slots=True)
class SpendCell:
    """What a partnership spent on a theme: every amount in its printed order, in pence, with the ids of their rows."""

    partnership_id: str
    theme_id: str
    theme: str
    amounts: tuple[Pence, ...]
    ids: tuple[str, ...] = ()


def themes(session: Session) -> dict[str, str]:
    """Every theme's name by its id, in the office's order."""
    rows = session.scalars(select(Theme).where(Theme.archived.is_(False)).order_by(Theme.position))
    return {row.id: row.name for row in rows}


def add_theme(session: Session, *, name: str) -> str:
    """Add a theme; its id. Raises Refused."""
    row = Theme(name=records.required(name, "The theme", "name"), position=records.next_position(session, Theme))
    session.add(row)
    return row.id


def record_spend(
    session: Session,
    *,
    partnership_id: str,
    theme_id: str,
    year: int,
    amounts_pence: tuple[int, ...],
    printed: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Record the amounts in one cell of the spend table, in order; their ids. `printed` keeps odd print as it was."""
    rows = [
        Spend(
            partnership_id=partnership_id,
            theme_id=theme_id,
            year=year,
            position=at,
            amount_pence=pence,
            printed=printed[at] if at < len(printed) else "",
        )
        for at, pence in enumerate(amounts_pence)
    ]
    session.add_all(rows)
    return tuple(row.id for row in rows)


def spend(session: Session, *, year: int) -> list[SpendCell]:
    """Spend by theme and partnership, themes first, amounts of a cell in their printed order."""
    rows = session.execute(
        select(Spend, Theme.name, Theme.position, Partnership.position)
        .join(Theme, Theme.id == Spend.theme_id)
        .join(Partnership, Partnership.id == Spend.partnership_id)
        .where(Spend.year == year, Spend.archived.is_(False))
        .order_by(Theme.position, Partnership.position, Spend.position)
    )
    cells: dict[tuple[str, str], tuple[str, list[Spend]]] = {}
    for row, theme, _, _ in rows:
        cells.setdefault((row.partnership_id, row.theme_id), (theme, []))[1].append(row)
    return [
        SpendCell(*key, theme, tuple(Pence(one.amount_pence) for one in mine), tuple(one.id for one in mine))
        for key, (theme, mine) in cells.items()
    ]
