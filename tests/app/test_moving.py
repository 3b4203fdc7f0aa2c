"""Moving the office file: whole, with what belongs to it, and never so that there are two to save into."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import backups
from app.alone import journal_of
from app.backups import documents_in, documents_of, folder_of
from app.checking import check
from app.errors import CannotOpen, Refused
from app.moving import move
from app.places import moved_to
from app.presence import Presence
from app.progress import Progress, Stopped
from db.connection import connect
from db.identity import SCHEMA
from tests.conftest import Open
from tests.factories import JO, SAM, add_document, add_organisation, ask, digest
from tests.killed import killed_at

NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
STAMP = f"{NOW.astimezone():%Y-%m-%d %H%M}"
LETTER = b"a grant letter"
NAME = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The folder the office is moved to."""
    made = tmp_path / "new drive"
    made.mkdir()
    return made


@pytest.fixture
def full(path: Path, opened: Open) -> Path:
    """An office with an organisation, a document and a backup, which nobody has open."""
    office = opened(path)
    add_organisation(office, "Kept")
    add_document(office, LETTER)
    office.close()
    backups.make(path, who=JO, at=NOW - timedelta(hours=1), kind="asked for", local=path.parent.parent)
    return path


def moved(path: Path, to: Path, **given: object) -> Path:
    return move(path, to, who=SAM, at=NOW, environ={}, **given)  # type: ignore[arg-type]


def test_the_office_lies_in_its_new_place_with_all_that_belongs_to_it(full: Path, new: Path, opened: Open) -> None:
    before = opened(full).held
    target = moved(full, new)
    assert target == new / "office.opcc"
    assert opened(target).held == before
    assert ask(target, "SELECT name FROM organisation") == [("Kept",)]
    assert [one.kind for one in backups.backups(target)] == ["before move", "asked for"]
    assert (documents_of(target) / NAME).read_bytes() == LETTER
    assert (documents_in(folder_of(target)) / NAME).read_bytes() == LETTER
    assert not list(new.rglob("*.part"))


def test_the_old_file_is_kept_to_be_read_and_a_note_says_where_the_office_is(
    full: Path, new: Path, opened: Open
) -> None:
    before = digest(full)
    target = moved(full, new / "Moved office.opcc")
    aside = full.with_name(f"office moved {STAMP}.opcc")
    assert digest(aside) == before
    assert journal_of(aside).exists()
    assert not full.exists()
    assert not journal_of(full).exists()
    note = moved_to(full)
    assert note
    assert (note.to, note.who) == (target, "Sam")
    assert (documents_of(aside) / NAME).read_bytes() == LETTER
    assert len(backups.backups(aside)) == 2
    assert not aside.stat().st_mode & 0o222


def test_whoever_opens_it_in_its_old_place_is_told_where_it_is(full: Path, new: Path) -> None:
    target = moved(full, new)
    with pytest.raises(CannotOpen) as caught:
        check(full)
    assert f"office.opcc is no longer here: Sam moved it to {target} on " in caught.value.message
    assert caught.value.problem == "moved"


def test_saves_go_on_in_the_new_place(full: Path, new: Path, opened: Open) -> None:
    target = moved(full, new)
    add_organisation(opened(target), "New")
    assert check(target) == []


def test_nothing_is_written_over(full: Path, new: Path) -> None:
    before = digest(full)
    (new / "office.opcc").write_text("mine")
    with pytest.raises(Refused, match="There is already a file at"):
        moved(full, new)
    with pytest.raises(Refused, match="There is already a file at"):
        moved(full, full)
    assert (digest(full), (new / "office.opcc").read_text()) == (before, "mine")


def test_a_folder_that_a_cloud_service_copies_is_refused(full: Path, new: Path) -> None:
    cloud = new / "OneDrive - Anytown"
    cloud.mkdir()
    with pytest.raises(Refused, match="is copied by OneDrive"):
        moved(full, cloud)
    assert not list(cloud.iterdir())


def test_a_folder_that_is_not_there_is_not_made(full: Path, new: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        moved(full, new / "nowhere" / "office.opcc")
    assert not list(new.iterdir())


def test_nobody_is_left_behind_in_the_old_file(full: Path, new: Path) -> None:
    Presence(full, JO, schema=SCHEMA).beat()
    with pytest.raises(Refused, match=r"can only be moved while nobody else has it open\. In it now: Jo \(DESK-1\)"):
        moved(full, new)
    assert full.exists()
    assert not list(new.iterdir())


def test_somebody_who_is_saving_keeps_the_file_where_it_is(full: Path, new: Path) -> None:
    holder = connect(full, "rw", writer=True)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Refused, match="somebody does just now"):
            moved(full, new)
    finally:
        holder.close()
    assert full.exists()
    assert not (new / "office.opcc").exists()


def test_a_save_that_arrives_after_the_copy_is_not_left_behind(full: Path, new: Path, opened: Open) -> None:
    office = opened(full)

    def save_meanwhile(done: int, of: int, told: str) -> None:
        if told == "Moving" and done == of and office.last_seq() == 2:
            add_organisation(office, "Just in time")

    with pytest.raises(Refused, match="Somebody has just saved"):
        moved(full, new, progress=Progress(save_meanwhile))
    assert ask(full, "SELECT count(*) FROM organisation") == [(2,)]
    assert not (new / "office.opcc").exists()


def test_a_move_that_is_stopped_leaves_the_office_where_it_was(full: Path, new: Path) -> None:
    progress = Progress(lambda done, of, told: progress.stop.set() if told == "Copying the backups" else None)
    with pytest.raises(Stopped):
        moved(full, new, progress=progress)
    assert check(full) == []
    assert not list(new.glob("*.opcc"))
    assert moved(full, new / "other.opcc").exists()


MOVE = """
from app.moving import move
at = datetime(2026, 11, 25, tzinfo=UTC)
move(Path(sys.argv[1]), Path(sys.argv[2]), who=Who("Sam", "LAPTOP-2"), at=at, environ={})
"""


@pytest.mark.parametrize(
    ("before", "old", "moved_away"),
    [
        ("rename office.opcc", True, False),
        ("rename office.opcc-journal", False, True),
        ("link office.opcc", False, True),
        ("rename office.opcc.files", False, True),
        ("the end", False, True),
    ],
)
def test_cut_off_at_any_point_there_is_one_office_at_most_to_save_into_and_nothing_is_lost(
    full: Path, new: Path, opened: Open, before: str, old: bool, moved_away: bool
) -> None:
    killed_at(before, MOVE, full, new)
    target = new / "office.opcc"
    assert not (full.exists() and target.exists())
    assert full.exists() == old
    for place in (full, target):
        if place.exists():
            assert check(place) == []
            assert ask(place, "SELECT name FROM organisation") == [("Kept",)]
        else:
            with pytest.raises(CannotOpen, match=r"There is no office file at|is no longer here: Sam moved it to"):
                opened(place)
    asides = list(full.parent.glob("office moved *.opcc"))
    assert bool(asides) == moved_away
    for aside in asides:
        if documents_of(full).exists():  # the folder of the old file follows it last
            documents_of(full).rename(documents_of(aside))
        assert check(aside) == []
