"""What partnerships plan to spend their money on, by theme, and whether that foots to what they are allocated."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.allocations.allocations import additions
from app.allocations.given import Grantee, answered_for, check_pence, given, grantees, holder
from app.errors import Refused
from app.fields import GridColumn, GridRow, GridShape
from app.funds.figures import Amount
from app.listing import Column, Line, Listing, note_mark
from app.money import Pence, format_pence
from app.office import details
from app.years import format_year
from db.allocations import Partnership, Spend, Theme

Cells = Mapping[str, Sequence[int]]
"""Amounts in pence by `theme:partnership`, several in their printed order; an empty cell is not in it."""


@dataclass(frozen=True, slots=True)
class SpendCell:
    """What a partnership spent on a theme: every amount in its printed order, in pence, with the ids of their rows."""

    partnership_id: str
    theme_id: str
    theme: str
    amounts: tuple[Pence, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """A theme and its place, from 1; one that has been put away still stands in the years it has amounts in."""

    id: str
    version: int
    name: str
    place: int
    archived: bool


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands under a partnership's column: what it is to come to and what it comes to, in pence.

    `allocation` is its own with that of the `districts` (their names) that have no plan of their own; a word or None
    where there is no figure, and then no `difference`, which is planned less allocated.
    """

    partnership_id: str
    partnership: str
    short: str
    allocation: Amount
    planned: Pence
    districts: tuple[str, ...] = ()

    @property
    def difference(self) -> Pence | None:
        """Planned less allocated: below nought for money that no theme explains."""
        return Pence(self.planned - self.allocation) if isinstance(self.allocation, int) else None

    @property
    def foots(self) -> bool:
        """Whether the plan comes to exactly what is allocated."""
        return self.difference == 0

    @property
    def sentence(self) -> str:
        """How it stands, for under the table."""
        planned = f"{self.short}: {format_pence(self.planned)} planned"
        if not isinstance(self.allocation, int) or self.difference is None:
            return f"{planned}; {f'its allocation is “{self.allocation}”' if self.allocation else 'nothing allocated'}."
        share = f" with {len(self.districts):,} below it" if self.districts else ""
        if self.difference == 0:
            return f"{planned}, as allocated{share}."
        told = "stands in no theme" if self.difference < 0 else "more than that"
        of = f"{planned} of {format_pence(self.allocation)} allocated{share}"
        return f"{of}; {format_pence(abs(self.difference))} {told}."


def themes(session: Session) -> dict[str, str]:
    """Every theme's name by its id, in the office's order."""
    return {one.id: one.name for one in theme_records(session)}


def theme_records(session: Session, *, archived: bool = False) -> list[ThemeRecord]:
    """Every theme in use, or every one put away, in the office's order."""
    rows = _themes(session, archived=archived)
    return [ThemeRecord(row.id, row.version, row.name, place, row.archived) for place, row in enumerate(rows, 1)]


def _themes(session: Session, *, archived: bool = False) -> list[Theme]:
    rows = session.scalars(select(Theme).where(Theme.archived.is_(archived)).order_by(Theme.position, Theme.id))
    return list(rows)


def add_theme(session: Session, *, name: str, place: int | None = None) -> str:
    """Add a theme at this place, counted from 1, or after the last one; its id. Raises Refused."""
    row = Theme(name=_free(session, name, ""), position=records.next_position(session, Theme))
    session.add(row)
    session.flush()
    if place is not None:
        _put(session, row, place)
    return row.id


def change_theme(session: Session, theme_id: str, *, version: int | None, name: str, place: int | None = None) -> None:
    """Give a theme another name, in every year, and another place, counted from 1. Raises Refused, Stale."""
    row = records.change(session, Theme, theme_id, version=version, name=_free(session, name, theme_id))
    if place is not None and not row.archived:
        _put(session, row, place)


def _put(session: Session, row: Theme, place: int) -> None:
    others = [one.id for one in _themes(session) if one.id != row.id]
    at = max(0, min(len(others), place - 1))
    reorder_themes(session, order=[*others[:at], row.id, *others[at:]])


def archive_theme(session: Session, theme_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a theme away or bring it back; what is planned for it stays in its years. Raises Refused, Stale."""
    if back:
        _free(session, records.fetch(session, Theme, theme_id).name, theme_id)
    records.archive(session, Theme, theme_id, version=version, back=back)


def reorder_themes(session: Session, *, order: Sequence[str]) -> None:
    """Put the themes (ids) into this order; one that is not named stays behind those that are. Raises Refused."""
    place = {theme_id: at for at, theme_id in enumerate(order)}
    rows = _themes(session)
    if not place.keys() <= {row.id for row in rows}:
        raise Refused(records.GONE)
    rows.sort(key=lambda row: place.get(row.id, len(place)))  # a stable sort: the rest keep their order
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position


def _free(session: Session, name: str, theme_id: str) -> str:
    """The name, provided no other theme in use has it. Raises Refused."""
    plain = records.required(name, "The theme", "name")
    for one in theme_records(session):
        if one.name.lower() == plain.lower() and one.id != theme_id:
            raise Refused("There is already a theme with this name.", "name")
    return plain


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


def spend_cells(session: Session, *, year: int) -> dict[str, tuple[Pence, ...]]:
    """The spend plan of `year` as its grid holds it: amounts in pence by `theme:partnership`."""
    return {f"{one.theme_id}:{one.partnership_id}": one.amounts for one in spend(session, year=year)}


def enter_spend(session: Session, *, year: int, amounts: Cells, was: Cells) -> None:
    """Save the grid of a year's spend plan; a cell that is missing or has no amounts is emptied.

    `was` is the grid as the person saw it: only cells that differ from it are touched, and only where nobody else has
    changed them since. An amount that stays in its place keeps what was printed. Raises Refused at
    `amounts:theme:partnership`, Stale.
    """
    before = {cell: tuple(mine) for cell, mine in was.items()}
    after = {cell: tuple(mine) for cell, mine in amounts.items()}
    changed = {cell: after.get(cell, ()) for cell in {**before, **after} if after.get(cell, ()) != before.get(cell, ())}
    for cell, mine in changed.items():
        for pence in mine:
            check_pence(pence, f"amounts:{cell}", "Spend cannot be below £0.")
    rows: dict[str, list[Spend]] = {cell: [] for cell in changed}
    for row in session.scalars(select(Spend).where(Spend.year == year).order_by(*_IN_CELL)):
        cell = f"{row.theme_id}:{row.partnership_id}"
        if cell in rows:
            rows[cell].append(row)
    for cell, found in rows.items():
        if tuple(row.amount_pence for row in found if not row.archived) != before.get(cell, ()):
            raise records.stale(session, [row.id for row in found], found[0].version if found else 0)
    for cell, mine in changed.items():
        if more := set_rows(rows[cell], mine):
            _add_rows(session, year, cell, more)


_IN_CELL = (Spend.archived, Spend.position, Spend.id)
"""The rows of a cell as they are used: its amounts in their order, then those that were emptied before."""


def set_rows(rows: Sequence[Spend], amounts: Sequence[int]) -> list[tuple[int, int]]:
    """Write a cell's amounts over its rows in their order; the positions and pence there is no row for.

    An amount that stays in its place keeps what was printed; rows that are left over are put away.
    """
    for at, row in enumerate(rows):
        if at >= len(amounts):
            row.archived = True
            continue
        if row.archived or row.amount_pence != amounts[at]:
            row.archived, row.amount_pence, row.printed = False, amounts[at], ""
        row.position = at
    return list(enumerate(amounts))[len(rows) :]


def _add_rows(session: Session, year: int, cell: str, amounts: Sequence[tuple[int, int]]) -> None:
    theme_id, _, partnership_id = cell.partition(":")
    records.in_use(session, Theme, theme_id)
    records.in_use(session, Partnership, partnership_id)
    of_cell = {"partnership_id": partnership_id, "theme_id": theme_id, "year": year}
    session.add_all(Spend(position=at, amount_pence=pence, printed="", **of_cell) for at, pence in amounts)


# what it foots to


def footing(session: Session, *, year: int) -> list[Foot]:
    """What each partnership with a plan in `year` plans, and what it is to come to, in the office's order."""
    return feet(grantees(session, year=year), given(session, year=year), _planned(spend(session, year=year)))


def feet(known: Mapping[str, Grantee], own: Mapping[str, Amount], planned: Mapping[str, int]) -> list[Foot]:
    """The footing of these plans in pence by partnership id; `own` is what each partnership is allocated itself.

    A county's plan foots to its own money and that of its districts without a plan; a district's plan to its own.
    """
    owed = answered_for(known, own, planned)
    return [
        Foot(key, known[key].name, known[key].short, amount, Pence(planned[key]), _below(key, known, own, planned))
        for key, amount in owed.items()
    ]


def unplanned(known: Mapping[str, Grantee], own: Mapping[str, Amount], planned: Container[str]) -> list[Grantee]:
    """Those whose allocation stands in no plan, neither their own nor one above them, in the office's order."""
    return [one for key, one in known.items() if key in own and holder(key, known, planned) is None]


def _below(key: str, known: Mapping[str, Grantee], own: Mapping[str, Amount], apart: Container[str]) -> tuple[str, ...]:
    """Those below it whose money it answers for."""
    return tuple(
        one.short for one in known.values() if one.id in own and one.id != key and holder(one.id, known, apart) == key
    )


def _planned(cells: Iterable[SpendCell]) -> dict[str, int]:
    """What each partnership plans in all, in pence by partnership id."""
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell.partnership_id] = sums.get(cell.partnership_id, 0) + sum(cell.amounts)
    return sums


def _themes_shown(session: Session, cells: Sequence[SpendCell]) -> dict[str, str]:
    """The names of the themes in use, and of those put away that still have amounts in these cells, in order."""
    used = {cell.theme_id for cell in cells}
    rows = session.scalars(select(Theme).order_by(Theme.position, Theme.id))
    return {row.id: row.name for row in rows if not row.archived or row.id in used}


def grid_shape(session: Session, *, year: int) -> GridShape:
    """The grid of a year's plan: a row for each theme, a column for each partnership with what it is to come to.

    The money of a district without a plan is expected in its county's column, until it has a plan of its own.
    """
    cells = spend(session, year=year)
    rows = tuple(GridRow(theme_id, name) for theme_id, name in _themes_shown(session, cells).items())
    columns = grid_columns(grantees(session, year=year), given(session, year=year), _planned(cells))
    return GridShape(rows, columns)


def grid_columns(
    known: Mapping[str, Grantee], own: Mapping[str, Amount], planned: Container[str]
) -> tuple[GridColumn, ...]:
    """The columns of the grid for these partnerships, where those in `planned` (ids) have a plan of their own."""
    shown = {key for key, one in known.items() if not one.archived or key in planned}
    tops = {key for key in shown if holder(known[key].parent_id, known, shown) is None}
    apart = {key for key in shown if key in planned} | tops
    owed = answered_for(known, own, apart)
    return tuple(
        GridColumn(key, one.short, "sum", _figure(owed.get(key)), _column_help(one, known, own, apart))
        for key, one in known.items()
        if key in shown
    )


def _figure(amount: Amount) -> int | None:
    return amount if isinstance(amount, int) else None


def _column_help(one: Grantee, known: Mapping[str, Grantee], own: Mapping[str, Amount], apart: Container[str]) -> str:
    above = holder(one.id, known, apart)
    if above is not None and above != one.id and one.id in own:
        return f"in {known[above].short}"
    below = len(_below(one.id, known, own, apart))
    return f"with {below:,} below it" if below else ""


# as it is listed


def theme_list(session: Session, *, year: int) -> Listing:
    """The plan of `year`: themes down the side, the partnerships that have a plan across, in pence.

    A cell of several amounts shows their sum, and a note its parts; the notes also say what does not foot.
    """
    cells = spend(session, year=year)
    known, own, planned = grantees(session, year=year), given(session, year=year), _planned(cells)
    shown = [one for one in known.values() if one.id in planned]
    by_theme: dict[str, dict[str, SpendCell]] = {}
    for cell in cells:
        by_theme.setdefault(cell.theme_id, {})[cell.partnership_id] = cell
    notes: list[tuple[str, str]] = []
    lines = []
    for theme_id, name in _themes_shown(session, cells).items():
        mine = by_theme.get(theme_id, {})
        parts = _parts(shown, mine)
        mark = note_mark(len(notes)) if parts else ""
        if parts:
            notes.append((mark, parts))
        sums = [sum(mine[one.id].amounts) if one.id in mine else None for one in shown]
        lines.append(Line(theme_id, (name, *sums, sum(filter(None, sums)) if mine else None), mark=mark))
    return Listing(
        f"Spend by theme {format_year(year, details(session).year_style)}",
        (
            Column("theme", "Theme"),
            *(Column(one.id, f"{one.short} £", "pence", help=one.name) for one in shown),
            Column("all", "All £", "pence"),
        ),
        tuple(lines),
        notes=(*notes, *(("", text) for text in _foot_notes(session, year, known, own, planned))),
        subtitle="What partnerships plan to spend their allocations on",
    )


def _parts(shown: Sequence[Grantee], mine: Mapping[str, SpendCell]) -> str:
    """The amounts of each cell that has several."""
    told = [
        f"{one.short}: {' + '.join(map(format_pence, mine[one.id].amounts))}"
        for one in shown
        if one.id in mine and len(mine[one.id].amounts) > 1
    ]
    return f"{'; '.join(told)}." if told else ""


def _foot_notes(
    session: Session, year: int, known: Mapping[str, Grantee], own: Mapping[str, Amount], planned: Mapping[str, int]
) -> list[str]:
    """What does not foot, what has no plan, and what stands in no column because several share it."""
    if not planned:
        return []
    found = feet(known, own, planned)
    notes = [one.sentence for one in found if not one.foots] or ["Every plan comes to what is allocated."]
    if without := unplanned(known, own, planned):
        notes.append(f"No plan yet: {', '.join(one.short for one in without)}.")
    for one in additions(session, year=year):
        amount = format_pence(one.amount) if isinstance(one.amount, int) else f"“{one.amount}”"
        sharers = ", ".join(known[each].short for each in one.sharer_ids if each in known)
        notes.append(f"{one.partnership}, {amount}, is shared by {sharers or 'several'} and stands in no column.")
    return notes
