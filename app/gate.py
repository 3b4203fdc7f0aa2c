"""What every save reads first, inside its own transaction: which file this is, and who may write it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.identity import SCHEMA, NotOpened

_ASKED = (
    "SELECT app_gate.min_reader, app_gate.min_writer, office_file.dataset_id, office_file.epoch, "
    "step.seq, step.at, step.hash FROM app_gate JOIN office_file "
    "LEFT JOIN step ON step.seq = (SELECT max(seq) FROM step)"
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a file holds: which office's data, of which restoring (`epoch`), up to which step, at what time (UTC)."""

    dataset: str
    epoch: int
    seq: int
    at: str
    hash: str
    may_write: bool = True

    def is_before(self, other: Held) -> bool:
        """Whether this is a copy from before `other`."""
        return (self.epoch, self.seq) < (other.epoch, other.seq)

    def saved(self, seq: int) -> Held:
        """The same after one more step of ours."""
        return replace(self, seq=max(self.seq, seq))


def look(session: Session) -> Held:
    """Read the gate. Raises NotOpened for an older file, one only a newer desk may read, and no whole office file."""
    connection = session.connection()
    try:
        row = connection.exec_driver_sql(_ASKED).first()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar()
    except DBAPIError as error:
        if "no such" in str(error.orig):
            raise NotOpened("not_office", str(error.orig)) from error
        raise
    if row is None:
        raise NotOpened("damaged", "gate or identity row missing")
    if row.min_reader > SCHEMA:
        raise NotOpened("newer", f"schema {version}")
    if isinstance(version, int) and version < SCHEMA:  # SQLite has just taken back an upgrade that was cut off
        raise NotOpened("older", f"schema {version}")
    may_write = row.min_writer <= SCHEMA and not (isinstance(version, int) and version > SCHEMA)
    return Held(row.dataset_id, row.epoch, row.seq or 0, row.at or "", row.hash or "", may_write)


def admit(session: Session, known: Held) -> Held:
    """Let a save in. Raises NotOpened where a newer desk has changed the file, or another copy lies in its place."""
    held = look(session)
    if not held.may_write:
        raise NotOpened("newer", "changed while it was open")
    if held.dataset != known.dataset or held.epoch != known.epoch or held.seq < known.seq:
        raise NotOpened("copy", f"epoch {held.epoch}, step {held.seq}; known {known.epoch}, {known.seq}")
    return held
