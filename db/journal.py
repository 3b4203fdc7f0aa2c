"""The journal: every change is written down once, in the transaction that makes it, chained by hashes.

Two tables. A step is one press of a button with its plain-English name; a change is one column of one row in it.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, DefaultClause, Index, Integer, Table, Text, event, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import STRICT, Base, Record

START = "0" * 64
_UNFOLLOWED = {"version"}
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_WRITTEN = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)"
    r"\s+(?:\W?\w+\W?\s*\.\s*)?\W?(\w+)",
    re.I,
)


class Step(Base):
    """One press of a button. `op_id` is looked up after any error to learn whether the save arrived."""

    __tablename__ = "step"
    __table_args__ = (Index("uq_step_op_id", "op_id", unique=True), {"sqlite_autoincrement": True, **STRICT})

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    op_id: Mapped[str]
    at: Mapped[str]
    user: Mapped[str]
    machine: Mapped[str]
    app: Mapped[str]
    name: Mapped[str]
    reason: Mapped[str]
    undoes: Mapped[str | None]
    hash: Mapped[str]
    previous_hash: Mapped[str]


class Change(Base):
    """One column of one row in a step. Values are JSON text; erasing them leaves `digest`, so the chain still holds."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_step", "step_seq"),
        Index("ix_change_row", "row_id", "column_name"),
        {"sqlite_autoincrement": True, **STRICT},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    step_seq: Mapped[int]
    table_name: Mapped[str]
    row_id: Mapped[str]
    column_name: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    salt: Mapped[str | None]
    digest: Mapped[str] = mapped_column(Text)


STEP, CHANGE = cast(Table, Step.__table__), cast(Table, Change.__table__)


@dataclass(slots=True)
class Writing:
    """What one save will write down: who, what it is called, and the changes gathered so far."""

    op_id: str
    at: str
    user: str
    machine: str
    app: str
    name: str
    reason: str = ""
    undoes: str | None = None
    changes: dict[tuple[str, str, str], tuple[Any, Any]] = field(default_factory=dict)


class WentRound(RuntimeError):
    """A journalled table was written past the session, so nothing would have been written down."""


def follow(session: Session, writing: Writing) -> None:
    """Have the session write its changes to the journal when it commits, and refuse writes that go round it."""
    event.listen(session, "before_flush", _open_gate)
    event.listen(session, "after_flush", lambda session, _: _gather(session, writing))
    event.listen(session, "before_commit", lambda session: _write_down(session, writing))
    event.listen(session.connection(), "before_cursor_execute", _watch)


def _open_gate(session: Session, *_: object) -> None:
    session.connection().info["flushing"] = True


def _watch(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    if connection.info.get("flushing"):
        return
    for table in _WRITTEN.findall(_COMMENT.sub(" ", statement)):
        if table.lower() in journalled():
            raise WentRound(f"{table} was written past the journal: {statement[:80]}")


def journalled() -> dict[str, type[Record]]:
    """Every table the journal follows, by name."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }


def _gather(session: Session, writing: Writing) -> None:
    session.connection().info["flushing"] = False
    if any(isinstance(row, Record) for row in session.deleted):
        raise WentRound("rows are archived, never deleted")
    for row in session.new:
        if isinstance(row, Record):
            for column, value in _columns(row):
                _note(writing, row, column, None, value)
    for row in session.dirty:
        if isinstance(row, Record):
            for column, _ in _columns(row):
                past = inspect(row).attrs[column].history
                if past.has_changes() and past.deleted:
                    _note(writing, row, column, next(iter(past.deleted)), next(iter(past.added)))


def _columns(row: Record) -> Iterator[tuple[str, Any]]:
    for attribute in inspect(type(row)).column_attrs:
        if attribute.key not in _UNFOLLOWED:
            yield attribute.key, getattr(row, attribute.key)


def _note(writing: Writing, row: Record, column: str, old: Any, new: Any) -> None:
    key = (row.__tablename__, row.id, column)
    first = writing.changes[key][0] if key in writing.changes else old
    writing.changes[key] = (first, new)


def _write_down(session: Session, writing: Writing) -> None:
    session.flush()
    writing.changes = {key: value for key, value in writing.changes.items() if value[0] != value[1]}
    if not writing.changes:
        return
    rows = []
    for (table, row_id, column), (old, new) in writing.changes.items():
        salt = secrets.token_hex(8)
        kept = (as_json(old), as_json(new))
        rows.append((table, row_id, column, kept[0], kept[1], salt, digest_of(salt, *kept)))
    previous = session.execute(select(STEP.c.hash).order_by(STEP.c.seq.desc()).limit(1)).scalar() or START
    step = {
        name: getattr(writing, name) for name in ("op_id", "at", "user", "machine", "app", "name", "reason", "undoes")
    }
    own_hash = hash_of(previous, step, [(row[0], row[1], row[2], row[6]) for row in rows])
    row = Step(**step, hash=own_hash, previous_hash=previous)
    session.add(row)
    session.flush()
    names = ("table_name", "row_id", "column_name", "old", "new", "salt", "digest")
    session.execute(insert(CHANGE), [dict(zip(names, values, strict=True), step_seq=row.seq) for values in rows])


def as_json(value: Any) -> str | None:
    """A column's value as the journal keeps it; None for no value."""
    if value is None:
        return None
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def digest_of(salt: str, old: str | None, new: str | None) -> str:
    """The salted hash that stays when the values themselves are erased."""
    return hashlib.sha256(json.dumps([salt, old, new], ensure_ascii=False).encode()).hexdigest()


def hash_of(previous: str, step: dict[str, Any], changes: list[tuple[str, str, str, str]]) -> str:
    """A step's hash: over the one before it, its own words, and the digest of every change, in order."""
    body = json.dumps([previous, sorted(step.items()), changes], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the journal does not hold: the step's number, and what is wrong in a few words."""

    seq: int
    why: str


def verify(session: Session) -> Break | None:
    """Walk the whole chain, re-hashing every step and every value not erased; the first break, or None."""
    changes: dict[int, list[Any]] = {}
    for row in session.execute(select(CHANGE).order_by(CHANGE.c.id)):
        changes.setdefault(row.step_seq, []).append(row)
    previous = START
    for step in session.execute(select(STEP).order_by(STEP.c.seq)):
        mine = changes.pop(step.seq, [])
        if step.previous_hash != previous:
            return Break(step.seq, "a step before it was removed or altered")
        for row in mine:
            erased = row.salt is None and row.old is None and row.new is None
            if not erased and digest_of(row.salt or "", row.old, row.new) != row.digest:
                return Break(step.seq, "a recorded value was altered")
        words = {
            key: getattr(step, key) for key in ("op_id", "at", "user", "machine", "app", "name", "reason", "undoes")
        }
        rows = [(row.table_name, row.row_id, row.column_name, row.digest) for row in mine]
        if hash_of(previous, words, rows) != step.hash:
            return Break(step.seq, "the step itself was altered")
        previous = step.hash
    if changes:
        return Break(min(changes), "changes without their step")
    return None


def strayed(session: Session) -> tuple[str, str, str] | None:
    """The first (table, row, column) whose value is not the last one written down: it was changed outside the desk."""
    last: dict[tuple[str, str], dict[str, str | None]] = {}
    erased: set[tuple[str, str, str]] = set()
    for row in session.execute(select(CHANGE).order_by(CHANGE.c.id)):
        key = (row.table_name, row.row_id, row.column_name)
        (erased.add if row.salt is None else erased.discard)(key)
        last.setdefault((row.table_name, row.row_id), {})[row.column_name] = row.new
    for name, model in journalled().items():
        columns = [column.name for column in model.__table__.columns if column.name not in _UNFOLLOWED]
        begun = {column.name: _begins_with(column) for column in model.__table__.columns}
        # as SQLite holds them: a day that is no day is something to find, not to fail over
        raw = ", ".join(f'"{column}"' for column in columns)
        for held in session.connection().exec_driver_sql(f'SELECT {raw} FROM "{name}"').mappings():
            row_id: str = held["id"]
            known = last.pop((name, row_id), {})
            for column in columns:
                kept = known.get(column)
                value = None if kept is None else json.loads(kept)
                # a column that came with a later schema begins with its default, which nobody has saved
                is_as_begun = column not in known and held[column] == begun[column]
                if (name, row_id, column) not in erased and held[column] != value and not is_as_begun:
                    return name, row_id, column
    gone = next(iter(last), None)
    return (*gone, "id") if gone else None


def _begins_with(column: Any) -> object:
    """What a row that was there before has in a column when a new schema brings it."""
    default = column.server_default
    if not isinstance(default, DefaultClause):
        return None
    return str(default.arg) if column.type.python_type is str else int(str(default.arg))
