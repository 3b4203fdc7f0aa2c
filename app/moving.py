"""Moving the office file to another folder, whole and with all that belongs to it: never a drag of one of its files."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app import alone
from app.backups import carry, carry_all, documents_in, documents_of, folder_of, make, make_folder, offered
from app.errors import Refused
from app.manifest import Backup, note_of
from app.places import cloud_service, leave_moved_note, reparse_tag_of
from app.progress import Progress
from app.who import Who
from db import copies, whole


def move(
    office_path: Path,
    to: Path,
    *,
    who: Who,
    at: datetime,
    own: str = "",
    environ: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Move the office file to `to`, a file name or a folder, with its documents and backups; where it lies now.

    Alone only: whoever asks has let go of it. What lies in the new place is a copy that was checked against the file;
    the file itself stays as `… moved …`, only to be read, and a note in the old place says where the office is now.
    Raises Refused, CannotOpen, Stopped; then the office is still in its old place.
    """
    tell = progress or Progress()
    target = _target(office_path, to, os.environ if environ is None else environ)
    alone.refuse_others(office_path, "moved", own=own)
    aside = alone.name_beside(office_path, "moved", at)
    part = whole.part_of(target)
    with TemporaryDirectory(prefix="moving-", ignore_cleanup_errors=True) as local:
        copied = make(office_path, who=who, at=at, kind="before move", local=Path(local), progress=tell)
    try:
        _carry(office_path, target, copied, tell)
        whole.fill(copied.path, part, digest=copied.digest, tell=lambda done: tell.step(done, copied.size, "Moving"))
        tell.step(copied.size, copied.size, "Moving")
        _hand_over(office_path, target, part, aside, copied)
    except (OSError, whole.Altered, sqlite3.Error) as error:
        raise Refused(
            f"{office_path.name} could not be moved to {target.parent}. Is the drive full or read-only for you, or "
            "does somebody still have the file open? It is still in its old place."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    _tidy(office_path, aside)
    leave_moved_note(office_path, target, who.name, at.astimezone())
    return target


def _target(office_path: Path, to: Path, environ: Mapping[str, str]) -> Path:
    target = (to / office_path.name if to.is_dir() else to).absolute()
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}. Make it first; nothing was changed.")
    if service := cloud_service(target, environ, reparse_tag_of):
        raise Refused(
            f"{target.parent} is copied by {service}, which would mix up two people's changes without a word. "
            "Choose a folder of the shared drive; nothing was changed."
        )
    for path in (target, folder_of(target), documents_of(target)):
        alone.refuse_taken(path)
    return target


def _carry(office_path: Path, target: Path, copied: Backup, tell: Progress) -> None:
    carry_all(documents_of(office_path), documents_of(target))
    folder = folder_of(target)
    make_folder(folder, target.parent)
    known = offered(copied.path.parent, hashed=False)
    for at, backup in enumerate(known):
        tell.step(at, len(known), "Copying the backups")
        # one that has changed since it was made is not worth having, and is no reason to stay
        with suppress(whole.Altered):
            whole.copy(backup.path, folder / backup.path.name, digest=backup.digest)
            whole.write(folder / note_of(backup.path).name, note_of(backup.path).read_bytes())
    carry_all(documents_in(copied.path.parent), documents_in(folder))
    carry(documents_of(office_path), documents_in(folder), copied.documents)


def _hand_over(office_path: Path, target: Path, part: Path, aside: Path, copied: Backup) -> None:
    """Take the name from the old file, and only then give the copy its own: there are never two to save into."""
    with alone.holding(office_path, "moved") as held:
        if held is None or copies.last_step(held) != copied.sums.last:
            raise Refused(f"Somebody has just saved into {office_path.name}. It was not moved; try again.")
        whole.open_like(part, office_path)
        alone.give_way(held)
        alone.rename_with_journal(office_path, aside)
        try:
            whole.put(part, target)
        except OSError:
            alone.rename_with_journal(aside, office_path)
            raise


def _tidy(office_path: Path, aside: Path) -> None:
    """What stays behind is only for reading, and its folders follow its name; without that it is complete as well."""
    with suppress(OSError):
        aside.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
    for of in (documents_of, folder_of):
        with suppress(OSError):
            if of(office_path).exists():
                of(office_path).rename(of(aside))
