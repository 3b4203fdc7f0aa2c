"""Areas as a tree, each with the names it has had and the day each name began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.fields import Choice, Field
from db.areas import Area, AreaName

KINDS = ("Police area", "County", "Unitary authority", "District", "Group of districts", "Other")


def fields(areas: tuple[Choice, ...]) -> tuple[Field, ...]:
    """The fields of an area, with the areas it may lie in."""
    return (
        Field("name", "Area", required=True),
        Field("parent_id", "Lies in", "choice", choices=(Choice("", "Nothing larger"), *areas)),
        Field("kind", "Kind", "choice", True, tuple(Choice(one, one) for one in KINDS)),
        Field("code", "Area code", help="The nine-character code of the Office for National Statistics, if known."),
        Field("from_day", "This name began", "day", help="Leave empty for the name it has always had."),
    )


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """An area by the name it has on the day asked for; `level` is 0 at the top of the tree."""

    id: str
    version: int
    name: str
    parent_id: str | None
    kind: str
    code: str
    level: int
    archived: bool
    names: tuple[tuple[date | None, str], ...]


def areas(session: Session, *, on: date | None = None, archived: bool = False) -> list[AreaRecord]:
    """The tree from the top, parents before their children, by the names they have on that day (the newest if None)."""
    names: dict[str, list[tuple[date | None, str]]] = {}
    for name in session.scalars(select(AreaName).where(AreaName.archived.is_(False))):
        names.setdefault(name.area_id, []).append((name.from_day, name.name))
    children: dict[str | None, list[Area]] = {}
    rows = session.scalars(select(Area).where(Area.archived.is_(False) | archived).order_by(Area.position)).all()
    known = {row.id for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[AreaRecord] = []

    def walk(parent: str | None, level: int) -> None:
        for row in children.get(parent, []):
            dated = tuple(sorted(names.get(row.id, []), key=lambda pair: pair[0] or date.min))
            name = name_on(dated, on)
            found.append(
                AreaRecord(row.id, row.version, name, row.parent_id, row.kind, row.code, level, row.archived, dated)
            )
            walk(row.id, level + 1)

    walk(None, 0)
    return found


def name_on(names: tuple[tuple[date | None, str], ...], on: date | None) -> str:
    """The name in force on a day: the last that began by then, else the first there is."""
    if not names:
        return "Unnamed area"
    begun = [name for day, name in names if on is None or day is None or day <= on]
    return begun[-1] if begun else names[0][1]


def add_area(
    session: Session,
    *,
    name: str,
    kind: str,
    parent_id: str | None = None,
    code: str = "",
    from_day: date | None = None,
) -> str:
    """Add an area with its first name; its id. Raises Refused."""
    plain = records.required(name, "The area's name", "name")
    area = Area(
        parent_id=parent_id or None, kind=kind, code=code.strip(), position=records.next_position(session, Area)
    )
    session.add(area)
    session.flush()
    session.add(AreaName(area_id=area.id, name=plain, from_day=from_day))
    return area.id


def change_area(
    session: Session,
    area_id: str,
    *,
    version: int | None,
    name: str,
    kind: str,
    parent_id: str | None,
    code: str,
    from_day: date | None = None,
) -> None:
    """Change an area. A new name with a day is added to those it has had; one without a day corrects the newest.

    Raises Refused (also for a place in the tree below itself), Stale.
    """
    plain = records.required(name, "The area's name", "name")
    _refuse_circle(session, area_id, parent_id or None)
    names = session.scalars(select(AreaName).where(AreaName.area_id == area_id, AreaName.archived.is_(False))).all()
    values = {"kind": kind, "parent_id": parent_id or None, "code": code.strip()}
    area = records.change(session, Area, area_id, version=version, parts=[one.id for one in names], **values)
    same_day = [one for one in names if one.from_day == from_day]
    newest = max(names, key=lambda one: one.from_day or date.min, default=None)
    corrected = newest if from_day is None else same_day[0] if same_day else None
    if corrected is not None and corrected.name != plain:
        corrected.name = plain
        records.touch(area)
    elif corrected is None and (newest is None or newest.name != plain):
        session.add(AreaName(area_id=area_id, name=plain, from_day=from_day))
        records.touch(area)


def _refuse_circle(session: Session, area_id: str, parent_id: str | None) -> None:
    above = parent_id
    while above is not None:
        if above == area_id:
            raise Refused("An area cannot lie in itself.", "parent_id")
        above = records.fetch(session, Area, above).parent_id


def archive_area(session: Session, area_id: str, *, version: int | None = None, back: bool = False) -> None:
    """Put an area away; what names it keeps it. Raises Refused, Stale."""
    records.archive(session, Area, area_id, version=version, back=back)
