"""What partnerships declare that they hold in reserve, with the day and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations.given import BELOW_NOUGHT, Grantee, answered_for, check_pence, given, grantees, holder
from app.allocations.partnerships import partnerships
from app.errors import Refused
from app.fields import GridColumn, GridRow, GridShape
from app.funds.figures import Amount
from app.listing import Cell, Column, Line, Listing
from app.money import Pence, format_pence
from app.office import details
from app.years import first_day, format_day, format_year, last_day, year_of
from db.allocations import Partnership, Reserve

BELOW = "A reserve cannot be below £0."
PARTS = ("opening", "added", "used", "closing")
TENTH = 100_000
"""A tenth in millionths, in which a `figure` column is kept."""

Cells = Mapping[str, int | None]
"""Pence by `partnership:opening|added|used|closing`; an empty cell is None or not in it."""


@dataclass(frozen=True, slots=True)
class ReserveRecord:
    """A declaration in pence; `closing` is as declared, which may not be what opening + added - used comes to.

    `previous` is the closing reserve of the same partnership's declaration before it, None for its first.
    """

    id: str
    version: int
    partnership_id: str
    partnership: str
    declared_on: date
    opening: Pence | None
    added: Pence | None
    used: Pence | None
    closing: Pence
    evidence: str
    previous: Pence | None = None

    @property
    def computed(self) -> Pence | None:
        """What the declaration's own figures come to; None where no opening was declared."""
        return None if self.opening is None else Pence(self.opening + (self.added or 0) - (self.used or 0))

    @property
    def difference(self) -> Pence:
        """Declared closing less what its own figures come to; 0 where they cannot be compared."""
        return Pence(0) if self.computed is None else Pence(self.closing - self.computed)

    @property
    def gap(self) -> Pence:
        """Opening less the closing declared before it; 0 where they meet or cannot be compared."""
        return Pence(0) if self.opening is None or self.previous is None else Pence(self.opening - self.previous)

    @property
    def state(self) -> str:
        """Declared, or what does not agree in it."""
        return "Does not add up" if self.difference else "Does not follow on" if self.gap else "Declared"

    @property
    def findings(self) -> tuple[str, ...]:
        """What does not agree in it, a sentence each, with both figures."""
        found = []
        if self.difference and self.computed is not None:
            found.append(
                f"Its own figures come to {format_pence(self.computed)}, {format_pence(self.closing)} was declared: "
                f"{format_pence(self.difference, sign=True)}."
            )
        if self.gap and self.opening is not None and self.previous is not None:
            found.append(
                f"It opens at {format_pence(self.opening)}; the declaration before it closed at "
                f"{format_pence(self.previous)}: {format_pence(self.gap, sign=True)}."
            )
        return tuple(found)


def reserves(session: Session, partnership_id: str | None = None) -> list[ReserveRecord]:
    """What one partnership has declared, or all: in the office's order, each partnership's oldest first."""
    query = select(Reserve).where(Reserve.archived.is_(False)).order_by(Reserve.declared_on)
    if partnership_id is not None:
        query = query.where(Reserve.partnership_id == partnership_id)
    declared: dict[str, list[Reserve]] = {}
    for row in session.scalars(query):
        declared.setdefault(row.partnership_id, []).append(row)
    found = []
    for one in partnerships(session, archived=True):
        previous: Pence | None = None
        for row in declared.get(one.id, ()):
            found.append(_record(row, one.name, previous))
            previous = Pence(row.closing_pence)
    return found


def _record(row: Reserve, name: str, previous: Pence | None) -> ReserveRecord:
    return ReserveRecord(
        row.id,
        row.version,
        row.partnership_id,
        name,
        row.declared_on,
        _pence(row.opening_pence),
        _pence(row.added_pence),
        _pence(row.used_pence),
        Pence(row.closing_pence),
        row.evidence,
        previous,
    )


def _pence(pence: int | None) -> Pence | None:
    return None if pence is None else Pence(pence)


def last(session: Session, on: date | None = None) -> dict[str, ReserveRecord]:
    """The last declaration of each partnership, up to and with that day (ever for None), by partnership id."""
    return {one.partnership_id: one for one in reserves(session) if on is None or one.declared_on <= on}


def last_declared(session: Session, on: date | None = None) -> dict[str, tuple[Pence, date]]:
    """The closing reserve last declared by each partnership, up to and with that day (ever for None), with its day."""
    return {key: (one.closing, one.declared_on) for key, one in last(session, on).items()}


def declare(
    session: Session,
    *,
    partnership_id: str,
    declared_on: date,
    opening: int | None,
    added: int | None,
    used: int | None,
    closing: int | None,
    evidence: str = "",
    today: date | None = None,
) -> str:
    """Record what a partnership declares, in pence, as it declares it; its id. Raises Refused."""
    records.in_use(session, Partnership, partnership_id)
    columns = _columns({"opening": opening, "added": added, "used": used, "closing": closing})
    _refuse_to_come(declared_on, today)
    row = Reserve(partnership_id=partnership_id, declared_on=declared_on, evidence=evidence.strip(), **columns)
    session.add(row)
    return row.id


def change(
    session: Session,
    reserve_id: str,
    *,
    version: int | None,
    declared_on: date,
    opening: int | None,
    added: int | None,
    used: int | None,
    closing: int | None,
    evidence: str = "",
    today: date | None = None,
) -> None:
    """Correct a declaration; amounts in pence. Raises Refused, Stale."""
    columns = _columns({"opening": opening, "added": added, "used": used, "closing": closing})
    _refuse_to_come(declared_on, today)
    records.change(
        session,
        Reserve,
        reserve_id,
        version=version,
        declared_on=declared_on,
        evidence=evidence.strip(),
        **columns,
    )


def archive(session: Session, reserve_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a declaration away, or bring it back. Raises Refused, Stale."""
    records.archive(session, Reserve, reserve_id, version=version, back=back)


def _columns(amounts: Mapping[str, int | None], box: str = "") -> dict[str, Any]:
    """The amounts of `PARTS` by their columns. `box` comes before the name of the box at fault. Raises Refused."""
    for part in PARTS:
        check_pence(amounts[part], f"{box}{part}", BELOW if part in ("opening", "closing") else BELOW_NOUGHT)
    if amounts["closing"] is None:
        raise Refused("Give the closing reserve.", f"{box}closing")
    return {f"{part}_pence": amounts[part] for part in PARTS}


def _refuse_to_come(declared_on: date, today: date | None) -> None:
    if declared_on > (today or date.today()):
        raise Refused(f"{format_day(declared_on)} is still to come.", "declared_on")


# one day for all partnerships


def day_cells(session: Session, *, declared_on: date) -> dict[str, int | None]:
    """What was declared of one day, as the grid of all partnerships holds it."""
    found: dict[str, int | None] = {}
    for row in _of_day(session, declared_on).values():
        found.update({f"{row.partnership_id}:{part}": pence for part, pence in _values(row).items()})
    return {cell: pence for cell, pence in found.items() if pence is not None}


def day_shape(session: Session, *, declared_on: date) -> GridShape:
    """The grid in which all partnerships' reserves of one day are entered: opening, added, used and closing."""
    known = grantees(session, year=year_of(declared_on))
    of_day = _of_day(session, declared_on)
    rows = tuple(
        GridRow(one.id, one.name, level=1 if one.parent_id in known else 0)
        for one in known.values()
        if not one.archived or one.id in of_day
    )
    return GridShape(rows, tuple(GridColumn(part, part.capitalize()) for part in PARTS))


def declare_all(
    session: Session, *, declared_on: date, evidence: str, cells: Cells, was: Cells, today: date | None = None
) -> None:
    """Save the grid of what all partnerships declare of one day, in pence; a row that is emptied is put away.

    `was` is the grid as the person saw it: only rows with a cell that differs from it are touched, and only where
    nobody else has changed those cells since. `evidence` goes to these rows, and to those of the day that have none.
    Raises Refused at `cells:partnership:column`, Stale.
    """
    _refuse_to_come(declared_on, today)
    plain, of_day = evidence.strip(), _of_day(session, declared_on)
    changed: dict[str, dict[str, int | None]] = {}
    for cell in {**was, **cells}:
        if cells.get(cell) != was.get(cell):
            partnership_id, _, part = cell.partition(":")
            changed.setdefault(partnership_id, {})[part] = cells.get(cell)
    for partnership_id, parts in changed.items():
        _refuse_changed_since(session, of_day.get(partnership_id), partnership_id, declared_on, parts, was)
    for partnership_id, parts in changed.items():
        _set_row(session, of_day.get(partnership_id), partnership_id, declared_on, parts, plain)
    others = [row for partnership_id, row in of_day.items() if partnership_id not in changed]
    without = [row for row in others if not row.evidence]
    if plain and not changed and not without and any(row.evidence != plain for row in others):
        raise Refused("These have evidence of their own. Change it in each declaration.", "evidence")
    for row in without:
        row.evidence = plain


def _of_day(session: Session, day: date) -> dict[str, Reserve]:
    rows = session.scalars(select(Reserve).where(Reserve.archived.is_(False), Reserve.declared_on == day))
    return {row.partnership_id: row for row in rows}


def _values(row: Reserve | None) -> dict[str, int | None]:
    if row is None:
        return dict.fromkeys(PARTS)
    amounts = (row.opening_pence, row.added_pence, row.used_pence, row.closing_pence)
    return dict(zip(PARTS, amounts, strict=True))


def _refuse_changed_since(
    session: Session,
    row: Reserve | None,
    partnership_id: str,
    day: date,
    parts: Mapping[str, int | None],
    was: Cells,
) -> None:
    now = _values(row)
    seen = {part: was.get(f"{partnership_id}:{part}") for part in PARTS}
    is_gone = row is None and any(pence is not None for pence in seen.values())
    if is_gone or any(now[part] != seen[part] for part in parts):
        mine = Reserve.partnership_id == partnership_id, Reserve.declared_on == day
        ids = session.scalars(select(Reserve.id).where(*mine)).all()
        raise records.stale(session, ids, row.version if row else 0)


def _set_row(
    session: Session,
    row: Reserve | None,
    partnership_id: str,
    day: date,
    parts: Mapping[str, int | None],
    evidence: str,
) -> None:
    values = {**_values(row), **parts}
    if row is not None and not any(pence is not None for pence in values.values()):
        row.archived = True
        return
    columns = _columns(values, f"cells:{partnership_id}:")
    if row is None:
        records.in_use(session, Partnership, partnership_id)
        session.add(Reserve(partnership_id=partnership_id, declared_on=day, evidence=evidence, **columns))
        return
    for column, pence in columns.items():
        setattr(row, column, pence)
    row.evidence = evidence or row.evidence


# as it is listed


def months_tenths(closing: int, grant: Amount) -> int | None:
    """How many months of a year's grant a reserve is, in tenths of a month, half up; None without a grant in pence."""
    if not isinstance(grant, int) or grant <= 0:
        return None
    return (closing * 240 + grant) // (2 * grant)


def months(session: Session, *, year: int) -> dict[str, int]:
    """The reserve last declared up to the end of `year` in tenths of a month of that year's grant, by partnership id.

    A county's grant is taken with that of its districts that have declared nothing themselves.
    """
    declared = last_declared(session, last_day(year))
    grants = answered_for(grantees(session, year=year), given(session, year=year), declared)
    found = {key: months_tenths(declared[key][0], grants.get(key)) for key in declared}
    return {key: tenths for key, tenths in found.items() if tenths is not None}


def reserve_list(session: Session, *, year: int) -> Listing:
    """The reserve each partnership last declared up to the end of `year`, in pence; those that never have stand too.

    A line's id is the declaration's, or the partnership's where there is none.
    """
    style = details(session).year_style
    declared = last(session, last_day(year))
    known, own = grantees(session, year=year), given(session, year=year)
    of_grant = months(session, year=year)
    listed = [one for one in known.values() if _is_listed(one, known, own, declared, year)]
    lines = tuple(_line(one, declared.get(one.id), of_grant.get(one.id), year) for one in listed)
    notes = [("*", f"Declared before {format_year(year, style)}; nothing was declared in it.")]
    if not any(line.mark for line in lines):
        notes.clear()
    for one in listed:
        if mine := declared.get(one.id):
            notes += [("", f"{one.name}: {finding}") for finding in mine.findings]
    return Listing(
        f"Reserves {format_year(year, style)}",
        (
            Column("partnership", "Partnership"),
            Column("opening", "Opening £", "pence"),
            Column("added", "Added £", "pence"),
            Column("used", "Used £", "pence"),
            Column("closing", "Closing £", "pence"),
            Column("difference", "Difference £", "change", help="Declared less what its own figures come to"),
            Column("months", "Months of grant", "figure", added=False, places=1),
            Column("state", "State", "chip"),
            Column("declared_on", "Declared on", "day"),
            Column("evidence", "Evidence"),
        ),
        lines,
        notes=tuple(notes),
        subtitle=f"As last declared up to {format_day(last_day(year))}",
    )


def _is_listed(
    one: Grantee,
    known: Mapping[str, Grantee],
    own: Mapping[str, Amount],
    declared: Mapping[str, ReserveRecord],
    year: int,
) -> bool:
    """Whoever has declared; and whoever has money in the year, unless somebody above has declared for them."""
    mine = declared.get(one.id)
    if mine is None:
        return one.id in own and holder(one.id, known, declared) is None
    return not one.archived or mine.declared_on >= first_day(year)


def _line(one: Grantee, mine: ReserveRecord | None, tenths: int | None, year: int) -> Line:
    if mine is None:
        blank: tuple[Cell, ...] = (None,) * 6
        return Line(one.id, (one.name, *blank, "Not declared", None, ""))
    figures = (
        mine.opening,
        mine.added,
        mine.used,
        mine.closing,
        mine.difference if mine.computed is not None else None,
    )
    return Line(
        mine.id,
        (
            one.name,
            *figures,
            None if tenths is None else tenths * TENTH,
            mine.state,
            mine.declared_on,
            mine.evidence,
        ),
        mark="" if mine.declared_on >= first_day(year) else "*",
    )
