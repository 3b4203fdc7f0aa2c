"""Bringing a backup back: beside the office file, never over it; and giving the restored file its name."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import alone
from app.backups import Unsound, carry, carry_all, documents_in, documents_of, make, newest_epoch, offered
from app.errors import CannotOpen, Refused
from app.fields import Field
from app.history import Entry, history
from app.manifest import Backup, moment
from app.progress import Progress
from app.who import Who
from db import copies, whole
from db.base import uuid7
from db.copies import Differs
from db.identity import SCHEMA
from db.journal import Step, Writing
from db.restoring import mark_restored


@dataclass(frozen=True, slots=True)
class _Present:
    """The office file as it is now; a `dataset` of "" where it cannot be asked."""

    dataset: str = ""
    epoch: int = 0
    seq: int = 0


def would_lose(
    session: Session,
    backup_seq: int,
    *,
    labels: Mapping[str, Sequence[Field]] | None = None,
    year_style: str = "2018/19",
    most: int | None = None,
) -> list[Entry]:
    """The steps of this file that a backup up to step `backup_seq` does not hold, the newest first, `most` of them."""
    count = session.scalar(select(func.count()).select_from(Step).where(Step.seq > backup_seq)) or 0
    wanted = count if most is None else min(most, count)
    return history(session, labels=labels, year_style=year_style, most=wanted) if wanted else []


def chosen(office_path: Path, name: str, folder: Path) -> Backup:
    """The backup of this name in `folder`, or the newest for `newest`. Raises Refused."""
    known = offered(folder, hashed=False)
    if not known:
        raise Refused(f"There is no backup of {office_path.name} in {folder}. Nothing was changed.")
    if name == "newest":
        return known[0]
    for backup in known:
        if backup.path.name.casefold() in {name.casefold(), f"{name}{backup.path.suffix}".casefold()}:
            return backup
    raise Refused(f"There is no backup called {name} in {folder}. Add --list to see what there is.")


def restore(
    office_path: Path,
    backup: Backup,
    *,
    who: Who,
    at: datetime,
    to: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the backup out as an office file of its own, beside the one at `office_path` or at `to`; where it lies.

    It counts as restored: its steps go on a million further, so that drafts and desks that knew the file notice. The
    file at `office_path` is left as it is. Raises Refused, Stopped; then nothing is left behind but documents.
    """
    tell = progress or Progress()
    target = to or alone.name_beside(office_path, "restored", at)
    alone.refuse_taken(target)
    if backup.sums.schema > SCHEMA:
        raise Refused(f"{backup.path.name} was made by a newer desk. Update this desk to restore it.")
    present = _present(office_path)
    if present.dataset and present.dataset != backup.sums.dataset:
        raise Refused(
            f"{backup.path.name} is a backup of another office than {office_path.name}. Nothing was changed; "
            "choose the office file it was made of."
        )
    epoch = max(present.epoch, backup.sums.epoch, newest_epoch(office_path)) + 1
    with TemporaryDirectory(prefix="restoring-", ignore_cleanup_errors=True) as local:
        copy = Path(local) / "restored.opcc"
        try:
            tell.step(0, backup.size, "Reading the backup")
            whole.fill(
                backup.path,
                copy,
                digest=backup.digest,
                tell=lambda done: tell.step(done, backup.size, "Reading the backup"),
            )
            mark_restored(copy, _restoring(backup, who, at), epoch=epoch, seq=present.seq)
        except (whole.Altered, Differs, sqlite3.Error, OSError) as error:
            raise Refused(
                f"The backup {backup.path.name} cannot be used: it cannot be read, or is not what was written. "
                "Nothing was changed; choose another."
            ) from error
        _write_out(office_path, backup, copy, target, tell)
    return target


def _write_out(office_path: Path, backup: Backup, copy: Path, target: Path, tell: Progress) -> None:
    digest, size = whole.digest_of(copy), copy.stat().st_size
    try:
        if backup.documents:
            carry(documents_in(backup.path.parent), documents_of(target), backup.documents, tell)
            carry(documents_of(office_path), documents_of(target), backup.documents, tell)
        whole.copy(copy, target, digest=digest, tell=lambda done: tell.step(done, size, "Writing the restored file"))
        whole.open_like(target, office_path)
    except FileExistsError:
        alone.refuse_taken(target)
        raise
    except (OSError, whole.Altered) as error:
        raise Refused(
            f"{target} could not be written. Is the drive full, or the folder missing or read-only for you? "
            "The office file and the backup were left as they are."
        ) from error


def _present(office_path: Path) -> _Present:
    try:
        with copies.looking(office_path) as connection:
            _, dataset, epoch = copies.identity(connection)
            return _Present(dataset, epoch, copies.last_step(connection).seq)
    except sqlite3.Error:
        return _Present()


def _restoring(backup: Backup, who: Who, at: datetime) -> Writing:
    return Writing(
        op_id=uuid7(),
        at=at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        user=who.name,
        machine=who.machine,
        app=who.app,
        name=f"Restore the backup of {moment(backup.at)}",
    )


def take_over(
    office_path: Path,
    restored: Path,
    *,
    who: Who,
    at: datetime,
    own: str = "",
    progress: Progress | None = None,
) -> Path | None:
    """Give the restored file the name of the office file, which is kept as `… replaced …`; where it is kept.

    Alone only: whoever asks has let go of both files. What the old file holds is backed up first where it can be read.
    Called again after it was cut off, it goes on where it was; None where the old file was not there any more. Raises
    Refused, CannotOpen, Stopped; then the name still belongs to the old file.
    """
    if restored.parent != office_path.parent or restored == office_path:
        raise Refused(f"{restored.name} has to lie in the folder of {office_path.name}, under a name of its own.")
    for path in (office_path, restored):
        alone.refuse_others(path, "replaced", own=own)
    _mend_what_was_cut_off(office_path)
    aside = alone.name_beside(office_path, "replaced", at) if office_path.exists() else None
    last = _backed_up(office_path, who, at, progress) if aside else None
    try:
        carry_all(documents_of(restored), documents_of(office_path))
        if aside is None:
            with alone.holding(restored, "renamed") as new:
                _identity(new, restored)
                alone.give_way(new)
                alone.rename_with_journal(restored, office_path)
            return None
        carry_all(documents_of(office_path), documents_of(aside))
        _swap(office_path, restored, aside, last)
    except (OSError, sqlite3.Error) as error:
        raise Refused(
            f"{restored.name} could not be given the name of {office_path.name}: somebody may still have it open, or "
            "the drive does not answer. The office file was left as it is."
        ) from error
    return aside


def _swap(office_path: Path, restored: Path, aside: Path, last: copies.LastStep | None) -> None:
    with alone.holding(restored, "renamed") as new, alone.holding(office_path, "replaced") as old:
        _, dataset, epoch = _identity(new, restored)
        if old is not None and last is not None:
            _refuse_unlike(copies.identity(old), dataset, epoch, office_path, restored)
            if copies.last_step(old) != last:
                raise Refused(f"Somebody has just saved into {office_path.name}. Nothing was changed; look again.")
        alone.give_way(old, new)
        alone.rename_with_journal(office_path, aside)
        try:
            alone.rename_with_journal(restored, office_path)
        except (OSError, Refused):
            alone.rename_with_journal(aside, office_path)
            raise


def _identity(connection: sqlite3.Connection | None, path: Path) -> tuple[int, str, int]:
    try:
        if connection is not None:
            return copies.identity(connection)
    except sqlite3.DatabaseError:
        pass
    raise Refused(f"{path.name} cannot be read, so it was not given the name of the office file.")


def _refuse_unlike(old: tuple[int, str, int], dataset: str, epoch: int, office_path: Path, restored: Path) -> None:
    if old[1] and old[1] != dataset:
        raise Refused(f"{restored.name} is another office than {office_path.name}. Nothing was changed.")
    if old[2] >= epoch:
        raise Refused(
            f"{office_path.name} has itself been restored since {restored.name} was. Restore the backup again; "
            "nothing was changed."
        )


def _backed_up(office_path: Path, who: Who, at: datetime, progress: Progress | None) -> copies.LastStep | None:
    """The last step of the file as it was backed up; None where it is too damaged for a backup."""
    with TemporaryDirectory(prefix="restoring-", ignore_cleanup_errors=True) as local:
        try:
            kept = make(office_path, who=who, at=at, kind="before restore", local=Path(local), progress=progress)
        except Unsound:
            return None
        except CannotOpen as error:
            if error.problem not in {"damaged", "not_office"}:
                raise
            return None
    return kept.sums.last


def _mend_what_was_cut_off(office_path: Path) -> None:
    """A taking over that was cut off between the old file and its journal: the journal follows its file."""
    orphan = alone.journal_of(office_path)
    if office_path.exists() or not orphan.exists():
        return
    replaced = [path for path in office_path.parent.glob(f"*{office_path.suffix}") if " replaced " in path.name]
    lone = [path for path in replaced if path.name.startswith(office_path.stem) and not alone.journal_of(path).exists()]
    if not lone:
        raise Refused(
            f"{orphan.name} holds part of a save of an office file that is not there. Put that file back beside it, or "
            "ask IT; nothing was changed."
        )
    orphan.rename(alone.journal_of(max(lone, key=lambda path: path.stat().st_ctime_ns)))
