"""Backups: made while others save, checked, noted, offered, put in rotation; and whatever may lie in their folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import backups
from app.backups import due, folder_of, hourly, kept, make, rotate, slot, verify
from app.door import Office
from app.errors import CannotOpen, Refused
from app.manifest import Backup, Kind, contents, note_of
from app.progress import Progress, Stopped
from db import whole
from db.connection import Mode, connect
from tests.conftest import Open
from tests.factories import JO, SAM, add_budget, add_document, add_organisation, ask, behind_the_desk, left_alone

NOW = datetime(2026, 11, 25, 14, 32, 5, tzinfo=UTC)

Make = Callable[..., Backup]


@pytest.fixture
def backed_up(path: Path, tmp_path: Path) -> Make:
    """Makes a backup of the office file."""

    def made(kind: Kind = "asked for", at: datetime = NOW, **given: Any) -> Backup:
        return make(path, who=JO, at=at, kind=kind, local=tmp_path, **given)

    return made


# --- making one ---


def test_a_backup_holds_what_the_file_holds(path: Path, office: Office, backed_up: Make) -> None:
    add_budget(office, pounds=1_000)
    made = backed_up()
    assert backups.backups(path) == [made]
    assert (made.seq, made.sums.epoch, made.sums.last.name) == (office.last_seq(), 0, "Add line")
    assert made.sums.dataset == office.held.dataset
    assert ask(made.path, "SELECT count(*) FROM budget_line") == [(1,)]
    assert made.path.name == f"office {NOW.astimezone():%Y-%m-%d %H%M%S} asked for.opcc"
    assert made.path.parent == folder_of(path)


def test_a_backup_says_what_it_holds(path: Path, office: Office, backed_up: Make) -> None:
    add_budget(office, pounds=1_000)
    holds = contents(backed_up())
    assert holds.made == f"25 November 2026 {NOW.astimezone():%H:%M} by Jo on DESK-1 (asked for)"
    assert holds.last.startswith("“Add line” by Jo, ")
    assert holds.money == {"budget revision": 100_000}
    assert (holds.issued, holds.documents) == (0, "no documents")
    assert f"{holds.rows:,} rows, 0 issued papers, no documents; every entry added up: budget revision" in holds.told


def test_the_note_has_the_newest_hash_of_the_journal_and_of_the_bytes(
    path: Path, office: Office, backed_up: Make
) -> None:
    add_organisation(office)
    made = backed_up()
    note = json.loads(note_of(made.path).read_text("utf-8"))
    assert [(note["hash"],)] == ask(path, "SELECT hash FROM step ORDER BY seq DESC LIMIT 1")
    assert note["sha256"] == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert {key: note[key] for key in ("schema", "kind", "who", "machine", "app", "at")} == {
        "schema": made.sums.schema,
        "kind": "asked for",
        "who": "Jo",
        "machine": "DESK-1",
        "app": JO.app,
        "at": "2026-11-25T14:32:05+00:00",
    }


def test_making_a_backup_leaves_nothing_in_the_local_folder_and_the_file_as_it_was(
    path: Path, tmp_path: Path, backed_up: Make
) -> None:
    before, local = path.read_bytes(), sorted(tmp_path.iterdir())
    backed_up()
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == local
    assert len(list(folder_of(path).iterdir())) == 2


def test_the_local_folder_is_made_and_rid_of_what_a_killed_desk_left_there(path: Path, tmp_path: Path) -> None:
    local = tmp_path / "own" / "backups"
    make(path, who=JO, at=NOW, kind="asked for", local=local)
    left, running, other = local / "left.part-journal", local / "running.part", local / "office.opcc"
    for one in (left, running, other):
        one.write_bytes(b"half")
    for one in (left, other):
        os.utime(one, (NOW.timestamp() - 200_000,) * 2)
    os.utime(running, (NOW.timestamp() - 60,) * 2)
    make(path, who=JO, at=NOW, kind="asked for", local=local)
    assert sorted(local.iterdir()) == [other, running]


def test_a_local_folder_that_cannot_be_made_is_said_in_a_sentence(path: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    with left_alone(path), pytest.raises(Refused, match="on this laptop cannot be written"):
        make(path, who=JO, at=NOW, kind="asked for", local=tmp_path / "in the way")


def test_a_full_disk_of_this_laptop_is_not_blamed_on_the_drive(
    path: Path, tmp_path: Path, backed_up: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connect

    def on_a_small_disk(path: Path, mode: Mode, *, writer: bool) -> sqlite3.Connection:
        connection = real(path, mode, writer=writer)
        if mode == "rwc":
            connection.execute("PRAGMA max_page_count=20").fetchall()
        return connection

    monkeypatch.setattr("db.copies.connect", on_a_small_disk)
    with left_alone(path), pytest.raises(Refused, match="the disk of this laptop"):
        backed_up()
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.skipif(os.name == "nt", reason="on Windows a folder takes over the rights of the one it is made in")
def test_whoever_may_write_the_folder_may_write_among_its_backups(path: Path, office: Office, backed_up: Make) -> None:
    path.parent.chmod(0o775)
    add_document(office, b"a grant letter")
    backed_up()
    folders = folder_of(path), backups.documents_in(folder_of(path))
    assert [one.stat().st_mode & 0o777 for one in folders] == [0o775, 0o775]


def test_two_backups_of_one_second_have_two_names(path: Path, backed_up: Make) -> None:
    assert backed_up().path != backed_up().path
    assert len(backups.backups(path)) == 2


def test_documents_are_carried_once_and_missing_ones_counted(path: Path, office: Office, backed_up: Make) -> None:
    kept_one = add_document(office, b"a grant letter")
    lost, altered = add_document(office, b"lost"), add_document(office, b"altered")
    (backups.documents_of(path) / lost).unlink()
    (backups.documents_of(path) / altered).write_bytes(b"something else")
    made = backed_up()
    carried = backups.documents_in(folder_of(path))
    assert [one.name for one in carried.iterdir()] == [kept_one]
    assert (made.documents, made.missing) == (tuple(sorted([kept_one, lost, altered])), 2)
    assert contents(made).documents == "3 documents (2 of them missing)"
    before = (carried / kept_one).stat().st_mtime_ns
    backed_up()
    assert (carried / kept_one).stat().st_mtime_ns == before


@pytest.mark.parametrize("last", ["Copying the office file", "Writing the backup"])
def test_a_backup_that_is_stopped_leaves_nothing_behind(path: Path, tmp_path: Path, backed_up: Make, last: str) -> None:
    progress = Progress(lambda done, of, told: progress.stop.set() if told == last else None)
    with pytest.raises(Stopped):
        backed_up(progress=progress)
    assert not list(tmp_path.glob("*.part*"))
    assert not list(folder_of(path).glob("*"))


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(path: Path, tmp_path: Path, backed_up: Make) -> None:
    folder_of(path).write_text("in the way")
    with pytest.raises(Refused, match="No backup could be written into"):
        backed_up()
    assert not list(tmp_path.glob("*.part*"))


def test_a_file_with_an_index_that_misses_rows_is_not_backed_up_as_if_it_were_sound(
    path: Path, office: Office, backed_up: Make
) -> None:
    for at in range(3):
        add_organisation(office, f"Body {at}")
    office.close()
    [(page,)] = ask(path, "SELECT rootpage FROM sqlite_master WHERE name = 'ix_change_row'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096 + 3)
        cells = int.from_bytes(file.read(2))
        file.seek((page - 1) * 4096 + 3)
        file.write((cells - 1).to_bytes(2))
    with pytest.raises(backups.Unsound, match="integrity_check"):
        backed_up()
    assert backups.backups(path) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "not an office file"), (b"Dear Jo, " * 600, "not an office file"), (None, "There is no office file at")],
)
def test_what_is_no_office_file_is_not_backed_up(
    folder: Path, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = folder / "other.opcc"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CannotOpen, match=words):
        make(path, who=JO, at=NOW, kind="asked for", local=tmp_path)
    assert path.exists() == (content is not None)


SAVING = """
import sys, time
from pathlib import Path
from app.door import Office
from app.organisations import add
from app.who import Who
office = Office(Path(sys.argv[1]), Who(sys.argv[2], "LAPTOP"))
at = 0
while not Path(sys.argv[3]).exists():
    office.write("Add organisation", add, name=f"{sys.argv[2]} {at}")
    print(at, flush=True)
    at += 1
    time.sleep(0.01)
office.close()
"""


def test_a_backup_made_while_three_people_save_is_sound_and_a_plain_copy_is_never_offered(
    path: Path, tmp_path: Path, backed_up: Make, opened: Open
) -> None:
    behind_the_desk(
        path,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
        "INSERT INTO stored_file SELECT hex(randomblob(32)), 'text/plain', randomblob(4000) FROM n",
    )
    over = tmp_path / "over"
    people = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SAVING), str(path), name, str(over)], stdout=subprocess.PIPE
        )
        for name in ("Anna", "Sam", "Jo")
    ]
    try:
        for one in people:
            assert one.stdout
            one.stdout.readline()
        made = backed_up()
        time.sleep(0.05)
        later = backed_up()
        shutil.copyfile(path, folder_of(path) / "plain copy.opcc")
    finally:
        over.touch()
        counts = [len(one.communicate(timeout=60)[0].splitlines()) for one in people]
    assert [one.returncode for one in people] == [0, 0, 0]
    assert {known.path for known in backups.backups(path)} == {made.path, later.path}
    for backup in (made, later):
        assert ask(backup.path, "PRAGMA integrity_check") == [("ok",)]
        # each save adds one organisation and one step: a copy torn between two saves would not tie
        [(bodies, steps, highest)] = ask(
            backup.path, "SELECT (SELECT count(*) FROM organisation), count(*), max(seq) FROM step"
        )
        assert bodies == steps == highest == backup.seq
    assert made.seq < later.seq <= opened(path).last_seq()
    assert all(counts)


# --- what is offered ---


def test_backups_come_newest_first_by_what_they_hold_whatever_the_clock_said(
    path: Path, office: Office, backed_up: Make
) -> None:
    first = backed_up(at=NOW + timedelta(days=900))
    add_organisation(office)
    second = backed_up(at=NOW - timedelta(days=900))
    assert [one.path for one in backups.backups(path)] == [second.path, first.path]


def test_there_are_none_where_there_is_no_folder(path: Path) -> None:
    assert backups.backups(path) == []


def test_a_backup_whose_bytes_have_changed_is_not_offered_and_refused_when_chosen(path: Path, backed_up: Make) -> None:
    made = backed_up()
    content = bytearray(made.path.read_bytes())
    content[5000] ^= 1
    made.path.write_bytes(content)
    assert backups.backups(path) == []
    [listed] = backups.backups(path, hashed=False)
    with pytest.raises(Refused, match="its bytes have changed since"):
        verify(listed)


def test_a_backup_that_is_cut_short_or_gone_or_without_its_note_is_not_offered(path: Path, backed_up: Make) -> None:
    short, gone, bare, whole_one = backed_up(), backed_up(), backed_up(), backed_up()
    os.truncate(short.path, 4096)
    gone.path.unlink()
    note_of(bare.path).unlink()
    assert [one.path for one in backups.backups(path, hashed=False)] == [whole_one.path]
    with pytest.raises(Refused, match="cannot be read"):
        verify(gone)
    verify(whole_one)


def test_a_link_out_of_the_folder_is_not_followed(path: Path, backed_up: Make, tmp_path: Path) -> None:
    made = backed_up()
    outside = tmp_path / "outside.opcc"
    made.path.rename(outside)
    try:
        made.path.symlink_to(outside)
    except OSError:
        shutil.copyfile(outside, made.path)
        pytest.skip("this account may not make links")
    assert backups.backups(path) == []


@pytest.mark.parametrize(
    "change",
    [
        {"at": "yesterday"},
        {"at": "2026-11-25T14:32:05"},
        {"kind": "rm -rf"},
        {"kind": ["hourly"]},
        {"size": "many"},
        {"size": True},
        {"size": -1},
        {"seq": 1 << 70},
        {"hash": "../../etc"},
        {"sha256": "A" * 64},
        {"who": "Jo\x1b[2J"},
        {"who": "J" * 10_000},
        {"who": None},
        {"last": []},
        {"last": {"name": "\u202eeman", "user": "Jo", "at": "2026-11-25T14:32:05Z"}},
        {"rows": {"fund": 1.5}},
        {"rows": [1]},
        {"money": {"payment.amount_pence": "much"}},
        {"documents": "all"},
        {"documents": ["../secret"]},
    ],
)
def test_a_note_that_says_what_no_note_says_is_passed_over(
    path: Path, office: Office, backed_up: Make, change: dict[str, Any]
) -> None:
    add_organisation(office)
    made = backed_up()
    note = json.loads(note_of(made.path).read_text("utf-8"))
    note_of(made.path).write_text(json.dumps(note | change), "utf-8")
    assert backups.backups(path) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"null", b"[]", b"{}", b"1" * 5_000])
def test_a_note_that_is_none_is_passed_over(path: Path, backed_up: Make, content: bytes) -> None:
    note_of(backed_up().path).write_bytes(content)
    whole_one = backed_up()
    assert [one.path for one in backups.backups(path)] == [whole_one.path]


def test_a_note_cannot_name_a_file_elsewhere(path: Path, backed_up: Make, tmp_path: Path) -> None:
    made = backed_up()
    note = json.loads(note_of(made.path).read_text("utf-8"))
    note_of(made.path).write_text(json.dumps(note | {"path": "/etc/passwd", "file": "../office.opcc"}), "utf-8")
    assert [one.path for one in backups.backups(path)] == [made.path]


# --- rotation ---

TIMES = st.sets(st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)), max_size=120)


@given(TIMES)
def test_what_is_kept_is_of_what_there_is_and_bounded(times: set[datetime]) -> None:
    stay = kept(times)
    assert stay <= times
    assert len(stay) <= 24 + 14 + 12
    assert not times or max(times) in stay


@given(TIMES)
def test_keeping_again_removes_nothing_more(times: set[datetime]) -> None:
    assert kept(kept(times)) == kept(times)


@given(TIMES)
def test_the_newest_of_each_recent_hour_day_and_month_is_kept(times: set[datetime]) -> None:
    for most, form in ((24, "%Y%m%d%H"), (14, "%Y%m%d"), (12, "%Y%m")):
        newest = {f"{at:{form}}": at for at in sorted(times)}
        assert {newest[period] for period in sorted(newest)[-most:]} <= kept(times)


@given(TIMES)
def test_rotating_after_every_backup_comes_to_the_same_as_rotating_once(times: set[datetime]) -> None:
    stay: set[datetime] = set()
    for at in sorted(times):
        stay = kept(stay | {at})
    assert stay == kept(times)


def test_two_years_of_hourly_backups_leave_the_last_day_fortnight_and_year() -> None:
    times = {NOW - timedelta(hours=at) for at in range(2 * 365 * 24)}
    assert len(kept(times)) == 24 + 12 + 11


def test_rotation_removes_what_is_over_and_never_what_was_asked_for(path: Path, backed_up: Make) -> None:
    long_ago = NOW - timedelta(days=91)
    stays = [backed_up("asked for", at=long_ago), backed_up("before move", at=NOW - timedelta(days=89))]
    over = backed_up("before upgrade", at=long_ago)
    stays += [backed_up("before upgrade", at=NOW)]
    assert rotate(path, NOW) == [over.path]
    assert {one.path for one in backups.backups(path)} == {one.path for one in stays}
    assert not note_of(over.path).exists()


def test_the_newest_of_each_kind_stays_although_the_clock_is_wrong(path: Path, backed_up: Make) -> None:
    only = backed_up("before restore", at=NOW)
    assert rotate(path, NOW + timedelta(days=5_000)) == []
    assert [one.path for one in backups.backups(path)] == [only.path]


def test_rotation_leaves_alone_what_is_not_ours_and_sweeps_what_was_cut_off(path: Path, backed_up: Make) -> None:
    backed_up()
    strange = [folder_of(path) / name for name in ("notes.txt", "plain copy.opcc", "list.json")]
    for one in strange:
        one.write_text("mine")
    cut_off, running = (whole.part_of(folder_of(path) / f"{name}.opcc") for name in ("cut off", "running"))
    for one in (cut_off, running):
        one.write_bytes(b"half")
    os.utime(cut_off, (time.time() - 200_000,) * 2)
    assert rotate(path, datetime.now(UTC)) == []
    assert all(one.exists() for one in [*strange, running])
    assert not cut_off.exists()


# --- hourly, by whoever is first ---


def test_a_backup_is_due_once_an_hour_and_only_when_something_was_saved(
    path: Path, office: Office, backed_up: Make
) -> None:
    assert not due([], 0, NOW)
    assert due([], 1, NOW)
    add_organisation(office)
    made = backed_up("hourly")
    seq = office.last_seq()
    later = NOW + timedelta(hours=1)
    assert not due([made], seq, later)
    assert not due([made], seq + 1, NOW + timedelta(minutes=5))
    assert due([made], seq + 1, later)


def test_a_backup_asked_for_counts_as_this_hours_when_nothing_was_saved_since(office: Office, backed_up: Make) -> None:
    add_organisation(office)
    made = backed_up("asked for")
    assert not due([made], office.last_seq(), NOW)
    assert due([made], office.last_seq() + 1, NOW)


def test_the_hour_is_told_in_utc() -> None:
    assert slot(datetime.fromisoformat("2026-07-01T00:30:00+01:00")) == "2026-06-30T23"


def test_of_two_people_one_makes_the_backup_of_the_hour(path: Path, opened: Open, tmp_path: Path) -> None:
    jo, sam = opened(path), opened(path, SAM)
    add_organisation(jo)
    # both have looked and found it due: the claim decides
    assert [jo.claim_backup(slot(NOW)), sam.claim_backup(slot(NOW))] == [True, False]
    assert hourly(sam, local=tmp_path, now=NOW) is None
    made = hourly(sam, local=tmp_path, now=NOW + timedelta(hours=1))
    assert made
    assert (made.kind, made.who.name, made.seq) == ("hourly", "Sam", jo.last_seq())
    assert hourly(jo, local=tmp_path, now=NOW + timedelta(hours=2)) is None
    assert [one.path for one in backups.backups(path)] == [made.path]


def test_somebody_who_may_only_look_makes_no_backup(path: Path, office: Office, opened: Open, tmp_path: Path) -> None:
    add_organisation(office)
    with left_alone(path):
        assert hourly(opened(path, SAM, read_only=True), local=tmp_path, now=NOW) is None


def test_the_hourly_backup_puts_the_others_in_rotation(
    path: Path, office: Office, backed_up: Make, tmp_path: Path
) -> None:
    add_organisation(office)
    over, stays = backed_up("hourly", at=NOW), backed_up("hourly", at=NOW + timedelta(minutes=2))
    add_organisation(office, "Another")
    made = hourly(office, local=tmp_path, now=NOW + timedelta(hours=1))
    assert made
    assert [one.path for one in backups.backups(path)] == [made.path, stays.path]
    assert not over.path.exists()


def test_an_office_that_is_open_keeps_its_locks_while_it_is_backed_up(
    path: Path, office: Office, backed_up: Make, tmp_path: Path
) -> None:
    """Closing a file drops every lock this process has on it: only SQLite may open the office file."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        backed_up()
        locked = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        other = subprocess.run([sys.executable, "-c", locked, str(path)], capture_output=True, text=True, check=False)
        assert "database is locked" in other.stderr
    finally:
        holder.close()
