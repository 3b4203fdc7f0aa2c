"""The one door to the office file: reads, saves with their journal, undo, and the words for whatever goes wrong.

A save is one short transaction. After it, and after any error, its `op_id` is looked up on the reader: only what is
found there is called saved.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.errors import CannotOpen, FileTrouble, Refused, Stale
from app.who import Who
from db import connection, journal, schema
from db.base import Base, uuid7
from db.identity import SCHEMA, Gate, NotOpened, OfficeFile, Problem, can_write, examine, problem_of
from db.people import Person

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE_SECONDS = 30.0

_OPENING = {
    "missing": "There is no office file at {path}. Was it moved or renamed? Nothing was made in its place.",
    "folder": "{path} is a folder, not an office file. Choose the file inside it.",
    "empty": "{path} is empty, so it is not an office file. If it should hold your office, restore a backup.",
    "not_office": "{path} is not an office file of this desk. It was left as it is.",
    "damaged": "{path} is damaged and was left as it is. Ask IT for the newest backup of this file.",
    "no_permission": "You have no permission to read {path}. Ask IT to let you read and write it.",
    "newer": "{path} was saved by a newer desk. Update this desk to open it; the file was left as it is.",
    "older": "{path} was made by an older desk and has to be brought up to date before this one can open it. "
    "That is never done unasked; the file was left as it is.",
    "wal": "{path} was last used by another database tool that left it in a mode (WAL) that is not safe on a shared "
    "drive. Close that tool, or ask IT; the file was left as it is.",
    "unfinished": "A save into {path} was cut off half way. Open the file once in the desk, with the right to write "
    "it: that takes the half save back and nothing that was saved is lost. Until then it was left as it is.",
    "trouble": "{path} cannot be read just now. Is the shared drive connected? Nothing was changed.",
}
_SAVING = {
    "SQLITE_FULL": "The drive is full. Nothing was changed; what you typed is still here.",
    "SQLITE_READONLY": "You can look but not save: this file or its folder is read-only for you.",
    "SQLITE_CANTOPEN": "The office file is no longer where it was, or its folder is read-only. Nothing was changed.",
}
_NO_ANSWER = "The office file does not answer. Nothing was changed; what you typed is still here. Try again."
_BUSY = "Somebody else has held the office file for {seconds} seconds. Nothing was changed; try again in a moment."
_SAVED_FIRST = (
    "Somebody saved this while you were typing. Nothing was overwritten; look at their change and save again."
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was announced after a save: the step's number and name, and the tables it changed."""

    seq: int
    name: str
    tables: frozenset[str]


@dataclass(slots=True)
class Sitting:
    """This person's own steps since the desk was opened, for undo and redo."""

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


class Office:
    """An open office file. Every method may block on the drive: the window calls them on its worker, never itself."""

    def __init__(self, path: Path, who: Who, *, read_only: bool = False) -> None:
        """Open it. Raises CannotOpen with the sentence for the person; a file that cannot be opened is not touched."""
        self.path = path
        self.who = who
        self.sitting = Sitting()
        self.on_saved: list[Callable[[Saved], None]] = []
        self.patience = PATIENCE_SECONDS
        self._lock = RLock()
        try:
            examine(path)
            self.read_only = read_only or not can_write(path)
            self._reader = connection.reader(path, read_only=self.read_only)
            self._writer = connection.writer(path)
            self._admit_or_let_go()
        except NotOpened as error:
            raise _cannot_open(error.problem, path) from error
        except FileTrouble as error:
            raise _cannot_open(problem_of(error.__cause__ or error), path) from error

    def _admit_or_let_go(self) -> None:
        try:
            self.read(_admit, as_writer=not self.read_only)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._reader.dispose()

    def read(self, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the use case answers, read in one transaction that ends at once. Raises FileTrouble, Refused."""
        with self._lock:
            try:
                with Session(self._reader, autoflush=False) as session:
                    return use_case(session, *args, **kwargs)
            except DBAPIError as error:
                self._reopen(error)
                raise FileTrouble(_NO_ANSWER) from error.orig

    def write(
        self, name: str, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the use case as one step called `name`, wholly or not at all. Raises Refused, Stale, FileTrouble.

        A keyword `reason` given to the use case is also written beside the step.
        """
        reason = kwargs.get("reason")
        writing = self._writing(name, reason if isinstance(reason, str) else "")
        value, seq = self._save(writing, use_case, *args, **kwargs)
        if seq is not None:
            self.sitting.done.append(seq)
            self.sitting.undone.clear()
        return value

    def undo(self) -> str | None:
        """Take back this sitting's last own step, as a new step; its name, or None for none. Raises Refused."""
        return self._reverse(self.sitting.done, self.sitting.undone, "Undo")

    def redo(self) -> str | None:
        """Do again what was last undone; its name, or None. Raises Refused."""
        return self._reverse(self.sitting.undone, self.sitting.done, "Redo")

    def last_seq(self) -> int:
        """The number of the newest step in the file, 0 for none."""
        return self.read(
            lambda session: session.scalar(select(journal.Step.seq).order_by(journal.Step.seq.desc())) or 0
        )

    def _reverse(self, taken: list[int], given: list[int], word: str) -> str | None:
        from app.history import reverse, step_name

        if not taken:
            return None
        plain = self.read(step_name, taken[-1]).removeprefix("Undo: ").removeprefix("Redo: ")
        _, seq = self._save(self._writing(f"{word}: {plain}", undoes=str(taken[-1])), reverse, taken[-1])
        taken.pop()
        if seq is not None:
            given.append(seq)
        return plain

    def _writing(self, name: str, reason: str = "", undoes: str | None = None) -> journal.Writing:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return journal.Writing(
            op_id=uuid7(),
            at=now,
            user=self.who.name,
            machine=self.who.machine,
            app=self.who.app,
            name=name,
            reason=reason,
            undoes=undoes,
        )

    def _save(
        self,
        writing: journal.Writing,
        use_case: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[T, int | None]:
        """What the use case answered, and the number of the step it made (None when it changed nothing)."""
        if self.read_only:
            raise FileTrouble(_SAVING["SQLITE_READONLY"])
        began = time.monotonic()
        while True:
            writing.changes.clear()
            with self._lock:
                try:
                    value = self._attempt(writing, use_case, *args, **kwargs)
                    failed = None
                except DBAPIError as error:
                    failed = error
                name = getattr(failed.orig, "sqlite_errorname", "") if failed else "SQLITE_BUSY"
                # a lock that was not given is the one error that is known to have saved nothing
                locked_out = failed is not None and name.startswith("SQLITE_BUSY")
                arrived = None if locked_out else self._arrived(writing.op_id)
            if arrived is not None:
                self._announce(arrived, writing)
            if failed is None and (arrived is not None or not writing.changes):
                return value, arrived
            if arrived is not None:
                raise FileTrouble("It was saved, but the drive stopped answering afterwards. Look at it again.")
            waited = time.monotonic() - began
            if not name.startswith("SQLITE_BUSY") or waited > self.patience:
                raise FileTrouble(_words(name, waited)) from failed
            time.sleep(random.uniform(0.05, 0.25))

    def _attempt(
        self,
        writing: journal.Writing,
        use_case: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        try:
            with Session(self._writer, autoflush=True, expire_on_commit=False) as session:
                _admit(session, as_writer=True)
                # rows refer to each other by key, not by mapped relationship, so references are checked at the commit
                session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                journal.follow(session, writing)
                value = use_case(session, *args, **kwargs)
                session.commit()
                return value
        except IntegrityError as error:
            raise _sentence(error) from error
        except StaleDataError as error:
            raise Stale(_SAVED_FIRST) from error
        except NotOpened as error:
            raise FileTrouble(_OPENING[error.problem].format(path=self.path)) from error

    def _arrived(self, op_id: str) -> int | None:
        """The number of the step with this op_id if the file holds it. Raises FileTrouble when nobody can say."""
        step = journal.Step
        try:
            return self.read(lambda session: session.scalar(select(step.seq).where(step.op_id == op_id)))
        except FileTrouble as error:
            raise FileTrouble(
                "The drive stopped answering while saving, so it is not known whether your last change arrived. "
                "What you typed is still here; look again before you repeat it."
            ) from error

    def _announce(self, seq: int, writing: journal.Writing) -> None:
        saved = Saved(seq, writing.name, frozenset(table for table, _, _ in writing.changes))
        for tell in list(self.on_saved):
            tell(saved)

    def _reopen(self, error: DBAPIError) -> None:
        """Old handles do not recover after sleep or a dead link, so the connection is thrown away and made anew."""
        if not getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            self._reader.dispose()
            self._reader = connection.reader(self.path, read_only=self.read_only)


def _words(errorname: str, waited: float) -> str:
    if errorname.startswith("SQLITE_BUSY"):
        return _BUSY.format(seconds=round(waited))
    return next((words for start, words in _SAVING.items() if errorname.startswith(start)), _NO_ANSWER)


def _cannot_open(problem: Problem, path: Path) -> CannotOpen:
    return CannotOpen(_OPENING[problem].format(path=path), damaged=problem == "damaged")


def _admit(session: Session, *, as_writer: bool) -> None:
    """Read the gate: a newer file is refused inside the very transaction that would write it. Raises NotOpened."""
    try:
        row = session.execute(select(Gate.min_reader, Gate.min_writer)).first()
        version = session.connection().exec_driver_sql("PRAGMA user_version").scalar()
        known = session.execute(select(OfficeFile.dataset_id)).first()
    except DBAPIError as error:
        if "no such table" in str(error.orig):
            raise NotOpened("not_office", str(error.orig)) from error
        raise
    if row is None or known is None:
        raise NotOpened("damaged", "gate or identity row missing")
    needed = row.min_writer if as_writer else row.min_reader
    if needed > SCHEMA or (as_writer and isinstance(version, int) and version > SCHEMA):
        raise NotOpened("newer", f"schema {version}")


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
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    try:
        schema.create(path, app=who.app, at=now)
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
