"""Restoring beside, never over; and the taking over of the name, whole at every point where it may be cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import backups
from app.alone import journal_of
from app.checking import check
from app.door import make_office
from app.errors import CannotOpen, NotSaved, Refused
from app.manifest import Backup
from app.presence import Presence
from app.restoring import chosen, restore, take_over, would_lose
from db.connection import connect
from db.identity import SCHEMA
from db.restoring import JUMP
from tests.conftest import Open
from tests.factories import JO, SAM, add_document, add_organisation, ask, behind_the_desk, digest, left_alone
from tests.killed import killed_at

NOW = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
STAMP = f"{NOW.astimezone():%Y-%m-%d %H%M}"


def back_up(path: Path, at: datetime = NOW) -> Backup:
    return backups.make(path, who=JO, at=at, kind="asked for", local=path.parent.parent)


def bring_back(path: Path, backup: Backup, to: Path | None = None) -> Path:
    return restore(path, backup, who=SAM, at=NOW, to=to)


def bodies(path: Path) -> list[str]:
    return [name for (name,) in ask(path, "SELECT name FROM organisation ORDER BY name")]


@pytest.fixture
def moved_on(path: Path, opened: Open) -> Backup:
    """A backup with one organisation, of a file that holds two by now and that nobody has open."""
    office = opened(path)
    add_organisation(office, "Kept")
    backup = back_up(path)
    add_organisation(office, "Lost")
    office.close()
    return backup


# --- what it would lose ---


def test_what_would_be_lost_is_told_in_the_words_of_the_history(path: Path, opened: Open, moved_on: Backup) -> None:
    office = opened(path)
    [lost] = office.read(would_lose, moved_on.seq)
    assert (lost.user, lost.text) == ("Jo", "Add organisation: “Lost”.")
    assert office.read(would_lose, office.last_seq()) == []
    assert len(office.read(would_lose, 0, most=1)) == 1


# --- beside ---


def test_a_backup_is_restored_beside_and_the_office_file_left_as_it_is(
    path: Path, moved_on: Backup, opened: Open
) -> None:
    before = digest(path), digest(moved_on.path)
    restored = bring_back(path, moved_on)
    assert restored == path.with_name(f"office restored {STAMP}.opcc")
    assert (digest(path), digest(moved_on.path)) == before
    assert bodies(restored) == ["Kept"]
    assert check(restored) == []
    assert not journal_of(restored).exists()


def test_a_restored_file_says_so_in_its_history_and_is_noticed_by_every_desk(
    path: Path, moved_on: Backup, opened: Open
) -> None:
    current = opened(path).held
    held = opened(bring_back(path, moved_on)).held
    assert (held.dataset, held.epoch, held.seq) == (current.dataset, current.epoch + 1, current.seq + JUMP)
    [(name, user, machine)] = ask(
        path.with_name(f"office restored {STAMP}.opcc"),
        "SELECT name, user, machine FROM step ORDER BY seq DESC LIMIT 1",
    )
    assert name == f"Restore the backup of 25 November 2026 {NOW.astimezone():%H:%M}"
    assert (user, machine) == ("Sam", "LAPTOP-2")


@pytest.mark.skipif(os.name == "nt", reason="on Windows the folder says who may write, and a file takes that over")
def test_whoever_could_save_into_the_file_can_save_into_the_restored_one(path: Path, moved_on: Backup) -> None:
    path.chmod(0o664)
    assert bring_back(path, moved_on).stat().st_mode & 0o777 == 0o664


def test_saves_go_on_after_the_jump(path: Path, moved_on: Backup, opened: Open) -> None:
    office = opened(bring_back(path, moved_on))
    before = office.last_seq()
    add_organisation(office, "New")
    assert office.last_seq() == before + 1
    assert check(office.path) == []


def test_restoring_twice_never_gives_an_epoch_twice_once_it_has_taken_over(path: Path, moved_on: Backup) -> None:
    first = bring_back(path, moved_on)
    take_over(path, first, who=SAM, at=NOW)
    second = bring_back(path, moved_on)
    epochs = [ask(one, "SELECT epoch FROM office_file") for one in (path, second)]
    assert epochs == [[(1,)], [(2,)]]


def test_a_file_is_restored_although_the_office_file_is_gone_or_broken(path: Path, moved_on: Backup) -> None:
    path.write_bytes(b"broken")
    assert bodies(bring_back(path, moved_on)) == ["Kept"]
    path.unlink()
    assert bodies(bring_back(path, moved_on)) == ["Kept"]
    assert path.with_name(f"office restored {STAMP} 2.opcc").exists()


def test_a_restored_file_is_never_written_over_another(path: Path, moved_on: Backup, tmp_path: Path) -> None:
    with left_alone(path), pytest.raises(Refused, match="There is already a file at"):
        bring_back(path, moved_on, to=path)
    with pytest.raises(Refused, match="could not be written"):
        bring_back(path, moved_on, to=tmp_path / "nowhere" / "new.opcc")


def test_a_backup_whose_bytes_have_changed_is_refused_and_nothing_written(path: Path, moved_on: Backup) -> None:
    content = bytearray(moved_on.path.read_bytes())
    content[9_000] ^= 1
    moved_on.path.write_bytes(content)
    with left_alone(path), pytest.raises(Refused, match="cannot be used"):
        bring_back(path, moved_on)


def test_a_backup_of_another_office_is_refused(path: Path, moved_on: Backup, folder: Path) -> None:
    make_office(folder / "other.opcc", JO)
    with pytest.raises(Refused, match="another office than other"):
        bring_back(folder / "other.opcc", moved_on)


def test_a_backup_of_a_newer_desk_is_refused(path: Path, opened: Open) -> None:
    add_organisation(opened(path))
    behind_the_desk(path, f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(Refused, match="made by a newer desk"):
        bring_back(path, back_up(path))


def test_documents_come_back_with_the_backup(path: Path, opened: Open) -> None:
    content = b"a grant letter"
    name = add_document(opened(path), content)
    backup = back_up(path)
    shutil.rmtree(backups.documents_of(path))
    restored = bring_back(path, backup)
    assert (backups.documents_of(restored) / name).read_bytes() == content
    take_over(path, restored, who=SAM, at=NOW)
    assert (backups.documents_of(path) / name).read_bytes() == content


def test_a_backup_is_chosen_by_name_or_as_the_newest(path: Path, opened: Open, moved_on: Backup) -> None:
    newest = back_up(path, NOW + timedelta(minutes=1))
    folder = backups.folder_of(path)
    assert chosen(path, "newest", folder).path == newest.path
    assert chosen(path, moved_on.path.name, folder).path == moved_on.path
    assert chosen(path, moved_on.path.stem.upper(), folder).path == moved_on.path
    with pytest.raises(Refused, match=r"no backup called \.\./office"):
        chosen(path, "../office.opcc", folder)
    with pytest.raises(Refused, match="There is no backup of office"):
        chosen(path, "newest", path.parent)


# --- taking over the name ---


def test_the_restored_file_takes_the_name_and_the_old_one_is_kept_with_its_journal(
    path: Path, moved_on: Backup, opened: Open
) -> None:
    before = digest(path)
    assert journal_of(path).exists()
    restored = bring_back(path, moved_on)
    aside = take_over(path, restored, who=SAM, at=NOW)
    assert aside == path.with_name(f"office replaced {STAMP}.opcc")
    assert (bodies(path), bodies(aside)) == (["Kept"], ["Kept", "Lost"])
    assert digest(aside) == before
    assert (journal_of(aside).exists(), journal_of(path).exists(), restored.exists()) == (True, False, False)
    assert [check(one) for one in (path, aside)] == [[], []]


def test_what_the_old_file_held_is_backed_up_first(path: Path, moved_on: Backup) -> None:
    take_over(path, bring_back(path, moved_on), who=SAM, at=NOW)
    [newest, *_] = backups.backups(path)
    assert (newest.kind, bodies(newest.path)) == ("before restore", ["Kept", "Lost"])


def test_a_desk_that_still_knew_the_old_file_does_not_save_into_the_new_one(
    path: Path, moved_on: Backup, opened: Open
) -> None:
    office = opened(path)
    take_over(path, bring_back(path, moved_on), who=SAM, at=NOW)
    with pytest.raises(NotSaved):
        add_organisation(office, "Too late")
    assert bodies(path) == ["Kept"]


def test_nobody_is_put_out_of_the_file(path: Path, moved_on: Backup) -> None:
    restored = bring_back(path, moved_on)
    anna = Presence(path, SAM, schema=SCHEMA)
    anna.beat()
    before = digest(path), digest(restored)
    with pytest.raises(Refused, match=r"In it now: Sam \(LAPTOP-2\)\. Ask them to close it"):
        take_over(path, restored, who=JO, at=NOW)
    assert (digest(path), digest(restored)) == before
    assert take_over(path, restored, who=SAM, at=NOW, own=anna.id)


@pytest.mark.parametrize("which", ["office", "restored"])
def test_somebody_saving_keeps_the_name_where_it_is(path: Path, moved_on: Backup, which: str) -> None:
    restored = bring_back(path, moved_on)
    holder = connect(path if which == "office" else restored, "rw", writer=True)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Refused, match="somebody does just now"):
            take_over(path, restored, who=SAM, at=NOW)
    finally:
        holder.close()
    assert (bodies(path), bodies(restored)) == (["Kept", "Lost"], ["Kept"])


def test_a_restoring_from_before_the_present_file_does_not_take_over(path: Path, moved_on: Backup) -> None:
    first, second = bring_back(path, moved_on), bring_back(path, moved_on)
    take_over(path, first, who=SAM, at=NOW)
    with pytest.raises(Refused, match="has itself been restored since"):
        take_over(path, second, who=SAM, at=NOW)
    assert bodies(path) == ["Kept"]


def test_only_a_restored_file_of_the_same_office_takes_over(path: Path, moved_on: Backup, folder: Path) -> None:
    make_office(folder / "other.opcc", JO)
    for restored, words in (
        (folder / "other.opcc", "another office"),
        (path, "under a name of its own"),
        (moved_on.path, "has to lie in the folder"),
    ):
        before = digest(path)
        with pytest.raises(Refused, match=words):
            take_over(path, restored, who=SAM, at=NOW)
        assert digest(path) == before


def test_a_file_too_damaged_to_open_gives_way_as_it_is(path: Path, moved_on: Backup) -> None:
    restored = bring_back(path, moved_on)
    path.write_bytes(b"not a database at all" * 400)
    aside = take_over(path, restored, who=SAM, at=NOW)
    assert aside
    assert bodies(path) == ["Kept"]
    assert aside.read_bytes() == b"not a database at all" * 400
    assert not journal_of(path).exists()


def test_a_file_with_a_broken_page_gives_way_without_a_backup(path: Path, moved_on: Backup) -> None:
    restored = bring_back(path, moved_on)
    [(page,)] = ask(path, "SELECT rootpage FROM sqlite_master WHERE name = 'change'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    aside = take_over(path, restored, who=SAM, at=NOW)
    assert aside
    assert bodies(path) == ["Kept"]
    assert [one.kind for one in backups.backups(path)] == ["asked for"]


HALF_A_SAVE = """
import os, sqlite3, sys
from pathlib import Path
from db.connection import connect
connection = connect(Path(sys.argv[1]), "rw", writer=True)
connection.execute("PRAGMA cache_size=1")
connection.execute("PRAGMA cache_spill=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE change SET new = 'half' || new")
connection.execute(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
    "INSERT INTO stored_file SELECT hex(randomblob(32)), 'half', randomblob(4000) FROM n"
)
os._exit(9)
"""


def test_a_save_that_was_cut_off_is_taken_back_in_the_file_that_gives_way(
    path: Path, moved_on: Backup, opened: Open
) -> None:
    restored = bring_back(path, moved_on)
    subprocess.run([sys.executable, "-c", HALF_A_SAVE, str(path)], check=False)
    assert journal_of(path).read_bytes()[:8] == bytes.fromhex("d9d505f920a163d7")
    aside = take_over(path, restored, who=SAM, at=NOW)
    assert aside
    assert [check(one) for one in (path, aside)] == [[], []]
    assert bodies(aside) == ["Kept", "Lost"]


def test_a_name_that_is_free_is_just_taken(path: Path, moved_on: Backup) -> None:
    restored = bring_back(path, moved_on)
    path.rename(path.with_name("somewhere else.opcc"))
    journal_of(path).rename(journal_of(path.with_name("somewhere else.opcc")))
    assert take_over(path, restored, who=SAM, at=NOW) is None
    assert bodies(path) == ["Kept"]


def test_a_journal_without_its_file_is_not_played_into_the_restored_one(path: Path, moved_on: Backup) -> None:
    restored = bring_back(path, moved_on)
    path.unlink()
    with pytest.raises(Refused, match="holds part of a save of an office file that is not there"):
        take_over(path, restored, who=SAM, at=NOW)
    assert not path.exists()


TAKE_OVER = """
from app.restoring import take_over
at = datetime(2026, 11, 25, 14, 32, tzinfo=UTC)
take_over(Path(sys.argv[1]), Path(sys.argv[2]), who=Who("Sam", "LAPTOP-2"), at=at)
"""


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ("link office 2026", "old"),
        ("rename office.opcc", "old"),
        ("rename office.opcc-journal", "nothing"),
        ("rename office restored", "nothing"),
        ("the end", "new"),
    ],
)
def test_cut_off_at_any_point_it_leaves_the_old_or_the_new_or_says_so_and_can_be_gone_on_with(
    path: Path, moved_on: Backup, opened: Open, before: str, left: str
) -> None:
    restored = bring_back(path, moved_on)
    killed_at(before, TAKE_OVER, path, restored)
    if left == "nothing":
        with pytest.raises(CannotOpen, match="There is no office file at"):
            opened(path)
    else:
        assert bodies(path) == (["Kept", "Lost"] if left == "old" else ["Kept"])
        assert check(path) == []
    if left != "new":
        take_over(path, restored, who=SAM, at=NOW)
    [aside] = path.parent.glob("office replaced *.opcc")
    assert (bodies(path), bodies(aside)) == (["Kept"], ["Kept", "Lost"])
    assert [check(one) for one in (path, aside)] == [[], []]
    assert (journal_of(aside).exists(), journal_of(path).exists()) == (True, False)


def test_a_name_that_cannot_be_given_goes_back_to_the_old_file(
    path: Path, moved_on: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored = bring_back(path, moved_on)
    real: Callable[[Path, Path], Path] = Path.rename

    def refused_once(self: Path, to: Path) -> Path:
        if self == restored:
            raise PermissionError(13, "open in another program")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", refused_once)
    with pytest.raises(Refused, match="The office file was left as it is"):
        take_over(path, restored, who=SAM, at=NOW)
    assert bodies(path) == ["Kept", "Lost"]
    assert journal_of(path).exists()
