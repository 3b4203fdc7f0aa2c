"""Documents kept with a record: their bytes lie beside the office file, once, under their SHA-256.

The bytes are there, flushed and under their name, before the save that refers to them; a desk that is killed between
the two leaves a file nobody refers to, never a document without its bytes. Nothing is given to anybody unverified.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import attachable, records
from app.backups import documents_of, folder_of, make_folder, sweep
from app.errors import Refused
from app.progress import Progress
from app.words import GONE
from db import whole
from db.decision_sheets import Approval
from db.decisions import Decision
from db.documents import Document
from db.journal import Change, Step, journalled

_SHA_256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Put:
    """A file whose bytes lie in the documents folder: what a save may now refer to. `size` is in bytes."""

    digest: str
    size: int
    media: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of a record; `size` is in bytes, `at` when it was attached (local time), `user` by whom."""

    id: str
    version: int
    name: str
    media: str
    digest: str
    size: int
    at: datetime
    user: str


# keeping


def put(office_path: Path, source: Path, progress: Progress | None = None) -> Put:
    """Copy the bytes of `source` into the documents folder, unless they are there. Raises Refused, Stopped."""
    tell, name = progress or Progress(), attachable.clean_name(source.name)
    media = _fit(office_path, source, name)
    try:
        attachable.refuse_disguised(source, name)
        size = source.stat().st_size
        digest = whole.digest_of(source, _pieces(tell, size, f"Reading “{name}”"))
    except OSError as error:
        raise Refused(f"“{name}” cannot be read. Is it open in another program? Nothing was attached.") from error
    try:
        _store(office_path, source, digest, _pieces(tell, size, f"Copying “{name}”"))
    except whole.Altered as error:
        raise Refused(f"“{name}” was changed while it was copied. Nothing was attached; try again.") from error
    except OSError as error:
        raise Refused(_why_not_kept(office_path, name, error)) from error
    return Put(digest, size, media, name)


def _fit(office_path: Path, source: Path, name: str) -> str:
    """The media type of a file that may be kept, by its name and its size. Raises Refused."""
    try:
        about = source.stat()
    except OSError as error:
        raise Refused(f"There is no file “{name}” at {source.parent} any more, or you may not read it.") from error
    if stat.S_ISDIR(about.st_mode):
        raise Refused(f"“{name}” is a folder. Attach the files in it one by one.")
    media = attachable.media_of(name)
    # opening the office file itself would let go of the locks this desk holds on it
    if not stat.S_ISREG(about.st_mode) or os.path.samestat(about, _office(office_path)):
        raise Refused(f"“{name}” is not a document.")
    if not about.st_size:
        raise Refused(f"“{name}” is empty. Nothing was attached.")
    if about.st_size > attachable.MOST_BYTES:
        raise Refused(
            f"“{name}” is too large: it has {format_size(about.st_size)}, and a document may have up to "
            f"{format_size(attachable.MOST_BYTES)}. Nothing was attached."
        )
    return media


def _office(office_path: Path) -> os.stat_result:
    """What the system says of the office file, which shows that its drive answers. Raises Refused."""
    try:
        return office_path.stat()
    except OSError as error:
        raise Refused(GONE) from error


def _pieces(tell: Progress, size: int, words: str) -> Callable[[int], None]:
    return lambda done: tell.step(min(done, size), size, words)


def _store(office_path: Path, source: Path, digest: str, tell: Callable[[int], None]) -> None:
    """Have these bytes in the folder under their digest: as they lie there, copied, or put right where altered."""
    folder = documents_of(office_path)
    make_folder(folder, office_path.parent)
    sweep(folder, datetime.now(UTC))
    place = folder / digest
    if not place.exists():
        with suppress(FileExistsError):  # somebody else is attaching the same
            whole.copy(source, place, digest=digest, tell=tell)
            whole.open_like(place, office_path)
    if whole.digest_of(place, tell) != digest:
        part = whole.part_of(place)
        try:
            whole.fill(source, part, digest=digest, tell=tell)
            part.replace(place)
            whole.settle(folder)
        finally:
            part.unlink(missing_ok=True)


def _why_not_kept(office_path: Path, name: str, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The shared drive is full, so “{name}” was not attached. Nothing else was changed."
    _office(office_path)
    return (
        f"“{name}” was not attached: the folder {documents_of(office_path).name} beside the office file cannot be "
        "written. Ask IT whether it is read-only for you."
    )


def attach(session: Session, *, about_table: str, about_id: str, put: Put) -> str:
    """Keep what was `put` with one row of a table that the journal follows; its id. Raises Refused."""
    records.fetch(session, journalled()[about_table], about_id)
    of_row = select(Document).where(Document.about_id == about_id, Document.archived.is_(False))
    known = session.scalars(of_row.where(Document.digest == put.digest)).first()
    if known is not None:
        raise Refused(f"The same file is attached here already, as “{known.name}”.")
    row = Document(
        about_table=about_table, about_id=about_id, name=put.name, media=put.media, digest=put.digest, size=put.size
    )
    session.add(row)
    return row.id


def detach(session: Session, document_id: str, *, version: int | None) -> None:
    """Put the document away; its bytes stay, for the history and for undo. Raises Refused, Stale."""
    row = records.fetch(session, Document, document_id)
    if row.about_table == "decision" and not records.fetch(session, Decision, row.about_id).archived:
        raise Refused("A decision rests on this document. Open again what was decided first.")
    approvals = select(Approval.id).where(Approval.document_id == document_id, Approval.archived.is_(False))
    if session.scalar(approvals.limit(1)) is not None:
        raise Refused("This is the signed paper of an approval. It stays with the decision.")
    records.archive(session, Document, document_id, version=version)


# finding and giving out


def documents(session: Session, about_id: str) -> list[DocumentRecord]:
    """The documents of one row, in the order they were attached."""
    found = session.execute(
        select(Document, Step.at, Step.user)
        .join(Change, (Change.row_id == Document.id) & (Change.column_name == "id"))
        .join(Step, Step.seq == Change.step_seq)
        .where(Document.about_id == about_id, Document.archived.is_(False))
        .order_by(Document.id)
    )
    return [
        DocumentRecord(
            one.id,
            one.version,
            one.name,
            one.media,
            one.digest,
            one.size,
            datetime.fromisoformat(at).astimezone(),
            user,
        )
        for one, at, user in found
    ]


def take_out(office_path: Path, record: DocumentRecord, to: Path, progress: Progress | None = None) -> None:
    """Copy a document to the file `to`, its bytes verified. Raises Refused where they are none or others, Stopped."""
    _refuse_within(office_path, to)
    tell = _pieces(progress or Progress(), record.size, f"Copying “{record.name}”")
    place, part = _place(office_path, record), whole.part_of(to)
    try:
        whole.fill(place, part, digest=record.digest, tell=tell)
        part.replace(to)
    except whole.Altered as error:
        raise Refused(_altered(record.name)) from error
    except OSError as error:
        raise Refused(f"“{to.name}” cannot be written to {to.parent}, or the shared drive does not answer.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def view_copy(office_path: Path, record: DocumentRecord, folder: Path, progress: Progress | None = None) -> Path:
    """A verified copy to look at, in `folder`, which cannot be written to; what lies there already is not written over.

    Raises Refused, also where by now it is no file that may be kept; Stopped.
    """
    name = attachable.clean_name(record.name)
    attachable.media_of(name)
    for at in count():
        copy = folder / f"{record.digest[:16]}-{at}" / name
        if not copy.exists():
            break
        if whole.digest_of(copy) == record.digest:
            return copy
    copy.parent.mkdir(parents=True, exist_ok=True)
    take_out(office_path, record, copy, progress)
    try:
        attachable.refuse_disguised(copy, name)
    except Refused:
        copy.unlink()
        raise
    copy.chmod(stat.S_IREAD)
    return copy


def _place(office_path: Path, record: DocumentRecord) -> Path:
    """Where the bytes lie. Raises Refused where they do not."""
    place = documents_of(office_path) / record.digest
    # a row that was altered with another tool may name any path
    if _SHA_256.fullmatch(record.digest) and place.is_file():
        return place
    _office(office_path)
    raise Refused(f"{_missing(record.name, office_path)} Ask IT for a backup of this office from before that.")


def _refuse_within(office_path: Path, to: Path) -> None:
    """A copy may not take the place of the office file or of anything that belongs to it."""
    own = (office_path, documents_of(office_path), folder_of(office_path))
    if to.is_dir() or any(one.exists() and one.samefile(two) for one in own for two in _above(to)):
        raise Refused("A copy cannot be kept in the place of the office file or in its folders. Choose another place.")


def _above(to: Path) -> Iterator[Path]:
    return (one for one in (to, *to.absolute().parents) if one.exists())


# checking


def referred(session: Session) -> dict[str, tuple[str, int]]:
    """What each digest that any document refers to is called, also of those put away, and its size in bytes."""
    rows = session.execute(select(Document.digest, Document.name, Document.size).order_by(Document.id.desc()))
    return {digest: (name, size) for digest, name, size in rows}


def lost(
    office_path: Path, referred: Mapping[str, tuple[str, int]], progress: Progress | None = None
) -> dict[str, str]:
    """A sentence for each digest whose bytes are missing or are no longer what they were."""
    found = {}
    for at, (digest, (name, size)) in enumerate(referred.items()):
        if progress:
            progress.step(at, len(referred), "Reading every document")
        place = documents_of(office_path) / digest
        if not (_SHA_256.fullmatch(digest) and place.is_file()):
            found[digest] = _missing(name, office_path)
        elif not _is_whole(place, digest, size):
            found[digest] = _altered(name)
    return found


def _is_whole(place: Path, digest: str, size: int) -> bool:
    try:
        return place.stat().st_size == size and whole.digest_of(place) == digest
    except OSError:
        return False


def strays(office_path: Path, referred: Mapping[str, tuple[str, int]]) -> list[str]:
    """The names of files in the documents folder that no document refers to; they do no harm."""
    try:
        return sorted(entry.name for entry in os.scandir(documents_of(office_path)) if entry.name not in referred)
    except FileNotFoundError:
        return []


def _missing(name: str, office_path: Path) -> str:
    return f"The document “{name}” is missing from the folder {documents_of(office_path).name}."


def _altered(name: str) -> str:
    return f"The document “{name}” is not what was attached: its bytes were changed outside the desk."


def format_size(size: int) -> str:
    """A size in bytes as people here read it: 812 bytes, 12 KB, 1.4 MB."""
    if size < 1 << 10:
        return f"{size:,} byte{'' if size == 1 else 's'}"
    return f"{-(-size // 1024):,} KB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB".replace(".0 MB", " MB")
