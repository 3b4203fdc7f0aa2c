"""The one door to the office file: reads, saves with their journal, undo, and the outcome of whatever goes wrong.

A save is one short transaction. After it, and after any error, its `op_id` is looked up on the reader: only what is
found there is called saved. Every save ends in saved, not saved, or unknown until the file answers again.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, RLock
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app import filestate, gate, words
from app.errors import CannotOpen, Damaged, FileTrouble, NotSaved, Refused, Stale, Unknown
from app.filestate import Waiting, Why
from app.gate import Held
from app.places import moved_to
from app.roles import VIEWER_ONLY, role_of
from app.who import Who
from app.years import format_day
from db import connection, journal, schema
from db.backups import BackupClaim
from db.base import Base, uuid7
from db.handles import held_elsewhere
from db.identity import NotOpened, Problem, can_write, examine, problem_of
from db.people import Person

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE_SECONDS = 30.0
BLINK_SECONDS = 2.0
READING_SECONDS = 4.0
"""How long a read is tried again; a person is looking at the list meanwhile."""

_MALFORMED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was announced after a save: the step, who made it and when, and the tables and rows it changed."""

    seq: int
    name: str
    tables: frozenset[str]
    rows: frozenset[str] = frozenset()
    user: str = ""
    at: str = ""


@dataclass(slots=True)
class Sitting:
    """This person's own steps since the desk was opened, for undo and redo."""

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Try(Generic[T]):
    """One attempt at a save: what the use case answered if it got so far, and what went wrong if anything did."""

    answers: list[T] = field(default_factory=list)
    error: DBAPIError | None = None
    begun: bool = False

    def cannot_have_saved(self) -> bool:
        """Whether it is known without looking that nothing was saved: a lock was not given, or it never began."""
        return self.error is not None and (not self.begun or self.name.startswith("SQLITE_BUSY"))

    @property
    def name(self) -> str:
        """SQLite's name of the error, empty for none."""
        return "" if self.error is None else errorname(self.error) or "SQLITE_ERROR"


class Office:
    """An open office file. Every method may block on the drive: the window calls them on its worker, never itself."""

    def __init__(self, path: Path, who: Who, *, read_only: bool = False) -> None:
        """Open it. Raises CannotOpen with the sentence for the person; a file that cannot be opened is not touched."""
        self.path = path
        self.who = who
        self.sitting = Sitting()
        self.on_saved: list[Callable[[Saved], None]] = []
        self.on_waiting: list[Callable[[Waiting], None]] = []
        self.holder: Callable[[], str] = lambda: ""
        """Who is saving, as far as is known; only for the words."""
        self.stop = Event()
        """Set from another thread, a save that is waiting gives up and says so."""
        self.patience = PATIENCE_SECONDS
        self.damaged = False
        self._lock = RLock()
        self._version: int | None = None
        self._mine: set[int] = set()
        self._told = 0
        """Up to which step it is known here what others have saved."""
        self._is_file: tuple[int, int] | None = None
        try:
            examine(path)
            self.read_only = read_only or not can_write(path)
            self._reader = connection.reader(path, read_only=self.read_only)
            self._writer = connection.writer(path)
            self._admit_or_let_go()
        except NotOpened as error:
            raise cannot_open(error.problem, path) from error
        except FileTrouble as error:
            raise cannot_open(problem_of(error.__cause__ or error), path) from error

    def _admit_or_let_go(self) -> None:
        try:
            self.held = self.read(gate.look)
        except BaseException:
            self.close()
            raise
        self._is_file = _file_of(self.path)
        self._told = self.held.seq
        self.newer = not self.held.may_write
        self.read_only = self.read_only or self.newer

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._reader.dispose()

    def read(self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the use case answers, read in one transaction that ends at once. Raises FileTrouble, Refused."""
        began, malformed = time.monotonic(), 0
        while True:
            with self._lock:
                try:
                    with Session(self._reader, autoflush=False, info={"who": self.who}) as session:
                        return use_case(session, *args, **kwargs)
                except UnicodeDecodeError as error:
                    self._reopen()
                    raise Damaged(words.DAMAGED) from error
                except DBAPIError as error:
                    self._reopen()
                    failed = error
            # a handle from before a sleep fails once, and one answer of “malformed” may be a stale cache's
            malformed += errorname(failed).startswith(_MALFORMED)
            if malformed > 1:
                raise Damaged(words.DAMAGED) from failed.orig
            if time.monotonic() - began > READING_SECONDS or _is_final(failed):
                raise FileTrouble(words.NOT_READ) from failed.orig
            time.sleep(0.05)

    def write(
        self, name: str, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the use case as one step called `name`, wholly or not at all. Raises as `save` does."""
        return self.save(uuid7(), name, use_case, *args, **kwargs)

    def save(
        self,
        op_id: str,
        name: str,
        use_case: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As `write`, under a name of its own by which it can be found again, so that it is never made twice.

        A keyword `reason` given to the use case is also written beside the step. Raises Refused, Stale; NotSaved where
        it is known that nothing was saved; Unknown where the file cannot be asked.
        """
        reason = kwargs.get("reason")
        writing = self._writing(op_id, name, reason if isinstance(reason, str) else "")
        value, seq = self._save(writing, use_case, *args, **kwargs)
        if seq is not None:
            self.sitting.done.append(seq)
            self.sitting.undone.clear()
        return value

    def undo(self, op_id: str = "") -> str | None:
        """Take back this sitting's last own step, as a new step; its name, or None for none. Raises as `save` does."""
        return self._reverse(op_id or uuid7(), self.sitting.done, self.sitting.undone, "Undo")

    def redo(self, op_id: str = "") -> str | None:
        """Do again what was last undone; its name, or None. Raises as `save` does."""
        return self._reverse(op_id or uuid7(), self.sitting.undone, self.sitting.done, "Redo")

    def arrived(self, op_id: str) -> int | None:
        """The number of the step with this op_id if the file holds it. Raises FileTrouble when nobody can say."""
        return self.read(_step_of, op_id)

    def found(self, op_id: str) -> bool:
        """Whether the file holds a save that nobody knew of: then it is this sitting's, to be taken back in its turn.

        Raises FileTrouble when nobody can say.
        """
        seq = self.arrived(op_id)
        if seq is not None and seq not in self.sitting.done:
            self.sitting.done = sorted([*self.sitting.done, seq])
            self.sitting.undone.clear()
            self._mine.add(seq)
        return seq is not None

    def last_seq(self) -> int:
        """The number of the newest step in the file, 0 for none."""
        return self._look(gate.look).seq

    def poll(self) -> list[Saved]:
        """What others have saved since the last look, oldest first; nothing is read while nothing has changed.

        Raises FileTrouble; NotSaved when another copy of the file, or one that was restored, lies in its place.
        """
        self._turn_to_file()
        if self.read(_data_version) == self._version:
            return []
        held, version, steps = self._look(_since, self._told)
        self._version = version
        if held.dataset != self.held.dataset or held.is_before(self.held) or held.epoch != self.held.epoch:
            raise NotSaved(words.OPENING["copy"].format(path=self.path))
        self.held, self._told = held, held.seq
        mine, self._mine = self._mine, set()
        return [step for step in steps if step.seq not in mine]

    def go_on_from(self, lost: Office) -> None:
        """Take the place of an office whose thread hangs in the drive: what was seen of the file, what can be undone.

        A copy that has been put in the file's place meanwhile is known by it at the next look and at the next save.
        """
        self.held, self._told, self._mine, self.sitting = lost.held, lost._told, lost._mine, lost.sitting

    def _look(self, look: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, of what looks at the gate. Raises NotSaved where it is no longer the file that was opened."""
        try:
            return self.read(look, *args, **kwargs)
        except NotOpened as error:
            raise NotSaved(words.OPENING[error.problem].format(path=self.path)) from error

    def claim_backup(self, slot: str) -> bool:
        """Whether making the backup of this hour (`2026-11-25T14`, UTC) falls to us: to whoever asks first."""
        if self.read_only:
            return False
        claim = {"slot": slot, "at": _now(), "user": self.who.name, "machine": self.who.machine}
        try:
            with Session(self._writer) as session:
                gate.admit(session, self.held)
                session.execute(insert(BackupClaim).values(claim))
                session.commit()
        except (DBAPIError, NotOpened):  # taken, or not to be had just now: there is another hour
            return False
        return True

    def _reverse(self, op_id: str, taken: list[int], given: list[int], word: str) -> str | None:
        from app.history import reverse, step_name

        if not taken:
            return None
        plain = self.read(step_name, taken[-1]).removeprefix("Undo: ").removeprefix("Redo: ")
        _, seq = self._save(self._writing(op_id, f"{word}: {plain}", undoes=str(taken[-1])), reverse, taken[-1])
        taken.pop()
        if seq is not None:
            given.append(seq)
        return plain

    def _writing(self, op_id: str, name: str, reason: str = "", undoes: str | None = None) -> journal.Writing:
        return journal.Writing(
            op_id=op_id,
            at=_now(),
            user=self.who.name,
            machine=self.who.machine,
            app=self.who.app,
            name=name,
            reason=reason,
            undoes=undoes,
        )

    # one save

    def _save(
        self,
        writing: journal.Writing,
        use_case: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[T, int | None]:
        """What the use case answered, and the number of the step it made (None when it changed nothing)."""
        if self.read_only or self.damaged:
            raise NotSaved(words.DAMAGED if self.damaged else words.READ_ONLY)
        patience = _Patience(self)
        while True:
            writing.changes.clear()
            self._turn_to_file()
            with self._lock:
                one: _Try[T] = _Try()
                try:
                    self._attempt(one, writing, use_case, *args, **kwargs)
                except DBAPIError as error:
                    one.error = error
                    self._reopen()
                arrived = None if one.cannot_have_saved() else self._arrived(writing.op_id, patience)
            if arrived is not None:
                self._announce(arrived, writing)
                return one.answers[-1], arrived
            if one.error is None and not writing.changes:
                return one.answers[-1], None
            self._give_up_or_wait(one.name, patience)

    def _attempt(
        self,
        one: _Try[T],
        writing: journal.Writing,
        use_case: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        try:
            with Session(self._writer, autoflush=True, expire_on_commit=False, info={"who": self.who}) as session:
                gate.admit(session, self.held)
                one.begun = True
                if role_of(session, self.who.name) == "viewer":
                    raise Refused(VIEWER_ONLY)
                # rows refer to each other by key, not by mapped relationship, so references are checked at the commit
                session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                journal.follow(session, writing)
                one.answers.append(use_case(session, *args, **kwargs))
                session.commit()
        except IntegrityError as error:
            if "step.op_id" not in str(error.orig):  # else it arrived by another way, and is found
                raise _sentence(error) from error
        except StaleDataError as error:
            raise Stale(words.SAVED_FIRST) from error
        except NotOpened as error:
            raise NotSaved(words.OPENING[error.problem].format(path=self.path)) from error

    def _arrived(self, op_id: str, patience: _Patience) -> int | None:
        """The number of the step with this op_id if the file holds it. Raises Unknown when nobody can say."""
        while True:
            try:
                return self.arrived(op_id)
            except FileTrouble as error:
                if patience.is_over() or isinstance(error, Damaged):  # waiting mends no page
                    raise Unknown(filestate.UNKNOWN) from error
                patience.wait("checking")

    def _give_up_or_wait(self, name: str, patience: _Patience) -> None:
        """Wait before the save is tried again. Raises NotSaved where that is of no use, or for too long."""
        if name.startswith("SQLITE_FULL"):
            raise NotSaved(words.FULL)
        if name.startswith(_MALFORMED):
            patience.malformed += 1
            if patience.malformed > 1:
                self.damaged = True
                raise NotSaved(words.DAMAGED)
        held = held_elsewhere(self.path)
        if not held and name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            self._diagnose(patience)
        why: Why = "busy" if held or name.startswith("SQLITE_BUSY") else "gone"
        if why == "busy" and not _answers(self.path):  # Windows says “busy” of a network that was cut
            why = "gone"
        if patience.is_over():
            raise NotSaved(words.busy(self.holder(), patience.since) if why == "busy" else words.GONE)
        patience.wait(why)

    def _diagnose(self, patience: _Patience) -> None:
        """Why the file cannot be opened to be written. Raises NotSaved, unless the drive may just have come back."""
        try:
            self.path.stat()
        except FileNotFoundError:
            if self.path.parent.is_dir():
                raise NotSaved(words.MOVED.format(path=self.path)) from None
        except OSError:
            return
        else:
            # a drive that is just back answers this and not yet the other
            if not _may_write(self.path) or patience.is_over(BLINK_SECONDS):
                raise NotSaved(words.READ_ONLY)

    def _announce(self, seq: int, writing: journal.Writing) -> None:
        self.held = self.held.saved(seq)
        self._mine.add(seq)
        tables = frozenset(table for table, _, _ in writing.changes)
        rows = frozenset(row for _, row, _ in writing.changes)
        saved = Saved(seq, writing.name, tables, rows, writing.user, writing.at)
        for tell in list(self.on_saved):
            tell(saved)

    def _turn_to_file(self) -> None:
        """Where another file has been put in this one's place, read that one; Windows does not let it happen."""
        known, self._is_file = self._is_file, _file_of(self.path) or self._is_file
        if known is not None and known != self._is_file:
            with self._lock:
                self._reopen()

    def _reopen(self) -> None:
        """Throw the reader away and make it anew: old handles do not recover after sleep or a dead link.

        Also where it is told “busy”: a writer whose unlocking failed leaves this very process holding the lock, in
        SQLite's own book, until its last connection is closed.
        """
        self._reader.dispose()
        self._reader = connection.reader(self.path, read_only=self.read_only)
        self._version = None


class _Patience:
    """How long one save has waited already, and the telling of why."""

    def __init__(self, office: Office) -> None:
        self._office, self._began = office, time.monotonic()
        self.since = datetime.now()
        self.malformed = 0

    def is_over(self, seconds: float | None = None) -> bool:
        """Whether it has waited long enough, or so many seconds."""
        return time.monotonic() - self._began > (self._office.patience if seconds is None else seconds)

    def wait(self, why: Why) -> None:
        """Tell why, and wait a moment, not the same for everybody. Raises NotSaved, Unknown when told to stop."""
        for tell in list(self._office.on_waiting):
            tell(Waiting(why, self.since))
        if self._office.stop.wait(random.uniform(0.05, 0.25)):
            raise Unknown(filestate.UNKNOWN) if why == "checking" else NotSaved(filestate.STOPPED)


def errorname(error: DBAPIError) -> str:
    """SQLite's own name of what went wrong, such as SQLITE_IOERR_FSYNC; empty where it gave none."""
    return getattr(error.orig, "sqlite_errorname", "") or ""


def _is_final(error: DBAPIError) -> bool:
    """Whether trying again is of no use."""
    return errorname(error).startswith(("SQLITE_READONLY", "SQLITE_ERROR", "SQLITE_PERM"))


def _may_write(path: Path) -> bool:
    """Whether this person has the right to write the file and its folder, as far as the system tells beforehand."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(one, os.W_OK, effective_ids=effective) for one in (path, path.parent))


def _answers(path: Path) -> bool:
    """Whether the drive still answers. Never by opening the file: closing it again would drop SQLite's locks."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def _file_of(path: Path) -> tuple[int, int] | None:
    """Which file lies there, by its place on the disk; None where that is not to be had or cannot change (Windows)."""
    if os.name == "nt":
        return None
    try:
        held = path.stat()
    except OSError:
        return None
    return held.st_dev, held.st_ino


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _step_of(session: Session, op_id: str) -> int | None:
    return session.scalar(select(journal.Step.seq).where(journal.Step.op_id == op_id))


def _data_version(session: Session) -> int:
    version = session.connection().exec_driver_sql("PRAGMA data_version").scalar()
    return version if isinstance(version, int) else 0


def _since(session: Session, seq: int) -> tuple[Held, int, list[Saved]]:
    """What the file holds now, its data version, and the steps after `seq`."""
    held = gate.look(session)
    step, change = journal.Step, journal.Change
    rows = session.execute(
        select(step.seq, step.name, step.user, step.at, change.table_name, change.row_id)
        .outerjoin(change, change.step_seq == step.seq)
        .where(step.seq > seq)
        .order_by(step.seq)
        .distinct()
    ).all()
    found: dict[int, Saved] = {}
    for row in rows:
        known = found.get(row.seq) or Saved(row.seq, row.name, frozenset(), frozenset(), row.user, row.at)
        tables, touched = known.tables | {row.table_name or ""}, known.rows | {row.row_id or ""}
        found[row.seq] = Saved(row.seq, row.name, tables, touched, row.user, row.at)
    return held, _data_version(session), list(found.values())


def cannot_open(problem: Problem, path: Path) -> CannotOpen:
    """The refusal to open the file, in its sentence; that of a file which the desk has moved names its new place."""
    if problem == "missing" and (note := moved_to(path)) is not None:
        return CannotOpen(words.moved(path, note.who, note.to, format_day(note.at.date())), problem="moved")
    return CannotOpen(words.OPENING[problem].format(path=path), damaged=problem == "damaged", problem=problem)


def _sentence(error: IntegrityError) -> Refused:
    """The sentence that the broken constraint carries, for the person who ran into it."""
    text = str(error.orig)
    for table in Base.metadata.tables.values():
        for rule in [*table.constraints, *table.indexes]:
            columns = ", ".join(f"{table.name}.{column.name}" for column in getattr(rule, "columns", ()))
            if rule.info.get("sentence") and (
                text.endswith(f"failed: {getattr(rule, 'name', None)}")
                or text == f"UNIQUE constraint failed: {columns}"
            ):
                return Refused(rule.info["sentence"], rule.info.get("field"))
    return Refused(f"That cannot be saved: something it refers to is missing or of the wrong kind ({text}).")


def make_office(path: Path, who: Who, *, listed: bool = True) -> None:
    """Make a new, empty office file at `path`. Raises CannotOpen; an existing file is never written over.

    Whoever makes it is its first approver, unless nobody is to be `listed`: then everybody may do everything.
    """
    try:
        schema.create(path, app=who.app, at=_now())
    except FileExistsError as error:
        raise CannotOpen(f"There is already a file at {path}. Choose another name; it was left as it is.") from error
    except (OSError, SQLAlchemyError, sqlite3.Error) as error:
        raise CannotOpen(f"No file could be made at {path}. Does the folder exist, and may you write in it?") from error
    if listed:
        office = Office(path, who)
        try:
            office.write("Make the office", _list_first_approver, who)
        finally:
            office.close()


def _list_first_approver(session: Session, who: Who) -> None:
    session.add(Person(account=who.name, name=who.name, role="approver"))
