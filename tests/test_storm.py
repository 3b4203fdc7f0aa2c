"""What the storm itself rests on: its locks, its log, its judge and its line. The rows are run by dev.py storm."""

from __future__ import annotations

import errno
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from db.areas import Area
from tests.storm.fuse import READ, UNLOCK, WRITE, Range
from tests.storm.journey import Log, Save, read
from tests.storm.locks import EXCLUSIVE, LENGTHS, PENDING, RESERVED, SHARED, SHARED_RANGE, UNLOCKED, Locks
from tests.storm.proxy import Cut, Line
from tests.storm.results import Result, table
from tests.storm.rows import new_office
from tests.storm.verdict import Verdict, judge, overwritten
from tests.storm.worker import Desk, sit_down

HERE = Path(__file__).resolve().parents[1]


@dataclass
class Table:
    """A server's table of locks, without a server: exclusive bars everybody else, shared bars exclusive."""

    held: list[tuple[str, int, int]] = field(default_factory=list)
    asked: list[tuple[int, int]] = field(default_factory=list)

    def take(self, file: str, start: int, _length: int, kind: int) -> bool:
        self.asked.append((start, kind))
        if kind == UNLOCKED:
            self.held = [one for one in self.held if one[:2] != (file, start)]
            return True
        if any(one[1] == start and EXCLUSIVE in (kind, one[2]) for one in self.held):
            return False
        self.held.append((file, start, kind))
        return True


def wanted(start: int, kind: int) -> Range:
    """A lock as SQLite asks for it."""
    return Range(start, start + LENGTHS[start] - 1, kind)


# --- locks -----------------------------------------------------------------------------------------------------------


def test_to_write_the_shared_range_is_left_and_taken_exclusively() -> None:
    server = Table()
    mine = Locks(server.take)
    mine.set("mine", wanted(SHARED_RANGE, READ))
    mine.set("mine", wanted(SHARED_RANGE, WRITE))
    assert server.asked == [(SHARED_RANGE, SHARED), (SHARED_RANGE, UNLOCKED), (SHARED_RANGE, EXCLUSIVE)]
    assert server.held == [("mine", SHARED_RANGE, EXCLUSIVE)]


def test_where_others_read_the_shared_range_is_taken_for_reading_again() -> None:
    server = Table()
    mine, theirs = Locks(server.take), Locks(server.take)
    for locks, name in ((mine, "mine"), (theirs, "theirs")):
        locks.set(name, wanted(SHARED_RANGE, READ))
    with pytest.raises(BlockingIOError):
        mine.set("mine", wanted(SHARED_RANGE, WRITE))
    assert sorted(server.held) == [("mine", SHARED_RANGE, SHARED), ("theirs", SHARED_RANGE, SHARED)]


def test_the_pending_byte_is_held_exclusively_even_to_read_and_tried_three_times() -> None:
    server = Table()
    mine, theirs = Locks(server.take), Locks(server.take)
    mine.set("mine", wanted(PENDING, READ))
    with pytest.raises(BlockingIOError) as barred:
        theirs.set("theirs", wanted(PENDING, READ))
    assert barred.value.errno == errno.EAGAIN
    assert server.asked == [(PENDING, EXCLUSIVE)] * 4


def test_a_lock_is_left_through_the_file_it_was_taken_through() -> None:
    server = Table()
    mine = Locks(server.take)
    mine.set("first handle", wanted(RESERVED, WRITE))
    mine.set("second handle", Range(PENDING, RESERVED, UNLOCK))
    assert server.held == []


def test_the_reserved_byte_is_only_reported_where_another_holds_it() -> None:
    server = Table()
    mine, theirs = Locks(server.take), Locks(server.take)
    mine.set("mine", wanted(RESERVED, WRITE))
    assert theirs.would_block("theirs", RESERVED)
    assert not mine.would_block("mine", RESERVED)
    mine.set("mine", Range(0, 1 << 62, UNLOCK))
    assert not theirs.would_block("theirs", RESERVED)
    assert server.held == []


# --- the log and the judge -------------------------------------------------------------------------------------------


def test_the_log_keeps_what_was_last_said_and_forgets_a_line_cut_short(tmp_path: Path) -> None:
    with Log(tmp_path / "log") as log:
        kept, cut = Save("1", "a"), Save("2", "b")
        for save in (kept, cut):
            log.tried(save)
        log.told(kept, "unknown", 2.0, "no answer")
        log.told(kept, "found", 0.5)
    with (tmp_path / "log").open("ab") as file:
        file.write(b'{"op": "2", "told": "sav')
    first, second = read(tmp_path / "log")
    assert (first.told, first.seconds, first.acknowledged, first.open) == ("found", 2.0, False, False)
    assert (second.told, second.open) == ("tried", True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk at an office with records for everybody to change."""
    new_office(tmp_path / "Office.opcc")
    office = sit_down(tmp_path / "Office.opcc", "Jo", 0.0)
    with Log(tmp_path / "log") as log, closing(office):
        yield Desk(office, log, "Jo")


def saves_of(desk: Desk) -> list[Save]:
    """What the desk was told of all its saves."""
    return read(desk.office.path.with_name("log"))


def first_record(desk: Desk) -> str:
    """The id of one of the records."""
    return desk.office.read(lambda session: session.scalars(select(Area.id)).all())[0]


def test_saves_that_are_there_are_found_good(desk: Desk) -> None:
    row = first_record(desk)
    desk.add()
    desk.edit(row)
    desk.edit(row)
    desk.office.close()
    verdict = judge(desk.office.path, saves_of(desk))
    assert verdict.good
    assert (verdict.acknowledged, verdict.stored) == (3, 3)


def test_a_save_that_was_acknowledged_and_is_not_there_is_lost(desk: Desk) -> None:
    ghost = Save("0190-gone", "Jo-ghost")
    desk.log.tried(ghost)
    desk.log.told(ghost, "saved", 0.1)
    verdict = judge(desk.office.path, saves_of(desk))
    assert (verdict.lost, verdict.good) == (1, False)


def test_a_save_that_was_said_not_to_be_there_and_is_leaves_the_person_in_doubt(desk: Desk) -> None:
    save = desk.add()
    told = [Save(save.op_id, save.key, told="not saved")]
    assert judge(desk.office.path, told).doubtful == 1


def test_of_two_edits_that_saw_the_same_version_one_was_overwritten_unseen() -> None:
    first = Save("1", "a", "row", 4, "before", "saved", acknowledged=True)
    second = Save("2", "b", "row", 4, "before", "saved", acknowledged=True)
    after = Save("3", "c", "row", 5, "a", "saved", acknowledged=True)
    assert overwritten([first, after], {"1": "before", "3": "a"}) == set()
    assert overwritten([first, second], {"1": "before", "2": "a"}) == {"2"}
    assert overwritten([first, second], {"1": "before", "2": "before"}) == {"2"}


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_refused_and_not_overwritten(desk: Desk) -> None:
    row = first_record(desk)
    with closing(sit_down(desk.office.path, "Sam", 0.0)) as other:
        sam = Desk(other, desk.log, "Sam")
        stale = desk.edit(row, meanwhile=lambda: sam.edit(row))
    assert stale is not None
    assert stale.told == "refused"
    assert judge(desk.office.path, saves_of(desk)).good


# --- the line --------------------------------------------------------------------------------------------------------


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that sends every message back; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    end, _ = listener.accept()
                except OSError:
                    return
                with end:
                    while data := end.recv(4096):
                        end.sendall(data)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def message(number: int) -> bytes:
    """A message with its length before it, as SMB is sent over TCP."""
    body = struct.pack("<8xII", 0, number)
    return struct.pack(">I", len(body)) + body


def answers(port: int, number: int) -> int:
    """How many of so many messages are answered before the line is gone."""
    with socket.create_connection(("127.0.0.1", port), 5) as end:
        for at in range(number):
            try:
                end.sendall(message(at))
                if end.recv(64) != message(at):
                    return at
            except ConnectionError:
                return at
    return number


@pytest.mark.parametrize("after", [False, True])
def test_the_line_is_cut_at_the_request_it_was_told(echo: int, after: bool) -> None:
    with closing(Line("127.0.0.1", echo)) as line:
        line.arm(Cut(3, after))
        assert answers(line.port, 5) == 2
        assert (line.requests, line.cuts) == (3, 1)
        assert answers(line.port, 5) == 5
        assert line.requests == 8


# --- the table -------------------------------------------------------------------------------------------------------


def test_a_control_is_shown_by_what_breaks_and_every_other_row_by_what_does_not() -> None:
    good, bad = Verdict(acknowledged=5, stored=5), Verdict(acknowledged=5, stored=4, lost=1)
    assert [Result(1, "row", "x", one).shown for one in (good, bad)] == [True, False]
    assert [Result(7, "row", "x", one, control=True).shown for one in (good, bad)] == [False, True]
    assert not Result(1, "row", "x", good, missing=["no desk was killed"]).shown


def test_a_row_that_could_not_be_run_says_so_in_the_table() -> None:
    text = table([Result(2, "Real SMB", "–", missing=["smbd is not installed here"])])
    assert "NOT SHOWN" in text
    assert "smbd is not installed here" in text


def test_where_there_is_no_server_the_storm_ends_in_failure_and_says_why(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    command = [sys.executable, "-m", "tests.storm", "7", "--quick"]
    done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "| NOT SHOWN |" in done.stdout
    assert "smbd" in done.stdout
