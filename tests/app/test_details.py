"""Details for IT say what IT needs and nothing about people."""

from __future__ import annotations

import platform
import re
import sqlite3
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from sqlalchemy import select

from app.details import FileFacts, details, drive_kind, fault_text, file_facts, file_system
from app.door import Office
from app.who import VERSION
from db.identity import PAGE_SIZE, SCHEMA
from db.local import TroubleRow
from tests.conftest import Open
from tests.factories import JO, add_fund

FACTS = FileFacts(
    journal_mode="persist",
    synchronous="full",
    page_size=4096,
    size_bytes=409600,
    schema=3,
    min_reader=2,
    min_writer=3,
    epoch=1,
    last_seq=41,
)
MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
//server/team /mnt/team cifs rw,vers=3.1.1 0 0
//server/team /mnt/team\\040drive smb3 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/jo/local ext4 rw 0 0
remote: /home/jo/remote fuse.rclone rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
//server/over /mnt/over cifs rw 0 0
broken
"""


def test_the_facts_of_a_file_are_those_of_the_connection_that_saves(office: Office) -> None:
    add_fund(office)
    saving = office.write("Look at the file", file_facts)
    assert saving == FileFacts(
        journal_mode="persist",
        synchronous="full",
        page_size=PAGE_SIZE,
        size_bytes=office.path.stat().st_size,
        schema=SCHEMA,
        min_reader=SCHEMA,
        min_writer=SCHEMA,
        epoch=0,
        last_seq=1,
    )
    assert replace(office.read(file_facts), journal_mode="persist") == saving


def test_looking_at_a_file_to_read_only_or_to_save_makes_no_step(path: Path, office: Office, opened: Open) -> None:
    office.write("Look at the file", file_facts)
    assert opened(path, read_only=True).read(file_facts).last_seq == 0


def test_the_details_name_every_version_and_setting(folder: Path) -> None:
    text = details(
        folder / "Office.opcc",
        read_only=False,
        qt="6.11.3",
        facts=FACTS,
        troubles=[TroubleRow("2018-05-01T14:02:00Z", "SQLITE_BUSY while saving")],
        cloud="OneDrive",
    )
    lines = text.splitlines()
    assert lines[:5] == [
        f"Commissioning Desk {VERSION}",
        f"System: {platform.platform()}",
        f"Python {platform.python_version()}, {platform.architecture()[0]}",
        f"SQLite {sqlite3.sqlite_version}",
        "Qt 6.11.3",
    ]
    assert lines[5:9] == [
        "Office file: 409600 bytes in pages of 4096, schema 3 (readable from 2, writable from 3)",
        "Last step: 41, epoch 1",
        "Journal mode: persist, synchronous: full",
        "Opened: to read and save",
    ]
    assert lines[9] == f"Drive: {drive_kind(folder)}, path of {len(str(folder / 'Office.opcc'))} letters"
    assert lines[10].removeprefix("Free space: ").removesuffix(" MB").isdigit()
    assert lines[11:] == [
        "Cloud service: OneDrive",
        "What went wrong lately:",
        "  2018-05-01T14:02:00Z  SQLITE_BUSY while saving",
    ]


def test_the_details_of_a_drive_that_is_gone_say_so(folder: Path) -> None:
    text = details(folder / "gone" / "Office.opcc", read_only=True, qt="6.11.3", facts=None)
    assert text.splitlines()[5:7] == ["Office file: it does not answer", "Opened: to read only"]
    assert text.splitlines()[8:] == [
        "Free space: not known, it does not answer",
        "Cloud service: none",
        "What went wrong lately: nothing",
    ]


def test_the_details_without_a_file_are_those_of_the_machine() -> None:
    text = details(None, read_only=False, qt="6.11.3", facts=None)
    assert text.splitlines()[5:] == ["Office file: none is open", "What went wrong lately: nothing"]


def test_the_details_name_neither_people_nor_places_nor_contents(office: Office, folder: Path) -> None:
    add_fund(office, "Victims fund for Kim")
    text = details(
        folder / "Anna Berg’s files" / "Grant to Sam.opcc",
        read_only=False,
        qt="6.11.3",
        facts=office.read(file_facts),
    )
    told = set(re.findall(r"\w+", text.replace(platform.platform(), "")))
    assert told & {"Anna", "Berg", "Sam", "Kim", "Victims", JO.name, "DESK", platform.node()} == set()
    assert folder.name not in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/Office.opcc", "file system ext4"),
        ("/mnt/team/grants/Office.opcc", "network drive (cifs)"),
        ("/mnt/team drive/Office.opcc", "network drive (smb3)"),
        ("/mnt/teams/Office.opcc", "file system ext4"),
        ("/home/jo/Office.opcc", "network drive (nfs4)"),
        ("/home/jo/local/Office.opcc", "file system ext4"),
        ("/home/jo/remote/Office.opcc", "network drive (fuse.rclone)"),
        ("/mnt/over/Office.opcc", "network drive (cifs)"),
    ],
)
def test_a_linux_path_is_on_the_innermost_mount_above_it(path: str, kind: str) -> None:
    assert file_system(PurePosixPath(path), MOUNTS) == kind


def test_a_list_without_mounts_says_nothing() -> None:
    assert file_system(PurePosixPath("/srv/Office.opcc"), "") == "file system not known"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\server\team\Office.opcc", "network share by its own name"),
        (r"\\?\UNC\server\team\Office.opcc", "network share by its own name"),
        (r"S:\Office.opcc", "drive S:"),
        (r"\\?\S:\Office.opcc", "drive S:"),
    ],
)
def test_a_share_is_known_by_its_name_and_a_letter_is_asked_for(path: str, kind: str) -> None:
    assert drive_kind(PureWindowsPath(path), asked=lambda it: f"drive {it.drive}") == kind


def test_this_machines_own_drive_is_known(folder: Path) -> None:
    assert drive_kind(folder) not in {"not known", "file system not known", "drive letter: not known"}


# what is our fault, for the log


def fault(*raised: BaseException) -> str:
    """What is written down of an error that came of another, the first one first."""
    for before, after in pairwise(raised):
        after.__cause__ = before
    return fault_text(raised[-1])


def test_a_fault_says_which_error_it_was_and_where_in_the_program() -> None:
    def work() -> object:
        return details(None, read_only=False, qt="", facts=None, troubles=5)  # type: ignore[arg-type]

    try:
        work()
    except TypeError as error:
        told = fault_text(error).splitlines()
    assert told[0].startswith("builtins.TypeError: ")
    assert [re.sub(r":\d+ ", ": ", line) for line in told[1:]] == [
        "  tests/app/test_details.py: in test_a_fault_says_which_error_it_was_and_where_in_the_program",
        "  tests/app/test_details.py: in work",
        "  app/details.py: in details",
    ]


def test_a_fault_in_a_library_is_placed_in_the_library_and_not_on_this_machine() -> None:
    try:
        select(object)
    except Exception as error:  # noqa: BLE001  # whichever it is
        told = fault_text(error)
    assert "  sqlalchemy/sql/" in told
    assert "site-packages" not in told
    assert str(Path.home()) not in told


def test_a_fault_names_what_it_came_of() -> None:
    told = fault(sqlite3.OperationalError("database is locked"), RuntimeError("could not save"))
    assert [line for line in told.splitlines() if not line.startswith(" ")] == [
        "builtins.RuntimeError: could not save",
        "sqlite3.OperationalError: database is locked",
    ]


def test_a_fault_tells_nothing_that_anybody_typed_and_no_folder() -> None:
    told = fault(ValueError("Kim Novak, £45,500, kim@council.example"), OSError(13, "denied", "/home/kim/Office.opcc"))
    assert {"kim", "Kim", "Novak", "45", "council"} & set(re.findall(r"\w+", told)) == set()


def test_faults_that_name_each_other_as_their_cause_are_told_once_each() -> None:
    one, two = ValueError("one"), RuntimeError("one")
    one.__cause__, two.__cause__ = two, one
    assert fault_text(one).splitlines() == ["builtins.ValueError: one", "builtins.RuntimeError: one"]
