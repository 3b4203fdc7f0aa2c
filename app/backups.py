"""Backups of the office file: made from the live file, checked against it, listed, and put in rotation."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.door import Office, cannot_open
from app.errors import Refused
from app.manifest import BACKUP, NOTE, Backup, Kind, note_of, read_note, write_note
from app.progress import Progress
from app.who import Who
from db import copies, whole
from db.base import uuid7
from db.identity import APPLICATION_ID, problem_of

HOURS, DAYS, MONTHS = 24, 14, 12
KEPT_AFTER_WORK = timedelta(days=90)
"""How long a backup stays that was made before an upgrade, a restore or a move."""
LEFT_BEHIND = timedelta(days=1)
"""How old a file is that somebody began to write and never finished."""


class Unsound(Refused):
    """The file was read, and what was read does not check: no backup can be made of it as it is."""


def folder_of(office_path: Path) -> Path:
    """Where the backups of this office file lie."""
    return office_path.with_name(f"{office_path.name}.backups")


def documents_of(office_path: Path) -> Path:
    """Where the documents of this office file lie, each under its SHA-256."""
    return office_path.with_name(f"{office_path.name}.files")


def documents_in(backups_folder: Path) -> Path:
    """Where the documents that the backups in a folder refer to lie."""
    return backups_folder / "files"


def make(
    office_path: Path,
    *,
    who: Who,
    at: datetime,
    kind: Kind,
    local: Path,
    progress: Progress | None = None,
    folder: Path | None = None,
) -> Backup:
    """Copy the live file into `local`, check it there, and put it with its note among the backups (or in `folder`).

    `local` is a folder on this laptop's own disk; it is made where it is missing.

    Others can go on saving. Documents are carried along. Raises Refused, Unsound, CannotOpen, Stopped; then none is
    offered.
    """
    tell = progress or Progress()
    home = folder or folder_of(office_path)
    copy = local / f"{uuid7()}{whole.PART}"
    try:
        _make_room(local, at)
        sums = _taken(office_path, copy, tell)
        with _writing(home):
            return _put(office_path, copy, home, sums, who=who, at=at.astimezone(UTC), kind=kind, tell=tell)
    finally:
        for left in local.glob(f"{copy.name}*"):
            left.unlink(missing_ok=True)


def _make_room(local: Path, at: datetime) -> None:
    try:
        local.mkdir(parents=True, exist_ok=True)
        sweep(local, at)  # what a desk that was killed has left there
    except OSError as error:
        raise Refused(f"No backup could be made, because {local} on this laptop cannot be written.") from error


def _taken(office_path: Path, copy: Path, tell: Progress) -> copies.Sums:
    try:
        sums = copies.take(office_path, copy, lambda done, of: tell.step(done, of, "Copying the office file"))
        with copies.looking(copy) as connection:
            [(known,)] = connection.execute("PRAGMA application_id").fetchall()
    except copies.Busy as error:
        raise Refused(
            f"No backup of {office_path.name} could be made, because {error}. Nothing was changed; "
            "try again when it is quieter."
        ) from error
    except copies.Differs as error:
        raise Unsound(
            f"No backup of {office_path.name} could be made: what was read does not check ({error}). The file was left "
            "as it is; run a check of it."
        ) from error
    except (sqlite3.Error, OSError) as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":  # only the copy is written to
            raise Refused(
                f"No backup of {office_path.name} could be made: the disk of this laptop, where it is checked first, "
                "is full. Make room on it; nothing was changed."
            ) from error
        problem = "missing" if not office_path.exists() else "folder" if office_path.is_dir() else problem_of(error)
        raise cannot_open(problem, office_path) from error
    if known != APPLICATION_ID:
        raise cannot_open("not_office", office_path)
    return sums


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        make_folder(home, home.parent)
        yield
    except (OSError, whole.Altered) as error:
        raise Refused(
            f"No backup could be written into {home}. Is the drive full, or the folder read-only for you? "
            "The office file was left as it is."
        ) from error


def make_folder(folder: Path, like: Path) -> None:
    """Make a folder that the others may write to as well. Raises OSError."""
    if not folder.exists():
        folder.mkdir(exist_ok=True)
        whole.open_like(folder, like)


def _put(
    office_path: Path,
    copy: Path,
    home: Path,
    sums: copies.Sums,
    *,
    who: Who,
    at: datetime,
    kind: Kind,
    tell: Progress,
) -> Backup:
    issued, documents = _referred(copy)
    missing = carry(documents_of(office_path), documents_in(home), documents, tell)
    digest, size = whole.digest_of(copy), copy.stat().st_size
    path = _free(home, f"{office_path.stem} {at.astimezone():%Y-%m-%d %H%M%S} {kind}")
    tell.step(0, size, "Writing the backup")
    whole.copy(copy, path, digest=digest, tell=lambda done: tell.step(done, size, "Writing the backup"))
    try:
        if whole.digest_of(path, lambda done: tell.step(done, size, "Reading the backup again")) != digest:
            raise whole.Altered(str(path))
        backup = Backup(path, kind, at, who, digest, size, sums, issued, documents, missing)
        write_note(backup)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return backup


def _free(home: Path, stem: str) -> Path:
    """A name that is not taken: two backups may be asked for in one second."""
    number, path = 1, home / f"{stem}{BACKUP}"
    while path.exists() or note_of(path).exists():
        number += 1
        path = home / f"{stem} {number}{BACKUP}"
    return path


def _referred(copy: Path) -> tuple[int, tuple[str, ...]]:
    """How many papers were issued, and the digests of the documents referred to."""
    with copies.looking(copy) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        issued = connection.execute("SELECT count(*) FROM paper_issue") if "paper_issue" in tables else [(0,)]
        asked = "SELECT DISTINCT digest FROM document ORDER BY digest"
        documents = connection.execute(asked).fetchall() if "document" in tables else []
        return next(iter(issued))[0], tuple(digest for (digest,) in documents)


def carry(source: Path, target: Path, digests: Iterable[str], tell: Progress | None = None) -> int:
    """Copy the documents of these digests that `target` lacks; how many are missing or altered. Raises OSError."""
    held, known, missing = _by_digest(source), _by_digest(target), 0
    wanted = [digest for digest in digests if digest not in known]
    for at, digest in enumerate(wanted):
        if tell:
            tell.step(at, len(wanted), "Copying documents")
        path = held.get(digest)
        if path is None:
            missing += 1
            continue
        place = target / path.relative_to(source)
        make_folder(target, target.parent)
        make_folder(place.parent, target)
        try:
            with suppress(FileExistsError):  # somebody else has carried it meanwhile
                whole.copy(path, place, digest=digest)
        except whole.Altered:
            missing += 1
    return missing


def carry_all(source: Path, target: Path) -> None:
    """Copy every document that is whole and that `target` lacks. Raises OSError."""
    carry(source, target, sorted(_by_digest(source)))


def _by_digest(folder: Path) -> dict[str, Path]:
    """The documents lying in a folder, by the digest that names them."""
    found = {}
    for above, _, names in os.walk(folder):
        for name in names:
            stem = name.partition(".")[0]
            if len(stem) == 64 and not name.endswith(whole.PART) and not Path(above, name).is_symlink():
                found[stem] = Path(above, name)
    return found


def backups(office_path: Path, *, hashed: bool = True) -> list[Backup]:
    """The backups that may be offered, the newest first: by what they hold, whatever the clocks said.

    Where they are not `hashed` now, which reads them all, they are when one is chosen. Raises Refused.
    """
    return offered(folder_of(office_path), hashed=hashed)


def offered(folder: Path, *, hashed: bool = True) -> list[Backup]:
    """The backups in this very folder that have their note and are as it says, the newest first. Raises Refused."""
    try:
        names = [entry.name for entry in os.scandir(folder)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"The backups in {folder} cannot be read just now. Is the shared drive connected?") from error
    found = (read_note(folder / name) for name in names if name.endswith(NOTE))
    known = [backup for backup in found if backup and (not hashed or _as_noted(backup))]
    return sorted(known, key=lambda backup: backup.order, reverse=True)


def _as_noted(backup: Backup) -> bool:
    try:
        return whole.digest_of(backup.path) == backup.digest
    except OSError:
        return False


def verify(backup: Backup, progress: Progress | None = None) -> None:
    """Read the whole backup and hold it against its note. Raises Refused, in a sentence."""
    tell = progress or Progress()
    try:
        digest = whole.digest_of(backup.path, lambda done: tell.step(done, backup.size, "Reading the backup"))
    except OSError as error:
        raise Refused(f"The backup {backup.path.name} cannot be read. Choose another; nothing was changed.") from error
    if digest != backup.digest:
        raise Refused(
            f"The backup {backup.path.name} is not what was written: its bytes have changed since. "
            "Choose another; nothing was changed."
        )


def kept(times: Iterable[datetime]) -> set[datetime]:
    """Which backups stay: the newest of each of the last 24 hours, 14 days and 12 months that have one."""
    newest_first = sorted(set(times), reverse=True)
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (HOURS, lambda at: (at.year, at.month, at.day, at.hour)),
        (DAYS, lambda at: (at.year, at.month, at.day)),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    stay: set[datetime] = set()
    for most, period in periods:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(period(at), at)
        stay.update(list(newest.values())[:most])
    return stay


def rotate(office_path: Path, now: datetime) -> list[Path]:
    """Remove the backups whose time is over; which. The newest of each kind always stays, whatever the clock says."""
    known = backups(office_path, hashed=False)
    hours = kept(backup.at for backup in known if backup.kind == "hourly")
    newest = {backup.kind: backup for backup in reversed(known)}
    gone = []
    for backup in known:
        stays = backup.kind == "asked for" or (
            backup.at in hours if backup.kind == "hourly" else now - backup.at <= KEPT_AFTER_WORK
        )
        if not stays and backup is not newest[backup.kind]:
            with suppress(OSError):  # somebody else may be at it
                # the note last: what is left without its backup is known to be ours
                backup.path.unlink(missing_ok=True)
                note_of(backup.path).unlink(missing_ok=True)
                gone.append(backup.path)
    sweep(folder_of(office_path), now)
    return gone


def sweep(folder: Path, now: datetime) -> None:
    """Remove what somebody began to write a day ago or more and never finished."""
    for part in folder.glob(f"*{whole.PART}*"):
        with suppress(OSError):
            if now - datetime.fromtimestamp(part.stat().st_mtime, UTC) > LEFT_BEHIND:
                part.unlink()


def due(known: Sequence[Backup], seq: int, now: datetime) -> bool:
    """Whether a backup is to be made this hour: something was saved since the newest, and this hour has none yet."""
    newest = max(known, key=lambda backup: backup.order, default=None)
    if newest is None:
        return seq > 0
    return newest.seq != seq and all(slot(backup.at) != slot(now) for backup in known if backup.kind == "hourly")


def slot(at: datetime) -> str:
    """The hour that a backup is claimed for, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H}"


def hourly(office: Office, *, local: Path, now: datetime, progress: Progress | None = None) -> Backup | None:
    """Make this hour's backup if it is due and nobody else has taken it on; then put the others in rotation.

    None where there is nothing to do. Raises Refused, FileTrouble, Stopped.
    """
    if office.read_only or not due(backups(office.path, hashed=False), office.last_seq(), now):
        return None
    if not office.claim_backup(slot(now)):
        return None
    made = make(office.path, who=office.who, at=now, kind="hourly", local=local, progress=progress)
    rotate(office.path, now)
    return made


def newest_epoch(office_path: Path) -> int:
    """The highest epoch of the backups, for an office file that can no longer be asked. Raises Refused."""
    return max((backup.sums.epoch for backup in backups(office_path, hashed=False)), default=0)
