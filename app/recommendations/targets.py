"""The share of a round's money that an area or a priority ought to have, set by the officer as one grid.

Shares are tenths of a percent. What areas ought to have comes to 100 % at most, and so does what priorities ought to
have: one without a target is not measured by any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.cells import place_of
from app.errors import Refused
from app.fields import Field, GridColumn, GridRow, GridShape
from app.grants.rounds import in_use as round_in_use
from app.money import format_percent, split_by_shares
from app.recommendations import reading
from app.recommendations.parts import TargetRecord
from db.areas import Area
from db.plans import Priority
from db.recommendations import FairnessTarget

GRID, SHARE = "targets", "share"
"""The grid of targets in its form and its column; a cell is `targets:area_or_priority_id:share`."""
AREAS, PRIORITIES = "areas", "priorities"
"""The headings of its two halves."""
WHOLE = 1000

Named = Sequence[tuple[str, str]]


def fields(areas: Named, priorities: Named) -> tuple[Field, ...]:
    """The form of a round's targets as one grid; areas and priorities are (id, name)."""
    return (
        Field(
            GRID,
            "Targets",
            "grid",
            help="The share of the money each ought to have. Leave empty what is not to be measured.",
            grid=shape(areas, priorities),
        ),
    )


def shape(areas: Named, priorities: Named) -> GridShape:
    """A row for each area, then one for each priority, under a heading."""
    return GridShape(
        (
            *([GridRow(AREAS, "Areas", heading=True)] if areas else []),
            *(GridRow(key, name, 1) for key, name in areas),
            *([GridRow(PRIORITIES, "Priorities", heading=True)] if priorities else []),
            *(GridRow(key, name, 1) for key, name in priorities),
        ),
        (GridColumn(SHARE, "Target, %", "percent"),),
        totals=False,
    )


def cells(every: Iterable[TargetRecord]) -> dict[str, int]:
    """Targets as the grid holds them."""
    return {f"{one.area_id or one.priority_id}:{SHARE}": one.share for one in every}


def by_id(every: Iterable[TargetRecord]) -> dict[str, int]:
    """The share that an area or priority ought to have, by its id."""
    return {one.area_id or one.priority_id: one.share for one in every}


def by_people(people: Mapping[str, int]) -> dict[str, int]:
    """Targets for areas by how many live in each, as cells of the grid to start from; they come to 100 %.

    An area so small that its share would be nothing has none. No targets where nobody knows how many live anywhere.
    """
    known = {key: count for key, count in people.items() if count > 0}
    shares = split_by_shares(WHOLE, list(known.values())) if known else []
    return {f"{key}:{SHARE}": share for key, share in zip(known, shares, strict=True) if share}


def set_targets(
    session: Session, round_id: str, *, targets: Mapping[str, int | None], was: Mapping[str, int | None]
) -> None:
    """Save the targets of a round, `area_or_priority_id:share`; an empty one is taken away.

    `was` is the grid as the person saw it: only cells that differ from it are touched. Raises Refused (at
    `targets:id:share`, or `targets` where they come to more than 100 %), Stale.
    """
    round_in_use(session, round_id)
    after, before = _shares(targets), _shares(was)
    changed = [key for key in {**before, **after} if after.get(key) != before.get(key)]
    rows = _rows(session, round_id)
    now = {key: row.share_tenths for key, row in rows.items() if not row.archived}
    for key in changed:
        if now.get(key) != before.get(key):
            row = rows.get(key)
            raise records.stale(session, [row.id] if row is not None else [], row.version if row is not None else 0)
    for key in changed:
        _set(session, round_id, key, after.get(key), rows.get(key))
    session.flush()
    _refuse_sum(reading.targets(session, round_id))


def _shares(given: Mapping[str, int | None]) -> dict[str, int]:
    """The shares that are given, by area or priority."""
    return {place_of(key)[0]: share for key, share in given.items() if place_of(key)[1] == SHARE and share is not None}


def _rows(session: Session, round_id: str) -> dict[str, FairnessTarget]:
    """The row of each area and priority, one that was emptied too, so that it is used again."""
    query = (
        select(FairnessTarget)
        .where(FairnessTarget.round_id == round_id)
        .order_by(FairnessTarget.archived.desc(), FairnessTarget.id)
    )
    return {row.area_id or row.priority_id or "": row for row in session.scalars(query)}


def _set(session: Session, round_id: str, key: str, share: int | None, row: FairnessTarget | None) -> None:
    if share is not None and not 1 <= share <= WHOLE:
        raise Refused("A target is more than 0 % and at most 100 %. Leave it empty for none.", f"{GRID}:{key}:{SHARE}")
    if row is not None:
        row.archived = share is None
        if share is not None:
            row.share_tenths = share
    elif share is not None:
        is_area = session.get(Area, key) is not None
        if not is_area:
            records.in_use(session, Priority, key)
        session.add(
            FairnessTarget(
                round_id=round_id,
                area_id=key if is_area else None,
                priority_id=None if is_area else key,
                share_tenths=share,
            )
        )


def _refuse_sum(every: Sequence[TargetRecord]) -> None:
    for what, shares in (
        ("areas", [one.share for one in every if one.area_id]),
        ("priorities", [one.share for one in every if one.priority_id]),
    ):
        if (total := sum(shares)) > WHOLE:
            raise Refused(f"The targets of {what} come to {format_percent(total, sign=False)} %, more than all.", GRID)


LABELS: Mapping[str, tuple[Field, ...]] = {
    "fairness_target": (
        Field("round_id", "Round"),
        Field("area_id", "Area"),
        Field("priority_id", "Priority"),
        Field("share_tenths", "Ought to have", "percent"),
    ),
}
"""Which words the history uses for the columns of the table."""
