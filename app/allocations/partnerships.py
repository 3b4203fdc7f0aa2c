"""Community Safety Partnerships in two tiers: a county's has its districts' below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import organisations, records
from app.errors import Refused
from db.allocations import Partnership
from db.organisations import Alias, Organisation

KIND = "Partnership"
"""The kind of organisation that a partnership is."""
_CALLED = " Community Safety Partnership"


@dataclass(frozen=True, slots=True)
class PartnershipRecord:
    """A partnership; `parent_id` is the county partnership it lies under.

    `version` rises with every save to it or to its organisation, whose name it has. `level` is 1 for one that is shown
    under its county's, else 0; `place` counts from 1 among those with the same parent.
    """

    id: str
    name: str
    organisation_id: str
    area_id: str | None
    parent_id: str | None
    version: int = 0
    archived: bool = False
    level: int = 0
    place: int = 1

    @property
    def short(self) -> str:
        """Its name in a list that says already what it holds: without “Community Safety Partnership”."""
        return self.name.removesuffix(_CALLED) or self.name


def partnerships(session: Session, *, archived: bool = False) -> list[PartnershipRecord]:
    """Every partnership in the office's order, a county's before its districts'; `archived` takes those put away in."""
    query = (
        select(Partnership, Organisation.name, Organisation.version)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Partnership.archived.is_(False) | archived)
        .order_by(Partnership.position, Partnership.id)
    )
    rows = {row.id: (row, name, saved) for row, name, saved in session.execute(query)}
    below = _below((row for row, _, _ in rows.values()), rows)
    return [
        PartnershipRecord(
            row.id,
            rows[row.id][1],
            row.organisation_id,
            row.area_id,
            row.parent_id,
            row.version + rows[row.id][2],
            row.archived,
            level,
            place,
        )
        for row, level, place in _walk(below, None, 0)
    ]


def _below(rows: Iterable[Partnership], known: Mapping[str, object]) -> dict[str | None, list[Partnership]]:
    """The rows by what they lie under; one whose parent is not among the known stands at the top."""
    below: dict[str | None, list[Partnership]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    return below


def _walk(
    below: Mapping[str | None, Sequence[Partnership]], parent: str | None, level: int
) -> Iterator[tuple[Partnership, int, int]]:
    for place, row in enumerate(below.get(parent, ()), 1):
        yield row, level, place
        yield from _walk(below, row.id, level + 1)


def partnership(session: Session, partnership_id: str) -> PartnershipRecord:
    """One partnership, put away or not. Raises Refused."""
    records.fetch(session, Partnership, partnership_id)
    return next(one for one in partnerships(session, archived=True) if one.id == partnership_id)


def add(
    session: Session,
    *,
    name: str,
    area_id: str | None = None,
    parent_id: str | None = None,
    place: int | None = None,
) -> str:
    """Add a partnership; its id. The organisation of that name or alias is its own, a new one where there is none.

    `place` counts from 1 among those with the same parent; None is the last. Raises Refused.
    """
    plain = records.required(name, "The partnership's name", "name")
    organisation_id = organisations.find(session, plain)
    if organisation_id is None:
        organisation_id = organisations.add(session, name=plain, kind=KIND)
    else:
        _refuse_twice(session, organisation_id, "")
    partnership_id = add_partnership(
        session, organisation_id=organisation_id, area_id=area_id or None, parent_id=parent_id or None
    )
    session.flush()
    _put(session, records.fetch(session, Partnership, partnership_id), place)
    return partnership_id


def add_partnership(
    session: Session, *, organisation_id: str, area_id: str | None = None, parent_id: str | None = None
) -> str:
    """Make an organisation a partnership, after the last one; its id. Raises Refused."""
    _refuse_parent(session, None, parent_id)
    row = Partnership(
        organisation_id=organisation_id,
        area_id=area_id,
        parent_id=parent_id,
        position=records.next_position(session, Partnership),
    )
    session.add(row)
    return row.id


def change(
    session: Session,
    partnership_id: str,
    *,
    version: int | None,
    name: str,
    area_id: str | None,
    parent_id: str | None,
    place: int | None = None,
) -> None:
    """Change a partnership. Its organisation takes the name and keeps the old one as an alias.

    `place` is as in `add`; None leaves it where it is, or puts it last under a new parent. Raises Refused, Stale.
    """
    plain = records.required(name, "The partnership's name", "name")
    row = _at_version(session, partnership_id, version)
    parent = parent_id or None
    if parent != row.parent_id:
        _refuse_parent(session, row, parent)
    _rename(session, row.organisation_id, plain)
    is_elsewhere = parent != row.parent_id
    row.area_id, row.parent_id = area_id or None, parent
    session.flush()
    if place is not None or is_elsewhere:
        _put(session, row, place)


def archive(session: Session, partnership_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put a partnership away, or bring it back; what it was given stays its own in every list.

    Raises Refused (also while partnerships lie under it), Stale.
    """
    row = _at_version(session, partnership_id, version)
    if back:
        _refuse_twice(session, row.organisation_id, partnership_id)
        _refuse_parent(session, row, row.parent_id)
    elif below := _lying_under(session, partnership_id):
        raise Refused(f"“{_named(session, below[0])}” lies under this partnership. Archive or move it first.")
    row.archived = not back


def reorder(session: Session, *, order: Sequence[str]) -> None:
    """Put the partnerships (ids) into this order, each under its parent; one that is not named comes after those.

    The order decides ties wherever money is split. Raises Refused.
    """
    wanted = {partnership_id: at for at, partnership_id in enumerate(order)}
    rows = _in_use(session)
    if not wanted.keys() <= {row.id for row in rows}:
        raise Refused(records.GONE)
    rows.sort(key=lambda row: wanted.get(row.id, len(wanted)))  # a stable sort: the rest keep their order
    _number(rows)


def _put(session: Session, row: Partnership, place: int | None) -> None:
    """Set it at this place (from 1, None for the last) among those with its parent, and number them all again."""
    rows = [one for one in _in_use(session) if one.id != row.id]
    siblings = [one for one in rows if one.parent_id == row.parent_id]
    at = len(siblings) if place is None else max(0, min(len(siblings), place - 1))
    index = rows.index(siblings[at]) if at < len(siblings) else len(rows)
    _number([*rows[:index], row, *rows[index:]])


def _number(rows: Sequence[Partnership]) -> None:
    """Positions from 1, districts after their county's, so that whoever sorts by position reads the tree."""
    below = _below(rows, {row.id: row for row in rows})
    for position, (row, _, _) in enumerate(_walk(below, None, 0), 1):
        if row.position != position:
            row.position = position


def _in_use(session: Session) -> list[Partnership]:
    active = select(Partnership).where(Partnership.archived.is_(False))
    return list(session.scalars(active.order_by(Partnership.position, Partnership.id)))


def _at_version(session: Session, partnership_id: str, version: int | None) -> Partnership:
    """The row, provided neither it nor its organisation was saved since. Raises Refused, Stale."""
    row = records.fetch(session, Partnership, partnership_id)
    now = row.version + records.fetch(session, Organisation, row.organisation_id).version
    if version is not None and version != now:
        raise records.stale(session, [partnership_id, row.organisation_id], now)
    return row


def _rename(session: Session, organisation_id: str, name: str) -> None:
    body = records.fetch(session, Organisation, organisation_id)
    if body.name == name:
        return
    taken = organisations.find(session, name)
    if taken not in (None, organisation_id):
        raise Refused("There is already an organisation with this name.", "name")
    own = select(Alias.name).where(Alias.organisation_id == organisation_id, Alias.archived.is_(False))
    aliases = [alias for alias in session.scalars(own) if alias.lower() != name.lower()]
    organisations.change(session, organisation_id, version=None, name=name, kind=body.kind, aliases="\n".join(aliases))


def _refuse_twice(session: Session, organisation_id: str, partnership_id: str) -> None:
    if any(row.organisation_id == organisation_id and row.id != partnership_id for row in _in_use(session)):
        raise Refused("There is already a partnership with this name.", "name")


def _refuse_parent(session: Session, row: Partnership | None, parent_id: str | None) -> None:
    """Two tiers: what lies under a county's has nothing below it. Raises Refused at `parent_id`."""
    if parent_id is None:
        return
    above: str | None = parent_id
    passed: set[str] = set()
    while row is not None and above is not None and above not in passed:
        if above == row.id:
            raise Refused("A partnership cannot lie under itself.", "parent_id")
        passed.add(above)
        above = records.fetch(session, Partnership, above).parent_id
    parent = records.fetch(session, Partnership, parent_id)
    name = _named(session, parent)
    if parent.archived:
        raise Refused(f"“{name}” has been put away. Bring it back first.", "parent_id")
    if parent.parent_id is not None:
        raise Refused(f"“{name}” lies under another partnership itself. Choose the county's, or none.", "parent_id")
    if row is not None and (below := _lying_under(session, row.id)):
        raise Refused(
            f"“{_named(session, below[0])}” lies under this partnership, so it cannot lie under another.", "parent_id"
        )


def _lying_under(session: Session, partnership_id: str) -> list[Partnership]:
    return [row for row in _in_use(session) if row.parent_id == partnership_id]


def _named(session: Session, row: Partnership) -> str:
    return records.fetch(session, Organisation, row.organisation_id).name
