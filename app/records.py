"""Adding, changing and archiving one row, the same way for every feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.errors import Refused, Stale
from db.base import Record
from db.journal import Change, Step

R = TypeVar("R", bound=Record)

GONE = "That record is no longer in this office file. Close it and look at the list again."


def fetch(session: Session, model: type[R], row_id: str) -> R:
    """The row with this key, archived or not. Raises Refused when there is none."""
    row = session.get(model, row_id)
    if row is None:
        raise Refused(GONE)
    return row


def in_use(session: Session, model: type[R], row_id: str) -> R:
    """The row with this key. Raises Refused when there is none or it has been put away, as undoing an addition does."""
    row = fetch(session, model, row_id)
    if row.archived:
        raise Refused(GONE)
    return row


def at_version(session: Session, model: type[R], row_id: str, version: int | None, *, parts: Sequence[str] = ()) -> R:
    """The row, provided it is still at the version the person was looking at. Raises Stale naming who saved first.

    `parts` are the rows that belong to it, so that who changed one of those is named too.
    """
    row = fetch(session, model, row_id)
    if version is not None and row.version != version:
        raise stale(session, [row_id, *parts], row.version)
    return row


def stale(session: Session, row_ids: Sequence[str], version: int) -> Stale:
    """The refusal of a save over somebody else's change, of `version`, to one of these rows, naming who made it."""
    who = session.execute(
        select(Step.user, Step.name)
        .join(Change, Change.step_seq == Step.seq)
        .where(Change.row_id.in_(row_ids))
        .order_by(Step.seq.desc())
    ).first()
    return Stale(
        f"{who.user if who else 'Somebody'} saved this while you were typing"
        f"{f' (“{who.name}”)' if who else ''}. Nothing was overwritten; look at their change and save again.",
        version=version,
    )


@dataclass(frozen=True, slots=True)
class LastSave:
    """Who saved a record last, when (local time), and what that was called."""

    user: str
    at: datetime
    name: str


def last_save(session: Session, row_ids: Sequence[str]) -> LastSave | None:
    """The newest save that changed any of these rows."""
    found = session.execute(
        select(Step.user, Step.at, Step.name)
        .join(Change, Change.step_seq == Step.seq)
        .where(Change.row_id.in_(row_ids))
        .order_by(Step.seq.desc())
    ).first()
    return None if found is None else LastSave(found.user, datetime.fromisoformat(found.at).astimezone(), found.name)


def touch(row: Record) -> None:
    """Count a change to what belongs to this row as a change of the row itself, so that nobody saves over it unseen."""
    flag_modified(row, "archived")


def change(
    session: Session, model: type[R], row_id: str, *, version: int | None, parts: Sequence[str] = (), **values: Any
) -> R:
    """Set these columns of the row. Raises Refused, Stale."""
    row = at_version(session, model, row_id, version, parts=parts)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def archive(session: Session, model: type[R], row_id: str, *, version: int | None = None, back: bool = False) -> R:
    """Put the row away, or bring it back; it is never deleted. Raises Refused, Stale."""
    row = at_version(session, model, row_id, version)
    row.archived = not back
    return row


def next_position(session: Session, model: type[R]) -> int:
    """The place after the last row of this kind."""
    position = model.__table__.columns["position"]
    return (session.scalar(select(func.max(position))) or 0) + 1


def required(value: str, label: str, field: str) -> str:
    """The text without surrounding space. Raises Refused when nothing is left."""
    plain = value.strip()
    if not plain:
        raise Refused(f"{label} is needed.", field)
    return plain
